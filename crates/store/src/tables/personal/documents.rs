//! The table of documents: every person's store. What a dossier says of a document is a function of that dossier's state.

use crate::desk::dossiers::who;
use crate::engine::{Row, Tx, Value};
use crate::journal::Recorded;
use crate::{Fault, values};
use jiff::civil::Date;
use rules::dossiers::Dossier;
use rules::personal::{Document, DocumentKind, Event, Stored, stored};

/// Documents shown at once; more are found by searching.
const MOST: u32 = 500;

/// Writes what changed in the store from one state of a dossier to the next.
///
/// # Errors
/// When the database refuses.
pub(in crate::tables) fn project(tx: &mut Tx, before: Option<&Dossier>, after: &Dossier) -> Result<(), Fault> {
    let before = before.map(stored).unwrap_or_default();
    stored(after).iter().filter(|document| !before.contains(document)).try_for_each(|document| put(tx, document))
}

fn put(tx: &mut Tx, document: &Stored) -> Result<(), Fault> {
    // What came in from an account stands under a number only where a provider vouched that it is the account's: what somebody
    // typed puts nothing into another's store. At a counter an officer saw whose number it is.
    // A hash that the dossier does not say (it came from elsewhere) is that of the file as it was uploaded.
    tx.execute(
        "INSERT INTO documents (dossier, file, kind, code, procedure, agency, subject, of_person, login, name, at, superseded,
             ends_on, sha256)
         VALUES ($1, $2, $3, $4, $5, $6,
             CASE WHEN CAST($9 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM particulars r JOIN identities i ON i.login = r.login AND i.issuer = r.source
                 WHERE r.login = $9 AND r.value = $7
                     AND (r.what = 'personal_id' AND i.level >= 2 OR r.what = 'organisation_code')) THEN $7 ELSE '' END,
             $8, $9, $10, $11, $12, $13,
             COALESCE($14, (SELECT sha256 FROM files WHERE id = $2), ''))
         ON CONFLICT (dossier, file) DO UPDATE SET kind = excluded.kind, code = excluded.code, agency = excluded.agency,
             name = excluded.name, at = excluded.at, superseded = excluded.superseded, ends_on = excluded.ends_on, sha256 = excluded.sha256",
        values![
            document.dossier.as_str(),
            document.file.as_str(),
            document.kind.key(),
            document.code.as_str(),
            document.procedure.as_str(),
            document.agency.as_str(),
            document.subject.as_str(),
            i64::from(document.of_person),
            document.login.as_deref(),
            document.name.as_str(),
            document.at,
            i64::from(document.superseded),
            document.ends_on.map(|day| day.to_string()),
            document.sha256.as_deref(),
        ],
    )
}

pub(super) fn apply(tx: &mut Tx, event: &Event, recorded: &Recorded) -> Result<(), Fault> {
    match event {
        Event::DocumentVerified(verified) => {
            let by = who(recorded)?;
            tx.execute(
                "UPDATE documents SET verified_at = $1, verified_by = $2, valid_until = $3 WHERE dossier = $4 AND file = $5",
                values![
                    recorded.at,
                    by.title.unwrap_or(by.name),
                    verified.valid_until.map(|day| day.to_string()),
                    verified.dossier.as_str(),
                    verified.file.as_str(),
                ],
            )
        }
        Event::DocumentWithdrawn(withdrawn) => tx.execute(
            "UPDATE documents SET withdrawn_at = $1, withdrawn_reason = $2 WHERE dossier = $3 AND file = $4",
            values![recorded.at, withdrawn.reason.as_str(), withdrawn.dossier.as_str(), withdrawn.file.as_str()],
        ),
        _ => Ok(()),
    }
}

/// A person as the store knows them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holder {
    /// Their account.
    pub login: Option<String>,
    /// Their personal number, or an organisation's tax code.
    pub subject: Option<String>,
}

/// What somebody's store holds, newest first.
///
/// # Errors
/// When the database refuses.
pub fn of(tx: &mut Tx, holder: &Holder) -> Result<Vec<Document>, Fault> {
    let mut found: Vec<Document> = Vec::new();
    // Two plain look-ups instead of one with OR: each has its index.
    for (column, value) in [("subject", &holder.subject), ("login", &holder.login)] {
        let Some(value) = value.as_deref().filter(|value| !value.is_empty()) else { continue };
        let sql = format!("SELECT {COLUMNS} FROM documents WHERE {column} = $1 ORDER BY at DESC, file LIMIT {MOST}");
        for row in tx.query(&sql, values![value])? {
            let document = read(&row)?;
            let known = |known: &Document| {
                known.stored.file == document.stored.file && known.stored.dossier == document.stored.dossier
            };
            if !found.iter().any(known) {
                found.push(document);
            }
        }
    }
    found.sort_by_key(|document| std::cmp::Reverse((document.stored.at, document.stored.kind == DocumentKind::Result)));
    Ok(found)
}

/// One document of the store; whoever asks decides who may see it.
///
/// # Errors
/// When the database refuses.
pub fn find(tx: &mut Tx, dossier: &str, file: &str) -> Result<Option<Document>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM documents WHERE dossier = $1 AND file = $2");
    tx.query_opt(&sql, values![dossier, file])?.as_ref().map(read).transpose()
}

/// The documents that came with a dossier.
///
/// # Errors
/// When the database refuses.
pub fn of_dossier(tx: &mut Tx, dossier: &str) -> Result<Vec<Document>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM documents WHERE dossier = $1 ORDER BY at, file");
    tx.query(&sql, values![dossier])?.iter().map(read).collect()
}

/// The documents that have this file and belong to one of these, newest first: one file may stand in several dossiers.
///
/// # Errors
/// When the database refuses.
pub fn with_file(tx: &mut Tx, file: &str, subject: Option<&str>, login: Option<&str>) -> Result<Vec<Document>, Fault> {
    let mut found = Vec::new();
    for (column, value) in [("subject", subject), ("login", login)] {
        let Some(value) = value.filter(|value| !value.is_empty()) else { continue };
        let sql =
            format!("SELECT {COLUMNS} FROM documents WHERE {column} = $1 AND file = $2 ORDER BY at DESC LIMIT 20");
        let values: Vec<Value> = values![value, file];
        found.extend(tx.query(&sql, values)?.iter().map(read).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(found)
}

const COLUMNS: &str =
    "dossier, file, kind, code, procedure, agency, subject, of_person, login, name, at, superseded, sha256,
    verified_at, valid_until, withdrawn_at, withdrawn_reason, ends_on";

fn read(row: &Row) -> Result<Document, Fault> {
    let sha256 = row.string(12)?;
    let withdrawn = row.opt_time(15)?.map(|at| Ok::<_, Fault>((at, row.opt_string(16)?.unwrap_or_default())));
    Ok(Document {
        stored: Stored {
            dossier: row.parsed(0)?,
            file: row.string(1)?,
            kind: DocumentKind::from_key(row.text(2)?).ok_or_else(|| Fault::new("a document has an unknown kind"))?,
            code: row.string(3)?,
            procedure: row.parsed(4)?,
            agency: row.parsed(5)?,
            subject: row.string(6)?,
            of_person: row.bool(7)?,
            login: row.opt_string(8)?,
            name: row.string(9)?,
            sha256: Some(sha256.clone()),
            at: row.time(10)?,
            superseded: row.bool(11)?,
            ends_on: day(row, 17)?,
        },
        sha256,
        verified_at: row.opt_time(13)?,
        // What an officer said of it goes before what it says itself.
        valid_until: day(row, 14)?.or(day(row, 17)?),
        withdrawn: withdrawn.transpose()?,
    })
}

fn day(row: &Row, column: usize) -> Result<Option<Date>, Fault> {
    row.opt_text(column)?.is_some().then(|| row.parsed(column)).transpose()
}
