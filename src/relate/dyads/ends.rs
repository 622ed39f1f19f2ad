//! The two given actors of a dyad as mentions of its document, whether or not anybody knows them.

use std::ops::Range;

use crate::lexicon::{Lexicon, fold};
use crate::model::{Document, Entity, Kind, Mention, MentionForm, Tag};
use crate::understand::syntax::Tree;

/// Where an actor stands.
#[derive(Clone, Debug, PartialEq)]
pub struct End {
    pub tokens: Range<usize>,
    pub head: usize,
    pub entity: usize,
}

/// Finds source and target by their names and makes mentions of them.
pub fn find_ends(lexicon: &Lexicon, document: &mut Document, names: [&str; 2]) -> [Option<End>; 2] {
    let places = names.map(|name| occurrences(&document.text, name));
    let mut chosen = [places[0].first().cloned(), places[1].first().cloned()];
    if let [Some(_), Some(_)] = chosen {
        let apart = |a: &Range<usize>, b: &Range<usize>| a.end <= b.start || b.end <= a.start;
        let pairs = places[0].iter().flat_map(|a| places[1].iter().map(move |b| (a, b)));
        if let Some((a, b)) = pairs.into_iter().find(|(a, b)| apart(a, b)) {
            chosen = [Some(a.clone()), Some(b.clone())];
        }
    }
    let ranges = chosen.map(|bytes| bytes.and_then(|bytes| tokens_of(document, &bytes)));
    let mut ends: [Option<End>; 2] = [None, None];
    for side in 0..2 {
        let Some(tokens) = ranges[side].clone() else { continue };
        let other = ranges[1 - side].clone().unwrap_or(0..0);
        ends[side] = Some(make_mention(lexicon, document, tokens, &other, names[side]));
    }
    if let [Some(source), Some(target)] = &mut ends
        && source.entity == target.entity
    {
        // Two ends are two entities, even where the text means one.
        let copy = document.entities[target.entity].clone();
        let key = format!("{}#2", copy.key);
        document.entities.push(Entity { key, ..copy });
        let entity = document.entities.len() - 1;
        for mention in document
            .mentions
            .iter_mut()
            .filter(|mention| mention.head == target.head)
        {
            mention.entity = entity;
        }
        target.entity = entity;
    }
    ends
}

/// Whether the text has the name at all.
pub fn names(text: &str, name: &str) -> bool {
    !occurrences(text, name).is_empty()
}

/// Byte ranges of the name: as whole words if it ever stands so, as written if it ever is.
fn occurrences(text: &str, name: &str) -> Vec<Range<usize>> {
    let name = name.trim().trim_matches('"').trim();
    if name.is_empty() {
        return Vec::new();
    }
    let find = |text: &str, name: &str| -> Vec<Range<usize>> {
        text.match_indices(name)
            .map(|(at, found)| at..at + found.len())
            .collect()
    };
    let mut found = find(text, name);
    if found.is_empty() {
        // ASCII case alone leaves every byte in its place.
        found = find(&text.to_ascii_lowercase(), &name.to_ascii_lowercase());
    }
    let whole = |range: &Range<usize>| {
        let inner = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !inner(text[..range.start].chars().next_back()) && !inner(text[range.end..].chars().next())
    };
    if found.iter().any(whole) {
        found.retain(whole);
    }
    found
}

/// The tokens under a byte range, without articles, marks of possession and punctuation at their edges.
fn tokens_of(document: &Document, bytes: &Range<usize>) -> Option<Range<usize>> {
    let start = document.tokens.partition_point(|token| token.span.end <= bytes.start);
    let end = document.tokens.partition_point(|token| token.span.start < bytes.end);
    let is_edge = |i: usize| {
        matches!(document.tokens[i].tag, Tag::Det | Tag::Punct) || matches!(document.token_text(i), "'s" | "’s")
    };
    let mut tokens = start..end;
    while tokens.len() > 1 && is_edge(tokens.start) {
        tokens.start += 1;
    }
    while tokens.len() > 1 && is_edge(tokens.end - 1) {
        tokens.end -= 1;
    }
    (!tokens.is_empty()).then_some(tokens)
}

fn make_mention(
    lexicon: &Lexicon,
    document: &mut Document,
    mut tokens: Range<usize>,
    other: &Range<usize>,
    name: &str,
) -> End {
    // "U.S." in "U.S. officials" are the officials, unless the other end is among them.
    let overlaps = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    let wider = document.mentions.iter().find(|mention| {
        mention.tokens.start <= tokens.start && tokens.end <= mention.tokens.end && !overlaps(&mention.tokens, other)
    });
    if let Some(wider) = wider {
        tokens = wider.tokens.clone();
    }
    let head = head_of(document, &tokens);
    let known = document
        .mentions
        .iter()
        .find(|mention| mention.head == head && !overlaps(&mention.tokens, other))
        .map(|mention| mention.entity);
    let entity = known.unwrap_or_else(|| {
        let kind = kind_of(lexicon, document, &tokens, head);
        let state = document
            .mentions
            .iter()
            .filter(|mention| overlaps(&mention.tokens, &tokens))
            .find_map(|mention| document.entities[mention.entity].state.clone());
        document.entities.push(Entity {
            kind,
            name: name.to_string(),
            key: format!("{kind}:{}", fold(name)),
            code: None,
            state,
            names: vec![name.to_string()],
            gender: None,
            known: false,
        });
        document.entities.len() - 1
    });
    // What is named inside the actor does nothing of itself.
    document
        .mentions
        .retain(|mention| !overlaps(&mention.tokens, &tokens) || overlaps(&mention.tokens, other));
    document.mentions.push(Mention {
        tokens: tokens.clone(),
        head,
        entity,
        form: MentionForm::Name,
    });
    document
        .mentions
        .sort_by_key(|mention| (mention.tokens.start, std::cmp::Reverse(mention.tokens.end)));
    End { tokens, head, entity }
}

/// The token by which the actor hangs in its sentence: of several, the first noun.
fn head_of(document: &Document, tokens: &Range<usize>) -> usize {
    let tree = Tree::new(&document.tokens);
    let outside = |token: &usize| tree.head(*token).is_none_or(|head| !tokens.contains(&head));
    let heads: Vec<usize> = tokens.clone().filter(outside).collect();
    let is_nominal = |token: &&usize| matches!(tree.tag(**token), Tag::Noun | Tag::Propn | Tag::Pron);
    match heads.iter().find(is_nominal) {
        Some(head) if heads.len() > 1 => *head,
        _ => tree.head_of(tokens),
    }
}

fn kind_of(lexicon: &Lexicon, document: &Document, tokens: &Range<usize>, head: usize) -> Kind {
    let inside: Vec<&Mention> = document
        .mentions
        .iter()
        .filter(|mention| tokens.start <= mention.tokens.start && mention.tokens.end <= tokens.end)
        .collect();
    let has = |kind: Kind| {
        inside
            .iter()
            .any(|mention| document.entities[mention.entity].kind == kind)
    };
    let words = lexicon.words();
    let lemma = document.tokens[head].lemma.to_lowercase();
    let by_noun = [
        ("agreement-nouns", Kind::Agreement),
        ("measure-nouns", Kind::Agreement),
        ("event-nouns", Kind::Event),
        ("organization-nouns", Kind::Organization),
        ("place-nouns", Kind::Place),
        ("materiel-nouns", Kind::Materiel),
    ];
    if let Some((_, kind)) = by_noun.iter().find(|(list, _)| words.has(list, &lemma)) {
        return *kind;
    }
    if words.has("state-organs", &lemma) && has(Kind::State) {
        return Kind::State;
    }
    if has(Kind::Official) {
        return Kind::Official;
    }
    Kind::Group
}
