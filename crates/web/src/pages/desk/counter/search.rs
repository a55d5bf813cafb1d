//! Which procedure? Found by words, with or without marks.

use super::drafts::{self, Begun};
use super::{counters, may_take_in};
use crate::app::App;
use crate::components::FormErrors;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::Worker;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use rules::catalogue::Procedure;
use serde::Deserialize;
use store::province::Province;

/// So many are shown at once: whoever needs more types more.
const MOST: usize = 24;

#[derive(Template)]
#[template(path = "desk/intake_search.html")]
pub(super) struct SearchPage {
    f: Frame,
    counter: String,
    asked: Asked,
    found: Vec<Found>,
    /// What this officer has begun and not finished.
    begun: Vec<Begun>,
}

/// A procedure that was found.
struct Found {
    code: String,
    name: String,
    agency: String,
    limit: String,
    /// Whether this counter may take it in.
    open: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Worker(actor): Worker,
    Query(asked): Query<Asked>,
) -> Result<View<SearchPage>, Failure> {
    let counters = counters(&actor)?;
    let province = app.province().await?;
    let directory = &province.directory;
    let q = asked.q.trim();
    let found: Vec<&Procedure> = if q.is_empty() {
        let mut all: Vec<_> =
            province.procedures().filter(|procedure| may_take_in(procedure, &counters, directory)).collect();
        all.sort_by_key(|procedure| (procedure.essential.unwrap_or(u16::MAX), procedure.code.as_str()));
        all
    } else {
        province.search(q).collect()
    };
    let one = |procedure: &&Procedure| Found {
        code: procedure.code.to_string(),
        name: said::procedure_name(f.lang(), procedure),
        agency: settles(&f, &province, procedure),
        limit: said::time_limit(f.words, procedure.time_limit),
        open: may_take_in(procedure, &counters, directory),
    };
    Ok(View(SearchPage {
        counter: counters
            .iter()
            .map(|code| said::agency_named(f.lang(), directory, code))
            .collect::<Vec<_>>()
            .join("; "),
        found: found.iter().take(MOST).map(one).collect(),
        begun: drafts::begun(&app, &f, &province, &actor).await?,
        asked,
        f,
    }))
}

/// Who settles it, in words.
fn settles(f: &Frame, province: &Province, procedure: &Procedure) -> String {
    match &procedure.agency {
        Some(agency) => said::agency_named(f.lang(), &province.directory, agency),
        None => said::level(f.words, procedure.level),
    }
}
