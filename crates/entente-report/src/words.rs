//! What the reports say in words: statuses, conditions, dates, runs of periods.

use crate::figures::{self, count};
use entente_model::expr::{Condition, Expr, Term};
use entente_model::{Case, Ix, Offer};
use entente_plan::{Limit, Method, Status};
use jiff::civil::Date;
use std::collections::BTreeSet;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `March`.
pub fn month(date: Date) -> &'static str {
    MONTHS[(date.month().clamp(1, 12) - 1) as usize]
}

/// `1 March 2027`.
pub fn day(date: Date) -> String {
    format!("{} {} {}", date.day(), month(date), date.year())
}

/// Names joined as in a sentence: `a, b and c`.
pub fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// How the plan was found, in a sentence.
pub fn method(method: Method) -> &'static str {
    match method {
        Method::Fast => "Found by search and decomposition, and from there by branch and bound where the model allows",
        Method::Exact | Method::Auto => "Found by branch and bound on the exact model",
    }
}

/// What the proof means, in a sentence.
pub fn proof(status: Status, gap: f64) -> String {
    let room = figures::gap(gap);
    match status {
        Status::Optimal => "Proven optimal: under these weights no other plan scores better".to_owned(),
        Status::WithinGap => {
            format!("Proven to lie within {room} of the best possible score, which is as close as was asked for")
        }
        Status::Stopped(limit) => {
            let by = match limit {
                Limit::Time => "at the time limit",
                Limit::Work => "at the work limit",
                Limit::User => "by the user",
                Limit::Tried => "when the method had nothing left to try",
            };
            format!("Stopped {by}: the best plan found so far, proven to lie within {room} of the best possible score")
        }
    }
}

/// A condition as a sentence part: `ceasefire, and Arden has at least 150 people on tour`. Empty where
/// nothing is asked.
pub fn condition(case: &Case, condition: &Condition) -> String {
    match &condition.expr {
        Expr::Const(true) => String::new(),
        expr => expression(case, expr, false),
    }
}

fn expression(case: &Case, expr: &Expr<Term>, inner: bool) -> String {
    let joined = |parts: &[Expr<Term>], word: &str| {
        let parts: Vec<_> = parts.iter().map(|p| expression(case, p, true)).collect();
        let text = parts.join(word);
        if inner { format!("({text})") } else { text }
    };
    match expr {
        Expr::Const(true) => "always".to_owned(),
        Expr::Const(false) => "never".to_owned(),
        Expr::Term(term) => self::term(case, term),
        Expr::Not(part) => format!("not {}", expression(case, part, true)),
        Expr::All(parts) => joined(parts, " and "),
        Expr::Any(parts) => joined(parts, " or "),
    }
}

fn term(case: &Case, term: &Term) -> String {
    let nation = |n: Ix<_>| &case.nations[n].name;
    let within = |f: Option<Ix<_>>| f.map_or(String::new(), |f| format!(" {}", case.formations[f].name));
    match *term {
        Term::Fact(fact) => case.facts[fact].id.clone(),
        Term::Serves(n, f) => {
            let place = f.map_or(String::new(), |f| format!(" in {}", case.formations[f].name));
            format!("{} serves{place}", nation(n))
        }
        Term::Leads(n, None) => format!("{} leads a formation", nation(n)),
        Term::Leads(n, f) => format!("{} leads{}", nation(n), within(f)),
        Term::TroopsAtLeast(n, f, people) => {
            let place = f.map_or(String::new(), |f| format!(" in {}", case.formations[f].name));
            format!("{} has at least {} people on tour{place}", nation(n), count(u64::from(people)))
        }
    }
}

/// Facts that a condition speaks of, in reading order.
pub fn facts_in(condition: &Condition) -> Vec<Ix<entente_model::Fact>> {
    let mut seen = BTreeSet::new();
    let mut facts = Vec::new();
    condition.expr.each_term(&mut |term| {
        if let Term::Fact(fact) = term
            && seen.insert(*fact)
        {
            facts.push(*fact);
        }
    });
    facts
}

/// Whether the condition can hold, facts being as the case takes them.
pub fn can_hold(case: &Case, condition: &Condition) -> bool {
    let left: Expr<Term> = condition.expr.replace(&mut |term| match term {
        Term::Fact(fact) => Expr::Const(case.facts[*fact].holds),
        other => Expr::Term(*other),
    });
    left != Expr::Const(false)
}

/// Why an offer without a tour has none, as far as it can be told without solving.
pub fn unused(case: &Case, ix: Ix<Offer>) -> String {
    let offer = &case.offers[ix];
    let name = |id: &str| format!("“{id}”");
    if offer.status == entente_model::Status::Withdrawn {
        return "Withdrawn".to_owned();
    }
    if offer.status < case.least_status {
        return format!("Only {}: this case plans from “{}” on", offer.status.name(), case.least_status.name());
    }
    match (offer.elements.filter(|&m| m > 0), offer.strength) {
        (None, None) => return "Neither elements nor people stated".to_owned(),
        (None, Some(_)) => return "Number of elements not stated".to_owned(),
        (Some(_), None) => return "Number of people not stated".to_owned(),
        (Some(_), Some(_)) => {}
    }
    if !can_hold(case, &offer.condition) {
        let facts: Vec<_> = facts_in(&offer.condition)
            .into_iter()
            .filter(|&f| !case.facts[f].holds)
            .map(|f| name(&case.facts[f].id))
            .collect();
        return if facts.is_empty() {
            "Its condition cannot hold with the facts as this case takes them".to_owned()
        } else {
            format!("Its condition is not met: this case takes {} as not holding", listed(&facts))
        };
    }
    let serves = case.lines.indices().any(|r| case.effectiveness(ix, r).is_some());
    if !serves {
        return format!("No line accepts what it brings ({})", case.capabilities[offer.capability].name);
    }
    let start = offer.window.from.max(case.earliest_arrival(offer));
    let home = start.0.saturating_add(offer.tour);
    if start.0 >= case.calendar.horizon {
        return "It cannot arrive within the horizon".to_owned();
    }
    if offer.window.to.is_some_and(|to| home > to.0) {
        return "It is not there long enough for one whole tour".to_owned();
    }
    "Not needed, or blocked by a rule".to_owned()
}
