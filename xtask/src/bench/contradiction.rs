//! A bound above a plan that the referee accepts is proof that something is wrong, whoever says it.

use super::figures::grouped;
use super::record::Row;

/// Share by which bounds may overshoot: solvers prove to tolerances.
const TOLERANCE: f64 = 1e-6;

/// Every bound that a refereed plan of the same instance refutes, in a sentence.
pub fn all(rows: &[Row]) -> Vec<String> {
    let best = |of: &Row| {
        let same = rows.iter().filter(|row| (row.size, row.seed) == (of.size, of.seed));
        same.filter_map(|row| Some((row.value()?, row.solver))).min_by(|a, b| a.0.total_cmp(&b.0))
    };
    let refuted = |row: &Row| {
        let (bound, (objective, by)) = (row.bound?, best(row)?);
        (bound > objective + TOLERANCE * objective.abs()).then(|| {
            format!(
                "{}: the bound {} is wrong: {} has a refereed plan of {}",
                row.key().sentence(),
                grouped(bound),
                by.name(),
                grouped(objective)
            )
        })
    };
    rows.iter().filter_map(refuted).collect()
}

#[cfg(test)]
mod tests {
    use super::super::record::Solver;
    use super::super::record::tests::row;
    use super::*;

    #[test]
    fn bounds_above_plans_are_told() {
        let good = row(Solver::Entente, 1000.0, 990.0);
        let wrong = row(Solver::Scip, 1100.0, 1050.0);
        assert_eq!(all(&[good.clone(), row(Solver::Highs, 1200.0, 1000.0)]), [""; 0]);
        let told = all(&[good.clone(), wrong.clone()]);
        assert_eq!(told.len(), 1);
        assert!(told[0].contains("SCIP") && told[0].contains("1,050") && told[0].contains("Entente"), "{told:?}");
        let broken = Row { refereed: Some(false), ..good.clone() };
        assert_eq!(all(&[broken, wrong.clone()]), [""; 0]);
        assert_eq!(all(&[Row { seed: 2, ..good }, wrong]), [""; 0]);
    }
}
