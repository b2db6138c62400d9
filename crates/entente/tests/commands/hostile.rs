//! Input that is broken or means harm: a message and an exit code, no panic, no flood.

use crate::{copy, entente};
use std::fs;

#[test]
fn no_case_at_all() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("empty")).unwrap();
    fs::write(dir.path().join("case.toml"), "").unwrap();
    fs::write(dir.path().join("case.xlsx"), "").unwrap();
    for (path, said) in [
        ("empty", "case.toml"),
        ("missing", "no such file"),
        ("case.toml", "a case is a folder"),
        ("case.xlsx", "entente import xlsx"),
    ] {
        for command in ["check", "plan"] {
            let ran = entente(dir.path(), &[command, path]).expect(1);
            assert!(ran.stderr.contains(said), "{path}: {}", ran.stderr);
            assert_eq!(ran.stdout, "");
        }
    }
}

#[test]
fn bytes_that_are_no_text() {
    let (dir, case) = copy("quiet-line");
    fs::write(case.join("offers.csv"), [b'i', b'd', b',', 0xFF, 0xFE, b'\n', 0x00, 0x1B, b'[', b'2', b'J']).unwrap();
    let ran = entente(dir.path(), &["check", "case"]).expect(1);
    assert!(ran.stderr.contains("offers.csv"), "{}", ran.stderr);
    assert!(!ran.stderr.contains('\u{1b}'));
}

#[test]
fn a_huge_line() {
    let (dir, case) = copy("quiet-line");
    let mut text = fs::read_to_string(case.join("offers.csv")).unwrap();
    text.push_str(&"x".repeat(5_000_000));
    fs::write(case.join("offers.csv"), text).unwrap();
    let ran = entente(dir.path(), &["check", "case"]).expect(1);
    assert!(ran.stderr.len() < 100_000, "{} bytes were said", ran.stderr.len());
}

#[test]
fn many_mistakes_do_not_flood_the_terminal() {
    let (dir, case) = copy("quiet-line");
    let mut text = fs::read_to_string(case.join("offers.csv")).unwrap();
    for n in 0..20_000 {
        text.push_str(&format!("Y-{n},XZZ,,NONE,-1,x,0,0,,,,,firm,,2,,,,,,,,,\n"));
    }
    fs::write(case.join("offers.csv"), text).unwrap();
    let ran = entente(dir.path(), &["check", "case"]).expect(1);
    assert!(ran.stderr.len() < 500_000, "{} bytes were said", ran.stderr.len());
    assert!(ran.stderr.contains("more; with --json, `check` and `verify` list them"));
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder() {
    let (dir, case) = copy("quiet-line");
    fs::remove_file(case.join("sources.csv")).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", case.join("sources.csv")).unwrap();
    let ran = entente(dir.path(), &["check", "case"]).expect(1);
    assert!(ran.stderr.contains("leads out of the case folder"), "{}", ran.stderr);
}

#[test]
fn workbooks_that_are_none() {
    let dir = tempfile::tempdir().unwrap();
    for (at, bytes) in [&b""[..], b"PK\x03\x04", b"id,nation\n", &[0; 4096]].into_iter().enumerate() {
        fs::write(dir.path().join("x.xlsx"), bytes).unwrap();
        let ran = entente(dir.path(), &["import", "xlsx", "x.xlsx", &format!("out{at}")]).expect(1);
        assert!(ran.stderr.contains("an XLSX workbook"), "{}", ran.stderr);
    }
    entente(dir.path(), &["import", "xlsx", "none.xlsx", "out"]).expect(1);
}

#[test]
fn an_archive_that_unpacks_to_gigabytes() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write_string(0, 0, "a").unwrap();
    let mut bytes = book.save_to_buffer().unwrap();
    let at = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    bytes[at + 24..at + 28].copy_from_slice(&4_000_000_000u32.to_le_bytes());
    fs::write(dir.path().join("bomb.xlsx"), bytes).unwrap();
    let ran = entente(dir.path(), &["import", "xlsx", "bomb.xlsx", "out"]).expect(1);
    assert!(ran.stderr.contains("unpacks to more than"), "{}", ran.stderr);
}
