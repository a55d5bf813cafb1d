//! Villages with what counts of them on a day.

use super::{month, percent};
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Pages, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::{commune_named, communes, urlencoded};
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::digital_citizens::Measure;
use rules::people::permissions::{Deed, may};
use rules::text::fold;
use serde::Deserialize;
use store::tables::digital_citizens::{Counted, on, sum};

/// Villages on a page.
const PAGE: usize = 40;

#[derive(Template)]
#[template(path = "digital_citizens/list.html")]
pub(super) struct ListPage {
    f: Frame,
    asked: Asked,
    communes: Vec<Choice>,
    states: Vec<Choice>,
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
    month: String,
    residents: String,
    shares: Vec<(String, String)>,
    waiting: Option<Tag>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    commune: String,
    state: String,
    q: String,
    on: String,
    after: String,
}

impl Asked {
    fn href(&self, file: &str, after: &str) -> String {
        let [commune, state, q, on, after] = [&self.commune, &self.state, &self.q, &self.on, after].map(urlencoded);
        format!("/digital-citizens/villages{file}?commune={commune}&state={state}&q={q}&on={on}&after={after}")
    }

    fn wants(&self, one: &Counted) -> bool {
        let state = match self.state.as_str() {
            "reported" => one.report.is_some(),
            "unknown" => one.report.is_none(),
            "waiting" => one.waiting > 0,
            _ => true,
        };
        let name = fold(&format!("{} {}", one.known.village.code, one.known.village.name));
        state && fold(&self.q).split(' ').all(|word| name.contains(word))
    }

    /// The villages asked for, by code.
    pub(super) async fn find(&self, app: &App, f: &Frame) -> Result<Vec<Counted>, Failure> {
        let today = day_of(f.now);
        let day: Date = self.on.parse().unwrap_or(today).min(today);
        let commune = Some(self.commune.clone()).filter(|code| !code.is_empty());
        let villages = app.read(move |tx| Ok(on(tx, day, commune.as_deref())?)).await?;
        Ok(villages.into_iter().filter(|one| self.wants(one)).collect())
    }
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<View<ListPage>, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    let province = app.province().await?;
    let found = asked.find(&app, &f).await?;
    let behind = found.iter().filter(|one| one.known.village.code.as_str() > asked.after.as_str());
    let shown: Vec<_> = behind.take(PAGE + 1).collect();
    let more = shown.len() > PAGE;
    let shown = shown.get(..PAGE.min(shown.len())).unwrap_or_default();
    let rows = shown.iter().map(|one| {
        let counted = sum([*one]);
        let [residents, ..] = counted.people;
        Row {
            code: one.known.village.code.to_string(),
            name: one.known.village.name.clone(),
            commune: commune_named(f.lang(), &province.directory, one.known.village.commune.as_str()),
            month: one.report.as_ref().map_or_else(|| f.t("none"), |report| month(report.month)),
            residents: one.report.as_ref().map_or_else(|| f.t("none"), |_| f.count(&residents)),
            shares: Measure::ALL
                .iter()
                .enumerate()
                .map(|(at, measure)| (super::measure_name(&f, *measure), percent(&f, counted.share(at))))
                .collect(),
            waiting: (one.waiting > 0).then(|| Tag::new(Tone::Waiting, f.t("citizens-report-waiting"))),
        }
    });
    let rows = rows.collect();
    let mut columns: Columns =
        ["village", "commune", "month"].map(|key| Column::text(f.t(&format!("citizens-col-{key}")))).into();
    columns.push(Column::number(f.t("citizens-residents")));
    columns.extend(Measure::ALL.map(|measure| Column::number(super::measure_name(&f, measure))));
    Ok(View(ListPage {
        communes: communes(f.lang(), &province.directory),
        states: ["reported", "unknown", "waiting"]
            .map(|key| Choice::new(key, f.t(&format!("citizens-only-{key}"))))
            .into(),
        columns,
        rows,
        total: i64::try_from(found.len()).unwrap_or(i64::MAX),
        pages: Pages {
            first: if asked.after.is_empty() { String::new() } else { asked.href("", "") },
            next: shown
                .last()
                .filter(|_| more)
                .map(|last| asked.href("", last.known.village.code.as_str()))
                .unwrap_or_default(),
            export: asked.href(".csv", ""),
        },
        asked,
        f,
    }))
}
