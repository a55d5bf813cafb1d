//! The tables of positions, past and present, and of who acts in whose place.
//!
//! A day counts in Vietnam's time. What a delegate holds is looked up through the position of the person who delegated, so
//! that it ends with it; who may act for whom at all is decided in [`rules::people::may_stand_in`].

use super::agencies;
use super::dossiers::Listed;
use crate::engine::{Row, Tx};
use crate::{Fault, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::catalogue::Procedure;
use rules::codes::{AgencyCode, ProcedureCode};
use rules::people::{
    Agency, AgencyKind, DelegationKind, Event, InPlaceOf, Position, Principal, Role, is_within, may_stand_in,
};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// In force on the day `$day`: a condition on a table with `from_on` and `until_on`.
macro_rules! in_force {
    ($table:literal, $day:literal) => {
        concat!(
            $table,
            ".from_on <= ",
            $day,
            " AND (",
            $table,
            ".until_on IS NULL OR ",
            $table,
            ".until_on >= ",
            $day,
            ")"
        )
    };
}

/// Takes in one event of this instant.
pub(super) fn apply(tx: &mut Tx, event: &Event, at: Timestamp) -> Result<(), Fault> {
    match event {
        Event::PositionGranted(granted) => tx.execute(
            "INSERT INTO positions (login, agency, role, from_on, until_on, title, decision)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (login, agency, role, from_on) DO UPDATE SET until_on = excluded.until_on,
                 title = excluded.title, decision = excluded.decision, ended_by = NULL",
            values![
                granted.login.as_str(),
                granted.agency.as_str(),
                granted.role.key(),
                granted.from.unwrap_or_else(|| day_of(at)).to_string(),
                granted.until.map(|day| day.to_string()),
                granted.title.as_str(),
                granted.decision.as_deref(),
            ],
        ),
        Event::PositionRevoked(revoked) => {
            let last = revoked.on.unwrap_or_else(|| day_of(at)).yesterday();
            let last = last.map_err(|error| Fault::because("a position ends before time began", error))?;
            tx.execute(
                "UPDATE positions SET until_on = $4, ended_by = $5
                 WHERE login = $1 AND agency = $2 AND role = $3 AND (until_on IS NULL OR until_on > $4)",
                values![
                    revoked.login.as_str(),
                    revoked.agency.as_str(),
                    revoked.role.key(),
                    last.to_string(),
                    revoked.decision.as_deref(),
                ],
            )
        }
        Event::DelegationGranted(granted) => {
            tx.execute(
                "INSERT INTO delegations (login, number, delegate, kind, fields, from_on, until_on, reason, decision)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                values![
                    granted.login.as_str(),
                    i64::from(granted.number),
                    granted.delegate.as_str(),
                    granted.delegation.key(),
                    super::json(&granted.fields)?,
                    granted.from.to_string(),
                    granted.until.to_string(),
                    granted.reason.as_str(),
                    granted.decision.as_deref(),
                ],
            )?;
            granted.positions.iter().try_for_each(|(agency, role)| {
                tx.execute(
                    "INSERT INTO delegated_positions (login, number, agency, role) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (login, number, agency, role) DO NOTHING",
                    values![granted.login.as_str(), i64::from(granted.number), agency.as_str(), role.key()],
                )
            })
        }
        Event::DelegationRevoked(revoked) => tx.execute(
            "UPDATE delegations SET revoked_at = $3 WHERE login = $1 AND number = $2 AND revoked_at IS NULL",
            values![revoked.login.as_str(), i64::from(revoked.number), at],
        ),
        Event::SeparationSet(set) => match set.joined_until {
            Some(until) => tx.execute(
                "INSERT INTO separations (agency, until_on, reason) VALUES ($1, $2, $3)
                 ON CONFLICT (agency) DO UPDATE SET until_on = excluded.until_on, reason = excluded.reason",
                values![set.agency.as_str(), until.to_string(), set.reason.as_str()],
            ),
            None => tx.execute("DELETE FROM separations WHERE agency = $1", values![set.agency.as_str()]),
        },
        _ => Ok(()),
    }
}

/// What a person holds on a day: their own positions, then those of others that they act in.
pub(super) fn held(tx: &mut Tx, login: &str, day: Date) -> Result<Vec<Position>, Fault> {
    let (on, day) = (day, day.to_string());
    let sql = concat!(
        "SELECT o.agency, o.role, o.title FROM positions o WHERE o.login = $1 AND ",
        in_force!("o", "$2"),
        " ORDER BY o.agency, o.role"
    );
    let mut held: Vec<_> = tx.query(sql, values![login, &*day])?.iter().map(position).collect::<Result<_, _>>()?;
    if held.is_empty() {
        return Ok(held);
    }
    let sql = concat!(
        "SELECT o.agency, o.role, o.title, p.login, p.name, d.kind, d.number, d.fields
         FROM delegations d
         JOIN delegated_positions g ON g.login = d.login AND g.number = d.number
         JOIN positions o ON o.login = d.login AND o.agency = g.agency AND o.role = g.role
         JOIN people p ON p.login = d.login AND p.disabled = 0
         WHERE d.delegate = $1 AND d.revoked_at IS NULL AND ",
        in_force!("d", "$2"),
        " AND ",
        in_force!("o", "$2"),
        " ORDER BY o.agency, o.role, d.login, d.number"
    );
    let mut others = Vec::new();
    for row in tx.query(sql, values![login, &*day])? {
        let (position, fields) = (position(&row)?, row.json::<Vec<String>>(7)?);
        if may_stand_in(&held, &position) {
            let procedures = if fields.is_empty() { None } else { Some(procedures_of(tx, &fields)?) };
            others.push(Position {
                in_place_of: Some(InPlaceOf { principal: principal(&row)?, procedures, close_to: Vec::new() }),
                ..position
            });
        }
    }
    held.extend(others);
    let vacant = vacant(tx, &held, &day)?;
    held.extend(vacant);
    agencies::reaching(tx, held, on)
}

/// What falls to the head of an agency: the roles at its own desks and at its counter that nobody holds.
fn vacant(tx: &mut Tx, held: &[Position], day: &str) -> Result<Vec<Position>, Fault> {
    let mut vacant = Vec::new();
    // The province itself settles nothing.
    let leads = |position: &&Position| position.role == Role::Approver && position.agency.as_str().contains('.');
    for head in held.iter().filter(leads).filter(|position| position.in_place_of.is_none()) {
        let (agency, below) = (head.agency.as_str(), format!("{}.%", head.agency));
        let sql = concat!(
            "SELECT DISTINCT o.agency, o.role FROM positions o JOIN people p ON p.login = o.login AND p.disabled = 0
             WHERE (o.agency = $1 OR o.agency LIKE $2) AND ",
            in_force!("o", "$3")
        );
        let rows = tx.query(sql, values![agency, below.as_str(), day])?;
        let filled = rows.iter().map(|row| Ok((row.string(0)?, row.string(1)?))).collect::<Result<Vec<_>, Fault>>()?;
        let counters = tx.query("SELECT body FROM agencies WHERE code LIKE $1 ORDER BY code", values![below])?;
        let counters = counters.iter().map(|row| row.json::<Agency>(0)).collect::<Result<Vec<_>, _>>()?;
        let counters = counters.into_iter().filter(|counter| counter.kind == AgencyKind::Counter);
        let desks = [Role::CaseOfficer, Role::Clerk].map(|role| (head.agency.clone(), role));
        for (at, role) in desks.into_iter().chain(counters.map(|counter| (counter.code, Role::CounterOfficer))) {
            if !filled.iter().any(|(agency, key)| agency == at.as_str() && key == role.key()) {
                vacant.push(Position::own(at, role, head.title.as_str()));
            }
        }
    }
    Ok(vacant)
}

/// Who heads an agency: the names of its leaders, else of those of the nearest agency above that has any.
///
/// # Errors
/// When the database fails.
pub fn heads(tx: &mut Tx, agency: &AgencyCode, now: Timestamp) -> Result<Vec<String>, Fault> {
    let mut at = agency.as_str();
    loop {
        let found = holders(tx, at, Role::Approver, now)?;
        match at.rsplit_once('.') {
            Some((above, _)) if found.is_empty() => at = above,
            _ => return Ok(found.into_iter().map(|(_, name)| name).collect()),
        }
    }
}

fn position(row: &Row) -> Result<Position, Fault> {
    Ok(Position::own(row.parsed(0)?, role(row.text(1)?)?, row.string(2)?))
}

pub(super) fn role(key: &str) -> Result<Role, Fault> {
    Role::from_key(key).ok_or_else(|| Fault::new("a position has an unknown role"))
}

fn principal(row: &Row) -> Result<Principal, Fault> {
    let kind = DelegationKind::from_key(row.text(5)?).ok_or_else(|| Fault::new("a delegation has an unknown kind"))?;
    let number = u32::try_from(row.int(6)?).map_err(|error| Fault::because("a delegation's number", error))?;
    Ok(Principal { login: row.string(3)?, name: row.string(4)?, kind, number })
}

/// The procedures of these fields, withdrawn ones too: their dossiers may still be open.
fn procedures_of(tx: &mut Tx, fields: &[String]) -> Result<Vec<ProcedureCode>, Fault> {
    let rows = tx.query("SELECT body FROM procedures ORDER BY code", values![])?;
    let all = rows.iter().map(|row| row.json::<Procedure>(0)).collect::<Result<Vec<_>, _>>()?;
    Ok(all.into_iter().filter(|procedure| fields.contains(&procedure.field)).map(|procedure| procedure.code).collect())
}

/// The people who hold a role in an agency in their own right: login and name, by name.
///
/// # Errors
/// When the database fails.
pub fn holders(tx: &mut Tx, agency: &str, role: Role, now: Timestamp) -> Result<Vec<(String, String)>, Fault> {
    let sql = concat!(
        "SELECT DISTINCT p.login, p.name, p.folded FROM positions o JOIN people p ON p.login = o.login AND p.disabled = 0
         WHERE o.agency = $1 AND o.role = $2 AND ",
        in_force!("o", "$3"),
        " ORDER BY p.folded, p.login"
    );
    let agency = agencies::successor(tx, agency, day_of(now))?;
    let rows = tx.query(sql, values![agency, role.key(), day_of(now).to_string()])?;
    rows.iter().map(|row| Ok((row.string(0)?, row.string(1)?))).collect()
}

/// The logins of those who hold this role in an agency on the day and whose last day is not known.
///
/// # Errors
/// When the database fails.
pub fn lasting(tx: &mut Tx, agency: &str, role: Role, today: Date) -> Result<Vec<String>, Fault> {
    let sql = "SELECT DISTINCT o.login FROM positions o JOIN people p ON p.login = o.login AND p.disabled = 0
         WHERE o.agency = $1 AND o.role = $2 AND o.from_on <= $3 AND o.until_on IS NULL ORDER BY o.login";
    tx.query(sql, values![agency, role.key(), today.to_string()])?.iter().map(|row| row.string(0)).collect()
}

/// The logins of everybody who can act in a role in an agency: its holders, and those who act in their place now.
///
/// # Errors
/// When the database fails.
pub fn at_work(tx: &mut Tx, agency: &str, role: Role, now: Timestamp) -> Result<Vec<String>, Fault> {
    let sql = concat!(
        "SELECT o.login FROM positions o JOIN people p ON p.login = o.login AND p.disabled = 0
         WHERE o.agency = $1 AND o.role = $2 AND ",
        in_force!("o", "$3")
    );
    let (today, role) = (day_of(now), role.key());
    let agency = &*agencies::successor(tx, agency, today)?;
    let rows = tx.query(sql, values![agency, role, today.to_string()])?;
    let mut logins: Vec<_> = rows.iter().map(|row| row.string(0)).collect::<Result<_, _>>()?;
    let sql = concat!(
        "SELECT DISTINCT d.delegate FROM delegated_positions g
         JOIN delegations d ON d.login = g.login AND d.number = g.number AND d.revoked_at IS NULL
         JOIN people p ON p.login = d.delegate AND p.disabled = 0
         WHERE g.agency = $1 AND g.role = $2 AND ",
        in_force!("d", "$3")
    );
    for row in tx.query(sql, values![agency, role, today.to_string()])? {
        let delegate = row.string(0)?;
        let acts = held(tx, &delegate, today)?;
        if acts.iter().any(|position| position.agency.as_str() == agency && position.role.key() == role) {
            logins.push(delegate);
        }
    }
    logins.sort();
    logins.dedup();
    Ok(logins)
}

/// The officers of an agency and of the agencies below it: login, name and position, by agency and role.
///
/// # Errors
/// When the database fails.
pub fn officers_of(tx: &mut Tx, agency: &str, now: Timestamp) -> Result<Vec<(String, String, Position)>, Fault> {
    let sql = concat!(
        "SELECT o.agency, o.role, o.title, p.login, p.name
         FROM positions o JOIN people p ON p.login = o.login AND p.disabled = 0
         WHERE (o.agency = $1 OR o.agency LIKE $2) AND ",
        in_force!("o", "$3"),
        " ORDER BY o.agency, o.role, p.folded, p.login"
    );
    let rows = tx.query(sql, values![agency, format!("{agency}.%"), day_of(now).to_string()])?;
    rows.iter().map(|row| Ok((row.string(3)?, row.string(4)?, position(row)?))).collect()
}

/// Whether the officer in charge of each open dossier no longer works where it is: it then waits for somebody to take it.
///
/// # Errors
/// When the database fails.
pub fn mark_gone(tx: &mut Tx, listed: &mut [Listed], now: Timestamp) -> Result<(), Fault> {
    let mut known: HashMap<(String, Role), Vec<String>> = HashMap::new();
    for dossier in listed.iter_mut().filter(|dossier| dossier.finished_at.is_none()) {
        let Some(officer) = &dossier.officer else { continue };
        let role = role(&dossier.role)?;
        let at_work = match known.entry((dossier.holder.clone(), role)) {
            Entry::Occupied(found) => found.into_mut(),
            Entry::Vacant(new) => new.insert(at_work(tx, &dossier.holder, role, now)?),
        };
        dossier.officer_gone = !at_work.contains(officer);
    }
    Ok(())
}

/// An agency excepted from the separation of duties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// Which agency.
    pub agency: AgencyCode,
    /// The last day.
    pub until: Date,
    /// Why.
    pub reason: String,
}

/// The logins of those who lead an agency or are of its secretariat on a day, by a position of their own.
///
/// # Errors
/// When the database fails.
pub(crate) fn leaders_and_clerks(tx: &mut Tx, agency: &AgencyCode, day: Date) -> Result<Vec<String>, Fault> {
    let sql = "SELECT DISTINCT p.login FROM positions h JOIN people p ON p.login = h.login
        WHERE h.agency = $1 AND h.role IN ('approver', 'clerk') AND h.from_on <= $2
            AND (h.until_on IS NULL OR h.until_on >= $2) AND p.disabled = 0
        ORDER BY p.login";
    tx.query(sql, values![agency.as_str(), day.to_string()])?.iter().map(|row| row.string(0)).collect()
}

/// Whether in this agency, with too few staff, the person who did something may decide about it too on this day.
///
/// # Errors
/// When the database fails.
pub(crate) fn duties_may_be_joined(tx: &mut Tx, agency: &AgencyCode, day: Date) -> Result<bool, Fault> {
    let excepted = exceptions(tx)?;
    Ok(excepted.iter().any(|exception| is_within(agency, &exception.agency) && day <= exception.until))
}

/// The exceptions from the separation of duties, those whose last day is over too.
///
/// # Errors
/// When the database fails.
pub fn exceptions(tx: &mut Tx) -> Result<Vec<Exception>, Fault> {
    let rows = tx.query("SELECT agency, until_on, reason FROM separations ORDER BY agency", values![])?;
    rows.iter()
        .map(|row| Ok(Exception { agency: row.parsed(0)?, until: row.parsed(1)?, reason: row.string(2)? }))
        .collect()
}
