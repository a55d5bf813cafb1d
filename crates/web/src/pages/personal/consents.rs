//! What I agree to beyond what the law bids. Nothing is ticked beforehand, and what was agreed is taken back as easily.

use super::tabs;
use crate::app::App;
use crate::components::{Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::{self, Sure};
use crate::texts::{Lang, Words};
use crate::view::View;
use askama::Template;
use axum::extract::State;
use axum::response::Redirect;
use rules::personal::{CONSENT_TEXT, Consent};
use rules::{Problem, Refusal};
use sha2::{Digest as _, Sha256};
use store::desk;
use store::tables::personal::consents::{self, Given};
use tower_sessions::Session;

#[derive(Template)]
#[template(path = "personal/consents.html")]
pub(super) struct ConsentsPage {
    f: Frame,
    tabs: Vec<(String, String, bool)>,
    uses: Vec<Use>,
    past: Vec<String>,
}

/// An extra use, and whether I agree to it.
struct Use {
    key: &'static str,
    name: String,
    text: String,
    /// Since when I agree, in words; empty when I don't.
    since: String,
    tag: Tag,
}

pub(super) async fn show(State(app): State<App>, f: Frame, Sure(actor): Sure) -> Result<View<ConsentsPage>, Failure> {
    let given = app.read(move |tx| Ok(consents::of(tx, &actor.login)?)).await?;
    let uses = Consent::ALL.map(|purpose| {
        let agreed = given.iter().find(|given| given.purpose == purpose && given.withdrawn_at.is_none());
        Use {
            key: purpose.key(),
            name: name(&f, purpose),
            text: text(f.words, purpose),
            since: agreed
                .map(|given| f.t2("consent-since", "at", f.moment(&given.given_at), "version", &given.version))
                .unwrap_or_default(),
            tag: match agreed {
                Some(_) => Tag::new(Tone::Good, f.t("consent-given")),
                None => Tag::new(Tone::Neutral, f.t("consent-not-given")),
            },
        }
    });
    let past = given.iter().map(|given| past(&f, given)).collect();
    Ok(View(ConsentsPage { tabs: tabs(&f), uses: uses.into(), past, f }))
}

/// How an extra use is called.
pub(super) fn name(f: &Frame, purpose: Consent) -> String {
    f.t(&format!("consent-{}", purpose.key()))
}

/// The text that is agreed to.
fn text(words: Words, purpose: Consent) -> String {
    words.t(&format!("consent-{}.wording", purpose.key()))
}

/// One agreement of the ledger, in words.
pub(super) fn past(f: &Frame, given: &Given) -> String {
    let line = [
        ("purpose", name(f, given.purpose)),
        ("version", given.version.clone()),
        ("given", f.moment(&given.given_at)),
        ("channel", f.t(&format!("consent-channel-{}", given.channel))),
    ];
    let args: Vec<_> = line.iter().map(|(name, value)| (*name, value as &dyn crate::texts::Arg)).collect();
    let said = f.words.with("consent-line", &args);
    match given.withdrawn_at {
        Some(at) => format!("{said} {}", f.t1("consent-line-withdrawn", "at", f.moment(&at))),
        None => said,
    }
}

pub(super) async fn change(
    State(app): State<App>,
    f: Frame,
    session: Session,
    Sure(actor): Sure,
    typed: Typed,
) -> Result<Redirect, Failure> {
    let purpose = Consent::from_key(typed.get("purpose"));
    let purpose = purpose.ok_or_else(|| Refusal::input(vec![Problem::new("/purpose", "choose")]))?;
    let agrees = match typed.get("go") {
        "give" => true,
        "withdraw" => false,
        _ => return Err(Refusal::input(vec![Problem::new("/go", "choose")]).into()),
    };
    // The text in force is the Vietnamese one, whatever language was read.
    let shown = format!("{CONSENT_TEXT}\n{}", text(Words::new(Lang::Vi), purpose));
    let hash: String = Sha256::digest(shown.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let now = f.now;
    app.write(move |tx| desk::personal::consent(tx, &actor, purpose, agrees, &hash, now)).await?;
    let key = if agrees { "consent-noted" } else { "consent-withdrawn" };
    sessions::say(&session, Tone::Good, key, name(&f, purpose)).await?;
    Ok(Redirect::to("/my/data/consents"))
}
