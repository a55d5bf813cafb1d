//! One obstacle: what stands in the way, who has it and until when, the answer, who else raised it, what this person may do.

use super::words;
use crate::app::App;
use crate::components::{Choice, FormErrors, Moment, Tag, Timeline, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files;
use crate::pages::said::urlencoded;
use crate::pages::typed::Typed;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::{ObstacleCode, TaskCode};
use rules::obstacles::{Action, Event, Obstacle, Status, above};
use rules::people::Actor;
use rules::people::permissions::{Deed, assigns_for, may, memberships, tasks_seen};
use rules::tasks::LinkKind;
use std::sync::Arc;
use store::desk;
use store::journal::Recorded;
use store::province::Province;
use store::tables::obstacles::{Filter, Listed, Side, State as Wanted};
use store::tables::{obstacles, tasks::lists};

/// So many others are offered to be merged into.
const OTHERS: u32 = 50;

#[derive(Template)]
#[template(path = "obstacles/show.html")]
pub(super) struct ShowPage {
    f: Frame,
    errors: FormErrors,
    code: String,
    title: String,
    kind: String,
    status: Tag,
    lines: Vec<String>,
    rows: Vec<(String, String)>,
    links: Vec<(String, String, String)>,
    answer: Option<(Vec<String>, String, String)>,
    joined: Vec<String>,
    version: String,
    actions: Vec<Offered>,
    make_task: String,
    timeline: Timeline,
    back: &'static str,
}

/// Something that this person may do now.
pub(super) struct Offered {
    key: &'static str,
    label: String,
    fields: Vec<Field>,
    opened: bool,
}

/// A field of such a form: `lines`, `text` or `select`.
struct Field {
    kind: &'static str,
    name: String,
    label: String,
    value: String,
    choices: Vec<Choice>,
}

/// An obstacle that the actor may see, with its entries, the tasks made of it, and those that may be the same.
pub(super) struct Found {
    province: Arc<Province>,
    pub(super) obstacle: Obstacle,
    history: Vec<Recorded>,
    tasks: Vec<lists::Listed>,
    similar: Vec<Listed>,
}

/// The obstacle of this code, if the actor may see it: the same answer for none and for somebody else's.
pub(super) async fn find(app: &App, f: &Frame, actor: &Actor, code: &str) -> Result<Found, Failure> {
    let unknown = || Refusal::not_found("obstacle-unknown");
    let code: ObstacleCode = code.parse().map_err(|_| unknown())?;
    let (province, actor, now) = (app.province().await?, actor.clone(), f.now);
    let (obstacle, history, tasks, similar) = app
        .read(move |tx| {
            let obstacle = desk::obstacles::find(tx, &actor, &code)?;
            let (_, history) = desk::obstacles::load_with_history(tx, &code)?.ok_or_else(unknown)?;
            let scope = tasks_seen(&actor);
            let link = Some((LinkKind::Obstacle, code.to_string()));
            let filter = lists::Filter { link, ..lists::Filter::default() };
            let tasks = lists::list(tx, &scope, &filter, day_of(now), None, 50)?;
            let same = Filter {
                side: Side::Held,
                agencies: vec![obstacle.holder().clone()],
                state: Some(Wanted::Open),
                kind: Some(obstacle.raised.kind),
                ..Filter::default()
            };
            let mut similar = obstacles::list(tx, &scope, &same, now, None, OTHERS)?;
            similar.retain(|other| other.code != code);
            Ok((obstacle, history, tasks, similar))
        })
        .await?;
    Ok(Found { province, obstacle, history, tasks, similar })
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<View<ShowPage>, Failure> {
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
    typed: &Typed,
) -> Result<Response, Failure> {
    let found = find(app, &f, actor, code).await?;
    let status = Failure::Refused(refusal.clone()).status();
    let mut placed = refusal.clone();
    for problem in &mut placed.problems {
        problem.pointer = format!("/{}-{}", action.key(), problem.pointer.trim_start_matches('/'));
    }
    let errors = FormErrors::of(f.words, &placed);
    Ok((status, View(page(f, actor, found, errors, typed, Some(action)))).into_response())
}

fn page(f: Frame, actor: &Actor, found: Found, errors: FormErrors, typed: &Typed, refused: Option<Action>) -> ShowPage {
    let actions = offered(&f, actor, &found, typed, refused);
    let Found { province, obstacle, history, tasks, .. } = found;
    let raised = &obstacle.raised;
    let name = |code| words::agency(&f, &province, code);
    let place = raised.place.as_ref().map(|place| place.name.clone()).unwrap_or_default();
    let rows = [
        ("obstacle-raiser", format!("{}, {}", raised.raiser.name, name(&raised.raiser.agency))),
        ("obstacle-place", place),
        ("obstacle-raised-at", f.moment(&obstacle.raised_at)),
        ("obstacle-holder", name(obstacle.holder())),
        ("obstacle-due-at", obstacle.due_at.map(|due| f.moment(&due)).unwrap_or_default()),
    ];
    let mut links: Vec<_> = tasks
        .iter()
        .map(|task| {
            (f.t("obstacle-task-made"), format!("{} – {}", task.code, task.name), format!("/tasks/{}", task.code))
        })
        .collect();
    if let Some(task) = &raised.task {
        links.push((f.t("obstacle-task-held-up"), task.to_string(), format!("/tasks/{task}")));
    }
    let photo = |file: &rules::tasks::Evidence| {
        (f.t("obstacle-photo"), file.name.clone(), format!("/obstacles/{}/files/{}", obstacle.code(), file.file))
    };
    links.extend(raised.evidence.iter().map(photo));
    let answer = obstacle.answer.as_ref().filter(|_| obstacle.status == Status::Answered);
    // Who raised the same is no matter of those who see only their own.
    let own_only = !memberships(actor).is_empty();
    let joined: &[_] = if own_only { &[] } else { obstacle.joined.as_slice() };
    ShowPage {
        back: if own_only { "/my/groups" } else { "/obstacles" },
        code: obstacle.code().to_string(),
        title: obstacle.title(),
        kind: words::kind(&f, raised.kind),
        status: words::status(&f, obstacle.status, obstacle.due_at.is_some_and(|due| due < f.now)),
        lines: raised.text.lines().map(str::to_owned).collect(),
        rows: rows.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| (f.t(key), value)).collect(),
        links,
        answer: answer.map(|answer| {
            (answer.text.lines().map(str::to_owned).collect(), answer.document.clone(), f.moment(&answer.at))
        }),
        joined: joined
            .iter()
            .map(|(code, raiser)| format!("{code}: {}, {}", raiser.name, name(&raiser.agency)))
            .collect(),
        version: obstacle.version.to_string(),
        make_task: make_task(actor, &obstacle),
        timeline: timeline(&f, &province, &history, own_only),
        actions,
        errors,
        f,
    }
}

/// Where whoever may assign tasks makes one of it; empty for anybody else, and when nothing is open.
fn make_task(actor: &Actor, obstacle: &Obstacle) -> String {
    let may = may(actor, Deed::AssignTasks).is_ok() && !assigns_for(actor).is_empty();
    if !may || obstacle.capacity(actor, Action::Route).is_err() {
        return String::new();
    }
    let name = urlencoded(&obstacle.title());
    format!("/tasks/new?name={name}&link_kind={}&link={}", LinkKind::Obstacle.key(), obstacle.code())
}

fn offered(f: &Frame, actor: &Actor, found: &Found, typed: &Typed, refused: Option<Action>) -> Vec<Offered> {
    let obstacle = &found.obstacle;
    let may = |action: &Action| {
        let other = *action != Action::Merge || !found.similar.is_empty();
        // Above the province there is nobody.
        let up = *action != Action::Escalate
            || above(obstacle.raised.kind, obstacle.holder(), &found.province.directory).is_some();
        other && up && obstacle.allows(*action).is_ok() && obstacle.capacity(actor, *action).is_ok()
    };
    let make = |action: Action, kind, name: &str, choices| Field {
        kind,
        label: f.t(&format!("obstacle-field-{}-{name}", action.key())),
        value: typed.text(&format!("{}-{name}", action.key())),
        name: format!("{}-{name}", action.key()),
        choices,
    };
    let others = || {
        let other = |one: &Listed| {
            Choice::new(
                one.code.as_str(),
                format!("{}: {} ({})", one.code, one.title, words::agency(f, &found.province, &one.raiser)),
            )
        };
        found.similar.iter().map(other).collect::<Vec<_>>()
    };
    let offer = |action: Action| Offered {
        key: action.key(),
        label: f.t(&format!("obstacle-do-{}", action.key())),
        fields: match action {
            Action::Answer => {
                vec![make(action, "lines", "text", Vec::new()), make(action, "text", "document", Vec::new())]
            }
            Action::Route => vec![
                make(action, "select", "to", words::choices(f, desk::obstacles::receivers(&found.province))),
                make(action, "lines", "reason", Vec::new()),
            ],
            Action::Merge => vec![make(action, "select", "into", others())],
            Action::Escalate | Action::Reopen => vec![make(action, "lines", "reason", Vec::new())],
        },
        opened: refused == Some(action),
    };
    Action::ALL.into_iter().filter(may).map(offer).collect()
}

/// What happened, latest first; without what others raised, for who sees only their own.
fn timeline(f: &Frame, province: &Province, history: &[Recorded], own_only: bool) -> Timeline {
    let moments = history.iter().rev().filter_map(|recorded| {
        let rules::Event::Obstacles(event) = &recorded.event else { return None };
        let who = desk::dossiers::who(recorded).map(|by| match by.title {
            Some(title) if !title.is_empty() => format!("{}, {title}", by.name),
            _ => by.name,
        });
        let name = |code| words::agency(f, province, code);
        let (tone, note) = match event {
            Event::Raised(raised) => (Tone::New, f.t1("obstacle-went-to", "agency", name(&raised.holder))),
            Event::Routed(routed) => {
                (Tone::Progress, format!("{} {}", f.t1("obstacle-went-to", "agency", name(&routed.to)), routed.reason))
            }
            Event::Escalated(up) if up.overdue => {
                (Tone::Warning, f.t1("obstacle-went-up-late", "agency", name(&up.to)))
            }
            Event::Escalated(up) => {
                (Tone::Progress, format!("{} {}", f.t1("obstacle-went-to", "agency", name(&up.to)), up.reason))
            }
            Event::Answered(answered) => (Tone::Good, answered.text.clone()),
            Event::Reopened(reopened) => (Tone::Warning, reopened.reason.clone()),
            Event::Merged(_) => (Tone::Waiting, f.t("obstacle-merged-note")),
            Event::Joined(_) if own_only => return None,
            Event::Joined(joined) => (Tone::Neutral, format!("{}: {}", joined.other, name(&joined.raiser.agency))),
        };
        let kind = event.kind().trim_start_matches("obstacles.");
        let title = f.t(&format!("obstacle-event-{kind}"));
        Some(Moment { note, ..Moment::new(recorded.at, tone, title, who.unwrap_or_default()) })
    });
    moments.collect()
}

/// What shows an obstacle that the actor may see.
pub(super) async fn file(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path((code, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let found = find(&app, &f, &actor, &code).await?;
    if !found.obstacle.raised.evidence.iter().any(|evidence| evidence.file == file) {
        return Err(Refusal::not_found("file-unknown").into());
    }
    files::send(&app, &file).await
}

/// The tasks that an obstacle holds up name it; see the tasks' own page.
pub(crate) async fn of_task(
    app: &App,
    f: &Frame,
    actor: &Actor,
    task: &TaskCode,
) -> Result<Vec<(String, String)>, Failure> {
    let (scope, now) = (tasks_seen(actor), f.now);
    let filter = Filter { task: Some(task.clone()), ..Filter::default() };
    let found = app.read(move |tx| Ok(obstacles::list(tx, &scope, &filter, now, None, 20)?)).await?;
    Ok(found.iter().map(|one| (format!("{} – {}", one.code, one.title), format!("/obstacles/{}", one.code))).collect())
}
