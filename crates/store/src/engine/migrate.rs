//! Migrations: `migrations/NNNN_name.sql`, applied in the order of their names, each once and unchanged ever after.
//!
//! One text serves both engines. What differs is written so:
//! - `{{bytes}}` is BLOB or BYTEA, `{{real}}` REAL or DOUBLE PRECISION, `{{text}}` text that is compared byte by byte;
//! - lines after `-- only sqlite` or `-- only postgres` are for that engine alone, until `-- both`.

use super::tx::{Engine, Tx};
use crate::{Fault, values};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

static MIGRATIONS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// Creates the schema of a province, where it is missing. Two processes may do so at once.
pub(super) fn create_schema(tx: &mut Tx, schema: &str) -> Result<(), Fault> {
    let sql = format!("CREATE SCHEMA IF NOT EXISTS \"{schema}\"");
    // Two that create it at the same moment: one of them fails once.
    tx.batch(&sql).or_else(|_| tx.batch(&sql))
}

/// Applies what is missing.
pub(super) fn migrate(tx: &mut Tx) -> Result<(), Fault> {
    let engine = tx.engine();
    let create =
        translated("CREATE TABLE IF NOT EXISTS migrations (name {{text}} PRIMARY KEY, checksum TEXT NOT NULL)", engine);
    tx.batch(&create).or_else(|_| tx.batch(&create))?;
    tx.batch(match engine {
        Engine::Sqlite => "BEGIN IMMEDIATE",
        Engine::Postgres => "BEGIN; LOCK TABLE migrations IN EXCLUSIVE MODE",
    })?;
    match apply(tx, engine, MIGRATIONS) {
        Ok(()) => tx.batch("COMMIT"),
        Err(fault) => {
            tx.batch("ROLLBACK")?;
            Err(fault)
        }
    }
}

fn apply(tx: &mut Tx, engine: Engine, migrations: &[(&str, &str)]) -> Result<(), Fault> {
    let mut applied = BTreeMap::new();
    for row in tx.query("SELECT name, checksum FROM migrations", values![])? {
        applied.insert(row.string(0)?, row.string(1)?);
    }
    for (name, text) in migrations {
        let checksum = hex::encode(Sha256::digest(text.as_bytes()));
        match applied.remove(*name) {
            Some(before) if before == checksum => {}
            Some(_) => return Err(Fault::new(format!("migration {name} was changed after it was applied"))),
            None => {
                tx.batch(&translated(text, engine))
                    .map_err(|fault| Fault::because(format!("migration {name}"), fault))?;
                tx.execute_now("INSERT INTO migrations (name, checksum) VALUES ($1, $2)", values![*name, checksum])?;
            }
        }
    }
    match applied.into_keys().next() {
        Some(newer) => Err(Fault::new(format!("the database was made by a newer program: migration {newer}"))),
        None => Ok(()),
    }
}

/// The text for one engine.
fn translated(text: &str, engine: Engine) -> String {
    let mut now = None;
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        match line.trim() {
            "-- only sqlite" => now = Some(Engine::Sqlite),
            "-- only postgres" => now = Some(Engine::Postgres),
            "-- both" => now = None,
            _ if now.is_none_or(|only| only == engine) => {
                out.push_str(line);
                out.push('\n');
            }
            _ => {}
        }
    }
    let (bytes, real, text) = match engine {
        Engine::Sqlite => ("BLOB", "REAL", "TEXT"),
        Engine::Postgres => ("BYTEA", "DOUBLE PRECISION", "TEXT COLLATE \"C\""),
    };
    out.replace("{{bytes}}", bytes).replace("{{real}}", real).replace("{{text}}", text)
}

#[cfg(test)]
mod tests {
    use super::{Engine, MIGRATIONS, translated};

    #[test]
    fn each_engine_gets_its_own_lines_and_types() {
        let text = "a {{bytes}}\n-- only sqlite\nb\n-- only postgres\nc {{text}}\n-- both\nd {{real}}\n";
        assert_eq!(translated(text, Engine::Sqlite), "a BLOB\nb\nd REAL\n");
        assert_eq!(translated(text, Engine::Postgres), "a BYTEA\nc TEXT COLLATE \"C\"\nd DOUBLE PRECISION\n");
    }

    #[test]
    fn names_are_numbered_without_doubles() {
        let numbers: Vec<&str> = MIGRATIONS.iter().map(|(name, _)| name.split('_').next().unwrap_or(name)).collect();
        assert!(numbers.iter().all(|number| number.len() == 4 && number.parse::<u16>().is_ok()), "{numbers:?}");
        assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "two migrations share a number: {numbers:?}");
    }
}
