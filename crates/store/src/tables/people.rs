//! The tables of agencies, people and their positions.

use crate::engine::{Row, Tx};
use crate::{Fault, values};
use rules::people::{Actor, Agency, Event, Position, Role};
use rules::text::fold;

/// Takes in one event.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx, event: &Event) -> Result<(), Fault> {
    match event {
        Event::AgencyRegistered(registered) => {
            let agency = &registered.agency;
            let body = super::json(agency)?;
            tx.execute(
                "INSERT INTO agencies (code, name, body) VALUES ($1, $2, $3)
                 ON CONFLICT (code) DO UPDATE SET name = excluded.name, body = excluded.body",
                values![agency.code.as_str(), agency.name.as_str(), body],
            )
        }
        Event::PersonRegistered(person) => tx.execute(
            "INSERT INTO people (login, name, folded, personal_id, phone, address, commune) VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (login) DO UPDATE SET name = excluded.name, folded = excluded.folded,
                 personal_id = excluded.personal_id, phone = excluded.phone, address = excluded.address,
                 commune = excluded.commune",
            values![
                person.login.as_str(),
                person.name.as_str(),
                fold(&person.name),
                person.personal_id.as_ref().map(rules::codes::PersonalId::as_str),
                person.phone.as_ref().map(rules::codes::Phone::as_str),
                person.address.as_deref(),
                person.commune.as_ref().map(rules::codes::CommuneCode::as_str),
            ],
        ),
        Event::PositionGranted(granted) => tx.execute(
            "INSERT INTO positions (login, agency, role, title) VALUES ($1, $2, $3, $4)
             ON CONFLICT (login, agency, role) DO UPDATE SET title = excluded.title",
            values![granted.login.as_str(), granted.agency.as_str(), granted.role.key(), granted.title.as_str()],
        ),
        Event::PositionRevoked(revoked) => tx.execute(
            "DELETE FROM positions WHERE login = $1 AND agency = $2 AND role = $3",
            values![revoked.login.as_str(), revoked.agency.as_str(), revoked.role.key()],
        ),
    }
}

/// All agencies, by code.
///
/// # Errors
/// When the database fails.
pub fn agencies(tx: &mut Tx) -> Result<Vec<Agency>, Fault> {
    tx.query("SELECT body FROM agencies ORDER BY code", values![])?.iter().map(|row| row.json(0)).collect()
}

/// Particulars of a person that prefill a form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// The name to sign in with.
    pub login: String,
    /// The full name.
    pub name: String,
    /// The personal identification number.
    pub personal_id: Option<String>,
    /// The telephone.
    pub phone: Option<String>,
    /// The address.
    pub address: Option<String>,
    /// The commune of residence.
    pub commune: Option<String>,
}

/// The person of this login.
///
/// # Errors
/// When the database fails.
pub fn person(tx: &mut Tx, login: &str) -> Result<Option<Person>, Fault> {
    let sql = "SELECT login, name, personal_id, phone, address, commune FROM people WHERE login = $1";
    let Some(row) = tx.query_opt(sql, values![login])? else { return Ok(None) };
    Ok(Some(Person {
        login: row.string(0)?,
        name: row.string(1)?,
        personal_id: row.opt_string(2)?,
        phone: row.opt_string(3)?,
        address: row.opt_string(4)?,
        commune: row.opt_string(5)?,
    }))
}

/// Who this is and what they hold now.
///
/// # Errors
/// When the database fails.
pub fn actor(tx: &mut Tx, login: &str) -> Result<Option<Actor>, Fault> {
    let Some(person) = person(tx, login)? else { return Ok(None) };
    let sql = "SELECT agency, role, title FROM positions WHERE login = $1 ORDER BY agency, role";
    let positions = tx.query(sql, values![login])?.iter().map(position).collect::<Result<_, _>>()?;
    let personal_id = person.personal_id.and_then(|number| number.parse().ok());
    Ok(Some(Actor { login: person.login, name: person.name, personal_id, positions }))
}

fn position(row: &Row) -> Result<Position, Fault> {
    Ok(Position {
        agency: row.parsed(0)?,
        role: Role::from_key(row.text(1)?).ok_or_else(|| Fault::new("a position has an unknown role"))?,
        title: row.string(2)?,
    })
}

/// Whether this login holds a position or ever did.
///
/// # Errors
/// When the database fails.
pub fn is_or_was_officer(tx: &mut Tx, login: &str) -> Result<bool, Fault> {
    let sql = "SELECT 1 FROM positions WHERE login = $1
         UNION ALL SELECT 1 FROM events WHERE stream = $2 AND kind = 'people.position_granted' LIMIT 1";
    Ok(tx.query_opt(sql, values![login, format!("people/{login}")])?.is_some())
}

/// The people who hold a role in an agency: login and name, by name.
///
/// # Errors
/// When the database fails.
pub fn holders(tx: &mut Tx, agency: &str, role: Role) -> Result<Vec<(String, String)>, Fault> {
    tx.query(
        "SELECT p.login, p.name FROM positions o JOIN people p ON p.login = o.login
         WHERE o.agency = $1 AND o.role = $2 ORDER BY p.folded, p.login",
        values![agency, role.key()],
    )?
    .iter()
    .map(|row| Ok((row.string(0)?, row.string(1)?)))
    .collect()
}

/// The officers of an agency and of the agencies below it: login, name and position, by agency and role.
///
/// # Errors
/// When the database fails.
pub fn officers_of(tx: &mut Tx, agency: &str) -> Result<Vec<(String, String, Position)>, Fault> {
    tx.query(
        "SELECT o.agency, o.role, o.title, p.login, p.name FROM positions o JOIN people p ON p.login = o.login
         WHERE o.agency = $1 OR o.agency LIKE $2 ORDER BY o.agency, o.role, p.folded, p.login",
        values![agency, format!("{agency}.%")],
    )?
    .iter()
    .map(|row| Ok((row.string(3)?, row.string(4)?, position(row)?)))
    .collect()
}

/// The first people who can sign in and hold no position: login and name, by login.
///
/// # Errors
/// When the database fails.
pub fn citizens(tx: &mut Tx, limit: u32) -> Result<Vec<(String, String)>, Fault> {
    tx.query(
        "SELECT p.login, p.name FROM people p JOIN credentials c ON c.login = p.login
         WHERE NOT EXISTS (SELECT 1 FROM positions o WHERE o.login = p.login)
         ORDER BY LENGTH(p.login), p.login LIMIT $1",
        values![limit],
    )?
    .iter()
    .map(|row| Ok((row.string(0)?, row.string(1)?)))
    .collect()
}
