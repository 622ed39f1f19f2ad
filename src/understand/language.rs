//! The language model: sentences, tokens, tags, lemmas, arcs and entity spans of any text.
//!
//! Weights of our own (`data/model/relgraph.bin`, recipe in `train/README.md`) lie in the binary.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::OnceLock;

use super::arcs::{Heads, KEPT, TokenScores};
use super::lemma::Lemmas;
use super::network::{Encoder, Gap};
use super::product::Rows;
use super::sentence;
use super::spans::Spans;
use super::tokenize::tokenize;
use super::weights::{Weights, WeightsError};
use crate::model::{Kind, Label, Span, Tag, Token};

static WEIGHTS: &[u8] = include_bytes!("../../data/model/relgraph.bin");

/// Penn Treebank tags as the English Web Treebank uses them; `Token::fine` indexes this.
pub const FINE_TAGS: [&str; 50] = [
    "$", "''", ",", "-LRB-", "-RRB-", ".", ":", "ADD", "AFX", "CC", "CD", "DT", "EX", "FW", "GW", "HYPH", "IN", "JJ",
    "JJR", "JJS", "LS", "MD", "NFP", "NN", "NNP", "NNPS", "NNS", "PDT", "POS", "PRP", "PRP$", "RB", "RBR", "RBS", "RP",
    "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB", "``", "_",
];

/// Room for the numbers of a text, kept by each thread between calls.
#[derive(Default)]
struct Space {
    scores: TokenScores,
    span_scores: Vec<f32>,
    bytes: Rows,
}

thread_local! {
    static SPACE: RefCell<Space> = RefCell::new(Space::default());
}

/// What the model sees in a text. Spans of entities neither nest nor cross.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parse {
    pub tokens: Vec<Token>,
    /// Token ranges in order, without gaps.
    pub sentences: Vec<Range<usize>>,
    pub spans: Vec<ModelSpan>,
}

/// A stretch of tokens that names or stands for an entity of some kind.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelSpan {
    pub tokens: Range<usize>,
    pub kind: Kind,
    /// The mean probability that the network gives its tokens.
    pub score: f32,
}

pub struct LanguageModel {
    encoder: Encoder,
    heads: Heads,
    spans: Spans,
    lemmas: Lemmas,
    upos: Vec<Tag>,
    /// From the model's fine tags to indices into FINE_TAGS.
    xpos: Vec<u8>,
    labels: Vec<Label>,
}

impl LanguageModel {
    /// The model in the binary, read once.
    pub fn embedded() -> &'static LanguageModel {
        static MODEL: OnceLock<LanguageModel> = OnceLock::new();
        MODEL.get_or_init(|| {
            LanguageModel::read(WEIGHTS).expect("the weights in the binary are whole: a test reads them")
        })
    }

    fn read(bytes: &'static [u8]) -> Result<Self, WeightsError> {
        let weights = Weights::read(bytes)?;
        let upos: Vec<Tag> = weights
            .lines("tags.upos")?
            .iter()
            .filter_map(|name| name.parse().ok())
            .collect();
        let fine = |name: &&str| {
            FINE_TAGS
                .iter()
                .position(|tag| tag == name)
                .unwrap_or(FINE_TAGS.len() - 1) as u8
        };
        let xpos: Vec<u8> = weights.lines("tags.xpos")?.iter().map(fine).collect();
        let labels: Vec<Label> = weights
            .lines("labels")?
            .iter()
            .filter_map(|name| name.parse().ok())
            .collect();
        Ok(LanguageModel {
            encoder: Encoder::read(&weights)?,
            heads: Heads::read(&weights, upos.len(), xpos.len(), labels.len())?,
            spans: Spans::read(&weights)?,
            lemmas: Lemmas::new(&weights.lines("lemmas")?),
            upos,
            xpos,
            labels,
        })
    }

    /// How many products of weights and activations a token costs, but for the few of its first layer, which is
    /// remembered by the word, and of the pairs of its sentence.
    pub fn multiply_adds(&self) -> usize {
        self.encoder.multiply_adds() + self.heads.multiply_adds() + self.spans.multiply_adds()
    }

    /// Parses any text: never fails, finds nothing in a text of blanks.
    pub fn parse(&self, text: &str) -> Parse {
        self.parse_tokens(text, &tokenize(text), None)
    }

    /// Parses given tokens, and given sentences if there are any. Tokens must be in order.
    pub fn parse_tokens(&self, text: &str, tokens: &[Span], sentences: Option<Vec<Range<usize>>>) -> Parse {
        SPACE.with_borrow_mut(|space| self.parse_within(space, text, tokens, sentences))
    }

    fn parse_within(
        &self,
        space: &mut Space,
        text: &str,
        tokens: &[Span],
        sentences: Option<Vec<Range<usize>>>,
    ) -> Parse {
        let Space {
            scores,
            span_scores,
            bytes,
        } = space;
        scores.clear();
        span_scores.clear();
        span_scores.shrink_to(KEPT);
        let words: Vec<&str> = tokens.iter().map(|token| token.of(text)).collect();
        let gaps: Vec<Gap> = sentence::gaps(text, tokens);
        self.encoder.encode(&words, &gaps, |_, syntax, naming| {
            self.heads.score_tokens(syntax, bytes, scores);
            self.spans.score_tokens(naming, bytes, span_scores);
        });
        let sentences =
            sentences.unwrap_or_else(|| sentence::sentences(&words, &gaps, |token| self.heads.start(scores, token)));
        let mut parse = Parse {
            tokens: Vec::with_capacity(tokens.len()),
            sentences: Vec::new(),
            spans: Vec::new(),
        };
        for sentence in &sentences {
            let arcs = self.heads.parse(scores, sentence.clone(), bytes);
            for (token, (head, label)) in sentence.clone().zip(arcs) {
                let tag = self.upos.get(self.heads.upos(scores, token)).copied().unwrap_or(Tag::X);
                let fine = self
                    .xpos
                    .get(self.heads.xpos(scores, token))
                    .copied()
                    .unwrap_or_default();
                parse.tokens.push(Token {
                    span: tokens[token],
                    tag,
                    fine,
                    lemma: self.lemmas.lemma(words[token], tag, FINE_TAGS[usize::from(fine)]),
                    head,
                    label: self.labels.get(label).copied().unwrap_or(Label::Dep),
                });
            }
            self.spans.decode(span_scores, sentence.clone(), &mut parse.spans);
        }
        parse.sentences = sentences;
        parse
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_weights_are_whole() {
        let model = LanguageModel::read(WEIGHTS).map_err(|error| error.to_string());
        assert!(model.is_ok_and(|model| model.upos.len() == 17 && model.labels.contains(&Label::NsubjPass)));
    }

    /// "word TAG head label", a line a token.
    fn table(text: &str) -> String {
        let parse = LanguageModel::embedded().parse(text);
        let head = |i: usize, head: usize| {
            if i == head {
                "-"
            } else {
                parse.tokens[head].span.of(text)
            }
        };
        let line = |(i, token): (usize, &Token)| {
            let word = token.span.of(text);
            format!(
                "{word:<12} {:<5} {:<10} {:<10} {}\n",
                token.tag.name(),
                token.lemma,
                head(i, token.head),
                token.label
            )
        };
        parse.tokens.iter().enumerate().map(line).collect()
    }

    #[test]
    fn a_plain_sentence_is_understood() {
        let found = table("Russia sold missiles to Turkey.");
        let expected = "\
Russia       PROPN Russia     sold       nsubj
sold         VERB  sell       -          root
missiles     NOUN  missile    sold       obj
to           ADP   to         Turkey     case
Turkey       PROPN Turkey     sold       obl
.            PUNCT .          sold       punct
";
        assert_eq!(found, expected);
    }

    #[test]
    fn odd_texts_are_no_trouble() {
        let model = LanguageModel::embedded();
        assert_eq!(model.parse(""), Parse::default());
        assert_eq!(model.parse("\n \u{0} \u{200b}"), Parse::default());
        let endless = "word ".repeat(3000) + &"x".repeat(100_000) + &"-".repeat(50_000) + &"👍🏽".repeat(1000);
        let parse = model.parse(&endless);
        assert!(
            parse
                .tokens
                .iter()
                .enumerate()
                .all(|(i, token)| token.head < parse.tokens.len()
                    && token.span.start <= endless.len()
                    && i < parse.tokens.len())
        );
        assert_eq!(parse.sentences.last().map(|s| s.end), Some(parse.tokens.len()));
    }

    #[test]
    fn blocks_do_not_show() {
        // The same sentence far inside a long text and near its start is read alike.
        let model = LanguageModel::embedded();
        let text = "Moscow rejected the demands of the Syrian opposition on Monday. ".repeat(90);
        let parse = model.parse(&text);
        let tags = |sentence: usize| {
            parse.tokens[parse.sentences[sentence].clone()]
                .iter()
                .map(|t| (t.tag, t.label))
                .collect::<Vec<_>>()
        };
        assert_eq!(parse.sentences.len(), 90);
        assert!((2..88).all(|sentence| tags(sentence) == tags(1)));
    }
}
