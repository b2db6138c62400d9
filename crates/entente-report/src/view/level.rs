//! The force level: people by period against what is asked, authorised and allowed by nations.

use super::counted::Counted;
use entente_model::Period;
use serde::Serialize;

/// People by period.
#[derive(Clone, Debug, Serialize)]
pub struct Level {
    /// The periods.
    pub periods: Vec<LevelPeriod>,
    /// The period with most people on tour.
    pub peak: usize,
    /// People on tour then.
    pub peak_people: u64,
    /// The period with most people tied up.
    pub peak_tied: usize,
    /// People tied up then.
    pub peak_tied_people: u64,
    /// Lines that ask for something whose size in people no offer states.
    pub unsized_lines: usize,
}

/// People in one period.
#[derive(Clone, Debug, Serialize)]
pub struct LevelPeriod {
    /// On tour.
    pub people: u64,
    /// On tour or in dwell.
    pub tied: u64,
    /// Asked by lines, in people, as far as the size of an element is known.
    pub asked: u64,
    /// Authorised strength.
    pub authorised: Option<u32>,
    /// Sum of the ceilings of nations that state one.
    pub ceilings: Option<u64>,
    /// People on tour from the nations that state one.
    pub under_ceilings: u64,
}

/// The force level of the plan.
pub fn of(counted: &Counted<'_>) -> Level {
    let case = counted.case;
    let periods: Vec<_> = case.calendar.periods().map(|p| period(counted, p)).collect();
    let peak = first_largest(periods.iter().map(|p| p.people));
    let peak_tied = first_largest(periods.iter().map(|p| p.tied));
    let asks = |quantity: &[u32]| quantity.iter().any(|&q| q > 0);
    Level {
        peak,
        peak_people: periods.get(peak).map_or(0, |p| p.people),
        peak_tied,
        peak_tied_people: periods.get(peak_tied).map_or(0, |p| p.tied),
        unsized_lines: case.lines.iter().filter(|l| asks(&l.quantity) && counted.each(l.capability).is_none()).count(),
        periods,
    }
}

fn period(counted: &Counted<'_>, p: Period) -> LevelPeriod {
    let (case, tally, at) = (counted.case, &counted.tally, p.get());
    let asked = case.lines.iter().filter_map(|line| {
        let each = counted.each(line.capability)?;
        Some(u64::from(*line.quantity.get(at)?) * u64::from(each))
    });
    let mut ceilings = None;
    let mut under_ceilings = 0;
    for (n, nation) in case.nations.enumerate() {
        if let Some(ceiling) = nation.ceiling.get(at).copied().flatten() {
            ceilings = Some(ceilings.unwrap_or(0) + u64::from(ceiling));
            under_ceilings += tally.people[n.get()][at];
        }
    }
    LevelPeriod {
        people: tally.theatre(None, p),
        tied: tally.tied.iter().map(|by| by[at]).sum(),
        asked: asked.sum(),
        authorised: case.authorised.get(at).copied().flatten(),
        ceilings,
        under_ceilings,
    }
}

/// Position of the first of the largest values.
pub fn first_largest(values: impl Iterator<Item = u64>) -> usize {
    let mut best = (0, 0);
    for (at, value) in values.enumerate() {
        if value > best.1 {
            best = (at, value);
        }
    }
    best.0
}
