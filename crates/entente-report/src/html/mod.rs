//! `report.html`: one self-contained page. A chart a file; every chart is inline SVG with a title, a
//! description and its data as a table. No script, no font, no picture, no style from elsewhere.

mod arrivals;
mod axis;
mod burden;
mod facts;
mod firmness;
mod gantt;
mod gapmap;
mod gaps;
mod headline;
mod level;
mod map;
mod matrix;
mod objective;
mod offers;
mod provenance;
mod rundata;
mod svg;
mod table;

use crate::view::Report;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("style.css");

/// A section of the page: its anchor, its heading, and what stands in it.
type Section = (&'static str, &'static str, Markup);

/// The page.
pub fn page(report: &Report) -> String {
    let mut sections: Vec<Section> = vec![
        ("missing", "What is missing", gaps::section(report)),
        ("gap-map", "Where and when it is missing", gapmap::section(report)),
        ("force-level", "Force level", level::section(report)),
        ("rotations", "Rotations", gantt::section(report)),
        ("nations", "Nations and formations", matrix::section(report)),
        ("burden", "Burden sharing", burden::section(report)),
        ("map", "Map", map::section(report)),
        ("firmness", "How firm it is", firmness::section(report)),
        ("facts", "What the plan takes as given", facts::section(report)),
        ("unused", "Offers not used", offers::section(report)),
        ("objective", "The objective and its proof", objective::section(report)),
        ("sources", "Sources", provenance::sources(report)),
        ("assumptions", "Assumptions", provenance::assumptions(report)),
        ("run", "This run", rundata::section(report)),
    ];
    if !report.arrivals.is_empty() {
        let after = sections.iter().position(|s| s.0 == "rotations").map_or(0, |at| at + 1);
        sections.insert(after, ("arrivals", "Arrivals", arrivals::section(report)));
    }
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content={ "Entente " (report.run.version) };
                title { "Force plan: " (report.case.name) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the plan" }
                (headline::banner(report))
                nav aria-label="Contents" {
                    ol {
                        li { a href="#headline" { "In short" } }
                        @for (id, title, _) in &sections {
                            li { a href={ "#" (id) } { (title) } }
                        }
                    }
                }
                main id="main" tabindex="-1" {
                    section id="headline" aria-labelledby="h-headline" {
                        h2 id="h-headline" { "In short" }
                        (headline::section(report))
                    }
                    @for (id, title, body) in &sections {
                        section id=(id) aria-labelledby={ "h-" (id) } {
                            h2 id={ "h-" (id) } { (title) }
                            (body)
                        }
                    }
                }
                footer {
                    p { "Entente " (report.run.version) ", a planning aid. It decides nothing: every figure traces to a row of the case, and every row to a source or to a marked assumption." }
                }
            }
        }
    };
    page.into_string()
}
