//! Figures: medians, gaps, and how they are written.

/// The middle of some figures; the mean of the two in the middle of an even number of them.
pub fn median(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.into_iter().filter(|value| !value.is_nan()).collect();
    values.sort_by(f64::total_cmp);
    let (low, high) = (values.get(values.len().checked_sub(1)? / 2)?, values.get(values.len() / 2)?);
    Some(if low == high { *low } else { low.midpoint(*high) })
}

/// (objective − bound) / objective, not below 0: bounds are proven to the last digit but one.
pub fn gap(objective: f64, bound: f64) -> Option<f64> {
    if !objective.is_finite() || !bound.is_finite() {
        return None;
    }
    Some(if objective == bound { 0.0 } else { ((objective - bound) / objective.abs().max(f64::MIN_POSITIVE)).max(0.0) })
}

/// A share in percent: three figures at most, never a rounded-up 100 %.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    match percent {
        0.0 => "0 %".to_owned(),
        p if p < 0.001 => "< 0.001 %".to_owned(),
        p if p < 1.0 => format!("{p:.3} %"),
        p if p < 99.95 => format!("{p:.1} %"),
        p if p < 100.0 => "> 99.9 %".to_owned(),
        p => format!("{p:.0} %"),
    }
}

/// Seconds, with as many decimals as tell something.
pub fn seconds(value: f64) -> String {
    match value {
        v if v < 10.0 => format!("{v:.2}"),
        v if v < 100.0 => format!("{v:.1}"),
        v => format!("{v:.0}"),
    }
}

/// A whole number with commas by the thousand.
pub fn grouped(value: f64) -> String {
    let text = format!("{:.0}", value.abs());
    let mut out = String::new();
    for (at, digit) in text.chars().enumerate() {
        if at > 0 && (text.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if value <= -0.5 { format!("−{out}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        assert_eq!(median([3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median([4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median([f64::NAN, 7.0]), Some(7.0));
        assert_eq!(median([]), None);
    }

    #[test]
    fn gaps() {
        assert_eq!((percent(0.9996), percent(1.0)), ("> 99.9 %".to_owned(), "100 %".to_owned()));
        assert_eq!(gap(100.0, 75.0), Some(0.25));
        assert_eq!(gap(0.0, 0.0), Some(0.0));
        assert_eq!(gap(100.0, 100.000_001), Some(0.0));
        assert_eq!(gap(100.0, f64::NEG_INFINITY), None);
    }

    #[test]
    fn words() {
        let percents: Vec<String> = [0.0, 1e-7, 0.000_95, 0.123_44, 0.99, 2.5].map(percent).into();
        assert_eq!(percents, ["0 %", "< 0.001 %", "0.095 %", "12.3 %", "99.0 %", "250 %"]);
        assert_eq!([1_123_072.4, 999.0, -1234.0, 0.2].map(grouped), ["1,123,072", "999", "−1,234", "0"]);
        assert_eq!([0.123, 59.96, 300.2].map(seconds), ["0.12", "60.0", "300"]);
    }
}
