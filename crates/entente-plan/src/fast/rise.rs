//! Whether a bound still rises.

/// Whether a bound still rises by a share within so many iterations.
#[derive(Debug)]
pub struct Rise {
    share: f64,
    within: u32,
    level: f64,
    at: u32,
}

impl Rise {
    /// By such a share, within so many.
    pub fn new((share, within): (f64, u32)) -> Self {
        Self { share, within, level: 0.0, at: 0 }
    }

    /// Takes in a bound after so many.
    pub fn see(&mut self, bound: f64, iterations: u32) {
        if bound > self.level + self.share * self.level.abs() {
            (self.level, self.at) = (bound, iterations);
        }
    }

    /// Counts from here on: with longer periods the bound rises by leaps, if at all.
    pub fn wait(&mut self, iterations: u32) {
        self.at = iterations;
    }

    /// Whether it has not.
    pub fn over(&self, iterations: u32) -> bool {
        iterations - self.at >= self.within
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_over_when_the_bound_has_not_risen_by_the_share_for_so_long() {
        let mut rise = Rise::new((0.01, 100));
        rise.see(50.0, 10);
        rise.see(50.4, 60);
        assert!(!rise.over(109) && rise.over(110), "less than a hundredth is no rise");
        rise.see(50.6, 109);
        assert!(!rise.over(208) && rise.over(209));
        rise.wait(300);
        assert!(!rise.over(399) && rise.over(400));
    }
}
