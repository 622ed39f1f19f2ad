use std::io::{BufRead, Read};

use super::{Problem, Source};

/// The next line, or nothing at the end. Of a line that is too long the rest is skipped unread.
pub fn line(source: &mut Source, longest: usize) -> Result<Option<Vec<u8>>, Problem> {
    let mut bytes = Vec::new();
    let read = source.take(longest as u64 + 1).read_until(b'\n', &mut bytes)?;
    if bytes.len() > longest {
        if bytes.last() != Some(&b'\n') {
            source.skip_until(b'\n')?;
        }
        return Err(Problem::LongLine(longest));
    }
    Ok((read > 0).then_some(bytes))
}
