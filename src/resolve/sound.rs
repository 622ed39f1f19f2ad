/// Endings and spellings that transliterations differ in, longest first.
const SPELLINGS: &[(&str, &str)] = &[
    ("tsch", "ch"),
    ("sch", "sh"),
    ("tch", "ch"),
    ("dzh", "j"),
    ("iy", "i"),
    ("yy", "i"),
    ("ii", "i"),
    ("ij", "i"),
    ("ee", "i"),
    ("ai", "i"),
    ("ay", "i"),
    ("ei", "i"),
    ("ey", "i"),
    ("oo", "u"),
    ("ou", "u"),
    ("ow", "u"),
    ("ae", "i"),
    ("oe", "u"),
    ("ue", "u"),
    ("aa", "a"),
    ("dj", "j"),
    ("zh", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("dh", "d"),
    ("th", "t"),
    ("ck", "k"),
    ("ch", "ch"),
    ("sh", "sh"),
    ("qu", "k"),
    ("x", "ks"),
    ("q", "k"),
    ("w", "v"),
    ("y", "i"),
    ("e", "i"),
    ("o", "u"),
];

/// How a folded word sounds, roughly: alike for the spellings that newspapers give one foreign
/// name (Mohammed, Muhammad; Schroeder, Schröder; Qaeda, Qaida).
pub fn sound(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let spelling = SPELLINGS.iter().find(|(written, _)| rest.starts_with(written));
        let (length, heard) = match spelling {
            Some((written, heard)) => (written.len(), *heard),
            None if first == 'c' => (1, soft_c(&rest[1..])),
            None => (first.len_utf8(), &rest[..first.len_utf8()]),
        };
        // A letter that is doubled sounds once.
        let heard = heard.strip_prefix(|c| out.ends_with(c)).unwrap_or(heard);
        out.push_str(heard);
        rest = &rest[length..];
    }
    match out.strip_suffix('h') {
        Some(stem) if stem.len() > 2 && !out.ends_with("ch") && !out.ends_with("sh") => stem.to_string(),
        _ => out,
    }
}

fn soft_c(after: &str) -> &'static str {
    if after.starts_with(['e', 'i', 'y']) { "s" } else { "k" }
}

/// The consonants of how it sounds, with a vowel that it begins with.
pub fn skeleton(word: &str) -> String {
    let sound = sound(word);
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    let mut letters = sound.chars();
    let first = letters.next().map(|c| if vowel(c) { 'a' } else { c });
    first.into_iter().chain(letters.filter(|c| !vowel(*c))).collect()
}
