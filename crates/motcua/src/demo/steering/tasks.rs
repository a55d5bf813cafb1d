//! The 145 tasks under Resolution 57-NQ/TW: 85 of them completed at the end of the third quarter of 2025, the rest where they would stand
//! in December. Names and documents are made up after public plans; each document says that it is simulated.

use super::Scene;
use jiff::civil::{Date, date};
use jiff::{Span, Timestamp};
use rules::calendar::{day_of, instant};
use rules::codes::{AgencyCode, TaskCode};
use rules::indicators::Amount;
use rules::people::{Actor, AgencyLevel, Role};
use rules::tasks::{Command, Draft, Every, Link, LinkKind, Progress};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};
use store::province::ProvinceCache;
use store::{Failure, Store, desk};

/// How many tasks there are.
const TASKS: usize = 145;
/// How many of them are completed at the end of September.
const DONE: usize = 85;

/// What is made up from.
#[derive(Debug, Deserialize)]
struct Source {
    orders: Vec<Order>,
    tasks: Vec<Kind>,
}

/// A document that orders tasks, and when they were assigned under it.
#[derive(Debug, Deserialize)]
pub(super) struct Order {
    pub(super) on: Date,
    pub(super) number: String,
    pub(super) name: String,
}

/// The documents that order tasks, the oldest first.
#[cfg(test)]
pub(super) fn orders() -> impl Iterator<Item = &'static Order> {
    SOURCE.orders.iter()
}

/// A task that several agencies have.
#[derive(Debug, Deserialize)]
struct Kind {
    name: String,
    deliverable: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    target: Option<Amount>,
    #[serde(default)]
    every: Option<Every>,
}

#[expect(clippy::panic, reason = "the file is part of the program and a test reads it")]
static SOURCE: LazyLock<Source> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../data/demo/steering.json"))
        .unwrap_or_else(|error| panic!("data/demo/steering.json: {error}"))
});

/// What happens to a task in the end, as far as the year goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Done { late: bool, returned: bool },
    Submitted,
    Working { extension: bool },
    Waiting,
}

/// Something that is done to a task.
#[derive(Clone)]
enum Step {
    Assign(Box<Draft>),
    Lead(Command),
    Assigner(Command),
}

/// When, to which task, by whom, what.
type Entry = (Timestamp, usize, Arc<Actor>, Step);

pub(super) fn enter(store: &Store, scene: &Scene<'_>) -> Result<(), Failure> {
    let Ok(province) = "H35".parse::<AgencyCode>() else { return Ok(()) };
    let Some(chairman) = scene.staff.holder(&province, Role::Approver, 0).cloned() else { return Ok(()) };
    let (departments, communes) = (scene.agencies(AgencyLevel::Department), scene.agencies(AgencyLevel::Commune));
    let mut entries: Vec<Entry> = Vec::new();
    for number in 0..TASKS {
        let lead = match number {
            // The commune whose accounts visitors are told owes something late.
            LATE_OF_THE_SAMPLE => {
                scene.world.places.iter().find(|place| place.code.as_str() == "03549").map(|place| &place.authority)
            }
            _ if number % 3 == 2 => communes.get(number * 7 % communes.len().max(1)),
            _ => departments.get(number % departments.len().max(1)),
        };
        let Some(lead) = lead else { continue };
        let Some(leader) = scene.staff.holder(lead, Role::Approver, 0).cloned() else { continue };
        let named = scene.world.directory.get(lead).map_or("", |agency| agency.name.as_str());
        story(number, lead, named, &leader, &chairman, &mut entries);
    }
    entries.retain(|(at, ..)| scene.has(day_of(*at)));
    entries.sort_by_key(|(at, number, ..)| (*at, *number));
    let entries = Arc::new(entries);
    store.write_blocking(move |tx| {
        let known = ProvinceCache::default().get(tx)?;
        let mut tasks: HashMap<usize, (TaskCode, u64)> = HashMap::new();
        for (at, number, actor, step) in entries.iter() {
            let done = match step {
                Step::Assign(draft) => desk::tasks::assign(tx, &known, actor, &province, draft, None, *at)?,
                Step::Lead(command) | Step::Assigner(command) => {
                    // What was not assigned within these days is not worked on either.
                    let Some((code, version)) = tasks.get(number) else { continue };
                    desk::tasks::act(tx, actor, code, *version, command.clone(), *at)?
                }
            };
            tasks.insert(*number, (done.code().clone(), done.version));
        }
        Ok::<_, Failure>(())
    })
}

/// The number of the task that the told commune owes.
const LATE_OF_THE_SAMPLE: usize = 138;

fn fate(number: usize) -> Fate {
    match number {
        // Nine of the 85 were handed in late, and every seventh was returned once.
        0..DONE => Fate::Done { late: number % 9 == 4, returned: number % 7 == 3 },
        85..119 => Fate::Done { late: number == 102, returned: number % 8 == 1 },
        119..125 => Fate::Submitted,
        125..141 => Fate::Working { extension: number == 127 },
        _ => Fate::Waiting,
    }
}

/// The last day of a task.
fn due(number: usize) -> Date {
    let later =
        |from: Date, days: usize| from.saturating_add(Span::new().days(i64::try_from(days).unwrap_or_default()));
    match number {
        0..50 => later(date(2025, 3, 31), number * 3),
        50..DONE => later(date(2025, 8, 25), (number - 50) % 31),
        85..119 => later(date(2025, 10, 20), number - 85),
        119..125 => date(2025, 12, 25),
        // Four that are worked on are late, and one that was not begun.
        137..=140 => later(date(2025, 11, 20), (number - 137) * 7),
        144 => date(2025, 12, 10),
        _ => date(2026, 3, 31),
    }
}

fn order(number: usize) -> Option<&'static Order> {
    SOURCE.orders.get(match number {
        0..50 => 0,
        50..90 => 1,
        _ => 2,
    })
}

fn story(
    number: usize,
    lead: &AgencyCode,
    named: &str,
    leader: &Arc<Actor>,
    chairman: &Arc<Actor>,
    entries: &mut Vec<Entry>,
) {
    let (Some(order), Some(kind)) = (order(number), SOURCE.tasks.get(number % SOURCE.tasks.len().max(1))) else {
        return;
    };
    let due = due(number);
    let draft = Draft {
        lead: Some(lead.clone()),
        responsible: leader.login.clone(),
        name: format!("{} – {named}", kind.name),
        due_on: Some(due),
        every: kind.every,
        deliverable: kind.deliverable.clone(),
        unit: kind.unit.clone(),
        target: kind.target,
        authority: order.name.clone(),
        links: vec![Link { kind: LinkKind::Directive, reference: order.number.clone() }],
        ..Draft::default()
    };
    let mut day = order.on;
    let mut enter = |day: Date, hour: i8, step: Step| {
        let actor = if matches!(step, Step::Lead(_)) { leader } else { chairman };
        entries.push((instant(day.at(hour, 0, 0, 0)), number, Arc::clone(actor), step));
    };
    let plus = |day: Date, days: i64| day.saturating_add(Span::new().days(days));
    enter(day, 8, Step::Assign(Box::new(draft)));
    let fate = fate(number);
    if fate == Fate::Waiting {
        return;
    }
    day = plus(day, 2);
    enter(day, 9, Step::Lead(Command::Accept));
    let progress = |share: u8, document: String| Progress {
        note: "Đã triển khai theo kế hoạch (mô phỏng)".into(),
        progress: Some(share),
        value: kind.target.map(|target| Amount::whole(target.0 * i64::from(share) / 100_000)),
        document,
        evidence: Vec::new(),
        less_because: String::new(),
        // Two in three name a day as they report half-way; what is handed in promises nothing.
        promised_on: (!number.is_multiple_of(3)).then(|| plus(due, 3).max(plus(day, 30))),
    };
    let proved = || progress(100, format!("Báo cáo {}/BC (mô phỏng)", 400 + number));
    enter(plus(day, 21), 10, Step::Lead(Command::Report(progress(40, String::new()))));
    let last = match fate {
        Fate::Done { late: true, .. } => plus(due, 2),
        Fate::Submitted => date(2025, 12, 19),
        _ => plus(due, -3),
    };
    match fate {
        Fate::Done { returned, .. } => {
            if returned {
                enter(plus(last, -5), 15, Step::Lead(Command::Submit(proved())));
                let reason = "Chưa đủ số liệu chứng minh; bổ sung rồi nộp lại.".into();
                enter(plus(last, -4), 9, Step::Assigner(Command::Return { reason }));
            }
            enter(last, 15, Step::Lead(Command::Submit(proved())));
            enter(plus(last, 1), 9, Step::Assigner(Command::Complete { note: String::new() }));
        }
        Fate::Submitted => enter(last, 15, Step::Lead(Command::Submit(proved()))),
        Fate::Working { extension: true } => {
            let reason = "Chờ hướng dẫn kỹ thuật của bộ (mô phỏng)".into();
            enter(date(2025, 12, 18), 15, Step::Lead(Command::AskExtension { until: Some(date(2026, 6, 30)), reason }));
        }
        Fate::Working { .. } | Fate::Waiting => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ships_makes_145_tasks_of_which_85_are_done_in_september() {
        assert!(SOURCE.tasks.len() * 5 == TASKS && SOURCE.orders.len() == 3);
        let done = |day: Date| {
            let submitted = |number: &usize| match fate(*number) {
                Fate::Done { late, .. } => {
                    due(*number).saturating_add(Span::new().days(if late { 3 } else { -2 })) <= day
                }
                _ => false,
            };
            (0..TASKS).filter(submitted).count()
        };
        assert_eq!(done(date(2025, 9, 30)), DONE);
        assert!(done(date(2025, 12, 22)) > DONE);
        assert!((0..TASKS).all(|number| order(number).is_some_and(|order| due(number) > order.on)));
    }
}
