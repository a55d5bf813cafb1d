//! The officer's day: how much there is, what is late, and the list, what is due first on top.

use super::address::query;
use super::row::Row;
use crate::app::App;
use crate::components::{Choice, Column, Columns, Figure, FormErrors, Pages, Trend};
use crate::errors::Failure;
use crate::format::WORKING_DAY;
use crate::frame::Frame;
use crate::pages::routes::bulk::ACTIONS;
use crate::pages::said;
use crate::sessions::Worker;
use crate::view::View as Page;
use askama::Template;
use axum::extract::{Query, State};
use jiff::Timestamp;
use rules::calendar::WorkingTime;
use rules::dossiers::Action;
use rules::people::permissions::who_may;
use rules::people::{Actor, Load, Role};
use serde::Deserialize;
use store::province::Province;
use store::tables::dossier_queue::{self, Counts, Key, Narrowing, View};
use store::tables::routes::{self, Side};
use store::tables::workload::loads;

/// Dossiers on a page.
const PAGE: u32 = 30;
/// The steps that a list can be narrowed to.
const TASKS: [&str; 6] = ["receive", "assign", "process", "approve", "sign", "issue"];

#[derive(Template)]
#[template(path = "desk/queue.html")]
pub(super) struct QueuePage {
    f: Frame,
    /// The positions that the list is for.
    positions: Vec<String>,
    figures: Vec<Figure>,
    tabs: Vec<(String, String, bool)>,
    asked: Asked,
    tasks: Vec<Choice>,
    procedures: Vec<Choice>,
    columns: Columns,
    rows: Vec<Row>,
    pages: Pages,
    /// What can be done to several at once, and who can be put in charge.
    bulk: Vec<Choice>,
    officers: Vec<Choice>,
    narrowed: bool,
    clear: String,
    intake: bool,
}

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    view: String,
    due: String,
    task: String,
    procedure: String,
    q: String,
    after: String,
}

impl Asked {
    fn view(&self) -> View {
        View::from_key(&self.view).unwrap_or_default()
    }

    fn narrowing(&self, now: Timestamp, soon: Timestamp) -> Narrowing {
        let some = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Narrowing {
            due_from: (self.due == "soon").then_some(now),
            due_before: match self.due.as_str() {
                "overdue" => Some(now),
                "soon" => Some(soon),
                _ => None,
            },
            task: some(&self.task).filter(|task| TASKS.contains(&task.as_str())),
            procedure: some(&self.procedure),
            q: some(&self.q),
        }
    }

    fn after(&self) -> Option<Key> {
        let (due, id) = self.after.split_once('.')?;
        Some(Key { due: due.parse().ok()?, id: id.parse().ok()? })
    }

    fn narrowed(&self) -> bool {
        ![&self.due, &self.task, &self.procedure, &self.q].iter().all(|text| text.is_empty())
    }

    /// The address of the same list, from the first page or after a key.
    fn href(&self, after: Option<Key>) -> String {
        let mut query = query(&[
            ("view", &self.view),
            ("due", &self.due),
            ("task", &self.task),
            ("procedure", &self.procedure),
            ("q", &self.q),
        ]);
        if let Some(key) = after {
            query.push_str(&format!("&after={}.{}", key.due, key.id));
        }
        format!("/queue?{}", query.trim_start_matches('&'))
    }
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Query(asked): Query<Asked>,
) -> Result<Page<QueuePage>, Failure> {
    let province = app.province().await?;
    let soon = soon(&province, &actor, f.now);
    let (who, wanted, narrowing, now) = (actor.clone(), asked.clone(), asked.narrowing(f.now, soon), f.now);
    let (mut listed, counts, consulted, loads) = app
        .read(move |tx| {
            let listed = dossier_queue::page(tx, &who, wanted.view(), &narrowing, wanted.after(), PAGE, now)?;
            let mut counts = [Counts::default(); View::ALL.len()];
            for (count, view) in counts.iter_mut().zip(View::ALL) {
                *count = dossier_queue::counts(tx, &who, view, now, soon)?;
            }
            let asked = routes::count_consultations(tx, &who, Side::Asked)?;
            // Who stands in for a part only assigns what is theirs, and oversees nobody.
            let led = who.positions.iter().find(|held| held.role == Role::Approver && held.limits().is_none());
            let loads = led.map(|held| loads(tx, held.agency.as_str(), Role::CaseOfficer, now)).transpose()?;
            Ok((listed, counts, asked, loads.unwrap_or_default()))
        })
        .await?;
    let more = listed.len() > PAGE as usize;
    listed.truncate(PAGE as usize);
    let next = listed.last().filter(|_| more).map(|last| asked.href(Some(Key::of(last)))).unwrap_or_default();
    let first = if asked.after.is_empty() { String::new() } else { asked.href(None) };
    let view = asked.view();
    let counter = actor.positions.iter().any(|position| position.role == Role::CounterOfficer);
    Ok(Page(QueuePage {
        positions: positions(&f, &province, &actor),
        figures: figures(&f, view, &counts),
        tabs: tabs(&f, view, &counts, counter, consulted),
        tasks: TASKS.iter().map(|task| Choice::new(*task, task_name(&f, task))).collect(),
        procedures: procedures(&f, &province, &actor, &asked),
        columns: columns(&f),
        rows: listed.iter().map(|listed| Row::new(&f, &province, &actor, listed)).collect(),
        pages: Pages { first, next, export: String::new() },
        bulk: bulk(&f, &actor),
        officers: loads.iter().map(|load| Choice::new(&load.login, load_of(&f, load))).collect(),
        narrowed: asked.narrowed(),
        clear: Asked { view: asked.view.clone(), ..Asked::default() }.href(None),
        intake: counter,
        asked,
        f,
    }))
}

/// The instant until which something is due soon: one working day from now, by the officer's own calendar.
fn soon(province: &Province, actor: &Actor, now: Timestamp) -> Timestamp {
    let day = WorkingTime(WORKING_DAY);
    actor.positions.first().map_or(now, |position| province.calendar(&position.agency).add(now, day))
}

/// What this officer may do to several at once.
fn bulk(f: &Frame, actor: &Actor) -> Vec<Choice> {
    let held = |action: &&Action| {
        who_may(**action).iter().any(|(role, _)| actor.positions.iter().any(|position| position.role == *role))
    };
    let actions = ACTIONS.iter().filter(held);
    actions.map(|action| Choice::new(action.key(), f.t(&format!("desk-act-{}", action.key())))).collect()
}

/// An officer with what they have in hand.
pub(super) fn load_of(f: &Frame, load: &Load) -> String {
    f.t2("assign-load", "name", &load.name, "count", load.open)
}

fn task_name(f: &Frame, task: &str) -> String {
    if task == "receive" { f.t("step-receive") } else { f.t(&format!("task-{task}")) }
}

fn positions(f: &Frame, province: &Province, actor: &Actor) -> Vec<String> {
    let held = actor.positions.iter();
    held.map(|position| {
        let agency = said::agency_named(f.lang(), &province.directory, &position.agency);
        f.t2("desk-position", "title", &position.title, "agency", agency)
    })
    .collect()
}

fn figures(f: &Frame, view: View, counts: &[Counts; 4]) -> Vec<Figure> {
    // Results and waiting dossiers are nobody's delay: the tiles then tell of one's own work.
    let (view, own) = if view == View::Unit { (view, counts[1]) } else { (View::Mine, counts[0]) };
    let tile = |key: &str, count: i64, href: String, trend| Figure {
        label: f.t(&format!("queue-count-{key}")),
        value: f.count(&count),
        unit: String::new(),
        note: f.t(&format!("queue-count-{key}.note")),
        href,
        trend,
    };
    let at = |due: &str| format!("/queue?view={}{}{due}", view.key(), if due.is_empty() { "" } else { "&due=" });
    let bad = if own.overdue > 0 { Trend::Bad } else { Trend::None };
    vec![
        tile("all", own.all, at(""), Trend::None),
        tile("overdue", own.overdue, at("overdue"), bad),
        tile("soon", own.soon, at("soon"), Trend::None),
        tile("waiting", counts[3].all, "/queue?view=waiting".into(), Trend::None),
    ]
}

fn tabs(f: &Frame, here: View, counts: &[Counts; 4], counter: bool, consulted: i64) -> Vec<(String, String, bool)> {
    let shown = View::ALL.iter().zip(counts).filter(|(view, _)| counter || **view != View::Results);
    shown
        .map(|(view, count)| {
            let text = f.t1(&format!("queue-view-{}", view.key()), "count", count.all);
            (text, format!("/queue?view={}", view.key()), *view == here)
        })
        .chain([(f.t1("queue-consultations", "count", consulted), "/consultations".to_owned(), false)])
        .collect()
}

/// The procedures that these agencies settle; the one asked for in any case.
fn procedures(f: &Frame, province: &Province, actor: &Actor, asked: &Asked) -> Vec<Choice> {
    use rules::catalogue::Level;
    let departments = |level: Level, agency: Option<&rules::codes::AgencyCode>| match (level, agency) {
        (Level::Ministry, _) => false,
        (_, Some(agency)) => actor.positions.iter().any(|held| held.agency == *agency),
        (_, None) => true,
    };
    let counter = actor.positions.iter().any(|position| position.role == Role::CounterOfficer);
    let known = province.procedures().filter(|procedure| {
        counter || departments(procedure.level, procedure.agency.as_ref()) || procedure.code.as_str() == asked.procedure
    });
    let mut choices: Vec<_> = known
        .map(|procedure| Choice::new(procedure.code.as_str(), said::procedure_name(f.lang(), procedure)))
        .collect();
    choices.sort_by_cached_key(|choice| rules::text::fold(&choice.label));
    choices
}

fn columns(f: &Frame) -> Columns {
    ["dossier", "legal", "step", "status", "officer", "do"]
        .map(|key| Column::text(f.t(&format!("desk-col-{key}"))))
        .into()
}
