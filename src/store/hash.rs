use crate::model::Article;

/// FNV-1a with 128 bits: the same on every machine and in every version of relgraph, as a stored
/// hash must be. It tells texts apart, it does not guard against forgers.
struct Fnv(u128);

impl Fnv {
    fn new() -> Self {
        Fnv(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    fn add(&mut self, byte: u8) {
        self.0 = (self.0 ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }

    fn text(self) -> String {
        format!("{:032x}", self.0)
    }
}

/// Of all that came in with an article: equal for equal articles, wherever they were read.
pub fn of_article(article: &Article) -> String {
    let mut hash = Fnv::new();
    let date = article.date.map(|date| date.to_string());
    let (title, source, url) = (
        article.title.as_deref(),
        article.source.as_deref(),
        article.url.as_deref(),
    );
    for part in [title, Some(article.text.as_str()), date.as_deref(), source, url] {
        // An absent part is not an empty one, and the ends of the parts count.
        hash.add(u8::from(part.is_some()));
        part.unwrap_or_default().bytes().for_each(|byte| hash.add(byte));
        hash.add(0xff);
    }
    // What earlier versions did not know counts only where it is there: their hashes still hold.
    let events = (!article.events.is_empty()).then(|| events(article));
    for (mark, part) in [(2, article.byline.as_deref()), (3, events.as_deref())] {
        let part = part.into_iter().flat_map(|part| [mark].into_iter().chain(part.bytes()));
        part.for_each(|byte| hash.add(byte));
    }
    hash.text()
}

/// The events of an article as they are stored.
pub fn events(article: &Article) -> String {
    serde_json::to_string(&article.events).unwrap_or_default()
}

/// Of the words of the body, whatever the white space and the headline: equal for copies of a story.
pub fn of_story(article: &Article) -> String {
    let body = match article.text.trim() {
        // Events that rest on one report are one story, whoever coded them.
        "" => match (&article.title, &article.url) {
            (Some(text), _) | (None, Some(text)) => text,
            (None, None) if !article.events.is_empty() => &article.id,
            (None, None) => "",
        },
        body => body,
    };
    let mut hash = Fnv::new();
    for word in body.split_whitespace() {
        word.bytes().for_each(|byte| hash.add(byte));
        hash.add(b' ');
    }
    hash.text()
}

/// Of an article's id and content together.
pub fn of_both(id: &str, hash: &str) -> u128 {
    let mut both = Fnv::new();
    id.bytes()
        .chain([0xff])
        .chain(hash.bytes())
        .for_each(|byte| both.add(byte));
    both.0
}

/// What tells an article, and its text, from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// Of all that came in.
    pub whole: String,
    /// Of the words of the body.
    pub body: String,
}

impl Fingerprint {
    pub fn of(article: &Article) -> Self {
        Fingerprint {
            whole: of_article(article),
            body: of_story(article),
        }
    }
}

/// A short name of an entity that is the same on every machine: the code of a state, else a hash of its
/// key, which is made of kind and folded name.
pub fn entity_id(key: &str) -> String {
    match key.strip_prefix("state:") {
        Some(code) if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) => code.into(),
        _ => {
            let mut hash = Fnv::new();
            key.bytes().for_each(|byte| hash.add(byte));
            hash.text()
        }
    }
}
