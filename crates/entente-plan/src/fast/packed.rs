//! How a relaxation stood, in less room: most of its values are 0.

use super::standing::Standing;

/// A table, told by where it is not 0 and what it is there.
#[derive(Clone, Debug)]
struct Table {
    len: usize,
    /// A bit for each value that is not 0.
    bits: Vec<u64>,
    values: Vec<f32>,
}

/// Less than this is 0.
const LEAST: f32 = 1e-7;

impl Table {
    fn of(table: &[f32]) -> Self {
        let mut bits = vec![0; table.len().div_ceil(64)];
        let mut values = Vec::new();
        for (i, &v) in table.iter().enumerate().filter(|(_, v)| v.abs() > LEAST) {
            bits[i / 64] |= 1 << (i % 64);
            values.push(v);
        }
        values.shrink_to_fit();
        Self { len: table.len(), bits, values }
    }

    fn table(&self) -> Vec<f32> {
        let mut table = vec![0.0; self.len];
        let mut values = self.values.iter();
        for (word, &bits) in self.bits.iter().enumerate() {
            let mut bits = bits;
            while bits != 0 {
                table[64 * word + bits.trailing_zeros() as usize] = *values.next().expect("as many as bits");
                bits &= bits - 1;
            }
        }
        table
    }

    fn bytes(&self) -> usize {
        8 * self.bits.len() + 4 * self.values.len()
    }
}

/// [`Standing`], packed.
#[derive(Clone, Debug)]
pub struct Packed(Standing<Table>);

impl Packed {
    pub fn of(standing: &Standing) -> Self {
        Self(standing.each_ref().map(|_, _, table| Table::of(table)))
    }

    /// As it was, but for what is next to nothing.
    pub fn standing(&self) -> Standing {
        self.0.each_ref().map(|_, _, packed| packed.table())
    }

    /// What it takes in memory.
    pub fn bytes(&self) -> usize {
        self.0.each_ref().tables().map(Table::bytes).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_comes_out_as_it_went_in() {
        let mut dice = fastrand::Rng::with_seed(5);
        for len in [0_usize, 1, 63, 64, 65, 1000] {
            let table: Vec<f32> = (0..len).map(|_| if dice.bool() { 0.0 } else { dice.f32() - 0.5 }).collect();
            let packed = Table::of(&table);
            assert_eq!(packed.table(), table);
            assert!(packed.bytes() <= 8 * len.div_ceil(64) + 4 * len);
        }
        assert_eq!(Table::of(&[1e-9, -1.0]).table(), [0.0, -1.0]);
    }
}
