//! Explanations as sentences: because, so, and what to ask. The figures are those of the explanation.

use super::{Again, Attempt, Idle, Remedy, Sought, Why, WhyNot};
use crate::change::Change;
use entente_model::quantity::show_milli;
use entente_model::{Case, Period};
use std::fmt::Write;

/// `why` for a person: paragraphs, ending with a line feed.
pub fn why(case: &Case, why: &Why) -> String {
    let line = &case.lines[why.line];
    let mut text = String::new();
    // Of gaps as wide, that in which the least is asked: there it is felt most.
    let Some(widest) = why.gaps.iter().max_by_key(|g| (g.short, std::cmp::Reverse(g.asked))) else {
        let _ = writeln!(text, "{} ({}) has no gap there: all that it asks is filled.", line.id, line.title);
        return text;
    };
    let periods: Vec<Period> = why.gaps.iter().map(|g| g.period).collect();
    let most = widest.short;
    let _ = writeln!(
        text,
        "{} ({}, {}) is short by up to {} of {} elements in {}.",
        line.id,
        line.title,
        line.priority.name(),
        show_milli(most),
        show_milli(widest.asked),
        spans(case, &periods)
    );
    let capability = &case.capabilities[line.capability].id;
    if why.attempts.is_empty() && why.untried.is_empty() {
        let of: Vec<_> = line.accepts.iter().map(|(c, _)| case.capabilities[*c].id.as_str()).collect();
        let _ = writeln!(text, "\nNo offer brings what counts on it ({}).", of.join(", "));
    } else if !why.attempts.is_empty() {
        let _ = writeln!(text, "\nOffers that count on it, and what stopped each:");
    }
    for attempt in &why.attempts {
        text.push_str(&one_attempt(case, attempt, false));
    }
    text.push('\n');
    if let Some(again) = &why.sought.again {
        text.push_str(&planned_again(again, "fills it", "fill it all"));
        if again.left == 0.0 {
            text.push_str(&rest("offer", why.untried.len(), &why.sought, why.stopped));
            return text;
        }
        let _ = writeln!(text, "{} element-periods of the gap are left then.\n", figure(again.left));
    }
    match &why.sought.remedy {
        Some(remedy) => {
            if remedy.left == 0.0 {
                let _ =
                    writeln!(text, "The cheapest single change that fills it: if {}.", remedy.change.sentence(case));
            } else {
                let months = figure(remedy.left);
                let _ = writeln!(
                    text,
                    "No single change that was tried fills it all. The one that fills most: if {}.",
                    remedy.change.sentence(case)
                );
                let _ = writeln!(text, "It leaves {months} element-periods of the gap.");
            }
            text.push_str(&verified(remedy));
        }
        None if why.sought.tried.is_empty() && why.stopped => {}
        None => {
            let _ =
                writeln!(text, "No single change of an offer, a limit, a fact or a caveat that was tried fills it.");
            let offered = why.sought.tried.iter().find_map(|change| match change {
                Change::New { elements, .. } => Some(elements),
                _ => None,
            });
            if let Some(elements) = offered.filter(|_| why.sought.proven) {
                let _ = writeln!(
                    text,
                    "Nor does an offer of {elements} more of {capability}: something else stands in the way. So see to \
                     that, or ask for less."
                );
            }
            text.push_str(with_time(&why.sought, why.stopped));
        }
    }
    text.push_str(&rest("offer", why.untried.len(), &why.sought, why.stopped));
    text
}

/// `why-not` for a person.
pub fn why_not(case: &Case, why: &WhyNot) -> String {
    let offer = &case.offers[why.offer];
    let nation = &case.nations[offer.nation].name;
    let mut text = String::new();
    match &why.idle {
        Idle::Used(tours) => {
            let _ = writeln!(text, "{} ({nation}) is used:", offer.id);
            for t in tours {
                let (line, start) = (&case.lines[t.line].id, case.calendar.label(t.start));
                let periods = if offer.tour == 1 { "period" } else { "periods" };
                let _ = writeln!(text, "  {} on {line} from {start} for {} {periods}", t.elements, offer.tour);
            }
            return text;
        }
        Idle::NoLine => {
            let brings = &case.capabilities[offer.capability].id;
            let _ = writeln!(text, "{} ({nation}) is not used, because no line asks for {brings}.", offer.id);
            return text;
        }
        Idle::NoGap => {
            let _ = writeln!(
                text,
                "{} ({nation}) is not used, because every line it counts on is filled without it.",
                offer.id
            );
        }
        Idle::Stopped => {
            let _ = writeln!(text, "{} ({nation}) is not used, although lines that it counts on are short.", offer.id);
        }
    }
    if !why.attempts.is_empty() {
        let _ = writeln!(text, "\nTried on each line, and what stopped it:");
    }
    for attempt in &why.attempts {
        text.push_str(&one_attempt(case, attempt, true));
    }
    let rest = rest("line", why.untried.len(), &why.sought, why.stopped);
    if why.idle == Idle::NoGap {
        if !rest.is_empty() {
            text.push('\n');
            text.push_str(&rest);
        }
        return text;
    }
    text.push('\n');
    if let Some(again) = &why.sought.again {
        text.push_str(&planned_again(again, "brings it in", "bring it in"));
        if again.left == 0.0 {
            text.push_str(&rest);
            return text;
        }
        text.push('\n');
    }
    match &why.sought.remedy {
        Some(remedy) => {
            let _ =
                writeln!(text, "The cheapest single change that brings it in: if {}.", remedy.change.sentence(case));
            text.push_str(&verified(remedy));
        }
        None if offer.elements.is_none_or(|m| m == 0) || offer.strength.is_none() => {
            let _ = writeln!(text, "So ask {nation} how many elements it offers, and how strong each is.");
        }
        None if why.sought.tried.is_empty() && why.stopped => {}
        None => {
            text.push_str("No single change of an offer, a limit, a fact or a caveat that was tried brings it in.\n");
            text.push_str(with_time(&why.sought, why.stopped));
        }
    }
    text.push_str(&rest);
    text
}

/// What was tried in vain may help all the same where plannings stopped at a limit.
fn with_time(sought: &Sought, stopped: bool) -> &'static str {
    let short_of_time = !sought.proven && !stopped && !sought.tried.is_empty();
    if short_of_time { "Not every planning went to the end: with more time, one may be found.\n" } else { "" }
}

/// What was left: of attempts, and of changes.
fn rest(kind: &str, attempts: usize, sought: &Sought, stopped: bool) -> String {
    let many = |n: usize, kind: &str| format!("{n} {kind}{} not", if n == 1 { " was" } else { "s were" });
    let changes = sought.untried;
    if !stopped {
        return match changes {
            0 => String::new(),
            n => format!("Beyond those of least effort, {} planned with.\n", many(n, "change")),
        };
    }
    let tried = (attempts > 0).then(|| format!("{} tried", many(attempts, kind)));
    let planned = (changes > 0).then(|| format!("{} planned with to the end", many(changes, "change")));
    let rest: Vec<String> = tried.into_iter().chain(planned).collect();
    if rest.is_empty() { String::new() } else { format!("Stopped before the end: {}.\n", rest.join(", and ")) }
}

fn one_attempt(case: &Case, attempt: &Attempt, by_line: bool) -> String {
    let offer = &case.offers[attempt.offer];
    let mut text = String::new();
    if by_line {
        let line = &case.lines[attempt.line];
        let _ = writeln!(text, "  {} ({}, {})", line.id, line.title, line.priority.name());
    } else {
        let _ = writeln!(text, "  {} ({}, {})", offer.id, case.nations[offer.nation].id, offer.status.name());
    }
    for blocker in &attempt.blockers {
        let of = if attempt.tried == 1 {
            String::new()
        } else {
            format!(" [{} of {} starts]", blocker.starts, attempt.tried)
        };
        let _ = writeln!(text, "    because {}{of}", blocker.because);
    }
    if let Some((start, change, against)) = attempt.allowed {
        let start = case.calendar.label(start);
        let weighs = figure(change.abs());
        let _ = if weighs == "0" {
            writeln!(text, "    because a tour from {start}, which breaks no rule, would weigh as much")
        } else if change > 0.0 {
            writeln!(
                text,
                "    because a tour from {start}, which breaks no rule, would weigh {weighs} more, mostly for {against}"
            )
        } else {
            writeln!(text, "    a tour from {start} breaks no rule and would weigh {weighs} less: plan again")
        };
    }
    text
}

/// What planning again gives without a change.
fn planned_again(again: &Again, does: &str, do_it: &str) -> String {
    let does = if again.left == 0.0 { does.to_owned() } else { format!("does not {do_it}") };
    let (before, after) = (figure(again.before), figure(again.after));
    if before == after {
        format!("Planning again {does}, without any change; the objective stays at {after}.\n")
    } else {
        format!("Planning again {does}, without any change; the objective goes from {before} to {after}.\n")
    }
}

fn verified(remedy: &Remedy) -> String {
    let (before, after) = (figure(remedy.before), figure(remedy.after));
    format!("Planned again with it, and checked: the objective goes from {before} to {after}.\n")
}

/// A figure of the objective: two decimals at most, thousands apart.
fn figure(value: f64) -> String {
    let text = format!("{value:.2}");
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |d| ("-", d));
    let sign = if text.contains(|c| ('1'..='9').contains(&c)) { sign } else { "" };
    let mut spaced = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            spaced.push(',');
        }
        spaced.push(digit);
    }
    let decimals = decimals.trim_end_matches('0');
    if decimals.is_empty() { format!("{sign}{spaced}") } else { format!("{sign}{spaced}.{decimals}") }
}

/// Periods in order as spans: `2026-06 to 2026-08, 2026-11`.
fn spans(case: &Case, periods: &[Period]) -> String {
    let mut spans: Vec<(Period, Period)> = Vec::new();
    for &p in periods {
        match spans.last_mut() {
            Some((_, last)) if last.0 + 1 == p.0 => *last = p,
            _ => spans.push((p, p)),
        }
    }
    let label = |p| case.calendar.label(p);
    let one = |&(from, to): &(Period, Period)| {
        if from == to { label(from) } else { format!("{} to {}", label(from), label(to)) }
    };
    spans.iter().map(one).collect::<Vec<_>>().join(", ")
}
