//! The hub of administration: the rooms in which administrators keep the province. One table; a new room adds its line.

use crate::errors::Failure;
use crate::frame::Frame;
use crate::sessions::SignedIn;
use crate::view::View;
use askama::Template;
use rules::people::permissions::{Deed, may, may_at};
use store::province::PROVINCE_LEDGER;

/// The rooms that are the province's: where each is, and the key of its name; under `KEY.text` stands what one does there.
const OF_THE_PROVINCE: &[(&str, &str)] = &[
    ("/admin/agencies", "admin-agencies"),
    ("/admin/villages", "admin-villages"),
    ("/admin/calendars", "admin-calendars"),
    ("/admin/routes", "routes-title"),
    ("/admin/data-requests", "admin-requests"),
    ("/admin/reads", "admin-reads"),
    ("/admin/break-glass", "admin-glass"),
    ("/admin/procedures", "admin-procedures"),
    ("/admin/separation", "rooms-separation"),
];

/// The rooms of every administrator, each as far as their agency reaches.
const ROOMS: &[(&str, &str)] = &[
    ("/admin/look-ups", "look-ups-title"),
    ("/admin/credentials", "accounts-title"),
    ("/admin/sessions", "sessions-all"),
    ("/admin/tokens", "tokens-all"),
    ("/admin/people", "rooms-people"),
    ("/admin/roles", "rooms-roles"),
    ("/admin/delegations", "rooms-delegations"),
    ("/admin/gaps", "gaps-title"),
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
    let province = PROVINCE_LEDGER.parse().map_err(|_| Failure::fault(&std::fmt::Error))?;
    let theirs = may_at(&actor, Deed::AdministerDirectory, &province).is_ok();
    let rooms = OF_THE_PROVINCE
        .iter()
        .filter(|_| theirs)
        .chain(ROOMS)
        .map(|(href, key)| (*href, f.t(key), f.t(&format!("{key}.text"))))
        .collect();
    Ok(View(AdministrationPage { f, rooms }))
}
