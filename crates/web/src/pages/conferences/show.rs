//! One conference: what it is, what became of the last one's conclusions, its agenda, documents and points; afterwards its conclusions, votes,
//! minutes and notice; for whoever runs it, how it is prepared.

use super::parts::{self, Part};
use super::{live, read, words};
use crate::app::App;
use crate::components::{FormErrors, Tag};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::dossiers::files;
use crate::pages::typed::Typed;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use rules::Refusal;
use rules::calendar::day_of;
use rules::conferences::{Conference, Stage};
use rules::people::Actor;
use rules::people::permissions::{may_register, may_run};

#[derive(Template)]
#[template(path = "conferences/show.html")]
pub(super) struct ShowPage {
    f: Frame,
    errors: FormErrors,
    typed: Typed,
    code: String,
    name: String,
    kind: String,
    stage: Tag,
    rows: Vec<(String, String)>,
    video: String,
    followed: String,
    documents: Vec<(String, String)>,
    parts: Vec<(&'static str, String, String)>,
    concluded: Vec<read::Followed>,
    runs: bool,
    registers: bool,
    planned: bool,
    closed: bool,
    /// Whether there is something for a notice to say.
    notice: bool,
    numbered: bool,
    agenda: String,
    /// Name and label of each group that may be invited at once, and whether it is ticked.
    groups: Vec<(String, String, bool)>,
    delegates: Vec<(String, String, i64, i64)>,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<View<ShowPage>, Failure> {
    let conference = read::find(&app, &actor, &code).await?;
    page(&app, f, &actor, &conference, FormErrors::none(), Typed::default()).await
}

/// The page, as it is or with what was wrong.
///
/// # Errors
/// When the database fails.
pub(super) async fn page(
    app: &App,
    f: Frame,
    actor: &Actor,
    conference: &Conference,
    errors: FormErrors,
    typed: Typed,
) -> Result<View<ShowPage>, Failure> {
    let province = app.province().await?;
    let details = &conference.details;
    let (of, today) = (conference.clone(), day_of(f.now));
    let tasks = app.read(move |tx| Ok(read::tasks(tx, &of, today)?)).await?;
    let present = app.halls.present(conference.code()).0;
    let closed = conference.stage() == Stage::Closed;
    let wanted: &[Part] = if closed {
        &[Part::Now, Part::Votes, Part::Minutes, Part::Questions, Part::Points]
    } else {
        &[Part::Now, Part::Points]
    };
    let draw = |part: &Part| {
        let title = f.t(&format!("conference-part-{}", part.id()));
        Ok((part.id(), title, parts::draw(&f, &province, conference, *part, &present)?))
    };
    let rows = [
        ("conference-when", f.moment(&details.starts_at)),
        ("conference-place", details.place.clone()),
        ("conference-host", words::agency(&f, &province, &details.host)),
        ("conference-chair", details.chair.clone()),
        (
            "conference-notice-number",
            conference.notice.as_ref().map(|(notice, _)| notice.number.clone()).unwrap_or_default(),
        ),
    ];
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let runs = may_run(actor, conference).is_ok();
    let delegates = conference.points.iter().filter(|_| runs).map(|point| {
        let of_point = || conference.delegates_of(&point.agency);
        let came = of_point().filter(|delegate| delegate.present.is_some()).count();
        (point.agency.to_string(), words::agency(&f, &province, &point.agency), count(of_point().count()), count(came))
    });
    let written = conference.agenda.iter().map(|item| {
        if item.presenter.is_empty() {
            format!("{} | {}", item.title, item.minutes)
        } else {
            format!("{} | {} | {}", item.title, item.minutes, item.presenter)
        }
    });
    let groups = ["province", "departments", "communes"];
    Ok(View(ShowPage {
        followed: live::before(app, &f, &province, conference).await?,
        code: conference.code().to_string(),
        name: details.name.clone(),
        kind: words::kind(&f, details.kind),
        stage: words::stage(&f, conference.stage()),
        rows: rows.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| (f.t(key), value)).collect(),
        video: details.video.clone(),
        documents: conference
            .documents
            .iter()
            .map(|file| (file.name.clone(), format!("/conferences/{}/files/{}", conference.code(), file.file)))
            .collect(),
        parts: wanted.iter().map(draw).collect::<Result<_, Failure>>()?,
        concluded: read::followed(&f, &province, conference, &tasks),
        runs,
        registers: !closed
            && conference.points.iter().any(|point| may_register(actor, conference, &point.agency).is_ok()),
        planned: conference.stage() == Stage::Planned,
        closed,
        notice: closed && !conference.conclusions.is_empty(),
        numbered: conference.notice.is_some(),
        agenda: if typed.has("agenda-agenda") {
            typed.text("agenda-agenda")
        } else {
            written.collect::<Vec<_>>().join("\n")
        },
        groups: groups
            .map(|key| {
                let name = format!("invite-{key}");
                let ticked = typed.get(&name) == "yes";
                (name, f.t(&format!("conference-group-{key}")), ticked)
            })
            .into(),
        delegates: delegates.collect(),
        errors,
        typed,
        f,
    }))
}

/// A document of a conference that the actor may see.
pub(super) async fn file(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((code, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let conference = read::find(&app, &actor, &code).await?;
    if !conference.documents.iter().any(|document| document.file == file) {
        return Err(Refusal::not_found("file-unknown").into());
    }
    files::send(&app, &file).await
}
