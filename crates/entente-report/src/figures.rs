//! Figures as people read them: thousands apart, no more decimals than carry meaning.

/// `12,345`.
pub fn count(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// At most `decimals` decimals, without trailing zeros: `1,020,708.7`, `0.5`, `3`.
pub fn amount(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let text = format!("{:.*}", decimals, value.abs());
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let rest = rest.trim_end_matches('0');
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), count);
    let sign = if value < 0.0 && (whole != "0" || !rest.is_empty()) { "−" } else { "" };
    if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// A figure of any size with about four digits that carry meaning: `1,020,709`, `3.62`, `0.00048`.
pub fn score(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 || size >= 1000.0 {
        return amount(value, 0);
    }
    let places = if size >= 1.0 { 2 } else { (3 - size.log10().floor() as i64).clamp(0, 14) as usize };
    amount(value, places)
}

/// `71 %`; all and nothing are said only of all and nothing.
pub fn percent(share: f64) -> String {
    if !share.is_finite() {
        return "–".to_owned();
    }
    let rounded = (share * 100.0).round();
    if rounded >= 100.0 && share < 1.0 {
        return "over 99 %".to_owned();
    }
    if rounded == 0.0 && share > 0.0 { "under 1 %".to_owned() } else { format!("{} %", amount(rounded, 0)) }
}

/// A proven gap: never rounded down to nothing, with two figures that carry meaning: `1.3 %`, `0.02 %`.
pub fn gap(share: f64) -> String {
    let percent = share * 100.0;
    match percent {
        p if p <= 0.0 => "0 %".to_owned(),
        p if p < 0.01 => "under 0.01 %".to_owned(),
        p if p < 1.0 => format!("{} %", amount(p, 2)),
        p if p < 10.0 => format!("{} %", amount(p, 1)),
        p if (99.5..100.0).contains(&p) => "over 99 %".to_owned(),
        p => format!("{} %", amount(p, 0)),
    }
}

/// `USD 1.23 billion`.
pub fn money(value: f64, currency: &str) -> String {
    let (scaled, word) = match value.abs() {
        v if v >= 1e9 => (value / 1e9, " billion"),
        v if v >= 1e6 => (value / 1e6, " million"),
        _ => (value, ""),
    };
    let figure = amount(scaled, if word.is_empty() { 0 } else { 2 });
    format!("{currency} {figure}{word}").trim_start().to_owned()
}

/// `1 line`, `2 lines`.
pub fn plural(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(n as u64), if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_people_write_them() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(amount(1_020_708.703_9, 2), "1,020,708.7");
        assert_eq!(amount(-0.001, 2), "0");
        assert_eq!(amount(-2.5, 1), "−2.5");
        assert_eq!(score(0.00048), "0.00048");
        assert_eq!(score(703.333_33), "703.33");
        assert_eq!(percent(1.0), "100 %");
        assert_eq!(percent(0.9999), "over 99 %");
        assert_eq!(percent(0.001), "under 1 %");
        assert_eq!(percent(0.0), "0 %");
        assert_eq!([gap(0.0), gap(1e-9), gap(0.0004), gap(0.013)], ["0 %", "under 0.01 %", "0.04 %", "1.3 %"]);
        assert_eq!([gap(0.9994), gap(1.0)], ["over 99 %", "100 %"]);
        assert_eq!(money(1_234_000_000.0, "USD"), "USD 1.23 billion");
        assert_eq!(plural(1, "line", "lines"), "1 line");
    }
}
