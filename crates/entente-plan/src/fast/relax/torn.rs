//! Where the relaxation cannot make up its mind: ways that serve in part in a formation they leave open.

use super::Relax;
use crate::fast::ways::Serving;
use std::collections::BTreeMap;

/// Less than this of a place, or of a share left without, is nothing.
const LITTLE: f32 = 0.02;

impl Relax {
    /// Of the ways that are torn most, at most so many, each with the formation in which it is: what of its share serves
    /// there or does not, whichever is less, times the elements of its nation.
    pub fn torn(&self, most: usize) -> BTreeMap<usize, u32> {
        let elements = self.core.elements();
        let mut found = Vec::new();
        for (w, way) in self.layout.ways.iter().enumerate() {
            let torn = self.layout.formations(w, Serving::Open).map(|f| {
                let within = self.at.y.now[self.layout.place(w, f)].clamp(0.0, self.at.z.now[w].max(0.0));
                (within.min(self.at.z.now[w] - within), f)
            });
            let torn = torn.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            found.extend(
                torn.filter(|(part, _)| *part > LITTLE).map(|(part, f)| (part * elements[way.nation as usize], w, f)),
            );
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.into_iter().take(most).map(|(_, way, formation)| (way, formation)).collect()
    }
}
