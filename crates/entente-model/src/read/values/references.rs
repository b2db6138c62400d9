//! References to rows of other tables, one or several.

use crate::case::Capability;
use crate::country::is_country;
use crate::diagnostic::{Diagnostic, Severity};
use crate::parse::{Index, Names};
use crate::quantity::Effectiveness;
use crate::read::number::number;
use crate::read::row::{Found, Row};
use crate::read::values::{Values, items};
use crate::schema::{Kind, Target};
use crate::table::Ix;

impl Values {
    /// A row of another table, if the cell names one.
    pub fn reference<T>(&mut self, row: &Row<'_>, name: &str, index: fn(&Names) -> &Index<T>) -> Option<Ix<T>> {
        match row.find(name) {
            Some(found) => self.look_up(&found, found.text(), index),
            None => {
                if row.field(name).required && row.has_column(name) {
                    self.missing(row, name);
                }
                None
            }
        }
    }

    /// Rows of another table, each once.
    pub fn references<T>(&mut self, row: &Row<'_>, name: &str, index: fn(&Names) -> &Index<T>) -> Vec<Ix<T>> {
        let Some(found) = row.find(name) else { return Vec::new() };
        let mut out: Vec<Ix<T>> = Vec::new();
        for item in items(found.text()) {
            match self.look_up(&found, item, index) {
                Some(ix) if out.contains(&ix) => self.twice(&found, item),
                found => out.extend(found),
            }
        }
        out
    }

    fn twice(&mut self, found: &Found<'_>, item: &str) {
        let what = format!("‘{item}’ stands twice in the list");
        self.report.push(found.remark(Severity::Warning, "listed-twice", what).hint("delete one of them"));
    }

    /// The row called `item`, or an error at the cell.
    pub fn look_up<T>(&mut self, found: &Found<'_>, item: &str, index: fn(&Names) -> &Index<T>) -> Option<Ix<T>> {
        let target = match found.field.kind {
            Kind::Reference(target) | Kind::References(target) => target,
            Kind::LeadRule => Target::Nation,
            _ => Target::Capability,
        };
        let known = index(&self.names).find(item);
        if known.is_none() && !index(&self.names).is_unread() {
            let code = match target {
                Target::Nation => "unknown-nation",
                Target::Capability => "unknown-capability",
                _ => "dangling-reference",
            };
            let hint = self.report.did_you_mean(item, index(&self.names).ids());
            let hint = match target {
                Target::Nation if is_country(item) => {
                    let add = format!("a row for {item} to nations.csv");
                    Some(hint.map_or(format!("add {add}"), |hint| format!("{hint} If not, add {add}")))
                }
                _ if index(&self.names).is_empty() => Some(format!("there is nothing yet in {}", target.home())),
                _ => hint,
            };
            let what = format!("There is no {} ‘{item}’", target.name());
            let from = (item.as_ptr() as usize).saturating_sub(found.text().as_ptr() as usize);
            let place = found.place_within((from, from + item.len()));
            let problem = Diagnostic::new(Severity::Error, code, place, what).value(item);
            self.report.push(problem.expected(format!("an identifier of {}", target.home())).hints(hint));
        }
        known
    }

    /// Capabilities between `;`, each with its effect; 1 where none is given.
    pub fn effects(&mut self, row: &Row<'_>, name: &str) -> Vec<(Ix<Capability>, Effectiveness)> {
        let Some(found) = row.find(name) else { return Vec::new() };
        let mut out: Vec<(Ix<Capability>, Effectiveness)> = Vec::new();
        for item in items(found.text()) {
            let (id, effect) = item.split_once(':').map_or((item, None), |(id, e)| (id.trim(), Some(e.trim())));
            let effect = match effect {
                None => Some(Effectiveness::FULL),
                Some(text) => thousandths(text),
            };
            if effect.is_none() {
                let what = format!("The effect in ‘{item}’ is not a number of thousandths up to 1");
                let problem = found.error("bad-effect", what);
                self.report.push(problem.expected("more than 0, at most 1, at most three decimals: INF-LIGHT:0.75"));
            }
            let known = self.look_up(&found, id, |n| &n.capabilities);
            match (known, effect) {
                (Some(ix), _) if out.iter().any(|(c, _)| *c == ix) => self.twice(&found, id),
                (Some(ix), Some(effect)) => out.push((ix, effect)),
                _ => {}
            }
        }
        out
    }
}

/// An effect in whole thousandths, more than 0 and at most 1.
fn thousandths(text: &str) -> Option<Effectiveness> {
    let milli = number(text, false).ok()?.value * 1000.0;
    let whole = milli.round();
    let exact = (milli - whole).abs() < 1e-6 && (1.0..=1000.0).contains(&whole);
    // Within 1 to 1000: the conversion is exact.
    if exact { Effectiveness::from_thousandths(whole as u16) } else { None }
}
