//! A person's page: particulars, positions now and past, delegations, and everything that was changed.

use super::story;
use crate::app::App;
use crate::components::{Column, Columns, Tag, Timeline, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use rules::calendar::day_of;
use rules::people::Term;
use std::sync::Arc;
use store::desk::positions::{Change, load_kept};
use store::province::Province;
use store::tables::staff::{self, Delegations};

/// Delegations on the page.
const DELEGATIONS: u32 = 100;

#[derive(Template)]
#[template(path = "people/staff/person.html")]
pub(super) struct PersonPage {
    f: Frame,
    /// Where the forms about this person are.
    base: String,
    name: String,
    standing: Tag,
    disabled: String,
    particulars: Vec<(String, String)>,
    columns: Columns,
    positions: Vec<Held>,
    delegations: Vec<super::delegations::Row>,
    delegation_columns: Columns,
    history: Timeline,
}

/// A position as a line.
pub(super) struct Held {
    pub(super) what: String,
    pub(super) title: String,
    pub(super) days: String,
    pub(super) decision: String,
    pub(super) state: Tag,
    /// Where it is taken back; empty when it is over.
    pub(super) revoke: String,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Path(login): Path<String>,
) -> Result<View<PersonPage>, Failure> {
    let (cache, now, wanted) = (app.province.clone(), f.now, login.clone());
    let (province, loaded, delegations) = app
        .read(move |tx| {
            let province = cache.get(tx)?;
            let change = Change { province: &province, actor: &actor, now };
            let loaded = load_kept(tx, &change, &wanted)?;
            let which = Delegations { of: Some(wanted.clone()), ..Delegations::default() };
            let delegations = staff::delegations(tx, &which, day_of(now), DELEGATIONS)?;
            Ok((province, loaded, delegations))
        })
        .await?;
    let file = &loaded.file;
    let person = file.registered()?;
    let mut terms: Vec<_> = file.terms.iter().collect();
    terms.sort_by_key(|term| std::cmp::Reverse(term.from));
    let text = |value: Option<String>| value.unwrap_or_default();
    Ok(View(PersonPage {
        name: person.name.clone(),
        standing: match &file.disabled {
            Some(_) => Tag::new(Tone::Bad, f.t("staff-standing-disabled")),
            None => Tag::new(Tone::Good, f.t("staff-account-open")),
        },
        disabled: text(file.disabled.clone()),
        particulars: vec![
            (f.t("staff-field-login"), login.clone()),
            (f.t("staff-field-personal-id"), text(person.personal_id.as_ref().map(ToString::to_string))),
            (f.t("staff-field-phone"), text(person.phone.as_ref().map(ToString::to_string))),
            (f.t("staff-field-address"), text(person.address.clone())),
        ],
        columns: ["position", "days", "decision", "standing"]
            .map(|key| Column::text(f.t(&format!("staff-col-{key}"))))
            .into(),
        positions: terms.into_iter().map(|term| held(&f, &province, &login, term)).collect(),
        delegations: delegations.iter().map(|one| super::delegations::row(&f, &province, one, "/admin")).collect(),
        delegation_columns: super::delegations::columns(&f),
        history: story::timeline(&f, &province, &loaded.history),
        base: format!("/admin/people/{login}"),
        f,
    }))
}

fn held(f: &Frame, province: &Arc<Province>, login: &str, term: &Term) -> Held {
    let today = day_of(f.now);
    let state = if super::is_no_more(province, &term.agency, today) {
        Tag::new(Tone::Neutral, f.t("staff-agency-ended"))
    } else if term.is_held_on(today) {
        Tag::new(Tone::Good, f.t("staff-standing-in-force"))
    } else if term.lasts_until(today) {
        Tag::new(Tone::Waiting, f.t("staff-position-later"))
    } else {
        Tag::new(Tone::Neutral, f.t("staff-position-over"))
    };
    let revoke = format!("/admin/people/{login}/revoke?position={}:{}", term.agency, term.role.key());
    Held {
        what: super::position(f, province, &term.agency, term.role),
        title: term.title.clone(),
        days: super::days(f, term.from, term.until),
        decision: term.decision.clone().unwrap_or_default(),
        state,
        revoke: if term.lasts_until(today) { revoke } else { String::new() },
    }
}
