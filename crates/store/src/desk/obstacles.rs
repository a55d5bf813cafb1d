//! Obstacles at the desk: raised, answered for everybody who raised the same, and taken up a level when their time is over.

use super::messages;
use super::tasks::STEERING_LEDGER;
use crate::journal::{self, Append, Recorded};
use crate::province::Province;
use crate::tables::messages::Args;
use crate::tables::{numbers, obstacles as table, villages};
use crate::{Failure, Fault, Tx};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::Refusal;
use rules::calendar::{StartRule, TimeLimit, day_of, instant};
use rules::codes::{AgencyCode, ObstacleCode, VillageCode};
use rules::messages::Notice;
use rules::obstacles::{
    Answered, Command, Context, Event, Joined, Obstacle, Place, Raise, Raising, decide, overdue, raise as decide_raise,
};
use rules::people::permissions::{may_see_obstacle, may_see_task};
use rules::people::{Actor, Agency, Capacity};

/// So many are taken up a level in one transaction.
const BATCH: u32 = 50;

fn stream(code: &ObstacleCode) -> String {
    format!("obstacles/{code}")
}

/// The obstacle of this code with its entries in the journal, oldest first; nothing when there is none.
///
/// # Errors
/// When the database fails.
pub fn load_with_history(tx: &mut Tx, code: &ObstacleCode) -> Result<Option<(Obstacle, Vec<Recorded>)>, Fault> {
    let history = journal::read_stream(tx, &stream(code))?;
    let mut obstacle = None;
    for recorded in &history {
        let rules::Event::Obstacles(event) = &recorded.event else { continue };
        obstacle = Obstacle::next(obstacle, event, recorded.at);
    }
    Ok(obstacle.map(|obstacle| (obstacle, history)))
}

/// The obstacle of this code; nothing when there is none.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut Tx, code: &ObstacleCode) -> Result<Option<Obstacle>, Fault> {
    Ok(load_with_history(tx, code)?.map(|(obstacle, _)| obstacle))
}

/// The obstacle of this code, if the actor sees it.
///
/// # Errors
/// The same refusal whether there is none or it is not theirs.
pub fn find(tx: &mut Tx, actor: &Actor, code: &ObstacleCode) -> Result<Obstacle, Failure> {
    let found = load(tx, code)?.filter(|obstacle| may_see_obstacle(actor, obstacle));
    found.ok_or_else(|| Refusal::not_found("obstacle-unknown").into())
}

/// Raises an obstacle; answers it as it stands, with whoever has authority.
///
/// # Errors
/// When something is missing, or the task that it holds up is not seen by the actor.
pub fn raise(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    typed: Raise,
    now: Timestamp,
) -> Result<Obstacle, Failure> {
    if let Some(code) = &typed.task {
        let task = super::tasks::find(tx, code)?;
        if !may_see_task(actor, &task) {
            return Err(Refusal::not_found("task-unknown").into());
        }
    }
    let place = place(tx, province, &typed)?;
    let due = due(province, now);
    let raising = Raising { directory: &province.directory, place: place.as_ref(), due: &due };
    let year = day_of(now).year();
    // Judged once with a number that is not taken, so that what is refused takes none.
    decide_raise(actor, ObstacleCode::new(year, 0), typed.clone(), raising)?;
    let code = ObstacleCode::new(year, numbers::next(tx, table::SEQUENCE, year)?);
    let (raised, by) = decide_raise(actor, code.clone(), typed, raising)?;
    append(tx, &code, 0, Event::Raised(raised), &by, now)?;
    find(tx, actor, &code)
}

/// The village of the code that was typed, if it is one of the agency's.
fn place(tx: &mut Tx, province: &Province, typed: &Raise) -> Result<Option<Place>, Fault> {
    let (Ok(agency), Ok(code)) = (typed.agency.parse::<AgencyCode>(), typed.village.parse::<VillageCode>()) else {
        return Ok(None);
    };
    let commune = province.directory.get(&agency).filter(|agency| agency.governs_a_commune());
    let Some(commune) = commune.and_then(|agency| agency.commune.as_ref()) else { return Ok(None) };
    let known = villages::village(tx, &code)?.filter(|known| known.village.commune == *commune);
    Ok(known.map(|known| Place { village: known.village.code, name: known.village.name }))
}

/// When something that an agency gets now is due.
fn due(province: &Province, now: Timestamp) -> impl Fn(&AgencyCode, TimeLimit) -> Timestamp {
    move |agency, limit| province.calendar(agency).due(now, limit, StartRule::AtOnce)
}

/// Does to an obstacle, seen at this version, what the actor commands; `into` is the one into which it is merged.
///
/// # Errors
/// When there is none for them, somebody else was faster, or the rules refuse.
#[expect(clippy::too_many_arguments, reason = "all that a decision rests on")]
pub fn act(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    code: &ObstacleCode,
    seen: u64,
    command: &Command,
    into: Option<&ObstacleCode>,
    now: Timestamp,
) -> Result<Obstacle, Failure> {
    let obstacle = find(tx, actor, code)?;
    if obstacle.version != seen {
        return Err(Refusal::conflict("obstacle-changed-meanwhile").with("current", obstacle.version).into());
    }
    // One that they do not see is none.
    let other = match into {
        Some(into) => load(tx, into)?.filter(|other| may_see_obstacle(actor, other)),
        None => None,
    };
    let due = due(province, now);
    let context = Context { now, directory: &province.directory, due: &due, other: other.as_ref() };
    let (event, by) = decide(actor, &obstacle, command, context)?;
    append(tx, code, obstacle.version, event.clone(), &by, now)?;
    match (&event, &other) {
        (Event::Merged(_), Some(other)) => {
            let raiser = obstacle.raised.raiser.clone();
            let (main, due_at) = (other.code().clone(), obstacle.due_at);
            let joined = Joined { obstacle: main, other: code.clone(), raiser, due_at };
            append(tx, other.code(), other.version, Event::Joined(joined), &by, now)?;
        }
        (Event::Answered(answered), _) => answer_joined(tx, &obstacle, answered, &by, now)?,
        _ => {}
    }
    let after = find(tx, actor, code)?;
    tell(tx, &after, &event, now)?;
    Ok(after)
}

/// Tells whoever raised it of the answer, and the leaders of the level above that it came up to them.
fn tell(tx: &mut Tx, after: &Obstacle, event: &Event, now: Timestamp) -> Result<(), Fault> {
    let args = Args::from([("code".to_owned(), after.code().to_string()), ("title".to_owned(), after.title())]);
    let id = |login: &str| format!("{}/{}/{login}", stream(after.code()), after.version);
    match event {
        Event::Answered(_) => {
            let login = &after.raised.raiser.login;
            messages::officer(tx, id(login), login, Notice::ObstacleAnswered, args, now)
        }
        // What nobody answered in time is in the daily message of whoever has it now.
        Event::Escalated(escalated) if !escalated.overdue => {
            for login in leaders(tx, &escalated.to, day_of(now))? {
                messages::officer(tx, id(&login), &login, Notice::ObstacleEscalated, args.clone(), now)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Who leads an agency on a day.
fn leaders(tx: &mut Tx, agency: &AgencyCode, day: Date) -> Result<Vec<String>, Fault> {
    let officers = super::tasks::officers(tx, agency, day)?;
    Ok(officers.into_iter().filter(|officer| officer.leads).map(|officer| officer.login).collect())
}

/// Everybody who raised the same gets the answer.
fn answer_joined(
    tx: &mut Tx,
    main: &Obstacle,
    answered: &Answered,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    for (code, _) in &main.joined {
        // One that went its own way again has an answer of its own to come.
        let Some(other) = load(tx, code)?.filter(|other| other.merged_into.as_ref() == Some(main.code())) else {
            continue;
        };
        let answered = Answered { obstacle: code.clone(), through: Some(main.code().clone()), ..answered.clone() };
        let event = Event::Answered(answered);
        append(tx, code, other.version, event.clone(), by, now)?;
        if let Some(other) = load(tx, code)? {
            tell(tx, &other, &event, now)?;
        }
    }
    Ok(())
}

/// Those whose last day is over and above whose holder there is somebody, some at a time.
///
/// # Errors
/// When the database fails.
pub fn over(tx: &mut Tx, province: &Province, now: Timestamp) -> Result<Vec<ObstacleCode>, Fault> {
    let Some(top) = rules::obstacles::province(&province.directory) else { return Ok(Vec::new()) };
    let today = instant(day_of(now).at(0, 0, 0, 0));
    table::overdue(tx, today, top, BATCH)
}

/// Takes those that were not answered in time to the level above, each with an entry in the journal; answers how many. Done again it
/// changes nothing: what went up has a deadline of its own.
///
/// # Errors
/// When the database fails.
pub fn escalate(tx: &mut Tx, province: &Province, now: Timestamp) -> Result<usize, Failure> {
    let by = Capacity::system("Hết hạn trả lời");
    let due = due(province, now);
    let mut done = 0;
    for code in over(tx, province, now)? {
        let Some(obstacle) = load(tx, &code)? else { continue };
        let context = Context { now, directory: &province.directory, due: &due, other: None };
        if let Some(event) = overdue(&obstacle, context) {
            append(tx, &code, obstacle.version, event.clone(), &by, now)?;
            if let Some(after) = load(tx, &code)? {
                tell(tx, &after, &event, now)?;
            }
            done += 1;
        }
    }
    Ok(done)
}

fn append(
    tx: &mut Tx,
    code: &ObstacleCode,
    expected: u64,
    event: Event,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let stream = stream(code);
    let events = [rules::Event::Obstacles(event)];
    journal::append(tx, &Append { ledger: STEERING_LEDGER, stream: &stream, expected, at: now, by, events: &events })?;
    Ok(())
}

/// The agencies to which somebody can pass an obstacle on.
#[must_use]
pub fn receivers(province: &Province) -> Vec<&Agency> {
    province
        .directory
        .iter()
        .filter(|agency| agency.settles() && province.directory.is_in_force(&agency.code))
        .collect()
}
