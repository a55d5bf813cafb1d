//! The tables of agencies: their particulars, names over time, ends, and who works on the dossiers of those that are no more.

use crate::engine::{Tx, Value};
use crate::{Fault, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::people::{Agency, Directory, Ended, Entry, Event, Named, Position};
use std::collections::BTreeMap;

/// A condition on a column: one of these agencies, each with those below it where that is said.
pub(super) fn within(agencies: &[(AgencyCode, bool)], column: &str) -> (String, Vec<Value>) {
    let (mut values, mut places): (Vec<Value>, Vec<String>) = (Vec::new(), Vec::new());
    for (agency, below) in agencies {
        // Where those below are not among them, both conditions are the same.
        let under = if *below { format!("{agency}.%") } else { agency.to_string() };
        values.extend(values![agency.as_str(), under]);
        places.push(format!("{column} = ${} OR {column} LIKE ${}", values.len() - 1, values.len()));
    }
    (if places.is_empty() { "1 = 0".to_owned() } else { places.join(" OR ") }, values)
}

/// Takes in one event of this instant, if it is about an agency.
pub(super) fn apply(tx: &mut Tx, event: &Event, at: Timestamp) -> Result<(), Fault> {
    match event {
        Event::AgencyRegistered(registered) => register(tx, &registered.agency, at),
        Event::AgencyRenamed(renamed) => {
            // From now on names are kept with their days; the first is the one that it was entered with.
            let first = tx.query_opt("SELECT body FROM agencies WHERE code = $1", values![renamed.code.as_str()])?;
            if let Some(first) = first.map(|row| row.json::<Agency>(0)).transpose()? {
                tx.execute(
                    "INSERT INTO agency_names (code, from_on, name, name_en, decision) VALUES ($1, '', $2, $3, '')
                     ON CONFLICT (code, from_on) DO NOTHING",
                    values![first.code.as_str(), first.name.as_str(), first.name_en.as_deref()],
                )?;
            }
            tx.execute(
                "INSERT INTO agency_names (code, from_on, name, name_en, decision) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (code, from_on) DO UPDATE SET name = excluded.name, name_en = excluded.name_en,
                     decision = excluded.decision",
                values![
                    renamed.code.as_str(),
                    renamed.effective_on,
                    renamed.name.as_str(),
                    renamed.name_en.as_deref(),
                    renamed.decision.as_str(),
                ],
            )
        }
        Event::AgencyMerged(merged) => end(
            tx,
            &merged.code,
            &Ended { on: merged.effective_on, into: merged.into.clone(), decision: merged.decision.clone() },
        ),
        Event::AgencyDissolved(dissolved) => end(
            tx,
            &dissolved.code,
            &Ended { on: dissolved.effective_on, into: Vec::new(), decision: dissolved.decision.clone() },
        ),
        _ => Ok(()),
    }
}

fn register(tx: &mut Tx, agency: &Agency, at: Timestamp) -> Result<(), Fault> {
    let body = super::json(agency)?;
    tx.execute(
        "INSERT INTO agencies (code, name, body) VALUES ($1, $2, $3)
         ON CONFLICT (code) DO UPDATE SET name = excluded.name, body = excluded.body",
        values![agency.code.as_str(), agency.name.as_str(), body],
    )?;
    // Where names are kept with their days, other particulars correct the name of that day.
    tx.execute(
        "UPDATE agency_names SET name = $2, name_en = $3 WHERE code = $1 AND from_on =
             (SELECT MAX(n.from_on) FROM agency_names n WHERE n.code = $1 AND n.from_on <= $4)",
        values![agency.code.as_str(), agency.name.as_str(), agency.name_en.as_deref(), day_of(at)],
    )
}

fn end(tx: &mut Tx, code: &AgencyCode, end: &Ended) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO agency_ends (code, ended_on, successor, body) VALUES ($1, $2, $3, $4)
         ON CONFLICT (code) DO UPDATE SET ended_on = excluded.ended_on, successor = excluded.successor, body = excluded.body",
        values![code.as_str(), end.on, end.into.first().map(AgencyCode::as_str), super::json(end)?],
    )
}

/// All agencies with their history, by code.
///
/// # Errors
/// When the database fails.
pub fn entries(tx: &mut Tx) -> Result<Vec<Entry>, Fault> {
    let mut names: BTreeMap<String, Vec<Named>> = BTreeMap::new();
    let sql = "SELECT code, from_on, name, name_en, decision FROM agency_names ORDER BY code, from_on";
    for row in tx.query(sql, values![])? {
        let from = match row.text(1)? {
            "" => None,
            _ => Some(row.parsed(1)?),
        };
        let (name, name_en, decision) = (row.string(2)?, row.opt_string(3)?, row.string(4)?);
        names.entry(row.string(0)?).or_default().push(Named { from, name, name_en, decision });
    }
    let mut ends: BTreeMap<String, Ended> = BTreeMap::new();
    for row in tx.query("SELECT code, body FROM agency_ends", values![])? {
        ends.insert(row.string(0)?, row.json(1)?);
    }
    let rows = tx.query("SELECT code, body FROM agencies ORDER BY code", values![])?;
    let entry = |row: &crate::engine::Row| {
        let code = row.text(0)?;
        Ok(Entry { agency: row.json(1)?, names: names.remove(code).unwrap_or_default(), end: ends.remove(code) })
    };
    rows.iter().map(entry).collect()
}

/// Who works on the dossiers of this agency on the day: itself, or what it was merged into first, step after step.
///
/// # Errors
/// When the database fails.
pub fn successor(tx: &mut Tx, agency: &str, day: Date) -> Result<String, Fault> {
    let mut at = agency.to_owned();
    // Nothing is merged into what it came from, but a table is no proof.
    for _ in 0..SUCCESSIONS {
        let sql = "SELECT successor FROM agency_ends WHERE code = $1 AND ended_on <= $2 AND successor IS NOT NULL";
        let Some(row) = tx.query_opt(sql, values![at.as_str(), day])? else { break };
        at = row.string(0)?;
    }
    Ok(at)
}

/// Agencies `g.code` that dossiers came to while they were there: the others left nothing to work on.
const HAVING_DOSSIERS: &str = "(EXISTS (SELECT 1 FROM dossiers d WHERE d.competent_agency = g.code)
    OR EXISTS (SELECT 1 FROM dossiers d WHERE d.counter = g.code)
    OR EXISTS (SELECT 1 FROM dossiers d WHERE d.return_counter = g.code AND d.return_counter <> d.counter))";

/// The agency itself, and those among its predecessors that settled dossiers: whose dossiers its figures count.
///
/// # Errors
/// When the database fails.
pub fn with_predecessors(tx: &mut Tx, directory: &Directory, agency: &AgencyCode) -> Result<Vec<AgencyCode>, Fault> {
    let mut all = vec![agency.clone()];
    for before in directory.succeeds(agency) {
        let sql = "SELECT 1 WHERE EXISTS (SELECT 1 FROM dossiers d WHERE d.competent_agency = $1)";
        if tx.query_opt(sql, values![before.as_str()])?.is_some() {
            all.push(before);
        }
    }
    Ok(all)
}

/// More reorganisations, one after the other, than there ever will be.
const SUCCESSIONS: usize = 64;

/// What the positions reach to on the day: those in agencies that are no more count for nothing; each in one that took the place
/// of others reaches to these too.
pub(super) fn reaching(tx: &mut Tx, held: Vec<Position>, day: Date) -> Result<Vec<Position>, Fault> {
    let mut agencies: Vec<_> = held.iter().map(|position| position.agency.as_str().to_owned()).collect();
    agencies.sort();
    agencies.dedup();
    if agencies.is_empty() {
        return Ok(held);
    }
    let mut values = values![day];
    let mut listed = Vec::with_capacity(agencies.len());
    for agency in agencies {
        values.push(agency.into());
        listed.push(format!("${}", values.len()));
    }
    let listed = listed.join(", ");
    // Those that are no more themselves come first, with nobody; then what the others took over.
    let sql = format!(
        "WITH RECURSIVE gone (code, at) AS (
             SELECT e.code, e.successor FROM agency_ends e WHERE e.successor IN ({listed}) AND e.ended_on <= $1
             UNION
             SELECT e.code, g.at FROM agency_ends e JOIN gone g ON e.successor = g.code WHERE e.ended_on <= $1
         )
         SELECT code, at FROM gone g WHERE {HAVING_DOSSIERS}
         UNION ALL SELECT e.code, NULL FROM agency_ends e WHERE e.code IN ({listed}) AND e.ended_on <= $1
         ORDER BY 1"
    );
    let (mut ended, mut taken) = (Vec::new(), BTreeMap::<String, Vec<AgencyCode>>::new());
    for row in tx.query(&sql, values)? {
        match row.opt_string(1)? {
            Some(at) => taken.entry(at).or_default().push(row.parsed(0)?),
            None => ended.push(row.string(0)?),
        }
    }
    let reach = held.into_iter().filter(|position| !ended.iter().any(|code| code == position.agency.as_str()));
    Ok(reach
        .flat_map(|position| {
            let over = taken.get(position.agency.as_str()).cloned().unwrap_or_default();
            let over: Vec<_> = over.into_iter().map(|code| position.over(code)).collect();
            std::iter::once(position).chain(over)
        })
        .collect())
}
