//! Who acts for whom: all delegations that an administrator keeps.

use super::within;
use crate::app::App;
use crate::components::{Choice, Column, Columns, FormErrors, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use rules::calendar::day_of;
use serde::Deserialize;
use std::sync::Arc;
use store::province::Province;
use store::tables::staff::{self, Delegated, Delegations};

/// Delegations on the page.
const MOST: u32 = 200;

#[derive(Template)]
#[template(path = "people/staff/delegations.html")]
pub(super) struct DelegationsPage {
    f: Frame,
    asked: Asked,
    choices: Vec<Choice>,
    columns: Columns,
    rows: Vec<Row>,
}

/// A delegation as a line.
pub(crate) struct Row {
    pub(crate) principal: String,
    pub(crate) delegate: String,
    pub(crate) kind: String,
    pub(crate) positions: Vec<String>,
    pub(crate) fields: String,
    pub(crate) days: String,
    pub(crate) reason: String,
    pub(crate) state: Tag,
    /// Where it is taken back; empty when it is over.
    pub(crate) end: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    state: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<View<DelegationsPage>, Failure> {
    let which = Delegations { of: None, within: within(&actor)?, open: asked.state != "all" };
    let (today, province) = (day_of(f.now), app.province().await?);
    let found = app.read(move |tx| Ok(staff::delegations(tx, &which, today, MOST)?)).await?;
    Ok(View(DelegationsPage {
        choices: ["open", "all"].map(|key| Choice::new(key, f.t(&format!("delegations-{key}")))).into(),
        columns: columns(&f),
        rows: found.iter().map(|one| row(&f, &province, one, "/admin")).collect(),
        asked,
        f,
    }))
}

pub(crate) fn columns(f: &Frame) -> Columns {
    ["principal", "delegate", "scope", "days", "standing"]
        .map(|key| Column::text(f.t(&format!("staff-col-{key}"))))
        .into()
}

/// A line; `from` says whose page it is on: an administrator's, or one's own account.
pub(super) fn row(f: &Frame, province: &Arc<Province>, one: &Delegated, from: &str) -> Row {
    let today = day_of(f.now);
    let (state, over) = match (one.revoked, one.from <= today, one.until >= today) {
        (true, ..) => (Tag::new(Tone::Neutral, f.t("delegation-revoked")), true),
        (false, _, false) => (Tag::new(Tone::Neutral, f.t("staff-position-over")), true),
        (false, false, true) => (Tag::new(Tone::Waiting, f.t("staff-position-later")), false),
        (false, true, true) if !one.works => (Tag::new(Tone::Warning, f.t("delegation-idle")), false),
        (false, true, true) => (Tag::new(Tone::Good, f.t("delegation-in-force")), false),
    };
    let end = if from == "/admin" {
        format!("/admin/people/{}/end-delegation?number={}", one.principal.0, one.number)
    } else {
        format!("/account/delegations/{}/end", one.number)
    };
    Row {
        principal: one.principal.1.clone(),
        delegate: one.delegate.1.clone(),
        kind: f.t(&format!("staff-kind-{}", one.kind.key())),
        positions: one.positions.iter().map(|(agency, role)| super::position(f, province, agency, *role)).collect(),
        fields: if one.fields.is_empty() { f.t("delegation-all-fields") } else { one.fields.join("; ") },
        days: super::days(f, one.from, Some(one.until)),
        reason: one.reason.clone(),
        state,
        end: if over { String::new() } else { end },
    }
}
