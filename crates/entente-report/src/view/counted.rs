//! The figures that views read: the tally of the plan, and what the tally lacks.

use crate::Run;
use entente_model::quantity::People;
use entente_model::{Capability, Case, Formation, Ix};
use entente_plan::Tally;
use entente_plan::tally::on_tour;

/// A run with its tally.
pub struct Counted<'a> {
    /// The run.
    pub run: &'a Run<'a>,
    /// Its case.
    pub case: &'a Case,
    /// Its tally.
    pub tally: Tally<'a>,
    /// Months that one period lasts.
    pub month: f64,
    /// People on tour by line and period.
    pub people_on: Vec<Vec<u64>>,
    /// People in one like element, by capability: the median of the strengths offered, or none.
    each: Vec<Option<People>>,
}

impl<'a> Counted<'a> {
    /// Counts the plan of the run.
    pub fn new(run: &'a Run<'a>) -> Self {
        let case = run.case;
        let horizon = case.calendar.horizon as usize;
        let mut people_on = vec![vec![0; horizon]; case.lines.len()];
        for tour in &run.planned.plan.tours {
            let strength = u64::from(case.offers[tour.offer].strength.unwrap_or(0));
            for p in on_tour(case, tour) {
                people_on[tour.line.get()][p] += u64::from(tour.elements) * strength;
            }
        }
        let mut strengths: Vec<Vec<People>> = vec![Vec::new(); case.capabilities.len()];
        for offer in &case.offers {
            strengths[offer.capability.get()].extend(offer.strength.filter(|&s| s > 0));
        }
        let median = |mut of: Vec<People>| {
            of.sort_unstable();
            of.get(of.len() / 2).copied()
        };
        Self {
            run,
            case,
            tally: Tally::new(case, &run.planned.plan),
            month: case.months(1),
            people_on,
            each: strengths.into_iter().map(median).collect(),
        }
    }

    /// People in one like element of the capability, as offers of it state; none where none does.
    pub fn each(&self, capability: Ix<Capability>) -> Option<People> {
        self.each[capability.get()]
    }

    /// Formations with their depth, a parent before what is below it, else in file order.
    pub fn formations_in_order(&self) -> Vec<(Ix<Formation>, usize)> {
        fn visit(case: &Case, at: Option<Ix<Formation>>, depth: usize, out: &mut Vec<(Ix<Formation>, usize)>) {
            for (f, formation) in case.formations.enumerate() {
                if formation.parent == at && depth <= case.formations.len() {
                    out.push((f, depth));
                    visit(case, Some(f), depth + 1, out);
                }
            }
        }
        let mut out = Vec::new();
        visit(self.case, None, 0, &mut out);
        out
    }
}
