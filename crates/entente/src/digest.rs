//! SHA-256 digests of inputs and outputs, as the manifest of a run shows them.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The SHA-256 of `bytes` in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
    }
    text
}

/// One digest for a set of named files: over `name`, a zero byte, the digest and a line feed for each
/// file in order of name.
pub fn of_files(files: &[(String, String)]) -> String {
    let mut all = String::new();
    for (name, digest) in files {
        all.push_str(name);
        all.push('\0');
        all.push_str(digest);
        all.push('\n');
    }
    sha256(all.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_digest() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn names_count() {
        let one = of_files(&[("a".into(), sha256(b"x"))]);
        let other = of_files(&[("b".into(), sha256(b"x"))]);
        assert_ne!(one, other);
    }
}
