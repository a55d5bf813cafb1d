//! Villages with their coverage on a day.

use super::{signals, tag, village_name};
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Pages, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::{commune_named, communes, urlencoded};
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::coverage::Status;
use rules::text::fold;
use serde::Deserialize;
use store::tables::coverage::{Covered, on};

/// Villages on a page.
const PAGE: usize = 40;

#[derive(Template)]
#[template(path = "coverage/list.html")]
pub(super) struct ListPage {
    f: Frame,
    asked: Asked,
    communes: Vec<Choice>,
    statuses: Vec<Choice>,
    columns: Columns,
    rows: Vec<Row>,
    total: i64,
    pages: Pages,
}

/// A village in the list.
struct Row {
    code: String,
    name: String,
    commune: String,
    status: Tag,
    conflict: Option<Tag>,
    signals: String,
    seen: String,
    plan: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    commune: String,
    status: String,
    q: String,
    on: String,
    after: String,
}

impl Asked {
    fn href(&self, after: &str) -> String {
        let [commune, status, q, on, after] = [&self.commune, &self.status, &self.q, &self.on, after].map(urlencoded);
        format!("/coverage/villages?commune={commune}&status={status}&q={q}&on={on}&after={after}")
    }

    fn wants(&self, one: &Covered) -> bool {
        let status = match self.status.as_str() {
            "" => true,
            "lacking" => one.status.lacks_broadband(),
            "conflict" => one.conflict,
            "waiting" => one.waiting > 0,
            key => Status::from_key(key) == Some(one.status),
        };
        let name = fold(&format!("{} {}", one.known.village.code, one.known.village.name));
        status && fold(&self.q).split(' ').all(|word| name.contains(word))
    }
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<ListPage>, Failure> {
    let province = app.province().await?;
    let today = day_of(f.now);
    let day: Date = asked.on.parse().unwrap_or(today).min(today);
    let commune = Some(asked.commune.clone()).filter(|code| !code.is_empty());
    let villages = app.read(move |tx| Ok(on(tx, day, commune.as_deref())?)).await?;
    let found: Vec<_> = villages.into_iter().filter(|one| asked.wants(one)).collect();
    let behind = found.iter().filter(|one| one.known.village.code.as_str() > asked.after.as_str());
    let shown: Vec<_> = behind.take(PAGE + 1).collect();
    let more = shown.len() > PAGE;
    let shown = shown.get(..PAGE.min(shown.len())).unwrap_or_default();
    let rows = shown.iter().map(|one| Row {
        code: one.known.village.code.to_string(),
        name: village_name(&f, &one.known.village),
        commune: commune_named(f.lang(), &province.directory, one.known.village.commune.as_str()),
        status: tag(&f, one.status),
        conflict: one.conflict.then(|| Tag::new(Tone::Warning, f.t("coverage-conflict"))),
        signals: one.report.as_ref().map_or_else(|| f.t("none"), |report| signals(&f, &report.signals)),
        seen: one.report.as_ref().map_or_else(|| f.t("none"), |report| f.day(&report.observed_on)),
        plan: one.plan.as_ref().map_or_else(
            || f.t("none"),
            |plan| {
                let by = f.t(&format!("coverage-technology-{}", plan.technology.key()));
                format!("{} {by}, {}", plan.operator, f.day(&plan.by))
            },
        ),
    });
    let keys = ["lacking", "nothing", "without-broadband", "broadband", "unknown", "waiting", "conflict"];
    Ok(View(ListPage {
        communes: communes(f.lang(), &province.directory),
        statuses: keys.map(|key| Choice::new(key, f.t(&format!("coverage-only-{key}")))).into(),
        columns: ["village", "commune", "status", "signals", "seen", "plan"]
            .map(|key| Column::text(f.t(&format!("coverage-col-{key}"))))
            .into(),
        rows: rows.collect(),
        total: i64::try_from(found.len()).unwrap_or(i64::MAX),
        pages: Pages {
            first: if asked.after.is_empty() { String::new() } else { asked.href("") },
            next: shown
                .last()
                .filter(|_| more)
                .map(|last| asked.href(last.known.village.code.as_str()))
                .unwrap_or_default(),
            export: String::new(),
        },
        asked,
        f,
    }))
}
