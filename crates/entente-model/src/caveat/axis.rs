//! The axes of caveats: what kind of limit a nation sets on its forces.

/// The axis of a caveat, by its letter in `reference` tables and case files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Axis {
    /// G: where.
    Geography,
    /// P: in which phase.
    Phase,
    /// T: which tasks.
    Task,
    /// O: which types of operation.
    Operation,
    /// N: at night.
    Night,
    /// W: weather and season.
    Weather,
    /// F: force and weapons.
    Force,
    /// M: medical and evacuation limits.
    Medical,
    /// L: logistics.
    Logistics,
    /// A: with which partners.
    Partner,
    /// C: under whose command.
    Command,
    /// I: sharing of information.
    Information,
    /// S: strength.
    Strength,
    /// D: duration and sunset.
    Duration,
    /// R: referral to the capital.
    Referral,
    /// B: a third party's backstop.
    Backstop,
    /// J: legal basis.
    Legal,
}

/// What can be tested of the service asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attribute {
    /// ISO 3166 alpha-3 of the country where the line serves.
    Country,
}
