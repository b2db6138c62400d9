//! The validated case: what every stage of planning works on. Built once, checked, then read only.
//! Names and letters are those of the formulation page.

use crate::area::{Area, Place};
use crate::calendar::{Calendar, Period, Window};
use crate::caveat::Caveat;
use crate::expr::Condition;
use crate::provenance::{Provenance, Source};
use crate::quantity::{Effectiveness, Elements, Milli, Money, ONE, People, Probability};
use crate::table::{Ix, Named, Table};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A fact that conditions can rest on: `ceasefire`, `parliament.SWE`, `backstop.USA`.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its name.
    pub id: String,
    /// What it means.
    pub meaning: String,
    /// Whether the plan takes it as given.
    pub holds: bool,
    /// How likely it is.
    pub probability: Probability,
    /// Where that comes from.
    pub provenance: Provenance,
}

/// A phase of the operation, for caveats that speak of phases.
#[derive(Clone, Debug)]
pub struct Phase {
    /// Its name.
    pub id: String,
    /// When it is.
    pub window: Window,
}

/// A published estimate of the size of the force.
#[derive(Clone, Debug)]
pub struct Estimate {
    /// Its name: `T7`.
    pub id: String,
    /// Its size.
    pub people: People,
    /// What it reasons from.
    pub summary: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// A contributing nation.
#[derive(Clone, Debug)]
pub struct Nation {
    /// ISO 3166 alpha-3.
    pub id: String,
    /// Name shown.
    pub name: String,
    /// C_n: most people on tour, by period; empty where no ceiling is stated.
    pub ceiling: Vec<Option<People>>,
    /// Formations that it may lead.
    pub may_lead: Vec<Ix<Formation>>,
    /// Blocs that it belongs to.
    pub blocs: Vec<String>,
    /// Gross domestic product, billion US dollars a year.
    pub gdp: Option<f64>,
    /// People living there.
    pub population: Option<u64>,
    /// Where the figures come from.
    pub provenance: Provenance,
}

/// A step of a ceiling: so many people from `window.from` on, as the file gives it.
#[derive(Clone, Debug)]
pub struct CeilingStep {
    /// The nation, or the theatre as a whole.
    pub nation: Option<Ix<Nation>>,
    /// When it holds.
    pub window: Window,
    /// Most people on tour.
    pub people: People,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// A capability that lines ask for and offers bring.
#[derive(Clone, Debug)]
pub struct Capability {
    /// Identifier.
    pub id: String,
    /// Name shown.
    pub name: String,
    /// Functional area: `MAN`, `ENG`, `MED`, …
    pub area: String,
    /// APP-6 symbol identification code; empty if none.
    pub sidc: String,
    /// What may stand in for it, and how far one element counts.
    pub substitutes: Vec<(Ix<Capability>, Effectiveness)>,
}

/// Who may lead a formation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeadRule {
    /// Nobody leads it.
    None,
    /// One of these nations, which are all allowed to, must lead it once anyone serves in it. One
    /// nation alone: a fixed lead.
    OneOf(Vec<Ix<Nation>>),
}

impl LeadRule {
    /// Whether the nation may lead; what nobody leads, nobody may.
    pub fn allows(&self, nation: Ix<Nation>) -> bool {
        match self {
            Self::None => false,
            Self::OneOf(nations) => nations.contains(&nation),
        }
    }
}

/// A formation of the force: theatre, sector, battlegroup.
#[derive(Clone, Debug)]
pub struct Formation {
    /// Identifier.
    pub id: String,
    /// Name shown.
    pub name: String,
    /// The formation above it.
    pub parent: Option<Ix<Formation>>,
    /// K_f: most nations that serve in it or below it.
    pub max_nations: Option<u32>,
    /// Who may lead it.
    pub lead: LeadRule,
    /// The line that only the lead fills.
    pub hq_line: Option<Ix<Line>>,
    /// Where it serves.
    pub place: Option<Ix<Place>>,
    /// Echelon: `brigade`, `battlegroup`; may be empty.
    pub echelon: String,
}

/// How much a requirement matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// The operation cannot start without it.
    Must,
    /// It is needed for the mandate in full.
    Should,
    /// It helps.
    Could,
}

impl Priority {
    /// All, most important first.
    pub const ALL: [Self; 3] = [Self::Must, Self::Should, Self::Could];

    /// The name in case files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
            Self::Could => "could",
        }
    }
}

/// A requirement line r.
#[derive(Clone, Debug)]
pub struct Line {
    /// Identifier.
    pub id: String,
    /// Title shown.
    pub title: String,
    /// The formation it belongs to.
    pub formation: Ix<Formation>,
    /// The capability asked.
    pub capability: Ix<Capability>,
    /// `q[r,p]`: like elements asked, by period of the horizon; 0 outside `window` and before the
    /// latest arrival.
    pub quantity: Vec<Elements>,
    /// When tours may start: from the earliest arrival on, to the end of the need.
    pub window: Window,
    /// Notice to move at most, days.
    pub ntm_max: Option<u32>,
    /// How much it matters.
    pub priority: Priority,
    /// w_r: weight within its priority.
    pub weight: f64,
    /// What counts, and how far: the capability itself first, at full effect, then substitutes.
    pub accepts: Vec<(Ix<Capability>, Effectiveness)>,
    /// k_r: most nations that serve on it.
    pub max_nations: Option<u32>,
    /// Where it serves; if empty, where its formation does.
    pub place: Option<Ix<Place>>,
    /// Tasks it carries out.
    pub tasks: Vec<String>,
    /// Types of operation it takes part in.
    pub operations: Vec<String>,
    /// Force and weapons it may have to use.
    pub weapons: Vec<String>,
    /// Whether it works at night.
    pub night: bool,
    /// Information it must share.
    pub information: Vec<String>,
    /// How it is supplied; may be empty.
    pub supply: String,
    /// Hours within which an order must be obeyed.
    pub response_hours: Option<u32>,
    /// Caveats it cannot accept: letters of axes, or identifiers of caveats.
    pub refuses: Vec<String>,
    /// The article of the agreement it comes from.
    pub article: String,
    /// Where the figures come from.
    pub provenance: Provenance,
}

/// What an enabling rule counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enabled {
    /// People on tour.
    Troops,
    /// Elements of a capability on tour.
    Capability(Ix<Capability>),
}

/// An enabling rule g: `provide` of a capability for each `per` of what it enables.
#[derive(Clone, Debug)]
pub struct EnablingRule {
    /// Identifier.
    pub id: String,
    /// The enabling capability.
    pub capability: Ix<Capability>,
    /// How much of it, thousandths of an element …
    pub provide: Milli,
    /// … for each so many people, or elements (whole numbers, at least 1).
    pub per: u32,
    /// What is enabled.
    pub of: Enabled,
    /// Where it counts: in this formation and below; everywhere if empty.
    pub formation: Option<Ix<Formation>>,
    /// How much a shortfall matters.
    pub priority: Priority,
    /// Weight within its priority.
    pub weight: f64,
    /// The article or doctrine it comes from.
    pub article: String,
    /// Where the figures come from.
    pub provenance: Provenance,
}

/// How far a pledge has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Taken back: never planned.
    Withdrawn,
    /// Spoken of.
    Mooted,
    /// Agreed in principle.
    InPrinciple,
    /// Offered under conditions.
    Conditional,
    /// Offered.
    Firm,
    /// Transferred or on orders.
    Committed,
}

impl Status {
    /// All, least first.
    pub const ALL: [Self; 6] =
        [Self::Withdrawn, Self::Mooted, Self::InPrinciple, Self::Conditional, Self::Firm, Self::Committed];

    /// The name in case files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Mooted => "mooted",
            Self::InPrinciple => "in principle",
            Self::Conditional => "conditional",
            Self::Firm => "firm",
            Self::Committed => "committed",
        }
    }
}

/// An offer u: like elements of one nation.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Identifier.
    pub id: String,
    /// Who offers.
    pub nation: Ix<Nation>,
    /// What: the unit as the nation calls it.
    pub unit: String,
    /// The capability it brings.
    pub capability: Ix<Capability>,
    /// m_u: like elements; unknown where nobody stated or assumed it.
    pub elements: Option<Elements>,
    /// People in each element; unknown where nobody stated or assumed it.
    pub strength: Option<People>,
    /// L_u: tour length in periods, at least 1.
    pub tour: u32,
    /// D_u: dwell after a tour in periods, at least 1.
    pub dwell: u32,
    /// When its people may be on tour; a tour may not outlast it.
    pub window: Window,
    /// Notice to move, days.
    pub ntm: Option<u32>,
    /// Most tours that each element makes.
    pub most_tours: Option<u32>,
    /// How far the pledge has come.
    pub status: Status,
    /// What it depends on.
    pub condition: Condition,
    /// Probability of delivery once its condition holds: π without the facts (see
    /// [`Case::delivery`]).
    pub p_deliver: Probability,
    /// What that probability rests on.
    pub p_basis: String,
    /// Cost of one element on tour, per month.
    pub cost_month: Money,
    /// Cost of sending one element on a tour: lift there and back, preparation.
    pub cost_tour: Money,
    /// Entry points it can use; empty: any.
    pub entries: Vec<Ix<EntryPoint>>,
    /// What was said, in short.
    pub statement: String,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// An entry point e: port, airfield or crossing that arrivals go through.
#[derive(Clone, Debug)]
pub struct EntryPoint {
    /// Identifier.
    pub id: String,
    /// Name shown.
    pub name: String,
    /// `sea`, `air`, `road` or `rail`.
    pub kind: String,
    /// Most people that arrive in a period.
    pub capacity: People,
    /// Formations reached through it, with all below them; empty: all.
    pub formations: Vec<Ix<Formation>>,
    /// Where it is.
    pub place: Option<Ix<Place>>,
    /// Where the figures come from.
    pub provenance: Provenance,
}

/// What each term of the objective weighs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// Per like element and month short on a must line.
    pub must: f64,
    /// The same on a should line.
    pub should: f64,
    /// The same on a could line.
    pub could: f64,
    /// Per person-month planned that is not expected to be delivered.
    pub nondelivery: f64,
    /// Per nation that serves directly in a formation.
    pub nation: f64,
    /// Per taking up of a line by a nation after the first.
    pub handover: f64,
    /// Per element whose tour differs from the previous plan.
    pub change: f64,
    /// Per person-month that a nation's share lies above or below its burden key.
    pub burden: f64,
    /// Per unit of currency.
    pub cost: f64,
}

impl Weights {
    /// What a shortfall of this priority weighs, per like element and period.
    pub fn shortfall(&self, priority: Priority) -> f64 {
        match priority {
            Priority::Must => self.must,
            Priority::Should => self.should,
            Priority::Could => self.could,
        }
    }
}

impl Default for Weights {
    /// Tiers far enough apart not to trade: see the formulation page.
    fn default() -> Self {
        Self {
            must: 1e6,
            should: 1e4,
            could: 1e2,
            nondelivery: 1e-2,
            nation: 0.5,
            handover: 0.25,
            change: 0.05,
            burden: 1e-5,
            cost: 1e-10,
        }
    }
}

/// What nations' shares are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BurdenKey {
    /// Nothing: the term is left out.
    None,
    /// Gross domestic product.
    Gdp,
    /// Population.
    Population,
}

/// The validated case.
#[derive(Clone, Debug)]
pub struct Case {
    /// Name of the case.
    pub name: String,
    /// What it is about.
    pub summary: String,
    /// D-day, period kind, horizon.
    pub calendar: Calendar,
    /// The day that forces are told to move: notice to move counts from it.
    pub activation: Date,
    /// Currency of all money.
    pub currency: String,
    /// Host country, ISO 3166 alpha-3; may be empty.
    pub host: String,
    /// Authorised strength of the force, by period; empty where none is set.
    pub authorised: Vec<Option<People>>,
    /// Offers below this status are left out.
    pub least_status: Status,
    /// What burden shares are compared with.
    pub burden_key: BurdenKey,
    /// Weights of the objective.
    pub weights: Weights,
    /// The estimate that sizes the force, if the case has any.
    pub estimate: Option<Ix<Estimate>>,
    /// Published estimates.
    pub estimates: Table<Estimate>,
    /// Facts.
    pub facts: Table<Fact>,
    /// Phases.
    pub phases: Table<Phase>,
    /// Sources.
    pub sources: Table<Source>,
    /// Nations.
    pub nations: Table<Nation>,
    /// Ceilings as the file gives them.
    pub ceilings: Vec<CeilingStep>,
    /// Capabilities.
    pub capabilities: Table<Capability>,
    /// Formations; parents may stand after their children.
    pub formations: Table<Formation>,
    /// Requirement lines.
    pub lines: Table<Line>,
    /// Enabling rules.
    pub rules: Table<EnablingRule>,
    /// Offers.
    pub offers: Table<Offer>,
    /// Caveats.
    pub caveats: Table<Caveat>,
    /// Entry points.
    pub entries: Table<EntryPoint>,
    /// Sectors, the separation line and sites.
    pub area: Area,
}

impl Case {
    /// The formation and those above it, nearest first. Formations form a forest: loading refuses cycles.
    pub fn upward(&self, formation: Ix<Formation>) -> impl Iterator<Item = Ix<Formation>> + '_ {
        std::iter::successors(Some(formation), |&f| self.formations[f].parent)
    }

    /// Whether `formation` is `within` or lies below it.
    pub fn lies_in(&self, formation: Ix<Formation>, within: Ix<Formation>) -> bool {
        self.upward(formation).any(|f| f == within)
    }

    /// Where the line serves: its own place, or that of its formation, or of the nearest above that has one.
    pub fn place_of(&self, line: Ix<Line>) -> Option<Ix<Place>> {
        let line = &self.lines[line];
        line.place.or_else(|| self.upward(line.formation).find_map(|f| self.formations[f].place))
    }

    /// The country in which the line serves, ISO 3166 alpha-3, if it can be told: of its place or the
    /// sector around it, then the same of its formation and of those above, then the host country.
    pub fn country_of(&self, line: Ix<Line>) -> Option<&str> {
        crate::caveat::attribute::place::country(self, line)
    }

    /// Whether the line refuses forces bound by the caveat, whatever it says.
    pub fn refuses(&self, line: Ix<Line>, caveat: &Caveat) -> bool {
        self.lines[line].refuses.iter().any(|r| r == caveat.axis.letter() || *r == caveat.id)
    }

    /// The formation whose HQ line this is.
    pub fn hq_of(&self, line: Ix<Line>) -> Option<Ix<Formation>> {
        self.formations.enumerate().find(|(_, f)| f.hq_line == Some(line)).map(|(ix, _)| ix)
    }

    /// How far one element of the offer counts on the line; `None` if it does not.
    pub fn effectiveness(&self, offer: Ix<Offer>, line: Ix<Line>) -> Option<Effectiveness> {
        let brings = self.offers[offer].capability;
        self.lines[line].accepts.iter().find(|(c, _)| *c == brings).map(|(_, e)| *e)
    }

    /// How far one element of the capability counts for an enabling rule.
    pub fn enables(&self, brings: Ix<Capability>, rule: &EnablingRule) -> Milli {
        if brings == rule.capability {
            return ONE;
        }
        let substitutes = &self.capabilities[rule.capability].substitutes;
        substitutes.iter().find(|(c, _)| *c == brings).map_or(0, |(_, e)| e.milli())
    }

    /// Whether the offer can be planned at all: not withdrawn, not below the least status, and its
    /// elements and strength known.
    pub fn plannable(&self, offer: &Offer) -> bool {
        let pledged = offer.status != Status::Withdrawn && offer.status >= self.least_status;
        pledged && offer.elements.is_some_and(|m| m > 0) && offer.strength.is_some()
    }

    /// The caveats that bind the offer, in file order.
    pub fn caveats_on(&self, offer: Ix<Offer>) -> impl Iterator<Item = (Ix<Caveat>, &Caveat)> + '_ {
        let nation = self.offers[offer].nation;
        self.caveats.enumerate().filter(move |(_, c)| match c.binds {
            crate::caveat::Binds::Nation(n) => n == nation,
            crate::caveat::Binds::Offer(u) => u == offer,
        })
    }

    /// Entry points through which people of the offer can reach the formation. `None`: no entry
    /// point serves it, so arrivals there are not counted; an empty list: none that the offer can use.
    pub fn entries_for(&self, offer: Ix<Offer>, formation: Ix<Formation>) -> Option<Vec<Ix<EntryPoint>>> {
        let serving =
            |e: &EntryPoint| e.formations.is_empty() || e.formations.iter().any(|&f| self.lies_in(formation, f));
        let reach: Vec<_> = self.entries.enumerate().filter(|(_, e)| serving(e)).map(|(ix, _)| ix).collect();
        if reach.is_empty() {
            return None;
        }
        let usable = &self.offers[offer].entries;
        Some(reach.into_iter().filter(|e| usable.is_empty() || usable.contains(e)).collect())
    }

    /// The first period in which people of the offer can arrive, its notice to move counted from
    /// the activation.
    pub fn earliest_arrival(&self, offer: &Offer) -> Period {
        let days = offer.ntm.unwrap_or(0);
        let ready = self.activation.saturating_add(jiff::Span::new().days(i64::from(days.min(100_000))));
        let index = self.calendar.index_of(ready).clamp(0, i64::from(u32::MAX));
        Period(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// π_u: probability that what the plan takes from the offer is delivered: that of the offer itself
    /// times that of the facts in its condition (independent of one another; terms on the plan are
    /// taken as the plan makes them: so that they help the condition).
    pub fn delivery(&self, offer: Ix<Offer>) -> f64 {
        let offer = &self.offers[offer];
        offer.p_deliver.get() * crate::case::probability(self, &offer.condition.expr, &mut BTreeMap::new())
    }

    /// Months that a number of periods lasts.
    pub fn months(&self, periods: u32) -> f64 {
        f64::from(periods) * 12.0 / f64::from(self.calendar.kind.per_year())
    }
}

/// Probability of the facts in `expr`, by cases over each fact in turn: exponential in the number of
/// facts in one condition only, which loading limits.
fn probability(case: &Case, expr: &crate::Expr<crate::Term>, known: &mut BTreeMap<Ix<Fact>, bool>) -> f64 {
    use crate::{Expr, Term};
    let left: Expr<Ix<Fact>> = expr.replace_polar(true, &mut |term, positive| match term {
        Term::Fact(f) => known.get(f).map_or(Expr::Term(*f), |&v| Expr::Const(v)),
        _ => Expr::Const(positive),
    });
    let mut next = None;
    left.each_term(&mut |f| next = next.or(Some(*f)));
    let Some(fact) = next else {
        return f64::from(u8::from(left == Expr::Const(true)));
    };
    let p = case.facts[fact].probability.get();
    let mut total = 0.0;
    for (value, weight) in [(true, p), (false, 1.0 - p)] {
        if weight > 0.0 {
            known.insert(fact, value);
            total += weight * probability(case, expr, known);
        }
    }
    known.remove(&fact);
    total
}

macro_rules! named {
    ($($kind:ty),*) => { $(impl Named for $kind { fn id(&self) -> &str { &self.id } })* };
}
named!(Fact, Phase, Estimate, Nation, Capability, Formation, Line, EnablingRule, Offer, EntryPoint);
