//! What the system knows about whoever is signed in: particulars and positions.

use crate::app::App;
use crate::components::Columns;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::State;
use rules::people::Actor;
use rules::people::identities::Particular;
use rules::people::permissions::look_ups_read;
use rules::personal::access::may_break_glass;
use store::tables::{identities, people};
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "people/account.html")]
pub(super) struct AccountPage {
    f: Frame,
    name: String,
    particulars: Vec<(String, String)>,
    positions: Vec<(String, String)>,
    /// How surely they proved who they are; nothing to say of officers.
    level: String,
    /// What identity providers said: label, value, who said so and when.
    said: Vec<(String, String, String)>,
    delegations: Vec<super::staff::Delegation>,
    columns: Columns,
    /// Where one can go from here: address, name, what is there.
    rooms: Vec<(&'static str, String, String)>,
}

/// The rooms of an account, each with the key of its name; under `KEY.card` of the catalogues stands what is there.
fn rooms(f: &Frame, actor: &Actor, may_delegate: bool) -> Vec<(&'static str, String, String)> {
    let all = [
        ("/my/data", "data-title", true),
        ("/account/security", "security-title", true),
        ("/my/documents", "nav-my-documents", true),
        ("/my/dossiers", "nav-my-dossiers", true),
        ("/account/authorisations", "authorisations", !actor.is_officer()),
        ("/account/delegations", "staff-form-delegate", may_delegate),
        ("/admin/look-ups", "look-ups-title", look_ups_read(actor).is_ok()),
        ("/break-glass", "glass-title", may_break_glass(actor)),
        ("/admin/break-glass", "admin-glass", may_break_glass(actor)),
    ];
    let open = all.into_iter().filter(|(_, _, open)| *open);
    open.map(|(href, key, _)| (href, f.t(key), f.t(&format!("account-room-{key}")))).collect()
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    session: Session,
) -> Result<View<AccountPage>, Failure> {
    let (login, cache) = (actor.login.clone(), app.province.clone());
    let (person, told, province) =
        app.read(move |tx| Ok((people::person(tx, &login)?, identities::said(tx, &login)?, cache.get(tx)?))).await?;
    let told = told.into_iter().filter(|one| one.what != Particular::Commune).map(|one| {
        let provider = app.identity.by_issuer(&one.source);
        let source = provider.map_or(one.source, |provider| provider.settings().name.clone());
        let value = match one.what {
            Particular::BirthDate => one.value.parse().map_or(one.value, |day| f.day(&day)),
            _ => one.value,
        };
        let label = f.t(&format!("particular-{}", one.what.key().replace('_', "-")));
        (label, value, f.t2("account-source", "source", source, "at", f.day_of(&one.at)))
    });
    let told: Vec<_> = told.collect();
    let person = person.unwrap_or_default();
    let commune = said::commune_named(f.lang(), &province.directory, person.commune.as_deref().unwrap_or_default());
    // The name of an account that was opened by an electronic identity says nothing to its owner.
    let login = Some(actor.login.clone()).filter(|_| told.is_empty());
    let particulars = [
        ("sign-in-login", login),
        ("answer-applicant-id-number", person.personal_id),
        ("answer-applicant-phone", person.phone),
        ("answer-applicant-commune", Some(commune)),
        ("answer-applicant-address", person.address),
    ];
    let positions = actor.positions.iter().filter(|position| position.is_held_here()).map(|position| {
        (
            said::agency_named(f.lang(), &province.directory, &position.agency),
            match &position.in_place_of {
                None => format!("{} ({})", position.title, f.role(&position.role)),
                Some(other) => {
                    let key = format!("acting-for-{}", other.principal.kind.key());
                    format!("{}, {}", f.role(&position.role), f.t1(&key, "name", &other.principal.name))
                }
            },
        )
    });
    let by_provider = sessions::identity::came_from(&session).await?.is_some();
    let level = match actor.assurance {
        Some(_) if !by_provider && actor.is_officer() => String::new(),
        Some(_) if !by_provider => f.t("account-level-simulated"),
        Some(level) => f.t(&format!("account-level-{}", level.number())),
        None if actor.is_officer() => String::new(),
        None if by_provider => f.t("account-level-unsaid"),
        None => f.t("account-level-none"),
    };
    let (delegations, may_delegate) = super::staff::delegations_of(&app, &f, &actor).await?;
    Ok(View(AccountPage {
        delegations,
        columns: super::staff::delegation_columns(&f),
        rooms: rooms(&f, &actor, may_delegate),
        level,
        said: told,
        name: actor.name.clone(),
        particulars: particulars
            .into_iter()
            .filter_map(|(key, value)| Some((f.t(key), value.filter(|value| !value.is_empty())?)))
            .collect(),
        positions: positions.collect(),
        f,
    }))
}
