//! What agencies lack in skills: required by the positions of their people, less certified.

use super::named;
use crate::app::App;
use crate::components::{Bar, Bars, Column, Columns, FormErrors};
use crate::download;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::{agency_name, harmless};
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use bytes::Bytes;
use csv::Writer;
use jiff::civil::Date;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::people::permissions::{Deed, may, may_at};
use rules::text::fold;
use serde::Deserialize;
use store::Fault;
use store::tables::training::{Gap, gaps, skills};

/// Spreadsheets read Vietnamese letters only after this mark.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

#[derive(Template)]
#[template(path = "training/gaps.html")]
pub(super) struct GapsPage {
    f: Frame,
    asked: Asked,
    chart: Bars,
    columns: Columns,
    rows: Vec<Row>,
    export: String,
}

/// An agency in the table.
struct Row {
    name: String,
    /// Who lacks what; empty where this person may not see it.
    href: String,
    cells: Vec<(String, String)>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    on: String,
    q: String,
}

impl Asked {
    fn day(&self, f: &Frame) -> Date {
        let today = day_of(f.now);
        self.on.parse().unwrap_or(today).min(today)
    }

    /// The agencies asked for, those that lack most first.
    fn choose(&self, all: Vec<Gap>) -> Vec<Gap> {
        let wanted = |gap: &Gap| {
            let name = fold(&format!("{} {}", gap.agency.code, gap.agency.name));
            fold(&self.q).split(' ').all(|word| name.contains(word))
        };
        let mut chosen: Vec<Gap> = all.into_iter().filter(wanted).collect();
        chosen.sort_by_cached_key(|gap| (std::cmp::Reverse(gap.lacking()), gap.agency.code.clone()));
        chosen
    }
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<View<GapsPage>, Failure> {
    may(&actor, Deed::TakeTraining)?;
    let (province, day) = (app.province().await?, asked.day(&f));
    let found = asked.choose(app.read(move |tx| Ok(gaps(tx, &province, day, None)?)).await?);
    let count = |some: usize| f.count(&i64::try_from(some).unwrap_or(i64::MAX));
    let bar = |skill: &rules::training::Skill| {
        let lack: usize = found.iter().map(|gap| gap.lack(skill)).sum();
        let value = f64::from(u32::try_from(lack).unwrap_or(u32::MAX));
        Bar { label: named(f.lang(), skill), value, text: count(lack), href: String::new(), marked: false }
    };
    let rows = found.iter().map(|gap| {
        let mut cells = vec![
            (f.t("training-col-officers"), count(gap.officers.len())),
            (f.t("training-col-lacking"), format!("{}/{}", count(gap.lacking()), count(gap.required()))),
        ];
        cells.extend(skills(day).iter().map(|skill| (named(f.lang(), skill), count(gap.lack(skill)))));
        let sees = may_at(&actor, Deed::SendToTraining, &gap.agency.code).is_ok();
        let href = if sees { format!("/training/gaps/{}?on={day}", gap.agency.code) } else { String::new() };
        Row { name: agency_name(f.lang(), &gap.agency), href, cells }
    });
    let rows = rows.collect();
    let chart = Bars {
        caption: f.t("training-gaps-chart"),
        label_heading: f.t("training-col-skill"),
        value_heading: f.t("training-col-lacking-people"),
        bars: skills(day).iter().map(bar).collect(),
        full: None,
    };
    let mut columns: Columns = vec![Column::text(f.t("training-col-agency"))];
    columns.extend(["officers", "lacking"].map(|key| Column::number(f.t(&format!("training-col-{key}")))));
    columns.extend(skills(day).iter().map(|skill| Column::number(named(f.lang(), skill))));
    let [on, q] = [&asked.on, &asked.q].map(|text| crate::pages::said::urlencoded(text));
    let export = format!("/training/gaps.csv?on={on}&q={q}");
    Ok(View(GapsPage { chart, columns, rows, export, asked, f }))
}

pub(super) async fn download(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    may(&actor, Deed::TakeTraining)?;
    app.limits.try_export(&actor.login)?;
    let (province, day) = (app.province().await?, asked.day(&f));
    let found = asked.choose(app.read(move |tx| Ok(gaps(tx, &province, day, None)?)).await?);
    let written = || -> Result<Vec<u8>, csv::Error> {
        let mut writer = Writer::from_writer(BYTE_ORDER_MARK.to_vec());
        let mut heads: Vec<String> =
            ["code", "agency", "officers", "required", "lacking"].map(|key| f.t(&format!("training-col-{key}"))).into();
        heads.extend(skills(day).iter().map(|skill| named(f.lang(), skill)));
        writer.write_record(heads)?;
        for gap in &found {
            let mut line = vec![
                gap.agency.code.to_string(),
                harmless(&agency_name(f.lang(), &gap.agency)),
                gap.officers.len().to_string(),
                gap.required().to_string(),
                gap.lacking().to_string(),
            ];
            line.extend(skills(day).iter().map(|skill| gap.lack(skill).to_string()));
            writer.write_record(line)?;
        }
        writer.into_inner().map_err(|error| error.into_error().into())
    };
    let file = written().map_err(|error| store::Failure::Fault(Fault::because("a list was not written", error)))?;
    let whole = futures::stream::iter([Ok::<_, std::io::Error>(Bytes::from(file))]);
    let disposition = "attachment; filename=\"skill-gaps.csv\"";
    Ok(download::file("text/csv; charset=utf-8; header=present", disposition, whole))
}

#[derive(Template)]
#[template(path = "training/agency.html")]
pub(super) struct AgencyPage {
    f: Frame,
    name: String,
    columns: Columns,
    rows: Vec<Officer>,
}

/// Somebody with what they lack.
struct Officer {
    name: String,
    roles: String,
    lacking: String,
}

pub(super) async fn agency(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<View<AgencyPage>, Failure> {
    may(&actor, Deed::SendToTraining)?;
    let unknown = || Refusal::not_found("agency-unknown").with("code", &code);
    let known: AgencyCode = code.parse().map_err(|_| unknown())?;
    let (province, day) = (app.province().await?, asked.day(&f));
    let agency = province.directory.get(&known).ok_or_else(unknown)?.clone();
    may_at(&actor, Deed::SendToTraining, &known)?;
    let found = app.read(move |tx| Ok(gaps(tx, &province, day, Some(&known))?)).await?;
    let rows = found.iter().flat_map(|gap| &gap.officers).map(|officer| Officer {
        name: officer.name.clone(),
        roles: officer.roles.iter().map(|role| f.role(role)).collect::<Vec<_>>().join("; "),
        lacking: match officer.lacking.as_slice() {
            [] => f.t("training-lacks-nothing"),
            some => some.iter().map(|skill| named(f.lang(), skill)).collect::<Vec<_>>().join("; "),
        },
    });
    let rows = rows.collect();
    let columns = ["learner", "roles", "lacks"].map(|key| Column::text(f.t(&format!("training-col-{key}")))).into();
    Ok(View(AgencyPage { name: agency_name(f.lang(), &agency), columns, rows, f }))
}
