use std::sync::Arc;

use super::{Date, Kind, Modality, Polarity};

/// A document's entity on its way into the graph: what linking needs to know of it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Appearance {
    pub kind: Kind,
    pub name: String,
    /// Key of the node that it is unless linking finds it a better one.
    pub key: String,
    pub code: Option<String>,
    pub state: Option<String>,
    /// Whether the lexicon knows it.
    pub known: bool,
    /// A collective without a name ("police"), of which the text does not say whose it is.
    pub generic: bool,
    /// Every name that the article uses for it.
    pub names: Vec<Name>,
    /// Of an official: the folded surname, by which a short name finds its person.
    pub surname: Option<String>,
    /// An official of whom the article gives the surname only.
    pub short: bool,
    /// Folded offices that the article gives the official.
    pub offices: Vec<String>,
}

/// A name beside the form in which names are compared.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Name {
    pub text: String,
    pub folded: String,
}

/// An entity of the graph.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Node {
    pub id: i64,
    pub key: String,
    pub kind: Kind,
    pub name: String,
    pub code: Option<String>,
    pub state: Option<String>,
    pub generic: bool,
    /// Number of articles that speak of it.
    pub articles: u32,
}

/// What corroboration needs to know of one claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// Articles of one story share it: they are one source.
    pub story: Arc<str>,
    pub confidence: f32,
    pub modality: Modality,
    /// When it happened, else when it was published.
    pub date: Option<Date>,
}

/// What the claims of one relation come to when taken together.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Corroboration {
    pub modality: Modality,
    #[serde(rename = "first_date")]
    pub first: Option<Date>,
    #[serde(rename = "last_date")]
    pub last: Option<Date>,
    pub claims: u32,
    pub sources: u32,
    pub confidence: f32,
    /// What `confidence` is worked out from: −ln(1 − confidence) in units of 2⁻³², which stories add to. A whole
    /// number, so that sums are the same in whatever order, and what was added can be taken away again.
    pub weight: u64,
}

impl Corroboration {
    /// How strong a tie it is, whatever its age and type.
    pub fn strength(&self) -> f64 {
        tie_strength(self.confidence, self.modality, self.sources)
    }
}

/// How strongly claims tie two entities that taken together have this confidence and so many independent sources.
pub fn tie_strength(confidence: f32, modality: Modality, sources: u32) -> f64 {
    let modality = match modality {
        Modality::Actual => 1.0,
        Modality::Claimed => 0.8,
        Modality::Planned => 0.7,
        Modality::Possible => 0.4,
    };
    let sources = f64::from(sources);
    f64::from(confidence).clamp(0.0, 1.0) * modality * sources / (sources + 1.0)
}

/// One article among those that tell a story.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Telling {
    pub article: String,
    pub title: Option<String>,
    pub source: Option<String>,
    pub published: Option<Date>,
    pub url: Option<String>,
    pub words: u64,
    /// Hash of the body: articles that share it are the same word for word.
    pub text: String,
}

/// A claim of the stored graph with the words that make it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Evidence {
    pub polarity: Polarity,
    pub modality: Modality,
    /// Who is quoted as saying so.
    pub speaker: Option<String>,
    pub office: Option<String>,
    pub date: Option<Date>,
    pub confidence: f32,
    pub rule: String,
    pub sentence: String,
    /// Where the sentence names the two, the first first.
    pub marks: Vec<Mark>,
    pub words: String,
    pub article: String,
    pub title: Option<String>,
    pub source: Option<String>,
    pub published: Option<Date>,
    pub url: Option<String>,
}

/// A place in a sentence where it names the head or the tail of a claim, or a word that was looked for, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Mark {
    pub start: usize,
    pub end: usize,
    pub role: MarkRole,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MarkRole {
    Head,
    Tail,
    Word,
}

impl Mark {
    /// Every place where one of the names stands as words of its own, the longest name first where they overlap.
    pub fn all(sentence: &str, head: &[String], tail: &[String]) -> Vec<Mark> {
        let names = |list: &'_ [String], role| list.iter().map(move |name| (name.clone(), role)).collect::<Vec<_>>();
        let mut named = [names(head, MarkRole::Head), names(tail, MarkRole::Tail)].concat();
        named.retain(|(name, _)| !name.is_empty());
        named.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        let mut marks: Vec<Mark> = Vec::new();
        for (name, role) in named {
            for (start, _) in sentence.match_indices(name.as_str()) {
                let end = start + name.len();
                let whole = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
                let free = marks.iter().all(|mark| end <= mark.start || mark.end <= start);
                if free && whole(sentence[..start].chars().next_back()) && whole(sentence[end..].chars().next()) {
                    marks.push(Mark { start, end, role });
                }
            }
        }
        marks.sort_by_key(|mark| mark.start);
        marks
    }
}

/// An official of whom an article gives the surname only, with what the article says of him or her.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Short {
    pub state: Option<String>,
    /// Folded.
    pub offices: Vec<String>,
    /// Codes of all states that the article speaks of.
    pub nearby: Vec<String>,
}

/// An official of the graph with a full name, as all articles together describe him or her.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Person {
    /// Key of the node.
    pub key: String,
    pub states: Vec<String>,
    /// Folded.
    pub offices: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_where_the_names_do() {
        let check = |sentence: &str, head: &[&str], tail: &[&str], marked: &str| {
            let own = |names: &[&str]| names.iter().map(|name| name.to_string()).collect::<Vec<_>>();
            let marks = Mark::all(sentence, &own(head), &own(tail));
            let words = marks
                .iter()
                .map(|mark| format!("{:?} {}", mark.role, &sentence[mark.start..mark.end]));
            assert_eq!(words.collect::<Vec<_>>().join(", "), marked);
        };
        check(
            "Turkey met Russia.",
            &["Turkey"],
            &["Russia"],
            "Head Turkey, Tail Russia",
        );
        check("Turkeys met Russians.", &["Turkey"], &["Russia"], "");
        check(
            "US Secretary John Kerry met Kerry's aide.",
            &["Kerry", "John Kerry"],
            &["US"],
            "Tail US, Head John Kerry, Head Kerry",
        );
        check("The EU, EU and EU", &[""], &["EU"], "Tail EU, Tail EU, Tail EU");
    }
}
