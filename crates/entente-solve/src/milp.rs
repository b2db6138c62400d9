//! A mixed-integer linear program to be minimised, with names. Columns and rows keep the order in which
//! they were added, so the same model is the same bytes.

/// Position of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Col(u32);

/// Position of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row(u32);

impl Col {
    /// The position as a plain index.
    pub fn get(self) -> usize {
        self.0 as usize
    }
}

impl Row {
    /// The position as a plain index.
    pub fn get(self) -> usize {
        self.0 as usize
    }
}

/// What values a column takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Real numbers.
    Continuous,
    /// Whole numbers.
    Integer,
}

/// A column: name, bounds, objective coefficient.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Name, unique among columns.
    pub name: String,
    /// Least value.
    pub lower: f64,
    /// Most; may be infinite.
    pub upper: f64,
    /// Objective coefficient.
    pub cost: f64,
    /// Real or whole.
    pub kind: Kind,
}

/// A row: name and range of its activity.
#[derive(Clone, Debug, PartialEq)]
pub struct RowBounds {
    /// Name, unique among rows.
    pub name: String,
    /// Least activity; may be −infinite.
    pub lower: f64,
    /// Most; may be infinite.
    pub upper: f64,
}

/// min offset + cᵀx subject to lower ≤ Ax ≤ upper, bounds and integrality.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Milp {
    /// Name of the model.
    pub name: String,
    /// Constant of the objective.
    pub offset: f64,
    columns: Vec<Column>,
    rows: Vec<RowBounds>,
    /// Entries by row: those of row i are `starts[i] .. starts[i + 1]` of `index` and `value`.
    starts: Vec<usize>,
    index: Vec<Col>,
    value: Vec<f64>,
}

impl Milp {
    /// An empty model.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), starts: vec![0], ..Self::default() }
    }

    /// Adds a column with objective coefficient 0.
    pub fn column(&mut self, name: String, lower: f64, upper: f64, kind: Kind) -> Col {
        let at = u32::try_from(self.columns.len()).expect("a model has fewer than 2^32 columns");
        self.columns.push(Column { name, lower, upper, cost: 0.0, kind });
        Col(at)
    }

    /// Adds a binary column with objective coefficient 0.
    pub fn binary(&mut self, name: String) -> Col {
        self.column(name, 0.0, 1.0, Kind::Integer)
    }

    /// Adds `cost` to the objective coefficient of a column.
    pub fn add_cost(&mut self, column: Col, cost: f64) {
        self.columns[column.get()].cost += cost;
    }

    /// Sets the least value of a column.
    pub fn set_lower(&mut self, column: Col, lower: f64) {
        self.columns[column.get()].lower = lower;
    }

    /// Adds a row. Entries of one column are added up; those that come to 0 are dropped.
    pub fn row(&mut self, name: String, lower: f64, upper: f64, mut entries: Vec<(Col, f64)>) -> Row {
        let at = u32::try_from(self.rows.len()).expect("a model has fewer than 2^32 rows");
        entries.sort_by_key(|(column, _)| *column);
        entries.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 += later.1;
            }
            same
        });
        for (column, value) in entries.into_iter().filter(|(_, v)| *v != 0.0) {
            self.index.push(column);
            self.value.push(value);
        }
        self.starts.push(self.index.len());
        self.rows.push(RowBounds { name, lower, upper });
        Row(at)
    }

    /// Adds Σ entries ≤ upper.
    pub fn at_most(&mut self, name: String, entries: Vec<(Col, f64)>, upper: f64) -> Row {
        self.row(name, f64::NEG_INFINITY, upper, entries)
    }

    /// Adds Σ entries ≥ lower.
    pub fn at_least(&mut self, name: String, entries: Vec<(Col, f64)>, lower: f64) -> Row {
        self.row(name, lower, f64::INFINITY, entries)
    }

    /// The columns in order.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The rows in order.
    pub fn rows(&self) -> &[RowBounds] {
        &self.rows
    }

    /// Position and coefficient of the entries of the row at `at`, by column.
    pub fn entries(&self, at: usize) -> impl ExactSizeIterator<Item = (Col, f64)> + '_ {
        let range = self.starts[at]..self.starts[at + 1];
        self.index[range.clone()].iter().copied().zip(self.value[range].iter().copied())
    }

    /// The matrix by rows: starts (one for each row), column positions, values.
    pub fn by_rows(&self) -> (&[usize], &[Col], &[f64]) {
        (&self.starts[..self.rows.len()], &self.index, &self.value)
    }

    /// The objective at `values`, one for each column.
    pub fn objective(&self, values: &[f64]) -> f64 {
        self.offset + self.columns.iter().zip(values).map(|(c, v)| c.cost * v).sum::<f64>()
    }
}
