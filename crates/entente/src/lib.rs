//! The shell of Entente: files, clock and command line around the crates that do the work.
//!
//! A command reads a folder ([`case_folder`]) or a foreign file ([`exchange`]), hands values to the
//! model, the planner and the report, and writes a run folder ([`run_folder`]). Data goes to stdout,
//! all else to stderr ([`terminal`]); what can go wrong is a [`failure::Failure`].

pub mod case_folder;
pub mod cli;
pub mod digest;
pub mod exchange;
pub mod failure;
pub mod run_folder;
pub mod terminal;
