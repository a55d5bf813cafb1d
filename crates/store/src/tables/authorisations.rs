//! The table of authorisations: who may act for whom.

use crate::engine::{Row, Tx};
use crate::{Fault, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::codes::PersonalId;
use rules::people::Event;
use rules::people::authorisations::{ActsFor, Authorisation, AuthorisationGranted, Power};
use rules::people::identities::{AccountKind, Particular};

/// Takes in one event of an authorisation.
pub(super) fn apply(tx: &mut Tx, event: &Event, at: Timestamp) -> Result<(), Fault> {
    match event {
        Event::AuthorisationGranted(granted) => tx.execute(
            "INSERT INTO authorisations (id, principal, principal_name, agent_id, agent_name, powers, procedures,
                 valid_from, valid_until, granted_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            values![
                granted.id.as_str(),
                granted.principal.as_str(),
                granted.principal_name.as_str(),
                granted.agent_id.as_str(),
                granted.agent_name.as_str(),
                super::json(&granted.powers)?,
                super::json(&granted.procedures)?,
                granted.from.to_string(),
                granted.until.to_string(),
                at,
            ],
        ),
        Event::AuthorisationAccepted(accepted) => tx.execute(
            "UPDATE authorisations SET agent = $2, accepted_at = $3 WHERE id = $1",
            values![accepted.id.as_str(), accepted.login.as_str(), at],
        ),
        Event::AuthorisationRevoked(revoked) => tx.execute(
            "UPDATE authorisations SET revoked_at = $2, revoked_by = $3 WHERE id = $1",
            values![revoked.id.as_str(), at, revoked.login.as_str()],
        ),
        _ => Ok(()),
    }
}

/// An authorisation with when things happened to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// As it stands.
    pub authorisation: Authorisation,
    /// When it was granted.
    pub granted_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

const COLUMNS: &str = "id, principal, principal_name, agent_id, agent_name, agent, powers, procedures, valid_from,
    valid_until, granted_at, revoked_at";
/// A list shows no more than this.
const LISTED: i64 = 200;

/// What this account granted, newest first.
///
/// # Errors
/// When the database fails.
pub fn given_by(tx: &mut Tx, login: &str) -> Result<Vec<Listed>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM authorisations WHERE principal = $1 ORDER BY granted_at DESC, id LIMIT {LISTED}"
    );
    tx.query(&sql, values![login])?.iter().map(listed).collect()
}

/// What was granted to the person of this number, newest first.
///
/// # Errors
/// When the database fails.
pub fn given_to(tx: &mut Tx, personal_id: &PersonalId) -> Result<Vec<Listed>, Fault> {
    let sql =
        format!("SELECT {COLUMNS} FROM authorisations WHERE agent_id = $1 ORDER BY granted_at DESC, id LIMIT {LISTED}");
    tx.query(&sql, values![personal_id.as_str()])?.iter().map(listed).collect()
}

/// For whom this account may act on this day: by authorisation, or as an organisation's representative.
///
/// # Errors
/// When the database fails.
pub fn acts_for(
    tx: &mut Tx,
    login: &str,
    personal_id: Option<&PersonalId>,
    today: Date,
) -> Result<Vec<ActsFor>, Fault> {
    let day = today.to_string();
    let sql = format!(
        "SELECT {COLUMNS} FROM authorisations
         WHERE agent = $1 AND revoked_at IS NULL AND valid_from <= $2 AND valid_until >= $2 ORDER BY granted_at, id"
    );
    let granted = tx.query(&sql, values![login, day])?.iter().map(listed).collect::<Result<Vec<_>, _>>()?;
    let mut others: Vec<_> = granted
        .into_iter()
        .map(|listed| listed.authorisation.granted)
        .map(|granted| ActsFor {
            authorisation: Some(granted.id),
            principal: granted.principal,
            name: granted.principal_name,
            powers: granted.powers,
            procedures: granted.procedures,
            until: Some(granted.until),
        })
        .collect();
    let Some(personal_id) = personal_id else { return Ok(others) };
    let represents = |(principal, name)| ActsFor {
        authorisation: None,
        principal,
        name,
        powers: Power::ALL.to_vec(),
        procedures: Vec::new(),
        until: None,
    };
    others.extend(organisations_of(tx, personal_id.as_str())?.into_iter().map(represents));
    Ok(others)
}

/// The organisations whose representative has this number, by login: each with its name.
pub(super) fn organisations_of(tx: &mut Tx, number: &str) -> Result<Vec<(String, String)>, Fault> {
    let sql = "SELECT p.login, p.name FROM particulars r
         JOIN particulars k ON k.login = r.login AND k.what = 'kind' AND k.value = $2
         JOIN people p ON p.login = r.login
         WHERE r.what = $3 AND r.value = $1 ORDER BY p.login";
    let what = Particular::RepresentativeId.key();
    let rows = tx.query(sql, values![number, AccountKind::Organisation.key(), what])?;
    rows.iter().map(|row| Ok((row.string(0)?, row.string(1)?))).collect()
}

fn listed(row: &Row) -> Result<Listed, Fault> {
    Ok(Listed {
        authorisation: Authorisation {
            granted: AuthorisationGranted {
                id: row.string(0)?,
                principal: row.string(1)?,
                principal_name: row.string(2)?,
                agent_id: row.parsed(3)?,
                agent_name: row.string(4)?,
                powers: row.json(6)?,
                procedures: row.json(7)?,
                from: row.parsed(8)?,
                until: row.parsed(9)?,
            },
            accepted_by: row.opt_string(5)?,
            revoked: row.opt_time(11)?.is_some(),
        },
        granted_at: row.time(10)?,
        revoked_at: row.opt_time(11)?,
    })
}
