//! What I gave and what I was given.

use crate::app::App;
use crate::components::{Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::State;
use rules::calendar::day_of;
use rules::people::Actor;
use rules::people::authorisations::{Standing, agent_number};
use store::province::Province;
use store::tables::authorisations::{self, Listed};

#[derive(Template)]
#[template(path = "people/authorisations.html")]
pub(super) struct ListPage {
    f: Frame,
    given: Vec<Shown>,
    had: Vec<Shown>,
    /// Organisations that the person represents by law.
    organisations: Vec<(String, String)>,
}

struct Shown {
    name: String,
    standing: Tag,
    powers: String,
    procedures: String,
    period: String,
    accept: String,
    revoke: String,
    /// Where the dossiers of whoever authorised me are.
    dossiers: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
) -> Result<View<ListPage>, Failure> {
    let (who, cache) = (actor.clone(), app.province.clone());
    let (province, given, had) = app
        .read(move |tx| {
            let given = authorisations::given_by(tx, &who.login)?;
            let had = agent_number(&who).map_or_else(|| Ok(Vec::new()), |id| authorisations::given_to(tx, id))?;
            Ok((cache.get(tx)?, given, had))
        })
        .await?;
    let organisations = actor.acts_for.iter().filter(|other| other.authorisation.is_none());
    Ok(View(ListPage {
        given: given.iter().map(|one| shown(&f, &province, &actor, one, true)).collect(),
        had: had.iter().map(|one| shown(&f, &province, &actor, one, false)).collect(),
        organisations: organisations.map(|other| (other.name.clone(), dossiers_of(&other.principal))).collect(),
        f,
    }))
}

fn dossiers_of(principal: &str) -> String {
    format!("/my/dossiers?of={}", said::urlencoded(principal))
}

fn shown(f: &Frame, province: &Province, actor: &Actor, listed: &Listed, gave: bool) -> Shown {
    let granted = &listed.authorisation.granted;
    let standing = listed.authorisation.standing(day_of(f.now));
    let tone = match standing {
        Standing::InForce => Tone::Good,
        Standing::Waiting | Standing::Coming => Tone::Waiting,
        Standing::Expired | Standing::Revoked => Tone::Neutral,
    };
    let powers = granted.powers.iter().map(|power| f.t(&format!("power-{}", power.key())));
    let procedures =
        granted.procedures.iter().map(|code| said::procedure_named(f.lang(), province, code, code.as_str()));
    let href = |what: &str| format!("/account/authorisations/{}/{what}", granted.id);
    let over = matches!(standing, Standing::Revoked | Standing::Expired);
    let mine = listed.authorisation.accepted_by.as_ref() == Some(&actor.login);
    Shown {
        name: if gave { granted.agent_name.clone() } else { granted.principal_name.clone() },
        standing: Tag { tone, text: f.t(&format!("standing-{}", standing.key())) },
        powers: powers.collect::<Vec<_>>().join("; "),
        procedures: if granted.procedures.is_empty() {
            f.t("authorisation-every-procedure")
        } else {
            procedures.collect::<Vec<_>>().join("; ")
        },
        period: f.t2("authorisation-period", "from", f.day(&granted.from), "until", f.day(&granted.until)),
        accept: if !gave && standing == Standing::Waiting { href("accept") } else { String::new() },
        revoke: if over { String::new() } else { href("revoke") },
        dossiers: if mine && standing == Standing::InForce { dossiers_of(&granted.principal) } else { String::new() },
    }
}
