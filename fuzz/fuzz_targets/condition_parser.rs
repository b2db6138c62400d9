//! `cargo fuzz run condition_parser`: see `src/lib.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| entente_fuzz::condition_parser(data));
