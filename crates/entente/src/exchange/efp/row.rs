//! One object of an instance, field by field: what is missing, of another kind or out of range is told, and something
//! that will do is read in its place, so that the mistakes after it are told too.

use super::faults::Faults;
use super::json::{Json, shortened};
use crate::exchange::plan_table::nearest;
use crate::terminal::diagnostics::safe;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Most characters of a name.
const LONGEST: usize = 100;

/// Most names among which one like a wrong one is looked for.
const MOST_COMPARED: usize = 10_000;

/// The rows of a table by their names.
pub type Ids<'a> = BTreeMap<&'a str, usize>;

/// An object, and what messages call it.
pub struct Row<'a> {
    /// Ends with `: `; empty for the instance as a whole.
    place: String,
    fields: &'a [(String, Json)],
}

impl<'a> Row<'a> {
    /// The instance as a whole.
    pub fn whole(fields: &'a [(String, Json)]) -> Self {
        Self { place: String::new(), fields }
    }

    /// The object in a table: `what` is one of its rows, `at` its position. None if it is no object.
    pub fn of(table: &str, what: &str, at: usize, value: &'a Json, faults: &mut Faults) -> Option<Self> {
        let entry = format!("{table}, entry {}", at + 1);
        let Json::Object(fields) = value else {
            faults.add(|| format!("{entry} is {value}, and an object is expected"));
            return None;
        };
        let place = match fields.iter().find(|(name, _)| name == "id") {
            Some((_, Json::Text(id))) if !id.is_empty() => format!("{what} {}: ", shortened(id)),
            _ => format!("{entry}: "),
        };
        Some(Self { place, fields })
    }

    /// The field; told if it is there twice.
    fn find(&self, name: &str, faults: &mut Faults) -> Option<&'a Json> {
        let mut found = self.fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value);
        let first = found.next();
        if found.next().is_some() {
            faults.add(|| format!("{}{name} is there twice; keep one of the two", self.place));
        }
        first
    }

    /// The field, and what is expected if it is missing or of another kind.
    fn read<T>(
        &self,
        name: &str,
        expected: &dyn Fn() -> String,
        take: impl FnOnce(&'a Json) -> Option<T>,
        faults: &mut Faults,
    ) -> Option<T> {
        let found = self.find(name, faults);
        let taken = found.and_then(take);
        if taken.is_none() {
            faults.add(|| match found {
                Some(value) => format!("{}{name} is {value}, and {} is expected", self.place, expected()),
                None => format!("{}{name} is missing; add it: {} is expected", self.place, expected()),
            });
        }
        taken
    }

    /// Whether the field says nothing: it is missing or null.
    pub fn is_open(&self, name: &str) -> bool {
        self.fields.iter().find(|(field, _)| field == name).is_none_or(|(_, value)| *value == Json::Null)
    }

    /// A whole number.
    pub fn count(&self, name: &str, range: RangeInclusive<u32>, faults: &mut Faults) -> u32 {
        let (least, most) = (*range.start(), *range.end());
        let whole = |value: &Json| if let Json::Number(number) = value { number.as_u64() } else { None };
        let expected = || format!("a whole number from {least} to {most}");
        let Some(read) = self.read(name, &expected, whole, faults) else { return least };
        u32::try_from(read).ok().filter(|count| range.contains(count)).unwrap_or_else(|| {
            faults.add(|| format!("{}{name} is {read}, and {least} to {most} are expected", self.place));
            least
        })
    }

    /// A number from 0 to `most`.
    pub fn amount(&self, name: &str, most: u32, faults: &mut Faults) -> f64 {
        let number = |value: &Json| if let Json::Number(number) = value { number.as_f64() } else { None };
        let expected = || format!("a number from 0 to {most}");
        let Some(read) = self.read(name, &expected, number, faults) else { return 0.0 };
        if !(0.0..=f64::from(most)).contains(&read) {
            faults.add(|| format!("{}{name} is {read}, and 0 to {most} are expected", self.place));
        }
        read
    }

    /// A name: a text that can be shown. Empty if there is none.
    pub fn word(&self, name: &str, faults: &mut Faults) -> &'a str {
        self.text(name, faults).unwrap_or_default()
    }

    fn text(&self, name: &str, faults: &mut Faults) -> Option<&'a str> {
        let text = |value: &'a Json| if let Json::Text(text) = value { Some(text.as_str()) } else { None };
        let word = self.read(name, &|| "a text".to_owned(), text, faults)?;
        if word.chars().count() > LONGEST {
            faults.add(|| format!("{}{name} is longer than {LONGEST} characters; shorten it", self.place));
        } else if safe(word) != word {
            faults.add(|| format!("{}{name} holds characters that cannot be seen; take them out", self.place));
        }
        Some(word)
    }

    /// The name of the row itself, which no other has.
    pub fn id(&self, what: &str, at: usize, ids: &mut Ids<'a>, faults: &mut Faults) -> &'a str {
        let Some(id) = self.text("id", faults) else { return "" };
        if id.is_empty() {
            faults.add(|| format!("{}a {what} has an empty id; give it one of its own", self.place));
        } else if let Some(first) = ids.get(id) {
            let (first, second) = (first + 1, at + 1);
            faults.add(|| {
                format!("{what} {} is there twice, as entries {first} and {second}; rename one of them", shortened(id))
            });
        } else {
            ids.insert(id, at);
        }
        id
    }

    /// The row of another table that the field names.
    pub fn reference(&self, name: &str, ids: &Ids<'_>, faults: &mut Faults) -> usize {
        self.text(name, faults).map_or(0, |word| self.named(name, word, ids, faults))
    }

    /// The rows of another table that the field lists; `what` is one of them.
    pub fn references(&self, name: &str, what: &str, ids: &Ids<'_>, faults: &mut Faults) -> Vec<usize> {
        let list = |value: &'a Json| if let Json::List(list) = value { Some(list) } else { None };
        let list = self.read(name, &|| "a list".to_owned(), list, faults);
        let mut found = Vec::new();
        for value in list.into_iter().flatten() {
            match value {
                Json::Text(word) => found.push(self.named(what, word, ids, faults)),
                other => faults.add(|| format!("{}{name} holds {other}, and texts are expected", self.place)),
            }
        }
        found
    }

    fn named(&self, what: &str, word: &str, ids: &Ids<'_>, faults: &mut Faults) -> usize {
        ids.get(word).copied().unwrap_or_else(|| {
            faults.add(|| {
                let near = nearest(word, ids.keys().copied().take(MOST_COMPARED));
                let way_out =
                    near.map_or_else(|| format!("add it to {what}s"), |near| format!("did you mean ‘{near}’?"));
                format!("{}there is no {what} ‘{}’; {way_out}", self.place, shortened(word))
            });
            0
        })
    }

    /// The rows of a table.
    pub fn rows(&self, name: &str, faults: &mut Faults) -> &'a [Json] {
        let list = |value: &'a Json| if let Json::List(list) = value { Some(list.as_slice()) } else { None };
        self.read(name, &|| "a list".to_owned(), list, faults).unwrap_or_default()
    }

    /// Tells a window that ends before it begins.
    pub fn window(&self, faults: &mut Faults) {
        let period = |name: &str| match self.fields.iter().find(|(field, _)| field == name) {
            Some((_, Json::Number(number))) => number.as_u64(),
            _ => None,
        };
        if let Some((from, to)) = period("from").zip(period("to")).filter(|(from, to)| from > to) {
            let place = &self.place;
            faults.add(|| format!("{place}its window is from {from} to {to}, which ends before it begins; swap them"));
        }
    }
}
