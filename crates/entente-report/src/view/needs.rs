//! Fill by line: what each requirement line and enabling rule asks, has and lacks, by period.

use super::counted::Counted;
use entente_model::quantity::ONE;
use serde::Serialize;

/// What a need is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NeedKind {
    /// A requirement line.
    Line,
    /// An enabling rule.
    Rule,
}

/// A requirement line or an enabling rule.
#[derive(Clone, Debug, Serialize)]
pub struct Need {
    /// Identifier.
    pub id: String,
    /// Title shown.
    pub title: String,
    /// Line or rule.
    pub kind: NeedKind,
    /// Identifier of the formation; empty for a rule that counts everywhere.
    pub formation: String,
    /// Its name.
    pub formation_name: String,
    /// Name of the capability.
    pub capability: String,
    /// `must`, `should` or `could`.
    pub priority: &'static str,
    /// Weight within its priority.
    pub weight: f64,
    /// The article it comes from.
    pub article: String,
    /// Elements asked, by period.
    pub asked: Vec<f64>,
    /// Elements there, by period: may be more than asked.
    pub covered: Vec<f64>,
    /// Elements short, by period.
    pub short: Vec<f64>,
    /// People on tour on it, by period; empty for a rule.
    pub people: Vec<u64>,
    /// Element-months asked.
    pub asked_months: f64,
    /// Element-months there of those asked.
    pub filled_months: f64,
    /// Element-months short.
    pub short_months: f64,
    /// People in one like element: the median of the strengths offered; none where no offer states one.
    pub people_each: Option<u32>,
}

impl Need {
    /// The part filled, 0 to 1; 1 where nothing is asked.
    pub fn filled(&self) -> f64 {
        if self.asked_months > 0.0 { self.filled_months / self.asked_months } else { 1.0 }
    }
}

/// Lines in file order, then rules.
pub fn of(counted: &Counted<'_>) -> Vec<Need> {
    let (case, tally) = (counted.case, &counted.tally);
    let elements = |milli: i64| milli as f64 / ONE as f64;
    let mut needs = Vec::with_capacity(case.lines.len() + case.rules.len());
    for (r, line) in case.lines.enumerate() {
        let formation = &case.formations[line.formation];
        let need = Need {
            id: line.id.clone(),
            title: line.title.clone(),
            kind: NeedKind::Line,
            formation: formation.id.clone(),
            formation_name: formation.name.clone(),
            capability: case.capabilities[line.capability].name.clone(),
            priority: line.priority.name(),
            weight: line.weight,
            article: line.article.clone(),
            asked: line.quantity.iter().map(|&q| f64::from(q)).collect(),
            covered: tally.covered[r.get()].iter().map(|&c| elements(c)).collect(),
            short: case.calendar.periods().map(|p| elements(tally.short(r, p))).collect(),
            people: counted.people_on[r.get()].clone(),
            asked_months: 0.0,
            filled_months: 0.0,
            short_months: 0.0,
            people_each: counted.each(line.capability),
        };
        needs.push(summed(need, counted.month));
    }
    for rule in &case.rules {
        let formation = rule.formation.map(|f| &case.formations[f]);
        let capability = &case.capabilities[rule.capability];
        let need = Need {
            id: rule.id.clone(),
            title: format!("{}: enabling rule", capability.name),
            kind: NeedKind::Rule,
            formation: formation.map_or(String::new(), |f| f.id.clone()),
            formation_name: formation.map_or_else(|| "Whole force".to_owned(), |f| f.name.clone()),
            capability: capability.name.clone(),
            priority: rule.priority.name(),
            weight: rule.weight,
            article: rule.article.clone(),
            asked: case.calendar.periods().map(|p| tally.asked_by(rule, p) / ONE as f64).collect(),
            covered: case.calendar.periods().map(|p| elements(tally.enabling(rule, p))).collect(),
            short: case.calendar.periods().map(|p| tally.rule_short(rule, p)).collect(),
            people: Vec::new(),
            asked_months: 0.0,
            filled_months: 0.0,
            short_months: 0.0,
            people_each: counted.each(rule.capability),
        };
        needs.push(summed(need, counted.month));
    }
    needs
}

fn summed(mut need: Need, month: f64) -> Need {
    need.asked_months = need.asked.iter().sum::<f64>() * month;
    need.short_months = need.short.iter().sum::<f64>() * month;
    need.filled_months = need.asked_months - need.short_months;
    need
}
