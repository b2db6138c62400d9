//! The trace of a run: a line of CSV each time that a better plan or a better bound is known.

use crate::failure::Failure;
use entente_plan::Progress;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes `seconds,best,bound`; best and bound are empty while there is none. Every line goes to the file at
/// once, so that a run that is cut short leaves what it knew.
pub struct Trace {
    path: PathBuf,
    file: File,
    /// What the last line says.
    last: (Option<f64>, Option<f64>),
    fault: Option<Failure>,
}

impl Trace {
    /// Begins the file.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn create(path: &Path) -> Result<Self, Failure> {
        let begun = File::create(path).and_then(|mut file| {
            file.write_all(b"seconds,best,bound\n")?;
            Ok(file)
        });
        let file = begun.map_err(|e| Failure::file("write", path, &e))?;
        Ok(Self { path: path.to_owned(), file, last: (None, None), fault: None })
    }

    /// Takes in how the run stands, `seconds` after its start.
    pub fn show(&mut self, seconds: f64, progress: &Progress) {
        self.add(seconds, progress.best, Some(progress.bound).filter(|bound| bound.is_finite()));
    }

    /// Adds what is known, if it is news. A file that cannot be written must not end a run: that is told at the end.
    pub fn add(&mut self, seconds: f64, best: Option<f64>, bound: Option<f64>) {
        if (best, bound) == self.last || self.fault.is_some() {
            return;
        }
        self.last = (best, bound);
        let cell = |value: Option<f64>| value.map(|v| v.to_string()).unwrap_or_default();
        let line = format!("{seconds:.3},{},{}\n", cell(best), cell(bound));
        self.fault = self.file.write_all(line.as_bytes()).err().map(|e| Failure::file("write", &self.path, &e));
    }

    /// Ends the file.
    ///
    /// # Errors
    /// A line could not be written.
    pub fn finish(self) -> Result<(), Failure> {
        self.fault.map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_news_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("trace.csv");
        let mut trace = Trace::create(&path).unwrap();
        let at = |best, bound| Progress { stage: "search", best, bound, seconds: 0.0 };
        trace.show(0.1, &at(None, f64::NEG_INFINITY));
        trace.show(0.2, &at(Some(12.5), f64::NEG_INFINITY));
        trace.show(0.3, &at(Some(12.5), f64::NEG_INFINITY));
        trace.show(1.25, &at(Some(12.5), 10.0));
        trace.add(2.0, Some(12.0), Some(12.0));
        trace.finish().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text, "seconds,best,bound\n0.200,12.5,\n1.250,12.5,10\n2.000,12,12\n");
        assert!(Trace::create(&dir.path().join("none/trace.csv")).is_err());
    }
}
