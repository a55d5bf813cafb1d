//! Lists of requests about results: about mine, and those that my agencies answer.

use super::{kind, status};
use crate::app::App;
use crate::components::Tag;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use rules::people::permissions::{Deed, may, reach};
use serde::Deserialize;
use store::province::Province;
use store::tables::results::{self, Listed};

/// Requests on the page.
const PAGE: u32 = 200;

#[derive(Template)]
#[template(path = "results/list.html")]
pub(super) struct ListPage {
    f: Frame,
    title: String,
    lead: String,
    none: String,
    tabs: Vec<(String, String, bool)>,
    requests: Vec<Brief>,
}

/// A request as lists show it.
struct Brief {
    id: String,
    title: String,
    status: Tag,
    late: bool,
    meta: String,
}

fn brief(f: &Frame, province: &Province, listed: Listed, named: bool) -> Brief {
    let mut meta = vec![said::agency_named(f.lang(), &province.directory, &listed.agency)];
    if named {
        meta.push(listed.name);
    }
    meta.push(f.t1("result-asked-at", "at", f.moment(&listed.asked_at)));
    match listed.closed_at {
        Some(at) => meta.push(f.t1("result-closed", "at", f.moment(&at))),
        None => meta.push(f.t1("result-due", "at", f.moment(&listed.due_at))),
    }
    Brief {
        status: status(f, listed.status),
        late: listed.closed_at.unwrap_or(f.now) > listed.due_at,
        title: format!("{} · {}", kind(f, listed.kind), listed.dossier),
        meta: meta.join(" · "),
        id: listed.id,
    }
}

pub(super) async fn mine(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
) -> Result<View<ListPage>, Failure> {
    let listed = app.read(move |tx| Ok(results::of(tx, &actor.login)?)).await?;
    let province = app.province().await?;
    Ok(View(ListPage {
        title: f.t("results-mine"),
        lead: f.t("results-mine.lead"),
        none: f.t("results-mine.none"),
        tabs: Vec::new(),
        requests: listed.into_iter().map(|listed| brief(&f, &province, listed, false)).collect(),
        f,
    }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    view: String,
}

pub(super) async fn handled(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<View<ListPage>, Failure> {
    may(&actor, Deed::HandleResults)?;
    let closed = asked.view == "closed";
    let agencies = reach(&actor, Deed::HandleResults);
    let listed = app.read(move |tx| Ok(results::at(tx, &agencies, closed, PAGE)?)).await?;
    let province = app.province().await?;
    let tabs = [("", false), ("?view=closed", true)].map(|(query, of)| {
        (f.t(if of { "results-closed" } else { "results-waiting" }), format!("/results{query}"), of == closed)
    });
    Ok(View(ListPage {
        title: f.t("results-handled"),
        lead: f.t("results-handled.lead"),
        none: f.t("results-handled.none"),
        tabs: tabs.into(),
        requests: listed.into_iter().map(|listed| brief(&f, &province, listed, true)).collect(),
        f,
    }))
}
