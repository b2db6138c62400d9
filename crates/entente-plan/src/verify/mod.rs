//! The checker: judges any plan against every rule, and shares no code with the optimiser. Each rule of
//! the formulation page is a file here, counted from the tours alone.

mod busy;
mod capability;
mod caveat;
mod ceiling;
mod complete;
mod condition;
mod intake;
mod lead;
mod nations;
mod notice;
mod pledge;
mod refusal;
mod tours;
mod truth;
mod window;

pub use complete::{infer_entries, infer_leads, without_offenders};

use crate::plan::{Plan, Tour};
use crate::tally::Tally;
use entente_model::{Case, Caveat, EntryPoint, Formation, Ix, Line, Nation, Offer};
use std::collections::BTreeSet;

/// The rules that a plan can break, in the order in which they are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Only offers that stand, with elements and strength known, are planned.
    Pledge,
    /// An offer serves on lines that its capability counts for.
    Capability,
    /// Tours start within the windows of line and offer, and end within that of the offer.
    Window,
    /// The offer is ready early enough, and at the notice that the line asks.
    Notice,
    /// The line accepts the caveats of the offer.
    Refusal,
    /// No caveat excludes the service.
    Caveat,
    /// What the offer depends on holds.
    Condition,
    /// No more elements on tour or in dwell than the offer has.
    Busy,
    /// No more tours than the elements may make.
    Tours,
    /// No more nations in a formation, or on a line, than may serve there.
    Nations,
    /// One lead, allowed and serving, wherever somebody serves; the HQ line from the lead alone.
    Lead,
    /// People on tour within the ceiling of each nation and the authorised strength.
    Ceiling,
    /// Arrivals within the capacity of entry points.
    Intake,
}

/// What a broken rule is about: where a change would have to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// An offer.
    Offer(Ix<Offer>),
    /// A requirement line.
    Line(Ix<Line>),
    /// A formation.
    Formation(Ix<Formation>),
    /// A nation.
    Nation(Ix<Nation>),
    /// A caveat.
    Caveat(Ix<Caveat>),
    /// An entry point.
    Entry(Ix<EntryPoint>),
    /// The theatre as a whole.
    Theatre,
}

/// A rule that a plan breaks, with its row name and figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    /// Which rule.
    pub rule: Rule,
    /// What it is about.
    pub subject: Subject,
    /// Row name of the formulation with its identifiers: `busy[SWE-GRIPEN,2026-09]`.
    pub row: String,
    /// What is broken, in one sentence with the figures.
    pub message: String,
    /// The tours that break it.
    pub tours: Vec<Tour>,
    /// How much of those has to go.
    pub over: Over,
}

/// How much of some tours a rule does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// All of them.
    All,
    /// So many elements.
    Elements(u64),
    /// So many people.
    People(u64),
}

/// Every rule that the plan breaks, in the order of [`Rule`], each row once. Empty: the plan holds.
pub fn verify(case: &Case, plan: &Plan) -> Vec<Broken> {
    let mut judge = Judge { case, plan, tally: Tally::new(case, plan), broken: Vec::new(), rows: BTreeSet::new() };
    for check in CHECKS {
        check(&mut judge);
    }
    judge.broken
}

const CHECKS: [fn(&mut Judge<'_>); 13] = [
    pledge::check,
    capability::check,
    window::check,
    notice::check,
    refusal::check,
    caveat::check,
    condition::check,
    busy::check,
    tours::check,
    nations::check,
    lead::check,
    ceiling::check,
    intake::check,
];

/// What the rules are checked on, and what they found.
struct Judge<'a> {
    case: &'a Case,
    plan: &'a Plan,
    tally: Tally<'a>,
    broken: Vec<Broken>,
    rows: BTreeSet<String>,
}

impl<'a> Judge<'a> {
    /// Reports a row once: so much of the tours that it is `about` is over.
    fn report(
        &mut self,
        rule: Rule,
        subject: Subject,
        row: String,
        (about, over): (impl Fn(&Tour) -> bool, Over),
        message: impl FnOnce() -> String,
    ) {
        if self.rows.insert(row.clone()) {
            let tours = self.plan.tours.iter().filter(|tour| about(tour)).copied().collect();
            self.broken.push(Broken { rule, subject, row, message: message(), tours, over });
        }
    }

    /// Tours of the same offer on the same line.
    fn alike(tour: &Tour) -> impl Fn(&Tour) -> bool + use<> {
        let (offer, line) = (tour.offer, tour.line);
        move |other| other.offer == offer && other.line == line
    }

    /// Those of them that start in the same period.
    fn beside(tour: &Tour) -> impl Fn(&Tour) -> bool + use<> {
        let (alike, start) = (Self::alike(tour), tour.start);
        move |other| alike(other) && other.start == start
    }

    /// `offer,line` of a tour, for row names.
    fn at(&self, tour: &Tour) -> String {
        format!("{},{}", self.case.offers[tour.offer].id, self.case.lines[tour.line].id)
    }

    fn label(&self, p: usize) -> String {
        self.case.calendar.label(entente_model::Period(p as u32))
    }
}
