//! Words, quoted names, brackets and comparisons of an expression, each with its bytes.

use crate::parse::ParseError;

/// A comparison sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind<'a> {
    /// A word: name, number, date or keyword.
    Word(&'a str),
    /// A name in quotes.
    Quoted(&'a str),
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,` or `;` between names.
    Comma,
    /// A comparison.
    Sign(Sign),
    /// The end of the text.
    End,
}

/// A token and its bytes in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub kind: Kind<'a>,
    pub span: (usize, usize),
}

/// Whether a word can contain `c`. A `+` belongs to offsets: `D+45`.
fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '+' | '−')
}

/// The tokens of `text`, with [`Kind::End`] last.
pub(crate) fn tokens(text: &str) -> Result<Vec<Token<'_>>, ParseError> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        at += c.len_utf8();
        let two = text[at..].starts_with('=');
        let kind = match c {
            _ if c.is_whitespace() => continue,
            '(' => Kind::Open,
            ')' => Kind::Close,
            ',' | ';' => Kind::Comma,
            '=' if !two => Kind::Sign(Sign::Equal),
            '≠' => Kind::Sign(Sign::NotEqual),
            '≤' => Kind::Sign(Sign::AtMost),
            '≥' => Kind::Sign(Sign::AtLeast),
            '!' if two => Kind::Sign(Sign::NotEqual),
            '<' if two => Kind::Sign(Sign::AtMost),
            '>' if two => Kind::Sign(Sign::AtLeast),
            '<' => Kind::Sign(Sign::Less),
            '>' => Kind::Sign(Sign::More),
            '"' | '\'' | '‘' | '“' | '’' | '”' => {
                let close: &[char] = match c {
                    '"' => &['"'],
                    '\'' => &['\''],
                    '‘' | '’' => &['’', '‘'],
                    _ => &['”', '“'],
                };
                let Some(length) = text[at..].find(close) else {
                    let error = ParseError::syntax((start, text.len()), "A quoted name is not closed");
                    return Err(error.expected("the quote that closes it"));
                };
                let name = &text[at..at + length];
                at += length;
                at += text[at..].chars().next().map_or(0, char::len_utf8);
                Kind::Quoted(name)
            }
            _ if in_word(c) => {
                at = text[at..].find(|c| !in_word(c)).map_or(text.len(), |length| at + length);
                Kind::Word(&text[start..at])
            }
            _ => {
                let hint = match c {
                    '=' => "write = once",
                    '&' => "write and",
                    '|' => "write or",
                    '!' => "write not",
                    _ => "put odd names into quotes",
                };
                let what = format!("The character ‘{c}’ cannot stand here");
                return Err(ParseError::syntax((start, at), what).hint(hint));
            }
        };
        if matches!(kind, Kind::Sign(Sign::NotEqual | Sign::AtMost | Sign::AtLeast)) && c.is_ascii() {
            at += 1;
        }
        out.push(Token { kind, span: (start, at) });
    }
    out.push(Token { kind: Kind::End, span: (text.len(), text.len()) });
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_their_bytes() {
        let text = "not troops(FRA) >= 1000 and “odd name”";
        let all = tokens(text).unwrap();
        let words: Vec<&str> = all.iter().map(|t| &text[t.span.0..t.span.1]).collect();
        assert_eq!(words, ["not", "troops", "(", "FRA", ")", ">=", "1000", "and", "“odd name”", ""]);
        assert_eq!(all[8].kind, Kind::Quoted("odd name"));
        assert!(tokens("a == b").is_err() && tokens("a & b").is_err() && tokens("\"a").is_err());
        assert_eq!(tokens("a≥b").unwrap().len(), 4);
    }
}
