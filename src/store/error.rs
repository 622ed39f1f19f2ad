use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// What goes wrong with a database, named by its file, with what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{}: there is no database here; make one with `relgraph ingest PATH...`, or name another file with --db", .0.display())]
    Missing(PathBuf),
    #[error("{}: this is no database; name another file with --db", .0.display())]
    NotADatabase(PathBuf),
    #[error("{}: this is a database of another program, not of relgraph; name another file with --db", .0.display())]
    Foreign(PathBuf),
    #[error(
        "{}: the database is of a newer relgraph (version {found} of its tables; this program knows up to {known}); \
         update relgraph, or name another file with --db", .path.display()
    )]
    Newer { path: PathBuf, found: i64, known: i64 },
    #[error("{}: another program is writing to the database; let it finish, then try again", .0.display())]
    Locked(PathBuf),
    #[error("{}: the database cannot be written; allow writing to the file and its folder, or name another file with --db", .0.display())]
    ReadOnly(PathBuf),
    #[error("{}: cannot be opened: {reason}; check that the folder exists and may be used", .path.display())]
    CannotOpen { path: PathBuf, reason: String },
    #[error("{}: the disk is full; nothing of the last batch was kept, free some space and run the same command again", .0.display())]
    DiskFull(PathBuf),
    #[error(
        "{}: the disk does not take what is written ({reason}); nothing of the last batch was kept, see that the disk is neither \
         full nor failing nor limited, and run the same command again", .path.display()
    )]
    Disk { path: PathBuf, reason: String },
    #[error("{}: the database is damaged ({reason}); ingest the articles into a new file", .path.display())]
    Damaged { path: PathBuf, reason: String },
    #[error("{0}")]
    Query(String),
    #[error("{}: {source}", .path.display())]
    Other { path: PathBuf, source: rusqlite::Error },
}

impl StoreError {
    /// Puts SQLite's error codes into words, with the file that they are about.
    pub(super) fn of(path: &Path, error: rusqlite::Error) -> Self {
        let file = path.to_path_buf();
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => StoreError::NotADatabase(file),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Locked(file),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => StoreError::ReadOnly(file),
            Some(ErrorCode::DiskFull) => StoreError::DiskFull(file),
            Some(ErrorCode::SystemIoFailure) => StoreError::Disk {
                path: file,
                reason: error.to_string(),
            },
            Some(ErrorCode::CannotOpen) => StoreError::CannotOpen {
                path: file,
                reason: error.to_string(),
            },
            Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged {
                path: file,
                reason: error.to_string(),
            },
            _ => StoreError::Other {
                path: file,
                source: error,
            },
        }
    }
}
