//! Reads a case folder into names and bytes. What is read is bounded, and nothing outside the folder
//! is followed.

use crate::digest;
use crate::failure::Failure;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Largest file read, bytes: a hundred thousand rows of offers take some 30 MB.
const LARGEST_FILE: u64 = 64 << 20;
/// Most bytes read from one folder.
const LARGEST_FOLDER: u64 = 256 << 20;
/// Most files read from one folder.
const MOST_FILES: usize = 200;
/// What an import leaves beside the case: not part of it.
pub const IMPORT_REPORT: &str = "import-report.csv";

/// A case folder as read.
#[derive(Clone, Debug)]
pub struct CaseFolder {
    /// Where it was read from.
    pub path: PathBuf,
    /// Names and bytes of the files of the case: `case.toml`, `*.csv`, `*.geojson`.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl CaseFolder {
    /// Names and SHA-256 of the files, in order of name.
    pub fn digests(&self) -> Vec<(String, String)> {
        self.files.iter().map(|(name, bytes)| (name.clone(), digest::sha256(bytes))).collect()
    }
}

/// Reads the folder: `case.toml`, `*.csv` and `*.geojson`; other files and folders inside it are left
/// alone.
///
/// # Errors
/// The folder is not there or is none, or a file is too large, unreadable, not a plain file, or a link
/// that leads out of the folder.
pub fn read(path: &Path) -> Result<CaseFolder, Failure> {
    let meta = fs::metadata(path).map_err(|e| {
        Failure::file("read", path, &e).hint("give the folder of a case; `entente new DIR` writes one to start from")
    })?;
    if !meta.is_dir() {
        let failure = Failure::input(format!("{} is a file, and a case is a folder", path.display()));
        return Err(match path.parent() {
            Some(parent) if path.file_name().is_some_and(|n| n == "case.toml") => {
                let folder = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
                failure.hint(format!("give the folder that holds it: {}", folder.display()))
            }
            _ if path.extension().is_some_and(|e| e == "xlsx") => {
                failure.hint(format!("turn the workbook into a case first: entente import xlsx {} DIR", path.display()))
            }
            _ => failure.hint("give the folder that holds case.toml"),
        });
    }
    let root = fs::canonicalize(path).map_err(|e| Failure::file("read", path, &e))?;
    let mut names = Vec::new();
    for entry in fs::read_dir(path).map_err(|e| Failure::file("read", path, &e))? {
        let entry = entry.map_err(|e| Failure::file("read", path, &e))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if belongs(&name) {
            names.push((name, entry.path()));
        }
    }
    if names.len() > MOST_FILES {
        return Err(Failure::input(format!(
            "{} holds {} tables, and a case has at most {MOST_FILES}",
            path.display(),
            names.len()
        ))
        .hint("keep the case in a folder of its own"));
    }
    names.sort();
    let mut files = BTreeMap::new();
    let mut left = LARGEST_FOLDER;
    for (name, file) in names {
        if let Some(bytes) = read_inside(&root, &file, left)? {
            left = left.saturating_sub(bytes.len() as u64);
            files.insert(name, bytes);
        }
    }
    Ok(CaseFolder { path: path.to_owned(), files })
}

/// Whether a file of this name is part of a case.
fn belongs(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let kind = lower == "case.toml" || lower.ends_with(".csv") || lower.ends_with(".geojson");
    // `~$offers.csv` and `.~lock.offers.csv#` are left by office programs while a file is open.
    kind && lower != IMPORT_REPORT && !lower.starts_with('.') && !lower.starts_with('~')
}

/// The bytes of a file in the folder `root`; `None` for a folder.
fn read_inside(root: &Path, file: &Path, left: u64) -> Result<Option<Vec<u8>>, Failure> {
    let real = fs::canonicalize(file).map_err(|e| Failure::file("read", file, &e))?;
    if !real.starts_with(root) {
        return Err(Failure::input(format!("{} is a link that leads out of the case folder", file.display()))
            .hint("put a copy of the file in its place"));
    }
    let meta = fs::metadata(&real).map_err(|e| Failure::file("read", file, &e))?;
    if meta.is_dir() {
        return Ok(None);
    }
    if !meta.is_file() {
        return Err(Failure::input(format!("{} is not a plain file", file.display())));
    }
    read_bounded(&real, file, LARGEST_FILE.min(left)).map(Some)
}

/// The bytes of the file `real`, called `shown` in messages, if they are no more than `most`.
///
/// # Errors
/// The file cannot be read, or is larger.
pub fn read_bounded(real: &Path, shown: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    let file = fs::File::open(real).map_err(|e| Failure::file("read", shown, &e))?;
    let mut bytes = Vec::new();
    // One byte past the limit tells a file that is too large, also one that grows while it is read.
    file.take(most + 1).read_to_end(&mut bytes).map_err(|e| Failure::file("read", shown, &e))?;
    if bytes.len() as u64 > most {
        return Err(Failure::input(format!(
            "{} is too large: more than {} MB, the most that is read",
            shown.display(),
            most >> 20
        )));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_tables_alone() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["case.toml", "offers.csv", "area.geojson", "README.md", IMPORT_REPORT, ".~lock.offers.csv"] {
            fs::write(dir.path().join(name), name).unwrap();
        }
        fs::create_dir(dir.path().join("old.csv")).unwrap();
        let folder = read(dir.path()).unwrap();
        assert_eq!(folder.files.keys().collect::<Vec<_>>(), ["area.geojson", "case.toml", "offers.csv"]);
        assert_eq!(folder.digests()[1].1, digest::sha256(b"case.toml"));
    }

    #[cfg(unix)]
    #[test]
    fn follows_no_link_out() {
        let outside = tempfile::NamedTempFile::new().unwrap();
        let dir = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(outside.path(), dir.path().join("offers.csv")).unwrap();
        let failure = read(dir.path()).unwrap_err();
        assert!(failure.message.contains("leads out of the case folder"), "{failure}");
        assert_eq!(failure.exit_code(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn follows_a_link_inside() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("offers-new.csv"), "id").unwrap();
        std::os::unix::fs::symlink("offers-new.csv", dir.path().join("offers.csv")).unwrap();
        assert_eq!(read(dir.path()).unwrap().files["offers.csv"], b"id");
    }

    #[test]
    fn a_file_is_no_folder() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("case.toml");
        fs::write(&file, "").unwrap();
        assert!(read(&file).unwrap_err().hint.unwrap().contains("give the folder"));
        assert!(read(&dir.path().join("none")).unwrap_err().message.contains("no such file"));
    }

    #[test]
    fn a_large_file_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("big");
        fs::write(&file, vec![b'x'; (2 << 20) + 1]).unwrap();
        assert!(read_bounded(&file, &file, 2 << 20).unwrap_err().message.contains("more than 2 MB"));
        assert_eq!(read_bounded(&file, &file, 3 << 20).unwrap().len(), (2 << 20) + 1);
    }
}
