//! Burden sharing: shares of people against shares of wealth and population.

use super::svg::{Chart, c, fit, swatch};
use super::table::{heads, table};
use crate::figures::{amount, count, money, percent, plural};
use crate::view::{NationShare, Report};
use maud::{Markup, html};

const LABEL: f64 = 150.0;
const WIDE: f64 = 1000.0;
const ROW: f64 = 24.0;
const MOST: usize = 30;

/// The chart, the concentration and the table.
pub fn section(report: &Report) -> Markup {
    let burden = &report.burden;
    if burden.nations.is_empty() {
        return html! { p { "No nation has an offer that can be planned." } };
    }
    html! {
        @if burden.person_months > 0.0 {
            p {
                "Concentration of person-months (Herfindahl–Hirschman index): " strong { (amount(burden.concentration, 3)) }
                ", as if " (amount(burden.equal_nations, 1)) " nations bore equal shares; of cost: "
                strong { (amount(burden.concentration_cost, 3)) } ". 1 would be one nation bearing all."
            }
            (key())
            (chart(report))
        }
        (data(report))
        p.note {
            "Shares of domestic product and population are among the nations listed that state them"
            @if burden.without_offer > 0 {
                "; " (plural(burden.without_offer, "nation", "nations")) " of the case without an offer that can be planned "
                (if burden.without_offer == 1 { "is" } else { "are" }) " not listed"
            }
            ". Person-months count whole tours, also where they run past the horizon. "
            @if burden.key == "none" { "The case sets no burden key." }
            @else { "The burden key is " (if burden.key == "gdp" { "gross domestic product" } else { "population" }) "." }
        }
    }
}

fn chart(report: &Report) -> Markup {
    let nations: Vec<&NationShare> =
        report.burden.nations.iter().filter(|n| n.person_months > 0.0).take(MOST).collect();
    let tops = nations.iter().flat_map(|n| [Some(n.share), n.share_gdp, n.share_population].into_iter().flatten());
    let steps = super::axis::steps(tops.fold(0.0, f64::max) * 100.0);
    let top = steps.last().copied().unwrap_or(100.0);
    let x = |share: f64| LABEL + share * 100.0 / top * (WIDE - LABEL - 60.0);
    let high = 8.0 + ROW * nations.len() as f64;
    let body = html! {
        @for step in &steps {
            line x1=(c(x(step / 100.0))) x2=(c(x(step / 100.0))) y1="4" y2=(c(high)) stroke="#d5dbe1" stroke-width="1" {}
            text.soft x=(c(x(step / 100.0))) y=(c(high + 16.0)) font-size="11.5" text-anchor="middle" { (amount(*step, 1)) " %" }
        }
        @for (at, nation) in nations.iter().enumerate() {
            @let y = 8.0 + at as f64 * ROW;
            @let middle = y + ROW / 2.0 - 1.0;
            text x=(c(LABEL - 8.0)) y=(c(middle + 4.0)) font-size="12" text-anchor="end" { (fit(&nation.name, LABEL - 12.0, 12.0)) }
            rect x=(c(LABEL)) y=(c(y + 3.0)) width=(c(x(nation.share) - LABEL)) height=(c(ROW - 8.0)) fill="#0b3a5b" {}
            @if let Some(share) = nation.share_population {
                circle cx=(c(x(share))) cy=(c(middle)) r="5.4" fill="#fff" stroke="#16202a" stroke-width="1.6" {}
            }
            @if let Some(share) = nation.share_gdp {
                path d=(diamond(x(share), middle)) fill="#e69f00" stroke="#16202a" stroke-width="1.2" {}
            }
        }
    };
    let first = nations.first();
    let desc = format!(
        "A bar for each of {} nations with its share of person-months, with marks for its shares of domestic product and \
         population. The largest share is {} of {}. The figures are in the table below.",
        nations.len(),
        first.map_or_else(|| "0 %".to_owned(), |n| percent(n.share)),
        first.map_or("nobody", |n| n.name.as_str())
    );
    Chart {
        id: "burden-chart",
        title: "Shares of the burden",
        desc: &desc,
        width: WIDE,
        height: high + 24.0,
        least: 560,
    }
    .show(&body)
}

fn diamond(x: f64, y: f64) -> String {
    format!("M{} {}l4.6 4.6l-4.6 4.6l-4.6 -4.6z", c(x), c(y - 4.6))
}

fn key() -> Markup {
    html! {
        ul.key {
            li { (swatch("share of person-months", &html! { rect x="0" y="2" width="26" height="10" fill="#0b3a5b" {} })) "share of person-months" }
            li { (swatch("share of domestic product", &html! { path d=(diamond(13.0, 7.0)) fill="#e69f00" stroke="#16202a" stroke-width="1.2" {} })) "share of domestic product" }
            li { (swatch("share of population", &html! { circle cx="13" cy="7" r="5.4" fill="#fff" stroke="#16202a" stroke-width="1.6" {} })) "share of population" }
        }
    }
}

fn data(report: &Report) -> Markup {
    let burden = &report.burden;
    let keyed = burden.key != "none";
    let mut names = vec![
        "Nation",
        "#Peak on tour",
        "#Ceiling",
        "#Peak tied up",
        "#Person-months",
        "#Share",
        "#Expected",
        "#Cost",
        "#Share of cost",
        "#Of GDP",
        "#Of population",
    ];
    names.extend(keyed.then_some("#Off the key, person-months"));
    let share = |s: Option<f64>| s.map_or_else(|| "–".to_owned(), percent);
    let body = html! {
        @for n in &burden.nations {
            tr {
                th scope="row" { (n.name) " " span.id { (n.id) } }
                td.n { (count(n.peak)) }
                td.n { (n.ceiling.map_or_else(|| "–".to_owned(), |x| count(u64::from(x)))) }
                td.n { (count(n.peak_tied)) }
                td.n { (amount(n.person_months, 0)) }
                td.n { (percent(n.share)) }
                td.n { (amount(n.expected, 0)) }
                td.n { (money(n.cost, "")) }
                td.n { (percent(n.share_cost)) }
                td.n { (share(n.share_gdp)) }
                td.n { (share(n.share_population)) }
                @if keyed { td.n { (n.deviation.map_or_else(|| "–".to_owned(), |d| format!("{}{}", if d > 0.0 { "+" } else { "" }, amount(d, 0)))) } }
            }
        }
        tr {
            th scope="row" { "All" }
            td.n { (count(report.level.peak_people)) }
            td {}
            td.n { (count(report.level.peak_tied_people)) }
            td.n { (amount(burden.person_months, 0)) }
            td.n { (percent(if burden.person_months > 0.0 { 1.0 } else { 0.0 })) }
            td.n { (amount(burden.person_months - burden.undelivered, 0)) }
            td.n { (money(burden.cost, "")) }
            td.n { (percent(if burden.cost > 0.0 { 1.0 } else { 0.0 })) }
            td {} td {}
            @if keyed { td {} }
        }
    };
    let caption = format!("What each nation bears; costs in {}", report.case.currency);
    table("", &caption, &heads(&names), &body)
}
