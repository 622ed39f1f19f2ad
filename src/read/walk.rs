use std::fs;
use std::path::{Path, PathBuf};

use super::{Problem, ReadError, extension};

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
    /// The id of its article: the file's stem, with the folders between it and the one that was
    /// named, so that `a/report.txt` and `b/report.txt` are two articles.
    pub fn id(&self) -> String {
        match self {
            Input::Stdin => "stdin".into(),
            Input::File { name, .. } => {
                let name = name.with_extension("");
                let parts: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
                parts.join("/")
            }
        }
    }

    /// How messages name it.
    pub fn origin(&self) -> String {
        match self {
            Input::Stdin => "stdin".into(),
            Input::File { path, .. } => path.display().to_string(),
        }
    }
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
            let known = matches!(extension(&path).as_deref(), Some("txt" | "text" | "jsonl" | "ndjson"));
            let folder = entry.file_type()?.is_dir();
            if !hidden && (folder || known) {
                self.stack.push(Step::Found { path, name });
                found += 1;
            }
        }
        Ok(found)
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
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(fail(Problem::Missing)),
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
