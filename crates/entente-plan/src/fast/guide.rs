//! What a relaxation tells a search: which nations are worth a try, and what elements are worth where.

/// What is tried hangs on it, never what a plan is judged by.
#[derive(Clone, Debug)]
pub struct Guide {
    /// How much of each place the relaxation gives, 0 to 1, by [`super::core::Core::place`].
    pub places: Vec<f32>,
    /// What an element on a line is worth in a period, by line and period, in the unit of the objective.
    pub worth: Vec<f32>,
    /// What the ceilings of each nation cost, in the unit of the objective.
    pub ceilings: Vec<f64>,
}
