//! Recursive descent: brackets, `not`, `and`, `or`, and the terms that conditions and caveats share.

use crate::case::{Fact, Formation, Nation};
use crate::expr::{Expr, Term};
use crate::nearest::nearest;
use crate::parse::lexer::{Kind, Sign, Token, tokens};
use crate::parse::{Index, MOST_DEPTH, MOST_FACTS, MOST_TERMS, Names, ParseError};
use crate::table::Ix;
use std::collections::BTreeSet;

/// Comparisons of names allowed for hints in one expression.
const COMPARISONS: usize = 5_000;
/// Words with a meaning of their own.
const KEYWORDS: [&str; 4] = ["and", "or", "not", "in"];

/// An expression being read.
pub(crate) struct Parser<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
    depth: usize,
    terms: usize,
    facts: BTreeSet<Ix<Fact>>,
    budget: usize,
    pub names: &'a Names,
    errors: Vec<ParseError>,
}

type Read<T> = Result<T, Vec<ParseError>>;

/// What stands in the brackets of `serves(…)`.
type NationAndFormation = (Option<Ix<Nation>>, Option<Ix<Formation>>);

impl<'a> Parser<'a> {
    pub fn new(text: &'a str, names: &'a Names) -> Read<Self> {
        let tokens = tokens(text).map_err(|e| vec![e])?;
        let facts = BTreeSet::new();
        Ok(Self { tokens, at: 0, depth: 0, terms: 0, facts, budget: COMPARISONS, names, errors: Vec::new() })
    }

    pub fn peek(&self) -> &Token<'a> {
        // The last token is the end, and `take` never goes past it.
        &self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    pub fn take(&mut self) -> Token<'a> {
        let token = self.peek().clone();
        if token.kind != Kind::End {
            self.at += 1;
        }
        token
    }

    /// The bytes of the token taken last.
    pub fn last_span(&self) -> (usize, usize) {
        self.tokens.get(self.at.saturating_sub(1)).map_or((0, 0), |t| t.span)
    }

    /// Takes the word if it stands next.
    pub fn word(&mut self, wanted: &str) -> bool {
        let found = matches!(self.peek().kind, Kind::Word(w) if w.eq_ignore_ascii_case(wanted));
        if found {
            self.at += 1;
        }
        found
    }

    /// Takes the token if it stands next.
    pub fn kind(&mut self, wanted: &Kind<'_>) -> bool {
        let found = self.peek().kind == *wanted;
        if found {
            self.at += 1;
        }
        found
    }

    /// A fault of syntax at the next token.
    pub fn fault<T>(&self, expected: &str) -> Read<T> {
        let token = self.peek();
        let message = match token.kind {
            Kind::End => "The expression ends too early".to_owned(),
            _ => format!("‘{}’ cannot stand here", self.shown(token)),
        };
        Err(vec![ParseError::syntax(token.span, message).expected(expected)])
    }

    fn shown(&self, token: &Token<'a>) -> String {
        match token.kind {
            Kind::Word(w) | Kind::Quoted(w) => w.to_owned(),
            Kind::Open => "(".to_owned(),
            Kind::Close => ")".to_owned(),
            Kind::Comma => ",".to_owned(),
            Kind::Sign(_) => "a comparison".to_owned(),
            Kind::End => "the end".to_owned(),
        }
    }

    /// Notes a name that is unknown, with the nearest one; reading goes on.
    pub fn unknown<'n>(
        &mut self,
        code: &'static str,
        span: (usize, usize),
        message: String,
        expected: &str,
        names: impl IntoIterator<Item = &'n str>,
        wrong: &str,
    ) {
        let hint = nearest(wrong, names, &mut self.budget).map(|n| format!("did you mean ‘{n}’?"));
        let error = ParseError::new(code, span, message).expected(expected);
        self.errors.push(ParseError { hint, ..error });
    }

    /// Notes an error; reading goes on.
    pub fn note(&mut self, error: ParseError) {
        self.errors.push(error);
    }

    /// The whole text as one expression.
    pub fn whole<A>(&mut self, term: &mut dyn FnMut(&mut Self) -> Read<Expr<A>>) -> Read<Expr<A>> {
        let expr = self.either(term)?;
        if self.peek().kind == Kind::End { Ok(expr) } else { self.fault("and, or, or the end") }
    }

    /// The errors noted on the way.
    pub fn finish(self) -> Read<()> {
        let mut errors = self.errors;
        if self.facts.len() > MOST_FACTS {
            let end = self.tokens.last().map_or(0, |t| t.span.1);
            let message = format!("The expression rests on {} different facts", self.facts.len());
            let hint = "put several facts that go together into one";
            errors.push(
                ParseError::new("too-many-facts", (0, end), message)
                    .expected(format!("at most {MOST_FACTS}"))
                    .hint(hint),
            );
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    fn either<A>(&mut self, term: &mut dyn FnMut(&mut Self) -> Read<Expr<A>>) -> Read<Expr<A>> {
        let mut parts = vec![self.both(term)?];
        while self.word("or") {
            parts.push(self.both(term)?);
        }
        Ok(Expr::any(parts))
    }

    fn both<A>(&mut self, term: &mut dyn FnMut(&mut Self) -> Read<Expr<A>>) -> Read<Expr<A>> {
        let mut parts = vec![self.unary(term)?];
        while self.word("and") {
            parts.push(self.unary(term)?);
        }
        Ok(Expr::all(parts))
    }

    fn unary<A>(&mut self, term: &mut dyn FnMut(&mut Self) -> Read<Expr<A>>) -> Read<Expr<A>> {
        if self.depth >= MOST_DEPTH {
            let error = ParseError::new("too-deep", self.peek().span, "The expression is nested too deeply");
            return Err(vec![error.expected(format!("at most {MOST_DEPTH} brackets and nots inside one another"))]);
        }
        self.depth += 1;
        let expr = if self.word("not") {
            self.unary(term)?.negated()
        } else if self.kind(&Kind::Open) {
            let inner = self.either(term)?;
            if !self.kind(&Kind::Close) {
                return self.fault("a closing bracket");
            }
            inner
        } else {
            self.terms += 1;
            if self.terms > MOST_TERMS {
                let error = ParseError::new("too-many-terms", self.peek().span, "The expression has too many terms");
                return Err(vec![error.expected(format!("at most {MOST_TERMS}"))]);
            }
            term(self)?
        };
        self.depth -= 1;
        Ok(expr)
    }

    /// A term that speaks of facts or the plan.
    pub fn plan_term(&mut self) -> Read<Expr<Term>> {
        let expected = "a fact, serves(…), leads(…), troops(…) or not";
        let token = self.peek().clone();
        let word = match token.kind {
            Kind::Quoted(name) => {
                self.take();
                return self.fact(name, token.span);
            }
            Kind::Word(word) if !KEYWORDS.iter().any(|k| k.eq_ignore_ascii_case(word)) => word,
            _ => return self.fault(expected),
        };
        self.take();
        match word {
            _ if self.peek().kind == Kind::Open => self.call(word, token.span),
            "true" => Ok(Expr::Const(true)),
            "false" => Ok(Expr::Const(false)),
            _ => self.fact(word, token.span),
        }
    }

    fn fact(&mut self, name: &str, span: (usize, usize)) -> Read<Expr<Term>> {
        let names = self.names;
        match names.facts.find(name) {
            Some(fact) => {
                self.facts.insert(fact);
                Ok(Expr::Term(Term::Fact(fact)))
            }
            None if names.facts.is_unread() => Ok(Expr::Const(false)),
            None => {
                let message = format!("There is no fact ‘{name}’");
                self.unknown("unknown-fact", span, message, "a fact of [facts] in case.toml", names.facts.ids(), name);
                Ok(Expr::Const(false))
            }
        }
    }

    /// `serves(…)`, `leads(…)` or `troops(…) sign number`.
    fn call(&mut self, word: &str, span: (usize, usize)) -> Read<Expr<Term>> {
        match word {
            "serves" | "leads" => {
                let (nation, formation) = self.nation_and_formation()?;
                let Some(nation) = nation else { return Ok(Expr::Const(false)) };
                Ok(Expr::Term(if word == "serves" {
                    Term::Serves(nation, formation)
                } else {
                    Term::Leads(nation, formation)
                }))
            }
            "troops" => {
                let (nation, formation) = self.nation_and_formation()?;
                let Kind::Sign(sign) = self.peek().kind else { return self.fault("a comparison such as >= 1000") };
                self.take();
                let token = self.take();
                let people = match token.kind {
                    Kind::Word(w) => w.parse::<u32>().ok().filter(|&n| n <= 10_000_000),
                    _ => None,
                };
                let Some(people) = people else {
                    let error = ParseError::syntax(token.span, "troops(…) is compared with a number of people");
                    return Err(vec![error.expected("a whole number from 0 to 10,000,000, such as 1000")]);
                };
                let Some(nation) = nation else { return Ok(Expr::Const(false)) };
                let at_least = |k: u32| match k {
                    0 => Expr::Const(true),
                    k => Expr::Term(Term::TroopsAtLeast(nation, formation, k)),
                };
                Ok(match sign {
                    Sign::AtLeast => at_least(people),
                    Sign::More => at_least(people + 1),
                    Sign::Less => at_least(people).negated(),
                    Sign::AtMost => at_least(people + 1).negated(),
                    Sign::Equal => Expr::all(vec![at_least(people), at_least(people + 1).negated()]),
                    Sign::NotEqual => Expr::any(vec![at_least(people).negated(), at_least(people + 1)]),
                })
            }
            _ => {
                let known = ["serves", "leads", "troops", "partner", "commander"];
                let hint = nearest(word, known, &mut self.budget).map(|n| format!("did you mean ‘{n}’?"));
                let message = format!("Nothing called ‘{word}’ takes names in brackets");
                let error = ParseError::syntax(span, message).expected("serves(…), leads(…) or troops(…)");
                Err(vec![ParseError { hint, ..error }])
            }
        }
    }

    /// `(NATION)` or `(NATION, FORMATION)`. The nation is `None` if it is unknown, which has been noted.
    fn nation_and_formation(&mut self) -> Read<NationAndFormation> {
        let names = self.names;
        self.open()?;
        let nation = self.nation()?;
        let mut formation = None;
        if self.kind(&Kind::Comma) {
            let (name, span) = self.name("a formation")?;
            formation = self.known(&names.formations, name, span, "formation", "formations.csv");
        }
        self.close()?;
        Ok((nation, formation))
    }

    pub fn open(&mut self) -> Read<()> {
        if self.kind(&Kind::Open) { Ok(()) } else { self.fault("an opening bracket") }
    }

    pub fn close(&mut self) -> Read<()> {
        if self.kind(&Kind::Close) { Ok(()) } else { self.fault("a closing bracket") }
    }

    /// A name, quoted or not.
    pub fn name(&mut self, expected: &str) -> Read<(&'a str, (usize, usize))> {
        match self.peek().kind {
            Kind::Word(name) | Kind::Quoted(name) => Ok((name, self.take().span)),
            _ => self.fault(expected),
        }
    }

    /// A nation; `None` if it is unknown, which has been noted.
    pub fn nation(&mut self) -> Read<Option<Ix<Nation>>> {
        let names = self.names;
        let (name, span) = self.name("a nation")?;
        Ok(self.known(&names.nations, name, span, "nation", "nations.csv"))
    }

    /// The row called `name`, or a note that there is none.
    pub fn known<T>(
        &mut self,
        index: &Index<T>,
        name: &str,
        span: (usize, usize),
        what: &str,
        home: &str,
    ) -> Option<Ix<T>> {
        let found = index.find(name);
        if found.is_none() && !index.is_unread() {
            let code = if what == "nation" { "unknown-nation" } else { "unknown-name" };
            let message = format!("There is no {what} ‘{name}’");
            self.unknown(code, span, message, &format!("an identifier of {home}"), index.ids(), name);
        }
        found
    }
}
