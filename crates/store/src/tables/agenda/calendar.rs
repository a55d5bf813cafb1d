//! What happens between two days, of what concerns somebody: by their positions now, so that whoever lost one sees nothing of it any more.

use super::{leading, own};
use crate::engine::Row;
use crate::tables::condition::Condition;
use crate::tables::obstacles;
use crate::tables::tasks::lists::{self, Filter, Side};
use crate::{Fault, Tx, desk};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::agenda::{Happening, HappeningKind, When, deliveries};
use rules::calendar::instant;
use rules::codes::AgencyCode;
use rules::people::Actor;
use rules::people::permissions::{Scope, conferences_seen, raises_for, tasks_seen};
use rules::task_reports::Month;
use rules::tasks::Due;

/// Whose tasks are in a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Those that the person's agencies lead or support.
    Agency,
    /// Those that their agencies gave to others.
    Given,
    /// Those that the person answers for themselves.
    Own,
}

impl Whose {
    /// Every choice, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Agency, Self::Given, Self::Own];

    /// Its name in addresses and texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Given => "given",
            Self::Own => "own",
        }
    }

    /// The choice of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|whose| whose.key() == key)
    }

    /// Where nothing is said: those of the province owe little and are owed much.
    #[must_use]
    pub fn usual(actor: &Actor) -> Self {
        if tasks_seen(actor) == Scope::All { Self::Given } else { Self::Agency }
    }

    /// The filters of the list of tasks whose results together are these.
    fn filters(self, actor: &Actor) -> Vec<Filter> {
        let side = |side| Filter { side, agencies: own(actor), open: true, ..Filter::default() };
        match self {
            Self::Agency => vec![side(Side::Lead), side(Side::Support)],
            Self::Given => vec![Filter { others: true, ..side(Side::Assigner) }],
            Self::Own => vec![Filter { responsible: actor.login.clone(), open: true, ..Filter::default() }],
        }
    }
}

/// A window of days, and how many of each kind are wanted at most.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// So many of each kind at most.
    pub most: u32,
}

impl Window {
    fn instants(self) -> (Timestamp, Timestamp) {
        let after = self.to.tomorrow().unwrap_or(self.to);
        (instant(self.from.at(0, 0, 0, 0)), instant(after.at(0, 0, 0, 0)))
    }
}

/// What happens in a window, in order of time.
///
/// # Errors
/// When the database fails.
pub fn happenings(tx: &mut Tx, actor: &Actor, whose: Whose, window: Window) -> Result<Vec<Happening>, Fault> {
    let own = own(actor);
    let mut all = tasks(tx, actor, whose, window)?;
    all.extend(conferences(tx, actor, window)?);
    if !own.is_empty() {
        all.extend(meetings(tx, &own, window)?);
        all.extend(visits(tx, &own, window)?);
        all.extend(obstacles_due(tx, actor, window)?);
        all.extend(directives_due(tx, &own, window)?);
        all.extend(monthly_reports(tx, &own, window)?);
    }
    let hour = |one: &Happening| match one.when {
        When::Days(..) => Timestamp::MIN,
        When::At(at) => at,
    };
    all.sort_by(|one, other| {
        let order = |it: &Happening| (it.when.first(), hour(it), it.kind);
        order(one).cmp(&order(other)).then_with(|| one.reference.cmp(&other.reference))
    });
    all.dedup_by(|later, first| later.uid() == first.uid());
    Ok(all)
}

fn tasks(tx: &mut Tx, actor: &Actor, whose: Whose, window: Window) -> Result<Vec<Happening>, Fault> {
    let scope = tasks_seen(actor);
    let happening = |kind, task: &lists::Listed, day| Happening {
        kind,
        reference: task.code.to_string(),
        name: task.name.clone(),
        agency: task.lead.clone(),
        place: String::new(),
        when: When::on(day),
    };
    let mut all = Vec::new();
    for filter in whose.filters(actor) {
        let due = Filter { due: Some((window.from, window.to)), ..filter.clone() };
        let mut found = lists::list(tx, &scope, &due, window.from, None, window.most)?;
        found.truncate(usize::try_from(window.most).unwrap_or(usize::MAX));
        all.extend(found.iter().map(|task| happening(HappeningKind::Task, task, task.due_on)));
        for task in lists::periodic(tx, &scope, &filter, window.from, window.from, window.most)? {
            let due = Due { on: task.due_on, every: task.every };
            let days = deliveries(due, window.from.max(task.assigned_on), window.to);
            all.extend(days.into_iter().map(|day| happening(HappeningKind::Delivery, &task, day)));
        }
    }
    Ok(all)
}

fn conferences(tx: &mut Tx, actor: &Actor, window: Window) -> Result<Vec<Happening>, Fault> {
    let (from, until) = window.instants();
    let mut all = Condition::all();
    let (from, until) = (all.value(from), all.value(until));
    all.and(&format!("c.starts_at >= {from} AND c.starts_at < {until}"));
    if let Some(seen) = conferences_seen(actor) {
        let (host, point) = (all.one_of("c.host", &seen), all.one_of("p.agency", &seen));
        all.and(&format!(
            "({host} OR EXISTS (SELECT 1 FROM conference_points p WHERE p.conference = c.code AND {point}))"
        ));
    }
    let limit = all.value(window.most);
    let sql = format!(
        "SELECT c.code, c.name, c.host, c.place, c.starts_at FROM conferences c WHERE {} ORDER BY c.starts_at LIMIT {limit}",
        all.sql
    );
    let read = |row: &Row| Ok(Happening { when: When::At(row.time(4)?), ..named(HappeningKind::Conference, row)? });
    tx.query(&sql, all.values)?.iter().map(read).collect()
}

/// From a row of code, name, agency and place.
fn named(kind: HappeningKind, row: &Row) -> Result<Happening, Fault> {
    Ok(Happening {
        kind,
        reference: row.string(0)?,
        name: row.string(1)?,
        agency: row.parsed(2)?,
        place: row.string(3)?,
        when: When::on(Date::ZERO),
    })
}

/// Meetings that are planned, and those that were held.
fn meetings(tx: &mut Tx, own: &[AgencyCode], window: Window) -> Result<Vec<Happening>, Fault> {
    let mut all = Condition::all();
    let (from, to) = (all.value(window.from.to_string()), all.value(window.to.to_string()));
    let within = all.one_of("c.agency", own);
    let limit = all.value(window.most);
    let sql = format!(
        "SELECT c.code, c.name, c.agency, '', c.next_meeting FROM committees c
         WHERE c.next_meeting >= {from} AND c.next_meeting <= {to} AND c.dissolved_on IS NULL AND {within}
         UNION SELECT c.code, c.name, c.agency, '', m.held_on FROM committees c
             JOIN committee_meetings m ON m.committee = c.code
         WHERE m.held_on >= {from} AND m.held_on <= {to} AND {within}
         ORDER BY 5, 1 LIMIT {limit}"
    );
    let read = |row: &Row| Ok(Happening { when: When::on(row.parsed(4)?), ..named(HappeningKind::Meeting, row)? });
    tx.query(&sql, all.values)?.iter().map(read).collect()
}

/// Visits that the own agencies make or receive; not what was called off.
fn visits(tx: &mut Tx, own: &[AgencyCode], window: Window) -> Result<Vec<Happening>, Fault> {
    let mut all = Condition::all();
    let (from, to) = (all.value(window.from.to_string()), all.value(window.to.to_string()));
    all.and(&format!("from_on <= {to} AND to_on >= {from} AND state <> 'cancelled'"));
    let (sends, receives) = (all.one_of("agency", own), all.one_of("host", own));
    all.and(&format!("({sends} OR {receives})"));
    let limit = all.value(window.most);
    let sql = format!(
        "SELECT code, plan, agency, place, from_on, to_on FROM visits WHERE {} ORDER BY from_on, code LIMIT {limit}",
        all.sql
    );
    let read = |row: &Row| {
        Ok(Happening { when: When::Days(row.parsed(4)?, row.parsed(5)?), ..named(HappeningKind::Visit, row)? })
    };
    tx.query(&sql, all.values)?.iter().map(read).collect()
}

fn obstacles_due(tx: &mut Tx, actor: &Actor, window: Window) -> Result<Vec<Happening>, Fault> {
    let (scope, now) = (tasks_seen(actor), instant(window.from.at(0, 0, 0, 0)));
    let filter =
        obstacles::Filter { side: obstacles::Side::Held, agencies: raises_for(actor), ..obstacles::Filter::default() };
    let found = obstacles::by_deadline(tx, &scope, &filter, now, Some(window.instants()), window.most)?;
    let happening = |one: obstacles::Listed| {
        Some(Happening {
            kind: HappeningKind::Obstacle,
            reference: one.code.to_string(),
            name: one.title,
            agency: one.raiser,
            place: one.place,
            when: When::At(one.due_at?),
        })
    };
    Ok(found.into_iter().filter_map(happening).collect())
}

/// The last days of what directives ask the own agencies for.
fn directives_due(tx: &mut Tx, own: &[AgencyCode], window: Window) -> Result<Vec<Happening>, Fault> {
    let mut all = Condition::all();
    let (from, to) = (all.value(window.from.to_string()), all.value(window.to.to_string()));
    let has = all.one_of("a.agency", own);
    all.and(&format!("a.assigned = 1 AND {has}"));
    all.and(&format!("COALESCE(a.due_on, d.due_on) >= {from} AND COALESCE(a.due_on, d.due_on) <= {to}"));
    let limit = all.value(window.most);
    let sql = format!(
        "SELECT d.code, d.subject, a.agency, '', COALESCE(a.due_on, d.due_on)
         FROM directive_agencies a JOIN directives d ON d.code = a.directive WHERE {} ORDER BY 5, 1 LIMIT {limit}",
        all.sql
    );
    let read = |row: &Row| Ok(Happening { when: When::on(row.parsed(4)?), ..named(HappeningKind::Directive, row)? });
    tx.query(&sql, all.values)?.iter().map(read).collect()
}

/// The days on which the months of the window are cut off.
fn monthly_reports(tx: &mut Tx, own: &[AgencyCode], window: Window) -> Result<Vec<Happening>, Fault> {
    let (own, mut all) = (leading(tx, own)?, Vec::new());
    let mut first = window.from.first_of_month();
    while first <= window.to {
        let month = Month::of(first);
        let day = desk::task_reports::cut_off(tx, month)?;
        if (window.from..=window.to).contains(&day) {
            all.extend(own.iter().map(|agency| Happening {
                kind: HappeningKind::MonthlyReport,
                reference: month.to_string(),
                name: String::new(),
                agency: agency.clone(),
                place: String::new(),
                when: When::on(day),
            }));
        }
        let Ok(next) = first.last_of_month().tomorrow() else { break };
        first = next;
    }
    Ok(all)
}
