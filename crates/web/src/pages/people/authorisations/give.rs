//! Authorising somebody.

use super::HERE;
use crate::app::App;
use crate::components::{Choice, FormErrors, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::pages::typed::Typed;
use crate::sessions::{self, SignedIn};
use crate::view::View;
use askama::Template;
use axum::extract::{Form, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use rules::calendar::day_of;
use rules::people::Actor;
use rules::people::authorisations::{Power, TermsDraft};
use rules::people::identities::Assurance;
use rules::{Refusal, RefusalKind};
use store::desk::authorisations;
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "people/authorise.html")]
struct GivePage {
    f: Frame,
    errors: FormErrors,
    draft: TermsDraft,
    powers: Vec<Choice>,
    procedures: Vec<Choice>,
    back: &'static str,
    /// Nothing when the level suffices; else where to sign in with a higher one.
    ways_up: Option<Vec<(String, String)>>,
}

pub(super) async fn ask(State(app): State<App>, f: Frame, SignedIn(actor): SignedIn) -> Result<Response, Failure> {
    let draft = TermsDraft { powers: vec![Power::Follow.key().into()], ..TermsDraft::default() };
    Ok(View(page(&app, f, &actor, draft, FormErrors::none()).await?).into_response())
}

pub(super) async fn give(
    State(app): State<App>,
    f: Frame,
    session: Session,
    SignedIn(actor): SignedIn,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let typed = Typed::several(pairs)?;
    let draft = TermsDraft {
        agent_id: typed.text("agent_id"),
        agent_name: typed.text("agent_name"),
        powers: typed.get("powers").lines().map(str::to_owned).collect(),
        procedure: typed.text("procedure"),
        from: typed.text("from"),
        until: typed.text("until"),
    };
    match granted(&app, &f, &actor, &draft).await {
        Ok(()) => {
            sessions::say(&session, Tone::Good, "authorisation-given", &draft.agent_name).await?;
            Ok(Redirect::to(HERE).into_response())
        }
        Err(Failure::Refused(refusal)) if refusal.kind != RefusalKind::NotFound => {
            let errors = FormErrors::of(f.words, &refusal);
            let status = Failure::Refused(refusal).status();
            Ok(View(page(&app, f, &actor, draft, errors).await?).status(status))
        }
        Err(failure) => Err(failure),
    }
}

async fn granted(app: &App, f: &Frame, actor: &Actor, draft: &TermsDraft) -> Result<(), Failure> {
    let terms = draft.read(day_of(f.now))?;
    let province = app.province().await?;
    let known =
        draft.procedure.is_empty() || draft.procedure.parse().is_ok_and(|code| province.procedure(&code).is_some());
    if !known {
        return Err(Refusal::input(vec![rules::Problem::new("/procedure", "procedure-unknown")]).into());
    }
    let (actor, id, now) = (actor.clone(), uuid::Uuid::new_v4().to_string(), f.now);
    app.write(move |tx| authorisations::grant(tx, &actor, terms.clone(), &id, now)).await
}

async fn page(app: &App, f: Frame, actor: &Actor, draft: TermsDraft, errors: FormErrors) -> Result<GivePage, Failure> {
    let province = app.province().await?;
    let mut procedures: Vec<_> = province
        .procedures()
        .map(|procedure| Choice::new(procedure.code.as_str(), said::procedure_name(f.lang(), procedure)))
        .collect();
    procedures.sort_by(|one, other| one.label.cmp(&other.label));
    let powers = Power::ALL.iter().map(|power| {
        Choice::new(power.key(), f.t(&format!("power-{}", power.key())))
            .explained(f.t(&format!("power-{}.hint", power.key())))
    });
    let ways_up = (actor.assurance != Some(Assurance::Two)).then(|| {
        let offered =
            app.identity.offered().filter(|(_, _, audience)| *audience == links::identity::Audience::Citizens);
        offered
            .map(|(key, name, _)| (format!("/sign-in/with/{key}?next=/account/authorisations/new"), name.to_owned()))
            .collect()
    });
    Ok(GivePage { powers: powers.collect(), procedures, back: HERE, ways_up, f, errors, draft })
}
