//! The conferences that somebody sees: those to come and under way first, then those that are over.

use super::words;
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Pages, Tag};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use jiff::Timestamp;
use rules::codes::ConferenceCode;
use rules::conferences::Stage;
use rules::people::permissions::{Deed, assigns_for, conferences_seen, may};
use serde::Deserialize;
use store::tables::conferences::{Filter, list};

/// Conferences on a page.
const PAGE: u32 = 25;

#[derive(Template)]
#[template(path = "conferences/list.html")]
pub(super) struct ListPage {
    f: Frame,
    asked: Asked,
    stages: Vec<Choice>,
    columns: Columns,
    rows: Vec<Row>,
    pages: Pages,
    calls: bool,
}

struct Row {
    code: String,
    name: String,
    kind: String,
    host: String,
    when: String,
    place: String,
    stage: Tag,
    points: i64,
    conclusions: i64,
    open: bool,
}

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    stage: String,
    after: String,
}

impl Asked {
    fn after(&self) -> Option<(Timestamp, ConferenceCode)> {
        let (at, code) = self.after.split_once('~')?;
        Some((at.parse().ok()?, code.parse().ok()?))
    }

    fn href(&self, after: &str) -> String {
        let pairs = [("q", self.q.as_str()), ("stage", &self.stage), ("after", after)];
        said::address("/conferences", &pairs)
    }
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<View<ListPage>, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    let filter = Filter { stage: Stage::from_key(&asked.stage), words: asked.q.clone() };
    let (seen, after) = (conferences_seen(&actor), asked.after());
    let mut found = app.read(move |tx| Ok(list(tx, seen.as_deref(), &filter, after.as_ref(), PAGE)?)).await?;
    let province = app.province().await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let next = found.last().filter(|_| more).map(|last| format!("{}~{}", last.starts_at, last.code));
    let rows = found.iter().map(|one| Row {
        code: one.code.to_string(),
        name: one.name.clone(),
        kind: words::kind(&f, one.kind),
        host: words::agency(&f, &province, &one.host),
        when: f.moment(&one.starts_at),
        place: one.place.clone(),
        stage: words::stage(&f, one.stage),
        points: one.points,
        conclusions: one.conclusions,
        open: one.stage == Stage::Open,
    });
    let stages = [Stage::Planned, Stage::Open, Stage::Closed];
    let columns = ["name", "when", "place", "stage"].map(|key| Column::text(f.t(&format!("conference-col-{key}"))));
    Ok(View(ListPage {
        rows: rows.collect(),
        stages: stages.map(|stage| Choice::new(stage.key(), words::stage(&f, stage).text)).into(),
        columns: columns.into(),
        pages: Pages {
            first: if asked.after.is_empty() { String::new() } else { asked.href("") },
            next: next.map(|after| asked.href(&after)).unwrap_or_default(),
            export: String::new(),
        },
        calls: !assigns_for(&actor).is_empty(),
        asked,
        f,
    }))
}
