use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use super::{Date, Entity, Span};

/// An article understood. All spans count bytes of `text`, which is `Article::full_text`.
#[derive(Clone, Debug, Default)]
pub struct Document {
    pub text: String,
    pub tokens: Vec<Token>,
    /// Token ranges, in order, without gaps.
    pub sentences: Vec<Range<usize>>,
    /// In order of their position; they may nest but never cross.
    pub mentions: Vec<Mention>,
    /// What the mentions refer to; `Mention::entity` indexes this.
    pub entities: Vec<Entity>,
    /// Offices that the text names, with who holds them and whom they serve.
    pub titles: Vec<Title>,
    /// Time expressions, resolved against the date of publication.
    pub dates: Vec<DateMention>,
    /// Token ranges of "ANKARA (Reuters) -": what they name is no part of the news.
    pub datelines: Vec<Range<usize>>,
    /// How many of the first sentences belong to the headline.
    pub title_sentences: usize,
}

impl Document {
    pub fn text_of(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    pub fn token_text(&self, token: usize) -> &str {
        self.tokens[token].span.of(&self.text)
    }

    /// The bytes that a range of tokens covers.
    pub fn span_of(&self, tokens: &Range<usize>) -> Span {
        if tokens.is_empty() {
            return Span::default();
        }
        Span::new(
            self.tokens[tokens.start].span.start,
            self.tokens[tokens.end - 1].span.end,
        )
    }

    /// Whether a token stands in a dateline.
    pub fn in_dateline(&self, token: usize) -> bool {
        self.datelines.iter().any(|range| range.contains(&token))
    }

    /// The index of the sentence that holds a token.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.end <= token)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub span: Span,
    pub tag: Tag,
    /// Index into `understand::language::FINE_TAGS`: the Penn Treebank tag, for tense and number.
    pub fine: u8,
    pub lemma: String,
    /// Index in the document of the governing token; a root is its own head.
    pub head: usize,
    pub label: Label,
}

/// One place in the text that names or stands for an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    pub tokens: Range<usize>,
    /// The token that heads the mention in the dependency tree ("officials" in "Turkish officials").
    pub head: usize,
    pub entity: usize,
    pub form: MentionForm,
}

/// An office named in the text: "Turkish Foreign Minister Mevlut Cavusoglu".
#[derive(Clone, Debug, PartialEq)]
pub struct Title {
    pub tokens: Range<usize>,
    /// "Foreign Minister", "former President", as the text writes it.
    pub office: String,
    /// The entity that holds it, if the text says who.
    pub holder: Option<usize>,
    /// The entity that it serves, if the text says whom.
    pub serves: Option<usize>,
    pub former: bool,
    /// Whether holder and office stand side by side (the state may then be known from elsewhere).
    pub explicit: bool,
    /// Whether the words beside the office say whom it serves; otherwise the office's or the party's state is meant.
    pub told: bool,
}

/// A time expression with what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateMention {
    /// The words that name the time, without the preposition before them.
    pub tokens: Range<usize>,
    pub date: Date,
    pub relation: TimeRelation,
}

/// How the date bounds what the sentence tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeRelation {
    At,
    Since,
    Until,
    /// Earlier than the date, or at the latest on it ("by 2020").
    Before,
    After,
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MentionForm {
    /// A proper name, or a part or acronym of one.
    Name,
    /// A demonym, adjective or capital that stands for a state.
    Demonym,
    /// A common noun ("the alliance", "rebels").
    Nominal,
    Pronoun,
}

macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? } else $other:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($variant),+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }

        impl FromStr for $name {
            type Err = std::convert::Infallible;

            /// An unknown name is the catch-all: a newer model may know more labels than we do.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok($name::ALL.iter().copied().find(|label| label.name() == text).unwrap_or($name::$other))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }
    };
}

labels! {
    /// Universal part-of-speech tags (universaldependencies.org/u/pos).
    Tag {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ",
        Noun = "NOUN", Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT",
        Sconj = "SCONJ", Sym = "SYM", Verb = "VERB", X = "X",
    } else X
}

labels! {
    /// Universal Dependencies relations as the English EWT treebank uses them.
    Label {
        Root = "root", Nsubj = "nsubj", NsubjPass = "nsubj:pass", NsubjOuter = "nsubj:outer", Csubj = "csubj",
        CsubjPass = "csubj:pass", CsubjOuter = "csubj:outer", Obj = "obj", Iobj = "iobj", Ccomp = "ccomp", Xcomp = "xcomp",
        Obl = "obl", OblAgent = "obl:agent", OblUnmarked = "obl:unmarked", OblTmod = "obl:tmod", OblNpmod = "obl:npmod",
        Advcl = "advcl", AdvclRelcl = "advcl:relcl", Advmod = "advmod", Discourse = "discourse", Vocative = "vocative",
        Expl = "expl", Dislocated = "dislocated", Aux = "aux", AuxPass = "aux:pass", Cop = "cop", Mark = "mark",
        Nmod = "nmod", NmodPoss = "nmod:poss", NmodDesc = "nmod:desc", NmodTmod = "nmod:tmod", NmodNpmod = "nmod:npmod",
        NmodUnmarked = "nmod:unmarked", Appos = "appos", Nummod = "nummod", Acl = "acl", AclRelcl = "acl:relcl", Amod = "amod",
        Det = "det", DetPredet = "det:predet", Clf = "clf", Case = "case", Cc = "cc", CcPreconj = "cc:preconj", Conj = "conj",
        Compound = "compound", CompoundPrt = "compound:prt", Fixed = "fixed", Flat = "flat", FlatForeign = "flat:foreign",
        List = "list", Parataxis = "parataxis", Orphan = "orphan", Goeswith = "goeswith", Reparandum = "reparandum",
        Punct = "punct", Dep = "dep",
    } else Dep
}
