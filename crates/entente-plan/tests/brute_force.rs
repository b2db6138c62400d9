//! The exact model against brute force: every plan of a small case is judged by the checker and weighed by
//! the score, which share no code with the optimiser; the best of them is what the solver must find.

mod sample;

use entente_model::{Case, EntryPoint, Formation, Ix, LeadRule, Line, Nation, Offer, Period};
use entente_plan::{Go, Lead, Plan, Request, Score, Tour, force, verify::verify};

/// Cases compared; each is drawn anew until it is small enough to enumerate.
const CASES: usize = 400;
/// Plans of tours enumerated for one case, at most.
const MOST: u64 = 6_000;

struct Column {
    offer: Ix<Offer>,
    line: Ix<Line>,
    start: Period,
    entry: Option<Ix<EntryPoint>>,
    most: u32,
}

/// Every tour that could be written down with a capability that counts; the checker decides the rest. Tours
/// that break a rule by themselves in every plan are left out, judged by the checker alone as well.
fn columns(case: &Case) -> Vec<Column> {
    let mut columns = Vec::new();
    for (offer, terms) in case.offers.enumerate() {
        for line in case.lines.indices().filter(|&r| case.effectiveness(offer, r).is_some()) {
            let entries = match case.entries_for(offer, case.lines[line].formation) {
                None => vec![None],
                Some(entries) => entries.into_iter().map(Some).collect(),
            };
            for start in case.calendar.periods() {
                for &entry in &entries {
                    let tour = Tour { offer, line, start, entry, elements: 1 };
                    if alone_hopeless(case, tour) {
                        continue;
                    }
                    columns.push(Column { offer, line, start, entry, most: terms.elements.unwrap_or(0) });
                }
            }
        }
    }
    columns
}

fn alone_hopeless(case: &Case, tour: Tour) -> bool {
    use entente_plan::verify::Rule;
    let broken = verify(case, &Plan::new(vec![tour], Vec::new()));
    broken
        .iter()
        .any(|b| matches!(b.rule, Rule::Pledge | Rule::Capability | Rule::Window | Rule::Notice | Rule::Refusal))
}

/// Every way to name leads: each formation none, or one of those that may lead it.
fn leads(case: &Case) -> Vec<Vec<Lead>> {
    let mut ways = vec![Vec::new()];
    for (formation, facts) in case.formations.enumerate() {
        let choices: &[Ix<Nation>] = match &facts.lead {
            LeadRule::None => continue,
            LeadRule::OneOf(nations) => nations,
        };
        let with = |way: &Vec<Lead>, formation: Ix<Formation>| {
            let named = choices.iter().map(move |&nation| Lead { formation, nation });
            named.map(|lead| way.iter().copied().chain([lead]).collect()).collect::<Vec<_>>()
        };
        let more: Vec<Vec<Lead>> = ways.iter().flat_map(|way| with(way, formation)).collect();
        ways.extend(more);
    }
    ways
}

fn best(case: &Case, columns: &[Column], previous: &Plan) -> f64 {
    let leads = leads(case);
    let mut counts = vec![0; columns.len()];
    let mut best = f64::INFINITY;
    loop {
        let tours = columns.iter().zip(&counts).map(|(c, &elements)| Tour {
            offer: c.offer,
            line: c.line,
            start: c.start,
            entry: c.entry,
            elements,
        });
        let plan = Plan::new(tours.collect(), Vec::new());
        let objective = Score::of(case, &plan, Some(previous)).total();
        if objective < best {
            let holds =
                |way: &Vec<Lead>| verify(case, &Plan { tours: plan.tours.clone(), leads: way.clone() }).is_empty();
            if leads.iter().any(holds) {
                best = objective;
            }
        }
        // Count on, as an odometer does.
        let Some(at) = (0..counts.len()).find(|&i| counts[i] < columns[i].most) else { return best };
        counts[at] += 1;
        counts[..at].fill(0);
    }
}

#[test]
fn the_exact_model_finds_what_brute_force_finds() {
    let (mut compared, mut seed, mut interesting) = (0, 0, 0);
    while compared < CASES {
        seed += 1;
        let case = sample::case(seed);
        let columns = columns(&case);
        let plans = columns.iter().try_fold(1_u64, |n, c| n.checked_mul(u64::from(c.most) + 1));
        if plans.is_none_or(|n| !(2..=MOST).contains(&n)) {
            continue;
        }
        let previous = sample::previous(&case, seed);
        let expected = best(&case, &columns, &previous);
        let request = Request { previous: Some(&previous), ..Request::default() };
        let planned = force::plan(&case, &request, &mut |_| Go::On).unwrap_or_else(|e| panic!("seed {seed}: {e:?}"));
        let found = planned.score.total();
        let near = 1e-6 * (1.0 + expected.abs());
        assert!((found - expected).abs() <= near, "seed {seed}: solver {found}, brute force {expected}");
        assert!(planned.bound <= expected + near, "seed {seed}: bound {} over the optimum {expected}", planned.bound);
        assert!(
            planned.bound >= expected - 1e-4 * (1.0 + expected.abs()),
            "seed {seed}: bound {} is weak",
            planned.bound
        );
        interesting += usize::from(!planned.plan.tours.is_empty());
        compared += 1;
    }
    println!("{compared} cases from {seed} seeds; {interesting} with tours in the best plan");
    assert!(interesting * 3 > compared, "most cases plan something");
}
