//! The search by itself: what an element earns by prices, and moves without which it would stay where it began.

mod sample;

use entente_model::Ix;
use entente_plan::fast::core::{Core, Need, Post, Service, Unit};
use entente_plan::fast::element::{self, Scratch};
use entente_plan::fast::guide::Guide;
use entente_plan::fast::search::Search;
use entente_plan::fast::state::State;
use entente_plan::fast::windows::{Counting, Windows};
use entente_plan::force::{self, eligible};

fn core_of(case: &entente_model::Case) -> Core {
    Core::new(case, &eligible::pairs(case), |u| force::tour_cost(case, u))
}

/// Nobody is sent, and every nation may serve everywhere.
fn opened(core: &Core) -> State<'_> {
    let mut state = State::new(core);
    (0..core.posts.len() * core.nations).for_each(|place| state.set_open(place, true));
    state
}

/// Elements of samples one after the other, by weights and by prices.
#[test]
fn prices_that_are_the_weights_give_the_same_tours() {
    let mut sent = 0;
    for seed in 1..=200 {
        let case = sample::case(seed);
        let core = core_of(&case);
        let of_line = |need: &Need| vec![need.weight as f32; core.periods];
        let weights: Vec<f32> = core.needs.iter().flat_map(of_line).collect();
        let nothing = vec![0.0; weights.len()];
        let mut state = opened(&core);
        let mut scratch = Scratch::default();
        let (mut windows, mut idle, mut by_weights) = (Windows::new(&core), Windows::new(&core), Windows::new(&core));
        idle.value(nothing.into_iter());
        by_weights.value(weights.into_iter());
        for e in 0..state.unit_of.len() as u32 {
            let mut best = |counting, windows: &mut _| element::best(&state, e, counting, None, windows, &mut scratch);
            assert_eq!(best(Counting::Worth, &mut idle).0, [], "seed {seed}, element {e}");
            let by_prices = best(Counting::Worth, &mut by_weights).1;
            let (slots, gain) = best(Counting::Weight, &mut windows);
            assert!((by_prices - gain).abs() <= 1e-5 * (1.0 + gain), "seed {seed}, element {e}: {by_prices}, {gain}");
            sent += usize::from(!slots.is_empty());
            let before = state.objective;
            state.reschedule(e, slots);
            let gained = before - state.objective;
            assert!(gained >= gain - core.nation_cost * core.posts.len() as f64 - 1e-6 * (1.0 + gain), "seed {seed}");
        }
    }
    assert!(sent > 200, "{sent} elements were sent");
}

/// Line and element of each tour, as the state keeps them by line.
fn kept(state: &State<'_>) -> Vec<(u32, u32)> {
    let lines = 0..state.core.needs.len() as u32;
    let mut tours: Vec<_> = lines.flat_map(|line| state.on(line).iter().map(move |&e| (line, e))).collect();
    tours.sort_unstable();
    tours
}

/// The same, from the schedules.
fn on_tour(state: &State<'_>) -> Vec<(u32, u32)> {
    let mut tours = Vec::new();
    for (e, slots) in state.schedule.iter().enumerate() {
        let unit = &state.core.units[state.unit_of[e] as usize];
        tours.extend(slots.iter().map(|slot| (unit.services[slot.service as usize].line, e as u32)));
    }
    tours.sort_unstable();
    tours
}

/// Elements get tours, and give some up again, at random: what is kept of lines is what they hold, summed cell by cell.
#[test]
fn what_is_kept_of_a_line_is_what_it_holds() {
    let mut looked = 0;
    for seed in 1..=100 {
        let case = sample::case(seed);
        let core = core_of(&case);
        let mut state = opened(&core);
        let mut dice = fastrand::Rng::with_seed(seed);
        let (mut windows, mut scratch) = (Windows::new(&core), Scratch::default());
        let worth: Vec<f32> = (0..core.needs.len() * core.periods).map(|_| 10.0 * dice.f32()).collect();
        let elements = state.unit_of.len() as u32;
        for step in 0..10 * elements {
            let scale = (1 + step - step % 50) as f32;
            if step % 50 == 0 {
                windows.value(worth.iter().map(|worth| worth * scale));
            }
            let e = dice.u32(0..elements);
            state.reschedule(e, Vec::new());
            let counting = if dice.bool() { Counting::Weight } else { Counting::Worth };
            let u = state.unit_of[e as usize];
            for (k, service) in core.units[u as usize].services.iter().enumerate() {
                let row = windows.by_start(&state, u, k as u32, counting);
                for (start, fills) in row.iter().enumerate() {
                    let counts = |p: usize| {
                        let cell = service.line as usize * core.periods + p;
                        let one = match counting {
                            Counting::Weight => core.needs[service.line as usize].weight,
                            Counting::Worth => f64::from(worth[cell] * scale),
                        };
                        one * f64::from(state.short[cell].clamp(0, service.effect))
                    };
                    let sum: f64 = core.on_tour(&core.units[u as usize], start as u32).map(counts).sum();
                    assert!((f64::from(*fills) - sum).abs() <= 1e-5 * sum, "seed {seed}: {fills}, {sum}");
                    looked += usize::from(sum > 0.0);
                }
            }
            let slots = element::best(&state, e, counting, None, &mut windows, &mut scratch).0;
            state.reschedule(e, slots);
            // Half of the changes are taken back.
            if dice.bool() {
                state.mark();
            } else {
                state.rollback();
            }
            assert_eq!(kept(&state), on_tour(&state), "seed {seed}, step {step}");
        }
    }
    assert!(looked > 1_000, "{looked} windows were not empty");
}

/// Shaken by a tenth up or down, an element gets tours that gain nearly as much as the best, and often others than those.
#[test]
fn a_shaken_element_gains_nearly_as_much() {
    const SHAKE: f32 = 0.1;
    let mut others = 0;
    for seed in 1..=200 {
        let case = sample::case(seed);
        let core = core_of(&case);
        let mut state = opened(&core);
        let mut dice = fastrand::Rng::with_seed(seed);
        let (mut windows, mut scratch) = (Windows::new(&core), Scratch::default());
        for e in 0..state.unit_of.len() as u32 {
            let factors: Vec<f32> = (0..core.periods).map(|_| 1.0 + SHAKE * (2.0 * dice.f32() - 1.0)).collect();
            let mut best = |factors| element::best(&state, e, Counting::Weight, factors, &mut windows, &mut scratch);
            let (slots, gain) = best(None);
            let (shaken, _) = best(Some(&factors));
            others += usize::from(shaken != slots);
            let before = state.objective;
            state.reschedule(e, shaken);
            let gained = before - state.objective + core.nation_cost * core.posts.len() as f64;
            let least = gain * f64::from((1.0 - SHAKE) / (1.0 + SHAKE));
            assert!(gained >= least - 1e-6 * (1.0 + gain), "seed {seed}, element {e}: {gained}, {gain}");
        }
    }
    assert!(others > 20, "{others} elements went elsewhere");
}

/// A search in which small moves follow swaps, and which goes back where they come to nothing: its tours, taken up anew,
/// are worth what it tells, or more once elements at home have been sent too.
#[test]
fn a_search_that_settles_tells_the_truth() {
    for seed in 1..=40 {
        let case = sample::case(seed);
        let core = core_of(&case);
        let mut search = Search::new(&core, seed, &[], true);
        search.settle_by(5);
        search.run(3_000);
        let tours: Vec<_> = search.tours().collect();
        let again = Search::new(&core, seed, &tours, false);
        let (told, is) = (search.best, again.best);
        assert!(is <= told + 1e-6 * (1.0 + told.abs()), "seed {seed}: told {told}, is {is}");
    }
}

/// A can serve in both formations, B in the first alone, where less depends on it. The first plan sends A there; B is not
/// needed, and the second formation stays empty. Both have room for one more nation.
#[test]
fn a_formation_with_room_takes_in_a_nation() {
    let service = |line: u32| Service { line, formation: line, effect: 1000, starts: vec![(0, 1)] };
    let unit = |nation: u32, services: Vec<Service>| Unit {
        offer: Ix::new(nation as usize),
        nation,
        elements: 1,
        strength: 100,
        tour: 4,
        busy: 8,
        most_tours: u32::MAX,
        cost: 1.0,
        counts: Vec::new(),
        at: services.iter().map(|s| (s.formation, s.line..s.line + 1)).collect(),
        services,
    };
    let need = |formation: u32, weight: f64, by: &[(u32, u32)]| Need {
        formation,
        weight,
        asked: vec![1000; 4],
        most: u32::MAX,
        by: by.to_vec(),
    };
    let core = Core {
        periods: 4,
        nations: 2,
        units: vec![unit(0, vec![service(0), service(1)]), unit(1, vec![service(0)])],
        needs: vec![need(0, 1.0, &[(0, 0), (1, 0)]), need(1, 3.0, &[(0, 1)])],
        posts: vec![
            Post { most: 2, upward: vec![0], lines: vec![0] },
            Post { most: 2, upward: vec![1], lines: vec![1] },
        ],
        ceiling: vec![1000; 8],
        theatre: vec![1000; 4],
        nation_cost: 0.5,
        ceilings: Vec::new(),
        held: vec![false; 4],
    };
    for seed in 0..10 {
        let mut search = Search::new(&core, seed, &[], true);
        search.run(2_000);
        // Nothing is short: two tours and two nations are what is left.
        assert!((search.best - 3.0).abs() < 1e-9, "seed {seed}: {}", search.best);
    }
}

/// A ceiling of 200 people lets a unit of 200 go, to a line where 3 depends on it, or two of 100, each to a line where 2
/// does. Each line has one unit alone, so nothing around a line leads from the one to the two.
#[test]
fn units_under_a_ceiling_that_costs_make_room_for_each_other() {
    let unit = |line: u32, strength: i64| Unit {
        offer: Ix::new(line as usize),
        nation: 0,
        elements: 1,
        strength,
        tour: 1,
        busy: 1,
        most_tours: u32::MAX,
        cost: 0.0,
        counts: Vec::new(),
        at: vec![(0, 0..1)],
        services: vec![Service { line, formation: 0, effect: 1000, starts: vec![(0, 1)] }],
    };
    let need = |line: u32, weighs: f64| Need {
        formation: 0,
        weight: weighs / 1000.0,
        asked: vec![1000],
        most: 1,
        by: vec![(line, 0)],
    };
    let core = Core {
        periods: 1,
        nations: 1,
        units: vec![unit(0, 200), unit(1, 100), unit(2, 100)],
        needs: vec![need(0, 3.0), need(1, 2.0), need(2, 2.0)],
        posts: vec![Post { most: 1, upward: vec![0], lines: vec![0, 1, 2] }],
        ceiling: vec![200],
        theatre: vec![1000],
        nation_cost: 0.1,
        ceilings: Vec::new(),
        held: vec![false],
    };
    let least = |seed: u64, ceiling: f64| {
        let mut search = Search::new(&core, seed, &[], false);
        let (places, worth) = (vec![1.0], vec![3000.0, 2000.0, 2000.0]);
        search.follow(&Guide { places, worth, ceilings: vec![ceiling] });
        search.run(2_000);
        search.best
    };
    assert!((0..10).all(|seed| (least(seed, 1.0) - 3.1).abs() < 1e-9), "the two small units go");
    assert!((0..10).any(|seed| (least(seed, 0.0) - 4.1).abs() < 1e-9), "where the ceiling costs nothing, none looks");
}

/// A search that begins with a plan has all of its tours, in whatever order they are told.
#[test]
fn a_plan_to_begin_with_loses_no_tour() {
    let mut dice = fastrand::Rng::with_seed(11);
    let mut begun = 0;
    for seed in 1..=1000 {
        let mut core = core_of(&sample::case(seed));
        // Elements that may not go as often as they have time for need not all be found.
        core.units.iter_mut().for_each(|unit| unit.most_tours = u32::MAX);
        let mut plan = Search::new(&core, seed, &[], true);
        plan.run(500);
        let of = |search: &Search<'_>| {
            let mut tours: Vec<_> = search.tours().map(|(u, slot)| (u, slot.service, slot.start)).collect();
            tours.sort_unstable();
            tours
        };
        let mut tours: Vec<_> = plan.tours().collect();
        dice.shuffle(&mut tours);
        let mut again = of(&Search::new(&core, seed, &tours, true)).into_iter();
        for tour in of(&plan) {
            assert!(again.any(|other| other == tour), "seed {seed}: {tour:?} is lost");
            begun += 1;
        }
    }
    assert!(begun > 500, "{begun} tours to begin with");
}
