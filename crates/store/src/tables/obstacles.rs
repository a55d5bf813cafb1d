//! The tables of obstacles: a row is a function of the obstacle's state. Lists, and how many of what kind whom they stop.

use super::condition::Condition;
use super::numbers;
use crate::desk::obstacles::load;
use crate::engine::Row;
use crate::{Fault, Tx, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, ObstacleCode, TaskCode};
use rules::obstacles::{Event, Kind, Obstacle, Status};
use rules::people::permissions::Scope;
use rules::text::fold;

/// The sequence of their numbers.
pub(crate) const SEQUENCE: &str = "obstacles";

/// Takes in one entry.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx, event: &Event) -> Result<(), Fault> {
    let obstacle = load(tx, event.obstacle())?.ok_or_else(|| Fault::new("the stream of an obstacle is empty"))?;
    if matches!(event, Event::Raised(_)) {
        let (year, number) = obstacle.code().parts();
        numbers::note(tx, SEQUENCE, year, number)?;
    }
    write(tx, &obstacle)
}

fn write(tx: &mut Tx, obstacle: &Obstacle) -> Result<(), Fault> {
    let (raised, code) = (&obstacle.raised, obstacle.code().as_str());
    let place = raised.place.as_ref().map_or("", |place| place.name.as_str());
    tx.execute(
        "INSERT INTO obstacles (code, kind, title, words, raiser, raiser_name, place, holder, status, raised_on, raised_at,
             due_at, answered_at, missed, escalated, raisers, merged_into, task, version, raiser_login)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
         ON CONFLICT (code) DO UPDATE SET holder = excluded.holder, status = excluded.status, due_at = excluded.due_at,
             answered_at = excluded.answered_at, missed = excluded.missed, escalated = excluded.escalated,
             raisers = excluded.raisers, merged_into = excluded.merged_into, version = excluded.version,
             raiser_login = excluded.raiser_login",
        values![
            code,
            raised.kind.key(),
            obstacle.title(),
            fold(&format!("{code} {} {place}", raised.text)),
            raised.raiser.agency.as_str(),
            raised.raiser.name.as_str(),
            place,
            obstacle.holder().as_str(),
            obstacle.status.key(),
            day_of(obstacle.raised_at).to_string(),
            obstacle.raised_at,
            obstacle.due_at,
            obstacle.answer.as_ref().filter(|_| obstacle.status == Status::Answered).map(|answer| answer.at),
            obstacle.missed.is_some(),
            obstacle.escalated,
            obstacle.joined.len() + 1,
            obstacle.merged_into.as_ref().map(ObstacleCode::as_str),
            raised.task.as_ref().map(TaskCode::as_str),
            obstacle.version,
            raised.raiser.login.as_str(),
        ],
    )?;
    for agency in obstacle.concerned() {
        tx.execute(
            "INSERT INTO obstacle_agencies (obstacle, agency) VALUES ($1, $2) ON CONFLICT (obstacle, agency) DO NOTHING",
            values![code, agency.as_str()],
        )?;
    }
    Ok(())
}

/// An obstacle in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its code.
    pub code: ObstacleCode,
    /// What kind.
    pub kind: Kind,
    /// The beginning of its text.
    pub title: String,
    /// Whose it is.
    pub raiser: AgencyCode,
    /// In which village; may be empty.
    pub place: String,
    /// Who has it.
    pub holder: AgencyCode,
    /// Where it stands.
    pub status: Status,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// Until when it is answered.
    pub due_at: Option<Timestamp>,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
    /// Whether a deadline was missed.
    pub missed: bool,
    /// How many times it went to the level above.
    pub escalated: u64,
    /// How many raised it.
    pub raisers: u64,
}

/// On which side of an obstacle somebody's agencies stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Side {
    /// On any.
    #[default]
    Any,
    /// They have it: what waits for their answer.
    Held,
    /// They raised it.
    Raised,
}

impl Side {
    /// Every side, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Held, Self::Raised, Self::Any];

    /// Its name in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Any => "all",
            Self::Held => "held",
            Self::Raised => "raised",
        }
    }

    /// The side of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.key() == key)
    }
}

/// What state is wanted: each is a figure with these records behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It waits for an answer.
    Open,
    /// A deadline was missed, or is over.
    Late,
    /// It is answered.
    Answered,
    /// It went to the level above.
    Escalated,
    /// It waits for an answer, and its deadline is over.
    Overdue,
}

impl State {
    /// Every state, in the order of [`Counted`].
    pub const ALL: [Self; 5] = [Self::Open, Self::Overdue, Self::Late, Self::Answered, Self::Escalated];

    /// Its name in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Late => "late",
            Self::Answered => "answered",
            Self::Escalated => "escalated",
            Self::Overdue => "overdue",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    fn sql(self, now: &str) -> String {
        match self {
            Self::Open => "o.status = 'open'".to_owned(),
            Self::Late => format!("(o.missed = 1 OR o.due_at < {now})"),
            Self::Answered => "o.status = 'answered'".to_owned(),
            Self::Escalated => "o.escalated > 0".to_owned(),
            Self::Overdue => format!("(o.status = 'open' AND o.due_at < {now})"),
        }
    }
}

/// Which obstacles are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// On which side these agencies stand.
    pub side: Side,
    /// Of these agencies themselves, on that side.
    pub agencies: Vec<AgencyCode>,
    /// In this state.
    pub state: Option<State>,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// Raised by this agency or one below it.
    pub raiser: Option<AgencyCode>,
    /// Raised from this day on.
    pub from: Option<Date>,
    /// Raised until this day.
    pub to: Option<Date>,
    /// With all these words.
    pub words: String,
    /// About this task.
    pub task: Option<TaskCode>,
}

fn condition(scope: &Scope, filter: &Filter, now: Timestamp) -> Condition {
    let mut all = Condition::all();
    match scope {
        // Whoever sees only what they raised themselves.
        Scope::Owner(login) => {
            let login = all.value(login.as_str());
            all.and(&format!("o.raiser_login = {login}"));
        }
        scope => all.seen(scope, "obstacle_agencies a WHERE a.obstacle = o.code"),
    }
    let sided = match filter.side {
        Side::Any => None,
        Side::Held => Some(all.one_of("o.holder", &filter.agencies)),
        Side::Raised => Some(all.one_of("o.raiser", &filter.agencies)),
    };
    if let Some(sided) = sided {
        all.and(&sided);
    }
    if let Some(state) = filter.state {
        // A value that no text names is one too many.
        let now = if matches!(state, State::Late | State::Overdue) { all.value(now) } else { String::new() };
        all.and(&state.sql(&now));
    }
    if let Some(kind) = filter.kind {
        let kind = all.value(kind.key());
        all.and(&format!("o.kind = {kind}"));
    }
    if let Some(raiser) = &filter.raiser {
        let within = all.within("o.raiser", std::slice::from_ref(raiser));
        all.and(&within);
    }
    for (day, order) in [(filter.from, ">="), (filter.to, "<=")] {
        if let Some(day) = day {
            let day = all.value(day.to_string());
            all.and(&format!("o.raised_on {order} {day}"));
        }
    }
    if let Some(task) = &filter.task {
        let task = all.value(task.as_str());
        all.and(&format!("o.task = {task}"));
    }
    all.words("o.words", &filter.words);
    all
}

const COLUMNS: &str = "o.code, o.kind, o.title, o.raiser, o.place, o.holder, o.status, o.raised_at, o.due_at, o.answered_at, \
    o.missed, o.escalated, o.raisers";

/// The latest first, those behind `after` (instant of raising and code of the last one seen); one more than `limit`.
///
/// # Errors
/// When the database fails.
pub fn list(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
    now: Timestamp,
    after: Option<&(Timestamp, ObstacleCode)>,
    limit: u32,
) -> Result<Vec<Listed>, Fault> {
    let mut all = condition(scope, filter, now);
    if let Some((at, code)) = after {
        let (at, code) = (all.value(*at), all.value(code.as_str()));
        all.and(&format!("(o.raised_at < {at} OR o.raised_at = {at} AND o.code < {code})"));
    }
    let limit = all.value(i64::from(limit) + 1);
    let sql = format!(
        "SELECT {COLUMNS} FROM obstacles o WHERE {} ORDER BY o.raised_at DESC, o.code DESC LIMIT {limit}",
        all.sql
    );
    tx.query(&sql, all.values)?.iter().map(listed).collect()
}

/// The open ones of a filter, the first deadline first, those whose deadline is in a window where one is given.
///
/// # Errors
/// When the database fails.
pub fn by_deadline(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
    now: Timestamp,
    window: Option<(Timestamp, Timestamp)>,
    limit: u32,
) -> Result<Vec<Listed>, Fault> {
    let mut all = condition(scope, filter, now);
    all.and("o.status = 'open'");
    if let Some((from, until)) = window {
        let (from, until) = (all.value(from), all.value(until));
        all.and(&format!("o.due_at >= {from} AND o.due_at < {until}"));
    }
    let limit = all.value(limit);
    let sql = format!("SELECT {COLUMNS} FROM obstacles o WHERE {} ORDER BY o.due_at, o.code LIMIT {limit}", all.sql);
    tx.query(&sql, all.values)?.iter().map(listed).collect()
}

/// How many there are of a filter.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut Tx, scope: &Scope, filter: &Filter, now: Timestamp) -> Result<i64, Fault> {
    let all = condition(scope, filter, now);
    tx.query_one(&format!("SELECT COUNT(*) FROM obstacles o WHERE {}", all.sql), all.values)?.int(0)
}

/// The codes of those whose deadline is before this instant and that nobody answered; not what the top has, since nobody is above it.
///
/// # Errors
/// When the database fails.
pub fn overdue(tx: &mut Tx, before: Timestamp, top: &AgencyCode, limit: u32) -> Result<Vec<ObstacleCode>, Fault> {
    let sql = "SELECT code FROM obstacles WHERE status = 'open' AND due_at < $1 AND holder <> $2
        ORDER BY due_at, code LIMIT $3";
    tx.query(sql, values![before, top.as_str(), limit])?.iter().map(|row| row.parsed(0)).collect()
}

/// By what obstacles are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// By kind.
    Kind,
    /// By the agency that raised them.
    Raiser,
}

/// Obstacles of a kind or of an agency, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The kind's name, or the agency's code.
    pub key: String,
    /// How many were raised.
    pub raised: i64,
    /// How many wait for an answer.
    pub open: i64,
    /// How many wait for an answer past their deadline.
    pub overdue: i64,
    /// How many missed a deadline, answered since or not.
    pub late: i64,
    /// How many are answered.
    pub answered: i64,
    /// How many went to the level above.
    pub escalated: i64,
}

/// How many of each there are of a filter; what recurs most first.
///
/// # Errors
/// When the database fails.
pub fn counted(tx: &mut Tx, scope: &Scope, filter: &Filter, by: By, now: Timestamp) -> Result<Vec<Counted>, Fault> {
    let mut all = condition(scope, filter, now);
    let now = all.value(now);
    let column = match by {
        By::Kind => "o.kind",
        By::Raiser => "o.raiser",
    };
    let sums = State::ALL.map(|state| format!("SUM(CASE WHEN {} THEN 1 ELSE 0 END)", state.sql(&now))).join(", ");
    let sql = format!(
        "SELECT {column}, COUNT(*), {sums} FROM obstacles o WHERE {} GROUP BY {column} ORDER BY COUNT(*) DESC, {column}",
        all.sql
    );
    let counted = tx.query(&sql, all.values)?;
    let read = |row: &Row| {
        Ok(Counted {
            key: row.string(0)?,
            raised: row.int(1)?,
            open: row.int(2)?,
            overdue: row.int(3)?,
            late: row.int(4)?,
            answered: row.int(5)?,
            escalated: row.int(6)?,
        })
    };
    counted.iter().map(read).collect()
}

fn listed(row: &Row) -> Result<Listed, Fault> {
    let unknown = || Fault::new("an obstacle of an unknown kind or status");
    Ok(Listed {
        code: row.parsed(0)?,
        kind: Kind::from_key(row.text(1)?).ok_or_else(unknown)?,
        title: row.string(2)?,
        raiser: row.parsed(3)?,
        place: row.string(4)?,
        holder: row.parsed(5)?,
        status: Status::from_key(row.text(6)?).ok_or_else(unknown)?,
        raised_at: row.time(7)?,
        due_at: row.opt_time(8)?,
        answered_at: row.opt_time(9)?,
        missed: row.int(10)? == 1,
        escalated: row.count(11)?,
        raisers: row.count(12)?,
    })
}
