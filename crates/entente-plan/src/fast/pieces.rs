//! Loops over rows of periods in pieces of eight, four and one, so that the compiler knows how long each is and turns it
//! into vector instructions without a check of what overlaps and without a tail. Rows are too short for more.

/// Values of a piece.
pub type Piece<const N: usize> = [f32; N];

/// What is done to a row, piece by piece.
pub trait Piecewise {
    /// Periods `at` to `at + N`.
    fn piece<const N: usize>(&mut self, at: usize);

    /// All pieces of a row, in order. Is inlined, or pieces would be calls.
    #[inline(always)]
    fn through(&mut self, len: usize) {
        let mut at = 0;
        while at + 8 <= len {
            self.piece::<8>(at);
            at += 8;
        }
        if at + 4 <= len {
            self.piece::<4>(at);
            at += 4;
        }
        while at < len {
            self.piece::<1>(at);
            at += 1;
        }
    }
}

/// A piece of a slice.
#[inline(always)]
pub fn get<const N: usize>(of: &[f32], at: usize) -> Piece<N> {
    let mut piece = [0.0; N];
    piece.copy_from_slice(&of[at..at + N]);
    piece
}

/// Writes a piece of a slice.
#[inline(always)]
pub fn put<const N: usize>(into: &mut [f32], at: usize, piece: Piece<N>) {
    into[at..at + N].copy_from_slice(&piece);
}

/// Adds to a piece of a slice.
#[inline(always)]
pub fn add<const N: usize>(to: &mut [f32], at: usize, by: Piece<N>) {
    let to = &mut to[at..at + N];
    for (to, by) in to.iter_mut().zip(by) {
        *to += by;
    }
}

/// A piece, value by value.
#[inline(always)]
pub fn each<const N: usize>(value: impl FnMut(usize) -> f32) -> Piece<N> {
    std::array::from_fn(value)
}

/// The value within two others; unlike `clamp` one instruction each, since nothing is said of what is no number.
#[inline(always)]
pub fn within(value: f32, (fewest, most): (f32, f32)) -> f32 {
    least(if value > fewest { value } else { fewest }, most)
}

/// The lesser of two values; one instruction, for the same reason.
#[inline(always)]
pub fn least(value: f32, most: f32) -> f32 {
    if value < most { value } else { most }
}

/// The value, or 0 where it is less.
#[inline(always)]
pub fn positive(value: f32) -> f32 {
    if value > 0.0 { value } else { 0.0 }
}

/// Sums up to each value and with it, from those before the piece on, which are carried over.
#[inline(always)]
pub fn sums<const N: usize>(carry: &mut f32, piece: Piece<N>) -> Piece<N> {
    let mut sums = piece;
    let mut by = 1;
    while by < N {
        let before = sums;
        for i in by..N {
            sums[i] = before[i] + before[i - by];
        }
        by *= 2;
    }
    for sum in &mut sums {
        *sum += *carry;
    }
    *carry = sums[N - 1];
    sums
}

/// A sum over rows in eight strands, so that its order is fixed and its additions need not wait for one another.
#[derive(Clone, Copy, Debug, Default)]
pub struct Strands([f32; 8]);

impl Strands {
    /// Adds a piece.
    #[inline(always)]
    pub fn add<const N: usize>(&mut self, piece: Piece<N>) {
        for (strand, value) in self.0.iter_mut().zip(piece) {
            *strand += value;
        }
    }

    /// The sum.
    pub fn total(self) -> f32 {
        self.0.iter().sum()
    }
}

/// Whether all values that were seen are 0.
#[derive(Clone, Copy, Debug, Default)]
pub struct Zero([u32; 8]);

impl Zero {
    /// Looks at a piece.
    #[inline(always)]
    pub fn see<const N: usize>(&mut self, piece: Piece<N>) {
        for (bits, value) in self.0.iter_mut().zip(piece) {
            *bits |= value.to_bits();
        }
    }

    /// Whether they are, of whatever sign.
    pub fn all(self) -> bool {
        self.0.iter().fold(0, |bits, more| bits | more) << 1 == 0
    }
}

/// Whether all values of a slice are 0.
pub fn all_zero(of: &[f32]) -> bool {
    let mut row = Looking { of, zero: Zero::default() };
    row.through(of.len());
    row.zero.all()
}

struct Looking<'a> {
    of: &'a [f32],
    zero: Zero,
}

impl Piecewise for Looking<'_> {
    #[inline(always)]
    fn piece<const N: usize>(&mut self, at: usize) {
        self.zero.see(get::<N>(self.of, at));
    }
}

/// The sum of a row.
pub fn total(of: &[f32]) -> f32 {
    let mut row = Row { of, sum: Strands::default() };
    row.through(of.len());
    row.sum.total()
}

struct Row<'a> {
    of: &'a [f32],
    sum: Strands,
}

impl Piecewise for Row<'_> {
    #[inline(always)]
    fn piece<const N: usize>(&mut self, at: usize) {
        self.sum.add(get::<N>(self.of, at));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Seen(Vec<usize>);

    impl Piecewise for Seen {
        fn piece<const N: usize>(&mut self, at: usize) {
            self.0.extend(at..at + N);
        }
    }

    #[test]
    fn every_period_is_in_one_piece_in_order() {
        for len in 0..40 {
            let mut seen = Seen(Vec::new());
            seen.through(len);
            assert_eq!(seen.0, (0..len).collect::<Vec<_>>());
        }
    }

    #[test]
    fn sums_are_carried_over() {
        let mut carry = 10.0;
        assert_eq!(sums(&mut carry, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0])[..3], [11.0, 13.0, 16.0]);
        assert_eq!(sums(&mut carry, [1.0, 1.0, 1.0, 1.0]), [47.0, 48.0, 49.0, 50.0]);
        assert_eq!(sums(&mut carry, [0.5]), [50.5]);
        assert_eq!(total(&(0..37).map(|v| v as f32).collect::<Vec<_>>()), 666.0);
    }

    #[test]
    fn either_zero_is_zero_and_nothing_else() {
        assert!(all_zero(&[]) && all_zero(&[0.0, -0.0]));
        assert!(!all_zero(&[0.0, 1e-45, 0.0]) && !all_zero(&[f32::NAN]));
        assert_eq!([-1.0, 0.5, 3.0].map(|v| within(v, (0.0, 2.0))), [0.0, 0.5, 2.0]);
    }
}
