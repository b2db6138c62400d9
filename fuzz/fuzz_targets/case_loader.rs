//! `cargo fuzz run case_loader`: see `src/lib.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| entente_fuzz::case_loader(data));
