//! Columns and rows in one iteration of the relaxation, as loops over slices that the compiler turns into vector
//! instructions. Nearly all the time of the relaxation is spent here.
//!
//! Tours of a service differ by their start alone, so what they earn and what they fill are windows of equal length:
//! differences of two slices. Slices reach past the horizon far enough that no window needs to be cut off.

use super::relax::Blend;

/// What a sweep over the columns of a service reads, by start.
#[derive(Clone, Copy)]
pub struct Columns<'a> {
    /// What a tour weighs and pays, but for what it earns on the line.
    pub base: &'a [f32],
    /// Sums of the prices of the line before the start, and before the end, and effectiveness.
    pub paid: Earned<'a>,
    /// The same of the row of whole elements.
    pub whole: Earned<'a>,
    /// Periods on tour and tied, and what each adds to the sum of magnitudes of the column.
    pub on: (&'a [f32], f32),
    pub tied: (&'a [f32], f32),
    /// The pace of the columns over the weight of dual against primal steps.
    pub pace: f32,
    /// m_u.
    pub most: f32,
}

/// What a tour earns on a line: the difference of sums of prices before its end and before its start, so many times.
#[derive(Clone, Copy)]
pub struct Earned<'a> {
    pub before: &'a [f32],
    pub after: &'a [f32],
    pub times: f32,
}

/// Slices of one length.
impl<'a> Columns<'a> {
    fn cut(self, len: usize) -> Self {
        let earned = |of: Earned<'a>| Earned { before: &of.before[..len], after: &of.after[..len], ..of };
        Self {
            base: &self.base[..len],
            paid: earned(self.paid),
            whole: earned(self.whole),
            on: (&self.on.0[..len], self.on.1),
            tied: (&self.tied.0[..len], self.tied.1),
            ..self
        }
    }

    /// What a column costs net of what it earns.
    fn slope(&self, i: usize) -> f32 {
        let earned = |of: Earned<'_>| of.times * (of.after[i] - of.before[i]);
        self.base[i] - earned(self.paid) - earned(self.whole)
    }

    /// One over the primal step, but for the pace: the sum of magnitudes of the column.
    fn size(&self, i: usize) -> f32 {
        self.on.1 * self.on.0[i] + self.tied.1 * self.tied.0[i]
    }

    /// Whether so many columns would stay at 0 where they are.
    pub fn rest(self, len: usize) -> bool {
        let columns = self.cut(len);
        let mut earns = 0;
        for i in 0..len {
            earns |= u32::from(columns.slope(i) < 0.0);
        }
        earns == 0
    }
}

/// Squares of the distances covered, each by its size: from where the step began, and from the anchor (on restarts).
#[derive(Clone, Copy, Default)]
pub struct Covered {
    /// From where the step began.
    pub step: f32,
    /// From the anchor.
    pub far: f32,
}

/// Moves the columns, and writes 2 T(x) − x to `ahead`. `spare` is room to work in, as long as the rest. Whether all are at
/// 0 then, and were at the anchor, is told too.
pub fn sweep(
    columns: Columns<'_>,
    blend: Blend,
    now: &mut [f32],
    anchor: &mut [f32],
    ahead: &mut [f32],
    spare: &mut [f32],
) -> (Covered, bool) {
    let len = now.len();
    let columns = columns.cut(len);
    let Columns { pace, most, .. } = columns;
    let mut used = 0;
    let (anchor, ahead, spare) = (&mut anchor[..len], &mut ahead[..len], &mut spare[..len]);
    if blend.restart {
        for i in 0..len {
            let size = columns.size(i);
            let mapped = (now[i] - columns.slope(i) * pace / size).clamp(0.0, most);
            spare[i] = (mapped - anchor[i]) * (mapped - anchor[i]) * size;
            ahead[i] = 2.0 * mapped - now[i];
            now[i] = mapped;
            anchor[i] = mapped;
            used |= mapped.to_bits();
        }
        return (blend.covered(total(spare)), used == 0);
    }
    let (keep, rest) = (blend.keep, 1.0 - blend.keep);
    for i in 0..len {
        let size = columns.size(i);
        let mapped = (now[i] - columns.slope(i) * pace / size).max(0.0).min(most);
        let step = mapped - now[i];
        spare[i] = step * step * size;
        let next = mapped + step;
        ahead[i] = next;
        now[i] = keep * next + rest * anchor[i];
        used |= now[i].to_bits() | anchor[i].to_bits();
    }
    (blend.covered(total(spare)), used << 1 == 0)
}

/// Moves columns of one size, each between 0 and its most, and writes 2 T(x) − x to `ahead`.
pub fn primal(
    blend: Blend,
    (now, anchor): (&mut [f32], &mut [f32]),
    (slope, most): (&[f32], &[f32]),
    size: f32,
    pace: f32,
    (ahead, spare): (&mut [f32], &mut [f32]),
) -> Covered {
    let len = now.len();
    let (anchor, slope, most) = (&mut anchor[..len], &slope[..len], &most[..len]);
    let (ahead, spare) = (&mut ahead[..len], &mut spare[..len]);
    let by = pace / size;
    for i in 0..len {
        let mapped = (now[i] - by * slope[i]).max(0.0).min(most[i]);
        let from = if blend.restart { anchor[i] } else { now[i] };
        ahead[i] = 2.0 * mapped - now[i];
        spare[i] = (mapped - from) * (mapped - from);
        now[i] = blend.next(ahead[i], mapped, anchor[i]);
        anchor[i] = if blend.restart { mapped } else { anchor[i] };
    }
    blend.covered(size * total(spare))
}

/// Moves the prices of rows by how much each is broken, by its step; they stay at least 0.
pub fn dual(
    blend: Blend,
    (now, anchor): (&mut [f32], &mut [f32]),
    (broken, steps): (&[f32], &[f32]),
    omega: f32,
    spare: &mut [f32],
) -> Covered {
    let len = now.len();
    let (anchor, broken, steps) = (&mut anchor[..len], &broken[..len], &steps[..len]);
    let spare = &mut spare[..len];
    for i in 0..len {
        let mapped = (now[i] + omega * steps[i] * broken[i]).max(0.0);
        let from = if blend.restart { anchor[i] } else { now[i] };
        spare[i] = (mapped - from) * (mapped - from) / steps[i];
        now[i] = blend.next(2.0 * mapped - now[i], mapped, anchor[i]);
        anchor[i] = if blend.restart { mapped } else { anchor[i] };
    }
    blend.covered(total(spare))
}

/// Adds `by · of` to a slice.
pub fn add(to: &mut [f32], by: f32, of: &[f32]) {
    for (to, of) in to.iter_mut().zip(of) {
        *to += by * of;
    }
}

/// The sum, in eight strands whose order is fixed.
fn total(of: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 8];
    let chunks = of.chunks_exact(8);
    let left: f32 = chunks.remainder().iter().sum();
    for chunk in chunks {
        for (sum, v) in sums.iter_mut().zip(chunk) {
            *sum += v;
        }
    }
    sums.iter().sum::<f32>() + left
}
