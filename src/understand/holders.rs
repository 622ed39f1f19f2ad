//! "The Turkish leader", "the US president": which person of the document a described office means.

use super::link::Linker;
use crate::lexicon::{fold, name_words};
use crate::model::{Kind, Label, Mention, MentionForm, Tag, Title};

/// Links descriptions of an office to the persons of the document who hold it, and tells the titles.
pub fn resolve(linker: &mut Linker, titles: &mut Vec<Title>) {
    let mut found: Vec<(Mention, Title)> = Vec::new();
    for token in 0..linker.tokens.len() {
        let Some(description) = Description::at(linker, titles, token) else {
            continue;
        };
        let Some((holder, serves)) = holder(linker, titles, &description) else {
            continue;
        };
        let mention = Mention {
            tokens: token..token + 1,
            head: token,
            entity: holder,
            form: MentionForm::Nominal,
        };
        let title = Title {
            tokens: description.first..token + 1,
            office: description.words.join(" "),
            holder: Some(holder),
            serves: Some(serves),
            former: false,
            explicit: false,
            told: true,
        };
        found.push((mention, title));
    }
    for (mention, title) in found {
        let noun = mention.head;
        // The state keeps its own word: "Turkish" in "the Turkish leader".
        for state in &mut linker.mentions {
            if state.head == noun && state.tokens.contains(&noun) && state.tokens.start < noun {
                state.tokens.end = title.tokens.start.max(state.tokens.start + 1);
                state.head = linker.tree.head_of(&state.tokens);
            }
        }
        linker.mentions.push(mention);
        titles.retain(|other| !other.tokens.contains(&noun) || other.holder.is_some());
        titles.push(title);
    }
    linker
        .mentions
        .sort_by_key(|mention| (mention.tokens.start, std::cmp::Reverse(mention.tokens.end)));
    titles.sort_by_key(|title| title.tokens.start);
}

/// A definite, singular office with the state that it serves, and no name beside it.
struct Description {
    first: usize,
    noun: usize,
    /// Folded: ["prime", "minister"].
    words: Vec<String>,
    /// The entity served, if the description tells.
    serves: Option<usize>,
}

impl Description {
    fn at(linker: &Linker, titles: &[Title], noun: usize) -> Option<Description> {
        let tree = linker.tree;
        // "The Cuban President" is written as a name.
        let is_noun = match tree.tag(noun) {
            Tag::Noun => true,
            Tag::Propn => noun + 1 < linker.tokens.len() && tree.tag(noun + 1) != Tag::Propn,
            _ => false,
        };
        if !is_noun
            || !matches!(
                tree.label(noun),
                Label::Nsubj
                    | Label::NsubjPass
                    | Label::Obj
                    | Label::Iobj
                    | Label::Obl
                    | Label::OblAgent
                    | Label::Nmod
                    | Label::NmodPoss
                    | Label::Conj
                    | Label::Root
            )
        {
            return None;
        }
        let surface = linker.tokens[noun].span.of(linker.text).to_lowercase();
        let title = titles.iter().find(|title| title.tokens.end == noun + 1);
        let plain_leader = matches!(surface.as_str(), "leader" | "strongman" | "ruler");
        let (first, serves) = match title {
            Some(title) if title.holder.is_none() => (title.tokens.start, title.serves),
            None if plain_leader => (noun, None),
            None => (bare_office(linker, noun)?, None),
            _ => return None,
        };
        let words: Vec<String> = (first..=noun)
            .map(|i| fold(linker.tokens[i].span.of(linker.text)))
            .filter(|word| !word.is_empty())
            .collect();
        // "Turkish leaders" are several.
        if words.last() != Some(&fold(tree.lemma(noun))) {
            return None;
        }
        let indefinite = tree.children(noun).any(|child| {
            matches!(tree.label(child), Label::Nummod)
                || matches!(
                    tree.lemma(child).to_lowercase().as_str(),
                    "a" | "an"
                        | "any"
                        | "no"
                        | "every"
                        | "each"
                        | "former"
                        | "ex"
                        | "next"
                        | "new"
                        | "late"
                        | "previous"
                        | "first"
                        | "another"
                        | "ousted"
                        | "deposed"
                        | "opposition"
                        | "rebel"
                        | "future"
                        | "deputy"
                        | "acting"
                        | "vice"
                )
        });
        if indefinite {
            return None;
        }
        let state_before = linker.mentions.iter().find(|mention| {
            linker.entities[mention.entity].kind == Kind::State
                && mention.tokens.start < first
                && mention.form != MentionForm::Pronoun
                && (mention.head == noun && mention.tokens.contains(&noun)
                    || (mention.tokens.end + 2 >= first && tree.head(mention.head) == Some(noun)))
        });
        let serves = state_before.map(|mention| mention.entity).or(serves);
        let is_definite = tree
            .children_with(noun, &[Label::Det])
            .any(|det| tree.lemma(det).eq_ignore_ascii_case("the"));
        // "the leader" alone may be anybody's.
        if serves.is_none() && (plain_leader || !is_definite) {
            return None;
        }
        Some(Description {
            first,
            noun,
            words,
            serves,
        })
    }
}

/// Where an office that ends with this noun and that no title covers begins: "prime minister".
fn bare_office(linker: &Linker, noun: usize) -> Option<usize> {
    let offices = linker.lexicon.offices();
    let longest = offices.longest().min(3);
    (noun.saturating_sub(longest - 1)..=noun).find(|first| {
        let words: Vec<String> = (*first..=noun)
            .map(|i| fold(linker.tokens[i].span.of(linker.text)))
            .collect();
        let office = offices.get(&words);
        office.is_some_and(|office| {
            matches!(
                office.rank.as_str(),
                "head of state" | "head of government" | "monarch" | "minister"
            )
        })
    })
}

/// The person who holds the office by the lexicon or by another title of the document, and the state
/// served: the nearest before, else the first after. Without a state only one person may fit.
fn holder(linker: &Linker, titles: &[Title], description: &Description) -> Option<(usize, usize)> {
    let serving = |entity: usize| {
        let code = linker.entities[entity].state.as_deref()?;
        let state = linker
            .entities
            .iter()
            .position(|other| other.code.as_deref() == Some(code))?;
        description.serves.is_none_or(|serves| serves == state).then_some(state)
    };
    let by_title = |entity: usize, state: usize| {
        titles.iter().any(|title| {
            title.holder == Some(entity)
                && title.serves.is_none_or(|serves| serves == state)
                && !title.former
                && is_same_office(linker, &description.words, &name_words(&title.office))
        })
    };
    let by_lexicon = |entity: usize| {
        let Some(entry) = linker.lexicon.entry(&linker.entities[entity].key) else {
            return false;
        };
        entry.tenures.iter().any(|tenure| {
            let in_office = linker.published.is_none_or(|published| {
                let day = published.first_day();
                tenure.from.is_none_or(|from| from.first_day() <= day)
                    && tenure.until.is_none_or(|until| day <= until.last_day())
            });
            in_office && is_same_office(linker, &description.words, &name_words(&tenure.office))
        })
    };
    let persons: Vec<(usize, usize)> = (0..linker.entities.len())
        .filter(|entity| linker.entities[*entity].kind == Kind::Official)
        .filter_map(|entity| Some((entity, serving(entity)?)))
        .filter(|(entity, state)| by_title(*entity, *state) || by_lexicon(*entity))
        .collect();
    if description.serves.is_none() && persons.len() != 1 {
        return None;
    }
    let mentions = || {
        linker
            .mentions
            .iter()
            .filter_map(|mention| Some((mention, persons.iter().find(|(person, _)| *person == mention.entity)?)))
    };
    let before = mentions()
        .filter(|(mention, _)| mention.head < description.noun)
        .max_by_key(|(mention, _)| mention.head);
    before
        .or_else(|| mentions().min_by_key(|(mention, _)| mention.head))
        .map(|(_, person)| *person)
}

/// "president" is "President"; a leader is whoever heads state or government.
fn is_same_office(linker: &Linker, described: &[String], held: &[String]) -> bool {
    if let [one] = described
        && matches!(one.as_str(), "leader" | "strongman" | "ruler")
    {
        let office = linker.lexicon.offices().get(held);
        return office.is_some_and(|office| {
            matches!(
                office.rank.as_str(),
                "head of state" | "head of government" | "monarch" | "leader"
            )
        });
    }
    if described == held {
        return true;
    }
    match described {
        // "the minister", "the secretary": the longer title's last word, unless it is a head of government.
        [one] => {
            held.last() == Some(one)
                && !(one == "minister" && held.first().is_some_and(|first| first == "prime"))
                && !(one == "president" && held.len() > 1)
        }
        _ => {
            let offices = linker.lexicon.offices();
            match (offices.get(described), offices.get(held)) {
                (Some(one), Some(other)) => one.title == other.title,
                _ => false,
            }
        }
    }
}
