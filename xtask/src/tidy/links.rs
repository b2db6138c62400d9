//! Links between pages of the repository lead somewhere.

use super::Text;
use std::path::Path;

pub fn check(root: &Path, text: &Text, faults: &mut Vec<String>) {
    if !text.path.ends_with(".md") {
        return;
    }
    let folder = root.join(&text.path).parent().map(Path::to_owned).unwrap_or_default();
    for (at, line) in text.text.lines().enumerate() {
        for target in line.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target) {
            let file = target.split('#').next().unwrap_or_default();
            let elsewhere = file.is_empty() || file.contains("://") || file.starts_with("mailto:");
            if !elsewhere && !folder.join(file).exists() {
                faults.push(text.fault(at + 1, &format!("the link to {file} leads nowhere")));
            }
        }
    }
}
