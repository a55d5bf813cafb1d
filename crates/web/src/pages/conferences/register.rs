//! What a bridge point prepares: its delegates, each with the code to check in by. Who runs the conference does it for any point.

use super::{check_in, read, words};
use crate::app::App;
use crate::components::{Choice, FormErrors, Qr, Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, Query, State};
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::conferences::{Conference, Stage};
use rules::people::Actor;
use rules::people::permissions::{may_attend, may_register, may_run};
use serde::Deserialize;
use store::desk;

#[derive(Template)]
#[template(path = "conferences/register.html")]
pub(super) struct RegisterPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    code: String,
    name: String,
    when: String,
    place: String,
    point: String,
    point_name: String,
    /// The points among which the actor chooses.
    points: Vec<Choice>,
    officers: Vec<Choice>,
    delegates: Vec<Row>,
    open: bool,
    /// Whether the actor gives delegates votes of their own: who runs the conference.
    hosts: bool,
}

struct Row {
    seat: u32,
    name: String,
    title: String,
    votes: bool,
    came: bool,
    state: Tag,
    address: String,
    qr: Qr,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    point: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<View<RegisterPage>, Failure> {
    let conference = read::find(&app, &actor, &code).await?;
    page(&app, f, &actor, &conference, &asked.point, FormErrors::none(), Typed::default()).await
}

/// The points for which the actor registers; their own one first.
fn points(actor: &Actor, conference: &Conference) -> Vec<AgencyCode> {
    let own = may_attend(actor, conference).ok().map(|(agency, _)| agency);
    let mut points: Vec<AgencyCode> = conference.points.iter().map(|point| point.agency.clone()).collect();
    points.retain(|agency| may_register(actor, conference, agency).is_ok());
    points.sort_by_key(|agency| Some(agency) != own.as_ref());
    points
}

/// The page, as it is or with what was wrong.
///
/// # Errors
/// When the actor registers for none of the points.
pub(super) async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    conference: &Conference,
    point: &str,
    errors: FormErrors,
    typed: Typed,
) -> Result<View<RegisterPage>, Failure> {
    let points = points(actor, conference);
    let wanted = points.iter().find(|agency| agency.as_str() == point).or(points.first());
    let point = wanted.cloned().ok_or_else(|| Refusal::forbidden("conference-not-invited"))?;
    let province = app.province().await?;
    let (today, of) = (day_of(f.now), point.clone());
    let officers = app.read(move |tx| Ok(desk::tasks::officers(tx, &of, today)?)).await?;
    let mut rows = Vec::new();
    for delegate in conference.delegates_of(&point) {
        let registered = &delegate.registered;
        let code = check_in::code(app, conference.code(), registered.seat)?;
        let address = format!("/conferences/{}/check-in/{code}", conference.code());
        let state = if delegate.present.is_some() {
            Tag::new(Tone::Good, f.t("conference-point-came"))
        } else {
            Tag::new(Tone::Neutral, f.t("conference-not-yet-came"))
        };
        rows.push(Row {
            seat: registered.seat,
            name: registered.name.clone(),
            title: registered.title.clone(),
            votes: registered.votes,
            came: delegate.present.is_some(),
            state,
            qr: Qr::of(&format!("{}{address}", app.settings.public_url))?,
            address,
        });
    }
    Ok(View(RegisterPage {
        code: conference.code().to_string(),
        name: conference.details.name.clone(),
        when: f.moment(&conference.details.starts_at),
        place: conference.details.place.clone(),
        point_name: words::agency(&f, &province, &point),
        points: points.iter().map(|code| Choice::new(code.as_str(), words::agency(&f, &province, code))).collect(),
        officers: officers.into_iter().map(|officer| Choice::new(officer.login, officer.name)).collect(),
        delegates: rows,
        open: conference.stage() != Stage::Closed,
        hosts: may_run(actor, conference).is_ok(),
        point: point.to_string(),
        errors,
        typed,
        f,
    }))
}
