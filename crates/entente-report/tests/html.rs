//! The page is well-formed, self-contained, names every chart, and shows hostile names as text.

mod fixture;

use entente_report::html;

/// Elements that have no end tag.
const VOID: [&str; 5] = ["meta", "br", "link", "img", "input"];

/// A start tag: its name and attributes.
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

/// Reads the page as strictly balanced markup; returns the start tags and the text between them.
fn parse(page: &str) -> (Vec<Tag>, String) {
    let mut tags = Vec::new();
    let mut text = String::new();
    let mut open: Vec<String> = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        text.push('\n');
        rest = &rest[at + 1..];
        let end = end_of_tag(rest);
        let inside = &rest[..end];
        rest = &rest[end + 1..];
        if inside.starts_with('!') {
            continue;
        }
        if let Some(name) = inside.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "an end tag without its start");
            continue;
        }
        let tag = tag(inside);
        if tag.name == "style" {
            let close = rest.find("</style>").expect("style is closed");
            rest = &rest[close + "</style>".len()..];
        } else if !VOID.contains(&tag.name.as_str()) {
            open.push(tag.name.clone());
        }
        tags.push(tag);
    }
    assert!(open.is_empty(), "left open: {open:?}");
    (tags, text)
}

fn end_of_tag(rest: &str) -> usize {
    let mut quoted = false;
    for (at, ch) in rest.char_indices() {
        match ch {
            '"' => quoted = !quoted,
            '>' if !quoted => return at,
            '<' if !quoted => panic!("a < inside a tag: {}", &rest[..at.min(200)]),
            _ => {}
        }
    }
    panic!("a tag without end");
}

fn tag(inside: &str) -> Tag {
    let (name, mut rest) = inside.split_once(' ').unwrap_or((inside, ""));
    assert!(name.chars().all(|c| c.is_ascii_alphanumeric()), "a strange tag: {name}");
    let mut attributes = Vec::new();
    while !rest.trim().is_empty() {
        let (key, after) = rest.split_once("=\"").expect("attributes have values");
        let (value, after) = after.split_once('"').expect("values are closed");
        attributes.push((key.trim().to_owned(), value.to_owned()));
        rest = after;
    }
    Tag { name: name.to_owned(), attributes }
}

impl Tag {
    fn get(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }
}

#[test]
fn the_page_is_well_formed_and_every_identifier_stands_once() {
    let page = html(&fixture::quiet_line().run());
    let (tags, _) = parse(&page);
    let mut ids: Vec<&str> = tags.iter().filter_map(|t| t.get("id")).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an identifier stands twice");
    for tag in &tags {
        let points = tag.get("aria-labelledby").into_iter().flat_map(|v| v.split(' '));
        let anchors = tag.get("href").and_then(|h| h.strip_prefix('#'));
        for id in points.chain(anchors) {
            assert!(ids.binary_search(&id).is_ok(), "nothing is called {id}");
        }
    }
}

#[test]
fn nothing_is_loaded_from_elsewhere() {
    let page = html(&fixture::quiet_line().run());
    let (tags, _) = parse(&page);
    for tag in &tags {
        assert!(
            !["script", "link", "img", "iframe", "object", "embed", "image", "use"].contains(&tag.name.as_str()),
            "{}",
            tag.name
        );
        assert!(tag.get("src").is_none() && tag.get("srcset").is_none());
        let followed = tag.get("href").is_some_and(|h| !h.starts_with('#'));
        assert!(!followed || tag.name == "a", "{} loads something", tag.name);
        assert!(!tag.attributes.iter().any(|(k, _)| k.starts_with("on")), "an event handler");
    }
    assert!(!page.contains("@import") && !page.contains("url("));
    assert!(page.contains("href=\"https://example.org/made-up\""), "sources can be followed");
}

#[test]
fn every_chart_is_named_and_told() {
    let page = html(&fixture::quiet_line().run());
    let mut charts = 0;
    for (at, _) in page.match_indices("<svg") {
        let svg = &page[at..];
        let svg = &svg[..svg.find("</svg>").expect("svg is closed")];
        assert!(svg.contains("role=\"img\"") && svg.contains("<title"), "{}", &svg[..svg.len().min(200)]);
        if svg.contains("<desc") {
            charts += 1;
        }
    }
    assert_eq!(charts, 7, "gap map, force level, rotations, arrivals, burden, map, firmness");
}

#[test]
fn tables_have_captions_and_scoped_headers() {
    let page = html(&fixture::quiet_line().run());
    let (tags, _) = parse(&page);
    let count = |name: &str| tags.iter().filter(|t| t.name == name).count();
    assert_eq!(count("table"), count("caption"));
    assert!(tags.iter().filter(|t| t.name == "th").all(|t| matches!(t.get("scope"), Some("row" | "col"))));
    let levels: Vec<u8> = tags.iter().filter_map(|t| t.name.strip_prefix('h')?.parse().ok()).collect();
    assert_eq!(levels[0], 1);
    assert!(levels.windows(2).all(|w| w[1] <= w[0] + 1), "headings skip a level: {levels:?}");
    assert!(tags.iter().any(|t| t.name == "html" && t.get("lang") == Some("en")));
}

#[test]
fn hostile_names_are_shown_as_text() {
    let hostile = |name: &str| format!("{name}<script>alert('&\"')</script>\"><img src=x onerror=y>");
    let page = html(&fixture::named(&hostile).run());
    let (tags, text) = parse(&page);
    assert!(!tags.iter().any(|t| t.name == "script" || t.name == "img"));
    assert!(text.contains("&lt;script&gt;"));
}

#[test]
fn a_locator_that_is_no_address_is_no_link() {
    let page = html(&fixture::named(&|name| name.replace("https://", "javascript:")).run());
    assert!(!page.contains("href=\"javascript:"));
}

#[test]
fn the_same_run_gives_the_same_page() {
    assert_eq!(html(&fixture::quiet_line().run()), html(&fixture::quiet_line().run()));
}

#[test]
fn a_thousand_lines_over_sixty_periods_stay_usable() {
    let mut fixture = fixture::quiet_line();
    let patrol = fixture.case.lines.iter().nth(2).expect("the patrols").clone();
    let mut lines: Vec<_> = fixture.case.lines.iter().cloned().collect();
    lines.iter_mut().for_each(|l| l.quantity = vec![1; 60]);
    for i in 0..1000 {
        lines.push(entente_model::Line { id: format!("MORE{i}"), quantity: vec![1; 60], ..patrol.clone() });
    }
    fixture.case.lines = entente_model::Table::new(lines);
    fixture.case.calendar.horizon = 60;
    let page = html(&fixture.run());
    parse(&page);
    assert!(page.contains("charts show the 80 worst gaps (80)"));
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
}

#[test]
fn arrivals_are_shown_where_the_case_has_entry_points() {
    let mut fixture = fixture::quiet_line();
    let page = html(&fixture.run());
    assert!(page.contains("id=\"arrivals\"") && page.contains("The quay: at most 310 of 400 people, in "), "arrivals");
    fixture.case.entries = entente_model::Table::default();
    for tour in &mut fixture.planned.plan.tours {
        tour.entry = None;
    }
    let page = html(&fixture.run());
    parse(&page);
    assert!(!page.contains("arrivals"));
}

#[test]
fn notes_of_the_area_stand_below_the_map_once() {
    let (_, text) = parse(&html(&fixture::quiet_line().run()));
    assert_eq!(text.matches("Drawn by hand").count(), 1);
    assert!(text.contains("West, East:"), "{text}");
    let map = entente_report::geojson(&fixture::quiet_line().run());
    assert_eq!(map["features"][0]["properties"]["note"], "Drawn by hand");
    assert!(map["features"][2]["properties"].get("note").is_none());
}
