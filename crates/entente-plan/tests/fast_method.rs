//! The fast method against the exact model: the same objective within the gap, a bound that never lies over
//! the optimum, the same plan for the same seed and work, and a certificate that holds for any prices.

mod sample;

use entente_plan::fast::{certify, coarse, core::Core, divide, fixing, layout::Layout, lifting, method, relax::Relax};
use entente_plan::fast::{
    dive::Dive, dives::Dives, node::Stood, search::Search, state::Slot, tree::Tree, warm::Warm, ways::Serving,
    ways::Ways,
};
use entente_plan::force::{self, eligible};
use entente_plan::{
    Change, Go, Limit, Limits, Method, Part, Parts, Planned, Planner, Request, Score, Status, leaves, verify::verify,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

fn by(method: Method, case: &entente_model::Case, limits: Limits) -> Planned {
    let request = Request { method, limits, ..Request::default() };
    force::plan(case, &request, &mut |_| Go::On).expect("a sample can be planned")
}

/// The core of a case, with rows of ceilings that only whole elements obey.
fn core_of(case: &entente_model::Case) -> Arc<Core> {
    let mut core = Core::new(case, &eligible::pairs(case), |u| force::tour_cost(case, u));
    lifting::add(&mut core);
    Arc::new(core)
}

/// The layout of a core whose nations come in several ways, drawn at random.
fn in_ways(core: &Core, seed: u64) -> Arc<Layout> {
    let mut dice = fastrand::Rng::with_seed(seed);
    let mut ways = Ways::undivided(core);
    for _ in 0..dice.usize(..8) {
        let way = dice.usize(..ways.len());
        let open = (0..core.posts.len() as u32).filter(|&f| ways.get(way).serving[f as usize] == Serving::Open);
        if let Some(formation) = dice.choice(open.collect::<Vec<_>>()) {
            ways = ways.divided(&BTreeMap::from([(way, formation)]));
        }
    }
    Arc::new(Layout::in_ways(core, ways))
}

/// A sample less what is beyond the core: it is divided and its leaves are solved side by side, and a bound of the core
/// has nothing to hide behind.
fn bare(seed: u64) -> entente_model::Case {
    let mut case = sample::case(seed);
    for f in case.formations.indices().collect::<Vec<_>>() {
        case.formations.row_mut(f).lead = entente_model::LeadRule::None;
    }
    for u in case.offers.indices().collect::<Vec<_>>() {
        case.offers.row_mut(u).condition.expr = entente_model::Expr::Const(true);
    }
    case.caveats = entente_model::Table::default();
    case.rules = entente_model::Table::default();
    case.entries = entente_model::Table::default();
    (case.weights.handover, case.weights.burden) = (0.0, 0.0);
    case
}

/// Samples by seed, and beyond the last of them such as are [`bare`].
fn cases(samples: u64, bare_ones: u64) -> impl Iterator<Item = (u64, entente_model::Case)> {
    let beyond = samples + 1..=samples + bare_ones;
    (1..=samples).map(|seed| (seed, sample::case(seed))).chain(beyond.map(|seed| (seed, bare(seed))))
}

/// Places in which the plan has tours.
fn served(case: &entente_model::Case, core: &Core, planned: &Planned) -> BTreeSet<usize> {
    let place = |tour: &entente_plan::Tour| {
        core.place(case.lines[tour.line].formation.get() as u32, case.offers[tour.offer].nation.get() as u32)
    };
    planned.plan.tours.iter().map(place).collect()
}

/// Work enough for a sample, counted and so the same on every machine.
fn enough() -> Limits {
    Limits { work: Some(200_000), ..Limits::default() }
}

#[test]
fn fast_and_exact_agree_on_cases_with_every_feature() {
    let mut planned = 0;
    for seed in 1..=300 {
        let case = sample::case(seed);
        let exact = by(Method::Exact, &case, Limits::default());
        let fast = by(Method::Fast, &case, enough());
        let near = 1e-6 * (1.0 + exact.score.total().abs());
        assert!(verify(&case, &fast.plan).is_empty(), "seed {seed}");
        assert!(
            (fast.score.total() - exact.score.total()).abs() <= near,
            "seed {seed}: fast {}, exact {}",
            fast.score.total(),
            exact.score.total()
        );
        assert!(fast.bound <= exact.score.total() + near, "seed {seed}: bound {} over the optimum", fast.bound);
        planned += usize::from(!exact.plan.tours.is_empty());
    }
    assert!(planned > 100, "most samples plan something");
}

#[test]
fn the_certificate_lies_under_the_optimum_whatever_the_prices() {
    let mut strong = 0;
    for (seed, case) in cases(200, 200) {
        let exact = by(Method::Exact, &case, Limits::default()).score.total();
        let core = core_of(&case);
        let layout = in_ways(&core, seed);
        let mut relax = Relax::new(Arc::clone(&core), Arc::clone(&layout), true);
        let mut best = f64::NEG_INFINITY;
        for _ in 0..40 {
            (0..10).for_each(|_| relax.step());
            let bound = certify::bound(&core, &layout, &relax.prices());
            assert!(bound <= exact + 1e-6 * (1.0 + exact.abs()), "seed {seed}: {bound} over {exact}");
            best = best.max(bound);
        }
        strong += usize::from(best >= 0.5 * exact);
    }
    assert!(strong > 300, "bounds are worth something: {strong} of 400");
}

/// The exact model finds a best plan of every sample; no tour of it may be among those shut, whatever the prices, as long
/// as the plan known is not better than it.
#[test]
fn no_tour_of_a_better_plan_is_shut() {
    let (mut shut, mut planned) = (0, 0);
    for (seed, case) in cases(600, 300) {
        let exact = by(Method::Exact, &case, Limits::default());
        let core = core_of(&case);
        let layout = if seed % 2 == 0 { in_ways(&core, seed) } else { Arc::new(Layout::new(&core)) };
        let mut relax = Relax::new(Arc::clone(&core), Arc::clone(&layout), true);
        (0..300).for_each(|_| relax.step());
        let best = exact.score.total() + 1e-6 * (1.0 + exact.score.total().abs());
        let mut gone = BTreeSet::new();
        fixing::shut(&core, &layout, &relax.prices(), best, |u, k, start| {
            let unit = &core.units[u];
            gone.insert((unit.offer.get(), unit.services[k as usize].line as usize, start));
        });
        shut += gone.len();
        for tour in &exact.plan.tours {
            planned += 1;
            let key = (tour.offer.get(), tour.line.get(), tour.start.0);
            assert!(!gone.contains(&key), "seed {seed}: a tour of the best plan is shut: {key:?}");
        }
    }
    assert!(shut > 800 && planned > 400, "{shut} tours shut, {planned} kept");
}

/// However a case is divided, a plan better than the cutoff is in one of the leaves: its tours are left there, and those
/// who serve there for certain serve in it.
#[test]
fn a_better_plan_is_in_a_leaf() {
    let (mut parted, mut tours, mut kept) = (0, 0, 0);
    for (seed, case) in cases(400, 200) {
        let exact = by(Method::Exact, &case, Limits::default());
        let core = core_of(&case);
        let layout = Arc::new(Layout::new(&core));
        let mut relax = Relax::new(Arc::clone(&core), Arc::clone(&layout), true);
        (0..20).for_each(|_| relax.step());
        // Over the optimum by so much that more than one part is left now and then.
        let cutoff = exact.score.total() + 0.1 * exact.score.total().abs() + 1e-6;
        let divided = |calls: usize| {
            let from = (Arc::clone(&layout), relax.prices(), relax.standing());
            let (mut left, mut told) = (calls, f64::NEG_INFINITY);
            let division = divide::divide(&core, from, cutoff, Parts::default(), &mut |bound, _| {
                told = told.max(bound);
                left = left.saturating_sub(1);
                if left == 0 { Go::Stop } else { Go::On }
            });
            (division, told)
        };
        let (division, told) = divided(usize::MAX);
        parted += usize::from(division.leaves.len() > 1);
        let has = |leaf: &divide::Leaf| {
            let left: BTreeSet<_> = leaf.core.tours().collect();
            let served = served(&case, &core, &exact);
            let holds = |(place, held): (usize, &bool)| !held || served.contains(&place);
            let here = |tour: &entente_plan::Tour| left.contains(&(tour.offer, tour.line, tour.start));
            exact.plan.tours.iter().all(here) && leaf.core.held.iter().enumerate().all(holds)
        };
        assert!(division.leaves.iter().any(has), "seed {seed}: the best plan is in no leaf");
        for calls in [1, 2, 5] {
            assert!(
                divided(calls).0.leaves.iter().any(has),
                "seed {seed}: stopped at {calls}, the best plan is in no leaf"
            );
        }
        // What was proven on the way is not lost, whether the case is left in parts or in one piece.
        let least = division.leaves.iter().map(|leaf| leaf.bound).fold(cutoff, f64::min);
        assert!(least >= told.min(cutoff), "seed {seed}: {least} left of {told}");
        let holding = division.leaves.iter().filter(|leaf| has(leaf)).map(|leaf| leaf.bound);
        let best = exact.score.total();
        assert!(holding.fold(f64::INFINITY, f64::min) <= best + 1e-6 * (1.0 + best.abs()), "seed {seed}");
        tours += core.columns();
        kept += division.leaves.iter().map(|leaf| leaf.core.columns()).max().unwrap_or(0);
    }
    assert!(parted > 100 && kept < tours, "{parted} in parts, {kept} of {tours} tours left");
}

/// However far branching has come, what it proves lies under the optimum, only rises, and hangs on no threads.
#[test]
fn branching_proves_no_more_than_the_optimum() {
    let (mut rose, mut ended) = (0, 0);
    for (seed, case) in cases(200, 200) {
        let exact = by(Method::Exact, &case, Limits::default()).score.total();
        let (core, near) = (core_of(&case), 1e-6 * (1.0 + exact.abs()));
        let layout = in_ways(&core, seed);
        let mut relax = Relax::new(Arc::clone(&core), Arc::clone(&layout), true);
        (0..50).for_each(|_| relax.step());
        let before = certify::bound(&core, &layout, &relax.prices());
        // Nothing below this may be lost.
        let cutoff = exact + 0.1 * exact.abs() + near;
        let course = |threads: usize, both: bool| {
            let parts = Parts::default().on(threads);
            let (core, layout) = (Arc::clone(&core), Arc::clone(&layout));
            let all = Stood { core, layout, standing: relax.standing() };
            let mut tree = Tree::new(all, before, parts);
            let bounds = (0..8).map(|_| {
                tree.round(200_000, cutoff, both);
                tree.bound().expect("the best plan is in one of the parts")
            });
            (bounds.collect::<Vec<f64>>(), tree.ended())
        };
        for both in [false, true] {
            let (bounds, over) = course(1, both);
            assert_eq!(bounds, course(2, both).0, "seed {seed}");
            assert!(bounds.is_sorted() && bounds[0] >= before, "seed {seed}: {bounds:?} after {before}");
            assert!(bounds.iter().all(|bound| *bound <= exact + near), "seed {seed}: {bounds:?} over {exact}");
            rose += usize::from(bounds[7] > before + near);
            ended += usize::from(over);
        }
    }
    assert!(rose > 200 && ended > 200, "{rose} bounds rose, {ended} trees came to their end");
}

/// The places of a plan are judged, and dives decide every place within the limits, the same again and again; what is then
/// proven is no more than a plan with those places weighs. The best only gets better, by dives and by what is decided
/// anew, two formations at a time. A narrow dive takes nothing up that the relaxation gives hardly anything.
#[test]
fn dives_end_at_places_that_a_plan_may_have() {
    let (mut dived, mut anew) = (0, 0);
    for seed in 1..=200 {
        let case = sample::case(seed);
        let core = core_of(&case);
        let layout = in_ways(&core, seed);
        let mut relax = Relax::new(Arc::clone(&core), Arc::clone(&layout), true);
        (0..50).for_each(|_| relax.step());
        let stood = Stood { core: Arc::clone(&core), layout, standing: relax.standing() };
        let mut search = Search::new(&core, seed, &[], true);
        search.run(2_000);
        let place = |(u, slot): (u32, Slot)| core.place_of(u as usize, slot.service as usize);
        // What is best after the places of the plan have been judged, or one by itself, and after each of three dives.
        let alone = || core.undecided().into_iter().take(1).collect();
        let plan: BTreeSet<usize> = if seed.is_multiple_of(2) { search.places() } else { alone() };
        let ended = |mut dive: Dive| {
            while !dive.ended() {
                dive.round(100_000);
            }
            dive.found()
        };
        let decided = |part: Core| {
            ended(Dive::judging(&stood, part, 0.0, Parts::default())).expect("places of a plan have a bound")
        };
        let course = || {
            let mut dives = Dives::new(&core, Parts::default(), seed);
            // Long enough now and then for others to begin by themselves, more than once.
            let rounds = if seed.is_multiple_of(10) { 40 } else { 4 };
            let course = (0..rounds).map(|_| {
                dives.ready((|| Some(stood.clone()), 0.0), || plan.clone());
                while dives.at_hand() {
                    dives.round(100_000);
                }
                let best = dives.best().expect("places of a plan have a bound");
                (best.places.clone(), best.bound)
            });
            course.collect::<Vec<(BTreeSet<usize>, f64)>>()
        };
        let sets = course();
        assert_eq!(sets, course(), "seed {seed}");
        // A nation that is held is paid for where it sends nobody, too.
        let used: BTreeSet<usize> = search.tours().map(place).collect();
        let weighs = search.best + core.nation_cost * plan.difference(&used).count() as f64;
        let no_more = !seed.is_multiple_of(2) || sets[0].1 <= weighs + 1e-6 * (1.0 + weighs.abs());
        assert!(no_more, "seed {seed}: {} after the places of a plan of {}", sets[0].1, search.best);
        assert!(sets.is_sorted_by(|(_, a), (_, b)| a >= b), "seed {seed}: {sets:?}");
        dived += usize::from(sets[1].1 < sets[0].1);
        assert_eq!(sets[0].0, plan, "seed {seed}: nothing but the plan is judged at first");
        let judged = decided(core.with_places(&plan, |_| false));
        for formation in 1..core.posts.len() {
            let opened = |place: usize| [formation - 1, formation].contains(&(place / core.nations));
            let held = plan.iter().copied().filter(|place| !opened(*place)).collect();
            let part = core.with_places(&held, opened);
            if let Some(found) = ended(Dive::anew(&judged, part, 0.0, Parts::default())) {
                assert!(found.bound < judged.bound, "seed {seed}: {} from {}", found.bound, judged.bound);
                anew += 1;
            }
        }
        let given = stood.layout.places(&core, &stood.standing.y, &stood.standing.z);
        let narrow = ended(Dive::down(&stood, 0.0, Parts::default(), (true, seed))).expect("a dive has a bound");
        let little = narrow.places.iter().find(|place| given[**place] < 0.02);
        assert_eq!(little, None, "seed {seed}: a narrow dive decides for what is given hardly anything");
        for (places, bound) in sets {
            for formation in 0..core.posts.len() {
                let there = places.iter().filter(|&&place| place / core.nations == formation).count();
                assert!(there <= core.free_places(formation), "seed {seed}: {there} nations in formation {formation}");
                let below = |place: &&usize| core.posts[**place / core.nations].upward.contains(&(formation as u32));
                let nations: BTreeSet<usize> = places.iter().filter(below).map(|place| place % core.nations).collect();
                let most = core.posts[formation].most as usize;
                assert!(nations.len() <= most, "seed {seed}: {nations:?} in formation {formation} and below");
            }
            let mut within = search.within(&places);
            within.run(10_000);
            let used: BTreeSet<usize> = within.tours().map(place).collect();
            assert!(used.is_subset(&places), "seed {seed}: tours where nobody may serve");
            let idle = core.nation_cost * (places.len() - used.len()) as f64;
            let weighs = within.best + idle;
            assert!(bound <= weighs + 1e-6 * (1.0 + bound), "seed {seed}: {bound} over {weighs}");
        }
    }
    assert!(dived > 5 && anew > 10, "{dived} dives were better, {anew} times it was better to decide anew");
}

/// A search that is kept to the places that it has begins no worse than it ended.
#[test]
fn a_search_within_its_own_places_loses_nothing() {
    for seed in 1..=100 {
        let case = sample::case(seed);
        let core = core_of(&case);
        let mut search = Search::new(&core, seed, &[], true);
        search.run(5_000);
        let place = |(u, slot): (u32, Slot)| core.place_of(u as usize, slot.service as usize);
        let places = search.tours().map(place).collect();
        let within = search.within(&places);
        assert!(within.best <= search.best + 1e-9 * search.best.abs().max(1.0), "seed {seed}");
    }
}

/// Rows of whole elements take no plan away, nor does holding a nation where the best plan has it; where that does not, no
/// plan is better.
#[test]
fn what_is_open_of_a_core_holds_its_best_plan() {
    let (mut rows, mut served_there, mut not_there) = (0, 0, 0);
    for seed in 1..=300 {
        let case = sample::case(seed);
        let exact = by(Method::Exact, &case, Limits::default());
        let (best, pairs, core) = (exact.score.total(), eligible::pairs(&case), core_of(&case));
        let near = 1e-6 * (1.0 + best.abs());
        let least = |core: &Core| {
            let open = leaves::kept(&pairs, core, Parts::default());
            let found = force::exact(&case, open, &Request::default(), force::Aim::Plan, &mut |_| Go::On);
            // No plan may be left where a nation is held.
            found.map_or(f64::INFINITY, |found| Score::of(&case, &found.plan, None).total())
        };
        rows += leaves::kept(&pairs, &core, Parts::default()).round.len();
        assert!((least(&core) - best).abs() <= near, "seed {seed}: {} is the best, not {best}", least(&core));
        let served = served(&case, &core, &exact);
        for place in core.undecided().into_iter().take(4) {
            let held = least(&core.holding(place));
            if served.contains(&place) {
                assert!((held - best).abs() <= near, "seed {seed}, place {place}: {held} held, {best} free");
                served_there += 1;
            } else {
                assert!(held >= best - near, "seed {seed}, place {place}: {held} held, {best} free");
                not_there += 1;
            }
        }
    }
    assert!(rows > 40 && served_there > 50 && not_there > 50, "{rows} rows, {served_there} and {not_there} places");
}

/// Values carried to ways told apart are values like any others, and the relaxation goes on from there.
#[test]
fn ways_are_told_apart_on_the_way() {
    for (seed, case) in cases(100, 100) {
        let exact = by(Method::Exact, &case, Limits::default()).score.total();
        let (core, near) = (core_of(&case), 1e-6 * (1.0 + exact.abs()));
        let whole = Arc::new(Layout::new(&core));
        let mut relax = Relax::new(Arc::clone(&core), Arc::clone(&whole), true);
        (0..400).for_each(|_| relax.step());
        let before = certify::bound(&core, &whole, &relax.prices());
        let warm = Warm::new(Arc::clone(&core), Arc::clone(&whole), relax.prices(), relax.standing());
        let apart = in_ways(&core, seed);
        let (prices, standing) = warm.carried(&core, &apart, relax.prices().unit);
        let carried = certify::bound(&core, &apart, &prices);
        assert!(carried >= before - near, "seed {seed}: {carried} in ways, {before} without");
        let mut then = Relax::new(Arc::clone(&core), Arc::clone(&apart), true);
        then.stand(standing);
        (0..400).for_each(|_| then.step());
        let bound = certify::bound(&core, &apart, &then.prices());
        assert!(carried <= exact + near && bound <= exact + near, "seed {seed}: {carried}, {bound} over {exact}");
        assert!(bound >= before - 0.1 * exact.abs() - near, "seed {seed}: {bound} after {before}");
    }
}

/// Prices found with longer periods are prices like any others.
#[test]
fn prices_of_a_coarse_core_prove_a_bound() {
    let mut strong = 0;
    for (seed, case) in cases(100, 100) {
        let exact = by(Method::Exact, &case, Limits::default()).score.total();
        let core = core_of(&case);
        let (layout, long) = (in_ways(&core, seed), Arc::new(coarse::core(&core, 2)));
        let mut first = Relax::new(Arc::clone(&long), Arc::new(Layout::in_ways(&long, layout.ways.clone())), true);
        (0..400).for_each(|_| first.step());
        let spread = coarse::prices(&first.prices(), 2, core.periods);
        let mut then = Relax::new(Arc::clone(&core), Arc::clone(&layout), true);
        then.continue_from(&first, 2);
        (0..400).for_each(|_| then.step());
        for bound in [&spread, &then.prices()].map(|prices| certify::bound(&core, &layout, prices)) {
            assert!(bound <= exact + 1e-6 * (1.0 + exact.abs()), "seed {seed}: {bound} over {exact}");
        }
        strong += usize::from(certify::bound(&core, &layout, &then.prices()) >= 0.5 * exact);
    }
    assert!(strong > 150, "bounds are worth something: {strong} of 200");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_prices_prove_a_bound(seed in 0_u64..100_000, prices in proptest::collection::vec(0.0_f32..3.0, 64)) {
        let case = sample::case(seed);
        let exact = by(Method::Exact, &case, Limits::default()).score.total();
        let core = core_of(&case);
        let layout = in_ways(&core, seed);
        let mut made = Relax::new(Arc::clone(&core), Arc::clone(&layout), true).prices();
        let mut at = prices.iter().cycle();
        for family in [&mut made.cover, &mut made.rounding, &mut made.supply, &mut made.join, &mut made.nations] {
            family.iter_mut().for_each(|v| *v = *at.next().expect("cycles"));
        }
        // Prices for people count in people: a tenth of a price for a few dozen of them.
        for family in [&mut made.ceiling, &mut made.theatre] {
            family.iter_mut().for_each(|v| *v = *at.next().expect("cycles") * 0.01);
        }
        let bound = certify::bound(&core, &layout, &made);
        prop_assert!(bound <= exact + 1e-6 * (1.0 + exact.abs()), "{} over {}", bound, exact);
    }

    /// Good prices, each made up to half higher or lower, where the core is all there is.
    #[test]
    fn prices_near_good_ones_prove_a_bound(seed in 0_u64..100_000, times in proptest::collection::vec(0.5_f32..1.5, 64)) {
        let case = bare(seed);
        let exact = by(Method::Exact, &case, Limits::default()).score.total();
        let core = core_of(&case);
        let layout = in_ways(&core, seed);
        let mut relax = Relax::new(Arc::clone(&core), Arc::clone(&layout), true);
        (0..300).for_each(|_| relax.step());
        let good = relax.prices();
        let mut others = good.clone();
        let mut at = times.iter().cycle();
        let families = [
            &mut others.cover,
            &mut others.rounding,
            &mut others.supply,
            &mut others.join,
            &mut others.nations,
            &mut others.ceiling,
            &mut others.theatre,
        ];
        for family in families {
            family.iter_mut().for_each(|v| *v *= *at.next().expect("cycles"));
        }
        for share in [0.0, 0.01, 0.1, 1.0] {
            let bound = certify::bound(&core, &layout, &good.towards(&others, share));
            prop_assert!(bound <= exact + 1e-6 * (1.0 + exact.abs()), "{} over {}, {} of the way", bound, exact, share);
        }
    }
}

#[test]
fn the_same_seed_and_work_give_the_same_plan() {
    for seed in [3, 17, 40] {
        let case = sample::case(seed);
        let core = core_of(&case);
        let limits = Limits { work: Some(20_000), seed: 7, ..Limits::default() };
        let run = |threads| {
            let parts = Parts::default().on(threads);
            let found = method::run(&core, &limits, parts, method::Start::default(), &mut |_| Go::On);
            (found.tours, found.proof.bound.to_bits(), found.work)
        };
        assert_eq!(run(1), run(2), "one thread and two");
        assert_eq!(run(2), run(2), "twice the same");
    }
}

#[test]
fn a_case_of_the_core_alone_is_proven_on_one_thread_as_on_two() {
    let (mut divided, mut planned) = (0, 0);
    for seed in 1..=60 {
        let case = bare(seed);
        let exact = by(Method::Exact, &case, Limits::default()).score.total();
        let near = 1e-6 * (1.0 + exact.abs());
        let run = |threads, gap| {
            let parts = Parts::default().on(threads);
            let limits = Limits { gap, ..Limits::default() };
            let request = Request { method: Method::Fast, parts, limits, ..Request::default() };
            force::plan(&case, &request, &mut |_| Go::On).expect("a sample can be planned")
        };
        for gap in [0.0, 0.05] {
            let (one, two) = (run(1, gap), run(2, gap));
            assert_eq!((&one.plan, one.bound.to_bits()), (&two.plan, two.bound.to_bits()), "seed {seed}");
            assert!(one.bound <= exact + near, "seed {seed}: bound {} over {exact}", one.bound);
            assert!(one.score.total() - exact <= gap * one.score.total().abs() + near, "seed {seed}");
            assert!(one.gap() <= gap + 1e-6, "seed {seed}: {}", one.gap());
            divided += usize::from(one.nodes > 0);
        }
        planned += usize::from(exact > 0.0);
    }
    assert!(divided > 10 && planned > 30, "{divided} divided, {planned} planned");
}

#[test]
fn planning_again_begins_where_the_last_plan_ended() {
    let (mut begun, mut apart) = (0, 0);
    for (seed, case) in cases(60, 60) {
        let cold = by(Method::Fast, &case, enough());
        let most = cold.score.total() + 1e-9 * cold.score.total().abs();
        // One round alone, from the plan that is there: never worse than that plan.
        let limits = Limits { work: Some(1), ..Limits::default() };
        let parts = Parts::default().without(Part::Finish);
        let request = Request { method: Method::Fast, parts, start: Some(&cold.plan), limits, ..Request::default() };
        let warm = force::plan(&case, &request, &mut |_| Go::On).expect("a sample can be planned");
        assert!(warm.score.total() <= most, "seed {seed}");
        // Without a move the search has the plan that it began with, and the core weighs no more than the case.
        let first = |start| {
            let (parts, limits) = (parts.without(Part::Search), Limits::default());
            let request = Request { method: Method::Fast, parts, start, limits, ..Request::default() };
            let mut told = None;
            let planned = force::plan(&case, &request, &mut |progress| {
                told = progress.best;
                Go::Stop
            });
            planned.expect("a sample can be planned");
            told
        };
        let from_nothing = first(None);
        if let Some(best) = first(Some(&cold.plan)) {
            assert!(best <= most, "seed {seed}: {best} from {most}");
            begun += 1;
            apart += usize::from(from_nothing.is_some_and(|best| best > most));
        }
    }
    assert!(begun > 40 && apart > 3, "{begun} have begun, {apart} of them with what is not found from nothing at once");
}

/// The head start for branch and bound ends nothing where that does not go on: no limit is told that nobody asked for.
#[test]
fn without_branch_and_bound_only_limits_that_were_asked_for_end_it() {
    const ROUNDS: usize = 2;
    let mut stopped = 0;
    for seed in 1..=40 {
        let parts = Parts::default().without(Part::Finish);
        let request = Request { method: Method::Fast, parts, ..Request::default() };
        let mut rounds = 0;
        let planned = force::plan(&sample::case(seed), &request, &mut |_| {
            rounds += 1;
            if rounds < ROUNDS { Go::On } else { Go::Stop }
        });
        let planned = planned.expect("a sample can be planned");
        assert_ne!(planned.status, Status::Stopped(Limit::Work), "seed {seed}");
        if rounds == ROUNDS && planned.status != Status::Optimal {
            assert_eq!(planned.status, Status::Stopped(Limit::User), "seed {seed}");
            assert!(planned.work > 300_000, "seed {seed}: {} new tours", planned.work);
            stopped += 1;
        }
    }
    assert!(stopped > 5, "{stopped} were stopped");
}

/// The planner after changes against the exact model from nothing: the same objective, a bound that holds.
#[test]
fn a_planner_takes_changes() {
    let mut changed = 0;
    for seed in 1..=80 {
        let mut planner = Planner::new(sample::case(seed));
        let request = Request { method: Method::Fast, limits: enough(), ..Request::default() };
        for step in 0..4 {
            if step > 0 {
                let case = planner.case();
                let offer = entente_model::Ix::new(step * 7 % case.offers.len());
                let line = entente_model::Ix::new(step * 5 % case.lines.len());
                let nation = case.offers[offer].nation;
                let (from, to) = (entente_model::Period(1), entente_model::Period(case.calendar.horizon));
                let change = match step {
                    1 => Change::Elements { offer, more: 1 },
                    2 => Change::New { nation, line, elements: 1, from, to },
                    _ => Change::Confirm { offer },
                };
                planner.change(&change);
            }
            if step == 3 {
                // A nation leaves: what it offered is withdrawn, and the last plan breaks rules.
                let mut left = planner.case().clone();
                let leaver = left.offers[entente_model::Ix::new(0)].nation;
                for u in left.offers.indices().collect::<Vec<_>>() {
                    if left.offers[u].nation == leaver {
                        left.offers.row_mut(u).status = entente_model::Status::Withdrawn;
                    }
                }
                planner.replace(left);
            }
            let warm = planner.again(&request, &mut |_| Go::On).expect("a sample can be planned");
            let exact = by(Method::Exact, planner.case(), Limits::default()).score.total();
            let near = 1e-6 * (1.0 + exact.abs());
            assert!(verify(planner.case(), &warm.plan).is_empty(), "seed {seed}, step {step}");
            assert!(
                (warm.score.total() - exact).abs() <= near,
                "seed {seed}, step {step}: {} here",
                warm.score.total()
            );
            assert!(warm.bound <= exact + near, "seed {seed}, step {step}: bound {} over {exact}", warm.bound);
            changed += usize::from(step > 0 && !warm.plan.tours.is_empty());
        }
    }
    assert!(changed > 100, "most changes leave something to plan: {changed}");
}
