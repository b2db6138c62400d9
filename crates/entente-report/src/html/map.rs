//! The map: countries, sectors, the separation line and sites, with what serves there. Equirectangular,
//! longitudes shrunk by the cosine of the middle latitude.

mod labels;
mod projection;
mod symbol;

use super::svg::{Chart, c, swatch};
use super::table::{heads, table};
use crate::figures::{count, percent};
use crate::view::{Geometry, PlaceView, Point, Report};
use labels::Labels;
use maud::{Markup, html};
use projection::Projection;

/// The map with its key and the places as a table.
pub fn section(report: &Report) -> Markup {
    let Some(projection) = Projection::of(&report.places) else {
        return html! { p { "The case has no area: give it an area.geojson to see a map here." } };
    };
    let of_kind = |kind: &'static str| report.places.iter().filter(move |p| p.kind == kind);
    let mut labels = Labels::new(projection.width, projection.height);
    let (inside, outside): (Vec<_>, Vec<_>) = of_kind("site").partition(|p| projection.shows(p.point));
    for site in &inside {
        let (x, y) = projection.at(site.point);
        labels.keep_free(x, y, 9.0);
    }
    let body = html! {
        rect x="0" y="0" width=(c(projection.width)) height=(c(projection.height)) fill="#eef3f6" {}
        @for place in of_kind("country") { path d=(path(&projection, &place.geometry)) fill="#fbfaf6" stroke="#b3aa98" stroke-width="1.2" {} }
        @for place in of_kind("sector") {
            path d=(path(&projection, &place.geometry)) fill="#56b4e9" fill-opacity=(opacity(report, place)) stroke="#0b5a8f" stroke-width="1.4" {}
        }
        @for place in of_kind("buffer-zone") {
            path d=(path(&projection, &place.geometry)) fill="#e69f00" fill-opacity="0.3" stroke="#8a5f00" stroke-width="1" stroke-dasharray="2 2" {}
        }
        @for place in of_kind("separation-line") {
            path d=(path(&projection, &place.geometry)) fill="none" stroke="#fff" stroke-width="6" {}
            path d=(path(&projection, &place.geometry)) fill="none" stroke="#7c2500" stroke-width="3" stroke-dasharray="10 4" {}
        }
        @for site in &inside {
            @let (x, y) = projection.at(site.point);
            (symbol::draw(&site.role, x, y))
            (labels.beside(x, y, &site.name, &people(site)))
        }
        @for place in of_kind("sector") {
            @let (x, y) = projection.at(place.point);
            (labels.around(x, y, &place.name, &people(place), 13.0))
        }
        @for place in of_kind("separation-line") {
            @let (x, y) = projection.at(place.point);
            (labels.along(x, y, &place.name))
        }
        @for place in of_kind("country").filter(|p| projection.shows(p.point)) {
            @let (x, y) = projection.at(place.point);
            (labels.behind(x, y, &place.name))
        }
        (projection.scale_bar())
    };
    let desc = format!(
        "A map of {} sectors, {} sites and the separation line of the case. Sectors are tinted by the people on tour there \
         at most. What each place has is in the table below.",
        of_kind("sector").count(),
        of_kind("site").count()
    );
    let chart = Chart {
        id: "map-chart",
        title: "Map of the area",
        desc: &desc,
        width: projection.width,
        height: projection.height,
        least: 560,
    };
    html! {
        (key(report))
        (chart.show(&body))
        p.note {
            "Boundaries, sectors and the separation line are drawn as area.geojson of the case gives them and imply no \
             position on any of them. Equirectangular, WGS 84; the scale holds in the middle of the map."
            @if !outside.is_empty() {
                " Outside the map: " (outside.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(", ")) "."
            }
        }
        (notes(report))
        (data(report))
    }
}

/// What area.geojson says of its shapes, each note once with the places that it is said of.
fn notes(report: &Report) -> Markup {
    let mut said: Vec<(&str, Vec<&str>)> = Vec::new();
    for place in report.places.iter().filter(|p| !p.note.is_empty()) {
        match said.iter_mut().find(|(note, _)| *note == place.note) {
            Some((_, names)) => names.push(&place.name),
            None => said.push((&place.note, vec![&place.name])),
        }
    }
    html! { @for (note, names) in said { p.note { strong { (names.join(", ")) ":" } " " (note) } } }
}

fn people(place: &PlaceView) -> String {
    if place.peak > 0 { count(place.peak) } else { String::new() }
}

/// The more people, the stronger the tint; pale enough for labels.
fn opacity(report: &Report, place: &PlaceView) -> String {
    let most = report.places.iter().filter(|p| p.kind == "sector").map(|p| p.peak).max().unwrap_or(0).max(1);
    format!("{:.2}", 0.1 + 0.4 * (place.peak as f64 / most as f64).sqrt())
}

fn path(projection: &Projection, geometry: &Geometry) -> String {
    let mut d = String::new();
    let mut trace = |points: &[Point], close: bool| {
        for (i, point) in points.iter().enumerate() {
            let (x, y) = projection.at(*point);
            d.push_str(&format!("{}{} {}", if i == 0 { 'M' } else { 'L' }, c(x), c(y)));
        }
        if close {
            d.push('Z');
        }
    };
    match geometry {
        Geometry::Point(_) => {}
        Geometry::Lines(lines) => lines.iter().for_each(|l| trace(l, false)),
        Geometry::Polygons(polygons) => polygons.iter().flatten().for_each(|ring| trace(ring, true)),
    }
    d
}

fn key(report: &Report) -> Markup {
    let has = |kind: &str| report.places.iter().any(|p| p.kind == kind);
    let roles: std::collections::BTreeSet<&str> =
        report.places.iter().filter(|p| p.kind == "site").map(|p| p.role.as_str()).collect();
    html! {
        ul.key {
            @if has("sector") { li { (swatch("sector", &html! { rect x="0.5" y="0.5" width="25" height="13" fill="#56b4e9" fill-opacity="0.4" stroke="#0b5a8f" {} })) "sector, with people on tour at most" } }
            @if has("separation-line") { li { (swatch("separation line", &html! { line x1="0" x2="26" y1="7" y2="7" stroke="#7c2500" stroke-width="3" stroke-dasharray="10 4" {} })) "separation line" } }
            @if has("buffer-zone") { li { (swatch("buffer zone", &html! { rect x="0.5" y="0.5" width="25" height="13" fill="#e69f00" fill-opacity="0.3" stroke="#8a5f00" stroke-dasharray="2 2" {} })) "buffer zone" } }
            @for role in roles {
                @let name = if role.is_empty() { "site" } else { role };
                li { (swatch(name, &symbol::draw(role, 13.0, 7.0))) (name) }
            }
        }
    }
}

fn data(report: &Report) -> Markup {
    let serving: Vec<_> = report.places.iter().filter(|p| p.kind != "country" || !p.lines.is_empty()).collect();
    let body = html! {
        @for place in serving {
            tr {
                th scope="row" { (place.name) " " span.id { (place.id) } }
                td { (place.kind.replace('-', " ")) @if !place.role.is_empty() { ": " (place.role) } }
                td { (place.country) }
                td.n { (count(place.peak)) }
                td.n { (if place.asked_months > 0.0 { percent(place.filled_months / place.asked_months) } else { "–".to_owned() }) }
                td.long { (place.lines.join(", ")) }
                td.long { (place.gaps.join(", ")) }
            }
        }
    };
    let head = heads(&["Place", "Kind", "Country", "#Most people on tour", "#Filled", "Lines", "Lines with a gap"]);
    html! { details { summary { "The places as a table" } (table("", "Places and what serves there", &head, &body)) } }
}
