//! What a sentence is about, where that changes what its words mean: in a match or an election nobody is hurt.

use crate::lexicon::Lexicon;
use crate::model::Document;

/// So many words of sport in a document make all of it a report of sport.
const SPORT: usize = 3;

/// Per sentence of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Topics {
    pub sport: bool,
    pub election: bool,
}

/// The topics of each sentence.
pub fn topics(lexicon: &Lexicon, document: &Document) -> Vec<Topics> {
    let words = lexicon.words();
    let mut sport = 0;
    let mut out: Vec<Topics> = Vec::with_capacity(document.sentences.len());
    for sentence in &document.sentences {
        let mut topics = Topics::default();
        for token in &document.tokens[sentence.clone()] {
            let is_sport = words.has("sport-words", &token.lemma);
            sport += usize::from(is_sport);
            topics.sport |= is_sport;
            topics.election |= words.has("election-words", &token.lemma);
        }
        out.push(topics);
    }
    if sport >= SPORT {
        out.iter_mut().for_each(|topics| topics.sport = true);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Article;
    use crate::understand::understand;

    #[test]
    fn words_of_play_and_of_votes_tell_the_topic() {
        let check = |text: &str, sport: bool, election: bool| {
            let lexicon = Lexicon::embedded();
            let article = Article {
                text: text.to_string(),
                ..Article::default()
            };
            let topics = topics(lexicon, &understand(lexicon, &article));
            assert_eq!(topics, [Topics { sport, election }], "{text}");
        };
        check("Brazil beat Germany in the football tournament.", true, false);
        check("Emmanuel Macron beat Marine Le Pen in the runoff.", false, true);
        check("Russia attacked Georgia.", false, false);
    }
}
