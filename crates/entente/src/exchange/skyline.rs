//! A strength that goes up and down over time, as few layers of constant strength: what was there from
//! one month to another, laid like bricks under a skyline.

/// So much, from period `from` up to, not including, `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Layer {
    /// First period.
    pub from: u32,
    /// First period after it.
    pub to: u32,
    /// How much.
    pub height: u32,
}

/// The layers that add up to `heights`: what came last goes first, so that each layer is one unbroken
/// stay. One pass; at most as many layers as there are rises and falls.
pub fn layers(heights: &[u32]) -> Vec<Layer> {
    // What is open: since when, and up to what level.
    let mut open: Vec<(u32, u32)> = Vec::new();
    let mut out = Vec::new();
    let ends = heights.iter().copied().chain([0]);
    for (at, height) in (0u32..).zip(ends) {
        let mut since = at;
        while let Some(&(from, level)) = open.last() {
            if level <= height {
                break;
            }
            open.pop();
            let below = open.last().map_or(0, |&(_, level)| level).max(height);
            out.push(Layer { from, to: at, height: level - below });
            since = from;
        }
        let level = open.last().map_or(0, |&(_, level)| level);
        if height > level {
            // What remains of a layer cut from above has been there since its beginning.
            open.push((since, height));
        }
    }
    out.sort_unstable();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(heights: &[u32]) -> Vec<Layer> {
        let layers = layers(heights);
        let mut sum = vec![0; heights.len()];
        for layer in &layers {
            assert!(layer.from < layer.to && layer.height > 0);
            (layer.from..layer.to).for_each(|p| sum[p as usize] += layer.height);
        }
        assert_eq!(sum, heights);
        layers
    }

    #[test]
    fn layers_add_up() {
        assert_eq!(sums(&[]), []);
        assert_eq!(sums(&[0, 0]), []);
        assert_eq!(sums(&[5, 5, 5]), [Layer { from: 0, to: 3, height: 5 }]);
        assert_eq!(
            sums(&[3, 5, 5, 2, 0, 4]),
            [
                Layer { from: 0, to: 3, height: 1 },
                Layer { from: 0, to: 4, height: 2 },
                Layer { from: 1, to: 3, height: 2 },
                Layer { from: 5, to: 6, height: 4 },
            ]
        );
    }

    #[test]
    fn any_skyline() {
        // A linear congruential generator (Knuth, MMIX) for a thousand skylines.
        let mut state = 1u64;
        for length in 0..1000u32 {
            let heights: Vec<u32> = (0..length % 17)
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    ((state >> 60) as u32) % 6
                })
                .collect();
            let rises = heights.iter().zip([0].iter().chain(&heights)).filter(|(now, before)| now > before).count();
            let falls = heights.iter().zip(heights.iter().skip(1).chain(&[0])).filter(|(now, next)| now > next).count();
            assert!(sums(&heights).len() <= rises + falls, "{heights:?}");
        }
    }
}
