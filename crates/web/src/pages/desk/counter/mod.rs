//! The counter: taking in a dossier of any procedure that this counter may receive, for any competent agency of the
//! province (Nghị định 118/2025/NĐ-CP), from somebody who stands there or by post.

mod book;
mod declaration;
mod done;
mod drafts;
mod elsewhere;
mod form;
mod known;
mod lookup;
mod search;
mod take;

use crate::app::App;
use axum::Router;
use axum::routing::{get, post};
use rules::Refusal;
use rules::catalogue::{Level, Procedure};
use rules::codes::AgencyCode;
use rules::people::{Actor, Agency, Directory, Position, Role};

/// The rooms of the counter.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/tracking-book", get(book::ask))
        .route("/tracking-book.pdf", get(book::download))
        .route("/intake", get(search::show))
        .route("/intake/elsewhere", get(elsewhere::show))
        .route("/intake/{procedure}", get(form::show).post(take::take))
        .route("/intake/{procedure}/save", post(drafts::autosave))
        .route("/intake/{procedure}/discard", post(drafts::discard))
        .route("/intake/done/{code}", get(done::show))
}

/// The counters at which the officer works.
///
/// # Errors
/// When they work at none.
fn counters(actor: &Actor) -> Result<Vec<AgencyCode>, Refusal> {
    let works = |held: &&Position| held.role == Role::CounterOfficer && held.limits().is_none() && held.is_held_here();
    let held = actor.positions.iter().filter(works);
    let counters: Vec<_> = held.map(|position| position.agency.clone()).collect();
    if counters.is_empty() { Err(Refusal::forbidden("counter-officers-only")) } else { Ok(counters) }
}

/// Whether one of these counters may take in the procedure: any counter what is independent of place, else only the
/// counter of an agency that settles it.
fn may_take_in(procedure: &Procedure, counters: &[AgencyCode], directory: &Directory) -> bool {
    if procedure.level == Level::Ministry {
        return false;
    }
    procedure.location_independent || counters.iter().any(|counter| settled_behind(procedure, counter, directory))
}

/// Whether the agency behind a counter settles the procedure.
fn settled_behind(procedure: &Procedure, counter: &AgencyCode, directory: &Directory) -> bool {
    match &procedure.agency {
        Some(agency) => directory.counter_of(agency).is_some_and(|own| own.code == *counter),
        None => {
            procedure.level == Level::Commune
                && behind(counter, directory).is_some_and(|agency| agency.commune.is_some())
        }
    }
}

/// The agency that a counter belongs to.
fn behind<'a>(counter: &AgencyCode, directory: &'a Directory) -> Option<&'a Agency> {
    directory.get(directory.get(counter)?.parent.as_ref()?)
}
