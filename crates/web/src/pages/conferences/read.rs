//! Finding a conference that somebody may see, and what became of the conclusions of the one before it.

use super::words;
use crate::app::App;
use crate::components::{Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use jiff::civil::Date;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::ConferenceCode;
use rules::conferences::Conference;
use rules::people::Actor;
use rules::people::permissions::{Deed, Scope, may, may_see_conference};
use rules::tasks::{Light, LinkKind};
use std::sync::Arc;
use store::desk::conferences;
use store::province::Province;
use store::tables::conferences::{previous, version};
use store::tables::tasks::lists::{Filter, Listed, list};
use store::{Fault, Tx};

/// The tasks of conclusions, by the conclusion's number.
pub type Tasks = Vec<(u32, Vec<Listed>)>;

/// The most tasks of one conclusion that are shown.
const MOST: u32 = 200;

/// The conference of this code, if the actor may see it.
///
/// # Errors
/// The same refusal whether there is none or they may not.
pub fn find_in(tx: &mut Tx, actor: &Actor, code: &str) -> Result<Conference, store::Failure> {
    let unknown = || Refusal::not_found("conference-unknown");
    let code: ConferenceCode = code.parse().map_err(|_| unknown())?;
    let conference = conferences::load(tx, &code)?.filter(|conference| may_see_conference(actor, conference));
    Ok(conference.ok_or_else(unknown)?)
}

/// As [`find_in`], in a transaction of its own.
///
/// # Errors
/// As [`find_in`], and when the actor does not work here.
pub async fn find(app: &App, actor: &Actor, code: &str) -> Result<Conference, Failure> {
    may(actor, Deed::WorkOnTasks)?;
    let (actor, code) = (actor.clone(), code.to_owned());
    app.read(move |tx| find_in(tx, &actor, &code)).await
}

/// As [`find`], for the many who watch: what is watched already is not read again where nothing was recorded since.
///
/// # Errors
/// As [`find`].
pub async fn find_live(app: &App, actor: &Actor, code: &str) -> Result<Arc<Conference>, Failure> {
    let known = code.parse::<ConferenceCode>().ok().and_then(|code| app.halls.known(&code));
    if let Some(known) = known {
        may(actor, Deed::WorkOnTasks)?;
        let of = known.code().clone();
        let now = app.read(move |tx| Ok(version(tx, &of)?)).await?;
        if now == Some(known.version) && may_see_conference(actor, &known) {
            return Ok(known);
        }
    }
    find(app, actor, code).await.map(Arc::new)
}

/// The tasks of each conclusion of a conference, by the conclusion's number.
///
/// # Errors
/// When the database fails.
pub fn tasks(tx: &mut Tx, conference: &Conference, today: Date) -> Result<Tasks, Fault> {
    let tasked = conference.conclusions.iter().filter(|conclusion| !conclusion.tasks.is_empty());
    tasked
        .map(|conclusion| {
            let link = Some((LinkKind::Conclusion, conclusion.reference(conference.code())));
            let filter = Filter { link, ..Filter::default() };
            Ok((conclusion.number, list(tx, &Scope::All, &filter, today, None, MOST)?))
        })
        .collect()
}

/// A conclusion and what became of it.
pub struct Followed {
    /// Its number.
    pub number: u32,
    /// What was concluded.
    pub text: String,
    /// Who, and until when.
    pub who: String,
    /// Where its tasks stand, in words.
    pub standing: Vec<Tag>,
    /// Its tasks: code, agency, light, and the day that matters.
    pub tasks: Vec<(String, String, Tag, String)>,
}

/// What became of the conclusions of a conference.
pub fn followed(
    f: &Frame,
    province: &Province,
    conference: &Conference,
    tasks: &[(u32, Vec<Listed>)],
) -> Vec<Followed> {
    let today = day_of(f.now);
    let of = |number: u32| tasks.iter().find(|(of, _)| *of == number).map_or(&[][..], |(_, tasks)| tasks);
    let conclusions = conference.conclusions.iter().map(|conclusion| {
        let tasks = of(conclusion.number);
        Followed {
            number: conclusion.number,
            text: conclusion.text.clone(),
            who: who(f, province, conclusion),
            standing: standing(f, tasks, today),
            tasks: tasks
                .iter()
                .map(|task| {
                    let day = match task.submitted_on {
                        Some(day) if task.light(today) == Light::DoneInTime || task.light(today) == Light::DoneLate => {
                            f.t1("conference-task-done-on", "day", f.day(&day))
                        }
                        _ => f.t1("conference-task-due-on", "day", f.day(&task.due_on)),
                    };
                    let light = light(f, task.light(today));
                    (task.code.to_string(), words::agency(f, province, &task.lead), light, day)
                })
                .collect(),
        }
    });
    conclusions.collect()
}

/// Who leads what follows from a conclusion, and until when.
pub fn who(f: &Frame, province: &Province, conclusion: &rules::conferences::Conclusion) -> String {
    let mut parts = Vec::new();
    if !conclusion.leads.is_empty() {
        parts.push(f.t1("conference-lead-is", "names", words::agencies(f, province, &conclusion.leads)));
    }
    if !conclusion.supporting.is_empty() {
        parts.push(f.t1("conference-supporting-is", "names", words::agencies(f, province, &conclusion.supporting)));
    }
    if let Some(day) = conclusion.due_on {
        parts.push(f.t1("conference-task-due-on", "day", f.day(&day)));
    }
    parts.join(" · ")
}

/// How many tasks have which light; in words.
fn standing(f: &Frame, tasks: &[Listed], today: Date) -> Vec<Tag> {
    let counted = Light::ALL.into_iter().map(|one| (one, tasks.iter().filter(|task| task.light(today) == one).count()));
    let there = counted.filter(|(_, count)| *count > 0);
    there
        .map(|(one, count)| {
            let tag = light(f, one);
            if tasks.len() == 1 { tag } else { Tag { text: format!("{}: {count}", tag.text), ..tag } }
        })
        .collect()
}

fn light(f: &Frame, light: Light) -> Tag {
    let tone = match light {
        Light::WaitingInTime | Light::Off => Tone::Neutral,
        Light::WaitingLate => Tone::Bad,
        Light::WorkingInTime => Tone::Progress,
        Light::WorkingLate => Tone::Warning,
        Light::DoneInTime => Tone::Good,
        Light::DoneLate => Tone::Waiting,
    };
    Tag::new(tone, f.t(&format!("task-light-{}", light.key().replace('_', "-"))))
}

/// The conference before it in its series, with the tasks of its conclusions; nothing where there is none.
///
/// # Errors
/// When the database fails.
pub fn before(tx: &mut Tx, conference: &Conference, today: Date) -> Result<Option<(Conference, Tasks)>, Fault> {
    let Some(code) = previous(tx, conference)? else { return Ok(None) };
    let Some(before) = conferences::load(tx, &code)? else { return Ok(None) };
    let tasks = tasks(tx, &before, today)?;
    Ok(Some((before, tasks)))
}
