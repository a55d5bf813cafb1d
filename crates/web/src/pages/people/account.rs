//! What the system knows about whoever is signed in: particulars and positions.

use crate::app::App;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::State;
use store::tables::people;

#[derive(Template)]
#[template(path = "people/account.html")]
pub(super) struct AccountPage {
    f: Frame,
    name: String,
    particulars: Vec<(String, String)>,
    positions: Vec<(String, String)>,
    may_break_glass: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
) -> Result<View<AccountPage>, Failure> {
    let (login, cache) = (actor.login.clone(), app.province.clone());
    let (person, province) = app.read(move |tx| Ok((people::person(tx, &login)?, cache.get(tx)?))).await?;
    let person = person.unwrap_or_default();
    let commune = said::commune_named(f.lang(), &province.directory, person.commune.as_deref().unwrap_or_default());
    let particulars = [
        ("sign-in-login", Some(actor.login.clone())),
        ("answer-applicant-id-number", person.personal_id),
        ("answer-applicant-phone", person.phone),
        ("answer-applicant-commune", Some(commune)),
        ("answer-applicant-address", person.address),
    ];
    let positions = actor.positions.iter().filter(|position| position.is_held_here()).map(|position| {
        (
            said::agency_named(f.lang(), &province.directory, &position.agency),
            format!("{} ({})", position.title, f.role(&position.role)),
        )
    });
    Ok(View(AccountPage {
        name: actor.name.clone(),
        particulars: particulars.map(|(key, value)| (f.t(key), value.unwrap_or_default())).into(),
        positions: positions.collect(),
        may_break_glass: rules::personal::access::may_break_glass(&actor).is_some(),
        f,
    }))
}
