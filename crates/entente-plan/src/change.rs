//! A single change to a case: what a planner could ask for. Applied to a copy; the case stays as it is.

use entente_model::provenance::Provenance;
use entente_model::quantity::Probability;
use entente_model::{
    Case, Caveat, Condition, EntryPoint, Fact, Formation, Ix, LeadRule, Line, Nation, Offer, Period, Status, Table,
    Window,
};

/// A change of one row of a case.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The offer is open from `from`, and until `to` where it ended before.
    Widen {
        /// Which offer.
        offer: Ix<Offer>,
        /// First period it must be open in.
        from: Period,
        /// First period after the tour it must allow.
        to: Period,
    },
    /// The offer moves at so many days' notice.
    Notice {
        /// Which offer.
        offer: Ix<Offer>,
        /// Days.
        days: u32,
    },
    /// The offer brings more elements.
    Elements {
        /// Which offer.
        offer: Ix<Offer>,
        /// How many more.
        more: u32,
    },
    /// The elements of the offer may make one more tour each.
    Tour {
        /// Which offer.
        offer: Ix<Offer>,
    },
    /// More people come through an entry point in each period.
    Capacity {
        /// Which entry point.
        entry: Ix<EntryPoint>,
        /// How many more.
        more: u32,
    },
    /// One more nation may serve in a formation.
    NationIn {
        /// Which formation.
        formation: Ix<Formation>,
    },
    /// One more nation may serve on a line.
    NationOn {
        /// Which line.
        line: Ix<Line>,
    },
    /// A nation may lead a formation.
    Lead {
        /// Which nation.
        nation: Ix<Nation>,
        /// Which formation.
        formation: Ix<Formation>,
    },
    /// The ceiling of a nation rises.
    Ceiling {
        /// Which nation.
        nation: Ix<Nation>,
        /// By how many people.
        more: u32,
    },
    /// The authorised strength rises.
    Authorised {
        /// By how many people.
        more: u32,
    },
    /// A fact comes to hold.
    Holds {
        /// Which fact.
        fact: Ix<Fact>,
    },
    /// A caveat is lifted.
    Lift {
        /// Which caveat.
        caveat: Ix<Caveat>,
    },
    /// An offer that is withdrawn, or not far enough yet, becomes firm.
    Confirm {
        /// Which offer.
        offer: Ix<Offer>,
    },
    /// A nation makes an offer that nobody has made: like elements for one line, there throughout. How many
    /// people that takes nobody has said, so none are counted.
    New {
        /// Which nation.
        nation: Ix<Nation>,
        /// For which line.
        line: Ix<Line>,
        /// How many like elements.
        elements: u32,
        /// First period.
        from: Period,
        /// First period after.
        to: Period,
    },
}

impl Change {
    /// How hard it is to obtain, least first: dates and numbers before limits of the force, those before
    /// political decisions. A judgement of ours, for ranking alone.
    pub fn effort(&self) -> u32 {
        match self {
            Self::Widen { .. } => 1,
            Self::Notice { .. } => 2,
            Self::Tour { .. } => 3,
            Self::Capacity { .. } => 4,
            Self::NationIn { .. } | Self::NationOn { .. } => 5,
            Self::Elements { .. } => 6,
            Self::Ceiling { .. } | Self::Authorised { .. } => 7,
            Self::Lead { .. } => 8,
            Self::Holds { .. } => 9,
            Self::Lift { .. } => 10,
            Self::Confirm { .. } => 11,
            Self::New { .. } => 12,
        }
    }

    /// What to ask, as the end of the sentence “if …”.
    pub fn sentence(&self, case: &Case) -> String {
        let offer = |u: &Ix<Offer>| &case.offers[*u];
        let nation = |n: &Ix<Nation>| case.nations[*n].name.as_str();
        let label = |p: Period| case.calendar.label(p);
        match self {
            Self::Widen { offer: u, from, to } => {
                let (id, window) = (&offer(u).id, widened(offer(u).window, *from, *to));
                let from = label(window.from);
                match window.to {
                    Some(to) => format!("{id} were offered from {from} to {}", label(Period(to.0.saturating_sub(1)))),
                    None => format!("{id} were offered from {from} on"),
                }
            }
            Self::Notice { offer: u, days } => format!("{} moved at {days} days' notice", offer(u).id),
            Self::Elements { offer: u, more } => {
                let (of, people) = (offer(u), offer(u).strength.unwrap_or(0));
                let elements = if *more == 1 { "element" } else { "elements" };
                format!("{} gave {more} more {elements} of {} ({people} people each)", nation(&of.nation), of.id)
            }
            Self::Tour { offer: u } => format!("the elements of {} made one more tour each", offer(u).id),
            Self::Capacity { entry, more } => {
                format!("{more} more people a period came through {}", case.entries[*entry].id)
            }
            Self::NationIn { formation } => {
                format!("one more nation might serve in {}", case.formations[*formation].id)
            }
            Self::NationOn { line } => format!("one more nation might serve on {}", case.lines[*line].id),
            Self::Lead { nation: n, formation } => {
                format!("{} might lead {}", nation(n), case.formations[*formation].id)
            }
            Self::Ceiling { nation: n, more } => format!("{} raised its ceiling by {more} people", nation(n)),
            Self::Authorised { more } => format!("the authorised strength rose by {more} people"),
            Self::Holds { fact } => format!("“{}” held", case.facts[*fact].id),
            Self::Lift { caveat } => format!("the caveat {} were lifted", case.caveats[*caveat].id),
            Self::Confirm { offer: u } => {
                let (who, is) = (nation(&offer(u).nation), offer(u).status.name());
                format!("{who} made {} {} (now: {is})", offer(u).id, confirmed(case).name())
            }
            Self::New { nation: n, line, elements, from, to } => {
                let capability = &case.capabilities[case.lines[*line].capability].id;
                let (from, last) = (label(*from), label(Period(to.0.saturating_sub(1))));
                let who = nation(n);
                format!("{who}, say, offered {elements} of {capability} from {from} to {last}, of whatever strength")
            }
        }
    }

    /// The case with the change made.
    pub fn apply(&self, case: &Case) -> Case {
        let mut case = case.clone();
        match *self {
            Self::Widen { offer, from, to } => {
                let window = &mut case.offers.row_mut(offer).window;
                *window = widened(*window, from, to);
            }
            Self::Notice { offer, days } => case.offers.row_mut(offer).ntm = Some(days),
            Self::Elements { offer, more } => {
                let elements = &mut case.offers.row_mut(offer).elements;
                *elements = elements.map(|m| m.saturating_add(more));
            }
            Self::Tour { offer } => {
                let most = &mut case.offers.row_mut(offer).most_tours;
                *most = most.map(|m| m.saturating_add(1));
            }
            Self::Capacity { entry, more } => {
                let capacity = &mut case.entries.row_mut(entry).capacity;
                *capacity = capacity.saturating_add(more);
            }
            Self::NationIn { formation } => {
                let most = &mut case.formations.row_mut(formation).max_nations;
                *most = most.map(|k| k.saturating_add(1));
            }
            Self::NationOn { line } => {
                let most = &mut case.lines.row_mut(line).max_nations;
                *most = most.map(|k| k.saturating_add(1));
            }
            Self::Lead { nation, formation } => {
                if let LeadRule::OneOf(nations) = &mut case.formations.row_mut(formation).lead
                    && !nations.contains(&nation)
                {
                    nations.push(nation);
                }
                let leads = &mut case.nations.row_mut(nation).may_lead;
                if !leads.contains(&formation) {
                    leads.push(formation);
                }
            }
            Self::Ceiling { nation, more } => raise(&mut case.nations.row_mut(nation).ceiling, more),
            Self::Authorised { more } => raise(&mut case.authorised, more),
            Self::Holds { fact } => case.facts.row_mut(fact).holds = true,
            Self::Lift { caveat } => case.caveats = without(&case.caveats, caveat),
            Self::Confirm { offer } => case.offers.row_mut(offer).status = confirmed(&case),
            Self::New { nation, line, elements, from, to } => {
                let offer = fresh(&case, nation, line, elements, from, to);
                case.offers = Table::new(case.offers.iter().cloned().chain([offer]).collect());
            }
        }
        case
    }
}

fn fresh(case: &Case, nation: Ix<Nation>, line: Ix<Line>, elements: u32, from: Period, to: Period) -> Offer {
    Offer {
        id: format!("NEW-{}-{}", case.nations[nation].id, case.lines[line].id),
        nation,
        unit: String::new(),
        capability: case.lines[line].capability,
        elements: Some(elements),
        strength: Some(0),
        tour: to.0.saturating_sub(from.0).max(1),
        dwell: 1,
        window: Window { from, to: Some(to) },
        ntm: Some(0),
        most_tours: None,
        status: Status::Firm,
        condition: Condition::default(),
        p_deliver: Probability::ONE,
        p_basis: String::new(),
        cost_month: 0.0,
        cost_tour: 0.0,
        entries: Vec::new(),
        statement: String::new(),
        provenance: Provenance::default(),
    }
}

fn widened(window: Window, from: Period, to: Period) -> Window {
    Window { from: window.from.min(from), to: window.to.map(|end| end.max(to)) }
}

fn raise(ceiling: &mut [Option<u32>], more: u32) {
    for most in ceiling.iter_mut().flatten() {
        *most = most.saturating_add(more);
    }
}

/// The caveats without one of them. Nothing else in a case points at a caveat by position.
fn without(caveats: &Table<Caveat>, lifted: Ix<Caveat>) -> Table<Caveat> {
    Table::new(caveats.enumerate().filter(|(c, _)| *c != lifted).map(|(_, caveat)| caveat.clone()).collect())
}

/// How far a pledge has to come to be planned: offered, or what the case plans from if that is more.
fn confirmed(case: &Case) -> Status {
    Status::Firm.max(case.least_status)
}
