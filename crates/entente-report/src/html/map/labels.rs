//! Labels that keep out of each other's way: each takes the first of a few positions that is free.

use super::super::svg::{c, width};
use maud::{Markup, html};

/// A box on the sheet: left, top, right, bottom.
type Area = [f64; 4];

/// The labels placed so far.
pub struct Labels {
    taken: Vec<Area>,
    width: f64,
    height: f64,
}

impl Labels {
    /// A sheet without labels.
    pub fn new(width: f64, height: f64) -> Self {
        Self { taken: Vec::new(), width, height }
    }

    /// Keeps a square around a symbol free.
    pub fn keep_free(&mut self, x: f64, y: f64, reach: f64) {
        self.taken.push([x - reach, y - reach, x + reach, y + reach]);
    }

    /// A label beside a symbol.
    pub fn beside(&mut self, x: f64, y: f64, name: &str, figure: &str) -> Markup {
        let (wide, high) = (label_width(name, figure, 12.0), 15.0);
        let spots = [
            (x + 11.0, y - high / 2.0),
            (x - 11.0 - wide, y - high / 2.0),
            (x - wide / 2.0, y - 11.0 - high),
            (x - wide / 2.0, y + 11.0),
            (x + 8.0, y - 9.0 - high),
            (x + 8.0, y + 9.0),
            (x - 8.0 - wide, y - 9.0 - high),
            (x - 8.0 - wide, y + 9.0),
        ];
        let (left, top) = self.place(&spots, wide, high);
        write(left, top + 11.5, name, figure, 12.0, "")
    }

    /// A label in or near the middle of an area.
    pub fn around(&mut self, x: f64, y: f64, name: &str, figure: &str, size: f64) -> Markup {
        let (wide, high) = (label_width(name, figure, size), size + 4.0);
        let left = x - wide / 2.0;
        let steps = [0.0, -1.0, 1.0, -2.0, 2.0, -3.0, 3.0, -4.0, 4.0];
        let mut spots: Vec<_> = steps.iter().map(|s| (left, y - high / 2.0 + s * high * 1.1)).collect();
        spots.extend([(x + 14.0, y - high / 2.0), (x - 14.0 - wide, y - high / 2.0)]);
        let (left, top) = self.place(&spots, wide, high);
        write(left, top + size, name, figure, size, "b")
    }

    /// A label to one side of a line that passes through the point.
    pub fn along(&mut self, x: f64, y: f64, name: &str) -> Markup {
        let (wide, high) = (width(name, 11.5), 15.0);
        let spots = [
            (x + 14.0, y + 6.0),
            (x - 14.0 - wide, y - 6.0 - high),
            (x + 14.0, y - high / 2.0),
            (x - 14.0 - wide, y - high / 2.0),
            (x - wide / 2.0, y + 14.0),
            (x - wide / 2.0, y - 14.0 - high),
        ];
        let (left, top) = self.place(&spots, wide, high);
        write(left, top + 11.0, name, "", 11.5, "b")
    }

    /// The name of a country: only where it is free, else left out.
    pub fn behind(&mut self, x: f64, y: f64, name: &str) -> Markup {
        let (wide, high) = (width(name, 12.0) * 1.15, 16.0);
        let steps = [0.0, -2.0, 2.0, -4.0, 4.0, -6.0, 6.0];
        let spots: Vec<_> = steps.iter().map(|s| (x - wide / 2.0, y - high / 2.0 + s * high)).collect();
        let free = spots.into_iter().find(|&(left, top)| self.cost([left, top, left + wide, top + high]) == 0.0);
        let Some((left, top)) = free else { return html! {} };
        self.taken.push([left, top, left + wide, top + high]);
        html! {
            text.soft x=(c(left)) y=(c(top + 12.0)) font-size="12" letter-spacing="1.5" font-style="italic" { (name) }
        }
    }

    /// The first spot that is free, else the one that overlaps least, kept on the sheet.
    fn place(&mut self, spots: &[(f64, f64)], wide: f64, high: f64) -> (f64, f64) {
        let area = |&(left, top): &(f64, f64)| [left, top, left + wide, top + high];
        let best = spots.iter().min_by(|a, b| self.cost(area(a)).total_cmp(&self.cost(area(b))));
        let (left, top) = best.copied().unwrap_or((0.0, 0.0));
        let left = left.min(self.width - wide - 2.0).max(2.0);
        let top = top.min(self.height - high - 2.0).max(2.0);
        self.taken.push([left, top, left + wide, top + high]);
        (left, top)
    }

    /// How much of the box is taken, or off the sheet.
    fn cost(&self, a: Area) -> f64 {
        let overlap =
            |b: &Area| (a[2].min(b[2]) - a[0].max(b[0])).max(0.0) * (a[3].min(b[3]) - a[1].max(b[1])).max(0.0);
        let whole = (a[2] - a[0]) * (a[3] - a[1]);
        let sheet = [0.0, 0.0, self.width, self.height];
        self.taken.iter().map(overlap).sum::<f64>() + (whole - overlap(&sheet)) * 2.0
    }
}

fn label_width(name: &str, figure: &str, size: f64) -> f64 {
    let gap = if figure.is_empty() { 0.0 } else { size * 0.5 };
    width(name, size) + gap + width(figure, size)
}

/// Text with a white edge, so that it can be read on lines.
fn write(x: f64, y: f64, name: &str, figure: &str, size: f64, class: &str) -> Markup {
    html! {
        text class=(class) x=(c(x)) y=(c(y)) font-size=(c(size)) stroke="#fff" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke" {
            (name)
            @if !figure.is_empty() { tspan font-weight="400" { " " (figure) } }
        }
    }
}
