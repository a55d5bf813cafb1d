//! A certificate as page and as paper: for whom it is, for who may send them, for its organiser.

use super::skill_named;
use crate::app::App;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::official;
use crate::pages::said::agency_named;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::people::Actor;
use rules::people::permissions::{Deed, may, may_at};
use rules::training::skill;
use store::desk::training::{Issued, certificate};

#[derive(Template)]
#[template(path = "training/certificate.html")]
pub(super) struct CertificatePage {
    f: Frame,
    title: String,
    organiser: String,
    facts: Vec<(String, String)>,
    href: String,
    paper: String,
    /// Where anybody checks it.
    check: String,
}

/// The certificate of this number, if this person may see it.
async fn find(app: &App, actor: &Actor, number: String) -> Result<Issued, Failure> {
    may(actor, Deed::TakeTraining)?;
    let asked = number.clone();
    let issued = app.read(move |tx| certificate(tx, &asked)).await?;
    let sees = issued.login == actor.login
        || may_at(actor, Deed::SendToTraining, &issued.learner.agency).is_ok()
        || may_at(actor, Deed::OrganiseTraining, &issued.course.opened.agency).is_ok();
    // Whether there is one is nobody else's business.
    let unknown = || Refusal::not_found("certificate-of-training-unknown").with("number", number);
    if sees { Ok(issued) } else { Err(unknown().into()) }
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(number): Path<String>,
) -> Result<View<CertificatePage>, Failure> {
    let issued = find(&app, &actor, number).await?;
    let (province, on, opened) = (app.province().await?, day_of(issued.entry.at), &issued.course.opened);
    let named = |code: &AgencyCode| agency_named(f.lang(), &province.directory, code);
    let until = skill(&opened.skill, on).and_then(|skill| skill.last_day(on));
    let facts = vec![
        (f.t("training-col-learner"), issued.learner.name.clone()),
        (f.t("training-col-agency"), named(&issued.learner.agency)),
        (f.t("training-col-course"), opened.title.clone()),
        (f.t("training-col-skill"), skill_named(&f, &opened.skill, on)),
        (f.t("training-hours"), opened.hours.to_string()),
        (f.t("training-col-attended"), format!("{}/{}", issued.learner.attended.len(), opened.sessions.len())),
        (f.t("training-score"), issued.learner.score.map(|score| score.to_string()).unwrap_or_default()),
        (f.t("training-certified-on"), f.day(&on)),
        (f.t("training-valid-until"), until.map_or_else(|| f.t("training-without-end"), |day| f.day(&day))),
    ];
    Ok(View(CertificatePage {
        organiser: named(&opened.agency),
        href: format!("/training/{}", opened.course),
        paper: format!("/training/certificates/{}/paper.pdf", issued.number),
        check: format!("/verify/{}", issued.id),
        title: f.t1("training-certificate", "number", issued.number.clone()),
        facts,
        f,
    }))
}

pub(super) async fn paper(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(number): Path<String>,
) -> Result<Response, Failure> {
    let issued = find(&app, &actor, number).await?;
    let province = app.province().await?;
    official::certificate(&app, province, issued).await
}
