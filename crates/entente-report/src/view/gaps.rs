//! What is missing: every need that is short in some period, the worst first.

use super::needs::Need;
use serde::Serialize;

/// A need with a shortfall.
#[derive(Clone, Debug, Serialize)]
pub struct Gap {
    /// Position in the list of needs.
    pub need: usize,
    /// Identifier of the need.
    pub id: String,
    /// Runs of periods in which it is short.
    pub runs: Vec<GapRun>,
    /// Periods in which it is short.
    pub periods: usize,
    /// Periods in which anything is asked.
    pub periods_asked: usize,
    /// Most elements short in a period.
    pub peak: f64,
    /// The same in people, where the size of an element is known.
    pub peak_people: Option<f64>,
    /// Element-months short.
    pub months: f64,
    /// Part of what is asked that is missing, 0 to 1.
    pub share: f64,
    /// Whether nothing at all is there in any period in which it is asked.
    pub empty: bool,
}

/// Periods one after the other with the same shortfall.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GapRun {
    /// First period.
    pub from: usize,
    /// Last period.
    pub to: usize,
    /// Least elements short in a period of the run.
    pub least: f64,
    /// Most elements short in a period of the run.
    pub most: f64,
}

/// The gaps: by priority, then by weighted element-months short, then in file order.
pub fn of(needs: &[Need]) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = needs.iter().enumerate().filter_map(|(at, need)| gap(at, need)).collect();
    let rank = |g: &Gap| entente_model::Priority::ALL.iter().position(|p| p.name() == needs[g.need].priority);
    gaps.sort_by(|a, b| {
        let badness = |g: &Gap| needs[g.need].weight * g.months;
        rank(a).cmp(&rank(b)).then(badness(b).total_cmp(&badness(a))).then(a.need.cmp(&b.need))
    });
    gaps
}

fn gap(at: usize, need: &Need) -> Option<Gap> {
    let runs = runs(&need.short);
    if runs.is_empty() {
        return None;
    }
    let peak = need.short.iter().copied().fold(0.0, f64::max);
    Some(Gap {
        need: at,
        id: need.id.clone(),
        periods: runs.iter().map(|r| r.to - r.from + 1).sum(),
        periods_asked: need.asked.iter().filter(|&&q| q > 0.0).count(),
        runs,
        peak,
        peak_people: need.people_each.map(|each| peak * f64::from(each)),
        months: need.short_months,
        share: if need.asked_months > 0.0 { need.short_months / need.asked_months } else { 0.0 },
        empty: need.asked.iter().zip(&need.covered).all(|(&q, &c)| q <= 0.0 || c <= 0.0),
    })
}

fn runs(short: &[f64]) -> Vec<GapRun> {
    let mut runs: Vec<GapRun> = Vec::new();
    for (p, &s) in short.iter().enumerate().filter(|(_, s)| **s > 0.0) {
        match runs.last_mut() {
            Some(run) if run.to + 1 == p => {
                run.to = p;
                run.least = run.least.min(s);
                run.most = run.most.max(s);
            }
            _ => runs.push(GapRun { from: p, to: p, least: s, most: s }),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_join_neighbours_and_keep_their_extremes() {
        let found = runs(&[0.0, 1.0, 0.5, 0.0, 2.0]);
        let run = |from, to, least, most| GapRun { from, to, least, most };
        assert_eq!(found, [run(1, 2, 0.5, 1.0), run(4, 4, 2.0, 2.0)]);
        assert!(runs(&[0.0, 0.0]).is_empty());
    }
}
