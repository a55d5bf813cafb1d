//! What is held about me, where it came from, and on which legal basis; the way to correct it and to take it along.

use super::documents::holder;
use super::{log, tabs};
use crate::app::App;
use crate::components::{Tag, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::Sure;
use crate::view::View;
use askama::Template;
use axum::extract::State;
use rules::people::identities::Particular as What;
use rules::people::permissions::Scope;
use rules::personal::Field;
use store::tables::dossier_lists::{self, Filter};
use store::tables::identities::{self, Said};
use store::tables::people::{self, Person};
use store::tables::personal::{documents, reads, requests};

/// So many looks are shown on the first page.
const LOOKS: u32 = 5;
/// More dossiers than this are not counted.
const COUNTED: u32 = 200;

/// What the province does with a person's data because the law bids or allows it: no consent is asked for these.
pub(super) const BASES: [&str; 4] = ["dossiers", "documents", "reads", "figures"];

#[derive(Template)]
#[template(path = "personal/data.html")]
pub(super) struct DataPage {
    f: Frame,
    tabs: Vec<(String, String, bool)>,
    particulars: Vec<Particular>,
    documents: usize,
    dossiers: usize,
    looks: Vec<log::Look>,
    bases: Vec<(String, String)>,
}

/// A particular with its source.
pub(super) struct Particular {
    pub(super) label: String,
    pub(super) value: String,
    pub(super) source: String,
    /// Where to ask for a correction.
    pub(super) change: String,
}

pub(super) async fn show(State(app): State<App>, f: Frame, Sure(actor): Sure) -> Result<View<DataPage>, Failure> {
    let (cache, asker) = (app.province.clone(), actor.clone());
    let (province, person, corrected, said, held, dossiers, looks) = app
        .read(move |tx| {
            let holder = holder(&asker);
            let about = reads::About::Person { login: asker.login.clone(), subject: holder.subject.clone() };
            let scope = Scope::Owner(asker.login.clone());
            Ok((
                cache.get(tx)?,
                people::person(tx, &asker.login)?.unwrap_or_default(),
                requests::corrected(tx, &asker.login)?,
                identities::said(tx, &asker.login)?,
                documents::of(tx, &holder)?.len(),
                dossier_lists::list(tx, &scope, &Filter::default(), None, COUNTED)?.len(),
                reads::list(tx, &about, None, LOOKS)?,
            ))
        })
        .await?;
    let particulars = Field::ALL.map(|field| {
        let value = value(&person, field);
        // Who said what holds now; what was said before tells nothing of it.
        let at = corrected.iter().find(|(corrected, _, became)| *corrected == field && *became == value);
        let at = at.map(|(_, at, _)| at);
        let source = match at {
            _ if value.is_empty() => String::new(),
            Some(at) => f.t1("data-source-corrected", "at", f.day_of(at)),
            None => said.iter().find(|one| one.what.key() == field.key() && one.value == value).map_or_else(
                || f.t("data-source-account"),
                |one| {
                    let provider = app.identity.by_issuer(&one.source);
                    let source = provider.map_or(one.source.clone(), |provider| provider.settings().name.clone());
                    f.t2("account-source", "source", source, "at", f.day_of(&one.at))
                },
            ),
        };
        let value = match field {
            Field::Commune => said::commune_named(f.lang(), &province.directory, &value),
            _ => value,
        };
        Particular { label: label(&f, field), value, source, change: format!("/my/data/ask?field={}", field.key()) }
    });
    let mut particulars: Vec<_> = particulars.into();
    particulars.extend(told(&app, &f, said).map(|(label, value, source)| {
        // Who said it corrects it; what is ours to correct is asked for in words.
        Particular { label, value, source, change: "/my/data/ask".to_owned() }
    }));
    Ok(View(DataPage {
        tabs: tabs(&f),
        particulars,
        documents: held,
        dossiers,
        looks: log::looks(&f, &province, looks),
        bases: BASES.map(|base| (f.t(&format!("data-basis-{base}")), f.t(&format!("data-basis-{base}.law")))).into(),
        f,
    }))
}

/// What issuers told besides the particulars that an account has of its own: what, how much, by whom and when.
pub(super) fn told(app: &App, f: &Frame, said: Vec<Said>) -> impl Iterator<Item = (String, String, String)> {
    let own = |one: &Said| Field::ALL.iter().any(|field| field.key() == one.what.key());
    said.into_iter().filter(move |one| !own(one)).map(|one| {
        let label = f.t(&format!("particular-{}", one.what.key().replace('_', "-")));
        let provider = app.identity.by_issuer(&one.source);
        let source = provider.map_or(one.source, |provider| provider.settings().name.clone());
        let value = match one.what {
            What::BirthDate => one.value.parse().map_or(one.value, |day| f.day(&day)),
            _ => one.value,
        };
        (label, value, f.t2("account-source", "source", source, "at", f.day_of(&one.at)))
    })
}

/// How a particular is called.
pub(super) fn label(f: &Frame, field: Field) -> String {
    f.t(&format!("data-field-{}", field.key().replace('_', "-")))
}

/// What is held of a particular.
pub(super) fn value(person: &Person, field: Field) -> String {
    match field {
        Field::Name => Some(person.name.clone()),
        Field::PersonalId => person.personal_id.clone(),
        Field::Phone => person.phone.clone(),
        Field::Address => person.address.clone(),
        Field::Commune => person.commune.clone(),
    }
    .unwrap_or_default()
}
