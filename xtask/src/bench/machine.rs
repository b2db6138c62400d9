//! What a result was measured on, and what git knows.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Processor, cores, memory, system: one line.
pub fn describe() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let model = fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| processor(&text));
    let model = model.unwrap_or_else(|| "unknown processor".to_owned());
    let memory = memory_mib().map_or_else(|| "unknown".to_owned(), |mib| format!("{:.0} GiB of", mib / 1024.0));
    format!("{model}; {cores} cores; {memory} memory; {} {}", std::env::consts::OS, std::env::consts::ARCH)
}

/// Memory of the machine, MiB.
pub fn memory_mib() -> Option<f64> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024.0)
}

/// Mean number of running programs in the last minute.
pub fn load() -> Option<f64> {
    fs::read_to_string("/proc/loadavg").ok()?.split_whitespace().next()?.parse().ok()
}

/// What git says, one line; none where it says nothing.
pub fn git(root: &Path, words: &[&str]) -> Option<String> {
    let said = Command::new("git").args(words).current_dir(root).stderr(Stdio::null()).output().ok()?;
    let line = String::from_utf8_lossy(&said.stdout).trim().to_owned();
    (said.status.success() && !line.is_empty()).then_some(line)
}

/// Name of the first processor, with its clock if the name has none: virtual machines say little else.
fn processor(cpuinfo: &str) -> Option<String> {
    let field = |name: &str| {
        let (_, value) = cpuinfo.lines().filter_map(|line| line.split_once(':')).find(|(key, _)| key.trim() == name)?;
        Some(value.trim().to_owned())
    };
    let model = field("model name")?;
    let clock = field("cpu MHz").and_then(|mhz| mhz.parse::<f64>().ok()).filter(|_| !model.contains("GHz"));
    Some(clock.map_or_else(|| model.clone(), |mhz| format!("{model}, {:.1} GHz", mhz / 1000.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processor_is_named_with_its_clock() {
        let text = "processor\t: 0\nmodel name\t: Some Processor\ncpu MHz\t\t: 2599.998\n\nprocessor\t: 1\n";
        assert_eq!(processor(text).as_deref(), Some("Some Processor, 2.6 GHz"));
        assert_eq!(processor("model name : X @ 3.00GHz\ncpu MHz : 1200").as_deref(), Some("X @ 3.00GHz"));
        assert_eq!(processor("Hardware : other"), None);
    }
}
