//! Symbols of sites: each role has a shape of its own, so that colour carries nothing alone.

use super::super::svg::c;
use maud::{Markup, html};

/// The symbol of a role, centred.
pub fn draw(role: &str, x: f64, y: f64) -> Markup {
    let moved = format!("translate({} {})", c(x), c(y));
    let shape = match role {
        "headquarters" => html! {
            path d="M-5 6.5V-6.5H6L3 -3L6 0.5H-5" fill="#0b3a5b" stroke="#fff" stroke-width="0.8" {}
            path d="M-5 6.5V-6.5" stroke="#0b3a5b" stroke-width="1.8" fill="none" {}
        },
        "role-2" | "role-3" | "hospital" => html! {
            rect x="-6.5" y="-6.5" width="13" height="13" fill="#fff" stroke="#7c2500" stroke-width="1.6" {}
            path d="M0 -4.2V4.2M-4.2 0H4.2" stroke="#7c2500" stroke-width="2.6" fill="none" {}
        },
        "port" | "harbour" => html! {
            circle r="6.6" fill="#fff" stroke="#0b3a5b" stroke-width="1.4" {}
            path d="M0 -4V4M-2 -2H2M-3.6 0.8C-3.4 3 -1.6 4 0 4C1.6 4 3.4 3 3.6 0.8" stroke="#0b3a5b" stroke-width="1.3" fill="none" {}
        },
        "airfield" | "airport" => html! {
            circle r="6.6" fill="#fff" stroke="#0b3a5b" stroke-width="1.4" {}
            path d="M0 -5V5M-4.6 1.2L0 -1.6L4.6 1.2M-1.8 4.4L0 3.2L1.8 4.4" stroke="#0b3a5b" stroke-width="1.4" fill="none" {}
        },
        "rail-head" | "crossing" => html! {
            rect x="-6" y="-6" width="12" height="12" fill="#fff" stroke="#0b3a5b" stroke-width="1.4" {}
            path d="M-2.2 -6V6M2.2 -6V6M-4 -3H4M-4 0H4M-4 3H4" stroke="#0b3a5b" stroke-width="1" fill="none" {}
        },
        "hub" => html! {
            path d="M0 -7L6.4 -2.2L4 5.6H-4L-6.4 -2.2Z" fill="#e69f00" stroke="#16202a" stroke-width="1.2" {}
        },
        _ => html! { circle r="4.6" fill="#0b3a5b" stroke="#fff" stroke-width="1.2" {} },
    };
    html! { g transform=(moved) { (shape) } }
}
