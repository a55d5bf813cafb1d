//! The live page: everybody sees the same parts grow, whoever takes part speaks, asks and votes, whoever runs it has the desk. Without a
//! script it is read by loading it again.

use super::parts::{self, Part};
use super::{read, words};
use crate::app::App;
use crate::components::{Choice, FormErrors};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::halls;
use crate::pages::typed::Typed;
use crate::sessions::SignedIn;
use crate::texts::Lang;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::conferences::{Conference, Stage, VoteKind};
use rules::people::Actor;
use rules::people::permissions::{may_attend, may_run};
use serde::Deserialize;
use store::province::Province;

#[derive(Template)]
#[template(path = "conferences/live.html")]
pub(super) struct LivePage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    code: String,
    name: String,
    version: u64,
    video: String,
    runs: bool,
    attends: bool,
    /// Whether it is over.
    over: bool,
    open: bool,
    /// The vote to cast and one's place in the queue, which stand before everything else.
    own: String,
    /// The desk of whoever runs it.
    desk: String,
    followed: String,
    /// Name, title and markup of each part.
    parts: Vec<(&'static str, String, String)>,
    watching: String,
    voters: Vec<Choice>,
}

/// What is one's own: a vote to cast, one's place in the queue.
#[derive(Template)]
#[template(path = "conferences/parts/own.html")]
struct Own<'a> {
    f: &'a Frame,
    errors: &'a FormErrors,
    typed: &'a Typed,
    code: String,
    vote: Option<MyVote>,
    /// The number of one's request to speak, and whether it is one's turn.
    speaking: Option<(u32, bool)>,
}

/// The desk of whoever runs it.
#[derive(Template)]
#[template(path = "conferences/parts/desk.html")]
struct DeskPart<'a> {
    f: &'a Frame,
    errors: &'a FormErrors,
    typed: &'a Typed,
    code: String,
    desk: Desk,
}

struct MyVote {
    number: u32,
    question: String,
    options: Vec<Choice>,
    /// Why there is nothing to choose: cast already, or no right.
    state: String,
}

struct Desk {
    planned: bool,
    open: bool,
    /// Whether the notice says how things are worded.
    settled: bool,
    items: Vec<(u32, String, bool)>,
    speaking: Option<(u32, String)>,
    waiting: Vec<(u32, String)>,
    questions: Vec<(u32, String, String)>,
    vote: Option<(u32, String)>,
    conclusions: Vec<Wording>,
}

/// A conclusion that is no task yet.
struct Wording {
    number: u32,
    text: String,
    who: String,
    leads: String,
    supporting: String,
    due: String,
    opened: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<View<LivePage>, Failure> {
    let conference = read::find_live(&app, &actor, &code).await?;
    page(&app, f, &actor, &conference, FormErrors::none(), Typed::default()).await
}

/// The page, as it is or with what was wrong.
///
/// # Errors
/// A fault of ours.
pub(super) async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    conference: &Conference,
    errors: FormErrors,
    typed: Typed,
) -> Result<View<LivePage>, Failure> {
    let province = app.province().await?;
    let (present, viewers) = app.halls.present(conference.code());
    let draw = |part: Part| {
        let title = f.t(&format!("conference-part-{}", part.id()));
        Ok((part.id(), title, parts::draw(&f, &province, conference, part, &present)?))
    };
    let parts = Part::ALL.into_iter().map(draw).collect::<Result<_, Failure>>()?;
    let (own, desk) = draw_mine(&f, &province, actor, conference, &errors, &typed)?;
    let voters = ["points", "delegates"].map(|key| Choice::new(key, f.t(&format!("conference-vote-{key}"))));
    let straw = Choice::new("straw", f.t("conference-vote-straw"));
    Ok(View(LivePage {
        followed: before(app, &f, &province, conference).await?,
        code: conference.code().to_string(),
        name: conference.details.name.clone(),
        version: conference.version,
        video: conference.details.video.clone(),
        runs: may_run(actor, conference).is_ok(),
        attends: may_attend(actor, conference).is_ok(),
        over: conference.stage() == Stage::Closed,
        open: conference.stage() == Stage::Open,
        watching: f.t1("conference-watching", "count", i64::try_from(viewers).unwrap_or(i64::MAX)),
        voters: voters.into_iter().chain([straw]).collect(),
        own,
        desk,
        parts,
        errors,
        typed,
        f,
    }))
}

/// What became of the conclusions of the conference before.
#[derive(Template)]
#[template(path = "conferences/parts/followed.html")]
struct FollowedPart<'a> {
    f: &'a Frame,
    code: String,
    name: String,
    day: String,
    followed: Vec<read::Followed>,
    /// Whether addresses lead to its conclusions: to those of the page's own conference they do.
    anchored: bool,
}

/// What became of the conclusions of the one before; nothing where there is none.
///
/// # Errors
/// When the database fails.
pub(super) async fn before(
    app: &App,
    f: &Frame,
    province: &Province,
    conference: &Conference,
) -> Result<String, Failure> {
    let (of, today) = (conference.clone(), day_of(f.now));
    let Some((before, tasks)) = app.read(move |tx| Ok(read::before(tx, &of, today)?)).await? else {
        return Ok(String::new());
    };
    let part = FollowedPart {
        code: before.code().to_string(),
        name: before.details.name.clone(),
        day: f.day_of(&before.opened_at.unwrap_or(before.details.starts_at)),
        followed: read::followed(f, province, &before, &tasks),
        anchored: false,
        f,
    };
    Ok(part.render()?)
}

pub(super) async fn mine(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<axum::response::Html<String>, Failure> {
    let conference = read::find_live(&app, &actor, &code).await?;
    let province = app.province().await?;
    let (errors, typed) = (FormErrors::none(), Typed::default());
    let (own, desk) = draw_mine(&f, &province, &actor, &conference, &errors, &typed)?;
    let halves = [("own", own), ("desk", desk)].map(|(half, html)| format!("<div data-mine=\"{half}\">{html}</div>"));
    Ok(axum::response::Html(halves.concat()))
}

/// What is one's own, and the desk; each empty for whom there is nothing.
fn draw_mine(
    f: &Frame,
    province: &Province,
    actor: &Actor,
    conference: &Conference,
    errors: &FormErrors,
    typed: &Typed,
) -> Result<(String, String), Failure> {
    let waits = conference.speakers.iter().find(|speaker| speaker.login == actor.login && !speaker.done);
    let own = Own {
        code: conference.code().to_string(),
        vote: may_attend(actor, conference).ok().and_then(|_| my_vote(f, actor, conference)),
        speaking: waits.map(|speaker| (speaker.number, speaker.called)),
        f,
        errors,
        typed,
    };
    let code = conference.code().to_string();
    let desk = match may_run(actor, conference) {
        Ok(_) => DeskPart { desk: desk(f, province, conference, typed), code, f, errors, typed }.render()?,
        Err(_) => String::new(),
    };
    Ok((own.render()?, desk))
}

fn my_vote(f: &Frame, actor: &Actor, conference: &Conference) -> Option<MyVote> {
    let vote = conference.open_vote()?;
    let voters = conference.voters_for(actor, vote);
    let state = match &voters {
        Ok(voters) if vote.opened.kind == VoteKind::Formal => {
            let free = voters.iter().any(|(voter, _)| !vote.cast.contains_key(voter));
            if free { String::new() } else { f.t("conference-vote-cast-already") }
        }
        Ok(_) => String::new(),
        Err(refusal) => f.t(&format!("refusal-{}", refusal.code)),
    };
    let options = if state.is_empty() { vote.opened.options.as_slice() } else { &[] };
    let options = options.iter().enumerate().map(|(at, option)| Choice::new(at.to_string(), option.clone()));
    Some(MyVote { number: vote.opened.vote, question: vote.opened.question.clone(), options: options.collect(), state })
}

fn desk(f: &Frame, province: &Province, conference: &Conference, typed: &Typed) -> Desk {
    let who = |speaker: &rules::conferences::Speaker| {
        (speaker.number, format!("{} ({})", speaker.name, words::agency(f, province, &speaker.point)))
    };
    let items = conference.agenda.iter().zip(1..);
    let open = conference.questions.iter().filter(|question| question.answer.is_none());
    let untasked = conference.conclusions.iter().filter(|conclusion| conclusion.tasks.is_empty());
    let reworded: Option<u32> = typed.get("number").parse().ok();
    Desk {
        planned: conference.stage() == Stage::Planned,
        open: conference.stage() == Stage::Open,
        settled: conference.notice.is_some(),
        items: items.map(|(item, number)| (number, item.title.clone(), number == conference.item)).collect(),
        speaking: conference.speaking().map(who),
        waiting: conference.waiting().map(who).collect(),
        questions: open
            .map(|asked| {
                (
                    asked.number,
                    asked.text.clone(),
                    format!("{} ({})", asked.name, words::agency(f, province, &asked.point)),
                )
            })
            .collect(),
        vote: conference.open_vote().map(|vote| (vote.opened.vote, vote.opened.question.clone())),
        conclusions: untasked
            .map(|conclusion| {
                let kept = |name: &str, value: String| {
                    let field = format!("reword-{}-{name}", conclusion.number);
                    if typed.has(&field) { typed.text(&field) } else { value }
                };
                let named = |agencies: &[AgencyCode]| {
                    agencies.iter().map(|one| words::agency(f, province, one)).collect::<Vec<_>>().join("\n")
                };
                Wording {
                    number: conclusion.number,
                    text: kept("text", conclusion.text.clone()),
                    who: read::who(f, province, conclusion),
                    leads: kept("leads", named(&conclusion.leads)),
                    supporting: kept("supporting", named(&conclusion.supporting)),
                    due: kept("due_on", conclusion.due_on.map(|day| day.to_string()).unwrap_or_default()),
                    opened: reworded == Some(conclusion.number),
                }
            })
            .collect(),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct From {
    after: u64,
}

pub(super) async fn events(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
    Query(from): Query<From>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Failure> {
    let conference = read::find_live(&app, &actor, &code).await?;
    let province = app.province().await?;
    // A browser that comes back says by itself what it heard last.
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    let point = may_attend(&actor, &conference).ok().map(|(agency, _)| agency);
    let lang = Lang::of_request(uri.query(), &headers);
    Ok(halls::watch(app, conference, province, lang, last.unwrap_or(from.after), point))
}
