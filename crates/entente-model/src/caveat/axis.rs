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

impl Axis {
    /// All, with letter and name, in the order of reports.
    const NAMES: [(Self, &'static str, &'static str); 17] = [
        (Self::Geography, "G", "geography"),
        (Self::Phase, "P", "phase"),
        (Self::Task, "T", "task"),
        (Self::Operation, "O", "operation"),
        (Self::Night, "N", "night"),
        (Self::Weather, "W", "weather"),
        (Self::Force, "F", "force"),
        (Self::Medical, "M", "medical"),
        (Self::Logistics, "L", "logistics"),
        (Self::Partner, "A", "partner"),
        (Self::Command, "C", "command"),
        (Self::Information, "I", "information"),
        (Self::Strength, "S", "strength"),
        (Self::Duration, "D", "duration"),
        (Self::Referral, "R", "referral"),
        (Self::Backstop, "B", "backstop"),
        (Self::Legal, "J", "legal"),
    ];

    /// All, in the order of reports.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::NAMES.into_iter().map(|entry| entry.0)
    }

    fn entry(self) -> (Self, &'static str, &'static str) {
        Self::NAMES.into_iter().find(|entry| entry.0 == self).expect("every axis is listed")
    }

    /// Its letter: `G`.
    pub fn letter(self) -> &'static str {
        self.entry().1
    }

    /// Its name: `geography`.
    pub fn name(self) -> &'static str {
        self.entry().2
    }

    /// The axis with this letter or name, in upper or lower case.
    pub fn parse(text: &str) -> Option<Self> {
        let found = Self::NAMES.into_iter().find(|e| e.1.eq_ignore_ascii_case(text) || e.2.eq_ignore_ascii_case(text));
        found.map(|entry| entry.0)
    }

    /// `G geography, P phase, …`: for messages.
    pub(crate) fn listed() -> String {
        Self::NAMES.map(|(_, letter, name)| format!("{letter} {name}")).join(", ")
    }
}
