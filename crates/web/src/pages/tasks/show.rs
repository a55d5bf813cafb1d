//! One task: its six clears, how far it is, its parts, what this person may do now, what happened.

use super::forms::{self, Offered};
use super::{links, list, words};
use crate::app::App;
use crate::components::{Choice, Columns, FormErrors, Moment, Tag, Timeline, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files;
use crate::pages::obstacles;
use crate::pages::typed::Typed;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::TaskCode;
use rules::people::Actor;
use rules::people::permissions::{Scope, assigns_for, may_see_task, raises_for, task_capacity};
use rules::tasks::plan::Officer;
use rules::tasks::{Action, Event, Report, Task, Whole};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::desk;
use store::journal::Recorded;
use store::province::Province;
use store::tables::tasks::lists::{self, Filter, Listed};
use store::tables::tasks::parts::wholes;

#[derive(Template)]
#[template(path = "tasks/show.html")]
pub(super) struct TaskPage {
    f: Frame,
    errors: FormErrors,
    code: String,
    name: String,
    light: Tag,
    status: String,
    left: String,
    rows: Vec<(String, String)>,
    links: Vec<links::Linked>,
    link_kinds: Vec<Choice>,
    parent: String,
    progress: i64,
    reason: String,
    version: String,
    actions: Vec<Offered>,
    /// Why they may not accept it, though they accept others; may be empty.
    kept_from: String,
    officers: Vec<Choice>,
    split: String,
    obstacles: Vec<(String, String)>,
    raise: String,
    columns: Columns,
    parts: Vec<list::Row>,
    /// What they add up to.
    whole: Option<words::Parts>,
    timeline: Timeline,
}

/// A task that the actor may see, with its entries and parts.
pub(super) struct Found {
    pub(super) province: Arc<Province>,
    pub(super) task: Task,
    history: Vec<Recorded>,
    parts: Vec<Listed>,
    /// What the parts of the task, and those of its parts, add up to.
    wholes: BTreeMap<TaskCode, Whole>,
    /// Who could answer for it, if the actor may say who does.
    officers: Vec<Officer>,
    obstacles: Vec<(String, String)>,
}

/// The task of this code, if the actor may see it: the same answer for none and for somebody else's.
pub(super) async fn find(app: &App, f: &Frame, actor: &Actor, code: &str) -> Result<Found, Failure> {
    let today = day_of(f.now);
    let unknown = || Refusal::not_found("task-unknown");
    let code: TaskCode = code.parse().map_err(|_| unknown())?;
    let province = app.province().await?;
    let by = actor.clone();
    let (task, history, parts, wholes, officers) = app
        .read(move |tx| {
            let (task, history) = desk::tasks::load_with_history(tx, &code)?.ok_or_else(unknown)?;
            let filter = Filter { parent: Some(code.clone()), ..Filter::default() };
            let parts = lists::list(tx, &Scope::All, &filter, today, None, 200)?;
            let codes: Vec<TaskCode> = parts.iter().map(|part| part.code.clone()).chain([code.clone()]).collect();
            let wholes = wholes(tx, &codes, today)?;
            let officers = match task_capacity(&by, Action::Reassign, &task) {
                Ok(_) => desk::tasks::officers(tx, &task.assigned.lead, today)?,
                Err(_) => Vec::new(),
            };
            Ok((task, history, parts, wholes, officers))
        })
        .await?;
    if !may_see_task(actor, &task) {
        return Err(unknown().into());
    }
    let obstacles = obstacles::of_task(app, f, actor, task.code()).await?;
    Ok(Found { province, task, history, parts, wholes, officers, obstacles })
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<View<TaskPage>, Failure> {
    let found = find(&app, &f, &actor, &code).await?;
    Ok(View(page(f, &actor, found, FormErrors::none(), &Typed::default(), None)))
}

/// The page again after something was refused.
pub(super) async fn again(
    app: &App,
    f: Frame,
    actor: &Actor,
    code: &str,
    action: Action,
    refusal: &Refusal,
    typed: Typed,
) -> Result<Response, Failure> {
    let found = find(app, &f, actor, code).await?;
    let status = Failure::Refused(refusal.clone()).status();
    let errors = FormErrors::of(f.words, &forms::placed(action, refusal));
    Ok((status, View(page(f, actor, found, errors, &typed, Some(action)))).into_response())
}

fn page(f: Frame, actor: &Actor, found: Found, errors: FormErrors, typed: &Typed, action: Option<Action>) -> TaskPage {
    let Found { province, task, history, parts, wholes, officers, obstacles } = found;
    let (today, assigned) = (day_of(f.now), &task.assigned);
    let name = |code| words::agency(&f, &province, code);
    let supporting: Vec<_> = assigned.supporting.iter().map(name).collect();
    let deliverable = match (assigned.deliverable.target, task.value) {
        (None, _) => assigned.deliverable.what.clone(),
        (Some(target), value) => format!(
            "{} ({}: {}/{} {})",
            assigned.deliverable.what,
            f.t("task-target"),
            value.map_or_else(|| "–".to_owned(), |value| f.amount(&value)),
            f.amount(&target),
            assigned.deliverable.unit
        ),
    };
    let due = match task.due_on == assigned.due.on {
        true => f.day(&task.due_on),
        false => f.t2("task-due-moved", "now", f.day(&task.due_on), "before", f.day(&assigned.due.on)),
    };
    let next = match assigned.due.every {
        Some(_) if task.status.runs() => f.t1("task-next-report", "day", f.day(&task.next_report(today))),
        _ => String::new(),
    };
    let rolled = rules::tasks::rolled_up(&parts.iter().map(|part| part.progress).collect::<Vec<_>>());
    let responsibility = if assigned.responsibility.is_empty() {
        f.t("task-responsibility-usual")
    } else {
        assigned.responsibility.clone()
    };
    let alone = province.duties_may_be_joined(&assigned.assigner, today);
    let before: Vec<_> = task.before.iter().map(|person| person.name.as_str()).collect();
    let responsible = match before.as_slice() {
        [] => task.responsible.name.clone(),
        names => f.t2("task-responsible-before", "now", task.responsible.name.clone(), "before", names.join(", ")),
    };
    let others = officers.into_iter().filter(|officer| officer.login != task.responsible.login);
    let rows = [
        ("task-lead", name(&assigned.lead)),
        ("task-responsible", responsible),
        ("task-supporting", supporting.join("; ")),
        ("task-due", due),
        ("task-every", [words::every(&f, assigned.due.every), next].join(" ").trim().to_owned()),
        ("task-responsibility", responsibility),
        ("task-deliverable", deliverable),
        ("task-authority", assigned.authority.clone()),
        ("task-assigner", format!("{}, {}", name(&assigned.assigner), f.day(&assigned.assigned_on))),
    ];
    TaskPage {
        code: task.code().to_string(),
        name: assigned.name.clone(),
        light: words::light(&f, task.light(today)),
        status: words::status(&f, task.status),
        left: words::missing(&f, task.missed_report(today), today)
            .unwrap_or_else(|| words::left(&f, task.status, task.due_on, today)),
        rows: rows.into_iter().map(|(key, value)| (f.t(key), value)).collect(),
        links: task.links.iter().map(|link| links::linked(&f, link)).collect(),
        link_kinds: links::kinds(&f),
        parent: task.parent.as_ref().map(TaskCode::to_string).unwrap_or_default(),
        progress: i64::from(rolled.unwrap_or(task.progress)),
        reason: if task.status.is_open() { task.reason.clone() } else { String::new() },
        version: task.version.to_string(),
        actions: forms::offered(&f, actor, &task, alone, typed, action),
        kept_from: if forms::is_kept_from(actor, &task, alone) { f.t("task-own-work") } else { String::new() },
        officers: others.map(|officer| Choice::new(officer.login, officer.name)).collect(),
        split: split(actor, &task),
        raise: raise(actor, &task),
        obstacles,
        columns: list::columns(&f),
        parts: parts.iter().map(|part| list::row(&f, &province, part, wholes.get(&part.code), today)).collect(),
        whole: words::parts(&f, task.light(today), wholes.get(task.code())),
        timeline: timeline(&f, &task, &history),
        errors,
        f,
    }
}

/// Where the lead agency makes a part of it; empty for anybody else.
fn split(actor: &Actor, task: &Task) -> String {
    let lead = &task.assigned.lead;
    let may = task.status.runs() && assigns_for(actor).contains(lead);
    if may { format!("/tasks/new?assigner={lead}&parent={}", task.code()) } else { String::new() }
}

/// Where somebody who works on it raises what stands in its way; empty for anybody else.
fn raise(actor: &Actor, task: &Task) -> String {
    let (own, assigned) = (raises_for(actor), &task.assigned);
    let works = own.contains(&assigned.lead) || assigned.supporting.iter().any(|agency| own.contains(agency));
    if works && task.status.runs() { format!("/obstacles/new?task={}", task.code()) } else { String::new() }
}

/// What happened, latest first.
fn timeline(f: &Frame, task: &Task, history: &[Recorded]) -> Timeline {
    let moments = history.iter().rev().filter_map(|recorded| {
        let rules::Event::Tasks(event) = &recorded.event else { return None };
        let by = desk::dossiers::who(recorded).ok();
        let who = by.map(|by| match by.title {
            Some(title) if !title.is_empty() => format!("{}, {title}", by.name),
            _ => by.name,
        });
        let (tone, note) = match event {
            Event::Assigned(_) => (Tone::New, String::new()),
            Event::Accepted(_) | Event::Resumed(_) => (Tone::Progress, String::new()),
            Event::Reassigned(passed) => {
                let people = f.t2("task-passed-on", "from", passed.from.name.clone(), "to", passed.to.name.clone());
                (Tone::Neutral, format!("{people} {}", passed.reason))
            }
            Event::Reported(reported) => (Tone::Progress, said(f, &reported.report)),
            Event::Submitted(submitted) => (Tone::Waiting, said(f, &submitted.report)),
            Event::Returned(returned) => (Tone::Warning, returned.reason.clone()),
            Event::Completed(completed) => (Tone::Good, alone_said(f, completed.alone, completed.note.clone())),
            Event::ExtensionAsked(asked) => {
                let until = f.t1("task-extension-until", "until", f.day(&asked.until));
                (Tone::Waiting, format!("{until} {}", asked.reason))
            }
            Event::ExtensionDecided(decided) => match decided.until {
                Some(until) => {
                    let granted = f.t1("task-extension-granted", "until", f.day(&until));
                    (Tone::Good, alone_said(f, decided.alone, granted))
                }
                None => (Tone::Bad, f.t1("task-extension-refused", "reason", decided.reason.clone())),
            },
            Event::Suspended(suspended) => (Tone::Waiting, suspended.reason.clone()),
            Event::Cancelled(cancelled) => (Tone::Bad, cancelled.reason.clone()),
            Event::Attached(attached) => (Tone::Neutral, attached.parent.to_string()),
            Event::Linked(linked) => (Tone::Neutral, links::said(f, &linked.link)),
        };
        let links = match event {
            Event::Reported(reported) => evidence(task, &reported.report),
            Event::Submitted(submitted) => evidence(task, &submitted.report),
            _ => Vec::new(),
        };
        let kind = event.kind().trim_start_matches("tasks.").replace('_', "-");
        let title = f.t(&format!("task-event-{kind}"));
        Some(Moment { note, links, ..Moment::new(recorded.at, tone, title, who.unwrap_or_default()) })
    });
    moments.collect()
}

/// The note, and that it was decided by whoever did the work, where the province excepted their agency.
fn alone_said(f: &Frame, alone: bool, note: String) -> String {
    if alone { format!("{note} {}", f.t("task-decided-alone")).trim().to_owned() } else { note }
}

fn said(f: &Frame, report: &Report) -> String {
    let mut said = format!("{} ({} %)", report.note, report.progress);
    if let Some(less) = &report.less {
        let than = i64::from(less.than);
        said.push_str(&format!(" {}", f.t2("task-less", "than", than, "because", less.because.clone())));
    }
    if !report.document.is_empty() {
        said.push_str(&format!(" {}", f.t1("task-proved-by", "document", report.document.clone())));
    }
    said
}

fn evidence(task: &Task, report: &Report) -> Vec<(String, String)> {
    let file =
        |file: &rules::tasks::Evidence| (file.name.clone(), format!("/tasks/{}/files/{}", task.code(), file.file));
    report.evidence.iter().map(file).collect()
}

/// A file that proves something about a task that the actor may see.
pub(super) async fn file(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path((code, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let found = find(&app, &f, &actor, &code).await?;
    let mut evidence = found.task.reports.iter().flat_map(|written| &written.report.evidence);
    if !evidence.any(|evidence| evidence.file == file) {
        return Err(Refusal::not_found("file-unknown").into());
    }
    files::send(&app, &file).await
}
