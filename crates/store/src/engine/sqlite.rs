//! The embedded engine: one connection of `rusqlite`.

use super::{Row, Value, tx::DriverError};
use crate::{Fault, FaultKind};
use rusqlite::{
    Connection, ErrorCode, OpenFlags, ToSql,
    types::{ToSqlOutput, ValueRef},
};
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt as _;
use std::{collections::HashMap, ops::ControlFlow, path::Path, sync::Arc, time::Duration};

/// How a connection is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// The one writer; `durable` means that a commit is on the disk when it is answered.
    Write { durable: bool },
    /// One of the readers.
    Read,
}

pub(super) struct Sqlite {
    connection: Connection,
    /// Our texts with `$1` in SQLite's own form, `?1`.
    texts: HashMap<Box<str>, Arc<str>>,
}

impl Sqlite {
    pub(super) fn open(path: &Path, access: Access) -> Result<Self, DriverError> {
        // Made before SQLite makes it, since SQLite would let everybody read; its log and index get the same mode.
        if matches!(access, Access::Write { .. }) {
            let made = OpenOptions::new().create(true).append(true).mode(0o600).open(path);
            let fault = |error| Fault::because(path.display().to_string(), error);
            made.map_err(|error| DriverError { fault: fault(error), again: false, lost: false })?;
        }
        let connection = Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.set_prepared_statement_cache_capacity(256);
        // Caches are small: a reader keeps 8 MB, the writer 16 MB; the system keeps the rest.
        connection.execute_batch(match access {
            Access::Write { durable: true } => {
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;
                 PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864;"
            }
            Access::Write { durable: false } => {
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;
                 PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 16000; PRAGMA journal_size_limit = 67108864;"
            }
            // Large sorts of a reader go to a file, not to memory.
            Access::Read => "PRAGMA query_only = ON; PRAGMA cache_size = -8192; PRAGMA temp_store = FILE;",
        })?;
        Ok(Self { connection, texts: HashMap::new() })
    }

    fn text(&mut self, sql: &str) -> Arc<str> {
        if let Some(text) = self.texts.get(sql) {
            return Arc::clone(text);
        }
        let text: Arc<str> = numbered(sql).into();
        // Texts are constants, but for a few that lists make: the cache stays small.
        if self.texts.len() < 4096 {
            self.texts.insert(sql.into(), Arc::clone(&text));
        }
        text
    }

    pub(super) fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, DriverError> {
        let text = self.text(sql);
        let mut statement = self.connection.prepare_cached(&text)?;
        let mut changed = 0;
        if statement.column_count() == 0 {
            changed = statement.execute(rusqlite::params_from_iter(values))?;
        } else {
            let mut rows = statement.query(rusqlite::params_from_iter(values))?;
            while rows.next()?.is_some() {
                changed += 1;
            }
        }
        Ok(changed as u64)
    }

    pub(super) fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, DriverError> {
        let mut all = Vec::new();
        self.for_each(sql, values, &mut |row| {
            all.push(row);
            ControlFlow::Continue(())
        })?;
        Ok(all)
    }

    pub(super) fn for_each(
        &mut self,
        sql: &str,
        values: &[Value],
        each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), DriverError> {
        let text = self.text(sql);
        let mut statement = self.connection.prepare_cached(&text)?;
        let width = statement.column_count();
        let mut rows = statement.query(rusqlite::params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            let mut values = Vec::with_capacity(width);
            for column in 0..width {
                values.push(match row.get_ref(column)? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(value) => Value::Int(value),
                    ValueRef::Real(value) => Value::Real(value),
                    ValueRef::Text(value) => Value::Text(String::from_utf8_lossy(value).into_owned()),
                    ValueRef::Blob(value) => Value::Bytes(value.to_vec()),
                });
            }
            if each(Row::new(values)).is_break() {
                break;
            }
        }
        Ok(())
    }

    pub(super) fn batch(&mut self, sql: &str) -> Result<(), DriverError> {
        Ok(self.connection.execute_batch(sql)?)
    }

    /// Whether no transaction is open: after some errors SQLite rolls back by itself.
    pub(super) fn is_idle(&self) -> bool {
        self.connection.is_autocommit()
    }

    pub(super) fn backup(&self, to: &Path) -> Result<(), DriverError> {
        let mut target = Connection::open(to)?;
        let backup = rusqlite::backup::Backup::new(&self.connection, &mut target)?;
        // 16 MB at a time, a breath between: the writer is not kept waiting.
        backup.run_to_completion(4096, Duration::from_millis(1), None)?;
        drop(backup);
        target.execute_batch("PRAGMA synchronous = FULL; PRAGMA journal_mode = DELETE;")?;
        Ok(())
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Real(value) => ValueRef::Real(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}

impl From<rusqlite::Error> for DriverError {
    fn from(error: rusqlite::Error) -> Self {
        let (code, extended) = match &error {
            rusqlite::Error::SqliteFailure(inner, _) => (Some(inner.code), inner.extended_code),
            _ => (None, 0),
        };
        let again = matches!(code, Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked));
        let duplicate =
            matches!(extended, rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY);
        let kind = if duplicate { FaultKind::Duplicate } else { FaultKind::Internal };
        Self { fault: Fault::because("SQLite refused", error).of(kind), again, lost: false }
    }
}

/// `$1` outside of quoted text becomes `?1`, so that the number decides and not the order of appearance.
fn numbered(sql: &str) -> String {
    let mut quoted = false;
    let mut text = String::with_capacity(sql.len());
    let mut letters = sql.chars().peekable();
    while let Some(letter) = letters.next() {
        quoted ^= letter == '\'';
        let placeholder = letter == '$' && !quoted && letters.peek().is_some_and(char::is_ascii_digit);
        text.push(if placeholder { '?' } else { letter });
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn placeholders_are_numbered_but_quoted_text_is_left() {
        assert_eq!(super::numbered("a = $1 AND b = '$2''$3' AND c > $10"), "a = ?1 AND b = '$2''$3' AND c > ?10");
    }
}
