//! What an agency owes, what waits for its decision, what others owe it: counted, and the most urgent of each.

use super::{figures, own};
use crate::province::Province;
use crate::tables::obstacles;
use crate::tables::tasks::lists::{self, Filter, Side, Waits};
use crate::{Fault, Tx, desk};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::agenda::{Matter, days_late};
use rules::calendar::day_of;
use rules::codes::{AgencyCode, ConferenceCode, DirectiveCode, IndicatorCode, ObstacleCode, TaskCode};
use rules::indicators::ReportPeriod;
use rules::people::Actor;
use rules::people::permissions::{Scope, raises_for, tasks_seen};
use rules::task_reports::Month;
use rules::tasks::LinkKind;

/// What is owed of one matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// What it is.
    pub matter: Matter,
    /// How many.
    pub count: i64,
    /// How many of them are late; of what waits for a decision, how many have a last day that is over.
    pub late: i64,
    /// The most urgent, the latest first; none of what is counted among another matter.
    pub items: Vec<Item>,
}

/// Something that is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The record.
    pub record: Record,
    /// Its name; empty for a monthly report.
    pub name: String,
    /// The other agency: who gave it, handed it in, raised it, has it; the own one where there is no other.
    pub agency: AgencyCode,
    /// The last day; nothing where nobody set one.
    pub due_on: Option<Date>,
    /// Which day the lead agency promised, or asks for.
    pub promised_on: Option<Date>,
}

impl Item {
    /// By how many days it is late; below nothing while days are left.
    #[must_use]
    pub fn days_late(&self, today: Date) -> Option<i32> {
        self.due_on.map(|due| days_late(due, today))
    }
}

/// A record that an item opens onto.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// A task.
    Task(TaskCode),
    /// An obstacle.
    Obstacle(ObstacleCode),
    /// A directive.
    Directive(DirectiveCode),
    /// The report of an indicator's value.
    Value(IndicatorCode, AgencyCode, ReportPeriod),
    /// A monthly report of tasks.
    Report(AgencyCode, Month),
    /// A conclusion of a conference, by number.
    Conclusion(ConferenceCode, u32),
}

/// Who asks, of when, for how many of each matter.
pub(super) struct Asking<'a> {
    pub(super) province: &'a Province,
    pub(super) actor: &'a Actor,
    pub(super) own: Vec<AgencyCode>,
    pub(super) now: Timestamp,
    pub(super) today: Date,
    pub(super) most: u32,
}

/// Everything that the actor's agencies owe and are owed, matter by matter, `most` records of each; of one matter where one is named.
///
/// # Errors
/// When the database fails.
pub fn matters(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    only: Option<Matter>,
    now: Timestamp,
    most: u32,
) -> Result<Vec<Owed>, Fault> {
    let asking = Asking { province, actor, own: own(actor), now, today: day_of(now), most };
    let wanted = Matter::ALL.into_iter().filter(|matter| only.is_none_or(|only| only == *matter));
    wanted
        .map(|matter| match matter {
            Matter::Obstacle => obstacles_of(tx, &asking, matter, obstacles::Side::Held),
            Matter::RaisedObstacle => obstacles_of(tx, &asking, matter, obstacles::Side::Raised),
            Matter::Directive => Ok(whole(&asking, matter, figures::directives_due(tx, &asking)?)),
            Matter::IndicatorValue => Ok(whole(&asking, matter, figures::values_due(tx, &asking)?)),
            Matter::MonthlyReport => Ok(whole(&asking, matter, figures::reports_due(tx, &asking)?)),
            Matter::ReportApproval => Ok(whole(&asking, matter, figures::reports_waiting(tx, &asking)?)),
            Matter::ValueApproval => Ok(whole(&asking, matter, figures::values_waiting(tx, &asking)?)),
            Matter::Unassigned => Ok(whole(&asking, matter, figures::unassigned(tx, &asking)?)),
            Matter::LedTask
            | Matter::Conclusion
            | Matter::SupportedTask
            | Matter::Acceptance
            | Matter::Extension
            | Matter::GivenTask => tasks(tx, &asking, matter),
        })
        .collect()
}

/// All of it, counted; nothing of these is so many that it must be counted apart.
fn whole(asking: &Asking<'_>, matter: Matter, mut items: Vec<Item>) -> Owed {
    items.sort_by(|one, other| (one.due_on, &one.name).cmp(&(other.due_on, &other.name)));
    let late = items.iter().filter(|item| item.days_late(asking.today).is_some_and(|days| days > 0)).count();
    let count = items.len();
    items.truncate(usize::try_from(asking.most).unwrap_or(usize::MAX));
    Owed { matter, count: number(count), late: number(late), items }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The filter of a matter that is tasks: the list of tasks takes the same, so that a count opens onto as many.
#[must_use]
pub fn filter(matter: Matter, own: &[AgencyCode]) -> Filter {
    let (side, waits) = match matter {
        Matter::SupportedTask => (Side::Support, Waits::Work),
        Matter::Acceptance => (Side::Assigner, Waits::Acceptance),
        Matter::Extension => (Side::Assigner, Waits::Extension),
        Matter::GivenTask => (Side::Assigner, Waits::Work),
        _ => (Side::Lead, Waits::Work),
    };
    Filter {
        side,
        agencies: own.to_vec(),
        open: true,
        waits: Some(waits),
        others: matter == Matter::GivenTask,
        link: (matter == Matter::Conclusion).then(|| (LinkKind::Conclusion, String::new())),
        ..Filter::default()
    }
}

fn tasks(tx: &mut Tx, asking: &Asking<'_>, matter: Matter) -> Result<Owed, Fault> {
    let (scope, today) = (tasks_seen(asking.actor), asking.today);
    let filter = filter(matter, &asking.own);
    // What waits for the assigner to decide is late by the task's last day, handed in or not.
    let over = match filter.waits {
        Some(Waits::Work) => Filter { late: true, ..filter.clone() },
        _ => Filter { due: Some((Date::ZERO, today.yesterday().unwrap_or(today))), ..filter.clone() },
    };
    let count = lists::count(tx, &scope, &filter, today)?;
    let late = if count > 0 { lists::count(tx, &scope, &over, today)? } else { 0 };
    let mut items = Vec::new();
    if matter != Matter::Conclusion && count > 0 {
        let mut found = lists::list(tx, &scope, &filter, today, None, asking.most)?;
        found.truncate(usize::try_from(asking.most).unwrap_or(usize::MAX));
        let mine = |agency: &AgencyCode| asking.own.contains(agency);
        items.extend(found.into_iter().map(|task| Item {
            due_on: Some(task.missed_report(today).unwrap_or(task.due_on)),
            agency: if mine(&task.lead) && !mine(&task.assigner) { task.assigner } else { task.lead },
            promised_on: task.extension_until.or(task.promised_on),
            name: task.name,
            record: Record::Task(task.code),
        }));
    }
    Ok(Owed { matter, count, late, items })
}

fn obstacles_of(tx: &mut Tx, asking: &Asking<'_>, matter: Matter, side: obstacles::Side) -> Result<Owed, Fault> {
    let scope: Scope = tasks_seen(asking.actor);
    let filter = obstacles::Filter {
        side,
        agencies: raises_for(asking.actor),
        state: Some(obstacles::State::Open),
        ..obstacles::Filter::default()
    };
    let over = obstacles::Filter { state: Some(obstacles::State::Overdue), ..filter.clone() };
    let found = obstacles::by_deadline(tx, &scope, &filter, asking.now, None, asking.most)?;
    let other = |one: &obstacles::Listed| match side {
        obstacles::Side::Held => one.raiser.clone(),
        _ => one.holder.clone(),
    };
    Ok(Owed {
        matter,
        count: obstacles::count(tx, &scope, &filter, asking.now)?,
        late: obstacles::count(tx, &scope, &over, asking.now)?,
        items: found
            .into_iter()
            .map(|one| Item {
                agency: other(&one),
                due_on: one.due_at.map(day_of),
                promised_on: None,
                name: one.title,
                record: Record::Obstacle(one.code),
            })
            .collect(),
    })
}

/// The conclusion of a conference, where one is to be made a task.
pub(super) fn conclusion(tx: &mut Tx, code: &ConferenceCode) -> Result<Vec<Item>, Fault> {
    let Some(conference) = desk::conferences::load(tx, code)? else { return Ok(Vec::new()) };
    let host = conference.details.host.clone();
    let open = conference.conclusions.iter().filter(|one| one.tasks.is_empty() && one.due_on.is_some());
    let item = |one: &rules::conferences::Conclusion| Item {
        record: Record::Conclusion(code.clone(), one.number),
        name: one.text.clone(),
        agency: one.leads.first().unwrap_or(&host).clone(),
        due_on: one.due_on,
        promised_on: None,
    };
    Ok(open.map(item).collect())
}
