//! What stands before the first dossier: agencies, officers, procedures, accounts, all entered through the desk.

use super::staff::Staff;
use super::world::World;
use super::{PASSWORD, PUBLISHED_DAYS_BEFORE};
use argon2::{Argon2, PasswordHasher as _};
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use rules::calendar::instant;
use rules::catalogue::Procedure;
use rules::people::{AgencyRegistered, Capacity, Event, PersonRegistered, PositionGranted};
use std::sync::Arc;
use store::province::Province;
use store::{Failure, Fault, Store, desk};

/// Who enters it.
pub fn founder() -> Capacity {
    Capacity::system("Motcua: mô phỏng")
}

/// Enters agencies, people and procedures, and lets everybody sign in.
///
/// # Errors
/// When the store refuses.
pub fn lay(store: &Store, world: &World, staff: &Staff, first_day: Date) -> Result<Timestamp, Failure> {
    let day = first_day.saturating_sub(i32::from(PUBLISHED_DAYS_BEFORE).days());
    let now = instant(day.to_datetime(Time::constant(8, 0, 0, 0)));
    let hash = Argon2::default()
        .hash_password(PASSWORD.as_bytes())
        .map_err(|error| Fault::new(format!("no hash of the demonstration's password: {error}")))?
        .to_string();
    let events: Arc<Vec<Event>> = Arc::new(agencies(world).chain(people(staff)).collect());
    let logins: Arc<Vec<String>> = Arc::new(
        staff
            .officers()
            .iter()
            .chain(staff.citizens.iter().map(|citizen| &citizen.actor))
            .map(|actor| actor.login.clone())
            .collect(),
    );
    let procedures: Arc<Vec<Procedure>> = Arc::new(world.procedures().to_vec());
    store.write_blocking(move |tx| {
        let by = founder();
        for event in events.iter() {
            desk::people::record(tx, event.clone(), &by, now)?;
        }
        for login in logins.iter() {
            desk::people::set_password(tx, login, &hash, now)?;
        }
        let nothing = Province::default();
        for procedure in procedures.iter() {
            desk::catalogue::publish(tx, &nothing, procedure.clone(), day, &by, now + SignedDuration::from_hours(1))?;
        }
        Ok::<_, Failure>(())
    })?;
    Ok(now)
}

fn agencies(world: &World) -> impl Iterator<Item = Event> {
    world.directory.iter().map(|agency| Event::AgencyRegistered(AgencyRegistered { agency: agency.clone() }))
}

fn people(staff: &Staff) -> impl Iterator<Item = Event> {
    let officers = staff.officers().iter().flat_map(|actor| {
        let person = PersonRegistered {
            login: actor.login.clone(),
            name: actor.name.clone(),
            personal_id: None,
            phone: None,
            address: None,
            commune: None,
        };
        let granted = actor.positions.iter().map(|position| {
            let (agency, title) = (position.agency.clone(), position.title.as_str());
            Event::PositionGranted(PositionGranted::at_once(&actor.login, agency, position.role, title))
        });
        std::iter::once(Event::PersonRegistered(person)).chain(granted)
    });
    let citizens = staff.citizens.iter().map(|citizen| {
        Event::PersonRegistered(PersonRegistered {
            login: citizen.actor.login.clone(),
            name: citizen.actor.name.clone(),
            personal_id: citizen.actor.personal_id.clone(),
            phone: citizen.draft.phone.parse().ok(),
            address: Some(citizen.draft.address.clone()),
            commune: citizen.draft.commune.parse().ok(),
        })
    });
    officers.chain(citizens)
}
