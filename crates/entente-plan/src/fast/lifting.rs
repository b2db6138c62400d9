//! Rows of people under the ceiling of a nation that only whole elements obey. A ceiling of 483 lets 450 people and 27 %
//! of a company of 120 through in parts, but whole only one of the two: so the company may count 241 and the 450 all 483.
//!
//! A row begins as the ceiling itself, or as its rounding by the strength of one of the units, d: Σ ⌊σ/d⌋ x ≤ ⌊C/d⌋
//! (Chvátal 1973). Then each unit in turn counts as much as leaves every choice of whole elements that keeps the ceiling
//! within the row: sequential lifting (Padberg 1975, Wolsey 1976), what the others can count coming from sums over
//! people. On instances S of EFP-1 ceilings weigh up to 6 percent of the objective, of which the relaxation sees
//! one; on larger ones, where each nation has many elements, next to nothing, and few rows are worth their while.

use super::core::{CeilingRow, Core};
use std::cmp::Reverse;

/// Most steps that one lifting of the units of a nation may take.
const MOST_STEPS: usize = 500_000;

/// Counts are rounded down to this share of the ceiling, so that sums of them keep within it.
const GRAIN: f64 = 1e-6;

/// A row is worth its while if elements in parts that keep the ceiling can break it by this share.
const WORTH: f64 = 0.02;

/// Adds such rows for every nation whose ceiling is the same in all periods.
pub fn add(core: &mut Core) {
    let mut by_nation = vec![Vec::new(); core.nations];
    for (u, unit) in core.units.iter().enumerate().filter(|(_, unit)| unit.strength > 0) {
        by_nation[unit.nation as usize].push(u);
    }
    let periods = core.periods;
    for (nation, own) in by_nation.iter().enumerate() {
        let ceiling = &core.ceiling[nation * periods..][..periods];
        let Some(&most) = ceiling.first().filter(|first| ceiling.iter().all(|c| c == *first)) else { continue };
        let crews: Vec<Crew> = own.iter().map(|&u| Crew::of(&core.units[u], most)).collect();
        for counts in rows(&crews, most) {
            let row = core.ceilings.len() as u32;
            core.ceilings.push(CeilingRow { nation: nation as u32, most: vec![most as f64; periods] });
            for (&u, counts) in own.iter().zip(counts).filter(|(_, counts)| *counts > 0.0) {
                core.units[u].counts.push((row, counts * most as f64));
            }
        }
    }
}

/// A unit as a ceiling sees it: people of an element, and how many elements could keep the ceiling by themselves.
#[derive(Clone, Copy, Debug)]
struct Crew {
    people: i64,
    most: usize,
}

impl Crew {
    fn of(unit: &super::core::Unit, ceiling: i64) -> Self {
        let fit = (ceiling / unit.strength).clamp(0, i64::from(unit.elements));
        Self { people: unit.strength, most: fit as usize }
    }
}

/// Rows worth their while: what an element of each unit counts, as a share of the ceiling.
fn rows(crews: &[Crew], ceiling: i64) -> Vec<Vec<f64>> {
    let grain = crews.iter().fold(0, |g, crew| gcd(g, crew.people));
    let all: i64 = crews.iter().map(|crew| crew.people.saturating_mul(crew.most as i64)).fold(0, i64::saturating_add);
    if grain == 0 || ceiling <= 0 || all <= ceiling {
        return Vec::new();
    }
    let room = (ceiling / grain) as usize;
    let elements: usize = crews.iter().map(|crew| crew.most).sum();
    if crews.len().saturating_mul(elements).saturating_mul(room) > MOST_STEPS {
        return Vec::new();
    }
    let mut begun = vec![crews.iter().map(|crew| crew.people as f64 / ceiling as f64).collect::<Vec<_>>()];
    let mut strengths: Vec<i64> = crews.iter().map(|crew| crew.people).filter(|people| *people <= ceiling).collect();
    strengths.sort_unstable();
    strengths.dedup();
    begun.extend(strengths.into_iter().map(|d| {
        let most = (ceiling / d) as f64;
        crews.iter().map(|crew| (crew.people / d) as f64 / most).collect()
    }));
    let mut order: Vec<usize> = (0..crews.len()).collect();
    order.sort_by_key(|&c| Reverse(crews[c].people));
    let backward: Vec<usize> = order.iter().rev().copied().collect();
    let mut found: Vec<Vec<f64>> = Vec::new();
    for counts in begun {
        for order in [&order, &backward] {
            let counts = lifted(crews, grain, room, order, counts.clone());
            if breakable(crews, ceiling, &counts) && !found.contains(&counts) {
                found.push(counts);
            }
        }
    }
    // Of two that say the same, give or take a grain, the first stays.
    let within = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| *a <= b + GRAIN);
    let less = |i: usize, j: usize| i != j && within(&found[i], &found[j]) && (j < i || !within(&found[j], &found[i]));
    let kept: Vec<bool> = (0..found.len()).map(|i| !(0..found.len()).any(|j| less(i, j))).collect();
    found.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(row, _)| row).collect()
}

/// The counts, each unit in turn raised as far as whole elements allow.
fn lifted(crews: &[Crew], grain: i64, room: usize, order: &[usize], mut counts: Vec<f64>) -> Vec<f64> {
    for &c in order {
        // The most that elements of the others count together, by what people there is room for.
        let mut others = vec![0.0_f64; room + 1];
        for (other, crew) in crews.iter().enumerate().filter(|(other, _)| *other != c) {
            let people = (crew.people / grain) as usize;
            for _ in 0..crew.most {
                for left in (people..=room).rev() {
                    others[left] = others[left].max(others[left - people] + counts[other]);
                }
            }
        }
        let people = (crews[c].people / grain) as usize;
        let least = (1..=crews[c].most).map(|e| (1.0 - others[room - e * people]) / e as f64);
        let least = least.fold(f64::INFINITY, f64::min);
        if least.is_finite() {
            counts[c] = counts[c].max((least / GRAIN).floor() * GRAIN);
        }
    }
    counts
}

/// Whether elements in parts that keep the ceiling can break the row by enough.
fn breakable(crews: &[Crew], ceiling: i64, counts: &[f64]) -> bool {
    let mut order: Vec<usize> = (0..crews.len()).filter(|&c| crews[c].most > 0).collect();
    order.sort_by(|&a, &b| (counts[b] / crews[b].people as f64).total_cmp(&(counts[a] / crews[a].people as f64)));
    let (mut left, mut counted) = (ceiling as f64, 0.0);
    for c in order {
        let people = (crews[c].people * crews[c].most as i64) as f64;
        let part = (left / people).min(1.0);
        counted += part * crews[c].most as f64 * counts[c];
        left -= part * people;
    }
    counted > 1.0 + WORTH
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn most_counted(crews: &[Crew], counts: &[f64], room: i64) -> f64 {
        let Some((crew, rest)) = crews.split_first() else { return 0.0 };
        let sent = (0..=crew.most as i64).take_while(|e| e * crew.people <= room);
        let counted = sent.map(|e| e as f64 * counts[0] + most_counted(rest, &counts[1..], room - e * crew.people));
        counted.fold(0.0, f64::max)
    }

    /// No choice of whole elements under the ceiling breaks a row, and some choice has nothing left in it.
    #[test]
    fn whole_elements_keep_every_row() {
        let mut dice = fastrand::Rng::with_seed(5);
        let mut seen = 0;
        for _ in 0..300 {
            let crew = |dice: &mut fastrand::Rng| {
                let people = dice.choice([30, 60, 90, 120, 150, 200, 450]).unwrap_or(30);
                (people, dice.usize(1..=4))
            };
            let drawn: Vec<(i64, usize)> = (0..dice.usize(1..=5)).map(|_| crew(&mut dice)).collect();
            let ceiling = dice.i64(30..1500);
            let fit = |&(people, most): &(i64, usize)| Crew { people, most: most.min((ceiling / people) as usize) };
            let crews: Vec<Crew> = drawn.iter().map(fit).collect();
            for counts in rows(&crews, ceiling) {
                seen += 1;
                let most = most_counted(&crews, &counts, ceiling);
                assert!(most <= 1.0 + 1e-9, "{crews:?} {ceiling} {counts:?}: {most}");
                assert!(most >= 1.0 - 1e-4, "{crews:?} {ceiling} {counts:?}: {most}");
            }
        }
        assert!(seen > 200, "{seen}");
    }

    #[test]
    fn two_that_do_not_go_together_fill_the_ceiling() {
        let crews = [Crew { people: 450, most: 1 }, Crew { people: 120, most: 2 }];
        let found = rows(&crews, 483);
        assert!(found.iter().any(|row| row[0] == 1.0 && (row[1] - 0.5).abs() < 1e-5), "{found:?}");
    }

    /// Rows that differ by rounding alone do not leave each other out.
    #[test]
    fn of_two_rows_that_say_the_same_one_stays() {
        let crews = [Crew { people: 450, most: 1 }, Crew { people: 160, most: 3 }];
        let rows = rows(&crews, 483);
        let say_the_same = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| (a - b).abs() <= GRAIN);
        assert!(rows.iter().any(|row| say_the_same(row, &[1.0, 1.0 / 3.0])), "{rows:?}");
        assert!((1..rows.len()).all(|i| rows[..i].iter().all(|row| !say_the_same(row, &rows[i]))), "{rows:?}");
    }
}
