use super::{BOLD, clean, styled};
use crate::model::Mark;

/// A sentence in quotation marks, with the names that it is about in bold, broken into lines of at most `width`
/// characters.
pub fn marked(sentence: &str, marks: &[Mark], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0;
    let words: Vec<(usize, &str)> = words(sentence).collect();
    for (index, (start, word)) in words.iter().enumerate() {
        let open = if index == 0 { "“" } else { "" };
        let close = if index + 1 == words.len() { "”" } else { "" };
        let length = word.chars().count() + open.chars().count() + close.chars().count();
        let word = format!("{open}{}{close}", bold(*start, word, marks));
        match lines.last_mut() {
            Some(line) if used + 1 + length <= width => {
                line.push(' ');
                line.push_str(&word);
                used += 1 + length;
            }
            _ => {
                lines.push(word);
                used = length;
            }
        }
    }
    lines
}

/// Words with the place where each begins.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let words = text.split_whitespace();
    words.map(|word| (word.as_ptr().addr() - text.as_ptr().addr(), word))
}

/// A word with the parts in bold that a mark covers.
fn bold(start: usize, word: &str, marks: &[Mark]) -> String {
    let mut out = String::new();
    let mut done = 0;
    for mark in marks {
        let from = mark.start.saturating_sub(start).clamp(done, word.len());
        let to = mark.end.saturating_sub(start).clamp(from, word.len());
        if let (Some(before), Some(name)) = (word.get(done..from), word.get(from..to))
            && !name.is_empty()
        {
            out += &clean(before);
            out += &styled(BOLD, &clean(name));
            done = to;
        }
    }
    out + &clean(&word[done..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::MarkRole;

    #[test]
    fn names_are_bold_and_lines_short() {
        let check = |text: &str, names: &[&str], width: usize, expected: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| name.to_string()).collect();
            let marks = Mark::all(text, &names, &[]);
            assert!(marks.iter().all(|mark| mark.role == MarkRole::Head));
            let lines: Vec<String> = marked(text, &marks, width)
                .iter()
                .map(|line| line.replace(&BOLD.render().to_string(), "[").replace("\u{1b}[0m", "]"))
                .collect();
            assert_eq!(lines, expected);
        };
        check(
            "Turkey's S-400, again.",
            &["Turkey", "S-400"],
            40,
            &["“[Turkey]'s [S-400], again.”"],
        );
        check(
            "The United States left.",
            &["United States"],
            16,
            &["“The [United]", "[States] left.”"],
        );
        check("Çay\u{1b} ok", &["Çay"], 40, &["“[Çay]\u{fffd} ok”"]);
        check("", &["x"], 40, &[]);
    }
}
