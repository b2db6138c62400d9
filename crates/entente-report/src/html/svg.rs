//! The frame of every chart: inline SVG with a title and a description, in a region that scrolls.

use maud::{Markup, html};

/// A chart: `id` is unique in the page; `title` and `desc` tell it to those who do not see it;
/// lengths are in user units, shown at no less than `least` pixels wide.
pub struct Chart<'a> {
    /// Identifier, unique in the page.
    pub id: &'a str,
    /// What it shows.
    pub title: &'a str,
    /// What is to be seen in it.
    pub desc: &'a str,
    /// Width, user units.
    pub width: f64,
    /// Height, user units.
    pub height: f64,
    /// Least width on screen, pixels: narrower screens scroll.
    pub least: u32,
}

impl Chart<'_> {
    /// The chart around `body`.
    pub fn show(&self, body: &Markup) -> Markup {
        let (title, desc) = (format!("{}-title", self.id), format!("{}-desc", self.id));
        html! {
            figure {
                div.scroll tabindex="0" role="group" aria-label={ (self.title) ", chart" } {
                    svg.wide xmlns="http://www.w3.org/2000/svg" role="img"
                        viewBox={ "0 0 " (c(self.width)) " " (c(self.height)) }
                        aria-labelledby={ (title) " " (desc) } style={ "min-width:" (self.least) "px" } {
                        title id=(title) { (self.title) }
                        desc id=(desc) { (self.desc) }
                        (body)
                    }
                }
            }
        }
    }
}

/// A swatch for a key of colours; what it stands for is said in text beside it.
pub fn swatch(label: &str, body: &Markup) -> Markup {
    html! {
        svg viewBox="0 0 26 14" role="img" aria-label=(label) { title { (label) } (body) }
    }
}

/// A coordinate: one decimal is finer than anyone sees.
pub fn c(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// About how wide a text is at a font size, in user units: system fonts differ, so on the safe side.
pub fn width(text: &str, size: f64) -> f64 {
    let units: f64 = text
        .chars()
        .map(|ch| match ch {
            'i' | 'l' | 'j' | 't' | 'f' | 'I' | '.' | ',' | ':' | ';' | '|' | '\'' => 0.34,
            'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.92,
            ch if ch.is_ascii_uppercase() => 0.7,
            ch if ch.is_ascii() => 0.58,
            ch if (ch as u32) >= 0x2e80 => 1.05,
            _ => 0.66,
        })
        .sum();
    units * size
}

/// The text shortened to fit `room` user units at a font size; with `…` where something is cut.
pub fn fit(text: &str, room: f64, size: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut out = String::new();
    for ch in text.chars() {
        out.push(ch);
        if width(&out, size) + width("…", size) > room {
            out.pop();
            break;
        }
    }
    let out = out.trim_end();
    if out.is_empty() { String::new() } else { format!("{out}…") }
}

/// A shape in the key and the charts that tells the status of a pledge without colour: the firmer,
/// the darker and the more solid its border.
pub fn status_style(status: &str) -> (&'static str, &'static str, &'static str) {
    // Fill, border and dashes. A single-hue ramp: it keeps its order in every kind of colour vision and in grey.
    match status {
        "committed" => ("#08306b", "#08306b", "none"),
        "firm" => ("#2a6fb0", "#08306b", "none"),
        "conditional" => ("#a9cfe8", "#2a6fb0", "none"),
        "in principle" => ("#e3eff8", "#2a6fb0", "4 2"),
        _ => ("#ffffff", "#4a5763", "1.5 2"),
    }
}

/// Whether text on the fill of this status must be white.
pub fn status_inverse(status: &str) -> bool {
    matches!(status, "committed" | "firm")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_to_the_room() {
        assert_eq!(fit("short", 100.0, 10.0), "short");
        let cut = fit("a rather long name of a unit", 60.0, 10.0);
        assert!(cut.ends_with('…') && width(&cut, 10.0) <= 60.0, "{cut}");
        assert_eq!(fit("abc", 1.0, 10.0), "");
        assert_eq!(c(-0.01), "0");
    }
}
