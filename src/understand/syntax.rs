//! Small walks over the dependency tree.

use crate::model::{Label, Tag, Token};

/// The tokens of a document with their children, for walks in both directions.
pub struct Tree<'t> {
    pub tokens: &'t [Token],
    children: Vec<Vec<u32>>,
}

impl<'t> Tree<'t> {
    pub fn new(tokens: &'t [Token]) -> Self {
        let mut children = vec![Vec::new(); tokens.len()];
        for (i, token) in tokens.iter().enumerate() {
            if token.head != i && token.head < tokens.len() {
                children[token.head].push(i as u32);
            }
        }
        Tree { tokens, children }
    }

    /// The dependents of a token, in order of the text.
    pub fn children(&self, token: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.children[token].iter().map(|child| *child as usize)
    }

    pub fn children_with<'a>(&'a self, token: usize, labels: &'a [Label]) -> impl Iterator<Item = usize> + 'a {
        self.children(token)
            .filter(move |child| labels.contains(&self.tokens[*child].label))
    }

    pub fn child(&self, token: usize, label: Label) -> Option<usize> {
        self.children(token).find(|child| self.tokens[*child].label == label)
    }

    pub fn label(&self, token: usize) -> Label {
        self.tokens[token].label
    }

    pub fn tag(&self, token: usize) -> Tag {
        self.tokens[token].tag
    }

    pub fn lemma(&self, token: usize) -> &str {
        &self.tokens[token].lemma
    }

    /// The governing token; none for a root.
    pub fn head(&self, token: usize) -> Option<usize> {
        let head = self.tokens[token].head;
        (head != token).then_some(head)
    }

    /// A token with all that govern it, at most so many.
    pub fn upward(&self, token: usize, most: usize) -> Vec<usize> {
        std::iter::successors(Some(token), |token| self.head(*token))
            .take(most)
            .collect()
    }

    /// The token of a range whose head lies outside it; the last one if several do.
    pub fn head_of(&self, range: &std::ops::Range<usize>) -> usize {
        let outside = |token: &usize| self.head(*token).is_none_or(|head| !range.contains(&head));
        let heads: Vec<usize> = range.clone().filter(outside).collect();
        let is_mark = |token: &usize| matches!(self.tag(*token), Tag::Punct | Tag::Adp | Tag::Det);
        heads
            .iter()
            .rev()
            .copied()
            .find(|token| !is_mark(token))
            .or(heads.last().copied())
            .unwrap_or(range.start)
    }

    /// The first token of a coordination: "Turkey" for each of "Turkey, Russia and Iran".
    pub fn first_conjunct(&self, token: usize) -> usize {
        let mut token = token;
        for _ in 0..16 {
            match self.head(token) {
                Some(head) if self.label(token) == Label::Conj => token = head,
                _ => break,
            }
        }
        token
    }

    /// The preposition of a nominal: its `case` child in lower case.
    pub fn preposition(&self, token: usize) -> Option<&str> {
        // "out of", "in between", "such as": the last word governs the noun.
        let before = self
            .children_with(token, &[Label::Case])
            .filter(|case| *case < token)
            .last();
        let case = before
            .or_else(|| self.child(token, Label::Case))
            .or_else(|| self.stray_case(token))?;
        if matches!(self.lemma(case), "'s" | "’s" | "'" | "’") {
            return None;
        }
        // "out of", "because of": the last word governs the noun.
        let fixed = self.child(case, Label::Fixed);
        Some(self.lemma(fixed.unwrap_or(case)))
    }

    /// "into alleged Russian meddling in the election": the parser may hang "into" on the later noun.
    fn stray_case(&self, token: usize) -> Option<usize> {
        if !matches!(self.label(token), Label::Nmod | Label::Obl) {
            return None;
        }
        let governor = self.head(token).filter(|head| *head < token)?;
        let case = (governor + 1..token)
            .rev()
            .take(8)
            .take_while(|before| {
                let other_case = self.tag(*before) == Tag::Adp && self.tokens[*before].head <= token;
                !other_case && !matches!(self.tag(*before), Tag::Punct | Tag::Cconj | Tag::Sconj)
            })
            .find(|before| self.tag(*before) == Tag::Adp)?;
        (self.label(case) == Label::Case).then_some(case)
    }
}

/// Whether a noun stands in the plural, by its ending and its lemma.
pub fn is_plural(surface: &str, lemma: &str) -> bool {
    let surface = surface.to_lowercase();
    surface.ends_with('s') && surface != lemma.to_lowercase()
}
