//! How people prove who they are: factors, one-time codes, wrong tries, sign-ins, tokens. Kept beside the journal, since
//! secrets must be forgettable; what changed is in the journal ([`crate::desk::accounts`]).

pub mod attempts;
pub mod codes;
pub mod passkeys;
pub mod sign_ins;
pub mod tokens;
pub mod totp;

use crate::{Fault, Tx, values};
use jiff::Timestamp;
use rules::codes::AgencyCode;

/// Which ways to prove who they are somebody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Factors {
    /// When the password was set; nothing when there is none.
    pub password_set_at: Option<Timestamp>,
    /// When the authenticator app was added.
    pub totp_added_at: Option<Timestamp>,
    /// How many passkeys.
    pub passkeys: u64,
    /// How many recovery codes are left.
    pub recovery_codes: u64,
}

impl Factors {
    /// Whether there is a second factor beside the password.
    #[must_use]
    pub fn second(&self) -> bool {
        self.totp_added_at.is_some() || self.passkeys > 0
    }
}

/// The factors of a login; none for a login that nobody has.
///
/// # Errors
/// When the database fails.
pub fn factors(tx: &mut Tx, login: &str) -> Result<Factors, Fault> {
    let row = tx.query_one(
        "SELECT (SELECT changed_at FROM credentials WHERE login = $1), (SELECT added_at FROM totp WHERE login = $1),
                (SELECT COUNT(*) FROM passkeys WHERE login = $1), (SELECT COUNT(*) FROM recovery_codes WHERE login = $1)",
        values![login],
    )?;
    Ok(Factors {
        password_set_at: row.opt_time(0)?,
        totp_added_at: row.opt_time(1)?,
        passkeys: row.count(2)?,
        recovery_codes: row.count(3)?,
    })
}

/// Removes the authenticator app, the passkeys and the recovery codes of a login.
///
/// # Errors
/// When the database fails.
pub fn remove_second_factors(tx: &mut Tx, login: &str) -> Result<(), Fault> {
    for table in ["totp", "passkeys", "recovery_codes"] {
        tx.execute(&format!("DELETE FROM {table} WHERE login = $1"), values![login])?;
    }
    Ok(())
}

/// An account in the administrators' list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The name to sign in with.
    pub login: String,
    /// The full name.
    pub name: String,
    /// Whether a password is set.
    pub password: bool,
    /// Whether there is a second factor.
    pub second: bool,
    /// The last time somebody signed in with it.
    pub last_at: Option<Timestamp>,
}

/// The first accounts whose name contains or whose login begins with what was typed, after a login, by login; of people who
/// hold a position in one of these agencies or below, or of everybody.
///
/// # Errors
/// When the database fails.
pub fn list(
    tx: &mut Tx,
    typed: &str,
    agencies: Option<&[AgencyCode]>,
    after: &str,
    limit: u32,
) -> Result<Vec<Account>, Fault> {
    let folded = format!("%{}%", rules::text::fold(typed));
    let login = format!("{}%", typed.trim().to_lowercase().replace(['%', '_'], ""));
    let mut values = values![folded, login, after, limit];
    let mut within = String::new();
    if let Some(agencies) = agencies {
        let mut held = Vec::new();
        for agency in agencies {
            let at = values.len();
            held.push(format!("o.agency = ${} OR o.agency LIKE ${}", at + 1, at + 2));
            values.extend(values![agency.as_str(), format!("{agency}.%")]);
        }
        let held = if held.is_empty() { "1 = 0".to_owned() } else { held.join(" OR ") };
        within = format!("AND EXISTS (SELECT 1 FROM positions o WHERE o.login = p.login AND ({held}))");
    }
    let sql = format!(
        "SELECT p.login, p.name, (SELECT COUNT(*) FROM credentials c WHERE c.login = p.login),
                (SELECT COUNT(*) FROM totp t WHERE t.login = p.login)
                    + (SELECT COUNT(*) FROM passkeys k WHERE k.login = p.login),
                (SELECT MAX(s.at) FROM sign_ins s WHERE s.login = p.login AND s.outcome = 'signed-in')
         FROM people p WHERE (p.folded LIKE $1 OR p.login LIKE $2) AND p.login > $3 {within} ORDER BY p.login LIMIT $4"
    );
    tx.query(&sql, values)?
        .iter()
        .map(|row| {
            Ok(Account {
                login: row.string(0)?,
                name: row.string(1)?,
                password: row.count(2)? > 0,
                second: row.count(3)? > 0,
                last_at: row.opt_time(4)?,
            })
        })
        .collect()
}

/// Keeps a challenge until its answer comes.
///
/// # Errors
/// When the database fails.
pub fn keep_ceremony(tx: &mut Tx, id: &str, body: &str, expires_at: Timestamp) -> Result<(), Fault> {
    tx.execute("INSERT INTO ceremonies (id, body, expires_at) VALUES ($1, $2, $3)", values![id, body, expires_at])
}

/// Takes a challenge, once: a second answer to it finds nothing.
///
/// # Errors
/// When the database fails.
pub fn take_ceremony(tx: &mut Tx, id: &str, now: Timestamp) -> Result<Option<String>, Fault> {
    let row = tx.query_opt("SELECT body FROM ceremonies WHERE id = $1 AND expires_at > $2", values![id, now])?;
    let Some(row) = row else { return Ok(None) };
    let taken = tx.execute_now("DELETE FROM ceremonies WHERE id = $1", values![id])?;
    Ok(Some(row.string(0)?).filter(|_| taken == 1))
}

/// Forgets challenges, codes and counts that are over, and sign-ins of more than a year ago.
///
/// # Errors
/// When the database fails.
pub fn forget_old(tx: &mut Tx, now: Timestamp) -> Result<(), Fault> {
    const SIGN_INS_KEPT: jiff::SignedDuration = jiff::SignedDuration::from_hours(24 * 365);
    tx.execute("DELETE FROM ceremonies WHERE expires_at <= $1", values![now])?;
    tx.execute("DELETE FROM one_time_codes WHERE expires_at <= $1", values![now])?;
    tx.execute("DELETE FROM attempts WHERE last_at <= $1", values![now - rules::accounts::FORGOTTEN_AFTER])?;
    tx.execute("DELETE FROM sign_ins WHERE at <= $1", values![now - SIGN_INS_KEPT])
}
