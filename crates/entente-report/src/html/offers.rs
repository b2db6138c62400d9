//! Offers that the plan leaves unused, and why, as far as it can be told without solving.

use super::table::{heads, table};
use crate::figures::{percent, plural};
use crate::view::{OfferView, Report};
use maud::{Markup, html};

/// Most offers that the page lists.
const MOST: usize = 400;

/// The table of unused offers, and of those used.
pub fn section(report: &Report) -> Markup {
    let (unused, used): (Vec<&OfferView>, Vec<&OfferView>) = report.offers.iter().partition(|o| !o.unused.is_empty());
    html! {
        p { (plural(used.len(), "offer is", "offers are")) " used and " (plural(unused.len(), "is", "are")) " not, of " (report.offers.len()) "." }
        @if !unused.is_empty() {
            (not_used(&unused))
            p.note { "For what stopped one of them, and the least change that would let it serve: " code { "entente why-not CASE PLAN OFFER" } "." }
        }
        @if !used.is_empty() {
            details { summary { "Offers used" } (in_use(&used)) }
        }
    }
}

fn offered(offer: &OfferView) -> String {
    let some = |x: Option<u32>| x.map_or_else(|| "?".to_owned(), |x| x.to_string());
    format!("{} × {}", some(offer.elements), some(offer.strength))
}

/// Offers that differ in nothing that the table shows but their unit and identifier: rotations of one force.
fn alike<'a>(offers: &[&'a OfferView]) -> Vec<Vec<&'a OfferView>> {
    let mut groups: Vec<Vec<&OfferView>> = Vec::new();
    for &offer in offers {
        let same = |group: &Vec<&OfferView>| {
            let o = group[0];
            (&o.nation, &o.capability, o.elements, o.strength)
                == (&offer.nation, &offer.capability, offer.elements, offer.strength)
                && (o.status, &o.condition, &o.unused) == (offer.status, &offer.condition, &offer.unused)
        };
        match groups.iter_mut().find(|g| same(g)) {
            Some(group) => group.push(offer),
            None => groups.push(vec![offer]),
        }
    }
    groups
}

fn not_used(offers: &[&OfferView]) -> Markup {
    let shown = &offers[..offers.len().min(MOST)];
    let body = html! {
        @for group in alike(shown) {
            @let o = group[0];
            tr {
                th scope="row" { (o.nation_name) }
                td.long {
                    (o.unit)
                    @if group.len() > 1 { ", and " (group.len() - 1) " alike" }
                    " " span.ids { (group.iter().map(|o| o.id.as_str()).collect::<Vec<_>>().join(", ")) }
                }
                td.n { (offered(o)) }
                td.whole { (o.status) }
                td.long { (o.condition) }
                td.long { (o.unused) }
            }
        }
    };
    let head = heads(&["Nation", "Offer", "#Elements × people", "Status", "On condition that", "Why not"]);
    html! {
        (table("", "Offers without a tour in the plan", &head, &body))
        @if offers.len() > MOST { p.note { "The first " (MOST) " of " (offers.len()) "; the workbook holds all of them." } }
    }
}

fn in_use(offers: &[&OfferView]) -> Markup {
    let body = html! {
        @for o in offers.iter().take(MOST) {
            tr {
                th scope="row" { (o.nation_name) }
                td.long { (o.unit) " " span.id { (o.id) } }
                td.n { (offered(o)) }
                td.n { (o.peak) }
                td { (o.status) }
                td.n { (percent(o.delivery)) }
                td.long { (o.condition) }
                td { (o.lines.join(", ")) }
            }
        }
    };
    let head = heads(&[
        "Nation",
        "Offer",
        "#Elements × people",
        "#Most on tour at once",
        "Status",
        "#Likely to come",
        "On condition that",
        "Lines",
    ]);
    html! {
        (table("", "Offers with tours in the plan", &head, &body))
        @if offers.len() > MOST { p.note { "The first " (MOST) " of " (offers.len()) "; the workbook holds all of them." } }
    }
}
