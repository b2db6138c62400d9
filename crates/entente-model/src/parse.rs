//! Reads the words of conditions and caveats.
//!
//! ```text
//! expression = and-part { "or" and-part }
//! and-part   = unary { "and" unary }
//! unary      = "not" unary | "(" expression ")" | term
//! term       = fact | "true" | "false"
//!            | "serves" "(" nation [ "," formation ] ")"
//!            | "leads" "(" nation [ "," formation ] ")"
//!            | "troops" "(" nation [ "," formation ] ")" sign number
//! ```
//!
//! Caveats can also use
//!
//! ```text
//! term       = "partner" "(" nation ")" | "commander" "(" nation ")"
//!            | "before" date | "after" date
//!            | attribute [ sign value | [ "not" ] "in" "(" value { "," value } ")" ]
//! sign       = "=" | "!=" | "<" | "<=" | ">" | ">="
//! ```
//!
//! Names other than letters, digits, `_`, `-`, `.` stand in quotes. `not` binds tighter than `and`, `and`
//! tighter than `or`.

mod grammar;
mod lexer;
mod names;
mod predicate;

pub use names::{Index, Names};
pub(crate) use predicate::from_d_day;

use crate::caveat::Test;
use crate::expr::{Expr, Term};
use grammar::Parser;

/// Deepest nesting of brackets and `not`.
pub const MOST_DEPTH: usize = 64;
/// Most terms in one expression.
pub const MOST_TERMS: usize = 500;
/// Most different facts in one condition: the cost of its probability doubles with each.
pub const MOST_FACTS: usize = 12;

/// What is wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// Stable code: `condition-syntax`, `unknown-fact`, `unknown-name`, `unknown-nation`, `too-many-facts`, …
    pub code: &'static str,
    /// Bytes of the text that are at fault.
    pub span: (usize, usize),
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What was expected.
    pub expected: Option<String>,
    /// A way out.
    pub hint: Option<String>,
}

impl ParseError {
    fn new(code: &'static str, span: (usize, usize), message: impl Into<String>) -> Self {
        Self { code, span, message: message.into(), expected: None, hint: None }
    }

    fn syntax(span: (usize, usize), message: impl Into<String>) -> Self {
        Self::new("condition-syntax", span, message)
    }

    fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Reads a condition. An empty text always holds.
///
/// # Errors
/// Every unknown name, or the first fault of syntax.
pub fn condition(text: &str, names: &Names) -> Result<Expr<Term>, Vec<ParseError>> {
    if text.trim().is_empty() {
        return Ok(Expr::Const(true));
    }
    let mut parser = Parser::new(text, names)?;
    let expr = parser.whole(&mut |p| p.plan_term())?;
    parser.finish()?;
    Ok(expr)
}

/// Reads the predicate of a caveat. An empty text never holds: nothing is excluded.
///
/// # Errors
/// Every unknown name, or the first fault of syntax.
pub fn predicate(text: &str, names: &Names) -> Result<Expr<Test>, Vec<ParseError>> {
    if text.trim().is_empty() {
        return Ok(Expr::Const(false));
    }
    let mut parser = Parser::new(text, names)?;
    let expr = parser.whole(&mut |p| p.test())?;
    parser.finish()?;
    Ok(expr)
}
