//! One run of a program: its output, its time, the most memory it held, and an end if it goes too far.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How far a run may go.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Wall-clock time.
    pub seconds: f64,
    /// Memory, where it can be watched.
    pub mib: Option<f64>,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// By itself, with this exit code if it was no signal.
    Exit(Option<i32>),
    /// It took longer than it may.
    Time,
    /// It took more memory than it may.
    Memory,
}

impl End {
    /// In a few words, for the results.
    pub fn sentence(self) -> String {
        match self {
            Self::Exit(Some(code)) => format!("failed: exit code {code}"),
            Self::Exit(None) => "failed: ended by a signal".to_owned(),
            Self::Time => "stopped: far over its time".to_owned(),
            Self::Memory => "stopped: out of memory".to_owned(),
        }
    }
}

/// What a run gave.
#[derive(Debug)]
pub struct Ran {
    /// How it ended.
    pub end: End,
    /// What it wrote to stdout.
    pub stdout: String,
    /// Wall-clock seconds, start of the program to its end.
    pub seconds: f64,
    /// Peak of the resident memory, MiB; none where the system does not tell.
    pub mib: Option<f64>,
}

/// Runs a command to its end. Its output goes through files in `work`: a pipe that nobody reads would stop it.
pub fn run(command: &mut Command, work: &Path, limits: Limits) -> Result<Ran, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let (out, err) = (work.join("stdout.txt"), work.join("stderr.txt"));
    let begin = |path: &Path| File::create(path).map_err(|e| format!("{} cannot be written: {e}", path.display()));
    command.stdin(Stdio::null()).stdout(begin(&out)?).stderr(begin(&err)?);
    let start = Instant::now();
    let mut child = command.spawn().map_err(|e| format!("{program} cannot be run: {e}"))?;
    let (mut mib, mut stopped) = (None, None);
    let status: ExitStatus = loop {
        // The peak is the system's own figure, so a look now and then misses at most the last moments' growth.
        mib = peak(child.id()).or(mib);
        if let Some(status) = child.try_wait().map_err(|e| format!("{program} cannot be waited for: {e}"))? {
            break status;
        }
        let seconds = start.elapsed().as_secs_f64();
        let fat = mib.zip(limits.mib).is_some_and(|(now, most)| now > most);
        if stopped.is_none() && (fat || seconds > limits.seconds) {
            stopped = Some(if fat { End::Memory } else { End::Time });
            // It may have ended in between, which is as well.
            let _ = child.kill();
        }
        sleep(Duration::from_millis(if seconds < 2.0 { 4 } else { 50 }));
    };
    let seconds = start.elapsed().as_secs_f64();
    let stdout = String::from_utf8_lossy(&fs::read(&out).unwrap_or_default()).into_owned();
    let end = stopped.unwrap_or(End::Exit(status.code()));
    if end != End::Exit(Some(0)) {
        let said = fs::read(&err).unwrap_or_default();
        let said = String::from_utf8_lossy(&said);
        let last: Vec<&str> = said.lines().rev().take(5).collect();
        last.iter().rev().for_each(|line| eprintln!("    {line}"));
    }
    Ok(Ran { end, stdout, seconds, mib })
}

/// Peak of the resident memory of a running process, MiB.
fn peak(id: u32) -> Option<f64> {
    high_water(&fs::read_to_string(format!("/proc/{id}/status")).ok()?)
}

/// `VmHWM` of a status page of Linux, MiB.
fn high_water(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_from_the_status_page() {
        assert_eq!(high_water("Name:\tx\nVmPeak:\t 99 kB\nVmHWM:\t    2048 kB\nThreads:\t1\n"), Some(2.0));
        assert_eq!(high_water("Name:\tx\nState:\tZ (zombie)\n"), None);
        assert_eq!(high_water("VmHWM:\t many kB\n"), None);
    }

    #[test]
    fn output_and_exit_code_come_back() {
        let work = std::env::temp_dir().join(format!("entente-bench-child-{}", std::process::id()));
        fs::create_dir_all(&work).unwrap();
        let limits = Limits { seconds: 600.0, mib: None };
        let ran = run(Command::new("git").arg("--version"), &work, limits).unwrap();
        assert_eq!(ran.end, End::Exit(Some(0)));
        assert!(ran.stdout.starts_with("git version"), "{ran:?}");
        let ran = run(Command::new("git").arg("no-such-command"), &work, limits).unwrap();
        assert!(matches!(ran.end, End::Exit(Some(code)) if code != 0), "{ran:?}");
        assert!(run(&mut Command::new("no-such-program-at-all"), &work, limits).is_err());
        fs::remove_dir_all(&work).unwrap();
    }
}
