//! Tables: a caption, headers with scope, in a region that scrolls and takes focus.

use crate::figures::amount;
use crate::view::Report;
use maud::{Markup, html};

/// A table: `caption` names it, `head` is the header row, `body` the rows.
pub fn table(class: &str, caption: &str, head: &Markup, body: &Markup) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label={ (caption) ", table" } {
            table class=(class) { caption { (caption) } thead { tr { (head) } } tbody { (body) } }
        }
    }
}

/// Column headers: a name starting with `#` stands over figures.
pub fn heads(names: &[&str]) -> Markup {
    html! {
        @for name in names {
            @if let Some(name) = name.strip_prefix('#') {
                th.n scope="col" { (name) }
            } @else {
                th scope="col" { (name) }
            }
        }
    }
}

/// A table with a column for each period, behind a control that opens it.
pub fn by_period(report: &Report, open: &str, caption: &str, first: &[&str], rows: &[(Markup, Vec<String>)]) -> Markup {
    let head = html! {
        (heads(first))
        @for period in &report.time.periods { th.n scope="col" { (period.label) } }
    };
    let body = html! {
        @for (header, cells) in rows {
            tr { (header) @for cell in cells { td.n { (cell) } } }
        }
    };
    html! {
        details { summary { (open) } (table("tight periods", caption, &head, &body)) }
    }
}

/// Elements: at most two decimals; nothing for none.
pub fn elements(value: f64) -> String {
    if value == 0.0 { String::new() } else { amount(value, 2) }
}

/// A priority, marked by word and weight, not by colour alone.
pub fn priority(name: &str) -> Markup {
    html! { span class={ "tag " (name) } { (name) } }
}
