//! Long answers on a terminal go through a pager.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

use anstream::{AutoStream, ColorChoice};

/// Where an answer goes that may be long: through `$RELGRAPH_PAGER`, `$PAGER` or `less` where stdout is a terminal, else
/// to stdout. `less` ends at once where all fits the screen.
pub fn answer() -> BufWriter<Box<dyn Write>> {
    let out: Box<dyn Write> = match pager() {
        Some(pager) => Box::new(pager),
        None => Box::new(anstream::stdout()),
    };
    BufWriter::with_capacity(1 << 16, out)
}

fn pager() -> Option<AutoStream<Box<dyn Write>>> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    let named = ["RELGRAPH_PAGER", "PAGER"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok());
    let command = command(named.as_deref(), is_on_path("less"))?;
    let mut pager = Command::new("sh");
    pager.args(["-c", &command]).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        // End where all fits the screen, show colours, leave the text on the screen.
        pager.env("LESS", "FRX");
    }
    let mut child = pager.spawn().ok()?;
    let input = child.stdin.take()?;
    let choice = match AutoStream::choice(&std::io::stdout()) {
        ColorChoice::Never => ColorChoice::Never,
        _ => ColorChoice::AlwaysAnsi,
    };
    let pager = Pager {
        child,
        input: Some(input),
    };
    Some(AutoStream::new(Box::new(pager), choice))
}

fn is_on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// The pager to run; none where there is none to be.
fn command(named: Option<&str>, has_less: bool) -> Option<String> {
    match named.map(str::trim) {
        None => has_less.then(|| "less".into()),
        Some("" | "cat") => None,
        Some(command) => Some(command.into()),
    }
}

struct Pager {
    child: Child,
    input: Option<ChildStdin>,
}

impl Write for Pager {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.input.as_mut().map_or(Ok(bytes.len()), |input| input.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.input.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Pager {
    /// Whoever reads ends the program by ending the pager.
    fn drop(&mut self) {
        self.input = None;
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::command;

    #[test]
    fn the_user_names_the_pager() {
        let check = |named: Option<&str>, run: Option<&str>| assert_eq!(command(named, true).as_deref(), run);
        assert_eq!(command(None, false), None);
        check(None, Some("less"));
        check(Some("more -e"), Some("more -e"));
        check(Some("cat"), None);
        check(Some(" "), None);
    }
}
