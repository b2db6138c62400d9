//! The laws of the model on random cases: more offers never make the optimum worse, a tighter caveat never
//! makes it better, a bound never lies over the objective, the same input gives the same plan, and the model
//! as MPS is the same model to another reader.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod sample;

use entente_model::case::BurdenKey;
use entente_model::{Case, Expr, Table};
use entente_plan::{Go, Planned, Request, force};
use proptest::prelude::*;
use std::ffi::CString;
use std::io::Write;

fn best(case: &Case) -> Planned {
    force::plan(case, &Request::default(), &mut |_| Go::On).expect("a sample can be planned")
}

fn slack(objective: f64) -> f64 {
    1e-6 * (1.0 + objective.abs())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn more_offers_never_make_it_worse(seed in 0_u64..1_000_000, which in 0_usize..4) {
        let mut case = sample::case(seed);
        // A new contributor changes everybody's fair share: the burden key is no matter of more offers.
        case.burden_key = BurdenKey::None;
        let before = best(&case);
        let mut more = case.offers.iter().cloned().collect::<Vec<_>>();
        let mut offer = more[which % more.len()].clone();
        offer.id = "MORE".to_owned();
        more.push(offer);
        case.offers = Table::new(more);
        let after = best(&case);
        prop_assert!(after.score.total() <= before.score.total() + slack(before.score.total()));
        prop_assert!(after.bound <= after.score.total());
    }

    #[test]
    fn a_tighter_caveat_never_makes_it_better(seed in 0_u64..1_000_000, which in 0_usize..8) {
        // Two cases that differ in one caveat, which is lifted in the looser.
        let case = sample::case(seed);
        prop_assume!(!case.caveats.is_empty());
        let mut looser = case.clone();
        let lifted = entente_model::Ix::new(which % case.caveats.len());
        looser.caveats.row_mut(lifted).excludes = Expr::Const(false);
        let letter = case.caveats[lifted].axis.letter();
        prop_assume!(case.lines.iter().all(|l| !l.refuses.iter().any(|no| no == letter)));
        let (tight, loose) = (best(&case), best(&looser));
        prop_assert!(tight.score.total() >= loose.score.total() - slack(loose.score.total()));
    }

    #[test]
    fn the_same_input_gives_the_same_plan(seed in 0_u64..1_000_000) {
        let case = sample::case(seed);
        let (one, two) = (best(&case), best(&case));
        prop_assert_eq!(one.plan, two.plan);
        prop_assert_eq!(one.bound.to_bits(), two.bound.to_bits());
    }

    #[test]
    fn a_plan_is_as_good_a_start_as_any(seed in 0_u64..1_000_000) {
        let case = sample::case(seed);
        let cold = best(&case);
        let request = Request { start: Some(&cold.plan), ..Request::default() };
        let warm = force::plan(&case, &request, &mut |_| Go::On).expect("a sample can be planned");
        prop_assert!((warm.score.total() - cold.score.total()).abs() <= slack(cold.score.total()));
    }
}

/// HiGHS reads the text and minimises it: a reader that shares nothing with the writer.
fn solve_text(text: &str) -> f64 {
    let mut file = tempfile::Builder::new().suffix(".mps").tempfile().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let path = CString::new(file.path().to_str().unwrap()).unwrap();
    let option = CString::new("output_flag").unwrap();
    let gap = CString::new("mip_rel_gap").unwrap();
    // SAFETY: one object, used by this thread alone and destroyed once; strings outlive the calls.
    unsafe {
        let highs = highs_sys::Highs_create();
        highs_sys::Highs_setBoolOptionValue(highs, option.as_ptr(), 0);
        highs_sys::Highs_setDoubleOptionValue(highs, gap.as_ptr(), 0.0);
        assert_ne!(highs_sys::Highs_readModel(highs, path.as_ptr()), highs_sys::STATUS_ERROR, "{text}");
        assert_ne!(highs_sys::Highs_run(highs), highs_sys::STATUS_ERROR);
        let objective = highs_sys::Highs_getObjectiveValue(highs);
        highs_sys::Highs_destroy(highs);
        objective
    }
}

#[test]
fn the_model_as_mps_is_the_same_model() {
    let mut compared = 0;
    for seed in 1..=80 {
        let case = sample::case(seed);
        let previous = sample::previous(&case, seed);
        let model = force::milp(&case, Some(&previous));
        if model.columns().is_empty() {
            continue;
        }
        let request = Request { previous: Some(&previous), ..Request::default() };
        let ours = force::plan(&case, &request, &mut |_| Go::On).expect("a sample can be planned").score.total();
        let theirs = solve_text(&entente_solve::mps::write(&model));
        assert!((ours - theirs).abs() <= slack(ours), "seed {seed}: {ours} here, {theirs} from the text");
        compared += 1;
    }
    assert!(compared > 40, "most samples have columns");
}
