//! The graph in one SQLite file: the only module that knows SQLite.
//!
//! What is stored is a function of the set of articles and of what people decided. Relations are kept up to date from the
//! claims they rest on, in the same transaction, so that no reader ever sees them apart.

mod articles;
mod batch;
mod checking;
mod decisions;
mod error;
mod hash;
mod loading;
mod mentions;
mod moves;
mod nodes;
mod pairs;
mod reading;
mod resolving;
mod sandbox;
mod schema;
mod searching;
mod sql;
mod stories;
mod stored;
mod sums;
mod ties;
mod told;
mod traits;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

pub use batch::{Batch, Standing};
pub use error::StoreError;
pub use hash::{Fingerprint, entity_id};
pub use mentions::{Compared, Mentioned};
pub use reading::{Counts, Named, PairCount};
pub use resolving::{StoredShort, Tied};
pub use sandbox::Sandbox;
pub use searching::Hit;
pub use sql::{Cell, Rows};
pub use stories::{StoredBody, StoredCopy};
pub use sums::CorroborateFurther;
pub use ties::{Heading, StoredTie};
pub use told::{Told, Window};

use crate::model::{Article, RelationType};

pub type Result<T> = std::result::Result<T, StoreError>;

/// How long a writer waits for another one to finish its batch.
const PATIENCE: Duration = Duration::from_secs(30);

/// An open database.
pub struct Store {
    path: PathBuf,
    connection: Connection,
}

/// As long as it lives all that is read is of one moment, whatever others write meanwhile; and no small question has to
/// lock the file anew.
pub struct Moment<'s> {
    _transaction: rusqlite::Transaction<'s>,
}

/// Which articles were stored at some moment, with which content.
pub struct Known(HashSet<u128>);

impl Known {
    pub fn holds(&self, article: &Article) -> bool {
        let content = hash::of_article(article);
        let stored = |name: &str| self.0.contains(&hash::of_both(name, &content));
        stored(&article.id) || !article.text.is_empty() && article.url.as_deref().is_some_and(stored)
    }
}

impl Store {
    /// Opens a database to write to it; makes it where there is none.
    pub fn open(path: &Path) -> Result<Store> {
        Store::open_patiently(path, PATIENCE)
    }

    /// As [`Store::open`], with the time to wait for another writer.
    pub fn open_patiently(path: &Path, patience: Duration) -> Result<Store> {
        let mut store = Store::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        store.tell(|connection| connection.busy_timeout(patience))?;
        store.check_owner()?;
        store.tell(|connection| {
            connection.pragma_update(None, "journal_mode", "wal")?;
            // With a write-ahead log this loses no transaction when the program dies, only, at
            // worst, the last ones when the machine does; it never harms the file.
            connection.pragma_update(None, "synchronous", "normal")?;
            // Resolving looks into all corners of the tables: in KiB, and no more is taken than is needed.
            connection.pragma_update(None, "cache_size", -131_072)?;
            connection.pragma_update(None, "foreign_keys", true)
        })?;
        schema::migrate(&mut store.connection).map_err(|error| StoreError::of(path, error))?;
        Ok(store)
    }

    /// Opens a database that is there, for reading only.
    pub fn read(path: &Path) -> Result<Store> {
        if !path.exists() {
            return Err(StoreError::Missing(path.into()));
        }
        let mut store = Store::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        store.tell(|connection| {
            connection.busy_timeout(PATIENCE)?;
            // In KiB; no more is taken than is needed.
            connection.pragma_update(None, "cache_size", -16_384)
        })?;
        let mut version = store.check_owner();
        if matches!(version, Err(StoreError::CannotOpen { .. } | StoreError::ReadOnly(_))) {
            // A log cannot be opened where nothing may be written, as on a read-only disk; there
            // nobody else writes either, so the file may be read as it stands.
            let address = format!("file:{}?immutable=1", path.display());
            store = Store::connect(
                Path::new(&address),
                OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI,
            )?;
            store.path = path.into();
            version = store.check_owner();
        }
        if version? < schema::VERSION {
            drop(store);
            Store::open(path)?;
            return Store::read(path);
        }
        Ok(store)
    }

    /// Holds the moment for what is read from now on.
    pub fn moment(&self) -> Result<Moment<'_>> {
        let transaction = self.tell(|connection| connection.unchecked_transaction())?;
        Ok(Moment {
            _transaction: transaction,
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Store> {
        let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(|error| StoreError::of(path, error))?;
        connection.set_prepared_statement_cache_capacity(256);
        // Else SQLite plans a statement anew for each value of a LIMIT, which is a third of a writer's time.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(|error| StoreError::of(path, error))?;
        Ok(Store {
            path: path.into(),
            connection,
        })
    }

    /// The version of the tables, 0 in an empty file; an error where they are not ours.
    fn check_owner(&self) -> Result<i64> {
        let (owner, version, tables) = self.tell(schema::owner)?;
        match owner {
            schema::APPLICATION if version > schema::VERSION => Err(StoreError::Newer {
                path: self.path.clone(),
                found: version,
                known: schema::VERSION,
            }),
            schema::APPLICATION => Ok(version),
            _ if tables == 0 && version == 0 => Ok(0),
            _ => Err(StoreError::Foreign(self.path.clone())),
        }
    }

    /// Brings the relation types up to date.
    pub fn put_types(&mut self, types: &[RelationType]) -> Result<()> {
        self.tell(|connection| {
            let transaction = connection.unchecked_transaction()?;
            let mut insert = transaction.prepare(
                "INSERT INTO relation_type VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET
                 meaning = excluded.meaning, class = excluded.class, quad = excluded.quad, symmetric = excluded.symmetric,
                 plover = excluded.plover, cameo = excluded.cameo, goldstein = excluded.goldstein",
            )?;
            for kind in types {
                insert.execute((
                    &*kind.name,
                    &kind.meaning,
                    kind.class.name(),
                    reading::quad_name(kind.class.quad()),
                    kind.symmetric,
                    &kind.plover,
                    &kind.cameo,
                    kind.goldstein,
                ))?;
            }
            drop(insert);
            transaction.commit()
        })
    }

    /// The articles that are stored now.
    pub fn known(&self) -> Result<Known> {
        self.tell(|sql| {
            let mut select = sql.prepare(
                "SELECT name, hash FROM article UNION ALL SELECT url, hash FROM article WHERE url IS NOT NULL AND text <> ''",
            )?;
            let hashes = select.query_map((), |row| {
                Ok(hash::of_both(row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?))
            })?;
            Ok(Known(hashes.collect::<rusqlite::Result<_>>()?))
        })
    }

    /// Starts a batch: all of it is stored, or nothing.
    pub fn batch(&mut self) -> Result<Batch<'_>> {
        Batch::begin(&self.path, &mut self.connection)
    }

    /// Runs something on the connection; its error gets the file's name.
    fn tell<'s, T>(&'s self, run: impl FnOnce(&'s Connection) -> rusqlite::Result<T>) -> Result<T> {
        run(&self.connection).map_err(|error| StoreError::of(&self.path, error))
    }
}
