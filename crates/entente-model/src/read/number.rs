//! Numbers as people write them: `12`, `12.5`, and where only one reading is possible also `12,5`,
//! `12 500`, `12'500` and `1.234,5`. What can be read in two ways is refused.

/// A number read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Number {
    /// Its value.
    pub value: f64,
    /// Whether it was written otherwise than `1234.5`: worth a note.
    pub converted: bool,
}

/// Why a text is no number.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum NoNumber {
    /// It is none.
    NotANumber,
    /// It can be read in two ways: both, written plainly.
    Ambiguous([String; 2]),
}

/// Longest text that can be a number, in bytes.
const LONGEST: usize = 40;

/// Reads a number. `whole`: a whole number is wanted, so that `1.234` may be a thousand and more.
pub(crate) fn number(text: &str, whole: bool) -> Result<Number, NoNumber> {
    let text = text.trim();
    let (sign, body) = match text.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    if body.is_empty() || text.len() > LONGEST || !body.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return Err(NoNumber::NotANumber);
    }
    let (plain, converted) = plain(body, whole).map_err(|e| match e {
        NoNumber::Ambiguous(both) => NoNumber::Ambiguous(both.map(|b| format!("{sign}{b}"))),
        other => other,
    })?;
    match format!("{sign}{plain}").parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Number { value, converted }),
        _ => Err(NoNumber::NotANumber),
    }
}

/// The number without sign in the form `1234.5`, and whether it was written otherwise.
fn plain(body: &str, whole: bool) -> Result<(String, bool), NoNumber> {
    let no = Err(NoNumber::NotANumber);
    if body.bytes().all(|b| b.is_ascii_digit()) {
        return Ok((body.to_owned(), false));
    }
    if body.contains(['e', 'E']) && body.bytes().all(|b| b.is_ascii_digit() || b".eE+-".contains(&b)) {
        return Ok((body.to_owned(), false));
    }
    if let Some(gap) = body.chars().find(|&c| is_gap(c)) {
        let (front, rest) = body.split_once(['.', ',']).map_or((body, None), |(f, r)| (f, Some(r)));
        let Some(front) = joined(front, gap) else { return no };
        return finish(front, rest, true);
    }
    let (dots, commas) = (body.matches('.').count(), body.matches(',').count());
    match (dots, commas) {
        (1, 0) | (0, 1) => {
            let (front, rest) = body.split_once(['.', ',']).unwrap_or((body, ""));
            // `1.234` is a decimal in these files, unless a whole number is wanted; `1,234` never is plain.
            let two_ways = rest.len() == 3 && (1..=3).contains(&front.len()) && !front.starts_with('0');
            if two_ways && (commas == 1 || whole) && digits(front) && digits(rest) {
                let trimmed = rest.trim_end_matches('0');
                let decimal = if trimmed.is_empty() { front.to_owned() } else { format!("{front}.{trimmed}") };
                return Err(NoNumber::Ambiguous([format!("{front}{rest}"), decimal]));
            }
            finish(if front.is_empty() { "0".to_owned() } else { front.to_owned() }, Some(rest), commas == 1)
        }
        (_, 0) => joined(body, '.').map_or(no, |front| finish(front, None, true)),
        (0, _) => joined(body, ',').map_or(no, |front| finish(front, None, true)),
        _ => {
            // The mark that comes last parts the decimals, and comes once; the other parts thousands.
            let last = if body.rfind('.') > body.rfind(',') { '.' } else { ',' };
            let gap = if last == '.' { ',' } else { '.' };
            let Some((front, rest)) = body.split_once(last) else { return no };
            let Some(front) = joined(front, gap) else { return no };
            finish(front, Some(rest), true)
        }
    }
}

fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '’')
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// `1'234'567` as `1234567`: groups of three after the first.
fn joined(text: &str, gap: char) -> Option<String> {
    let mut groups = text.split(gap);
    let first = groups.next().filter(|g| digits(g) && g.len() <= 3)?;
    let mut out = first.to_owned();
    for group in groups {
        if !digits(group) || group.len() != 3 {
            return None;
        }
        out.push_str(group);
    }
    Some(out)
}

fn finish(front: String, rest: Option<&str>, converted: bool) -> Result<(String, bool), NoNumber> {
    match rest {
        _ if !digits(&front) => Err(NoNumber::NotANumber),
        Some(rest) if !digits(rest) => Err(NoNumber::NotANumber),
        Some(rest) => Ok((format!("{front}.{rest}"), converted)),
        None => Ok((front, converted)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_people_write_them() {
        for (text, whole, value, converted) in [
            ("12", true, 12.0, false),
            ("12.5", false, 12.5, false),
            ("12,5", false, 12.5, true),
            ("0,125", false, 0.125, true),
            ("1.234", false, 1.234, false),
            ("12 500", true, 12500.0, true),
            ("12\u{202f}500,5", false, 12500.5, true),
            ("1’234’567", true, 1234567.0, true),
            ("1.234.567", true, 1234567.0, true),
            ("1,234.5", false, 1234.5, true),
            ("1.234,5", false, 1234.5, true),
            ("-3", true, -3.0, false),
            ("1e-5", false, 1e-5, false),
            (".5", false, 0.5, false),
            ("12.0", true, 12.0, false),
        ] {
            assert_eq!(number(text, whole), Ok(Number { value, converted }), "{text}");
        }
    }

    #[test]
    fn what_is_none_or_two() {
        for text in ["", "-", "two", "1.", "1,2,3", "12 50", "1e999", "inf", "NaN", "0x10", "5 %", "1.2.3,4,5", "--1"] {
            assert_eq!(number(text, false), Err(NoNumber::NotANumber), "{text}");
        }
        assert_eq!(number("1,234", false), Err(NoNumber::Ambiguous(["1234".into(), "1.234".into()])));
        assert_eq!(number("-1.500", true), Err(NoNumber::Ambiguous(["-1500".into(), "-1.5".into()])));
    }
}
