//! The file of SQLite.
use std::path::Path;
use std::time::{Duration, Instant};

use bindery_model::Digest;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, Transaction};

/// What SQLite says of a fault.
pub(crate) type Fault = rusqlite::Error;

/// `BNDC`, by which SQLite's files are told apart.
const APPLICATION: i32 = 0x424e_4443;

/// How long a run waits for another that writes.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long it lets the other go on, where it has to ask again itself.
const PAUSE: Duration = Duration::from_millis(5);

/// What every connection is set to. Of the pages that SQLite keeps (kibibytes) those are read again
/// that lead to values, and they are few. Nothing waits for the disk: after a power failure the file may be damaged, and
/// is begun anew.
const SETTINGS: &str = "PRAGMA cache_size = -1000; PRAGMA synchronous = OFF; \
    PRAGMA temp_store = MEMORY;";

/// What the file is set to. What was interrupted when it was written is put right by the log, which
/// those who read need not wait for.
const LOG: &str = "PRAGMA journal_mode = WAL";

/// Keys are numbers, which lead straight to their rows: any other key has an index of its own.
const TABLES: &str = "CREATE TABLE IF NOT EXISTS kept (key INTEGER PRIMARY KEY, value BLOB NOT NULL); \
    CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value BLOB NOT NULL)";

pub(crate) fn open(path: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.execute_batch(SETTINGS)?;
    Ok(connection)
}

/// Makes the tables, and empties them if another version wrote them. Says whether it did.
pub(crate) fn set_up(connection: &mut Connection, version: &str) -> Result<bool, Fault> {
    begin_log(connection)?;
    let known: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    if known == APPLICATION && version_of(connection)?.as_deref() == Some(version) {
        return Ok(false);
    }
    let change = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    // Another run may have done it in the meantime.
    let known: i32 = change.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let is_new = known != APPLICATION;
    change.execute_batch(TABLES)?;
    let found = version_of(&change)?;
    if found.as_deref() != Some(version) {
        change.execute("DELETE FROM kept", [])?;
        change.execute(
            "INSERT OR REPLACE INTO about VALUES ('version', ?)",
            [version.as_bytes()],
        )?;
    }
    change.execute_batch(&format!("PRAGMA application_id = {APPLICATION}"))?;
    change.commit()?;
    Ok(!is_new && found.as_deref() != Some(version))
}

/// Where two runs begin one file at the same moment SQLite says that it is busy without waiting as it does
/// elsewhere.
fn begin_log(connection: &Connection) -> Result<(), Fault> {
    let begun = Instant::now();
    loop {
        match connection.execute_batch(LOG) {
            Err(fault) if is_busy(&fault) && begun.elapsed() < PATIENCE => {
                std::thread::sleep(PAUSE);
            }
            result => return result,
        }
    }
}

fn is_busy(fault: &Fault) -> bool {
    fault.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
}

fn version_of(connection: &Connection) -> Result<Option<String>, Fault> {
    let found = connection
        .query_row(
            "SELECT value FROM about WHERE name = 'version'",
            [],
            |row| row.get::<_, Vec<u8>>(0),
        )
        .optional()?;
    Ok(found.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

/// The bytes of a key, with what stands behind each value. As long as values are found they are read from one
/// state of the file, in a transaction that stays open: to begin one costs more than to find a value.
pub(crate) fn get(connection: &Connection, key: Digest) -> Result<Option<Vec<u8>>, Fault> {
    if connection.is_autocommit() {
        connection.prepare_cached("BEGIN")?.execute([])?;
    }
    let mut query = connection.prepare_cached("SELECT value FROM kept WHERE key = ?")?;
    let found = query
        .query_row([number(key)], |row| row.get(0))
        .optional()?;
    if found.is_none() {
        end_reading(connection)?;
    }
    Ok(found)
}

/// Lets go of the state that was read from, so that the log can be put into the file.
fn end_reading(connection: &Connection) -> Result<(), Fault> {
    if !connection.is_autocommit() {
        connection.prepare_cached("COMMIT")?.execute([])?;
    }
    Ok(())
}

pub(crate) fn put(connection: &mut Connection, values: &[(Digest, Vec<u8>)]) -> Result<(), Fault> {
    end_reading(connection)?;
    let change = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    insert(&change, values)?;
    change.commit()
}

fn insert(change: &Transaction<'_>, values: &[(Digest, Vec<u8>)]) -> Result<(), Fault> {
    let mut query = change.prepare_cached("INSERT OR REPLACE INTO kept VALUES (?, ?)")?;
    for (key, value) in values {
        query.execute((number(*key), value))?;
    }
    Ok(())
}

/// A key as the number of its row. Of two keys that begin alike the later has the row; the key that
/// stands behind the value tells the other that it is not its own.
fn number(key: Digest) -> i64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&key.as_bytes()[..8]);
    i64::from_le_bytes(bytes)
}

/// Takes everything away and gives the room back to the disk.
pub(crate) fn empty(connection: &Connection) -> Result<(), Fault> {
    end_reading(connection)?;
    connection.execute_batch("DELETE FROM kept; VACUUM")
}

/// Whether a fault is one of the file, not of the moment.
pub(crate) fn is_damage(fault: &Fault) -> bool {
    match fault {
        Fault::SqliteFailure(error, _) => matches!(
            error.code,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::Unknown
        ),
        // A table or a column that is not there, or is of another type.
        _ => true,
    }
}
