use std::io::Cursor;

use relgraph::read::{self, Format, Options};

/// Reads all that the bytes hold, as a format or as what they look like. What comes out says something, and what
/// does not come out says why.
pub fn read(bytes: &[u8], format: Option<Format>) {
    let options = Options {
        format,
        longest: 1 << 16,
        ..Options::default()
    };
    for item in read::articles_of(Cursor::new(bytes.to_vec()), "fuzz", options) {
        match item {
            Ok(article) => {
                assert!(!article.text.is_empty() || article.title.is_some() || !article.events.is_empty());
                assert!(!article.id.is_empty());
            }
            Err(error) => assert!(error.to_string().starts_with("fuzz")),
        }
    }
}
