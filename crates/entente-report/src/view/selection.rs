//! Which needs charts show: all of a small case, the gaps of a large one.

use super::gaps::Gap;
use super::needs::Need;
use serde::Serialize;
use std::collections::BTreeSet;

/// Most lines that a chart shows.
pub const CHART_LINES: usize = 80;

/// Needs shown in charts.
#[derive(Clone, Debug, Serialize)]
pub struct Selection {
    /// Positions in the list of needs, in its order.
    pub shown: Vec<usize>,
    /// How many needs there are.
    pub of: usize,
    /// What is left out, in a sentence; empty where nothing is.
    pub note: String,
}

impl Selection {
    /// All needs, or of more than [`CHART_LINES`] those with gaps, the worst of them first.
    pub fn of(needs: &[Need], gaps: &[Gap]) -> Self {
        if needs.len() <= CHART_LINES {
            return Self { shown: (0..needs.len()).collect(), of: needs.len(), note: String::new() };
        }
        let worst: BTreeSet<usize> = gaps.iter().take(CHART_LINES).map(|g| g.need).collect();
        let (shown, which): (Vec<usize>, String) = if worst.is_empty() {
            ((0..CHART_LINES).collect(), format!("the first {CHART_LINES}"))
        } else if gaps.len() > CHART_LINES {
            (worst.into_iter().collect(), format!("the {CHART_LINES} worst gaps"))
        } else {
            (worst.into_iter().collect(), "those with a gap".to_owned())
        };
        let note = format!(
            "Of {} lines and rules, charts show {which} ({}); the workbook and plan.json hold all of them.",
            needs.len(),
            shown.len()
        );
        Self { shown, of: needs.len(), note }
    }
}
