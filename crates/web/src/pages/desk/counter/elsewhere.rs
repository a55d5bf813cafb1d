//! What this counter took in for agencies elsewhere: it sees each through to the hand-over, results to hand over first.

use super::counters;
use crate::app::App;
use crate::components::{Column, Columns, Pages};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::desk::row::Row;
use crate::sessions::Worker;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use rules::codes::AgencyCode;
use serde::Deserialize;
use store::province::Province;
use store::tables::dossier_lists::taken_in_for_others;

/// Dossiers on a page.
const PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "desk/elsewhere.html")]
pub(super) struct ElsewherePage {
    f: Frame,
    columns: Columns,
    rows: Vec<(Row, String)>,
    pages: Pages,
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    page: u32,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Query(asked): Query<Asked>,
) -> Result<View<ElsewherePage>, Failure> {
    let province = app.province().await?;
    let here = counters(&actor)?;
    let pairs: Vec<_> = here.iter().map(|counter| (counter.clone(), own(&province, counter))).collect();
    let skip = asked.page.saturating_mul(PAGE);
    let mut listed = app.read(move |tx| Ok(taken_in_for_others(tx, &pairs, skip, PAGE + 1)?)).await?;
    let more = listed.len() > PAGE as usize;
    listed.truncate(PAGE as usize);
    let name = |code: &str| {
        let parsed = code.parse::<AgencyCode>().ok();
        parsed.map_or_else(String::new, |code| crate::pages::said::agency_named(f.lang(), &province.directory, &code))
    };
    Ok(View(ElsewherePage {
        columns: ["dossier", "competent", "legal", "status", "do"]
            .map(|key| Column::text(f.t(&format!("elsewhere-col-{key}"))))
            .into(),
        rows: listed
            .iter()
            .map(|listed| (Row::new(&f, &province, &actor, listed), name(&listed.competent_agency)))
            .collect(),
        pages: Pages {
            first: if asked.page == 0 { String::new() } else { "/intake/elsewhere".into() },
            next: if more { format!("/intake/elsewhere?page={}", asked.page + 1) } else { String::new() },
            export: String::new(),
        },
        f,
    }))
}

/// The agencies whose own counter this is.
fn own(province: &Province, counter: &AgencyCode) -> Vec<AgencyCode> {
    let directory = &province.directory;
    let own = directory.every().filter(|agency| agency.settles());
    let own = own.filter(|agency| directory.counter_of(&agency.code).is_some_and(|own| own.code == *counter));
    own.map(|agency| agency.code.clone()).collect()
}
