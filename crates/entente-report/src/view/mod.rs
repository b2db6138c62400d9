//! Views: what the pages show, as plain values. The only layer that is serialised, and the only one
//! that reads the case, the plan and its tally. One file for each view.

mod arrivals;
mod burden;
mod counted;
mod facts;
mod firmness;
mod formations;
mod gantt;
mod gaps;
mod level;
mod needs;
mod objective;
mod offers;
mod places;
mod provenance;
mod run;
mod selection;
mod summary;
mod time;
mod tours;

pub use arrivals::EntryView;
pub use burden::{Burden, NationShare};
pub use facts::FactView;
pub use firmness::StatusShare;
pub use formations::{FormationRow, NationColumn, Serving};
pub use gantt::{Bar, GanttGroup, GanttRow};
pub use gaps::{Gap, GapRun};
pub use level::{Level, LevelPeriod};
pub use needs::{Need, NeedKind};
pub use objective::{Objective, ObjectiveTerm};
pub use offers::OfferView;
pub use places::{Geometry, PlaceView, Point};
pub use provenance::{Assumption, SourceView};
pub use run::{CaseView, RunView};
pub use selection::{CHART_LINES, Selection};
pub use summary::{PriorityFill, Summary};
pub use time::{PeriodView, Time};
pub use tours::{LeadView, TourView};

use crate::Run;
use counted::Counted;
use serde::Serialize;

/// Everything that the pages show of one run.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// What was planned.
    pub case: CaseView,
    /// The run itself: versions, hashes, seed, notes.
    pub run: RunView,
    /// The periods.
    pub time: Time,
    /// The plan in a few figures and sentences.
    pub summary: Summary,
    /// Person-months planned by status of the pledge.
    pub firmness: Vec<StatusShare>,
    /// Lines and enabling rules with what they ask and have.
    pub needs: Vec<Need>,
    /// What is missing, worst first.
    pub gaps: Vec<Gap>,
    /// Needs shown in charts.
    pub selection: Selection,
    /// People by period.
    pub level: Level,
    /// Entry points and their load.
    pub arrivals: Vec<EntryView>,
    /// Rotations by formation and line.
    pub gantt: Vec<GanttGroup>,
    /// Nations that serve: the columns of the matrix.
    pub nations: Vec<NationColumn>,
    /// Formations, a parent before what is below it: the rows of the matrix.
    pub formations: Vec<FormationRow>,
    /// Who bears how much.
    pub burden: Burden,
    /// The objective, its terms and proof.
    pub objective: Objective,
    /// Every offer, used or not.
    pub offers: Vec<OfferView>,
    /// Facts that the plan takes as given or as not.
    pub facts: Vec<FactView>,
    /// Sources, with how many rows cite each.
    pub sources: Vec<SourceView>,
    /// Rows that are assumed or derived, and why.
    pub assumptions: Vec<Assumption>,
    /// The area and what serves there.
    pub places: Vec<PlaceView>,
    /// The tours.
    pub tours: Vec<TourView>,
    /// The leads.
    pub leads: Vec<LeadView>,
}

impl Report {
    /// All views of the run.
    pub fn of(run: &Run<'_>) -> Self {
        let counted = Counted::new(run);
        let time = Time::of(&run.case.calendar);
        let needs = needs::of(&counted);
        let gaps = gaps::of(&needs);
        let selection = Selection::of(&needs, &gaps);
        let level = level::of(&counted);
        let offers = offers::of(&counted);
        let burden = burden::of(&counted);
        let objective = objective::of(&counted);
        let firmness = firmness::of(&counted);
        let summary = summary::of(
            &counted,
            &summary::Parts {
                time: &time,
                needs: &needs,
                gaps: &gaps,
                level: &level,
                offers: &offers,
                burden: &burden,
                firmness: &firmness,
            },
        );
        Self {
            case: CaseView::of(run),
            run: RunView::of(run),
            firmness,
            arrivals: arrivals::of(&counted),
            gantt: gantt::of(&counted, &needs, &selection),
            nations: formations::columns(&counted),
            formations: formations::rows(&counted),
            facts: facts::of(&counted),
            sources: provenance::sources(run.case),
            assumptions: provenance::assumptions(run.case),
            places: places::of(&counted),
            tours: tours::tours(&counted),
            leads: tours::leads(&counted),
            time,
            summary,
            needs,
            gaps,
            selection,
            level,
            burden,
            objective,
            offers,
        }
    }

    /// What people call a period.
    pub fn period(&self, index: usize) -> &str {
        self.time.periods.get(index).map_or("", |p| p.name.as_str())
    }
}
