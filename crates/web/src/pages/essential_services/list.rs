//! The register: how many services are how far, and what each is used for.

use super::{period, stage_name, tag};
use crate::app::App;
use crate::components::{Choice, Column, Columns, Figure, FormErrors, Pages, Tag, Trend};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::{agency_named, urlencoded};
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use rules::calendar::day_of;
use rules::essential_services::Stage;
use rules::people::permissions::{Deed, may};
use rules::quality::Side;
use serde::Deserialize;
use store::tables::essential_services::{Filter, count, figure, list, usage, usage_of};

/// Services on a page.
const PAGE: u32 = 25;

#[derive(Template)]
#[template(path = "essential_services/list.html")]
pub(super) struct ListPage {
    f: Frame,
    asked: Asked,
    figures: Vec<Figure>,
    stages: Vec<Choice>,
    sides: Vec<Choice>,
    columns: Columns,
    rows: Vec<Row>,
    total: i64,
    pages: Pages,
    keeps: bool,
}

/// A service in the list.
struct Row {
    code: String,
    name: String,
    agency: String,
    stage: Tag,
    since: String,
    received: i64,
    online: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    stage: String,
    /// `numerator` or `rest` of the figure, as of `on`.
    side: String,
    on: String,
    q: String,
    after: String,
}

impl Asked {
    fn href(&self, after: &str) -> String {
        let [stage, side, on, q, after] = [&self.stage, &self.side, &self.on, &self.q, after].map(urlencoded);
        format!("/essential-services?stage={stage}&side={side}&on={on}&q={q}&after={after}")
    }
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<ListPage>, Failure> {
    let province = app.province().await?;
    let day = asked.on.parse().unwrap_or_else(|_| day_of(f.now));
    let side = match asked.side.as_str() {
        "numerator" => Some(Side::Numerator),
        "rest" => Some(Side::Rest),
        _ => None,
    };
    let filter = Filter {
        stage: Stage::from_key(&asked.stage),
        agency: None,
        words: asked.q.clone(),
        integrated: side.map(|side| (day, side)),
    };
    let (after, period) = (asked.after.clone(), period(&f));
    let (mut found, total, done, used) = app
        .read(move |tx| {
            let found = list(tx, &filter, &after, PAGE + 1)?;
            let procedures: Vec<_> = found.iter().flat_map(|one| one.service.procedures.clone()).collect();
            Ok((found, count(tx, &filter)?, figure(tx, day)?, usage(tx, &procedures, period)?))
        })
        .await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let next = found.last().filter(|_| more).map(|last| asked.href(last.service.code.as_str()));
    let rows = found.iter().map(|one| {
        let used = usage_of(&one.service, &used);
        Row {
            code: one.service.code.to_string(),
            name: one.service.name.clone(),
            agency: agency_named(f.lang(), &province.directory, &one.service.agency),
            stage: tag(&f, one.stage()),
            since: one.reached.last().map(|reached| f.day(&reached.on)).unwrap_or_default(),
            received: used.received,
            online: share(&f, used.online, used.received),
        }
    });
    let figures = done.and_then(|done| done.share).map(|share| {
        let (done, all) = (share.numerator, share.denominator);
        let href = |side: &str| format!("/essential-services?side={side}&on={day}");
        let tile = |key: &str, value, unit, side: &str, trend| Figure {
            label: f.t1(key, "day", f.day(&day)),
            value: f.count(&value),
            unit,
            note: String::new(),
            href: href(side),
            trend,
        };
        let trend = if done == all { Trend::Good } else { Trend::None };
        vec![
            tile("services-done", done, format!("/{}", f.count(&all)), "numerator", trend),
            tile("services-rest", all - done, String::new(), "rest", Trend::None),
        ]
    });
    Ok(View(ListPage {
        figures: figures.unwrap_or_default(),
        stages: Stage::ALL.map(|stage| Choice::new(stage.key(), stage_name(&f, stage))).into(),
        sides: ["numerator", "rest"].map(|key| Choice::new(key, f.t(&format!("services-side-{key}")))).into(),
        columns: vec![
            Column::text(f.t("service-col-name")),
            Column::text(f.t("service-col-agency")),
            Column::text(f.t("service-col-stage")),
            Column::number(f.t("service-col-received")),
            Column::number(f.t("service-col-online")),
        ],
        rows: rows.collect(),
        total,
        pages: Pages {
            first: if asked.after.is_empty() { String::new() } else { asked.href("") },
            next: next.unwrap_or_default(),
            export: String::new(),
        },
        keeps: f.actor.as_ref().is_some_and(|actor| may(actor, Deed::KeepServices).is_ok()),
        asked,
        f,
    }))
}

/// A share as a percentage; nothing of nothing.
#[expect(clippy::cast_precision_loss, reason = "counts of a province's dossiers fit a double")]
pub(super) fn share(f: &Frame, part: i64, whole: i64) -> String {
    if whole > 0 { f.percent(&(part as f64 / whole as f64)) } else { f.t("none") }
}
