//! How firm the plan is: person-months by status of the pledge.

use super::svg::{Chart, c, status_inverse, status_style, width};
use super::table::{heads, table};
use crate::figures::{amount, percent};
use crate::view::Report;
use maud::{Markup, html};

const WIDE: f64 = 1000.0;
const TOP: f64 = 30.0;

/// One bar, divided by status, and its figures.
pub fn section(report: &Report) -> Markup {
    if report.burden.person_months <= 0.0 {
        return html! { p { "Nothing is planned." } };
    }
    // Parts too narrow for their label carry it above, as long as labels keep apart there.
    let mut x = 0.5;
    let mut past = f64::MIN;
    let mut drawn = Vec::new();
    for part in report.firmness.iter().filter(|s| s.person_months > 0.0) {
        let wide = part.share * (WIDE - 1.0);
        let label = format!("{} {}", part.status, percent(part.share));
        let above = width(&label, 13.0) + 12.0 > wide;
        if !above || x >= past {
            drawn.push(block(part.status, &label, x, wide, above));
        } else {
            drawn.push(block(part.status, "", x, wide, above));
        }
        if above && x >= past {
            past = x + width(&label, 12.0) + 6.0;
        }
        x += wide;
    }
    let body = html! { @for part in &drawn { (part) } };
    let parts: Vec<String> = report
        .firmness
        .iter()
        .filter(|s| s.person_months > 0.0)
        .map(|s| format!("{} {}", s.status, percent(s.share)))
        .collect();
    let desc =
        format!("One bar, divided by the status of the pledges that person-months rest on: {}.", parts.join(", "));
    let chart = Chart {
        id: "firmness-chart",
        title: "Person-months by status of the pledge",
        desc: &desc,
        width: WIDE,
        height: 70.0,
        least: 480,
    };
    let rows = html! {
        @for s in &report.firmness {
            tr {
                th scope="row" { (s.status) }
                td.n { (s.offers) }
                td.n { (amount(s.person_months, 0)) }
                td.n { (percent(s.share)) }
                td.n { (amount(s.expected, 0)) }
                td.n { (if s.person_months > 0.0 { percent(s.expected / s.person_months) } else { "–".to_owned() }) }
            }
        }
    };
    let head =
        heads(&["Status of the pledge", "#Offers used", "#Person-months", "#Share", "#Expected", "#Likely to come"]);
    html! {
        p { "What the planned person-months rest on, from forces on orders to ideas that have been spoken of." }
        (chart.show(&body))
        (table("", "Person-months by status of the pledge", &head, &rows))
    }
}

fn block(status: &str, label: &str, x: f64, wide: f64, above: bool) -> Markup {
    let (fill, stroke, dashes) = status_style(status);
    html! {
        rect x=(c(x)) y=(c(TOP)) width=(c((wide - 1.5).max(0.5))) height="36" fill=(fill) stroke=(stroke) stroke-width="1.2" stroke-dasharray=(dashes) {}
        @if above {
            text x=(c(x.min(WIDE - width(label, 12.0)))) y=(c(TOP - 8.0)) font-size="12" { (label) }
        } @else {
            text.inv[status_inverse(status)] x=(c(x + 8.0)) y=(c(TOP + 23.0)) font-size="13" { (label) }
        }
    }
}
