//! How a relaxation stands: its tables, and what the rows of each are of. They are listed here alone; whoever goes through
//! all of them says what is done with each kind of row. How far tables step is not told here: see `relax/`.

/// What a table tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Values of columns.
    Value,
    /// Prices of rows.
    Price,
}

/// What a row of a table is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A column of tours; one cell.
    Tour,
    /// A way in a formation; one cell.
    Place,
    /// A way; one cell.
    Way,
    /// A formation; one cell.
    Formation,
    /// A supply; a cell for each period, as in all that follow.
    Supply,
    /// A line.
    Line,
    /// A team.
    Team,
    /// A join.
    Join,
    /// A row of ceilings.
    Ceiling,
    /// The theatre, which has one row.
    Theatre,
}

macro_rules! tables {
    ($($(#[$doc:meta])* $table:ident: $kind:ident by $by:ident,)*) => {
        /// The tables of a relaxation as they lie, row by row: values of columns, then prices of rows.
        #[derive(Clone, Debug)]
        pub struct Standing<T = Vec<f32>> {
            $($(#[$doc])* pub $table: T,)*
            /// Weight of dual against primal steps.
            pub weight: f64,
            /// What one unit of prices weighs in the objective.
            pub unit: f64,
        }

        impl<T> Standing<T> {
            /// Tables made by what they tell and what their rows are of.
            pub fn new(weight: f64, unit: f64, mut make: impl FnMut(Kind, By) -> T) -> Self {
                Self { $($table: make(Kind::$kind, By::$by),)* weight, unit }
            }

            /// Something made of each table.
            pub fn map<U>(self, mut make: impl FnMut(Kind, By, T) -> U) -> Standing<U> {
                let Self { weight, unit, .. } = self;
                Standing { $($table: make(Kind::$kind, By::$by, self.$table),)* weight, unit }
            }

            /// Each table with the same one of another; weight and unit stay.
            pub fn zip<U>(self, other: Standing<U>) -> Standing<(T, U)> {
                let Self { weight, unit, .. } = self;
                Standing { $($table: (self.$table, other.$table),)* weight, unit }
            }

            /// The tables by reference.
            pub fn each_ref(&self) -> Standing<&T> {
                Standing { $($table: &self.$table,)* weight: self.weight, unit: self.unit }
            }

            /// The tables by reference, to be changed.
            pub fn each_mut(&mut self) -> Standing<&mut T> {
                Standing { $($table: &mut self.$table,)* weight: self.weight, unit: self.unit }
            }

            /// The tables, one after the other.
            pub fn tables(self) -> impl Iterator<Item = T> {
                [$(self.$table),*].into_iter()
            }
        }
    };
}

tables! {
    /// x, elements.
    x: Value by Tour,
    /// w, elements.
    w: Value by Supply,
    /// s, elements.
    short: Value by Line,
    /// y, what a way has of a place.
    y: Value by Place,
    /// z, the share of a way.
    z: Value by Way,
    /// What a line pays for an element.
    cover: Price by Line,
    /// What a line pays for whole elements.
    rounding: Price by Line,
    /// What a nation is paid for what it brings to a line.
    supply: Price by Supply,
    /// What a nation pays for its place, by what it brings to a line.
    place: Price by Supply,
    /// What an element pays for being on tour or in dwell.
    busy: Price by Team,
    /// What it pays for that in a formation.
    join: Price by Join,
    /// What a nation pays for a place in a formation.
    nations: Price by Formation,
    /// What people on tour pay under a ceiling.
    ceiling: Price by Ceiling,
    /// What people on tour pay, all of them.
    theatre: Price by Theatre,
}
