//! The words of a force plan: case texts in, a validated [`Case`] and diagnostics out.
//!
//! Read in this order: [`case`] (what a case is made of), [`expr`] (conditions), [`caveat`],
//! [`calendar`], [`diagnostic`]. This crate opens no file, reads no clock and knows no solver.

pub mod area;
pub mod calendar;
pub mod case;
pub mod caveat;
mod check;
pub mod country;
mod datapackage;
pub mod diagnostic;
pub mod expr;
mod nearest;
pub mod parse;
pub mod provenance;
pub mod quantity;
mod read;
mod report;
pub mod schema;
pub mod table;

pub use calendar::{Calendar, Period, PeriodKind, Window};
pub use case::{
    Capability, Case, CeilingStep, EnablingRule, EntryPoint, Fact, Formation, LeadRule, Line, Nation, Offer, Priority,
    Status, Weights,
};
pub use caveat::{Axis, Caveat};
pub use check::MOST_ELEMENTS;
pub use datapackage::{datapackage, datapackage_of};
pub use diagnostic::{Diagnostic, Severity};
pub use expr::{Condition, Expr, Term, Truth};
pub use read::{Loaded, fixture, load};
pub use table::{Ix, Named, Table};
