//! The obstacles of the simulated autumn: raised by communes for their villages and for themselves, most of them answered in time, some
//! taken up a level, two that are the same merged, the rest waiting.

use super::Scene;
use jiff::civil::{Date, date};
use jiff::{Span, Timestamp};
use rules::calendar::{day_of, instant};
use rules::codes::{AgencyCode, ObstacleCode};
use rules::obstacles::{Command, Kind, Obstacle, Raise, Status};
use rules::people::{Actor, AgencyLevel, Role};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};
use store::province::{Province, ProvinceCache};
use store::{Failure, Store, Tx, desk};

/// How many are raised.
const COUNT: usize = 48;
/// The first day on which one is.
const FIRST: Date = date(2025, 9, 8);

/// What one says, and its answer.
#[derive(Debug, Deserialize)]
struct Sample {
    kind: Kind,
    text: String,
    answer: String,
}

#[expect(clippy::panic, reason = "the file is part of the program and a test reads it")]
static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../data/demo/obstacles.json"))
        .unwrap_or_else(|error| panic!("data/demo/obstacles.json: {error}"))
});

/// Something that happens.
#[derive(Clone)]
enum Step {
    Raise(Box<Raise>, Arc<Actor>),
    /// The one of this number is merged into that one.
    Merge(usize),
    Answer(&'static str),
    /// What nobody answered goes up.
    Escalate,
}

/// When, to which one, what.
type Entry = (Timestamp, usize, Step);

pub(super) fn enter(store: &Store, scene: &Scene<'_>) -> Result<(), Failure> {
    let mut entries: Vec<Entry> = (0..COUNT).flat_map(|number| story(scene, number)).collect();
    // As the server does each morning.
    entries.extend((0..120).map(|days| (hour(plus(FIRST, days), 7), COUNT, Step::Escalate)));
    entries.retain(|(at, ..)| scene.has(day_of(*at)));
    entries.sort_by_key(|(at, number, _)| (*at, *number));
    let leaders: HashMap<AgencyCode, Arc<Actor>> = scene
        .world
        .directory
        .iter()
        .filter_map(|agency| {
            Some((agency.code.clone(), Arc::clone(scene.staff.holder(&agency.code, Role::Approver, 0)?)))
        })
        .collect();
    let entries = Arc::new((entries, leaders));
    store.write_blocking(move |tx| {
        let (entries, leaders) = &*entries;
        let province = ProvinceCache::default().get(tx)?;
        let mut codes: HashMap<usize, ObstacleCode> = HashMap::new();
        for (at, number, step) in entries {
            match step {
                Step::Raise(raise, actor) => {
                    let raised = desk::obstacles::raise(tx, &province, actor, (**raise).clone(), *at)?;
                    codes.insert(*number, raised.code().clone());
                }
                Step::Escalate => {
                    desk::obstacles::escalate(tx, &province, *at)?;
                }
                Step::Merge(into) => {
                    let (Some(one), Some(into)) = (codes.get(number), codes.get(into)) else { continue };
                    act(tx, &province, leaders, one, &Command::Merge, Some(into), *at)?;
                }
                Step::Answer(text) => {
                    let Some(code) = codes.get(number) else { continue };
                    let document = format!("Công văn {}/CV (mô phỏng)", 300 + number);
                    let answer = Command::Answer { text: (*text).to_owned(), document };
                    act(tx, &province, leaders, code, &answer, None, *at)?;
                }
            }
        }
        Ok::<_, Failure>(())
    })
}

/// Whoever leads the agency that has it acts, unless it waits for nobody.
fn act(
    tx: &mut Tx,
    province: &Province,
    leaders: &HashMap<AgencyCode, Arc<Actor>>,
    code: &ObstacleCode,
    command: &Command,
    into: Option<&ObstacleCode>,
    at: Timestamp,
) -> Result<(), Failure> {
    let open = |obstacle: &Obstacle| obstacle.status == Status::Open;
    let Some(obstacle) = desk::obstacles::load(tx, code)?.filter(open) else { return Ok(()) };
    if let Some(into) = into
        && !desk::obstacles::load(tx, into)?.is_some_and(|into| open(&into))
    {
        return Ok(());
    }
    let Some(leader) = leaders.get(obstacle.holder()) else { return Ok(()) };
    desk::obstacles::act(tx, province, leader, code, obstacle.version, command, into, at).map(|_| ())
}

fn story(scene: &Scene<'_>, number: usize) -> Vec<Entry> {
    let communes = scene.agencies(AgencyLevel::Commune);
    let place = number * 5 % communes.len().max(1);
    // Signal is what most of them lack.
    let sample = if number.is_multiple_of(3) { 0 } else { number % SAMPLES.len().max(1) };
    let (Some(commune), Some(sample)) = (communes.get(place), SAMPLES.get(sample)) else { return Vec::new() };
    let Some(officer) = scene.staff.holder(commune, Role::CaseOfficer, 0).cloned() else { return Vec::new() };
    let village = scene.world.directory.get(commune).and_then(|agency| agency.commune.as_ref());
    let village = village
        .and_then(|commune| rules::codes::VillageCode::new(commune, 1 + u16::try_from(number % 4).unwrap_or_default()));
    let raise = Raise {
        agency: commune.to_string(),
        kind: Some(sample.kind),
        text: sample.text.clone(),
        village: village.filter(|_| number.is_multiple_of(2)).map(|village| village.to_string()).unwrap_or_default(),
        ..Raise::default()
    };
    let on = working(plus(FIRST, i64::try_from(number * 21 / 10).unwrap_or_default()));
    let minute = |day: Date, hour: i8| instant(day.at(hour, i8::try_from(number % 60).unwrap_or_default(), 0, 0));
    let mut story = vec![(minute(on, 9), number, Step::Raise(Box::new(raise), officer))];
    match number {
        // The same as the one before it of that kind.
        33 | 39 => story.push((minute(working(plus(on, 1)), 10), number, Step::Merge(number - 3))),
        // These two wait long enough for the same to be raised elsewhere.
        30 | 36 => story.push((minute(working(plus(on, 9)), 15), number, Step::Answer(&sample.answer))),
        // Nobody answers these: they climb and stand out.
        7 | 19 | 31 => {}
        // Answered by the level above, after it came up.
        _ if number % 8 == 5 => story.push((minute(working(plus(on, 17)), 15), number, Step::Answer(&sample.answer))),
        _ => story.push((minute(working(plus(on, 2)), 15), number, Step::Answer(&sample.answer))),
    }
    story
}

fn plus(day: Date, days: i64) -> Date {
    day.saturating_add(Span::new().days(days))
}

/// The day, or the Monday after it.
fn working(day: Date) -> Date {
    let mut day = day;
    while matches!(day.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday) {
        day = plus(day, 1);
    }
    day
}

fn hour(day: Date, hour: i8) -> Timestamp {
    instant(day.at(hour, 0, 0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ships_has_answers_for_every_kind_that_it_raises() {
        assert!(SAMPLES.len() > 5 && SAMPLES.iter().all(|sample| !sample.answer.is_empty()));
        assert_eq!(SAMPLES[0].kind, Kind::Coverage, "what recurs");
    }
}
