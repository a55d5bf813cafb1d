//! The tables of directives: rows are a function of the directive's state; lists find them by all that is read in them.

use super::condition::Condition;
use super::numbers;
use crate::desk::directives::load;
use crate::engine::Row;
use crate::{Fault, Tx, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, DirectiveCode};
use rules::directives::{Direction, Directive, Event, Kind, Urgency};
use rules::people::permissions::Scope;
use rules::text::fold;

/// The sequence of their codes.
pub(crate) const SEQUENCE: &str = "directives";

/// The sequence of a register's numbers.
pub(crate) fn register(agency: &AgencyCode, direction: Direction) -> String {
    format!("directives/{}/{agency}", direction.key())
}

/// Takes in one entry.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx, event: &Event) -> Result<(), Fault> {
    let directive = load(tx, event.directive())?.ok_or_else(|| Fault::new("the stream of a directive is empty"))?;
    if let Event::Registered(registered) = event {
        let (year, number) = directive.code().parts();
        numbers::note(tx, SEQUENCE, year, number)?;
        let sequence = register(&registered.agency, registered.direction);
        numbers::note(tx, &sequence, day_of(directive.registered_at).year(), registered.number)?;
    }
    write(tx, &directive)
}

fn write(tx: &mut Tx, directive: &Directive) -> Result<(), Fault> {
    let (registered, code) = (&directive.registered, directive.code().as_str());
    let opened = directive.assigned.iter().filter(|holder| directive.opened_by(&holder.agency).is_some()).count();
    let words = fold(&format!(
        "{code} {} {} {} {} {}",
        registered.notation, registered.issuer, registered.subject, registered.content, registered.file_text
    ));
    tx.execute(
        "INSERT INTO directives (code, agency, direction, number, notation, issued_on, issuer, kind, subject, words, urgency,
             due_on, received_as, registered_at, assigned, opened, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
         ON CONFLICT (code) DO UPDATE SET assigned = excluded.assigned, opened = excluded.opened,
             version = excluded.version",
        values![
            code,
            registered.agency.as_str(),
            registered.direction.key(),
            registered.number,
            registered.notation.as_str(),
            registered.issued_on.to_string(),
            registered.issuer.as_str(),
            registered.kind.key(),
            registered.subject.as_str(),
            words,
            registered.urgency.key(),
            registered.due_on.map(|day| day.to_string()),
            Some(registered.received_as.as_str()).filter(|received| !received.is_empty()),
            directive.registered_at,
            directive.assigned.len(),
            opened,
            directive.version,
        ],
    )?;
    let own = (!directive.is_assigned_to(&registered.agency)).then_some((&registered.agency, None, false));
    let assigned = directive.assigned.iter().map(|holder| (&holder.agency, holder.due_on, true));
    for (agency, due_on, assigned) in own.into_iter().chain(assigned) {
        tx.execute(
            "INSERT INTO directive_agencies (directive, agency, assigned, due_on, opened_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (directive, agency) DO UPDATE SET assigned = excluded.assigned, due_on = excluded.due_on,
                 opened_at = excluded.opened_at",
            values![
                code,
                agency.as_str(),
                assigned,
                due_on.map(|day| day.to_string()),
                directive.opened_by(agency).map(|receipt| receipt.at)
            ],
        )?;
    }
    Ok(())
}

/// A directive in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its code.
    pub code: DirectiveCode,
    /// In whose register.
    pub agency: AgencyCode,
    /// Whether it came or went.
    pub direction: Direction,
    /// Its number in the register.
    pub number: u64,
    /// Number and notation on it.
    pub notation: String,
    /// The day on it.
    pub issued_on: Date,
    /// Who issued it.
    pub issuer: String,
    /// Its type.
    pub kind: Kind,
    /// Its excerpt.
    pub subject: String,
    /// How urgent it is.
    pub urgency: Urgency,
    /// Until when it is to be done: by the agencies that were asked about, else as the directive itself says.
    pub due_on: Option<Date>,
    /// When it was registered.
    pub registered_at: Timestamp,
    /// How many agencies have it.
    pub assigned: u64,
    /// In how many of them somebody opened it.
    pub opened: u64,
}

/// On which side of a directive somebody's agencies stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Side {
    /// On any.
    #[default]
    Any,
    /// It was assigned to them.
    Assigned,
    /// It was assigned to them and nobody there opened it.
    Unread,
    /// It is in their register.
    Register,
}

impl Side {
    /// Every side, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Unread, Self::Assigned, Self::Register, Self::Any];

    /// Its name in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Any => "all",
            Self::Assigned => "assigned",
            Self::Unread => "unread",
            Self::Register => "register",
        }
    }

    /// The side of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.key() == key)
    }
}

/// Which directives are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// On which side these agencies stand.
    pub side: Side,
    /// Of these agencies themselves, on that side.
    pub agencies: Vec<AgencyCode>,
    /// That came, or went.
    pub direction: Option<Direction>,
    /// Of this type.
    pub kind: Option<Kind>,
    /// With all these words.
    pub words: String,
}

fn condition(scope: &Scope, filter: &Filter) -> Condition {
    let mut all = Condition::all();
    all.seen(scope, "directive_agencies a WHERE a.directive = d.code");
    let assigned = |all: &mut Condition, unread: &str| {
        let one = all.one_of("b.agency", &filter.agencies);
        format!(
            "EXISTS (SELECT 1 FROM directive_agencies b WHERE b.directive = d.code AND b.assigned = 1{unread} AND {one})"
        )
    };
    let sided = match filter.side {
        Side::Any => None,
        Side::Assigned => Some(assigned(&mut all, "")),
        Side::Unread => Some(assigned(&mut all, " AND b.opened_at IS NULL")),
        Side::Register => Some(all.one_of("d.agency", &filter.agencies)),
    };
    if let Some(sided) = sided {
        all.and(&sided);
    }
    for (column, key) in [("d.direction", filter.direction.map(Direction::key)), ("d.kind", filter.kind.map(Kind::key))]
    {
        if let Some(key) = key {
            let key = all.value(key);
            all.and(&format!("{column} = {key}"));
        }
    }
    all.words("d.words", &filter.words);
    all
}

const COLUMNS: &str = "d.code, d.agency, d.direction, d.number, d.notation, d.issued_on, d.issuer, d.kind, d.subject, d.urgency, \
    d.registered_at, d.assigned, d.opened";

/// The last day of the agencies that are asked about, else of the directive.
fn due(all: &mut Condition, agencies: &[AgencyCode]) -> String {
    let mine = all.one_of("b.agency", agencies);
    format!(
        "COALESCE((SELECT MIN(b.due_on) FROM directive_agencies b WHERE b.directive = d.code AND b.assigned = 1 AND {mine}), d.due_on)"
    )
}

/// The latest registered first, those behind `after`; one more than `limit`.
///
/// # Errors
/// When the database fails.
pub fn list(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
    after: Option<&DirectiveCode>,
    limit: u32,
) -> Result<Vec<Listed>, Fault> {
    let mut all = condition(scope, filter);
    if let Some(code) = after {
        let code = all.value(code.as_str());
        let at = format!("(SELECT registered_at FROM directives WHERE code = {code})");
        all.and(&format!("(d.registered_at < {at} OR d.registered_at = {at} AND d.code < {code})"));
    }
    let (limit, due) = (all.value(i64::from(limit) + 1), due(&mut all, &filter.agencies));
    let sql = format!(
        "SELECT {COLUMNS}, {due} FROM directives d WHERE {} ORDER BY d.registered_at DESC, d.code DESC LIMIT {limit}",
        all.sql
    );
    tx.query(&sql, all.values)?.iter().map(listed).collect()
}

/// How many there are of a filter.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut Tx, scope: &Scope, filter: &Filter) -> Result<i64, Fault> {
    let all = condition(scope, filter);
    tx.query_one(&format!("SELECT COUNT(*) FROM directives d WHERE {}", all.sql), all.values)?.int(0)
}

/// The one that another system sent under this identity into a register, if it is in it already.
///
/// # Errors
/// When the database fails.
pub fn received(tx: &mut Tx, agency: &AgencyCode, received_as: &str) -> Result<Option<DirectiveCode>, Fault> {
    let sql = "SELECT code FROM directives WHERE agency = $1 AND received_as = $2";
    tx.query_opt(sql, values![agency.as_str(), received_as])?.map(|row| row.parsed(0)).transpose()
}

/// Whether another document has the same number and notation: then that alone does not name it.
///
/// # Errors
/// When the database fails.
pub fn is_ambiguous(tx: &mut Tx, notation: &str) -> Result<bool, Fault> {
    let sql = "SELECT COUNT(*) FROM (SELECT DISTINCT issuer, issued_on FROM directives WHERE notation = $1) named";
    Ok(tx.query_one(sql, values![notation])?.int(0)? > 1)
}

/// The one of this notation, day and issuer in a register, if it is in it already.
///
/// # Errors
/// When the database fails.
pub fn same(
    tx: &mut Tx,
    agency: &AgencyCode,
    notation: &str,
    issued_on: Date,
    issuer: &str,
) -> Result<Option<DirectiveCode>, Fault> {
    let sql =
        "SELECT code FROM directives WHERE agency = $1 AND notation = $2 AND issued_on = $3 AND issuer = $4 LIMIT 1";
    let row = tx.query_opt(sql, values![agency.as_str(), notation, issued_on.to_string(), issuer])?;
    row.map(|row| row.parsed(0)).transpose()
}

fn listed(row: &Row) -> Result<Listed, Fault> {
    let unknown = || Fault::new("a directive of an unknown type");
    Ok(Listed {
        code: row.parsed(0)?,
        agency: row.parsed(1)?,
        direction: Direction::from_key(row.text(2)?).ok_or_else(unknown)?,
        number: row.count(3)?,
        notation: row.string(4)?,
        issued_on: row.parsed(5)?,
        issuer: row.string(6)?,
        kind: Kind::from_key(row.text(7)?).ok_or_else(unknown)?,
        subject: row.string(8)?,
        urgency: Urgency::from_key(row.text(9)?).ok_or_else(unknown)?,
        registered_at: row.time(10)?,
        assigned: row.count(11)?,
        opened: row.count(12)?,
        due_on: row
            .opt_string(13)?
            .map(|day| day.parse())
            .transpose()
            .map_err(|error| Fault::because("a day", error))?,
    })
}
