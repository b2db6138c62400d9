//! `plan.json`, format `entente-plan`, version 1. Documented by these structures: fields are only ever
//! added within a version.

use crate::view::{NeedKind, Report, TourView};
use serde::Serialize;
use serde_json::Value;

/// Name of the format.
const FORMAT: &str = "entente-plan";
/// Version of the format.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Plan<'a> {
    format: &'static str,
    version: u32,
    case: Case<'a>,
    entente: &'a str,
    /// `exact` or `fast`.
    method: &'a str,
    solver: &'a str,
    seed: u32,
    /// `optimal`, `within gap` or `stopped: …`.
    status: &'a str,
    objective: f64,
    bound: f64,
    gap: f64,
    /// Simplex iterations.
    work: u64,
    /// Branch-and-bound nodes.
    nodes: u64,
    inputs: Vec<Input<'a>>,
    notes: &'a [String],
    terms: Vec<Term<'a>>,
    /// Labels of the periods: what the arrays below are indexed by.
    periods: Vec<&'a str>,
    tours: &'a [TourView],
    leads: Vec<Lead<'a>>,
    lines: Vec<Line<'a>>,
    rules: Vec<Line<'a>>,
    nations: Vec<Nation<'a>>,
    /// People on tour, by period.
    people: Vec<u64>,
    /// People on tour or in dwell, by period.
    tied: Vec<u64>,
}

#[derive(Serialize)]
struct Case<'a> {
    name: &'a str,
    hash: &'a str,
    d_day: &'a str,
    period: &'a str,
    horizon: u32,
    currency: &'a str,
}

#[derive(Serialize)]
struct Input<'a> {
    file: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
struct Term<'a> {
    name: &'a str,
    amount: f64,
    unit: &'a str,
    weight: f64,
    weighs: f64,
}

#[derive(Serialize)]
struct Lead<'a> {
    formation: &'a str,
    nation: &'a str,
}

/// A line or an enabling rule; elements.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    title: &'a str,
    formation: &'a str,
    priority: &'a str,
    weight: f64,
    asked: &'a [f64],
    covered: &'a [f64],
    short: &'a [f64],
}

#[derive(Serialize)]
struct Nation<'a> {
    id: &'a str,
    name: &'a str,
    /// On tour, by period.
    people: &'a [u64],
    /// On tour or in dwell, by period.
    tied: &'a [u64],
    /// Whole tours.
    person_months: f64,
    /// Of them, those expected to be delivered.
    expected: f64,
    cost: f64,
}

/// The plan as a value.
pub fn plan(report: &Report) -> Value {
    let (case, run, objective) = (&report.case, &report.run, &report.objective);
    let needs = |kind: NeedKind| -> Vec<Line<'_>> {
        let of_kind = report.needs.iter().filter(|n| n.kind == kind);
        of_kind
            .map(|n| Line {
                id: &n.id,
                title: &n.title,
                formation: &n.formation,
                priority: n.priority,
                weight: n.weight,
                asked: &n.asked,
                covered: &n.covered,
                short: &n.short,
            })
            .collect()
    };
    let plan = Plan {
        format: FORMAT,
        version: VERSION,
        case: Case {
            name: &case.name,
            hash: &case.hash,
            d_day: &case.d_day,
            period: report.time.kind,
            horizon: case.horizon,
            currency: &case.currency,
        },
        entente: &run.version,
        method: run.method,
        solver: &run.solver,
        seed: run.seed,
        status: objective.status,
        objective: objective.value,
        bound: objective.bound,
        gap: objective.gap,
        work: run.work,
        nodes: run.nodes,
        inputs: run.inputs.iter().map(|(file, sha256)| Input { file, sha256 }).collect(),
        notes: &run.notes,
        terms: objective
            .terms
            .iter()
            .map(|t| Term { name: t.name, amount: t.amount, unit: &t.unit, weight: t.weight, weighs: t.weighs })
            .collect(),
        periods: report.time.periods.iter().map(|p| p.label.as_str()).collect(),
        tours: &report.tours,
        leads: report.leads.iter().map(|l| Lead { formation: &l.formation, nation: &l.nation }).collect(),
        lines: needs(NeedKind::Line),
        rules: needs(NeedKind::Rule),
        nations: report
            .burden
            .nations
            .iter()
            .map(|n| Nation {
                id: &n.id,
                name: &n.name,
                people: &n.people,
                tied: &n.tied,
                person_months: n.person_months,
                expected: n.expected,
                cost: n.cost,
            })
            .collect(),
        people: report.level.periods.iter().map(|p| p.people).collect(),
        tied: report.level.periods.iter().map(|p| p.tied).collect(),
    };
    serde_json::to_value(plan).expect("plain structures with string keys always turn into a value")
}
