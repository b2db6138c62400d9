//! The numbers: a mixed-integer linear program with named rows and columns, its text form (MPS), and
//! the one file that talks to HiGHS. No word of the domain lives here.

pub mod highs;
pub mod milp;
pub mod mps;

pub use highs::{Answer, Limits, Stand, Stop, solve};
pub use milp::{Col, Kind, Milp, Row};
