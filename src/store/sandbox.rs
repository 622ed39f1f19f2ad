//! A database that a stranger's SQL may read and nothing more.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::ErrorCode;
use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;

use super::{Cell, Result, Rows, Store, StoreError};

/// A connection for queries of people: it is opened for reading only, refuses every statement but SELECT, every
/// function that reaches out of the database, and ends what takes too long or too much.
pub struct Sandbox {
    store: Store,
    patience: Duration,
}

/// After how many steps of SQLite's machine the clock is looked at.
const STEPS: i32 = 10_000;
/// More rows than this are no answer.
const ROWS: usize = 1_000_000;
/// What a query may need; SQLite's own limits are made for those who trust it.
const LIMITS: [(Limit, i32); 7] = [
    (Limit::SQLITE_LIMIT_LENGTH, 64 << 20),
    (Limit::SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
    (Limit::SQLITE_LIMIT_COLUMN, 500),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 200),
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 100),
    (Limit::SQLITE_LIMIT_ATTACHED, 0),
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 10_000),
];
/// Pragmas that only tell something. Full-text tables ask for `data_version` themselves.
const PRAGMAS: [&str; 10] = [
    "data_version",
    "table_info",
    "table_xinfo",
    "table_list",
    "index_list",
    "index_info",
    "foreign_key_list",
    "function_list",
    "database_list",
    "user_version",
];
/// Functions that do more than compute.
const FUNCTIONS: [&str; 6] = [
    "load_extension",
    "readfile",
    "writefile",
    "edit",
    "fts3_tokenizer",
    "zeroblob",
];

impl Sandbox {
    pub fn open(path: &Path, patience: Duration) -> Result<Sandbox> {
        let mut store = Store::read(path)?;
        let lock = |store: &mut Store| -> rusqlite::Result<()> {
            let connection = &mut store.connection;
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
            connection.pragma_update(None, "query_only", true)?;
            // Sorting and the like happen in memory: nothing is written beside the database either.
            connection.pragma_update(None, "temp_store", "memory")?;
            for (limit, value) in LIMITS {
                connection.set_limit(limit, value)?;
            }
            connection.authorizer(Some(|context: AuthContext<'_>| judge(&context)))
        };
        lock(&mut store).map_err(|error| StoreError::of(path, error))?;
        Ok(Sandbox { store, patience })
    }

    /// Runs one SELECT with named parameters, given without their colon.
    pub fn select(&mut self, sql: &str, parameters: &[(String, Cell)]) -> Result<Rows> {
        let (patience, end) = (self.patience, Instant::now() + self.patience);
        let watch = move || Instant::now() >= end;
        let path = self.store.path.clone();
        let connection = &mut self.store.connection;
        connection
            .progress_handler(STEPS, Some(watch))
            .map_err(|error| StoreError::of(&path, error))?;
        self.store
            .select_within(sql, parameters, ROWS, &|error| match error.sqlite_error_code() {
                Some(ErrorCode::OperationInterrupted) => Some(format!(
                    "the query takes longer than {} s; narrow it (LIMIT, WHERE), or give it more with --timeout",
                    patience.as_secs_f64()
                )),
                Some(ErrorCode::AuthorizationForStatementDenied) => {
                    Some("the query would change the database or reach beyond it; only SELECT is allowed".into())
                }
                _ => None,
            })
    }
}

fn judge(context: &AuthContext<'_>) -> Authorization {
    let allowed = match &context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => true,
        AuthAction::Function { function_name } => {
            !FUNCTIONS.iter().any(|name| name.eq_ignore_ascii_case(function_name))
        }
        AuthAction::Pragma { pragma_name, .. } => PRAGMAS.iter().any(|name| name.eq_ignore_ascii_case(pragma_name)),
        _ => false,
    };
    if allowed {
        Authorization::Allow
    } else {
        Authorization::Deny
    }
}
