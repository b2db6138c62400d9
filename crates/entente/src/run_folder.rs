//! The folder of a run: what a plan leaves behind, with a manifest that ties outputs to inputs.

use crate::digest;
use crate::failure::Failure;
use serde_json::{Value, json};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Name of the manifest.
pub const MANIFEST: &str = "manifest.json";
/// What the manifest says it is.
const FORMAT: &str = "entente-run";
/// Most numbered folders tried for one case.
const MOST_RUNS: u32 = 100_000;

/// A folder that takes the files of one run.
#[derive(Debug)]
pub struct RunFolder {
    path: PathBuf,
    outputs: Vec<(String, String)>,
    /// Files of an earlier run, which go when the first file of this one comes.
    earlier: Vec<String>,
}

impl RunFolder {
    /// The first free folder `runs/<case>-<n>` below `base`.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn numbered(base: &Path, case_name: &str) -> Result<Self, Failure> {
        let runs = base.join("runs");
        fs::create_dir_all(&runs).map_err(|e| Failure::file("write", &runs, &e).hint("choose a folder with --out"))?;
        let slug = slug(case_name);
        for n in 1..=MOST_RUNS {
            let path = runs.join(format!("{slug}-{n}"));
            // Making the folder is the test whether it is free, so two runs at once never share one.
            match fs::create_dir(&path) {
                Ok(()) => return Ok(Self { path, outputs: Vec::new(), earlier: Vec::new() }),
                Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
                Err(e) => return Err(Failure::file("write", &path, &e).hint("choose a folder with --out")),
            }
        }
        Err(Failure::usage(format!("{} is full", runs.display())).hint("choose a folder with --out"))
    }

    /// The folder `path`, made if it is not there. One that holds anything else than an earlier run is
    /// refused unless `force` is set; the files of an earlier run stay until the first of this one is written, so
    /// that a run that comes to nothing costs nothing.
    ///
    /// # Errors
    /// The folder is in use, or cannot be made.
    pub fn chosen(path: &Path, force: bool) -> Result<Self, Failure> {
        if path.exists() && !path.is_dir() {
            return Err(Failure::usage(format!("{} is a file, and a run needs a folder", path.display())));
        }
        fs::create_dir_all(path).map_err(|e| Failure::file("write", path, &e))?;
        let mut entries = fs::read_dir(path).map_err(|e| Failure::file("read", path, &e))?;
        let mut earlier = Vec::new();
        if entries.next().is_some() {
            match earlier_run(path) {
                Some(outputs) => earlier.extend(outputs.into_iter().chain([MANIFEST.to_owned()])),
                None if force => {}
                None => {
                    return Err(Failure::usage(format!("{} holds files that are no earlier run", path.display()))
                        .hint("choose another folder, or add --force to write into this one"));
                }
            }
        }
        // Not to be found out after an hour of planning.
        probe(path).map_err(|e| Failure::file("write", path, &e))?;
        Ok(Self { path: path.to_owned(), outputs: Vec::new(), earlier })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Removes the folder if nothing has been written into it: the run came to nothing.
    pub fn abandon(&self) {
        if self.outputs.is_empty() {
            // It holds something else, or is gone: then it stays as it is.
            let _ = fs::remove_dir(&self.path);
        }
    }

    /// Writes one file of the run.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        remove(&self.path, &std::mem::take(&mut self.earlier))?;
        write_whole(&self.path.join(name), bytes)?;
        self.outputs.push((name.to_owned(), digest::sha256(bytes)));
        Ok(())
    }

    /// Writes the manifest, last of all: a folder without one holds a run that was cut short.
    /// `about` is an object that tells versions, seed, limits, options and status.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn finish(self, inputs: &[(String, String)], about: Value) -> Result<PathBuf, Failure> {
        let list = |files: &[(String, String)]| -> Value {
            files.iter().map(|(name, sha256)| json!({"name": name, "sha256": sha256})).collect()
        };
        let mut manifest = json!({"format": FORMAT, "version": 1});
        if let (Value::Object(all), Value::Object(about)) = (&mut manifest, about) {
            all.extend(about);
            all.insert("inputs".into(), list(inputs));
            all.insert("outputs".into(), list(&self.outputs));
        }
        write_whole(&self.path.join(MANIFEST), format!("{manifest:#}\n").as_bytes())?;
        Ok(self.path)
    }
}

/// Makes sure that [`write_whole`] can write the file, before the work that it is to hold. One that is there stays as
/// it is.
///
/// # Errors
/// It is a folder, names no file, or its folder cannot be written.
pub fn try_file(path: &Path) -> Result<(), Failure> {
    if path.is_dir() {
        return Err(Failure::usage(format!("{} is a folder, and a file is expected", path.display())));
    }
    named(path)?;
    if is_device(path) {
        return Ok(());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let way_out = "make its folder first, or name a file in another";
    probe(folder).map_err(|e| Failure::file("write", path, &e).hint(way_out))
}

/// Makes sure that a folder takes files.
fn probe(folder: &Path) -> std::io::Result<()> {
    let probe = folder.join(format!(".entente.{}", std::process::id()));
    fs::write(&probe, "").and_then(|()| fs::remove_file(&probe))
}

/// Whether what is there takes bytes and keeps none: a terminal, a pipe, `/dev/null`.
pub fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir())
}

/// The name of the file at the end of a path.
fn named(path: &Path) -> Result<&std::ffi::OsStr, Failure> {
    path.file_name().ok_or_else(|| Failure::usage(format!("{} names no file", path.display())))
}

/// Writes a file as a whole or not at all: beside its place first, then moved there. A device takes the bytes as they
/// are, and stays what it is.
///
/// # Errors
/// The file cannot be written.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if is_device(path) {
        let written = fs::OpenOptions::new().write(true).open(path).and_then(|mut device| device.write_all(bytes));
        return written.map_err(|e| Failure::file("write", path, &e));
    }
    let mut beside = std::ffi::OsString::from(".");
    beside.push(named(path)?);
    beside.push(format!(".{}", std::process::id()));
    let beside = path.with_file_name(beside);
    let written = fs::File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    });
    written.map_err(|e| {
        let _ = fs::remove_file(&beside);
        Failure::file("write", path, &e)
    })
}

/// The output names of the run that the folder holds, if it holds one of ours.
fn earlier_run(path: &Path) -> Option<Vec<String>> {
    let manifest: Value = serde_json::from_slice(&fs::read(path.join(MANIFEST)).ok()?).ok()?;
    if manifest["format"] != FORMAT {
        return None;
    }
    let names = manifest["outputs"].as_array()?.iter().filter_map(|o| o["name"].as_str().map(str::to_owned));
    Some(names.collect())
}

/// Removes the files of an earlier run. A manifest may have been edited: names that lead elsewhere are
/// left alone.
fn remove(path: &Path, names: &[String]) -> Result<(), Failure> {
    let plain = |name: &&String| Path::new(name.as_str()).file_name().is_some_and(|n| n == name.as_str());
    for name in names.iter().filter(plain) {
        let file = path.join(name);
        match fs::remove_file(&file) {
            Ok(()) => {}
            Err(e) if e.kind() == ErrorKind::NotFound => {}
            Err(e) => return Err(Failure::file("replace", &file, &e)),
        }
    }
    Ok(())
}

/// A name made fit for a folder: lower-case letters and digits with hyphens between, at most 40.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.chars().count() >= 40 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "case".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_numbered() {
        let dir = tempfile::tempdir().unwrap();
        let one = RunFolder::numbered(dir.path(), "Quiet line").unwrap();
        let two = RunFolder::numbered(dir.path(), "Quiet line").unwrap();
        assert!(one.path().ends_with("runs/quiet-line-1"));
        assert!(two.path().ends_with("runs/quiet-line-2"));
    }

    #[test]
    fn only_our_own_folder_is_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("out");
        let mut run = RunFolder::chosen(&path, false).unwrap();
        run.write("plan.json", b"{}").unwrap();
        run.write("report.html", b"<p>").unwrap();
        run.finish(&[("case.toml".into(), digest::sha256(b""))], json!({"seed": 7})).unwrap();
        let manifest: Value = serde_json::from_slice(&fs::read(path.join(MANIFEST)).unwrap()).unwrap();
        assert_eq!(manifest["seed"], 7);
        assert_eq!(manifest["outputs"][0]["sha256"], digest::sha256(b"{}"));
        // A second run leaves nothing of the first.
        let mut again = RunFolder::chosen(&path, false).unwrap();
        assert!(path.join("report.html").exists() && path.join(MANIFEST).exists());
        again.abandon();
        again.write("plan.json", b"[]").unwrap();
        again.finish(&[], json!({})).unwrap();
        assert!(!path.join("report.html").exists());
        fs::write(path.join(MANIFEST), "{}").unwrap();
        assert_eq!(RunFolder::chosen(&path, false).unwrap_err().exit_code(), 2);
        assert!(RunFolder::chosen(&path, true).is_ok());
        assert!(path.join("plan.json").exists());
    }

    #[test]
    fn an_edited_manifest_removes_nothing_elsewhere() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("out");
        fs::create_dir(&path).unwrap();
        fs::write(dir.path().join("mine.txt"), "keep").unwrap();
        let text = json!({"format": FORMAT, "outputs": [{"name": "../mine.txt"}, {"name": ".."}]}).to_string();
        fs::write(path.join(MANIFEST), text).unwrap();
        RunFolder::chosen(&path, false).unwrap().write("plan.json", b"{}").unwrap();
        assert!(dir.path().join("mine.txt").exists());
    }

    /// Through a link, so that a test that fails harms nobody's `/dev/null`.
    #[cfg(unix)]
    #[test]
    fn a_device_is_not_replaced_by_a_file() {
        let dir = tempfile::tempdir().unwrap();
        let (file, sink) = (dir.path().join("plan.csv"), dir.path().join("sink"));
        std::os::unix::fs::symlink("/dev/null", &sink).unwrap();
        for path in [&file, &sink] {
            try_file(path).unwrap();
            write_whole(path, b"plan").unwrap();
        }
        assert_eq!(fs::read(&file).unwrap(), b"plan");
        assert_eq!(fs::read(&sink).unwrap(), b"");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }

    #[test]
    fn slugs() {
        assert_eq!(slug("Multinational Force Ukraine: public statements"), "multinational-force-ukraine-public-state");
        assert_eq!(slug("../../etc"), "etc");
        assert_eq!(slug("Місія 1"), "місія-1");
        assert_eq!(slug("…"), "case");
    }
}
