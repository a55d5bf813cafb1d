//! Lists of people for those who administer them: found by name, agency and role, paged by key; and who acts for whom.

use super::positions::role;
use crate::engine::{Row, Tx, Value};
use crate::{Fault, values};
use jiff::civil::Date;
use rules::codes::AgencyCode;
use rules::people::{DelegationKind, Position, Role, is_within};
use rules::text::fold;
use std::fmt::Write as _;

/// Which people are looked for; what is not set does not narrow.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only those with a position in one of these agencies or below; the whole province when nothing is said.
    pub within: Option<Vec<AgencyCode>>,
    /// Words of the name, with or without diacritics, or the beginning of a login.
    pub q: Option<String>,
    /// The agency of a position, or one above it.
    pub agency: Option<AgencyCode>,
    /// The role of a position.
    pub role: Option<Role>,
    /// Whether they hold a position.
    pub standing: Standing,
}

/// How people stand in the province's service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// They hold a position today.
    #[default]
    InForce,
    /// They held one, or will.
    Past,
    /// They never held one.
    None,
    /// Their account is closed.
    Disabled,
    /// Everybody.
    Any,
}

impl Standing {
    /// Every standing, in the order in which it is offered.
    pub const ALL: [Self; 5] = [Self::InForce, Self::Past, Self::None, Self::Disabled, Self::Any];

    /// The name in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Past => "past",
            Self::None => "none",
            Self::Disabled => "disabled",
            Self::Any => "any",
        }
    }

    /// The standing of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.key() == key)
    }
}

/// A person of a list with their positions, past ones too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The name to sign in with.
    pub login: String,
    /// The full name.
    pub name: String,
    /// Whether the account is closed.
    pub disabled: bool,
    /// Their positions, the latest first.
    pub positions: Vec<Held>,
    folded: String,
}

/// A position with its days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Where.
    pub agency: AgencyCode,
    /// As what.
    pub role: Role,
    /// The title.
    pub title: String,
    /// The first day.
    pub from: Date,
    /// The last day, when it is known.
    pub until: Option<Date>,
    /// The decision that granted it.
    pub decision: Option<String>,
}

/// Where a page of people ended: folded name and login.
pub type Key = (String, String);

impl Listed {
    /// The key of who was shown last.
    #[must_use]
    pub fn key(&self) -> Key {
        (self.folded.clone(), self.login.clone())
    }
}

/// A page of people by name; one more than `limit` says that there are more.
///
/// # Errors
/// When the database fails.
pub fn page(tx: &mut Tx, filter: &Filter, today: Date, after: Option<&Key>, limit: u32) -> Result<Vec<Listed>, Fault> {
    let (mut sql, mut values) = conditions(filter, today);
    if let Some((folded, login)) = after {
        let (folded, login) = (push(&mut values, folded.as_str()), push(&mut values, login.as_str()));
        let _ = write!(sql, " AND (p.folded > {folded} OR p.folded = {folded} AND p.login > {login})");
    }
    let sql = format!(
        "SELECT p.login, p.name, p.disabled, p.folded FROM people p WHERE {sql} ORDER BY p.folded, p.login LIMIT {}",
        limit + 1
    );
    let mut found = Vec::new();
    for row in tx.query(&sql, values)? {
        let login = row.string(0)?;
        let mut positions = held(tx, &login)?;
        // What they hold elsewhere is for those who keep that agency.
        if let Some(within) = &filter.within {
            positions.retain(|held| within.iter().any(|agency| is_within(&held.agency, agency)));
        }
        found.push(Listed { login, name: row.string(1)?, disabled: row.bool(2)?, positions, folded: row.string(3)? });
    }
    Ok(found)
}

/// How many people the filter finds.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut Tx, filter: &Filter, today: Date) -> Result<i64, Fault> {
    let (sql, values) = conditions(filter, today);
    tx.query_one(&format!("SELECT COUNT(*) FROM people p WHERE {sql}"), values)?.int(0)
}

/// The positions of a person, past ones too, the latest first.
///
/// # Errors
/// When the database fails.
pub fn held(tx: &mut Tx, login: &str) -> Result<Vec<Held>, Fault> {
    let sql = "SELECT agency, role, title, from_on, until_on, decision FROM positions WHERE login = $1
        ORDER BY from_on DESC, agency, role";
    tx.query(sql, values![login])?.iter().map(one).collect()
}

fn one(row: &Row) -> Result<Held, Fault> {
    Ok(Held {
        agency: row.parsed(0)?,
        role: role(row.text(1)?)?,
        title: row.string(2)?,
        from: row.parsed(3)?,
        until: row.opt_string(4)?.map(|day| day.parse()).transpose().map_err(|error| Fault::because("a day", error))?,
        decision: row.opt_string(5)?,
    })
}

fn conditions(filter: &Filter, today: Date) -> (String, Vec<Value>) {
    let mut values = Vec::new();
    let today = push(&mut values, today.to_string());
    let in_force = format!("o.from_on <= {today} AND (o.until_on IS NULL OR o.until_on >= {today})");
    let mut sql = match filter.standing {
        Standing::Disabled => "p.disabled = 1".to_owned(),
        Standing::InForce | Standing::Past => "p.disabled = 0".to_owned(),
        // The day must be asked for in any case: PostgreSQL wants every value used.
        Standing::None | Standing::Any => format!("{today} <> ''"),
    };
    let mut of_position = String::new();
    if let Some(agency) = &filter.agency {
        of_position.push_str(&below(&mut values, agency));
    }
    if let Some(role) = filter.role {
        let _ = write!(of_position, " AND o.role = {}", push(&mut values, role.key()));
    }
    let any = "SELECT 1 FROM positions o WHERE o.login = p.login";
    let exists = match filter.standing {
        Standing::InForce => format!(" AND EXISTS ({any} AND {in_force}{of_position})"),
        Standing::Past => {
            format!(" AND EXISTS ({any}{of_position}) AND NOT EXISTS ({any} AND {in_force}{of_position})")
        }
        Standing::None => format!(" AND NOT EXISTS ({any})"),
        Standing::Disabled | Standing::Any if of_position.is_empty() => String::new(),
        Standing::Disabled | Standing::Any => format!(" AND EXISTS ({any}{of_position})"),
    };
    sql.push_str(&exists);
    if filter.standing == Standing::Disabled {
        let _ = write!(sql, " AND {today} <> ''");
    }
    if let Some(within) = &filter.within {
        let ways: Vec<_> = within
            .iter()
            .map(|agency| format!("EXISTS ({any} AND {in_force}{})", below(&mut values, agency)))
            .collect();
        let _ = write!(sql, " AND ({})", if ways.is_empty() { "1 = 0".to_owned() } else { ways.join(" OR ") });
    }
    if let Some(typed) = filter.q.as_deref().filter(|typed| !typed.trim().is_empty()) {
        let words: Vec<_> = fold(typed)
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(|word| format!("p.folded LIKE {}", push(&mut values, format!("%{word}%"))))
            .collect();
        let login = push(&mut values, format!("{}%", escaped(&typed.trim().to_lowercase())));
        let by_name = if words.is_empty() { "1 = 0".to_owned() } else { words.join(" AND ") };
        let _ = write!(sql, " AND ({by_name} OR p.login LIKE {login} ESCAPE '\\')");
    }
    (sql, values)
}

/// The condition of a position in an agency or below it, beginning with `AND`.
fn below(values: &mut Vec<Value>, agency: &AgencyCode) -> String {
    let (own, under) = (push(values, agency.as_str()), push(values, format!("{agency}.%")));
    format!(" AND (o.agency = {own} OR o.agency LIKE {under})")
}

/// A text that `LIKE` takes letter by letter.
fn escaped(typed: &str) -> String {
    typed.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

fn push(values: &mut Vec<Value>, value: impl Into<Value>) -> String {
    values.push(value.into());
    format!("${}", values.len())
}

/// A delegation as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegated {
    /// Whose positions: login and name.
    pub principal: (String, String),
    /// Its number among theirs.
    pub number: u32,
    /// Who acts: login and name.
    pub delegate: (String, String),
    /// As a substitute or by authority.
    pub kind: DelegationKind,
    /// Which positions: agency and role.
    pub positions: Vec<(AgencyCode, Role)>,
    /// The fields that it is limited to; all when empty.
    pub fields: Vec<String>,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// Why.
    pub reason: String,
    /// The document that it rests on.
    pub decision: Option<String>,
    /// Whether it was taken back.
    pub revoked: bool,
    /// Whether it gives the delegate anything on the day: both still hold what it needs.
    pub works: bool,
}

/// Which delegations are looked for.
#[derive(Debug, Clone, Default)]
pub struct Delegations {
    /// Given by this login or to it.
    pub of: Option<String>,
    /// Only those of positions in one of these agencies or below.
    pub within: Option<Vec<AgencyCode>>,
    /// Only those that still have days.
    pub open: bool,
}

/// The delegations, those that end last first; at most `limit`.
///
/// # Errors
/// When the database fails.
pub fn delegations(tx: &mut Tx, which: &Delegations, today: Date, limit: u32) -> Result<Vec<Delegated>, Fault> {
    let mut values = Vec::new();
    let mut sql = String::from("1 = 1");
    if let Some(login) = &which.of {
        let login = push(&mut values, login.as_str());
        let _ = write!(sql, " AND (d.login = {login} OR d.delegate = {login})");
    }
    if which.open {
        let _ = write!(sql, " AND d.revoked_at IS NULL AND d.until_on >= {}", push(&mut values, today.to_string()));
    }
    if let Some(within) = &which.within {
        let of = "SELECT 1 FROM delegated_positions o WHERE o.login = d.login AND o.number = d.number";
        let ways: Vec<_> = within.iter().map(|agency| format!("EXISTS ({of}{})", below(&mut values, agency))).collect();
        let _ = write!(sql, " AND ({})", if ways.is_empty() { "1 = 0".to_owned() } else { ways.join(" OR ") });
    }
    let sql = format!(
        "SELECT d.login, p.name, d.number, d.delegate, q.name, d.kind, d.fields, d.from_on, d.until_on, d.reason,
             d.decision, d.revoked_at
         FROM delegations d JOIN people p ON p.login = d.login JOIN people q ON q.login = d.delegate
         WHERE {sql} ORDER BY d.until_on DESC, d.login, d.number LIMIT {limit}"
    );
    let rows = tx.query(&sql, values)?;
    rows.iter().map(|row| delegated(tx, row, today)).collect()
}

fn delegated(tx: &mut Tx, row: &Row, today: Date) -> Result<Delegated, Fault> {
    let number = u32::try_from(row.int(2)?).map_err(|error| Fault::because("a delegation's number", error))?;
    let login = row.string(0)?;
    let sql = "SELECT agency, role FROM delegated_positions WHERE login = $1 AND number = $2 ORDER BY agency, role";
    let positions = tx.query(sql, values![login.as_str(), i64::from(number)])?;
    let positions = positions.iter().map(|row| Ok((row.parsed(0)?, role(row.text(1)?)?)));
    let kind = DelegationKind::from_key(row.text(5)?).ok_or_else(|| Fault::new("a delegation has an unknown kind"))?;
    let by_it = |held: &Position| {
        let other = held.in_place_of.as_ref().map(|other| &other.principal);
        other.is_some_and(|other| other.login == login && other.number == number)
    };
    let open = tx.query_opt("SELECT 1 FROM people WHERE login = $1 AND disabled = 0", values![row.text(3)?])?.is_some();
    let works = open && super::positions::held(tx, row.text(3)?, today)?.iter().any(by_it);
    Ok(Delegated {
        works,
        positions: positions.collect::<Result<_, Fault>>()?,
        principal: (login, row.string(1)?),
        number,
        delegate: (row.string(3)?, row.string(4)?),
        kind,
        fields: row.json(6)?,
        from: row.parsed(7)?,
        until: row.parsed(8)?,
        reason: row.string(9)?,
        decision: row.opt_string(10)?,
        revoked: row.opt_int(11)?.is_some(),
    })
}
