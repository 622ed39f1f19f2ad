//! Long articles are understood section by section: what a document costs grows faster than its length, and a file
//! that is no article must not hold up the rest. Usual articles are one section.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::lexicon::{Lexicon, name_words};
use crate::model::{Article, Claim, Entity, Kind, Span};
use crate::relate;

/// The longest section in bytes: twice the longest article that newspapers print.
const SECTION: usize = 100_000;
/// The longest headline that is one.
const LONGEST_HEADLINE: usize = 2000;

/// The entities and claims of an article of any length. Spans count in its full text.
pub fn read(lexicon: &Lexicon, article: &Article) -> (Vec<Entity>, Vec<Claim>) {
    let headline = article
        .title
        .as_ref()
        .is_none_or(|title| title.len() <= LONGEST_HEADLINE);
    if article.text.len() <= SECTION && headline {
        let (document, claims) = super::analyse(lexicon, article);
        return (document.entities, claims);
    }
    let body = article.full_text().len() - article.text.len();
    let mut whole = Whole::default();
    for section in sections(&article.text, SECTION) {
        let title = article.title.clone().filter(|_| headline && section.start == 0);
        let shift = if title.is_some() { 0 } else { body + section.start };
        let part = Article {
            title,
            text: article.text[section].to_string(),
            date: article.date,
            ..Article::default()
        };
        let (document, claims) = super::analyse(lexicon, &part);
        whole.add(document.entities, claims, shift);
    }
    let claims = relate::strongest(lexicon, whole.claims);
    (whole.entities, claims)
}

/// Where a text is cut: at the last paragraph of each stretch, else its last line, sentence or word.
fn sections(text: &str, longest: usize) -> Vec<Range<usize>> {
    let mut sections = Vec::new();
    let mut start = 0;
    while text.len() - start > longest {
        let mut end = start + longest;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        // Not too early, or a text with a single blank line would be read in crumbs.
        let mut middle = start + longest / 2;
        while !text.is_char_boundary(middle) {
            middle -= 1;
        }
        let cut = |mark: &str| text[middle..end].rfind(mark).map(|at| middle + at + mark.len());
        let end = ["\n\n", "\n", ". ", " "].into_iter().find_map(cut).unwrap_or(end);
        sections.push(start..end);
        start = end;
    }
    sections.push(start..text.len());
    sections
}

/// What the sections read so far come to.
#[derive(Default)]
struct Whole {
    entities: Vec<Entity>,
    claims: Vec<Claim>,
    by_key: FxHashMap<String, usize>,
    names: FxHashSet<(usize, String)>,
    /// Persons named in full, by surname; nothing where several bear it.
    by_surname: FxHashMap<String, Option<usize>>,
}

impl Whole {
    fn add(&mut self, entities: Vec<Entity>, claims: Vec<Claim>, shift: usize) {
        let known: Vec<usize> = entities.iter().map(|entity| self.entity(entity)).collect();
        let moved = |span: Span| Span::new(span.start + shift, span.end + shift);
        self.claims.extend(claims.into_iter().map(|claim| Claim {
            head: known[claim.head],
            tail: known[claim.tail],
            speaker: claim.speaker.map(|speaker| known[speaker]),
            sentence: moved(claim.sentence),
            evidence: moved(claim.evidence),
            ..claim
        }));
    }

    /// The entity of the article that one of a section is.
    fn entity(&mut self, entity: &Entity) -> usize {
        let words = match entity.kind {
            Kind::Official => name_words(&entity.name),
            _ => Vec::new(),
        };
        let by_surname = || match &words[..] {
            [surname] if !entity.known => self.by_surname.get(surname).copied().flatten(),
            _ => None,
        };
        let known = self.by_key.get(&entity.key).copied().or_else(by_surname);
        let index = known.unwrap_or(self.entities.len());
        match self.entities.get_mut(index) {
            Some(known) => {
                known.state = known.state.take().or_else(|| entity.state.clone());
                known.gender = known.gender.or(entity.gender);
            }
            None => self.entities.push(Entity {
                names: Vec::new(),
                ..entity.clone()
            }),
        }
        for name in &entity.names {
            if self.names.insert((index, name.clone())) {
                self.entities[index].names.push(name.clone());
            }
        }
        self.by_key.insert(entity.key.clone(), index);
        if let [_, .., surname] = &words[..] {
            let bearer = self.by_surname.entry(surname.clone()).or_insert(Some(index));
            *bearer = bearer.filter(|bearer| *bearer == index);
        }
        index
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_at_its_widest_gap() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> = sections(text, 20).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected);
        };
        check("", &[""]);
        check("It is short. So.", &["It is short. So."]);
        check(
            "One two three four\nfive six.\n\nSeven.",
            &["One two three four\n", "five six.\n\nSeven."],
        );
        check(
            "One two three.\n\nFour five six seven.",
            &["One two three.\n\n", "Four five six seven."],
        );
        check(
            "One two, three. Four five six.",
            &["One two, three. ", "Four five six."],
        );
        check("éééééééééééééééé", &["éééééééééé", "éééééé"]);
    }

    #[test]
    fn sections_are_one_article() {
        let lexicon = Lexicon::embedded();
        let filler = "The weather was fine, and nothing else was told of it that day.\n\n".repeat(SECTION / 60);
        let article = Article {
            title: Some("Turkey accuses Russia of bombing hospitals".into()),
            text: format!(
                "Gordon Malbrey, a lawyer from Leeds, met Turkish officials in Ankara.\n\n{filler}Malbrey accused \
                 Russia of bombing hospitals."
            ),
            ..Article::default()
        };
        assert!(sections(&article.text, SECTION).len() > 1);
        let (entities, claims) = read(lexicon, &article);
        let (text, key) = (article.full_text(), |entity: usize| &*entities[entity].key);
        let told: Vec<[&str; 3]> = claims
            .iter()
            .filter(|claim| &*claim.relation == "accuses")
            .map(|claim| [key(claim.head), key(claim.tail), claim.sentence.of(&text)])
            .collect();
        assert_eq!(
            told,
            [
                ["state:TUR", "state:RUS", "Turkey accuses Russia of bombing hospitals"],
                [
                    "official:gordon malbrey",
                    "state:RUS",
                    "Malbrey accused Russia of bombing hospitals."
                ],
            ]
        );
        let keys: FxHashSet<&str> = entities.iter().map(|entity| &*entity.key).collect();
        assert_eq!(keys.len(), entities.len());
    }
}
