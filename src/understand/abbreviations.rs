//! Which words keep the period that follows them.

/// Words that are written with a period wherever they occur, in lower case and without it.
const ALWAYS: &[&str] = &[
    "mr", "mrs", "ms", "messrs", "dr", "prof", "st", "ste", "gen", "lt", "col", "maj", "brig", "capt", "cpt", "cmdr",
    "comdr", "adm", "sgt", "cpl", "pvt", "spc", "supt", "insp", "gov", "sen", "sens", "rep", "reps", "rev", "hon",
    "msgr", "pres", "atty", "jr", "sr", "inc", "corp", "co", "ltd", "bros", "plc", "llc", "assn", "assoc", "dept",
    "univ", "intl", "vs", "etc", "al", "cf", "viz", "approx", "est", "esp", "incl", "ext", "tel", "attn", "ft", "mt",
    "mts", "ave", "blvd", "jan", "feb", "apr", "aug", "sept", "sep", "oct", "nov", "dec", "ph.d", "a.k.a", "vol",
    "vols", "nos", "pp", "fig", "gov't", "yrs", "lb", "lbs", "oz",
];

/// Abbreviations only when capitalised: in lower case they are common words.
const CAPITALISED: &[&str] = &[
    "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Ind", "Kan", "Ky", "La", "Md", "Mich",
    "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla", "Ore", "Pa", "Penn", "Tenn", "Tex", "Va", "Vt", "Wash", "Wis",
    "Wyo", "Mon", "Tue", "Tues", "Wed", "Thu", "Thur", "Thurs", "Fri", "Sts", "Fr", "Sec",
];

/// Abbreviations only before a number ("No. 5", "Mar. 3", "Art. 4").
const BEFORE_NUMBER: &[&str] = &[
    "no", "mar", "jun", "jul", "sat", "sun", "art", "sect", "ch", "p", "pg", "ca", "c",
];

/// What follows the period, as far as this question goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Digit,
    /// An upper-case letter after blanks.
    Upper,
    Other,
    /// The end of the text or of the line: a period there ends a sentence.
    End,
}

/// Whether `word` (without the period) owns the period that stands after it.
pub fn owns_period(word: &str, next: Next) -> bool {
    let mut chars = word.chars();
    let first = chars.next();
    if let (Some(letter), None) = (first, chars.next()) {
        // An initial ("George W. Bush"); "I" and a letter that ends a line are words of their own.
        return letter.is_uppercase() && letter != 'I' && matches!(next, Next::Upper | Next::Other);
    }
    if is_dotted(word) {
        return true;
    }
    // All words of the tables are short, and most words of a text are not.
    if word.len() > 6 || !word.is_ascii() {
        return false;
    }
    let capital = first.is_some_and(char::is_uppercase);
    let lower = word.to_ascii_lowercase();
    let listed = |table: &[&str]| table.contains(&lower.as_str());
    listed(ALWAYS)
        || capital && next != Next::End && CAPITALISED.contains(&word)
        || next == Next::Digit && listed(BEFORE_NUMBER)
}

/// "U.S", "a.m", "i.e": single letters between periods.
fn is_dotted(word: &str) -> bool {
    word.contains('.')
        && word
            .split('.')
            .all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_initials_own_their_period() {
        for (word, next, expected) in [
            ("Gen", Next::Upper, true),
            ("Mr", Next::Upper, true),
            ("U.S", Next::End, true),
            ("a.m", Next::Other, true),
            ("W", Next::Upper, true),
            ("I", Next::Upper, false),
            ("B", Next::End, false),
            ("No", Next::Digit, true),
            ("No", Next::Upper, false),
            ("Calif", Next::Other, true),
            ("talks", Next::Upper, false),
            ("Miss", Next::End, false),
        ] {
            assert_eq!(owns_period(word, next), expected, "{word} before {next:?}");
        }
    }
}
