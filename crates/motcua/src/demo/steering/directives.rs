//! The directives of the simulated province: those that order its tasks and those that the province issued, in its register, assigned to
//! departments and communes; most of them opened within days, some not yet. Documents that are made up say so in their excerpt.

use super::Scene;
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use rules::calendar::{day_of, instant};
use rules::codes::{AgencyCode, DirectiveCode};
use rules::directives::{Assign, Direction, Draft, Kind, Urgency};
use rules::people::{Actor, AgencyLevel, Role};
use serde::Deserialize;
use std::sync::{Arc, LazyLock};
use store::province::ProvinceCache;
use store::{Failure, Store, desk};

/// A directive as it is made up.
#[derive(Debug, Deserialize)]
struct Told {
    /// On which day it is registered and assigned.
    on: Date,
    direction: Direction,
    kind: Kind,
    notation: String,
    issued_on: Date,
    issuer: String,
    subject: String,
    #[serde(default)]
    urgency: Urgency,
    #[serde(default)]
    due_on: Option<Date>,
    #[serde(default)]
    signer: String,
    #[serde(default)]
    signer_position: String,
    /// To which levels it is assigned.
    to: Vec<String>,
    #[serde(default)]
    due: Option<Date>,
    note: String,
}

#[expect(clippy::panic, reason = "the file is part of the program and a test reads it")]
static TOLD: LazyLock<Vec<Told>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../data/demo/directives.json"))
        .unwrap_or_else(|error| panic!("data/demo/directives.json: {error}"))
});

/// What is done.
enum Step {
    Register(Box<Draft>),
    Assign(Assign),
    Open,
}

/// When, with which directive, by whom, what.
type Entry = (Timestamp, usize, Arc<Actor>, Step);

pub(super) fn enter(store: &Store, scene: &Scene<'_>) -> Result<(), Failure> {
    let Ok(province) = "H35".parse::<AgencyCode>() else { return Ok(()) };
    let Some(chairman) = scene.staff.holder(&province, Role::Approver, 0).cloned() else { return Ok(()) };
    let mut entries: Vec<Entry> = Vec::new();
    for (number, told) in TOLD.iter().enumerate() {
        story(scene, number, told, &province, &chairman, &mut entries);
    }
    entries.retain(|(at, ..)| scene.has(day_of(*at)) && *at <= scene.ends_at);
    entries.sort_by_key(|(at, number, ..)| (*at, *number));
    let entries = Arc::new(entries);
    store.write_blocking(move |tx| {
        let known = ProvinceCache::default().get(tx)?;
        let mut codes: Vec<Option<DirectiveCode>> = vec![None; TOLD.len()];
        for (at, number, actor, step) in entries.iter() {
            let Some(code) = codes.get_mut(*number) else { continue };
            match (step, &code) {
                (Step::Register(draft), _) => {
                    *code = Some(desk::directives::register(tx, &known, actor, draft, *at)?.code().clone());
                }
                (Step::Assign(to), Some(code)) => {
                    desk::directives::assign(tx, &known, actor, code, to, *at)?;
                }
                (Step::Open, Some(code)) => desk::directives::open(tx, actor, code, *at)?,
                // What was not registered within these days is not opened either.
                (_, None) => {}
            }
        }
        Ok::<_, Failure>(())
    })
}

fn story(
    scene: &Scene<'_>,
    number: usize,
    told: &Told,
    province: &AgencyCode,
    chairman: &Arc<Actor>,
    entries: &mut Vec<Entry>,
) {
    let at = |days: i64, hour: i8, minute: i8| {
        instant(told.on.saturating_add(Span::new().days(days)).at(hour, minute, 0, 0))
    };
    let levels = [("departments", AgencyLevel::Department), ("communes", AgencyLevel::Commune)];
    let wanted = levels.into_iter().filter(|(key, _)| told.to.iter().any(|to| to == key));
    let to: Vec<AgencyCode> = wanted.flat_map(|(_, level)| scene.agencies(level)).collect();
    let draft = Draft {
        agency: province.to_string(),
        direction: Some(told.direction),
        notation: told.notation.clone(),
        issued_on: Some(told.issued_on),
        issuer: told.issuer.clone(),
        kind: Some(told.kind),
        subject: told.subject.clone(),
        urgency: told.urgency,
        due_on: told.due_on,
        signer: told.signer.clone(),
        signer_position: told.signer_position.clone(),
        ..Draft::default()
    };
    entries.push((at(0, 8, 0), number, Arc::clone(chairman), Step::Register(Box::new(draft))));
    // Some do not open it: the later it came, the more.
    let seldom = if number + 1 == TOLD.len() { 3 } else { 11 };
    for (place, agency) in to.iter().enumerate().filter(|(place, _)| place % seldom != seldom - 1) {
        let Some(leader) = scene.staff.holder(agency, Role::Approver, 0).cloned() else { continue };
        let minute = i8::try_from(place % 60).unwrap_or_default();
        let days = i64::try_from(1 + place % 3).unwrap_or(1);
        entries.push((at(days, 9, minute), number, leader, Step::Open));
    }
    let assign = Assign { to, due_on: told.due, note: told.note.clone() };
    entries.push((at(0, 9, 0), number, Arc::clone(chairman), Step::Assign(assign)));
}

#[cfg(test)]
mod tests {
    use super::super::tasks::orders;
    use super::*;

    #[test]
    fn every_order_of_tasks_is_a_directive_that_was_registered_before_its_tasks() {
        for order in orders() {
            let told = TOLD.iter().find(|told| told.notation == order.number);
            assert!(told.is_some_and(|told| told.on < order.on && order.name.contains(&told.notation)), "{order:?}");
        }
    }

    #[test]
    fn nothing_is_registered_before_it_is_issued_or_due_before_it_is_assigned() {
        assert!(TOLD.iter().all(|told| told.issued_on <= told.on && told.due.is_none_or(|due| due >= told.on)));
    }
}
