use std::borrow::Cow;

/// Text from outside made safe to print: a headline must not move the cursor, colour the terminal
/// or turn the direction of writing. White space of any kind is a space, other controls show as �.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let safe = text.chars().map(|c| match c {
        c if c.is_whitespace() => ' ',
        c if is_unsafe(c) => '\u{fffd}',
        c => c,
    });
    Cow::Owned(safe.collect())
}

fn is_unsafe(c: char) -> bool {
    let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
    c.is_control() || turns
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn nothing_unsafe_is_left() {
        let check = |text: &str, safe: &str| assert_eq!(clean(text), safe);
        check("Çavuşoğlu met Lavrov", "Çavuşoğlu met Lavrov");
        check("two\nlines\tand a tab", "two lines and a tab");
        check("\x1b[31mred\x07", "\u{fffd}[31mred\u{fffd}");
        check("evil\u{202e}txt.exe", "evil\u{fffd}txt.exe");
    }
}
