//! Conferences over the API: lists within what the caller sees, one with its agenda, points, votes and documents, its minutes, its
//! conclusions with where their tasks stand; calling one, and in [`act`] everything that is done before, in and after it.

mod act;
mod seen;

use super::body::Body;
use super::caller::Caller;
use super::dossiers::PageQuery;
use super::once::{Done, Key, once};
use super::openapi::Refusals;
use super::wire::{Answer, Asked, Complaints, Page, cursor, slice};
use crate::app::App;
use crate::errors::Failure;
use crate::pages::conferences::read;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, CommitteeCode, ConferenceCode};
use rules::conferences::{Conclusion, Conference, ConferenceKind, Draft, Stage};
use rules::people::Actor;
use rules::people::permissions::{Deed, conferences_seen, may};
use rules::{Problem, Refusal};
use seen::{ConclusionSeen, ConferenceItem, ConferenceSeen, MinuteLine};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::desk;
use store::tables::conferences::{Filter, Listed, list};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of conferences.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_conferences, call_conference))
        .routes(routes!(show_conference))
        .routes(routes!(show_minutes))
        .routes(routes!(show_conclusions))
        .routes(routes!(act::act_on_conference))
}

/// What a list of conferences is narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ConferenceQuery {
    /// `planned`, `open` or `closed`.
    #[param(example = "closed")]
    stage: Option<String>,
    /// Words of the name, place or code; marks may be left out.
    #[param(example = "tong ket")]
    q: Option<String>,
}

/// Room for the year and number of a code in a place of a list.
const ROOM: i64 = 1_000_000_000;
/// Room for the number.
const NUMBERS: i64 = 1_000_000;
/// The year from which years are counted.
const FIRST_YEAR: i64 = 2000;

/// The place of a conference in the list: its beginning, then its code.
fn place(one: &Listed) -> i64 {
    let (year, number) = one.code.parts();
    one.starts_at.as_second() * ROOM + (i64::from(year) - FIRST_YEAR) * NUMBERS + i64::from(number)
}

fn behind(place: i64) -> Option<(Timestamp, ConferenceCode)> {
    let at = Timestamp::from_second(place.div_euclid(ROOM)).ok()?;
    let code = place.rem_euclid(ROOM);
    let year = i16::try_from(code / NUMBERS + FIRST_YEAR).ok()?;
    Some((at, ConferenceCode::new(year, u32::try_from(code % NUMBERS).ok()?)))
}

/// The conferences that the caller sees, the latest first.
#[utoipa::path(
    get, path = "/conferences", tag = "steering", summary = "The conferences that the caller sees, the latest first",
    params(ConferenceQuery, PageQuery),
    responses((status = 200, description = "A page of them", body = Page<ConferenceItem>), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_conferences(
    State(app): State<App>,
    caller: Caller,
    Asked(query): Asked<ConferenceQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<ConferenceItem>>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    let stages = [Stage::Planned, Stage::Open, Stage::Closed].map(|stage| (stage.key(), stage));
    let filter = Filter {
        stage: complaints.choice("/stage", query.stage.as_deref(), &stages),
        words: query.q.unwrap_or_default(),
    };
    complaints.settle()?;
    let (now, provinces, after) = (app.clock.now(), app.province.clone(), after.and_then(behind));
    let mut found = app
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            may(&actor, Deed::WorkOnTasks)?;
            Ok(list(tx, conferences_seen(&actor).as_deref(), &filter, after.as_ref(), limit)?)
        })
        .await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = found.last().filter(|_| more).map(|last| cursor(place(last)));
    Ok(Answer(Page { items: found.iter().map(ConferenceItem::of).collect(), next }))
}

async fn find(app: &App, caller: Caller, code: String) -> Result<(Arc<Actor>, Conference), Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    app.read(move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        may(&actor, Deed::WorkOnTasks)?;
        let conference = read::find_in(tx, &actor, &code)?;
        Ok((actor, conference))
    })
    .await
}

/// One conference.
#[utoipa::path(
    get, path = "/conferences/{code}", tag = "steering", summary = "One conference with its agenda, points and votes",
    params(("code" = String, Path, description = "The conference's code", example = "HN-2025-00001")),
    responses((status = 200, description = "The conference", body = ConferenceSeen), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn show_conference(
    State(app): State<App>,
    Path(code): Path<String>,
    caller: Caller,
) -> Result<Answer<ConferenceSeen>, Failure> {
    let (actor, conference) = find(&app, caller, code).await?;
    Ok(Answer(ConferenceSeen::of(&actor, &conference)))
}

/// The minutes of a conference.
#[utoipa::path(
    get, path = "/conferences/{code}/minutes", tag = "steering", summary = "The minutes of a conference, line by line",
    params(("code" = String, Path, description = "The conference's code", example = "HN-2025-00001"), PageQuery),
    responses((status = 200, description = "A page of lines, the oldest first", body = Page<MinuteLine>), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn show_minutes(
    State(app): State<App>,
    Path(code): Path<String>,
    caller: Caller,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<MinuteLine>>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    complaints.settle()?;
    let (_, conference) = find(&app, caller, code).await?;
    Ok(Answer(slice(conference.minutes.iter(), after, limit, MinuteLine::from)))
}

/// The conclusions of a conference.
#[utoipa::path(
    get, path = "/conferences/{code}/conclusions", tag = "steering",
    summary = "The conclusions of a conference, with where their tasks stand",
    params(("code" = String, Path, description = "The conference's code", example = "HN-2025-00001"), PageQuery),
    responses((status = 200, description = "A page of conclusions", body = Page<ConclusionSeen>), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn show_conclusions(
    State(app): State<App>,
    Path(code): Path<String>,
    caller: Caller,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<ConclusionSeen>>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    complaints.settle()?;
    let (_, conference) = find(&app, caller, code).await?;
    let (today, of) = (day_of(app.clock.now()), conference.clone());
    let tasks = app.read(move |tx| Ok(read::tasks(tx, &of, today)?)).await?;
    let seen = |conclusion: &Conclusion| {
        let own = tasks.iter().filter(|(number, _)| *number == conclusion.number).flat_map(|(_, tasks)| tasks);
        ConclusionSeen::of(conclusion, own, today)
    };
    Ok(Answer(slice(conference.conclusions.iter(), after, limit, seen)))
}

/// What a conference is: to be called, or as it is changed before it is opened.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ConferenceToCall {
    /// In the name of which agency, by code.
    #[schema(example = "H35")]
    host: String,
    /// Its name.
    name: String,
    /// `committee`, `review`, `briefing`, `thematic` or `training`.
    #[schema(example = "review")]
    kind: String,
    /// The committee whose series it continues, by code.
    #[schema(example = "BCD57-H35")]
    series: Option<String>,
    /// When it begins.
    #[schema(value_type = Option<String>, format = DateTime, example = "2025-12-23T14:00:00+07:00")]
    starts_at: Option<String>,
    /// Where the main bridge point is.
    place: String,
    /// Who chairs it; may be left out.
    chair: String,
    /// The address of its video room, by https; may be left out.
    video: String,
}

impl ConferenceToCall {
    fn read(&self) -> Result<(AgencyCode, Draft), Refusal> {
        let mut complaints = Complaints::default();
        let host = complaints.code::<AgencyCode>("/host", Some(&self.host), "agency-unknown");
        if self.host.trim().is_empty() {
            complaints.add(Problem::new("/host", "missing"));
        }
        let draft = self.draft("", &mut complaints);
        complaints.settle()?;
        let host = host.ok_or_else(|| Refusal::input(vec![Problem::new("/host", "missing")]))?;
        Ok((host, draft))
    }

    /// What it is to be; `under` is where in the body that stands.
    fn draft(&self, under: &str, complaints: &mut Complaints) -> Draft {
        let kinds = ConferenceKind::ALL.map(|kind| (kind.key(), kind));
        let series =
            complaints.code::<CommitteeCode>(&format!("{under}/series"), self.series.as_deref(), "committee-code");
        Draft {
            name: self.name.clone(),
            kind: complaints.choice(&format!("{under}/kind"), Some(&self.kind), &kinds),
            series,
            starts_at: complaints.from(&format!("{under}/starts_at"), self.starts_at.as_deref()),
            place: self.place.clone(),
            chair: self.chair.clone(),
            video: self.video.clone(),
        }
    }
}

/// Calls a conference.
#[utoipa::path(
    post, path = "/conferences", tag = "steering", summary = "Call a conference",
    description = "For leaders and clerks of the agency that calls it. Its agenda and bridge points follow by actions.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")),
    request_body = ConferenceToCall,
    responses((status = 201, description = "The conference", body = ConferenceSeen), Refusals),
    security(("token" = []))
)]
pub async fn call_conference(
    State(app): State<App>,
    caller: Caller,
    key: Key,
    body: Body<ConferenceToCall>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, "POST /api/v1/conferences", &body.bytes)?;
    let (now, provinces, sent) = (app.clock.now(), app.province.clone(), body.value);
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        may(&actor, Deed::AssignTasks)?;
        let (host, draft) = sent.read()?;
        let conference = desk::conferences::call(tx, &actor, &host, &draft, now)?;
        Ok(Done::new(StatusCode::CREATED, &ConferenceSeen::of(&actor, &conference))?)
    });
    Ok(done.await?.into_response(|code| format!("/api/v1/conferences/{code}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_list_is_read_back() {
        let at: Timestamp = "2025-12-23T14:00:00+07:00".parse().expect("an instant");
        let code = ConferenceCode::new(2025, 57);
        let place = at.as_second() * ROOM + 25 * NUMBERS + 57;
        assert_eq!(behind(place), Some((at, code)));
    }
}
