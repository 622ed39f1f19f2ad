use std::io::Cursor;

use relgraph::read::{self, Format, Options};

/// Reads all that the bytes hold, as a format or as what they look like.
pub fn read(bytes: &[u8], format: Option<Format>) {
    let options = Options {
        format,
        longest: 1 << 16,
        ..Options::default()
    };
    read::articles_of(Cursor::new(bytes.to_vec()), "fuzz", options).for_each(drop);
}
