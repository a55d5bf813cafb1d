//! A certificate, to print: for whom it is, for who may send them, for its organiser.

use super::skill_named;
use crate::app::App;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::agency_named;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use rules::Refusal;
use rules::codes::AgencyCode;
use rules::people::permissions::{Deed, may, may_at};
use store::tables::training::certificate;

#[derive(Template)]
#[template(path = "training/certificate.html")]
pub(super) struct CertificatePage {
    f: Frame,
    title: String,
    organiser: String,
    facts: Vec<(String, String)>,
    href: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(number): Path<String>,
) -> Result<View<CertificatePage>, Failure> {
    may(&actor, Deed::TakeTraining)?;
    let province = app.province().await?;
    let unknown = || Refusal::not_found("certificate-of-training-unknown").with("number", &number);
    let asked = number.clone();
    let part = app.read(move |tx| Ok(certificate(tx, &asked)?)).await?.ok_or_else(unknown)?;
    let sees = part.login == actor.login
        || may_at(&actor, Deed::SendToTraining, &part.agency).is_ok()
        || may_at(&actor, Deed::OrganiseTraining, &part.opened.agency).is_ok();
    // Whether there is one is nobody else's business.
    let (number, on) = part.certificate.filter(|_| sees).ok_or_else(unknown)?;
    let named = |code: &AgencyCode| agency_named(f.lang(), &province.directory, code);
    let facts = vec![
        (f.t("training-col-learner"), part.name),
        (f.t("training-col-agency"), named(&part.agency)),
        (f.t("training-col-course"), part.opened.title.clone()),
        (f.t("training-col-skill"), skill_named(&f, &part.opened.skill, on)),
        (f.t("training-hours"), part.opened.hours.to_string()),
        (f.t("training-col-score"), part.score.map(|score| f.count(&score)).unwrap_or_default()),
        (f.t("training-certified-on"), f.day(&on)),
    ];
    Ok(View(CertificatePage {
        organiser: named(&part.opened.agency),
        href: format!("/training/{}", part.opened.course),
        title: f.t1("training-certificate", "number", number),
        facts,
        f,
    }))
}
