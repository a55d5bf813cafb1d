//! The table of villages.

use crate::engine::{Row, Tx};
use crate::{Fault, Value, values};
use rules::codes::VillageCode;
use rules::people::{Event, KnownVillage, Village};
use rules::text::fold;

/// Takes in one event, if it is about a village.
pub(super) fn apply(tx: &mut Tx, event: &Event) -> Result<(), Fault> {
    match event {
        Event::VillageRegistered(registered) => write(tx, &registered.village),
        Event::VillageRenamed(renamed) => match village(tx, &renamed.code)? {
            Some(known) => write(tx, &Village { name: renamed.name.clone(), ..known.village }),
            None => Ok(()),
        },
        Event::VillageDissolved(dissolved) => tx.execute(
            "UPDATE villages SET ended_on = $2, successors = $3 WHERE code = $1",
            values![dissolved.code.as_str(), dissolved.effective_on, super::json(&dissolved.into)?],
        ),
        _ => Ok(()),
    }
}

fn write(tx: &mut Tx, village: &Village) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO villages (code, commune, folded, body, successors) VALUES ($1, $2, $3, $4, '[]')
         ON CONFLICT (code) DO UPDATE SET folded = excluded.folded, body = excluded.body",
        values![village.code.as_str(), village.commune.as_str(), fold(&village.name), super::json(village)?],
    )
}

const COLUMNS: &str = "body, ended_on, successors";

fn read(row: &Row) -> Result<KnownVillage, Fault> {
    let ended_on = row.opt_text(1)?.map(str::parse).transpose();
    let ended_on = ended_on.map_err(|error| Fault::because("the last day of a village", error))?;
    Ok(KnownVillage { village: row.json(0)?, ended_on, into: row.json(2)? })
}

/// The village of this code.
///
/// # Errors
/// When the database fails.
pub fn village(tx: &mut Tx, code: &VillageCode) -> Result<Option<KnownVillage>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM villages WHERE code = $1");
    tx.query_opt(&sql, values![code.as_str()])?.as_ref().map(read).transpose()
}

/// The villages of a commune, past ones too, by code.
///
/// # Errors
/// When the database fails.
pub fn of_commune(tx: &mut Tx, commune: &str) -> Result<Vec<KnownVillage>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM villages WHERE commune = $1 ORDER BY code");
    tx.query(&sql, values![commune])?.iter().map(read).collect()
}

/// The villages that are on a day, by code.
///
/// # Errors
/// When the database fails.
pub fn on(tx: &mut Tx, day: jiff::civil::Date) -> Result<Vec<KnownVillage>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM villages WHERE ended_on IS NULL OR ended_on > $1 ORDER BY code");
    let all = tx.query(&sql, values![day.to_string()])?;
    let all: Vec<KnownVillage> = all.iter().map(read).collect::<Result<_, _>>()?;
    Ok(all.into_iter().filter(|known| known.village.founded_on.is_none_or(|from| from <= day)).collect())
}

/// Which villages.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Those of this commune.
    pub commune: Option<String>,
    /// Those in whose names these words stand, with or without marks.
    pub words: String,
    /// Only those that were not dissolved.
    pub in_force: bool,
}

/// The villages after this code, by code, so many at most.
///
/// # Errors
/// When the database fails.
pub fn list(tx: &mut Tx, filter: &Filter, after: &str, limit: u32) -> Result<Vec<KnownVillage>, Fault> {
    let (condition, mut values) = condition(filter);
    values.push(after.into());
    let sql = format!(
        "SELECT {COLUMNS} FROM villages WHERE {condition} AND code > ${} ORDER BY code LIMIT {limit}",
        values.len()
    );
    tx.query(&sql, values)?.iter().map(read).collect()
}

/// How many such villages there are.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut Tx, filter: &Filter) -> Result<i64, Fault> {
    let (condition, values) = condition(filter);
    tx.query_one(&format!("SELECT COUNT(*) FROM villages WHERE {condition}"), values)?.int(0)
}

fn condition(filter: &Filter) -> (String, Vec<Value>) {
    let (mut sql, mut values) = (String::from("1 = 1"), Vec::new());
    if let Some(commune) = &filter.commune {
        values.push(Value::from(commune.as_str()));
        sql.push_str(&format!(" AND commune = ${}", values.len()));
    }
    let words = fold(&filter.words);
    if !words.is_empty() {
        values.push(Value::from(format!("% {words}%")));
        sql.push_str(&format!(" AND ' ' || folded LIKE ${}", values.len()));
    }
    if filter.in_force {
        sql.push_str(" AND ended_on IS NULL");
    }
    (sql, values)
}
