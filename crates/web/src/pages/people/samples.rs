//! In a demonstration one signs in with a click: as a citizen, or as an officer of the commune one chooses. Never elsewhere.

use super::sign_in::local;
use crate::app::App;
use crate::components::Choice;
use crate::credentials::entry::{self, Method};
use crate::credentials::trier::{Stage, Trier};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::Place;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use rules::people::{AgencyKind, AgencyLevel, Position, Role};
use store::province::{PROVINCE_LEDGER, Province};
use store::tables::{people, positions};
use tower_sessions::Session;

/// How many citizens are offered.
const CITIZENS: u32 = 6;

/// Who can be signed in with a click.
pub(super) struct Samples {
    pub(super) communes: Vec<Choice>,
    pub(super) commune: String,
    pub(super) groups: Vec<Group>,
}

/// People who belong together.
pub(super) struct Group {
    pub(super) title: String,
    pub(super) people: Vec<Sample>,
}

/// Somebody to sign in as.
pub(super) struct Sample {
    pub(super) login: String,
    pub(super) name: String,
    pub(super) what: String,
}

/// Who is offered: citizens, the officers of this commune, those of the province; nothing outside demonstrations.
pub(super) async fn offered(app: &App, f: &Frame, commune: &str) -> Result<Option<Samples>, Failure> {
    if !app.settings.simulated {
        return Ok(None);
    }
    let province = app.province().await?;
    let communes = said::communes(f.lang(), &province.directory);
    let commune = if commune.is_empty() { communes.first().map_or("", |first| first.value.as_str()) } else { commune };
    let authority = commune.parse().ok().and_then(|code| province.directory.authority_of(&code));
    let there = authority.map(|authority| authority.code.to_string());
    let departments: Vec<_> = province
        .directory
        .iter()
        .filter(|agency| {
            agency.level != AgencyLevel::Commune
                && (agency.kind == AgencyKind::Counter || agency.level == AgencyLevel::Department)
        })
        .map(|agency| agency.code.to_string())
        .collect();
    let now = f.now;
    let (citizens, local, above) = app
        .read(move |tx| {
            let local =
                there.as_ref().map_or_else(|| Ok(Vec::new()), |agency| positions::officers_of(tx, agency, now))?;
            let mut above = Vec::new();
            for role in [Role::Approver, Role::Administrator] {
                for (login, name) in positions::holders(tx, PROVINCE_LEDGER, role, now)? {
                    let agency = PROVINCE_LEDGER.parse().map_err(|_| store::Fault::new("the province has no code"))?;
                    above.push((login, name, Position::own(agency, role, "")));
                }
            }
            for agency in &departments {
                above.extend(positions::officers_of(tx, agency, now)?);
            }
            Ok((people::citizens(tx, CITIZENS)?, local, above))
        })
        .await?;
    let citizen = |(login, name)| Sample { login, name, what: f.role(&Role::Citizen) };
    let title = said::commune_named(f.lang(), &province.directory, commune);
    Ok(Some(Samples {
        commune: commune.to_owned(),
        groups: vec![
            Group { title: f.t("samples-citizens"), people: citizens.into_iter().map(citizen).collect() },
            Group { title, people: samples(f, &province, local) },
            Group { title: f.t("samples-province"), people: samples(f, &province, above) },
        ],
        communes,
    }))
}

/// Officers in the order in which a dossier meets them: what each does, then who they are.
fn samples(f: &Frame, province: &Province, mut officers: Vec<(String, String, Position)>) -> Vec<Sample> {
    officers.sort_by_key(|(_, _, position)| {
        (position.agency.as_str().split('.').take(2).map(str::to_owned).collect::<Vec<_>>(), position.role)
    });
    let officers = officers.into_iter();
    officers
        .map(|(login, name, position)| {
            let agency = said::agency_named(f.lang(), &province.directory, &position.agency);
            Sample { login, name, what: format!("{}, {agency}", f.role(&position.role)) }
        })
        .collect()
}

/// Signs in as one of them.
pub(super) async fn sign_in(
    State(app): State<App>,
    session: Session,
    place: Place,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Failure> {
    if !app.settings.simulated {
        return Err(Failure::Status(StatusCode::NOT_FOUND));
    }
    let login = typed.text("login");
    let trier = Trier::new(&app, &headers, place, &login, Stage::First);
    let now = app.clock.now();
    let actor = app.read(move |tx| Ok(people::actor(tx, &login, now)?)).await?;
    let actor = actor.ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    entry::enter(&app, &session, &trier, actor, Method::Sample, &local(typed.get("next"))).await
}
