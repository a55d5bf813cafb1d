//! Conferences over the API, for reading: lists within what the caller sees, one with its agenda, points, votes and documents, its minutes,
//! its conclusions with where their tasks stand.

use super::caller::Caller;
use super::dossiers::PageQuery;
use super::openapi::Refusals;
use super::wire::{Answer, Asked, At, Complaints, Page, cursor, slice};
use crate::app::App;
use crate::errors::Failure;
use crate::pages::conferences::read;
use axum::extract::{Path, State};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, ConferenceCode, TaskCode};
use rules::conferences::{Conference, Stage, VoteKind, Voters};
use rules::people::permissions::{Deed, conferences_seen, may};
use serde::{Deserialize, Serialize};
use store::tables::conferences::{Filter, Listed, list};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of conferences.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_conferences))
        .routes(routes!(show_conference))
        .routes(routes!(show_minutes))
        .routes(routes!(show_conclusions))
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

/// A conference in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferenceItem {
    /// Its code.
    #[schema(example = "HN-2025-00001")]
    code: String,
    /// Its name.
    name: String,
    /// `committee`, `review`, `briefing`, `thematic` or `training`.
    kind: &'static str,
    /// Who called it, by agency code.
    #[schema(example = "H35")]
    host: String,
    /// When it begins.
    starts_at: At,
    /// Where the main bridge point is.
    place: String,
    /// `planned`, `open` or `closed`.
    stage: &'static str,
    /// How many bridge points it has.
    points: i64,
    /// How much was concluded.
    conclusions: i64,
}

/// A conference.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferenceSeen {
    /// Its code.
    #[schema(example = "HN-2025-00001")]
    code: String,
    /// How many entries it has.
    version: u64,
    /// Its name.
    name: String,
    /// `committee`, `review`, `briefing`, `thematic` or `training`.
    kind: &'static str,
    /// Who called it, by agency code.
    host: String,
    /// The committee whose series it continues.
    series: Option<String>,
    /// When it begins.
    starts_at: At,
    /// When it was opened.
    opened_at: Option<At>,
    /// When it was closed.
    closed_at: Option<At>,
    /// Where the main bridge point is.
    place: String,
    /// Who chairs it; may be empty.
    chair: String,
    /// `planned`, `open` or `closed`.
    stage: &'static str,
    /// Its agenda.
    agenda: Vec<ConferenceItemOfAgenda>,
    /// Its bridge points.
    points: Vec<ConferencePoint>,
    /// The names of the documents laid before it.
    documents: Vec<String>,
    /// Its votes and straw polls.
    votes: Vec<ConferenceVote>,
    /// Number and sign of the notice of conclusions, once it has them.
    notice: Option<String>,
}

/// An item of an agenda.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferenceItemOfAgenda {
    /// What it is about.
    title: String,
    /// How long it takes, in minutes.
    minutes: u16,
    /// Who presents it; may be empty.
    presenter: String,
    /// Whether it is under way.
    current: bool,
}

/// A bridge point.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferencePoint {
    /// The agency, by code.
    #[schema(example = "H35.27")]
    agency: String,
    /// Whether it has a vote.
    votes: bool,
    /// How many delegates are registered.
    registered: usize,
    /// How many of them have checked in.
    present: usize,
}

/// A vote.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferenceVote {
    /// Its number.
    number: u32,
    /// `straw` or `formal`.
    kind: &'static str,
    /// Who has a vote: `points` or `delegates`.
    voters: &'static str,
    /// What was asked.
    question: String,
    /// Whether it is open.
    open: bool,
    /// The answers; how many chose each, once it is closed or for a straw poll.
    answers: Vec<ConferenceAnswer>,
    /// How many voted.
    cast: u64,
    /// How many have the right; nothing for a straw poll.
    entitled: Option<u64>,
}

/// An answer of a vote.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferenceAnswer {
    /// What it says.
    answer: String,
    /// How many chose it.
    votes: Option<u64>,
}

/// A line of the minutes.
#[derive(Debug, Serialize, ToSchema)]
pub struct MinuteLine {
    /// When it was written.
    at: At,
    /// Under which item of the agenda, from 1; 0 before the first.
    item: u32,
    /// What was said or done.
    text: String,
}

/// A conclusion.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConclusionSeen {
    /// Its number.
    number: u32,
    /// What was concluded.
    text: String,
    /// Who leads what follows, by agency code.
    leads: Vec<String>,
    /// Until when.
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Date>,
    /// The tasks that it became.
    tasks: Vec<ConclusionTask>,
}

/// A task of a conclusion.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConclusionTask {
    /// Its code.
    #[schema(example = "NV-2025-00146")]
    code: String,
    /// The lead agency, by code.
    lead: String,
    /// The light of the national tracker.
    light: &'static str,
    /// How much is done, in per cent.
    progress: u8,
}

impl ConferenceItem {
    fn of(one: &Listed) -> Self {
        Self {
            code: one.code.to_string(),
            name: one.name.clone(),
            kind: one.kind.key(),
            host: one.host.to_string(),
            starts_at: At(one.starts_at),
            place: one.place.clone(),
            stage: one.stage.key(),
            points: one.points,
            conclusions: one.conclusions,
        }
    }
}

impl ConferenceSeen {
    fn of(conference: &Conference) -> Self {
        let details = &conference.details;
        let open = conference.stage() == Stage::Open;
        let agenda = conference.agenda.iter().zip(1..).map(|(item, number)| ConferenceItemOfAgenda {
            title: item.title.clone(),
            minutes: item.minutes,
            presenter: item.presenter.clone(),
            current: open && number == conference.item,
        });
        let points = conference.points.iter().map(|point| ConferencePoint {
            agency: point.agency.to_string(),
            votes: point.votes,
            registered: conference.delegates_of(&point.agency).count(),
            present: conference.delegates_of(&point.agency).filter(|delegate| delegate.present.is_some()).count(),
        });
        Self {
            code: details.conference.to_string(),
            version: conference.version,
            name: details.name.clone(),
            kind: details.kind.key(),
            host: details.host.to_string(),
            series: details.series.as_ref().map(ToString::to_string),
            starts_at: At(details.starts_at),
            opened_at: conference.opened_at.map(At),
            closed_at: conference.closed_at.map(At),
            place: details.place.clone(),
            chair: details.chair.clone(),
            stage: conference.stage().key(),
            agenda: agenda.collect(),
            points: points.collect(),
            documents: conference.documents.iter().map(|file| file.name.clone()).collect(),
            votes: conference.votes.iter().map(|vote| ConferenceVote::of(conference, vote)).collect(),
            notice: conference.notice.as_ref().map(|(notice, _)| notice.number.clone()),
        }
    }
}

impl ConferenceVote {
    fn of(conference: &Conference, vote: &rules::conferences::Vote) -> Self {
        let tally = vote.tally(conference);
        let (formal, open) = (vote.opened.kind == VoteKind::Formal, vote.closed_at.is_none());
        let answers = vote.opened.options.iter().zip(&tally.votes).map(|(answer, votes)| ConferenceAnswer {
            answer: answer.clone(),
            votes: (!formal || !open).then_some(*votes),
        });
        Self {
            number: vote.opened.vote,
            kind: if formal { "formal" } else { "straw" },
            voters: if vote.opened.voters == Voters::Points { "points" } else { "delegates" },
            question: vote.opened.question.clone(),
            open,
            answers: answers.collect(),
            cast: tally.cast,
            entitled: tally.entitled,
        }
    }
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

async fn find(app: &App, caller: Caller, code: String) -> Result<Conference, Failure> {
    let (now, provinces) = (app.clock.now(), app.province.clone());
    app.read(move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        may(&actor, Deed::WorkOnTasks)?;
        read::find_in(tx, &actor, &code)
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
    Ok(Answer(ConferenceSeen::of(&find(&app, caller, code).await?)))
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
    let conference = find(&app, caller, code).await?;
    let line =
        |line: &rules::conferences::Line| MinuteLine { at: At(line.at), item: line.item, text: line.text.clone() };
    Ok(Answer(slice(conference.minutes.iter(), after, limit, line)))
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
    let conference = find(&app, caller, code).await?;
    let (today, of) = (day_of(app.clock.now()), conference.clone());
    let tasks = app.read(move |tx| Ok(read::tasks(tx, &of, today)?)).await?;
    let seen = |conclusion: &rules::conferences::Conclusion| {
        let own = tasks.iter().filter(|(number, _)| *number == conclusion.number).flat_map(|(_, tasks)| tasks);
        ConclusionSeen {
            number: conclusion.number,
            text: conclusion.text.clone(),
            leads: conclusion.leads.iter().map(AgencyCode::to_string).collect(),
            due_on: conclusion.due_on,
            tasks: own
                .map(|task| ConclusionTask {
                    code: TaskCode::to_string(&task.code),
                    lead: task.lead.to_string(),
                    light: task.light(today).key(),
                    progress: task.progress,
                })
                .collect(),
        }
    };
    Ok(Answer(slice(conference.conclusions.iter(), after, limit, seen)))
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
