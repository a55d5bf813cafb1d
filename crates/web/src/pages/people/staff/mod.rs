//! Keeping people: who works where, who acts for whom, whose account is open. For administrators; officers delegate themselves.
//!
//! Must not decide who may do what or what follows: `rules::people` does, through `store::desk::positions`.

mod delegations;
mod export;
mod fields;
mod forms;
mod list;
mod own;
mod person;
mod roles;
mod send;
mod separation;
mod story;

pub(super) use delegations::{Row as Delegation, columns as delegation_columns};
pub(super) use own::given as delegations_of;

use crate::app::App;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use axum::Router;
use axum::routing::get;
use jiff::civil::Date;
use rules::codes::AgencyCode;
use rules::people::permissions::{Deed, may};
use rules::people::{Actor, Role};
use std::sync::Arc;
use store::province::{PROVINCE_LEDGER, Province};

/// The rooms of those who keep people.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/admin/people", get(list::show))
        .route("/admin/people.csv", get(export::download))
        .route("/admin/people/new", get(forms::ask_new).post(send::register))
        .route("/admin/people/{login}", get(person::show))
        .route("/admin/people/{login}/{form}", get(forms::ask).post(send::send))
        .route("/admin/roles", get(roles::show))
        .route("/admin/delegations", get(delegations::show))
        .route("/admin/separation", get(separation::show).post(separation::send))
        .route("/account/delegations", get(own::ask).post(own::send))
        .route("/account/delegations/{number}/end", get(own::ask_end).post(own::send_end))
}

/// The agencies that an administrator keeps; nothing when it is the whole province.
fn within(actor: &Actor) -> Result<Option<Vec<AgencyCode>>, Failure> {
    may(actor, Deed::AdministerPeople)?;
    let kept = actor.positions.iter().filter(|held| held.role == Role::Administrator && held.in_place_of.is_none());
    let kept: Vec<_> = kept.map(|held| held.agency.clone()).collect();
    Ok(if kept.iter().any(|agency| agency.as_str() == PROVINCE_LEDGER) { None } else { Some(kept) })
}

/// Whether the agency of a position has ended by this day, and the position with it.
fn is_no_more(province: &Province, agency: &AgencyCode, day: Date) -> bool {
    province.directory.end(agency).is_some_and(|end| end.on <= day)
}

/// A position in words: what, as what, where.
fn position(f: &Frame, province: &Arc<Province>, agency: &AgencyCode, role: Role) -> String {
    let agency = said::agency_named(f.lang(), &province.directory, agency);
    f.t2("staff-position", "role", f.role(&role), "agency", agency)
}

/// The days of a position in words.
fn days(f: &Frame, from: Date, until: Option<Date>) -> String {
    match until {
        Some(until) if until < from => f.t("staff-never"),
        Some(until) => f.t2("staff-from-until", "from", f.day(&from), "until", f.day(&until)),
        None => f.t1("staff-from", "from", f.day(&from)),
    }
}
