//! The banner and the headline: what the force is, in a few figures and sentences.

use super::svg::c;
use crate::figures::{amount, count, gap, money, percent, plural};
use crate::view::{PriorityFill, Report};
use maud::{Markup, html};

/// Name of the case, D-day and horizon.
pub fn banner(report: &Report) -> Markup {
    let case = &report.case;
    html! {
        header {
            p.over {
                "Force plan · D-day " (case.d_day_words) " · "
                (plural(case.horizon as usize, report.time.kind, report.time.kinds)) " from " (report.period(0))
            }
            h1 { (case.name) }
            @if !case.summary.is_empty() { p.about { (case.summary) } }
        }
    }
}

/// Key figures, gaps, what the plan rests on, and its proof.
pub fn section(report: &Report) -> Markup {
    let (summary, level) = (&report.summary, &report.level);
    html! {
        p.lede { (summary.lead.join(" ")) }
        dl.figures {
            @for fill in summary.fill.iter().filter(|f| f.lines > 0) { (meter(fill)) }
            div.figure {
                dt { "On tour at the peak" }
                dd.big { (count(level.peak_people)) }
                dd.sub { "people, in " (report.period(level.peak)) }
            }
            div.figure {
                dt { "Tied up at the peak" }
                dd.big { (count(level.peak_tied_people)) }
                dd.sub { "on tour or in dwell, in " (report.period(level.peak_tied)) }
            }
            div.figure {
                dt { "Expected to come" }
                dd.big { (percent(summary.expected)) }
                dd.sub { "of " (amount(report.burden.person_months, 0)) " person-months planned" }
            }
            div.figure {
                dt { "Cost of the tours" }
                dd.big.words { (money(report.burden.cost, &report.case.currency)) }
                dd.sub { (plural(summary.offers_used, "offer", "offers")) " used of " (summary.offers) }
            }
            div.figure {
                dt { "Proof" }
                dd.big.words { (proof(report)) }
                dd.sub { "score " (amount(report.objective.value, 1)) ", no plan below " (amount(report.objective.bound, 1)) }
            }
        }
        div.columns {
            (column("What is missing", &report.summary.gaps))
            (column("What it rests on", &rests_on(report)))
            (column("How good it is", &proven(report)))
        }
    }
}

fn column(title: &str, sentences: &[String]) -> Markup {
    html! {
        div {
            h3 { (title) }
            @for sentence in sentences { p { (sentence) } }
        }
    }
}

fn rests_on(report: &Report) -> Vec<String> {
    let estimate = report.case.estimate.iter().map(|e| format!("What is asked is sized by the estimate {e}"));
    let given = report.facts.iter().filter(|f| f.holds && f.offers > 0 && f.probability < 1.0).count();
    let facts =
        (given > 0).then(|| format!("It takes {} as given.", plural(given, "uncertain fact", "uncertain facts")));
    report.summary.rests_on.iter().cloned().chain(facts).chain(estimate).collect()
}

fn proven(report: &Report) -> Vec<String> {
    let mut sentences: Vec<String> = report.objective.meaning.iter().map(|s| format!("{s}.")).collect();
    sentences.push(
        "Every rule of the case holds: the plan has passed a checker that shares no code with the optimiser."
            .to_owned(),
    );
    sentences
}

fn proof(report: &Report) -> String {
    match report.objective.status {
        "optimal" => "Optimal".to_owned(),
        _ => format!("Gap {}", gap(report.objective.gap)),
    }
}

fn meter(fill: &PriorityFill) -> Markup {
    let name = format!("{} of what is asked on {} lines is filled", percent(fill.share), fill.priority);
    let complete = fill.share * 200.0;
    html! {
        div.figure {
            dt { (title(fill.priority)) " lines filled" }
            dd.big { (percent(fill.share)) }
            dd {
                svg.meter viewBox="0 0 200 10" preserveAspectRatio="none" role="img" aria-label=(name) {
                    title { (name) }
                    rect x="0" y="0" width="200" height="10" fill="#e9c9b5" {}
                    rect x="0" y="0" width=(c(complete)) height="10" fill="#0b3a5b" {}
                }
            }
            dd.sub {
                (fill.complete) " of " (fill.lines) " complete"
                @if fill.empty > 0 { ", " (fill.empty) " empty" }
            }
        }
    }
}

fn title(priority: &str) -> &'static str {
    match priority {
        "must" => "Must",
        "should" => "Should",
        _ => "Could",
    }
}
