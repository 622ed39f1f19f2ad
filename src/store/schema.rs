use rusqlite::{Connection, TransactionBehavior};

/// Marks a file as relgraph's: `RELG` in ASCII.
pub const APPLICATION: i32 = 0x5245_4c47;

/// What made each version of the tables out of the one before. Append only: databases of every
/// released version are out there.
const MIGRATIONS: &[&str] = &[
    include_str!("schema/001.sql"),
    include_str!("schema/002.sql"),
    include_str!("schema/003.sql"),
    include_str!("schema/004.sql"),
    include_str!("schema/005.sql"),
    include_str!("schema/006.sql"),
    include_str!("schema/007.sql"),
];

pub const VERSION: i64 = MIGRATIONS.len() as i64;

/// Application id, version of the tables, number of tables.
pub fn owner(connection: &Connection) -> rusqlite::Result<(i32, i64, i64)> {
    Ok((
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?,
        connection.pragma_query_value(None, "user_version", |row| row.get(0))?,
        connection.query_row("SELECT count(*) FROM sqlite_schema", (), |row| row.get(0))?,
    ))
}

/// Brings the tables to the newest version, in one transaction: another program sees all of it or
/// nothing.
pub fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    if owner(connection)?.1 == VERSION {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Asked again inside: another program may have done it while we waited.
    let done = owner(&transaction)?.1;
    for (number, migration) in MIGRATIONS.iter().enumerate().skip(done as usize) {
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", number as i64 + 1)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.commit()
}
