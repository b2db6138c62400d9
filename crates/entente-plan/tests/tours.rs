//! Tours for places that are decided: what is left to some units while all others keep theirs, tours that a relaxation comes
//! to there, and plans that only get better by both.

mod sample;

use entente_model::Ix;
use entente_plan::fast::core::{CeilingRow, Core, Need, Post, Service, Unit};
use entente_plan::fast::neighbourhood::{self, Neighbourhood, Tour};
use entente_plan::fast::{
    certify, dive::Decided, dive::Dive, layout::Layout, lifting, method, node::Stood, plunge::Plunge, relax::Relax,
    search::Search, state::Slot, state::State, touring::Touring, united::apart, united::united,
};
use entente_plan::force::{self, eligible};
use entente_plan::{Go, Limits, Part, Parts};
use std::collections::BTreeSet;
use std::sync::Arc;

fn core_of(case: &entente_model::Case) -> Arc<Core> {
    let mut core = Core::new(case, &eligible::pairs(case), |u| force::tour_cost(case, u));
    lifting::add(&mut core);
    Arc::new(core)
}

const NATIONS: u32 = 5;
const PERIODS: u32 = 24;

/// A core with more to choose from than a sample has: five nations with ceilings, two places in each of three formations,
/// thirty units of three kinds.
fn wide(seed: u64) -> Arc<Core> {
    let mut dice = fastrand::Rng::with_seed(seed);
    let kinds: Vec<(u32, u32)> = (0..18).map(|r| (r / 6, dice.u32(0..3))).collect();
    let need = |&(formation, _): &(u32, u32)| {
        let asked = 1000 * dice.i32(1..4);
        let weight = f64::from(dice.u32(1..5));
        Need { formation, weight, asked: vec![asked; PERIODS as usize], most: u32::MAX, by: Vec::new() }
    };
    let mut needs: Vec<Need> = kinds.iter().map(need).collect();
    let mut ceiling = vec![0; (NATIONS * PERIODS) as usize];
    let mut units = Vec::new();
    for u in 0..30 {
        let (nation, kind, tour) = (u % NATIONS, dice.u32(0..3), dice.u32(3..7));
        let own = kinds.iter().enumerate().filter(|(_, (_, of))| *of == kind || (*of + 1) % 3 == kind);
        let services: Vec<Service> = own
            .map(|(r, &(formation, of))| Service {
                line: r as u32,
                formation,
                effect: if of == kind { 1000 } else { 750 },
                starts: vec![(0, PERIODS - 3)],
            })
            .collect();
        let formations = 0..3_u32;
        let range = |f: u32| {
            let at = |f: u32| services.iter().filter(|service| service.formation < f).count() as u32;
            (f, at(f)..at(f + 1))
        };
        let at = formations.map(range).filter(|(_, range)| !range.is_empty()).collect();
        for (k, service) in services.iter().enumerate() {
            needs[service.line as usize].by.push((u, k as u32));
        }
        let (elements, strength) = (dice.u32(1..4), 100 * dice.i64(1..4));
        let most = &mut ceiling[(nation * PERIODS) as usize..][..PERIODS as usize];
        most.iter_mut().for_each(|most| *most += i64::from(elements) * strength / 2);
        let counts = vec![(nation, strength as f64)];
        let (offer, busy, cost) = (Ix::new(u as usize), tour * dice.u32(2..4), 0.1 * f64::from(tour));
        units.push(Unit {
            offer,
            nation,
            elements,
            strength,
            counts,
            tour,
            busy,
            most_tours: u32::MAX,
            cost,
            services,
            at,
        });
    }
    let by_nation = ceiling.chunks(PERIODS as usize).zip(0..);
    let row = |(most, nation): (&[i64], u32)| CeilingRow { nation, most: most.iter().map(|m| *m as f64).collect() };
    let lines = |f: u32| (0..18).filter(|r| kinds[*r as usize].0 == f).collect();
    Arc::new(Core {
        periods: PERIODS as usize,
        nations: NATIONS as usize,
        units,
        needs,
        posts: (0..3).map(|f| Post { most: 2, upward: vec![f], lines: lines(f) }).collect(),
        ceilings: by_nation.map(row).collect(),
        theatre: vec![ceiling.iter().sum::<i64>() / i64::from(PERIODS); PERIODS as usize],
        ceiling,
        nation_cost: 1.0,
        held: vec![false; 3 * NATIONS as usize],
    })
}

/// The same, with one nation on each line, and a formation above all others that takes three.
fn tight(seed: u64) -> Arc<Core> {
    let mut core = Core::clone(&wide(seed));
    core.needs.iter_mut().for_each(|need| need.most = 1);
    core.posts.iter_mut().for_each(|post| post.upward.push(3));
    core.posts.push(Post { most: 3, upward: vec![3], lines: Vec::new() });
    core.held = vec![false; 4 * NATIONS as usize];
    Arc::new(core)
}

/// Cores of samples, with every feature, wider ones, and tight ones.
fn cores() -> impl Iterator<Item = (u64, Arc<Core>)> {
    let samples = (1..=100).map(|seed| (seed, core_of(&sample::case(seed))));
    samples.chain((101..=150).map(|seed| (seed, wide(seed)))).chain((151..=180).map(|seed| (seed, tight(seed))))
}

/// A plan of the core.
fn search(core: &Core, seed: u64) -> Search<'_> {
    let mut search = Search::new(core, seed, &[], true);
    search.run(1_000);
    search
}

/// Elements short, and tours, by what they weigh. All tours begin, whatever the limits say.
fn weighs(core: &Core, tours: &[Tour]) -> f64 {
    let mut state = State::new(core);
    for tour in tours {
        let unit = &core.units[tour.unit as usize];
        let service = unit.services.iter().position(|service| service.line == tour.line).expect("it may serve there");
        let slot = Slot { service: service as u32, start: tour.start };
        let mut elements = state.elements(tour.unit);
        let free = |e: &u32| state.schedule[*e as usize].iter().all(|s| s.start.abs_diff(tour.start) >= unit.busy);
        let element = elements.find(free).expect("one of its elements is free");
        let slots = [state.schedule[element as usize].clone(), vec![slot]].concat();
        state.reschedule(element, slots);
    }
    state.objective
}

/// The places of a plan, judged.
fn decided(core: &Arc<Core>, plan: &Search<'_>) -> Decided {
    let layout = Arc::new(Layout::new(core));
    let standing = Relax::new(Arc::clone(core), Arc::clone(&layout), true).standing();
    let stood = Stood { core: Arc::clone(core), layout, standing };
    let held = core.with_places(&plan.places(), |_| false);
    let mut dive = Dive::judging(&stood, held, 0.0, Parts::default());
    while !dive.ended() {
        dive.round(1_000_000);
    }
    dive.found().expect("places of a plan have a bound")
}

/// Elements of a unit in tours or dwell, and people on tour, are no more than there are; by rows of ceilings, too.
fn fits(core: &Core, tours: &[Tour]) -> bool {
    let mut people = core.ceiling.clone();
    let mut rows: Vec<Vec<f64>> = core.ceilings.iter().map(|row| row.most.clone()).collect();
    let mut all = core.theatre.clone();
    let mut tied = vec![0; core.units.len() * core.periods];
    for tour in tours {
        let unit = &core.units[tour.unit as usize];
        for p in core.on_tour(unit, tour.start) {
            people[unit.nation as usize * core.periods + p] -= unit.strength;
            all[p] -= unit.strength;
            unit.counts.iter().for_each(|(row, counts)| rows[*row as usize][p] -= counts);
        }
        let until = (tour.start + unit.busy).min(core.periods as u32);
        (tour.start..until).for_each(|p| tied[tour.unit as usize * core.periods + p as usize] += 1);
    }
    let few = |(at, tied): (usize, &u32)| *tied <= core.units[at / core.periods].elements;
    let room = people.iter().chain(&all).all(|left| *left >= 0) && rows.iter().flatten().all(|left| *left >= -1e-6);
    room && tied.iter().enumerate().all(few)
}

/// Nations on each line, and in each formation and below, are no more than may be.
fn few_nations(core: &Core, tours: &[Tour]) -> bool {
    let mut on: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); core.needs.len()];
    let mut within: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); core.posts.len()];
    for tour in tours {
        let (nation, need) = (core.units[tour.unit as usize].nation, &core.needs[tour.line as usize]);
        on[tour.line as usize].insert(nation);
        core.posts[need.formation as usize].upward.iter().for_each(|g| _ = within[*g as usize].insert(nation));
    }
    let lines = core.needs.iter().zip(&on).all(|(need, on)| on.len() as u32 <= need.most);
    lines && core.posts.iter().zip(&within).all(|(post, within)| within.len() as u32 <= post.most)
}

/// Units beside each other: as many as asked for or all, each once.
#[test]
fn units_near_each_other_are_as_many_as_there_are() {
    let mut dice = fastrand::Rng::with_seed(5);
    for (seed, core) in cores() {
        let able = core.units.iter().filter(|unit| !unit.services.is_empty()).count();
        for most in [0, 1, 3, usize::MAX] {
            let near = neighbourhood::near(&core, most, None, &mut dice);
            assert_eq!(near.len(), most.min(able), "seed {seed}, {most} asked for");
            let first = dice.usize(0..core.needs.len());
            let near = neighbourhood::near(&core, most, Some(first), &mut dice);
            assert_eq!(near.len(), most.min(able), "seed {seed}, {most} asked for");
            let of_line = core.needs[first].by.iter().filter(|(u, _)| near.contains(u)).count();
            assert_eq!(of_line, core.needs[first].by.len().min(most), "seed {seed}, {most} from line {first} on");
        }
    }
}

/// What tours of some units weigh next to those of others is what they weigh in what is left to them.
#[test]
fn what_others_leave_weighs_the_same() {
    let mut dice = fastrand::Rng::with_seed(7);
    let (mut sent, mut beside) = (0, 0);
    for (seed, core) in cores() {
        // A nation in a formation weighs once, whoever of it serves there.
        let core = Core { nation_cost: 0.0, ..Core::clone(&core) };
        let plan = search(&core, seed);
        let units = neighbourhood::near(&core, dice.usize(1..4), None, &mut dice);
        let (own, others): (Vec<Tour>, Vec<Tour>) = plan.schedule().partition(|tour| units.contains(&tour.unit));
        let near = Neighbourhood::new(&core, &units, &others);
        let inside = |tour: &Tour| {
            let unit = near.units.iter().position(|u| *u == tour.unit).expect("a unit of its own") as u32;
            let line = near.lines.iter().position(|r| *r == tour.line).expect("a line of its own") as u32;
            let inside = Tour { unit, line, start: tour.start };
            assert_eq!(near.outside(inside), *tour);
            inside
        };
        let inside: Vec<Tour> = own.iter().map(inside).collect();
        let saved = weighs(&near.core, &[]) - weighs(&near.core, &inside);
        let all = weighs(&core, &others) - weighs(&core, &[own.clone(), others.clone()].concat());
        assert!((saved - all).abs() < 1e-6 * (1.0 + all.abs()), "seed {seed}: {saved} instead of {all}");
        assert!(fits(&near.core, &inside), "seed {seed}: there is less room than the plan takes");
        sent += own.len();
        beside += others.len();
    }
    assert!(sent > 100 && beside > 1_000, "{sent} tours, {beside} beside them");
}

/// What a relaxation proves after so many more iterations.
fn proven(stood: &Stood, iterations: u32) -> f64 {
    certify::bound(&stood.core, &stood.layout, &gone_on(stood, iterations).prices())
}

fn gone_on(stood: &Stood, iterations: u32) -> Relax {
    let mut relax = Relax::new(Arc::clone(&stood.core), Arc::clone(&stood.layout), true);
    relax.stand(stood.standing.clone());
    (0..iterations).for_each(|_| relax.step());
    relax
}

/// A core in which a nation in a formation weighs nothing: apart they weigh once each, as one they weigh once.
fn places_for_nothing(core: &Core) -> Arc<Core> {
    Arc::new(Core { nation_cost: 0.0, ..core.clone() })
}

/// With places decided the relaxation proves as much with all nations as one as with each by itself, and begins there with
/// what it had come to.
#[test]
fn nations_as_one_prove_as_much() {
    for (seed, core) in cores() {
        let core = places_for_nothing(&core);
        let apart = decided(&core, &search(&core, seed)).stood;
        let as_one = united(&apart, Parts::default());
        let in_order = |x: &[f32]| {
            let mut x = x.to_vec();
            x.sort_by(f32::total_cmp);
            x
        };
        assert_eq!(in_order(&as_one.standing.x), in_order(&apart.standing.x), "seed {seed}: tours are others");
        assert!(as_one.standing.w.len() <= apart.standing.w.len(), "seed {seed}");
        let (nations, one) = (proven(&apart, 3_000), proven(&as_one, 3_000));
        assert!((nations - one).abs() <= 2e-3 * nations.abs() + 1e-6, "seed {seed}: {one} instead of {nations}");
        let begun = proven(&as_one, 0);
        assert!(begun > 0.98 * one, "seed {seed}: begins at {begun} of {one}");
    }
}

/// Nation by nation again, tours and prices are those that all as one have come to, and prove as much.
#[test]
fn nations_come_apart_with_what_they_have_come_to() {
    let sum = |x: &[f32]| x.iter().map(|x| f64::from(*x)).sum::<f64>();
    let mut moved = 0;
    for (seed, core) in cores() {
        let core = places_for_nothing(&core);
        let was = decided(&core, &search(&core, seed)).stood;
        let mut as_one = united(&was, Parts::default());
        let same = apart(was.clone(), &as_one).standing;
        assert_eq!((same.x, same.busy), (was.standing.x.clone(), was.standing.busy.clone()), "seed {seed}");
        as_one.standing = gone_on(&as_one, 200).standing();
        let again = apart(was.clone(), &as_one);
        for (nations, one) in [(&again.standing.x, &as_one.standing.x), (&again.standing.w, &as_one.standing.w)] {
            let (nations, one) = (sum(nations), sum(one));
            assert!((nations - one).abs() <= 1e-4 * (1.0 + one), "seed {seed}: {nations} instead of {one}");
        }
        moved += usize::from(again.standing.x != was.standing.x);
        let (nations, one) = (proven(&again, 0), proven(&as_one, 0));
        assert!((nations - one).abs() <= 0.02 * one.abs() + 1e-6, "seed {seed}: {nations} instead of {one}");
    }
    assert!(moved > 20, "{moved} have gone on");
}

/// A plunge keeps tours that there is room for, each of some use, and mostly they are worth more than nothing at all.
#[test]
fn a_plunge_ends_with_tours_that_fit() {
    let (mut found, mut worth) = (0, 0);
    for (seed, core) in cores() {
        let plan = search(&core, seed);
        let Stood { core: own, layout, standing } = decided(&core, &plan).stood;
        let plunge = || {
            let mut plunge = Plunge::new((Arc::clone(&own), Arc::clone(&layout)), standing.clone(), &[], true);
            while !plunge.ended() {
                plunge.round(10_000);
            }
            plunge.found()
        };
        let tours = plunge();
        assert_eq!(tours, plunge(), "seed {seed}");
        assert!(fits(&own, &tours), "seed {seed}");
        found += tours.len();
        worth += usize::from(weighs(&own, &tours) < weighs(&own, &[]));
    }
    assert!(found > 1_000 && worth > 50, "{found} tours, of use in {worth} cases");
}

/// Tours sought for the places of a plan make it better or leave it as it is, stay within those places and the limits of
/// nations, never come under what is proven of them, and are the same again, in one piece or in many.
#[test]
fn tours_sought_only_make_a_plan_better() {
    let mut better = 0;
    for (seed, core) in cores() {
        let mut plan = Search::new(&core, seed, &[], true);
        plan.run(50);
        let decided = decided(&core, &plan);
        let sought = || {
            let mut touring = Touring::new(&decided, &plan, Some(&decided.guide), (Parts::default(), seed));
            (0..20).for_each(|_| touring.run(500, 400.0));
            let tours: Vec<Tour> = touring.search.schedule().collect();
            assert!(few_nations(&core, &tours), "seed {seed}: more nations than may serve");
            (touring.search.best, touring.search.tours().collect::<Vec<_>>())
        };
        let (best, tours) = sought();
        assert_eq!((best, &tours), (sought().0, &sought().1), "seed {seed}");
        assert!(best <= plan.best + 1e-9 * (1.0 + plan.best), "seed {seed}: {best} instead of {}", plan.best);
        let places: BTreeSet<usize> =
            tours.iter().map(|(u, s)| core.place_of(*u as usize, s.service as usize)).collect();
        assert!(places.is_subset(&decided.places), "seed {seed}");
        let idle = core.nation_cost * (decided.places.len() - places.len()) as f64;
        assert!(decided.bound <= best + idle + 1e-6 * (1.0 + best), "seed {seed}: {best} under {}", decided.bound);
        better += usize::from(best < plan.best - 1e-6);
    }
    assert!(better > 25, "{better} plans are better");
}

/// The method with tours sought at its end comes to the same on one thread as on two, and to no worse a plan for them.
#[test]
fn tours_at_the_end_are_the_same_on_one_thread_as_on_two() {
    // Several rounds, so that tours have the last of them.
    const WORK: u64 = 700_000;
    let mut better = 0;
    for seed in 1..=6 {
        let core = wide(seed);
        let limits = Limits { work: Some(WORK), seed: seed as u32, ..Limits::default() };
        let run = |parts: Parts| {
            let found = method::run(&core, &limits, parts, method::Start::default(), &mut |_| Go::On);
            (found.tours, found.proof.bound.to_bits(), found.work)
        };
        let (one, two) = (run(Parts::default().on(1)), run(Parts::default().on(2)));
        assert_eq!(one, two, "seed {seed}");
        let of = |tours: &[(u32, Slot)]| {
            let line = |u: u32, slot: Slot| core.units[u as usize].services[slot.service as usize].line;
            let tour = |&(unit, slot): &(u32, Slot)| Tour { unit, line: line(unit, slot), start: slot.start };
            let mut tours: Vec<Tour> = tours.iter().map(tour).collect();
            tours.sort_by_key(|tour| (tour.unit, tour.start));
            weighs(&core, &tours)
        };
        let without = run(Parts::default().without(Part::Tours));
        better += usize::from(of(&two.0) < of(&without.0) - 1e-6);
    }
    assert!(better > 1, "tours by themselves made {better} plans better");
}
