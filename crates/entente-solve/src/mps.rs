//! Free MPS, so that anyone can solve a model with another solver. Names keep their letters; whatever
//! would break a field (spaces, control characters) is written as an underscore, and names that this
//! makes alike, or that are empty, get their position added.

use crate::milp::{Kind, Milp};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The model as free-format MPS. The objective row is called `objective`; a constant of the objective is
/// written as the negative right-hand side of that row, as the format has it.
pub fn write(model: &Milp) -> String {
    let rows = field_names(model.rows().iter().map(|r| r.name.as_str()), &["objective"]);
    let columns = field_names(model.columns().iter().map(|c| c.name.as_str()), &[]);
    let mut text = format!("NAME {}\nROWS\n N objective\n", field(&model.name));
    for (row, name) in model.rows().iter().zip(&rows) {
        let _ = writeln!(text, " {} {name}", sense(row.lower, row.upper));
    }
    text.push_str("COLUMNS\n");
    write_columns(model, &rows, &columns, &mut text);
    text.push_str("RHS\n");
    if model.offset != 0.0 {
        let _ = writeln!(text, " RHS objective {}", -model.offset);
    }
    for (row, name) in model.rows().iter().zip(&rows) {
        let side = if row.upper.is_finite() { row.upper } else { row.lower };
        if side.is_finite() && side != 0.0 {
            let _ = writeln!(text, " RHS {name} {side}");
        }
    }
    let ranged = |r: &crate::milp::RowBounds| r.lower.is_finite() && r.upper.is_finite() && r.lower != r.upper;
    if model.rows().iter().any(ranged) {
        text.push_str("RANGES\n");
        for (row, name) in model.rows().iter().zip(&rows).filter(|(r, _)| ranged(r)) {
            let _ = writeln!(text, " RANGE {name} {}", row.upper - row.lower);
        }
    }
    text.push_str("BOUNDS\n");
    for (column, name) in model.columns().iter().zip(&columns) {
        write_bounds(column.lower, column.upper, name, &mut text);
    }
    text.push_str("ENDATA\n");
    text
}

fn sense(lower: f64, upper: f64) -> char {
    match (lower.is_finite(), upper.is_finite()) {
        (true, true) if lower == upper => 'E',
        (_, true) => 'L',
        (true, false) => 'G',
        (false, false) => 'N',
    }
}

fn write_columns(model: &Milp, rows: &[String], columns: &[String], text: &mut String) {
    let mut by_column = vec![Vec::new(); columns.len()];
    for at in 0..rows.len() {
        for (column, value) in model.entries(at) {
            by_column[column.get()].push((at, value));
        }
    }
    let mut whole = false;
    let mut markers = 0;
    for ((column, name), entries) in model.columns().iter().zip(columns).zip(&by_column) {
        if (column.kind == Kind::Integer) != whole {
            whole = !whole;
            let _ = writeln!(text, " MARKER{markers} 'MARKER' '{}'", if whole { "INTORG" } else { "INTEND" });
            markers += 1;
        }
        // A column without entries still has to be named once.
        if column.cost != 0.0 || entries.is_empty() {
            let _ = writeln!(text, " {name} objective {}", column.cost);
        }
        for (row, value) in entries {
            let _ = writeln!(text, " {name} {} {value}", rows[*row]);
        }
    }
    if whole {
        let _ = writeln!(text, " MARKER{markers} 'MARKER' 'INTEND'");
    }
}

fn write_bounds(lower: f64, upper: f64, name: &str, text: &mut String) {
    let _ = match (lower, upper) {
        (l, u) if l == u => writeln!(text, " FX BOUND {name} {l}"),
        (l, u) if l == f64::NEG_INFINITY && u == f64::INFINITY => writeln!(text, " FR BOUND {name}"),
        (l, u) => {
            if l == f64::NEG_INFINITY {
                let _ = writeln!(text, " MI BOUND {name}");
            } else if l != 0.0 {
                let _ = writeln!(text, " LO BOUND {name} {l}");
            }
            // Written also where infinite: readers differ on what integer columns have by default.
            if u == f64::INFINITY { writeln!(text, " PL BOUND {name}") } else { writeln!(text, " UP BOUND {name} {u}") }
        }
    };
}

fn field(name: &str) -> String {
    let clean: String = name.chars().map(|c| if c.is_whitespace() || c.is_control() { '_' } else { c }).collect();
    if clean.is_empty() { "unnamed".to_owned() } else { clean }
}

fn field_names<'a>(names: impl Iterator<Item = &'a str>, taken: &[&str]) -> Vec<String> {
    let mut seen: BTreeSet<String> = taken.iter().map(|&t| t.to_owned()).collect();
    let unique = |(at, name): (usize, &str)| {
        let mut clean = field(name);
        while !seen.insert(clean.clone()) {
            clean = format!("{clean}_{at}");
        }
        clean
    };
    names.enumerate().map(unique).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_model_is_written() {
        let mut model = Milp::new("two words");
        model.offset = 3.0;
        let x = model.column("x[A,2026-01]".into(), 0.0, 4.0, Kind::Integer);
        let y = model.column("a b".into(), -1.0, f64::INFINITY, Kind::Continuous);
        let z = model.column("a\tb".into(), f64::NEG_INFINITY, f64::INFINITY, Kind::Continuous);
        model.add_cost(x, 2.5);
        model.row("r".into(), 1.0, 3.0, vec![(x, 1.0), (y, 2.0)]);
        model.at_least("objective".into(), vec![(z, 1.0), (z, 1.0)], -2.0);
        insta::assert_snapshot!(write(&model));
    }
}
