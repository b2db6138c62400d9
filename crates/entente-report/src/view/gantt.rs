//! Rotations by formation and line: tours as bars, packed into lanes.

use super::counted::Counted;
use super::needs::{Need, NeedKind};
use super::selection::Selection;
use entente_plan::tally::on_tour;
use serde::Serialize;

/// The lines of a formation.
#[derive(Clone, Debug, Serialize)]
pub struct GanttGroup {
    /// Identifier of the formation.
    pub formation: String,
    /// Its name.
    pub name: String,
    /// The nation that leads it; empty if none.
    pub lead: String,
    /// Its lines.
    pub rows: Vec<GanttRow>,
}

/// A line with its tours.
#[derive(Clone, Debug, Serialize)]
pub struct GanttRow {
    /// Position in the list of needs.
    pub need: usize,
    /// How many lanes the bars need, at least 1.
    pub lanes: usize,
    /// The tours.
    pub bars: Vec<Bar>,
}

/// A tour in the horizon.
#[derive(Clone, Debug, Serialize)]
pub struct Bar {
    /// The lane, from 0.
    pub lane: usize,
    /// First period on tour.
    pub start: usize,
    /// First period of the horizon that it is no longer on tour.
    pub end: usize,
    /// Whether it runs past the horizon.
    pub runs_on: bool,
    /// Identifier of the nation.
    pub nation: String,
    /// Name of the nation.
    pub nation_name: String,
    /// Identifier of the offer.
    pub offer: String,
    /// The unit.
    pub unit: String,
    /// Elements.
    pub elements: u32,
    /// People.
    pub people: u64,
    /// Status of the pledge.
    pub status: &'static str,
}

/// Rotations on the lines selected, by formation in tree order.
pub fn of(counted: &Counted<'_>, needs: &[Need], selection: &Selection) -> Vec<GanttGroup> {
    let case = counted.case;
    let mut bars: Vec<Vec<Bar>> = vec![Vec::new(); case.lines.len()];
    for tour in &counted.run.planned.plan.tours {
        let offer = &case.offers[tour.offer];
        let periods = on_tour(case, tour);
        if periods.is_empty() {
            continue;
        }
        let nation = &case.nations[offer.nation];
        let people = u64::from(tour.elements) * u64::from(offer.strength.unwrap_or(0));
        let on_line = &mut bars[tour.line.get()];
        // Tours are sorted: those that differ only in their entry point stand together, and make one bar.
        if let Some(same) = on_line.last_mut().filter(|b: &&mut Bar| b.offer == offer.id && b.start == periods.start) {
            same.elements = same.elements.saturating_add(tour.elements);
            same.people += people;
            continue;
        }
        on_line.push(Bar {
            lane: 0,
            start: periods.start,
            end: periods.end,
            runs_on: tour.start.0.saturating_add(offer.tour) > case.calendar.horizon,
            nation: nation.id.clone(),
            nation_name: nation.name.clone(),
            offer: offer.id.clone(),
            unit: offer.unit.clone(),
            elements: tour.elements,
            people,
            status: offer.status.name(),
        });
    }
    let mut groups = Vec::new();
    for (f, _) in counted.formations_in_order() {
        let mut rows = Vec::new();
        for &at in selection.shown.iter().filter(|&&at| needs[at].kind == NeedKind::Line) {
            let line = entente_model::Ix::new(at);
            if case.lines[line].formation == f {
                let mut bars = std::mem::take(&mut bars[at]);
                let lanes = pack(&mut bars);
                rows.push(GanttRow { need: at, lanes, bars });
            }
        }
        if !rows.is_empty() {
            let lead = counted.run.planned.plan.leads.iter().find(|l| l.formation == f);
            groups.push(GanttGroup {
                formation: case.formations[f].id.clone(),
                name: case.formations[f].name.clone(),
                lead: lead.map_or(String::new(), |l| case.nations[l.nation].name.clone()),
                rows,
            });
        }
    }
    groups
}

/// Gives each bar the first lane that is free, by start; returns how many lanes there are.
fn pack(bars: &mut [Bar]) -> usize {
    bars.sort_by(|a, b| (a.start, &a.nation, &a.offer, a.end).cmp(&(b.start, &b.nation, &b.offer, b.end)));
    let mut free: Vec<(usize, String)> = Vec::new();
    for bar in bars {
        // A lane that the same nation has just left, if there is one: rotations of one nation then stand in a row.
        let same = free.iter().position(|(from, nation)| *from <= bar.start && *nation == bar.nation);
        let lane = same.or_else(|| free.iter().position(|(from, _)| *from <= bar.start)).unwrap_or(free.len());
        if lane == free.len() {
            free.push((0, String::new()));
        }
        free[lane] = (bar.end, bar.nation.clone());
        bar.lane = lane;
    }
    free.len().max(1)
}
