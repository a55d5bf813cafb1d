//! Lists of petitions: mine, those that my agencies have, those that are published.

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
use rules::calendar::day_of;
use rules::people::permissions::{Deed, may, reach};
use serde::Deserialize;
use store::province::Province;
use store::tables::petitions::{self, Listed};

/// Petitions on the page.
const PAGE: u32 = 200;

#[derive(Template)]
#[template(path = "petitions/list.html")]
pub(super) struct ListPage {
    f: Frame,
    title: String,
    lead: String,
    none: String,
    tabs: Vec<(String, String, bool)>,
    petitions: Vec<Brief>,
    /// Whether somebody may file a new one from here.
    file: bool,
}

/// A petition as lists show it.
struct Brief {
    id: String,
    title: String,
    status: Tag,
    late: bool,
    meta: String,
}

fn brief(f: &Frame, province: &Province, listed: Listed, named: bool) -> Brief {
    let agency = said::agency_named(f.lang(), &province.directory, &listed.agency);
    let mut meta = vec![kind(f, listed.kind), agency];
    if named {
        meta.push(listed.name);
    }
    meta.push(f.t1("petition-filed", "at", f.moment(&listed.filed_at)));
    match (listed.due_at, listed.published_at.or(listed.closed_at)) {
        (Some(due), _) => meta.push(f.t1("petition-due", "at", f.day_of(&due))),
        (None, Some(at)) => meta.push(f.t1("petition-closed", "at", f.day_of(&at))),
        (None, None) => {}
    }
    Brief {
        status: status(f, listed.status),
        late: listed.due_at.is_some_and(|due| day_of(f.now) > day_of(due)),
        meta: meta.join(" · "),
        id: listed.id,
        title: listed.title,
    }
}

pub(super) async fn mine(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
) -> Result<View<ListPage>, Failure> {
    let listed = app.read(move |tx| Ok(petitions::of(tx, &actor.login)?)).await?;
    let province = app.province().await?;
    Ok(View(ListPage {
        title: f.t("petitions-mine"),
        lead: f.t("petitions-mine.lead"),
        none: f.t("petitions-mine.none"),
        tabs: Vec::new(),
        petitions: listed.into_iter().map(|listed| brief(&f, &province, listed, false)).collect(),
        file: true,
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
    may(&actor, Deed::HandlePetitions)?;
    let closed = asked.view == "closed";
    let agencies = reach(&actor, Deed::HandlePetitions);
    let listed = app.read(move |tx| Ok(petitions::at(tx, &agencies, closed, PAGE)?)).await?;
    let province = app.province().await?;
    let tabs = [("", false), ("?view=closed", true)].map(|(query, of)| {
        (f.t(if of { "petitions-closed" } else { "petitions-waiting" }), format!("/petitions{query}"), of == closed)
    });
    Ok(View(ListPage {
        title: f.t("petitions-handled"),
        lead: f.t("petitions-handled.lead"),
        none: f.t("petitions-handled.none"),
        tabs: tabs.into(),
        petitions: listed.into_iter().map(|listed| brief(&f, &province, listed, true)).collect(),
        file: false,
        f,
    }))
}

pub(super) async fn published(State(app): State<App>, f: Frame) -> Result<View<ListPage>, Failure> {
    let listed = app.read(|tx| Ok(petitions::published(tx, PAGE)?)).await?;
    let province = app.province().await?;
    Ok(View(ListPage {
        title: f.t("petitions-published"),
        lead: f.t("petitions-published.lead"),
        none: f.t("petitions-published.none"),
        tabs: Vec::new(),
        petitions: listed.into_iter().map(|listed| brief(&f, &province, listed, false)).collect(),
        file: true,
        f,
    }))
}
