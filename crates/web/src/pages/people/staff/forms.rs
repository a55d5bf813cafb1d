//! The forms about a person: each its own page, filled with what is known or with what was typed before.

use super::fields::{Field, FormPage, Kind, Maker};
use super::list::{agencies, roles};
use crate::app::App;
use crate::components::{Choice, FormErrors};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::typed::Typed;
use crate::sessions::SignedIn;
use crate::view::View;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use rules::Refusal;
use rules::calendar::day_of;
use rules::people::permissions::{Deed, may_at, may_register_people};
use rules::people::{Actor, DelegationKind, PersonFile, Role, Term};
use serde::Deserialize;
use std::sync::Arc;
use store::desk::positions::{Change, load_kept};
use store::province::Province;

/// What can be done about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Particulars,
    Grant,
    Revoke,
    Move,
    Delegate,
    EndDelegation,
    Disable,
    Enable,
}

impl Form {
    pub(super) const ALL: [Self; 8] = [
        Self::Particulars,
        Self::Grant,
        Self::Revoke,
        Self::Move,
        Self::Delegate,
        Self::EndDelegation,
        Self::Disable,
        Self::Enable,
    ];

    /// Whether it replaces what it shows, so that it must still be so.
    pub(super) fn replaces(self) -> bool {
        matches!(self, Self::Particulars | Self::Grant | Self::Revoke | Self::Move)
    }

    /// The name in addresses and texts.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Particulars => "particulars",
            Self::Grant => "grant",
            Self::Revoke => "revoke",
            Self::Move => "move",
            Self::Delegate => "delegate",
            Self::EndDelegation => "end-delegation",
            Self::Disable => "disable",
            Self::Enable => "enable",
        }
    }

    pub(super) fn from_key(key: &str) -> Result<Self, Failure> {
        let found = Self::ALL.into_iter().find(|form| form.key() == key);
        found.ok_or(Failure::Status(StatusCode::NOT_FOUND))
    }
}

/// A form that came back: what was refused, and what was typed.
pub(super) struct Came<'a> {
    pub(super) refusal: &'a Refusal,
    pub(super) typed: &'a Typed,
}

/// Which position or delegation the address means.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    position: String,
    number: String,
}

pub(super) async fn ask_new(f: Frame, SignedIn(actor): SignedIn) -> Result<Response, Failure> {
    may_register_people(&actor)?;
    Ok(new_person(f, None))
}

pub(super) fn new_person(f: Frame, came: Option<&Came<'_>>) -> Response {
    let make = Maker { f: &f, typed: came.map(|came| came.typed) };
    let mut fields = vec![make.field(Kind::Text, "login", "")];
    fields.extend(particulars(&make, &PersonFile::default()));
    answer(
        FormPage {
            title: f.t("staff-form-new"),
            over: f.t("staff-title"),
            lead: f.t("staff-form-new.lead"),
            back: "/admin/people".into(),
            target: "/admin/people/new".into(),
            errors: errors(&f, came),
            fields,
            submit: f.t("staff-form-new.submit"),
            takes_away: false,
            f,
        },
        came,
    )
}

pub(super) async fn ask(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path((login, form)): Path<(String, String)>,
    Query(which): Query<Which>,
) -> Result<Response, Failure> {
    let form = Form::from_key(&form)?;
    let mut typed = Typed::default();
    typed.set("position", which.position);
    typed.set("number", which.number);
    show(&app, f, &actor, &login, form, None, &typed).await
}

/// Shows a form about a person that this administrator keeps; `which` holds what the address or the form names.
pub(super) async fn show(
    app: &App,
    f: Frame,
    actor: &Actor,
    login: &str,
    form: Form,
    came: Option<&Came<'_>>,
    which: &Typed,
) -> Result<Response, Failure> {
    let (cache, asker, wanted, now) = (app.province.clone(), actor.clone(), login.to_owned(), f.now);
    let (province, loaded) = app
        .read(move |tx| {
            let province = cache.get(tx)?;
            let change = Change { province: &province, actor: &asker, now };
            let loaded = load_kept(tx, &change, &wanted)?;
            Ok((province, loaded))
        })
        .await?;
    let make = Maker { f: &f, typed: came.map(|came| came.typed) };
    let mut fields = fields(&make, &province, actor, &loaded.file, form, which);
    // Always of what holds now: a form that came back because of a change shows it beside what was typed.
    fields.push(Field { value: loaded.mark()?, ..make.field(Kind::Hidden, "seen", "") });
    let key = form.key();
    let name = loaded.file.particulars.as_ref().map_or_else(String::new, |person| person.name.clone());
    Ok(answer(
        FormPage {
            title: f.t(&format!("staff-form-{key}")),
            over: name,
            lead: f.words.maybe(&format!("staff-form-{key}.lead"), &[]).unwrap_or_default(),
            back: format!("/admin/people/{login}"),
            target: format!("/admin/people/{login}/{key}"),
            errors: errors(&f, came),
            fields,
            submit: f.t(&format!("staff-form-{key}.submit")),
            takes_away: matches!(form, Form::Revoke | Form::EndDelegation | Form::Disable),
            f,
        },
        came,
    ))
}

pub(super) fn errors(f: &Frame, came: Option<&Came<'_>>) -> FormErrors {
    came.map_or_else(FormErrors::none, |came| FormErrors::of(f.words, came.refusal))
}

/// The page, with the status of what was refused.
pub(super) fn answer(page: FormPage, came: Option<&Came<'_>>) -> Response {
    match came {
        None => View(page).into_response(),
        Some(came) => View(page).status(Failure::from(came.refusal.clone()).status()),
    }
}

fn fields(
    make: &Maker<'_>,
    province: &Arc<Province>,
    actor: &Actor,
    file: &PersonFile,
    form: Form,
    which: &Typed,
) -> Vec<Field> {
    let (f, today) = (make.f, day_of(make.f.now));
    let reason = || make.field(Kind::Lines, "reason", "");
    let held = || file.terms.iter().filter(|term| term.lasts_until(today));
    match form {
        Form::Particulars => particulars(make, file),
        Form::Grant => taken_over(make, province, actor),
        Form::Revoke => vec![
            make.choose(Kind::Radios, "position", positions(f, province, held()), which.get("position")),
            make.field(Kind::Day, "on", &today.to_string()),
            make.field(Kind::Text, "decision", ""),
            reason(),
        ],
        Form::Move => {
            let mut fields = vec![make.boxes("gives_up", positions(f, province, held()), true)];
            fields.extend(taken_over(make, province, actor));
            fields.retain(|field| field.name != "until");
            fields.push(reason());
            fields
        }
        Form::Delegate => delegation(make, province, file),
        Form::EndDelegation => vec![make.field(Kind::Hidden, "number", which.get("number")), reason()],
        Form::Disable | Form::Enable => vec![reason()],
    }
}

fn particulars(make: &Maker<'_>, file: &PersonFile) -> Vec<Field> {
    let known = file.particulars.as_ref();
    let text = |value: Option<String>| value.unwrap_or_default();
    let known = [
        ("name", text(known.map(|person| person.name.clone()))),
        ("personal_id", text(known.and_then(|person| person.personal_id.as_ref().map(ToString::to_string)))),
        ("phone", text(known.and_then(|person| person.phone.as_ref().map(ToString::to_string)))),
        ("address", text(known.and_then(|person| person.address.clone()))),
    ];
    let field = |(name, value): (&'static str, String)| {
        let mut field = Field { optional: name != "name", ..make.field(Kind::Text, name, &value) };
        if !value.is_empty() && value != field.value {
            field.hint = make.f.t1("staff-known-now", "value", value.as_str());
        }
        field
    };
    known.map(field).into()
}

/// The position that somebody takes over.
fn taken_over(make: &Maker<'_>, province: &Province, actor: &Actor) -> Vec<Field> {
    let today = day_of(make.f.now);
    let kept = agencies(make.f, province).into_iter().filter(|choice| {
        choice.value.parse().is_ok_and(|agency| may_at(actor, Deed::AdministerPeople, &agency).is_ok())
    });
    vec![
        make.choose(Kind::Select, "agency", kept.collect(), ""),
        make.choose(Kind::Select, "role", roles(make.f), ""),
        make.field(Kind::Text, "title", ""),
        make.field(Kind::Day, "from", &today.to_string()),
        make.optional(Kind::Day, "until", ""),
        make.field(Kind::Text, "decision", ""),
    ]
}

/// The fields of a delegation of this person.
pub(super) fn delegation(make: &Maker<'_>, province: &Arc<Province>, file: &PersonFile) -> Vec<Field> {
    let (f, today) = (make.f, day_of(make.f.now));
    let own = file.terms.iter().filter(|term| term.lasts_until(today) && term.role != Role::Administrator);
    let kinds = DelegationKind::ALL.map(|kind| {
        let key = format!("staff-kind-{}", kind.key());
        Choice::new(kind.key(), f.t(&key)).explained(f.t(&format!("{key}.hint")))
    });
    let fields = field_names(province).into_iter().map(|field| Choice::new(slug(&field), field));
    vec![
        make.field(Kind::Text, "delegate", ""),
        make.choose(Kind::Radios, "kind", kinds.into(), DelegationKind::Authorised.key()),
        make.boxes("positions", positions(f, province, own), true),
        make.field(Kind::Day, "from", &today.to_string()),
        make.field(Kind::Day, "until", ""),
        make.field(Kind::Lines, "reason", ""),
        make.optional(Kind::Text, "document", ""),
        Field { optional: true, ..make.boxes("fields", fields.collect(), false) },
    ]
}

/// The positions to choose from; the value is agency and role: `H35.38:approver`.
fn positions<'a>(f: &Frame, province: &Arc<Province>, terms: impl Iterator<Item = &'a Term>) -> Vec<Choice> {
    let choice = |term: &Term| {
        let label = super::position(f, province, &term.agency, term.role);
        Choice::new(format!("{}:{}", term.agency, term.role.key()), label).explained(format!(
            "{}, {}",
            term.title,
            super::days(f, term.from, term.until)
        ))
    };
    terms.map(choice).collect()
}

/// The names of the fields of procedures.
pub(super) fn field_names(province: &Province) -> Vec<String> {
    let mut fields: Vec<_> = province.procedures().map(|procedure| procedure.field.clone()).collect();
    fields.sort_by_cached_key(|field| rules::text::fold(field));
    fields.dedup();
    fields
}

/// A field's name as a part of an element's name.
pub(super) fn slug(field: &str) -> String {
    rules::text::fold(field).replace(' ', "-")
}
