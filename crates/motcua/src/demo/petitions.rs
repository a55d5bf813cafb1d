//! The petitions of the simulated year: some a week, most answered in time, a few late, disliked or still open. Their shares stand
//! before the year begins, so that the levers of the index can be solved with them.

use super::staff::Staff;
use super::world::World;
use jiff::civil::{Date, Time};
use jiff::{Span, Timestamp};
use rules::calendar::instant;
use rules::people::{Actor, Role};
use rules::petitions::{Command, File, Kind, Way};
use rules::quality::Share;
use serde::Deserialize;
use std::sync::Arc;
use store::desk;
use store::province::ProvinceCache;
use store::{Failure, Tx};

/// How many are filed in the year.
const COUNT: usize = 60;
/// Those that are answered late.
const LATE: [usize; 5] = [7, 16, 25, 34, 43];
/// Those whose answer is disliked.
const DISLIKED: [usize; 2] = [11, 29];

/// What is written in them, as it ships.
#[derive(Debug, Deserialize)]
struct Sample {
    kind: Kind,
    title: String,
    text: String,
    answer: String,
}

/// Something that is done to a petition.
#[derive(Debug, Clone)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    actor: Arc<Actor>,
    id: String,
    doing: Doing,
}

#[derive(Debug, Clone)]
enum Doing {
    File(File),
    Act(Command),
}

/// The shares of petitions handled in time, and of those without complaint.
pub fn shares() -> (Share, Share) {
    let whole = |count: usize| i64::try_from(count).unwrap_or(0);
    let (all, in_time) = (whole(COUNT), whole(COUNT - LATE.len()));
    (Share::new(in_time, all), Share::new(in_time - whole(DISLIKED.len()), all))
}

/// Everything that is done to petitions from the first day to the end, in order.
pub fn plan(world: &World, staff: &Staff, first: Date, end: Timestamp) -> Vec<Step> {
    let samples: Vec<Sample> = serde_json::from_str(include_str!("../../data/demo/petitions.json")).unwrap_or_default();
    let days = first.until(rules::calendar::day_of(end)).map_or(0, |span| span.get_days());
    let mut steps: Vec<Step> = samples
        .iter()
        .cycle()
        .take(COUNT)
        .enumerate()
        .flat_map(|(number, sample)| story(number, sample, days, (world, staff), first))
        .filter(|step| step.at <= end)
        .collect();
    steps.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
    steps
}

/// What happens to one petition, as far as there are people to do it.
fn story(number: usize, sample: &Sample, days: i32, (world, staff): (&World, &Staff), first: Date) -> Vec<Step> {
    let (Some(citizen), Some(place)) = (
        staff.citizens.get(number % staff.citizens.len().max(1)),
        world.places.get(number * 5 % world.places.len().max(1)),
    ) else {
        return Vec::new();
    };
    let agency = &place.authority;
    let holder = |role, which| staff.holder(agency, role, which).cloned();
    let (Some(officer), Some(leader)) = (holder(Role::CaseOfficer, number), holder(Role::Approver, number)) else {
        return Vec::new();
    };
    let nth = i32::try_from(number).unwrap_or(0);
    let offset = days.saturating_mul(nth) / i32::try_from(COUNT).unwrap_or(1);
    let calendar = world.calendar(agency);
    // On working days, some minutes apart: two things never happen at the same second.
    let moment = |working_days: i32, hour: i8, minute: i8| {
        let mut day = calendar.next_working_day(first.saturating_add(Span::new().days(offset)));
        for _ in 0..working_days {
            day = calendar.next_working_day(day.tomorrow().unwrap_or(day));
        }
        instant(day.to_datetime(Time::constant(hour, minute, i8::try_from(number % 60).unwrap_or(0), 0)))
    };
    let late = LATE.contains(&number);
    let id = format!("PA{}-{:08}", rules::calendar::day_of(moment(0, 9, 10)).strftime("%y%m%d"), number + 1);
    let step = |at, actor: &Arc<Actor>, doing| Step { at, actor: actor.clone(), id: id.clone(), doing };
    let file = File {
        id: id.clone(),
        kind: Some(sample.kind),
        agency: agency.to_string(),
        title: sample.title.clone(),
        text: sample.text.clone(),
        ..File::default()
    };
    let rate = Command::Rate { content: Some(!DISLIKED.contains(&number)), comment: String::new() };
    let draft = Command::Draft { way: Way::Answer, text: sample.answer.clone() };
    let (drafted, issued) = if late { (15, 18) } else { (5, 8) };
    vec![
        step(moment(0, 9, 10), &citizen.actor, Doing::File(file)),
        step(moment(drafted, 10, 20), &officer, Doing::Act(draft)),
        step(moment(issued, 15, 30), &leader, Doing::Act(Command::Issue)),
        step(moment(issued + 1, 8, 40), &leader, Doing::Act(Command::Publish)),
        step(moment(issued + 2, 9, 50), &citizen.actor, Doing::Act(rate)),
    ]
}

/// Enters a step; nobody is told of what is past.
pub fn enter(tx: &mut Tx, cache: &ProvinceCache, step: &Step) -> Result<(), Failure> {
    let province = cache.get(tx)?;
    match &step.doing {
        Doing::File(file) => {
            desk::petitions::file(tx, &province, &step.actor, file.clone(), step.at)?;
        }
        Doing::Act(command) => {
            desk::history::petition(tx, &province, &step.actor, &step.id, command, step.at)?;
        }
    }
    Ok(())
}
