//! Cuts texts into words for the training recipe: one JSON string a line in, one JSON list of
//! `[start, end]` byte offsets a line out. So training sees the tokens that inference will see.

use std::io::{self, BufRead, Write};

use relgraph::understand::tokenize::tokenize;

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let text: String = serde_json::from_str(&line?).map_err(io::Error::other)?;
        let spans: Vec<[usize; 2]> = tokenize(&text).iter().map(|span| [span.start, span.end]).collect();
        serde_json::to_writer(&mut out, &spans)?;
        writeln!(out)?;
    }
    Ok(())
}
