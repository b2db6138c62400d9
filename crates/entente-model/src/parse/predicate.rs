//! The terms that only caveats use: attributes of the service asked, dates, partners and commanders.

use crate::calendar::Calendar;
use crate::caveat::{Attribute, AttributeTest, Comparison, Domain, Test, Values};
use crate::country::{codes, is_country};
use crate::expr::{Expr, Term};
use crate::parse::ParseError;
use crate::parse::grammar::Parser;
use crate::parse::lexer::{Kind, Sign};
use crate::read::date::{NoDate, days};
use crate::schema::{self, one_of};
use jiff::civil::Date;

type Read<T> = Result<T, Vec<ParseError>>;

/// Numbers from the first to the last, both meant: a number, or the days of a date or period.
type Stretch = (f64, f64);

impl Parser<'_> {
    /// A term of a caveat.
    pub fn test(&mut self) -> Read<Expr<Test>> {
        let Kind::Word(word) = self.peek().kind else { return self.plan_test() };
        match word {
            "partner" | "commander" => {
                self.take();
                self.open()?;
                let nation = self.nation()?;
                self.close()?;
                let test = if word == "partner" { Test::Partner } else { Test::Commander };
                Ok(nation.map_or(Expr::Const(false), |n| Expr::Term(test(n))))
            }
            "before" | "after" => {
                self.take();
                let date = self.stretch(true)?;
                let sign = if word == "before" { Sign::Less } else { Sign::More };
                Ok(compare(Attribute::Date, sign, date))
            }
            _ => match Attribute::parse(word) {
                Some(attribute) => {
                    self.take();
                    self.attribute(attribute)
                }
                None => self.plan_test(),
            },
        }
    }

    fn plan_test(&mut self) -> Read<Expr<Test>> {
        let expr: Expr<Term> = self.plan_term()?;
        Ok(expr.replace(&mut |term| Expr::Term(Test::Plan(*term))))
    }

    fn attribute(&mut self, attribute: Attribute) -> Read<Expr<Test>> {
        let definition = attribute.definition();
        let set = Expr::Term(Test::Attribute(AttributeTest { attribute, comparison: Comparison::Set }));
        match definition.values {
            Values::Flag => match self.peek().kind {
                Kind::Sign(sign @ (Sign::Equal | Sign::NotEqual)) => {
                    self.take();
                    let yes = if self.word("yes") {
                        true
                    } else if self.word("no") {
                        false
                    } else {
                        return self.fault("yes or no");
                    };
                    Ok(if yes == (sign == Sign::Equal) { set } else { set.negated() })
                }
                _ => Ok(set),
            },
            Values::Number | Values::Date => {
                let date = definition.values == Values::Date;
                if let Kind::Sign(sign) = self.peek().kind {
                    self.take();
                    let value = self.stretch(date)?;
                    self.sensible(attribute, value);
                    return Ok(compare(attribute, sign, value));
                }
                let negated = self.word("not");
                if !self.word("in") {
                    return self.fault("a comparison such as < 50, or in (…)");
                }
                let mut parts = Vec::new();
                self.open()?;
                loop {
                    let value = self.stretch(date)?;
                    self.sensible(attribute, value);
                    parts.push(compare(attribute, Sign::Equal, value));
                    if !self.kind(&Kind::Comma) {
                        break;
                    }
                }
                self.close()?;
                let any = Expr::any(parts);
                Ok(if negated { any.negated() } else { any })
            }
            Values::Names(domain) => self.names_of(attribute, domain),
        }
    }

    fn names_of(&mut self, attribute: Attribute, domain: Domain) -> Read<Expr<Test>> {
        let mut negated = false;
        let mut names = Vec::new();
        match self.peek().kind {
            Kind::Sign(sign @ (Sign::Equal | Sign::NotEqual)) => {
                self.take();
                negated = sign == Sign::NotEqual;
                names.push(self.name_of(domain)?);
            }
            _ => {
                negated = self.word("not") || negated;
                if !self.word("in") {
                    return self.fault("= and a name, or in (…)");
                }
                self.open()?;
                loop {
                    names.push(self.name_of(domain)?);
                    if !self.kind(&Kind::Comma) {
                        break;
                    }
                }
                self.close()?;
            }
        }
        let test = AttributeTest { attribute, comparison: Comparison::OneOf(names) };
        let expr = Expr::Term(Test::Attribute(test));
        Ok(if negated { expr.negated() } else { expr })
    }

    /// A name of the domain; an unknown one has been noted.
    fn name_of(&mut self, domain: Domain) -> Read<String> {
        let (name, span) = self.name("a name")?;
        let names = self.names;
        match domain {
            Domain::Free => {}
            Domain::Country => {
                if !is_country(name) {
                    let message = format!("There is no country ‘{name}’");
                    let expected = "a country code of ISO 3166-1 alpha-3, or XAA to XZZ";
                    self.unknown("unknown-country", span, message, expected, codes(), name);
                }
            }
            Domain::Area => {
                let field = schema::table("capabilities.csv").and_then(|t| t.field("area"));
                if let Some(schema::Kind::Choice(areas)) = field.map(|f| &f.kind)
                    && !areas.iter().any(|a| a == name)
                {
                    let message = format!("There is no functional area ‘{name}’");
                    let list = areas.iter().map(String::as_str);
                    self.unknown("unknown-name", span, message, &one_of(list.clone()), list, name);
                }
            }
            Domain::Place => drop(self.known(&names.places, name, span, "place", "area.geojson")),
            Domain::Formation => drop(self.known(&names.formations, name, span, "formation", "formations.csv")),
            Domain::Line => drop(self.known(&names.lines, name, span, "requirement line", "requirements.csv")),
            Domain::Capability => drop(self.known(&names.capabilities, name, span, "capability", "capabilities.csv")),
            Domain::Phase => drop(self.known(&names.phases, name, span, "phase", "[phases] in case.toml")),
        }
        Ok(name.to_owned())
    }

    /// A number, or the days of a date counted from D-day.
    fn stretch(&mut self, date: bool) -> Read<Stretch> {
        let Kind::Word(word) = self.peek().kind else {
            return self.fault(if date { "a date" } else { "a number" });
        };
        let token = self.take();
        if !date {
            return match word.parse::<f64>() {
                Ok(value) if value.is_finite() && !word.contains(|c: char| c.is_alphabetic()) => Ok((value, value)),
                _ => {
                    let error = ParseError::syntax(token.span, format!("‘{word}’ is not a number"));
                    Err(vec![error.expected("a number such as 50 or 12.5")])
                }
            };
        }
        let calendar = &self.names.calendar;
        match days(word, calendar) {
            Ok(days) => Ok((from_d_day(days.first, calendar), from_d_day(days.last, calendar))),
            Err(why) => {
                let what = match why {
                    NoDate::OutOfRange => format!("‘{word}’ lies outside the years 1900 to 2999"),
                    _ => format!("‘{word}’ is not a date"),
                };
                Err(vec![ParseError::syntax(token.span, what).expected("a date such as 2026-09-01 or D+180")])
            }
        }
    }

    /// Notes a month that no calendar has: the test would never hold.
    fn sensible(&mut self, attribute: Attribute, (value, _): Stretch) {
        if attribute == Attribute::Month && !((1.0..=12.0).contains(&value) && value.fract() == 0.0) {
            let span = self.last_span();
            self.note(ParseError::new("unknown-name", span, format!("There is no month {value}")).expected("1 to 12"));
        }
    }
}

/// Days from D-day to `date`.
pub(crate) fn from_d_day(date: Date, calendar: &Calendar) -> f64 {
    calendar.d_day.until(date).map_or(0.0, |span| f64::from(span.get_days()))
}

/// The comparison of a number attribute, built of “less than” and “at most”.
fn compare(attribute: Attribute, sign: Sign, (first, last): Stretch) -> Expr<Test> {
    let test = |comparison| Expr::Term(Test::Attribute(AttributeTest { attribute, comparison }));
    let below = || test(Comparison::Below(first));
    let at_most = || test(Comparison::AtMost(last));
    match sign {
        Sign::Less => below(),
        Sign::AtMost => at_most(),
        Sign::More => at_most().negated(),
        Sign::AtLeast => below().negated(),
        Sign::Equal => Expr::all(vec![at_most(), below().negated()]),
        Sign::NotEqual => Expr::any(vec![at_most().negated(), below()]),
    }
}
