use std::fs;
use std::path::{Path, PathBuf};

use super::{Place, Problem, ReadError, detect};

/// Something to be read.
pub enum Input {
    Stdin,
    File {
        path: PathBuf,
        /// The path below the folder that was named, else the file's name alone.
        name: PathBuf,
    },
}

impl Input {
    /// Its name is the file's, with the folders between it and the one that was named, so that
    /// `a/report.txt` and `b/report.txt` are two articles.
    pub fn place(&self) -> Place {
        match self {
            Input::Stdin => Place::new("stdin".into(), "stdin".into()),
            Input::File { path, name } => {
                let parts: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
                Place::new(path.display().to_string(), parts.join("/"))
            }
        }
    }
}

/// How many bytes the files have that the paths name, as they are on disk; nothing where stdin or a pipe is among them.
pub fn size(paths: &[PathBuf]) -> Option<u64> {
    let readable = Walk::new(paths).filter_map(Result::ok);
    readable
        .map(|input| match input {
            Input::Stdin => None,
            Input::File { path, .. } => fs::metadata(path)
                .ok()
                .filter(fs::Metadata::is_file)
                .map(|file| file.len()),
        })
        .sum()
}

/// Every file that the paths name, folders walked in the order of their sorted entries. The last of
/// the stack is next.
pub struct Walk {
    stack: Vec<Step>,
}

enum Step {
    Named(PathBuf),
    Found { path: PathBuf, name: PathBuf },
}

impl Walk {
    pub fn new(paths: &[PathBuf]) -> Self {
        Walk {
            stack: paths.iter().rev().cloned().map(Step::Named).collect(),
        }
    }

    /// Puts the articles of a folder, at any depth, on the stack. Links to folders are not
    /// followed, since they may lead in circles; hidden files are passed over.
    fn enter(&mut self, folder: &Path, name: &Path) -> Result<usize, Problem> {
        let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        let mut found = 0;
        for entry in entries.iter().rev() {
            let (path, name) = (entry.path(), name.join(entry.file_name()));
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            let known = detect::is_readable(&entry.file_name().to_string_lossy());
            let folder = entry.file_type()?.is_dir();
            if !hidden && (folder || known) {
                self.stack.push(Step::Found { path, name });
                found += 1;
            }
        }
        Ok(found)
    }

    /// Puts all that a pattern such as `archive/*.gz` names on the stack: a shell leaves it as it
    /// stands where it is quoted, or where it expands none.
    fn expand(&mut self, pattern: &Path) -> bool {
        let pattern = pattern.to_str().filter(|pattern| pattern.contains(['*', '?', '[']));
        let Some(Ok(paths)) = pattern.map(glob::glob) else {
            return false;
        };
        let mut found: Vec<_> = paths.filter_map(Result::ok).map(Step::Named).collect();
        found.reverse();
        let any = !found.is_empty();
        self.stack.extend(found);
        any
    }

    fn step(&mut self, step: Step) -> Result<Option<Input>, ReadError> {
        let (path, name, named) = match step {
            Step::Named(path) if path.as_os_str() == "-" => return Ok(Some(Input::Stdin)),
            Step::Named(path) => {
                let name = path.file_name().map(PathBuf::from).unwrap_or_default();
                (path, name, true)
            }
            Step::Found { path, name } => (path, name, false),
        };
        let fail = |problem| ReadError::new(path.display().to_string(), problem);
        match fs::metadata(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => match self.expand(&path) {
                true => Ok(None),
                false => Err(fail(Problem::Missing)),
            },
            Err(error) => Err(fail(error.into())),
            Ok(kind) if kind.is_dir() => {
                let name = if named { PathBuf::new() } else { name };
                match self.enter(&path, &name) {
                    Ok(0) if named => Err(fail(Problem::EmptyFolder)),
                    Ok(_) => Ok(None),
                    Err(problem) => Err(fail(problem)),
                }
            }
            // A named pipe, as of `<(...)`, is read like a file, but a device in a folder is not.
            Ok(kind) if kind.is_file() || named => Ok(Some(Input::File { path, name })),
            Ok(_) => Err(fail(Problem::Special)),
        }
    }
}

impl Iterator for Walk {
    type Item = Result<Input, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let step = self.stack.pop()?;
            if let Some(input) = self.step(step).transpose() {
                return Some(input);
            }
        }
    }
}
