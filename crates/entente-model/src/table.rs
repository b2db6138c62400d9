//! Typed positions and ordered tables: a row of one kind can never be mistaken for a row of another.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Index;

/// Position of a `T` in the [`Table`] that owns it.
pub struct Ix<T>(u32, PhantomData<fn() -> T>);

impl<T> Ix<T> {
    /// The position `at`; a table holds fewer than 2³² rows.
    pub fn new(at: usize) -> Self {
        Self(u32::try_from(at).expect("a table holds fewer than 2^32 rows"), PhantomData)
    }

    /// The position as a plain index.
    pub fn get(self) -> usize {
        self.0 as usize
    }
}

impl<T> Clone for Ix<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Ix<T> {}
impl<T> PartialEq for Ix<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Ix<T> {}
impl<T> PartialOrd for Ix<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Ix<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> Hash for Ix<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Debug for Ix<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// A row that is named by an identifier, unique in its table.
pub trait Named {
    /// The identifier as it stands in the case files.
    fn id(&self) -> &str;
}

/// Rows in file order, found by position or by identifier.
#[derive(Clone, Debug)]
pub struct Table<T> {
    rows: Vec<T>,
    by_id: BTreeMap<String, u32>,
}

impl<T: Named> Table<T> {
    /// Takes the rows in their order. The caller has refused duplicate identifiers already: of two
    /// rows with one identifier, the first is the one found by it.
    pub fn new(rows: Vec<T>) -> Self {
        let mut by_id = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            by_id.entry(row.id().to_owned()).or_insert_with(|| Ix::<T>::new(at).0);
        }
        Self { rows, by_id }
    }

    /// The row called `id`.
    pub fn find(&self, id: &str) -> Option<Ix<T>> {
        self.by_id.get(id).map(|&at| Ix(at, PhantomData))
    }
}

impl<T> Table<T> {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.rows.iter()
    }

    /// The positions in order.
    pub fn indices(&self) -> impl DoubleEndedIterator<Item = Ix<T>> + ExactSizeIterator + use<T> {
        (0..self.rows.len()).map(Ix::new)
    }

    /// Positions and rows in order.
    pub fn enumerate(&self) -> impl DoubleEndedIterator<Item = (Ix<T>, &T)> + ExactSizeIterator {
        self.rows.iter().enumerate().map(|(at, row)| (Ix::new(at), row))
    }

    /// The row at `at`, to be changed; its identifier must stay as it is.
    pub fn row_mut(&mut self, at: Ix<T>) -> &mut T {
        &mut self.rows[at.get()]
    }
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), by_id: BTreeMap::new() }
    }
}

impl<T> Index<Ix<T>> for Table<T> {
    type Output = T;
    fn index(&self, at: Ix<T>) -> &T {
        &self.rows[at.get()]
    }
}

impl<'a, T> IntoIterator for &'a Table<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.rows.iter()
    }
}
