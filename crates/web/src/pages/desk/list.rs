//! Every dossier that an officer may see, newest first: searched, filtered, paged by key, exported.

use super::address::query;
use super::row::Row;
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Pages};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::view::View;
use askama::Template;
use axum::extract::Query;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use rules::calendar;
use rules::codes::DossierCode;
use rules::dossiers::Status;
use rules::people::Actor;
use rules::people::permissions::{Scope, scope};
use serde::Deserialize;
use store::desk::dossiers::load_for;
use store::province::Province;
use store::tables::dossier_lists::{self, Filter};
use store::tables::positions::mark_gone;

/// Dossiers on a page.
const PAGE: u32 = 30;

#[derive(Template)]
#[template(path = "desk/list.html")]
struct ListPage {
    f: Frame,
    asked: Asked,
    statuses: Vec<Choice>,
    agencies: Vec<Choice>,
    procedures: Vec<Choice>,
    dues: Vec<Choice>,
    columns: Columns,
    rows: Vec<Row>,
    pages: Pages,
    scope: String,
}

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    status: String,
    agency: String,
    procedure: String,
    officer: String,
    due: String,
    from: String,
    to: String,
    after: String,
}

impl Asked {
    /// The filter that this is; what can't be read does not narrow.
    pub(super) fn filter(&self, now: Timestamp) -> Filter {
        let some = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let day = |text: &String| text.trim().parse::<Date>().ok();
        let midnight = |day: Date| calendar::instant(day.to_datetime(Time::midnight()));
        let end_of_today = calendar::day_of(now).tomorrow().map(midnight).unwrap_or(now);
        Filter {
            status: Status::from_key(&self.status),
            agency: self.agency.parse().ok(),
            procedure: some(&self.procedure),
            officer: some(&self.officer),
            due_before: match self.due.as_str() {
                "overdue" => Some(now),
                "today" => Some(end_of_today),
                _ => None,
            },
            received_from: day(&self.from).map(midnight),
            received_to: day(&self.to).and_then(|day| day.tomorrow().ok()).map(midnight),
            q: some(&self.q),
            condition: None,
        }
    }

    fn query(&self) -> String {
        query(&[
            ("q", &self.q),
            ("status", &self.status),
            ("agency", &self.agency),
            ("procedure", &self.procedure),
            ("officer", &self.officer),
            ("due", &self.due),
            ("from", &self.from),
            ("to", &self.to),
        ])
    }

    fn href(&self, path: &str, after: Option<i64>) -> String {
        let after = after.map(|id| format!("&after={id}")).unwrap_or_default();
        format!("{path}?{}{after}", self.query())
    }
}

/// The list of dossiers for an officer; `query` is the address's query as it came.
///
/// # Errors
/// When the list can't be read.
pub async fn list(app: &App, f: Frame, actor: &Actor, query: Option<&str>) -> Result<Response, Failure> {
    let uri: Uri = format!("/?{}", query.unwrap_or_default()).parse().unwrap_or_default();
    let Query(asked) = Query::<Asked>::try_from_uri(&uri).unwrap_or_default();
    if let Some(href) = straight_to(app, actor, &asked).await? {
        return Ok(Redirect::to(&href).into_response());
    }
    let province = app.province().await?;
    let (who, filter, after) = (actor.clone(), asked.filter(f.now), asked.after.parse().ok());
    let now = f.now;
    let mut listed = app
        .read(move |tx| {
            let mut listed = dossier_lists::list(tx, &scope(&who), &filter, after, PAGE)?;
            mark_gone(tx, &mut listed, now)?;
            Ok(listed)
        })
        .await?;
    let more = listed.len() > PAGE as usize;
    listed.truncate(PAGE as usize);
    let next = listed.last().filter(|_| more).map(|last| asked.href("/dossiers", Some(last.id)));
    Ok(View(ListPage {
        statuses: Status::ALL
            .iter()
            .map(|status| Choice::new(status.key(), f.t(&format!("status-{}", status.key().replace('_', "-")))))
            .collect(),
        agencies: agencies(&f, &province),
        procedures: procedures(&f, &province),
        dues: ["overdue", "today"].map(|key| Choice::new(key, f.t(&format!("desk-due-{key}")))).into(),
        columns: ["dossier", "status", "legal", "place", "officer"]
            .map(|key| Column::text(f.t(&format!("desk-col-{key}"))))
            .into(),
        rows: listed.iter().map(|listed| Row::new(&f, &province, actor, listed)).collect(),
        pages: Pages {
            first: if asked.after.is_empty() { String::new() } else { asked.href("/dossiers", None) },
            next: next.unwrap_or_default(),
            export: asked.href("/dossiers.csv", None),
        },
        scope: seen(&f, &province, actor),
        asked,
        f,
    })
    .into_response())
}

/// Whoever types a whole code wants that dossier.
async fn straight_to(app: &App, actor: &Actor, asked: &Asked) -> Result<Option<String>, Failure> {
    let Ok(code) = asked.q.trim().to_uppercase().parse::<DossierCode>() else { return Ok(None) };
    let (who, wanted) = (actor.clone(), code.to_string());
    let found = app.read(move |tx| match load_for(tx, &who, &wanted) {
        Ok(_) => Ok(true),
        Err(store::Failure::Refused(_)) => Ok(false),
        Err(fault) => Err(fault),
    });
    let found = found.await?;
    Ok(found.then(|| format!("/dossiers/{code}")))
}

/// Which dossiers the officer sees, in words.
fn seen(f: &Frame, province: &Province, actor: &Actor) -> String {
    match scope(actor) {
        Scope::All => f.t("desk-scope-all"),
        Scope::Agencies(agencies) => {
            let names = agencies.iter().map(|seen| said::agency_named(f.lang(), &province.directory, &seen.agency));
            f.t1("desk-scope-agencies", "agencies", names.collect::<Vec<_>>().join("; "))
        }
        Scope::Owner(_) => String::new(),
    }
}

fn agencies(f: &Frame, province: &Province) -> Vec<Choice> {
    let authorities = province.directory.iter().filter(|agency| agency.settles());
    let mut choices: Vec<_> =
        authorities.map(|agency| Choice::new(agency.code.as_str(), said::agency_name(f.lang(), agency))).collect();
    choices.sort_by_cached_key(|choice| rules::text::fold(&choice.label));
    choices
}

/// The procedures to choose from, by name.
pub(crate) fn procedures(f: &Frame, province: &Province) -> Vec<Choice> {
    let mut choices: Vec<_> = province
        .procedures()
        .map(|procedure| Choice::new(procedure.code.as_str(), said::procedure_name(f.lang(), procedure)))
        .collect();
    choices.sort_by_cached_key(|choice| rules::text::fold(&choice.label));
    choices
}
