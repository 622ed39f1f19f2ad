use super::blocks::{PersonName, firm, is_acronym, same_letters, sounds, without_company};
use super::sound::sound;
use crate::lexicon::Lexicon;
use crate::model::{Argument, Kind, Likeness, Name, Profile, Verdict};

/// From here on two keys are one without asking anybody.
const SAME: f32 = 5.0;
/// From here on a person is asked.
const DOUBTFUL: f32 = 2.5;
/// News that are so many years apart speak of two people rather than of one.
const YEARS_APART: i16 = 12;
/// How many names each side brings into the comparison.
const NAMES: usize = 24;

pub fn verdict(likeness: &Likeness) -> Verdict {
    match likeness.score {
        score if score >= SAME => Verdict::Same,
        score if score >= DOUBTFUL => Verdict::Doubtful,
        _ => Verdict::Different,
    }
}

/// How likely two keys are one entity: a sum of weights, each with its reason. `together` tells
/// that one article names both, and so keeps them apart.
pub fn compare(lexicon: &Lexicon, one: &Profile, other: &Profile, together: bool) -> Likeness {
    let mut reasons = Arguments::default();
    let named = best_names(one, other);
    let alike = named.as_ref().map_or(0.0, |(weight, _)| *weight);
    match named {
        Some((weight, text)) => reasons.add(weight, text),
        None => reasons.add(-5.0, format!("{} and {} are different names", shown(one), shown(other))),
    }
    if one.known && other.known {
        reasons.add(-9.0, "relgraph's own data hold both".into());
    }
    if one.kind != other.kind {
        // What is an organization to one article is a movement to the next.
        let bodies = [one.kind, other.kind]
            .iter()
            .all(|kind| matches!(kind, Kind::Organization | Kind::Group));
        let weight = if bodies { -1.0 } else { -2.0 };
        reasons.add(weight, format!("one is of kind {}, one {}", one.kind, other.kind));
    }
    states(lexicon, one, other, &mut reasons);
    offices(one, other, &mut reasons);
    neighbours(lexicon, one, other, &mut reasons);
    years(one, other, &mut reasons);
    if together {
        // Two spellings of one name stand side by side by the paper's neglect; two names do so on purpose.
        let weight = if alike >= SAME && one.kind != Kind::Official {
            -1.0
        } else {
            -4.0
        };
        reasons.add(weight, "one article names both, side by side".into());
    }
    let mut likeness = Likeness {
        score: reasons.0.iter().map(|reason| reason.weight).sum(),
        reasons: reasons.0,
    };
    if one.short || other.short {
        // Whom a surname means is told by each article; for all of them together a person may say.
        likeness.score = likeness.score.min(SAME - 0.5);
    }
    likeness
}

#[derive(Default)]
struct Arguments(Vec<Argument>);

impl Arguments {
    fn add(&mut self, weight: f32, text: String) {
        self.0.push(Argument { weight, text });
    }
}

fn shown(profile: &Profile) -> &str {
    profile.names.first().map_or(&profile.key, |name| &name.text)
}

/// The strongest tie between any name of the one and any of the other.
fn best_names(one: &Profile, other: &Profile) -> Option<(f32, String)> {
    let mut best: Option<(f32, String)> = None;
    for a in one.names.iter().take(NAMES) {
        for b in other.names.iter().take(NAMES) {
            let found = match (one.kind, other.kind) {
                (Kind::Official, Kind::Official) => persons(a, b),
                _ => things(a, b),
            };
            if let Some((weight, text)) = found
                && best.as_ref().is_none_or(|(known, _)| weight > *known)
            {
                best = Some((weight, text));
            }
        }
    }
    best
}

fn persons(a: &Name, b: &Name) -> Option<(f32, String)> {
    let (one, other) = (PersonName::of(&a.folded), PersonName::of(&b.folded));
    let both = |what: &str| format!("{what}: {}, {}", a.text, b.text);
    if a.folded == b.folded {
        let weight = if one.given.is_empty() { 3.0 } else { 6.0 };
        return Some((weight, format!("the same name: {}", a.text)));
    }
    if same_letters(&a.folded, &b.folded) {
        return Some((6.0, both("the same name but for spaces")));
    }
    let family = sound(one.family) == sound(other.family);
    if family && one.given.is_empty() != other.given.is_empty() {
        return Some((2.0, both("the surname of the other")));
    }
    if !family || one.given.is_empty() {
        return None;
    }
    let given = sound(one.given) == sound(other.given);
    let respelled = one.family != other.family || given && one.given != other.given;
    if given {
        let (less, more) = if one.middle.len() <= other.middle.len() {
            (&one.middle, &other.middle)
        } else {
            (&other.middle, &one.middle)
        };
        let fits = less.iter().zip(more).all(|(a, b)| fits(a, b));
        return Some(match (fits, less.is_empty() && !more.is_empty(), respelled) {
            (false, ..) => (0.5, both("the same but for the name in the middle")),
            (true, true, false) => (3.5, both("the same but for the name in the middle")),
            (true, true, true) => (2.5, both("nearly the same name")),
            (true, false, _) => (4.5, both("the same name in another spelling")),
        });
    }
    // "G. Bush" may be George.
    let initial = one.given.len() == 1 || other.given.len() == 1;
    (initial && fits(one.given, other.given)).then(|| (2.5, both("the initial of the other")))
}

/// Whether two given names may be one: alike in sound, or the one the initial of the other.
fn fits(one: &str, other: &str) -> bool {
    let initial = one.len() == 1 || other.len() == 1;
    sound(one) == sound(other) || initial && one.chars().next() == other.chars().next()
}

fn things(a: &Name, b: &Name) -> Option<(f32, String)> {
    let both = |what: &str| format!("{what}: {}, {}", a.text, b.text);
    if a.folded == b.folded {
        return Some((6.0, format!("the same name: {}", a.text)));
    }
    // One digit is another weapon, year or resolution.
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    if digits(&a.folded) != digits(&b.folded) {
        return None;
    }
    if same_letters(&a.folded, &b.folded) {
        return Some((6.0, both("the same name but for spaces")));
    }
    if without_company(&a.folded) == without_company(&b.folded) {
        // "The News" is a paper, "News Corp" the company of all of them.
        let article = |name: &Name| name.text.starts_with("The ");
        let weight = if article(a) == article(b) { 5.5 } else { 3.0 };
        return Some((weight, both("the same company")));
    }
    if sounds(&a.folded).replace(' ', "") == sounds(&b.folded).replace(' ', "") {
        let weight = if a.folded.contains(' ') || a.folded.len() > 7 {
            4.5
        } else {
            3.0
        };
        return Some((weight, both("the same name in another spelling")));
    }
    let (one, other) = (firm(&a.folded), firm(&b.folded));
    if !one.is_empty() && one == other {
        let weight = if one.contains(' ') { 4.0 } else { 3.0 };
        return Some((weight, both("the same but for a common word")));
    }
    let stands_for = |short: &Name, long: &Name| {
        let initials = |words: &str| {
            words
                .split(' ')
                .filter_map(|word| word.chars().next())
                .collect::<String>()
        };
        is_acronym(&short.text)
            && (initials(&long.folded) == short.folded || initials(&firm(&long.folded)) == short.folded)
    };
    if stands_for(a, b) || stands_for(b, a) {
        return Some((2.5, both("the initials of the other")));
    }
    None
}

fn states(lexicon: &Lexicon, one: &Profile, other: &Profile, reasons: &mut Arguments) {
    if one.states.is_empty() || other.states.is_empty() {
        return;
    }
    let name = |code: &String| lexicon.state(code).map_or(code.clone(), |entry| entry.name.clone());
    match one.states.iter().find(|state| other.states.contains(state)) {
        Some(state) => reasons.add(1.5, format!("both of {}", name(state))),
        None => reasons.add(
            -4.0,
            format!("one of {}, one of {}", name(&one.states[0]), name(&other.states[0])),
        ),
    }
}

fn offices(one: &Profile, other: &Profile, reasons: &mut Arguments) {
    if one.offices.is_empty() || other.offices.is_empty() {
        return;
    }
    match one.offices.iter().find(|office| other.offices.contains(office)) {
        Some(office) => reasons.add(1.5, format!("both {office}")),
        None => reasons.add(-1.0, format!("one {}, one {}", one.offices[0], other.offices[0])),
    }
}

fn neighbours(lexicon: &Lexicon, one: &Profile, other: &Profile, reasons: &mut Arguments) {
    let shared = one.near.iter().filter(|key| other.near.contains(key));
    let (states, rest): (Vec<&String>, Vec<&String>) = shared.partition(|key| key.starts_with("state:"));
    if states.is_empty() && rest.is_empty() {
        return;
    }
    // Everybody has to do with the great powers; a lesser neighbour tells more.
    let weight = (rest.len() as f32).min(3.0) * 0.75 + (states.len() as f32).min(2.0) * 0.25;
    let name = |key: &String| match lexicon.entry(key) {
        Some(entry) => entry.name.clone(),
        None => key.split_once(':').map_or(key.as_str(), |(_, name)| name).to_string(),
    };
    let names: Vec<String> = rest.iter().chain(&states).take(3).map(|key| name(key)).collect();
    reasons.add(weight, format!("both tied to {}", names.join(", ")));
}

fn years(one: &Profile, other: &Profile, reasons: &mut Arguments) {
    let gap = one
        .years
        .iter()
        .flat_map(|a| other.years.iter().map(move |b| a.abs_diff(*b) as i16))
        .min();
    match gap {
        Some(gap) if gap > YEARS_APART => reasons.add(-1.5, format!("in the news {gap} years apart")),
        Some(0) => reasons.add(0.5, "in the news in the same year".into()),
        _ => {}
    }
}
