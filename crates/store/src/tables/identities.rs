//! The tables of electronic identities and of what accounts know about their owners.

use super::people;
use crate::engine::Tx;
use crate::{Fault, values};
use jiff::Timestamp;
use rules::codes::PersonalId;
use rules::people::identities::{
    AccountOpened, Assurance, IdentityLinked, Particular, Particulars, ParticularsChanged,
};
use rules::text::fold;

/// Takes in that an account was opened.
pub(super) fn opened(tx: &mut Tx, opened: &AccountOpened, at: Timestamp) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO people (login, name, folded) VALUES ($1, '', '')
         ON CONFLICT (login) DO UPDATE SET name = excluded.name",
        values![opened.login.as_str()],
    )?;
    link(tx, &opened.login, &opened.issuer, &opened.subject, opened.level, at)?;
    tx.execute(
        "INSERT INTO particulars (login, what, value, source, said_at) VALUES ($1, 'kind', $2, $3, $4)
         ON CONFLICT (login, what) DO UPDATE SET value = excluded.value",
        values![opened.login.as_str(), opened.kind.key(), opened.issuer.as_str(), at],
    )?;
    for (what, value) in &opened.particulars {
        know(tx, &opened.login, *what, value, &opened.issuer, at)?;
    }
    Ok(())
}

/// Takes in that an identity was linked.
pub(super) fn linked(tx: &mut Tx, linked: &IdentityLinked, at: Timestamp) -> Result<(), Fault> {
    link(tx, &linked.login, &linked.issuer, &linked.subject, linked.level, at)
}

/// Takes in that particulars changed.
pub(super) fn changed(tx: &mut Tx, changed: &ParticularsChanged, at: Timestamp) -> Result<(), Fault> {
    for change in &changed.changes {
        know(tx, &changed.login, change.what, &change.after, &changed.issuer, at)?;
    }
    Ok(())
}

fn link(
    tx: &mut Tx,
    login: &str,
    issuer: &str,
    subject: &str,
    level: Option<Assurance>,
    at: Timestamp,
) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO identities (issuer, subject, login, level, linked_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (issuer, subject) DO UPDATE SET level = excluded.level",
        values![issuer, subject, login, level.map(|level| i64::from(level.number())), at],
    )
}

/// Keeps one particular, or forgets it when there is none, with who said so, and carries it to the table of people where that has a column for it.
fn know(tx: &mut Tx, login: &str, what: Particular, value: &str, source: &str, at: Timestamp) -> Result<(), Fault> {
    if value.is_empty() {
        tx.execute("DELETE FROM particulars WHERE login = $1 AND what = $2", values![login, what.key()])?;
    } else {
        tx.execute(
            "INSERT INTO particulars (login, what, value, source, said_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (login, what) DO UPDATE SET
                 value = excluded.value, source = excluded.source, said_at = excluded.said_at",
            values![login, what.key(), value, source, at],
        )?;
    }
    let column = match what {
        Particular::Name => {
            let sql = "UPDATE people SET name = $2, folded = $3 WHERE login = $1";
            return tx.execute(sql, values![login, value, fold(value)]);
        }
        Particular::PersonalId => {
            if !value.is_empty() {
                people::held(tx, login, value)?;
            }
            "personal_id"
        }
        Particular::Phone => "phone",
        Particular::Address => "address",
        Particular::Commune => "commune",
        _ => return Ok(()),
    };
    let value = Some(value).filter(|value| !value.is_empty());
    tx.execute(&format!("UPDATE people SET {column} = $2 WHERE login = $1"), values![login, value])
}

/// The account that an electronic identity opens, and how surely it was known when it was linked.
///
/// # Errors
/// When the database fails.
pub fn of_identity(tx: &mut Tx, issuer: &str, subject: &str) -> Result<Option<(String, Option<Assurance>)>, Fault> {
    let sql = "SELECT login, level FROM identities WHERE issuer = $1 AND subject = $2";
    tx.query_opt(sql, values![issuer, subject])?.map(|row| Ok((row.string(0)?, level(row.opt_int(1)?)))).transpose()
}

fn level(kept: Option<i64>) -> Option<Assurance> {
    kept.and_then(|number| u8::try_from(number).ok()?.try_into().ok())
}

/// People whose personal identification number is the one that an issuer of theirs said.
const VOUCHED: &str = "people p
    JOIN particulars r ON r.login = p.login AND r.what = 'personal_id' AND r.value = p.personal_id
    JOIN identities i ON i.login = r.login AND i.issuer = r.source";

/// The personal identification number that an identity provider vouched for, and how surely. What was only typed, by whomever,
/// opens nobody's papers.
///
/// # Errors
/// When the database fails.
pub fn vouched_number(tx: &mut Tx, login: &str) -> Result<Option<(PersonalId, Option<Assurance>)>, Fault> {
    let sql =
        format!("SELECT p.personal_id, i.level FROM {VOUCHED} WHERE p.login = $1 ORDER BY COALESCE(i.level, 0) DESC");
    let Some(row) = tx.query_opt(&sql, values![login])? else { return Ok(None) };
    let level = level(row.opt_int(1)?);
    Ok(row.text(0)?.parse().ok().map(|number| (number, level)))
}

/// Whether an identity provider surely vouched that this number, or code of an organisation, is the account's.
///
/// # Errors
/// When the database fails.
pub fn is_surely(tx: &mut Tx, login: &str, number: &str) -> Result<bool, Fault> {
    let sql = "SELECT 1 FROM particulars r JOIN identities i ON i.login = r.login AND i.issuer = r.source
        WHERE r.login = $1 AND r.value = $2
            AND (r.what = 'personal_id' AND i.level >= 2 OR r.what = 'organisation_code') LIMIT 1";
    Ok(tx.query_opt(sql, values![login, number])?.is_some())
}

/// The code of the organisation whose account it is, as its identity provider said it.
pub(super) fn organisation_code(tx: &mut Tx, login: &str) -> Result<Option<String>, Fault> {
    let sql = "SELECT value FROM particulars WHERE login = $1 AND what = $2";
    let row = tx.query_opt(sql, values![login, Particular::OrganisationCode.key()])?;
    row.map(|row| row.string(0)).transpose()
}

/// The one account without a position whose owner an identity provider surely knew by this personal identification number;
/// nothing when there are several.
///
/// # Errors
/// When the database fails.
pub fn of_personal_id(tx: &mut Tx, personal_id: &str) -> Result<Option<String>, Fault> {
    let found = tx.query(
        &format!(
            "SELECT DISTINCT p.login FROM {VOUCHED} WHERE p.personal_id = $1 AND i.level >= $2
                 AND NOT EXISTS (SELECT 1 FROM positions o WHERE o.login = p.login)
             ORDER BY p.login LIMIT 2"
        ),
        values![personal_id, i64::from(Assurance::Two.number())],
    )?;
    match &found[..] {
        [one] => Ok(Some(one.string(0)?)),
        _ => Ok(None),
    }
}

/// One particular, with where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What.
    pub what: Particular,
    /// Its value.
    pub value: String,
    /// Who said so: the issuer's address.
    pub source: String,
    /// When.
    pub at: Timestamp,
}

/// What an account knows about its owner from issuers, in the order of [`Particular::ALL`].
///
/// # Errors
/// When the database fails.
pub fn said(tx: &mut Tx, login: &str) -> Result<Vec<Said>, Fault> {
    let rows = tx.query("SELECT what, value, source, said_at FROM particulars WHERE login = $1", values![login])?;
    let mut said = Vec::new();
    for row in &rows {
        // The kind of the account stands beside its particulars.
        let Some(what) = Particular::from_key(row.text(0)?) else { continue };
        said.push(Said { what, value: row.string(1)?, source: row.string(2)?, at: row.time(3)? });
    }
    said.sort_by_key(|one| one.what);
    Ok(said)
}

/// The same without where it came from.
///
/// # Errors
/// When the database fails.
pub fn particulars(tx: &mut Tx, login: &str) -> Result<Particulars, Fault> {
    Ok(said(tx, login)?.into_iter().map(|one| (one.what, one.value)).collect())
}

/// The issuers whose identities open this account.
///
/// # Errors
/// When the database fails.
pub fn issuers_of(tx: &mut Tx, login: &str) -> Result<Vec<String>, Fault> {
    let sql = "SELECT issuer FROM identities WHERE login = $1 ORDER BY linked_at, issuer";
    tx.query(sql, values![login])?.iter().map(|row| row.string(0)).collect()
}
