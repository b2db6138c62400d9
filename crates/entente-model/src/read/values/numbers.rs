//! Numbers within the limits of their fields.

use crate::diagnostic::Severity;
use crate::read::number::{NoNumber, number};
use crate::read::row::{Found, Row};
use crate::read::values::{Values, plain};

impl Values {
    /// A number within the limits of its field.
    pub fn decimal(&mut self, row: &Row<'_>, name: &str) -> Option<f64> {
        match row.find(name) {
            Some(found) => self.number(&found, false),
            None => {
                let field = row.field(name);
                if field.required && row.has_column(name) {
                    self.missing(row, name);
                }
                field.default.parse().ok()
            }
        }
    }

    /// A whole number within the limits of its field.
    pub fn count(&mut self, row: &Row<'_>, name: &str) -> Option<u64> {
        match row.find(name) {
            // Limits lie far below 2^53, so that the conversion is exact.
            Some(found) => self.number(&found, true).map(|value| value as u64),
            None => {
                let field = row.field(name);
                if field.required && row.has_column(name) {
                    self.missing(row, name);
                }
                field.default.parse().ok()
            }
        }
    }

    /// The same in 32 bits.
    pub fn count32(&mut self, row: &Row<'_>, name: &str) -> Option<u32> {
        self.count(row, name).and_then(|value| u32::try_from(value).ok())
    }

    fn number(&mut self, found: &Found<'_>, whole: bool) -> Option<f64> {
        let name = plain(&found.field.name);
        let value = match number(found.text(), whole) {
            Ok(number) => {
                if number.converted {
                    let what = format!("Read as {}", number.value);
                    self.report.push(found.remark(Severity::Note, "number-format", what));
                }
                number.value
            }
            Err(NoNumber::NotANumber) => {
                self.report.push(found.error("not-a-number", format!("‘{name}’ is not a number")));
                return None;
            }
            Err(NoNumber::Ambiguous([one, other])) => {
                let what = format!("‘{name}’ could mean {one} or {other}");
                self.report.push(found.error("ambiguous-number", what).hint(format!("write {one} or {other}")));
                return None;
            }
        };
        let limits = found.field.limits;
        let below = limits.is_some_and(|l| value < l.least || (l.above_least && value == l.least));
        let (code, what) = if whole && value.fract() != 0.0 {
            ("fractional-number", format!("‘{name}’ is not whole"))
        } else if limits.is_none_or(|l| l.hold(value)) {
            return Some(value);
        } else if matches!(name.as_str(), "probability" | "p_deliver") {
            ("probability-out-of-range", format!("‘{name}’ does not lie between 0 and 1"))
        } else if below && matches!(name.as_str(), "tour_months" | "dwell_ratio") {
            ("zero-duration", format!("‘{name}’ is not more than 0"))
        } else if value < 0.0 {
            ("negative-number", format!("‘{name}’ is negative"))
        } else if below {
            ("number-out-of-range", format!("‘{name}’ is too small"))
        } else {
            ("number-out-of-range", format!("‘{name}’ is too large"))
        };
        self.report.push(found.error(code, what));
        None
    }
}
