//! The nearest valid name to one that is not: most unknown names are slips of the pen.

/// Longest name compared, in bytes: the cost grows with the square of the length.
const LONGEST: usize = 60;

/// The one of `names` nearest to `wrong`, if it is near enough to be meant: letter case aside, at most a
/// third of it differs. `budget` is the number of comparisons still allowed, so that a large file full
/// of mistakes is not slow.
pub(crate) fn nearest<'a>(
    wrong: &str,
    names: impl IntoIterator<Item = &'a str>,
    budget: &mut usize,
) -> Option<&'a str> {
    if wrong.is_empty() || wrong.len() > LONGEST {
        return None;
    }
    let lower = wrong.to_lowercase();
    let most = (wrong.chars().count() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for name in names {
        if *budget == 0 {
            break;
        }
        if name.is_empty() || name.len() > LONGEST || name.len().abs_diff(wrong.len()) > 4 * most {
            continue;
        }
        *budget -= 1;
        let distance = strsim::damerau_levenshtein(&lower, &name.to_lowercase());
        if distance <= most && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    // Of a name of two letters or fewer nothing would be left to recognise.
    best.filter(|&(distance, _)| distance == 0 || wrong.chars().count() > 2).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_strangers_are_not() {
        let near = |wrong| nearest(wrong, ["FRA", "GBR", "INF-LIGHT", "capability"], &mut 100);
        assert_eq!(near("FRB"), Some("FRA"));
        assert_eq!(near("capabilty"), Some("capability"));
        assert_eq!(near("inf-light"), Some("INF-LIGHT"));
        assert_eq!(near("XXXXXX"), None);
        assert_eq!(nearest("FRB", ["FRA"], &mut 0), None);
    }
}
