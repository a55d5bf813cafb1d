//! The notice of conclusions as PDF and DOCX. Nothing is stored: the same conference makes the same bytes.

use super::{read, words};
use crate::app::App;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::official;
use crate::pages::said;
use crate::sessions::SignedIn;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use documents::forms::{Check, Conclusions, Item, Letter, Notice, Signer};
use rules::Refusal;
use rules::conferences::{Conference, Stage, VoteKind};
use rules::people::Actor;
use store::province::Province;

/// What stands for a number that was not given yet.
const NO_NUMBER: &str = "      /TB";

async fn make(app: &App, actor: &Actor, code: &str) -> Result<Notice, Failure> {
    let conference = read::find(app, actor, code).await?;
    if conference.stage() != Stage::Closed {
        return Err(Refusal::rule("conference-not-closed").into());
    }
    if conference.conclusions.is_empty() {
        return Err(Refusal::rule("notice-without-conclusions").citing(rules::conferences::LAYOUT).into());
    }
    let province = app.province().await?;
    Ok(Notice::of(said(app, &province, &conference)))
}

/// What the notice says.
fn said(app: &App, province: &Province, conference: &Conference) -> Conclusions {
    let details = &conference.details;
    let closed_at = conference.closed_at.unwrap_or(details.starts_at);
    let f = Frame::on_paper(closed_at);
    let url = format!("{}/conferences/{}", app.settings.public_url, conference.code());
    let issued = conference.notice.as_ref();
    let host = words::agency(&f, province, &details.host);
    let committee = details.series.is_some();
    let letter = Letter {
        superior: committee.then(|| host.clone()),
        agency: if committee { f.t("conference-notice-committee") } else { host.clone() },
        number: issued.map_or_else(|| NO_NUMBER.to_owned(), |(notice, _)| notice.number.clone()),
        place: place(&f, province, &details.host),
        issued_at: issued.map_or(closed_at, |(_, at)| *at),
        check: Check { url, code: conference.code().to_string() },
    };
    let votes = conference.votes.iter().filter(|vote| vote.opened.kind == VoteKind::Formal).map(|vote| {
        let tally = vote.tally(conference);
        let answers = vote.opened.options.iter().zip(&tally.votes);
        let answers: Vec<String> = answers.map(|(answer, votes)| format!("{answer} {votes}")).collect();
        f.t2("conference-notice-voted", "question", vote.opened.question.clone(), "answers", answers.join("; "))
    });
    let items = conference.conclusions.iter().map(|conclusion| Item {
        text: conclusion.text.clone(),
        leads: words::every_agency(&f, province, &conclusion.leads),
        due: conclusion.due_on.map(|day| f.day(&day)).unwrap_or_default(),
    });
    let signer = issued.map_or_else(Signer::default, |(notice, _)| Signer {
        titles: notice.titles.clone(),
        name: notice.signer.clone(),
    });
    let recipients = ["conference-notice-to-points", "conference-notice-to-host", "conference-notice-archive"];
    Conclusions {
        letter,
        conference: details.name.clone(),
        held_at: conference.opened_at.unwrap_or(details.starts_at),
        place: details.place.clone(),
        chair: details.chair.clone(),
        invited: conference.points.len(),
        attended: conference.points.iter().filter(|point| conference.is_present(&point.agency)).count(),
        delegates: conference.people_present(),
        attendance: words::attendance(&f, province, conference),
        items: items.collect(),
        votes: votes.collect(),
        recipients: recipients.map(|key| f.t1(key, "host", host.clone())).into(),
        signer,
    }
}

/// The place that stands before the day: the province's name, or the commune's.
fn place(f: &Frame, province: &Province, host: &rules::codes::AgencyCode) -> String {
    let agency = province.directory.get(host);
    let commune = agency.filter(|agency| agency.level == rules::people::AgencyLevel::Commune);
    let name = commune.map(|agency| said::commune_name(f.lang(), agency));
    let bare = |name: String| name.split_once(' ').map_or(name.clone(), |(_, bare)| bare.to_owned());
    name.map_or_else(|| f.t("conference-notice-place"), bare)
}

pub(super) async fn pdf(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let notice = make(&app, &actor, &code).await?;
    official::notice(notice, &format!("thong-bao-{code}.pdf")).await
}

pub(super) async fn docx(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let notice = make(&app, &actor, &code).await?;
    let made = tokio::task::spawn_blocking(move || notice.docx()).await.map_err(|error| Failure::fault(&error))?;
    let mut response = made.map_err(|error| Failure::fault(&error))?.into_response();
    let kept = format!("attachment; filename=\"thong-bao-{code}.docx\"");
    let headers = response.headers_mut();
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&kept).map_err(|error| Failure::fault(&error))?);
    Ok(response)
}
