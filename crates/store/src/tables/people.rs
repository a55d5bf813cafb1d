//! The table of people, and the way of events to the tables of agencies, villages and positions.

use super::{agencies, authorisations, committees, identities, positions, villages};
use crate::engine::Tx;
use crate::{Fault, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::codes::PersonalId;
use rules::people::authorisations::ActsFor;
use rules::people::identities::Assurance;
use rules::people::{Actor, Event};
use rules::text::fold;
use std::collections::{BTreeMap, BTreeSet};

/// Takes in one event of this instant.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx, event: &Event, at: Timestamp) -> Result<(), Fault> {
    match event {
        Event::PersonRegistered(person) => {
            if let Some(number) = &person.personal_id {
                held(tx, &person.login, number.as_str())?;
            }
            tx.execute(
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
        )
        }
        Event::AccountOpened(opened) => identities::opened(tx, opened, at),
        Event::IdentityLinked(linked) => identities::linked(tx, linked, at),
        Event::ParticularsChanged(changed) => identities::changed(tx, changed, at),
        Event::AuthorisationGranted(_) | Event::AuthorisationAccepted(_) | Event::AuthorisationRevoked(_) => {
            authorisations::apply(tx, event, at)
        }
        Event::PersonDisabled(disabled) => {
            let sql = "INSERT INTO account_pauses (login, from_at) VALUES ($1, $2)";
            tx.execute(sql, values![disabled.login.as_str(), at.as_microsecond()])?;
            set_disabled(tx, &disabled.login, true)
        }
        Event::PersonEnabled(enabled) => {
            let sql = "UPDATE account_pauses SET until_at = $2 WHERE login = $1 AND until_at IS NULL";
            tx.execute(sql, values![enabled.login.as_str(), at.as_microsecond()])?;
            set_disabled(tx, &enabled.login, false)
        }
        Event::PositionGranted(_)
        | Event::PositionRevoked(_)
        | Event::DelegationGranted(_)
        | Event::DelegationRevoked(_)
        | Event::SeparationSet(_) => positions::apply(tx, event, at),
        Event::AgencyRegistered(_) | Event::AgencyRenamed(_) | Event::AgencyMerged(_) | Event::AgencyDissolved(_) => {
            agencies::apply(tx, event, at)
        }
        Event::VillageRegistered(_) | Event::VillageRenamed(_) | Event::VillageDissolved(_) => {
            villages::apply(tx, event)
        }
    }
}

/// Keeps that this number is, or was, this account's.
pub(in crate::tables) fn held(tx: &mut Tx, login: &str, number: &str) -> Result<(), Fault> {
    let sql = "INSERT INTO held_numbers (login, number) VALUES ($1, $2) ON CONFLICT (login, number) DO NOTHING";
    tx.execute(sql, values![login, number])
}

fn set_disabled(tx: &mut Tx, login: &str, disabled: bool) -> Result<(), Fault> {
    tx.execute("UPDATE people SET disabled = $2 WHERE login = $1", values![login, i64::from(disabled)])
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

/// Who this is and what they hold at that instant, in their own right and in place of others; nothing for an account that is
/// disabled.
///
/// # Errors
/// When the database fails.
pub fn actor(tx: &mut Tx, login: &str, now: Timestamp) -> Result<Option<Actor>, Fault> {
    let sql = "SELECT login, name FROM people WHERE login = $1 AND disabled = 0";
    let Some(row) = tx.query_opt(sql, values![login])? else { return Ok(None) };
    let (login, name) = (row.string(0)?, row.string(1)?);
    let vouched = identities::vouched_number(tx, &login)?;
    let acts_for = acts_for(tx, &login, vouched.as_ref(), day_of(now))?;
    let own = of_one_number(tx, &login)?;
    let close_to = close_to(tx, &login, &own, &acts_for, day_of(now))?;
    let mut accounts: Vec<_> = own.into_iter().map(|(_, other)| other).filter(|other| *other != login).collect();
    accounts.sort();
    accounts.dedup();
    let mut positions = positions::held(tx, &login, day_of(now))?;
    let mut asked = BTreeMap::new();
    for other in positions.iter_mut().filter_map(|held| held.in_place_of.as_mut()) {
        let principal = &other.principal.login;
        if !asked.contains_key(principal) {
            let (theirs, numbers) = (represented(tx, principal, day_of(now))?, of_one_number(tx, principal)?);
            asked.insert(principal.clone(), self::close_to(tx, principal, &numbers, &theirs, day_of(now))?);
        }
        other.close_to.clone_from(&asked[principal]);
    }
    let personal_id = vouched.map(|(number, _)| number);
    // An officer's rights follow from their positions alone.
    let groups = if positions.is_empty() { committees::memberships(tx, &login)? } else { Vec::new() };
    Ok(Some(Actor { acts_for, close_to, accounts, groups, ..Actor::new(login, name, personal_id, positions) }))
}

/// For whom somebody acts. An organisation is not represented by whoever only declared its representative's number.
fn acts_for(
    tx: &mut Tx,
    login: &str,
    vouched: Option<&(PersonalId, Option<Assurance>)>,
    day: Date,
) -> Result<Vec<ActsFor>, Fault> {
    let sure = vouched.filter(|(_, level)| *level == Some(Assurance::Two)).map(|(number, _)| number);
    authorisations::acts_for(tx, login, sure, day)
}

/// For whom the owner of another account acts.
fn represented(tx: &mut Tx, login: &str, day: Date) -> Result<Vec<ActsFor>, Fault> {
    let vouched = identities::vouched_number(tx, login)?;
    acts_for(tx, login, vouched.as_ref(), day)
}

/// The numbers and other logins of a person (`own`, from [`of_one_number`]) and of those close to them, as [`Actor::close_to`] says: also the
/// numbers that they had before, since by a number that was changed nobody comes to decide what is theirs; whoever one acts for from
/// another account of one's own, since an officer who signs in elsewhere as a citizen is the same person; and organisations that say that
/// a person of such a number represents them, whoever typed it.
fn close_to(
    tx: &mut Tx,
    login: &str,
    own: &[(String, String)],
    acts_for: &[ActsFor],
    day: Date,
) -> Result<Vec<String>, Fault> {
    let mut close = BTreeSet::new();
    let mut principals: BTreeSet<_> = acts_for.iter().map(|other| other.principal.clone()).collect();
    for (number, account) in own {
        if close.insert(number.clone()) {
            principals.extend(authorisations::organisations_of(tx, number)?.into_iter().map(|(login, _)| login));
        }
        if account != login && close.insert(account.clone()) {
            principals.extend(represented(tx, account, day)?.into_iter().map(|other| other.principal));
        }
    }
    for principal in principals {
        for (number, theirs) in of_one_number(tx, &principal)? {
            close.extend([number, theirs]);
        }
        close.extend(identities::organisation_code(tx, &principal)?);
        close.insert(principal);
    }
    close.remove(login);
    Ok(close.into_iter().collect())
}

/// The numbers that an account has or had, each with every account that has or had it.
fn of_one_number(tx: &mut Tx, login: &str) -> Result<Vec<(String, String)>, Fault> {
    let sql =
        "SELECT h.number, o.login FROM held_numbers h JOIN held_numbers o ON o.number = h.number WHERE h.login = $1";
    tx.query(sql, values![login])?.iter().map(|row| Ok((row.string(0)?, row.string(1)?))).collect()
}

/// Another account of the same number that holds a position on the day or later.
///
/// # Errors
/// When the database fails.
pub fn colleague_of_number(
    tx: &mut Tx,
    login: &str,
    number: Option<&PersonalId>,
    today: Date,
) -> Result<Option<String>, Fault> {
    let Some(number) = number else { return Ok(None) };
    let sql =
        "SELECT p.login FROM people p WHERE p.personal_id = $1 AND p.login <> $2 AND EXISTS (SELECT 1 FROM positions o
        WHERE o.login = p.login AND (o.until_on IS NULL OR o.until_on >= $3)) ORDER BY p.login LIMIT 1";
    tx.query_opt(sql, values![number.as_str(), login, today.to_string()])?.map(|row| row.string(0)).transpose()
}

/// Whether this login holds a position or ever did.
///
/// # Errors
/// When the database fails.
pub fn is_or_was_officer(tx: &mut Tx, login: &str) -> Result<bool, Fault> {
    Ok(tx.query_opt("SELECT 1 FROM positions WHERE login = $1 LIMIT 1", values![login])?.is_some())
}

/// Whether this login holds a position on the day, or one that begins later.
///
/// # Errors
/// When the database fails.
pub fn holds_or_will(tx: &mut Tx, login: &str, today: Date) -> Result<bool, Fault> {
    let sql = "SELECT 1 FROM positions WHERE login = $1 AND (until_on IS NULL OR until_on >= $2) LIMIT 1";
    Ok(tx.query_opt(sql, values![login, today.to_string()])?.is_some())
}

/// The first people who can sign in and hold no position: login and name, by login.
///
/// # Errors
/// When the database fails.
pub fn citizens(tx: &mut Tx, limit: u32) -> Result<Vec<(String, String)>, Fault> {
    tx.query(
        "SELECT p.login, p.name FROM people p JOIN credentials c ON c.login = p.login
         WHERE p.disabled = 0 AND NOT EXISTS (SELECT 1 FROM positions o WHERE o.login = p.login)
         ORDER BY LENGTH(p.login), p.login LIMIT $1",
        values![limit],
    )?
    .iter()
    .map(|row| Ok((row.string(0)?, row.string(1)?)))
    .collect()
}
