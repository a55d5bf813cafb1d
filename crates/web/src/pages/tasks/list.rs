//! Lists of tasks: what my agencies owe, what others owe them, what they support, everything that I see; and the same as a file.

use super::words;
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Pages, Tag};
use crate::download;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::{self, harmless};
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use bytes::Bytes;
use csv::Writer;
use documents::workbook::Sheet;
use jiff::civil::Date;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, TaskCode};
use rules::people::Actor;
use rules::people::permissions::{Deed, Scope, may, tasks_seen};
use rules::tasks::{Light, LinkKind, Whole};
use serde::Deserialize;
use store::Fault;
use store::province::Province;
use store::tables::agenda::own;
use store::tables::tasks::lists::{Filter, Listed, Side, Waits, count, list};
use store::tables::tasks::parts::wholes;

/// Tasks on a page.
const PAGE: u32 = 30;
/// Tasks read at once for a file.
const BATCH: u32 = 1000;

#[derive(Template)]
#[template(path = "tasks/list.html")]
pub(super) struct ListPage {
    f: Frame,
    tabs: Vec<(String, String, bool)>,
    asked: Asked,
    lights: Vec<Choice>,
    waits: Vec<Choice>,
    leads: Vec<Choice>,
    count: i64,
    columns: Columns,
    rows: Vec<Row>,
    pages: Pages,
    workbook: String,
    assigns: bool,
}

/// A task in a list.
pub(super) struct Row {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) lead: String,
    pub(super) responsible: String,
    pub(super) due: String,
    pub(super) left: String,
    pub(super) light: Tag,
    pub(super) status: String,
    pub(super) progress: i64,
    /// What the lead agency promised, and when it was heard of last.
    pub(super) promised: String,
    pub(super) reported: String,
    /// What its parts add up to, where it has any.
    pub(super) parts: Option<words::Parts>,
}

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    side: String,
    q: String,
    light: String,
    lead: String,
    link: String,
    waits: String,
    others: String,
    due_from: String,
    due_to: String,
    ended: String,
    from: String,
    to: String,
    late: String,
    returned: String,
    responsible: String,
    after: String,
}

impl Asked {
    fn side(&self) -> Side {
        Side::from_key(&self.side).unwrap_or(Side::Lead)
    }

    fn filter(&self, actor: &Actor) -> Filter {
        let light = Light::from_key(&self.light);
        let lead: Option<AgencyCode> = self.lead.parse().ok();
        let (kind, to) = self.link.split_once(':').unwrap_or((&self.link, ""));
        let link = LinkKind::from_key(kind).map(|kind| (kind, to.to_owned()));
        let waits = Waits::from_key(&self.waits);
        let due = self.due_from.parse().ok().zip(self.due_to.parse().ok());
        let done = self.from.parse().ok().zip(self.to.parse().ok());
        Filter {
            side: self.side(),
            agencies: own(actor),
            lead,
            // Whoever asks for a light, or for what belongs to a document, means the ended ones too.
            open: self.ended.is_empty() && light.is_none() && (link.is_none() || waits.is_some()) && done.is_none(),
            light,
            words: self.q.clone(),
            parent: None,
            done,
            late: !self.late.is_empty(),
            returned: !self.returned.is_empty(),
            responsible: self.responsible.clone(),
            waits,
            others: !self.others.is_empty(),
            due,
            link,
        }
    }

    fn after(&self) -> Option<(Date, TaskCode)> {
        let (day, code) = self.after.split_once('~')?;
        Some((day.parse().ok()?, code.parse().ok()?))
    }

    fn href(&self, path: &str, side: Side, after: &str) -> String {
        let pairs = [
            ("side", side.key()),
            ("q", self.q.as_str()),
            ("light", &self.light),
            ("lead", &self.lead),
            ("link", &self.link),
            ("waits", &self.waits),
            ("others", &self.others),
            ("due_from", &self.due_from),
            ("due_to", &self.due_to),
            ("ended", &self.ended),
            ("from", &self.from),
            ("to", &self.to),
            ("late", &self.late),
            ("returned", &self.returned),
            ("responsible", &self.responsible),
            ("after", after),
        ];
        said::address(path, &pairs)
    }
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(mut asked): Query<Asked>,
) -> Result<View<ListPage>, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    // Leaders of the province owe little and are owed much: where nothing is said, they begin there.
    if asked.side.is_empty() && tasks_seen(&actor) == Scope::All {
        asked.side = Side::Assigner.key().to_owned();
    }
    let (filter, scope, after, today) = (asked.filter(&actor), tasks_seen(&actor), asked.after(), day_of(f.now));
    let province = app.province().await?;
    let (found, more, wholes, count) = app
        .read(move |tx| {
            let mut found = list(tx, &scope, &filter, today, after.as_ref(), PAGE)?;
            let more = found.len() > PAGE as usize;
            found.truncate(PAGE as usize);
            let codes: Vec<TaskCode> = found.iter().map(|task| task.code.clone()).collect();
            let wholes = wholes(tx, &codes, today)?;
            Ok((found, more, wholes, count(tx, &scope, &filter, today)?))
        })
        .await?;
    let next = found.last().filter(|_| more).map(|last| format!("{}~{}", last.due_on, last.code));
    let tabs = Side::ALL.map(|side| {
        let bare = Asked::default().href("/tasks", side, "");
        (f.t(&format!("tasks-side-{}", side.key())), bare, side == asked.side())
    });
    let lights = Light::ALL.map(|light| Choice::new(light.key(), words::light_name(&f, light)));
    Ok(View(ListPage {
        tabs: tabs.into(),
        lights: lights.into(),
        waits: Waits::ALL.map(|waits| Choice::new(waits.key(), f.t(&format!("tasks-waits-{}", waits.key())))).into(),
        leads: words::leads(&f, &province, &actor),
        count,
        columns: columns(&f),
        rows: found.iter().map(|task| row(&f, &province, task, wholes.get(&task.code), today)).collect(),
        pages: Pages {
            first: if asked.after.is_empty() { String::new() } else { asked.href("/tasks", asked.side(), "") },
            next: next.map(|after| asked.href("/tasks", asked.side(), &after)).unwrap_or_default(),
            export: asked.href("/tasks.csv", asked.side(), ""),
        },
        workbook: asked.href("/tasks.xlsx", asked.side(), ""),
        assigns: may(&actor, Deed::AssignTasks).is_ok(),
        asked,
        f,
    }))
}

/// The columns of lists of tasks.
pub(super) fn columns(f: &Frame) -> Columns {
    ["name", "lead", "due", "light"].map(|key| Column::text(f.t(&format!("task-col-{key}")))).into()
}

/// A task in a list, in words.
pub(super) fn row(f: &Frame, province: &Province, task: &Listed, whole: Option<&Whole>, today: Date) -> Row {
    Row {
        code: task.code.to_string(),
        name: task.name.clone(),
        lead: words::agency(f, province, &task.lead),
        responsible: task.responsible.clone(),
        due: f.day(&task.due_on),
        left: words::missing(f, task.missed_report(today), today)
            .unwrap_or_else(|| words::left(f, task.status, task.due_on, today)),
        light: words::light(f, task.light(today)),
        status: words::status(f, task.status),
        progress: i64::from(task.progress),
        promised: words::promise(f, task.extension_until, task.promised_on, today),
        reported: task
            .reported_at
            .map_or_else(|| f.t("task-never-reported"), |at| f.t1("task-last-reported", "day", f.day_of(&at))),
        parts: words::parts(f, task.light(today), whole),
    }
}

/// The most tasks in a workbook: it is made in memory. Whoever needs more takes the file of comma-separated values.
const MOST: usize = 20_000;

/// The same tasks as a workbook, whose headings are those of a plan: what was exported can be imported elsewhere.
pub(super) async fn workbook(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    app.limits.try_export(&actor.login)?;
    let province = app.province().await?;
    let (filter, scope, today) = (asked.filter(&actor), tasks_seen(&actor), day_of(f.now));
    let most = u32::try_from(MOST).unwrap_or(u32::MAX);
    let found = app.read(move |tx| Ok(list(tx, &scope, &filter, today, None, most)?)).await?;
    if found.len() > MOST {
        return Err(Refusal::rule("too-many-for-a-workbook").with("most", MOST).into());
    }
    let row = |(at, task): (i64, &Listed)| {
        let [code, name, authority, lead, responsible, _, _, deliverable, _, status, light] =
            line(&f, &province, task, today);
        vec![
            at.into(),
            code.into(),
            name.into(),
            authority.into(),
            lead.into(),
            responsible.into(),
            task.assigned_on.into(),
            task.due_on.into(),
            deliverable.into(),
            i64::from(task.progress).into(),
            status.into(),
            light.into(),
        ]
    };
    let sheet = Sheet {
        name: f.t("tasks-title"),
        above: vec![f.t("tasks-title"), f.t1("tasks-file-as-of", "day", f.day(&today))],
        groups: Vec::new(),
        columns: std::iter::once((f.t("task-file-number"), 6))
            .chain(FILE.iter().zip(WIDTHS).map(|(key, width)| (f.t(&format!("task-file-{key}")), width)))
            .collect(),
        rows: (1..).zip(&found).map(row).collect(),
    };
    download::workbook("attachment; filename=\"nhiem-vu.xlsx\"", vec![sheet]).await
}

pub(super) async fn download(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    app.limits.try_export(&actor.login)?;
    let province = app.province().await?;
    let (filter, scope, today) = (asked.filter(&actor), tasks_seen(&actor), day_of(f.now));
    let rows = app.store.stream(move |tx, hand_over| {
        let mut writer = download::table();
        write(&mut writer, FILE.map(|key| f.t(&format!("task-file-{key}"))))?;
        let mut after = None;
        loop {
            let mut found = list(tx, &scope, &filter, today, after.as_ref(), BATCH)?;
            let more = found.len() > BATCH as usize;
            found.truncate(BATCH as usize);
            for task in &found {
                write(&mut writer, line(&f, &province, task, today))?;
            }
            if !hand_over(take(&mut writer)?) {
                return Err(Fault::new("the taker of an export went away"));
            }
            after = found.last().map(|last| (last.due_on, last.code.clone()));
            if !more {
                return Ok(());
            }
        }
    });
    let rows = rows.map_err(store::Failure::Fault)?;
    Ok(download::csv("attachment; filename=\"tasks.csv\"", rows, ()))
}

/// The columns of the file: those of the annex of late tasks (Thông báo 624/TB-VPCP) and what a plan needs.
const FILE: [&str; 11] = [
    "code",
    "name",
    "authority",
    "lead",
    "responsible",
    "assigned",
    "due",
    "deliverable",
    "progress",
    "status",
    "light",
];

/// How wide these columns are in a workbook.
const WIDTHS: [u8; 11] = [16, 60, 34, 34, 24, 13, 13, 34, 10, 24, 28];

fn line(f: &Frame, province: &Province, task: &Listed, today: Date) -> [String; 11] {
    [
        task.code.to_string(),
        harmless(&task.name),
        harmless(&task.authority),
        words::agency(f, province, &task.lead),
        harmless(&task.responsible),
        f.day(&task.assigned_on),
        f.day(&task.due_on),
        harmless(&task.deliverable),
        task.progress.to_string(),
        words::status(f, task.status),
        words::light_name(f, task.light(today)),
    ]
}

fn write<const N: usize>(writer: &mut Writer<Vec<u8>>, row: [String; N]) -> Result<(), Fault> {
    writer.write_record(row).map_err(|error| Fault::because("a row of CSV was not written", error))
}

fn take(writer: &mut Writer<Vec<u8>>) -> Result<Bytes, Fault> {
    let written = std::mem::replace(writer, Writer::from_writer(Vec::new()));
    written.into_inner().map(Bytes::from).map_err(|error| Fault::new(error.to_string()))
}
