//! The headline: the plan in a few figures and sentences.

use super::burden::Burden;
use super::counted::Counted;
use super::firmness::StatusShare;
use super::gaps::Gap;
use super::level::Level;
use super::needs::Need;
use super::offers::OfferView;
use super::time::Time;
use crate::figures::{amount, count, percent, plural};
use crate::words;
use entente_model::Priority;
use serde::Serialize;

/// The plan in a few figures and sentences.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// What the force is and what it lacks, in two or three sentences.
    pub lead: Vec<String>,
    /// Fill by priority.
    pub fill: Vec<PriorityFill>,
    /// What is missing, in a sentence or two.
    pub gaps: Vec<String>,
    /// What the plan rests on, in a sentence or two.
    pub rests_on: Vec<String>,
    /// Nations that serve.
    pub nations: usize,
    /// Offers used.
    pub offers_used: usize,
    /// All offers.
    pub offers: usize,
    /// Part of the person-months that is expected to be delivered, 0 to 1.
    pub expected: f64,
}

/// Fill of one priority.
#[derive(Clone, Debug, Serialize)]
pub struct PriorityFill {
    /// `must`, `should` or `could`.
    pub priority: &'static str,
    /// Element-months asked.
    pub asked: f64,
    /// Element-months there of those asked.
    pub filled: f64,
    /// The part filled, 0 to 1; 1 where nothing is asked.
    pub share: f64,
    /// Lines and rules that ask for something.
    pub lines: usize,
    /// Of them, those without a gap.
    pub complete: usize,
    /// Of them, those that nothing at all serves.
    pub empty: usize,
}

/// Views that the summary draws on.
pub struct Parts<'a> {
    /// The periods.
    pub time: &'a Time,
    /// Lines and rules.
    pub needs: &'a [Need],
    /// The gaps.
    pub gaps: &'a [Gap],
    /// People by period.
    pub level: &'a Level,
    /// Offers.
    pub offers: &'a [OfferView],
    /// The burden.
    pub burden: &'a Burden,
    /// Person-months by status.
    pub firmness: &'a [StatusShare],
}

/// The headline of the plan.
pub fn of(counted: &Counted<'_>, parts: &Parts<'_>) -> Summary {
    let fill: Vec<_> = Priority::ALL.iter().map(|p| priority_fill(p.name(), parts)).collect();
    let nations = counted.tally.serving_in(None).len();
    let burden = parts.burden;
    let expected = if burden.person_months > 0.0 { 1.0 - burden.undelivered / burden.person_months } else { 1.0 };
    Summary {
        lead: lead(parts, &fill, nations),
        gaps: gap_sentences(parts),
        rests_on: rests_on(parts, expected),
        nations,
        offers_used: parts.offers.iter().filter(|o| o.unused.is_empty()).count(),
        offers: parts.offers.len(),
        expected,
        fill,
    }
}

fn priority_fill(priority: &'static str, parts: &Parts<'_>) -> PriorityFill {
    let mut fill = PriorityFill { priority, asked: 0.0, filled: 0.0, share: 1.0, lines: 0, complete: 0, empty: 0 };
    for (at, need) in parts.needs.iter().enumerate() {
        if need.priority != priority || need.asked_months <= 0.0 {
            continue;
        }
        fill.lines += 1;
        fill.asked += need.asked_months;
        fill.filled += need.filled_months;
        match parts.gaps.iter().find(|g| g.need == at) {
            None => fill.complete += 1,
            Some(gap) if gap.empty => fill.empty += 1,
            Some(_) => {}
        }
    }
    if fill.asked > 0.0 {
        fill.share = fill.filled / fill.asked;
    }
    fill
}

fn lead(parts: &Parts<'_>, fill: &[PriorityFill], nations: usize) -> Vec<String> {
    let name = |at: usize| parts.time.periods.get(at).map_or("", |p| p.name.as_str());
    let level = parts.level;
    if level.peak_people == 0 {
        return vec!["No tour can be planned: every line that asks for something is empty.".to_owned()];
    }
    let mut lead = vec![format!(
        "{} put {} people in the field at the peak, in {}, and tie up {} in {}, those at home between tours included.",
        capital(&plural(nations, "nation", "nations")),
        count(level.peak_people),
        name(level.peak),
        count(level.peak_tied_people),
        name(level.peak_tied)
    )];
    let asked: Vec<_> = fill.iter().filter(|f| f.lines > 0).collect();
    let parts: Vec<String> =
        asked.iter().map(|f| format!("{} of what the operation {}", percent(f.share), verb(f.priority))).collect();
    if !parts.is_empty() {
        lead.push(format!("That is {}, counted in element-months.", words::listed(&parts)));
    }
    lead
}

fn verb(priority: &str) -> &'static str {
    match priority {
        "must" => "must have",
        "should" => "should have",
        _ => "could use",
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

fn gap_sentences(parts: &Parts<'_>) -> Vec<String> {
    let asks = parts.needs.iter().filter(|n| n.asked_months > 0.0).count();
    if parts.gaps.is_empty() {
        return vec![format!("Every one of {} is filled in every {}.", plural(asks, "line", "lines"), parts.time.kind)];
    }
    let mut sentences = vec![format!(
        "{} of {} that ask for something {} short in at least one {}.",
        count(parts.gaps.len() as u64),
        plural(asks, "line or rule", "lines and rules"),
        if parts.gaps.len() == 1 { "is" } else { "are" },
        parts.time.kind
    )];
    let empty: Vec<&Gap> = parts.gaps.iter().filter(|g| g.empty).collect();
    if !empty.is_empty() {
        let names: Vec<String> = empty.iter().take(5).map(|g| title(parts, g)).collect();
        let more = empty.len() - names.len();
        let tail = if more > 0 { format!(", and {more} more") } else { String::new() };
        sentences.push(format!(
            "Nothing at all serves {}: {}{tail}.",
            format_args!("{} of them", count(empty.len() as u64)),
            names.join("; ")
        ));
    }
    if let Some(worst) = parts.gaps.first() {
        sentences.push(format!(
            "The worst gap is {}: {} short at most, in {} of {} {}.",
            title(parts, worst),
            elements(worst.peak),
            worst.periods,
            worst.periods_asked,
            parts.time.kinds
        ));
    }
    sentences
}

fn elements(n: f64) -> String {
    format!("{} {}", amount(n, 2), if n == 1.0 { "element" } else { "elements" })
}

fn title(parts: &Parts<'_>, gap: &Gap) -> String {
    format!("{} {}", gap.id, parts.needs[gap.need].title)
}

fn rests_on(parts: &Parts<'_>, expected: f64) -> Vec<String> {
    if parts.burden.person_months <= 0.0 {
        return Vec::new();
    }
    let mut sentences = vec![format!(
        "Of {} person-months planned, {} are expected to be delivered, by the probabilities of the case.",
        amount(parts.burden.person_months, 0),
        percent(expected)
    )];
    let shares: Vec<String> = parts
        .firmness
        .iter()
        .filter(|s| s.person_months > 0.0)
        .map(|s| format!("{} on pledges that are {}", percent(s.share), s.status))
        .collect();
    sentences.push(format!("They rest {}.", words::listed(&shares)));
    sentences
}
