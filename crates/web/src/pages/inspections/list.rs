//! Visits that somebody's agencies make or receive, the newest first.

use super::{kind_name, tag};
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Pages, Tag};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::{agency_named, urlencoded};
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use rules::codes::VisitCode;
use rules::inspections::VisitKind;
use rules::people::permissions::{Deed, may, tasks_seen};
use serde::Deserialize;
use store::tables::inspections::list;

/// Visits on a page.
const PAGE: u32 = 30;

#[derive(Template)]
#[template(path = "inspections/list.html")]
pub(super) struct ListPage {
    f: Frame,
    asked: Asked,
    kinds: Vec<Choice>,
    columns: Columns,
    rows: Vec<Row>,
    pages: Pages,
    plans: bool,
}

/// A visit in the list.
struct Row {
    code: String,
    plan: String,
    kind: String,
    host: String,
    day: String,
    state: Tag,
    findings: i64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    kind: String,
    q: String,
    before: String,
}

impl Asked {
    fn href(&self, before: &str) -> String {
        format!("/inspections?kind={}&q={}&before={}", urlencoded(&self.kind), urlencoded(&self.q), urlencoded(before))
    }
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<View<ListPage>, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    let (scope, kind, words) = (tasks_seen(&actor), VisitKind::from_key(&asked.kind), asked.q.clone());
    let before: Option<(Date, VisitCode)> =
        asked.before.split_once('~').and_then(|(day, code)| Some((day.parse().ok()?, code.parse().ok()?)));
    let mut found = app.read(move |tx| Ok(list(tx, &scope, kind, &words, before.as_ref(), PAGE)?)).await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let next = found.last().filter(|_| more).map(|last| format!("{}~{}", last.from, last.code));
    let province = app.province().await?;
    let name = |code| agency_named(f.lang(), &province.directory, code);
    let rows = found.iter().map(|visit| Row {
        code: visit.code.to_string(),
        plan: visit.plan.clone(),
        kind: kind_name(&f, visit.kind),
        host: visit.host.as_ref().map_or_else(|| visit.place.clone(), name),
        day: f.day(&visit.from),
        state: tag(&f, visit.state),
        findings: visit.findings,
    });
    Ok(View(ListPage {
        kinds: VisitKind::ALL.map(|kind| Choice::new(kind.key(), kind_name(&f, kind))).into(),
        columns: ["plan", "host", "day", "state", "findings"]
            .map(|key| Column::text(f.t(&format!("visit-col-{key}"))))
            .into(),
        rows: rows.collect(),
        pages: Pages {
            first: if asked.before.is_empty() { String::new() } else { asked.href("") },
            next: next.map(|before| asked.href(&before)).unwrap_or_default(),
            export: String::new(),
        },
        plans: may(&actor, Deed::AssignTasks).is_ok(),
        asked,
        f,
    }))
}
