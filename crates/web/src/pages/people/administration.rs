//! The hub of administration: the rooms in which administrators keep the province. One table; a new room adds its line.

use crate::errors::Failure;
use crate::frame::Frame;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use rules::people::permissions::{Deed, may};

/// The rooms: where each is, and the key of its name; under `KEY.text` stands what one does there.
const ROOMS: &[(&str, &str)] = &[
    ("/admin/agencies", "admin-agencies"),
    ("/admin/villages", "admin-villages"),
    ("/admin/calendars", "admin-calendars"),
    ("/admin/data-requests", "admin-requests"),
    ("/admin/reads", "admin-reads"),
    ("/admin/break-glass", "admin-glass"),
    ("/admin/look-ups", "look-ups-title"),
    ("/admin/credentials", "accounts-title"),
    ("/admin/sessions", "sessions-all"),
    ("/admin/tokens", "tokens-all"),
    ("/admin/people", "rooms-people"),
    ("/admin/delegations", "rooms-delegations"),
    ("/admin/separation", "rooms-separation"),
];

#[derive(Template)]
#[template(path = "people/administration.html")]
pub(super) struct AdministrationPage {
    f: Frame,
    /// Of each room: where it is, its name, what one does there.
    rooms: Vec<(&'static str, String, String)>,
}

pub(super) async fn show(SignedIn(actor): SignedIn, f: Frame) -> Result<View<AdministrationPage>, Failure> {
    may(&actor, Deed::AdministerPeople)?;
    let rooms = ROOMS.iter().map(|(href, key)| (*href, f.t(key), f.t(&format!("{key}.text")))).collect();
    Ok(View(AdministrationPage { f, rooms }))
}
