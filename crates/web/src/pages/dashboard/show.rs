//! The page of the board, as of today and live, or as of a past day.

use super::draw::{Drawn, draw};
use crate::app::App;
use crate::components::FormErrors;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::people::permissions::{Deed, may};
use serde::Deserialize;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    as_of: String,
}

#[derive(Template)]
#[template(path = "dashboard/show.html")]
pub(super) struct DashboardPage {
    f: Frame,
    lead: String,
    as_of: String,
    today: String,
    /// Whether it is today's, which changes while one looks at it.
    live: bool,
    at: String,
    drawn: Drawn,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<View<DashboardPage>, Failure> {
    may(&actor, Deed::SeeFigures)?;
    let today = day_of(f.now);
    let as_of = asked.as_of.parse::<Date>().map_or(today, |day| day.min(today));
    let drawn = draw(&app, &f, &actor, as_of).await?;
    Ok(View(DashboardPage {
        lead: f.t1("dashboard-lead", "day", f.day(&as_of)),
        as_of: as_of.to_string(),
        today: today.to_string(),
        live: as_of == today,
        at: f.t1("dashboard-at", "at", f.moment(&f.now)),
        drawn,
        f,
    }))
}
