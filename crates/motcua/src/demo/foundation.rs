//! What stands before the first dossier: agencies, officers, procedures, accounts, all entered through the desk.

use super::reorganisation;
use super::staff::Staff;
use super::villages;
use super::world::World;
use super::{PASSWORD, PUBLISHED_DAYS_BEFORE};
use crate::province;
use argon2::{Argon2, PasswordHasher as _};
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use rules::calendar::instant;
use rules::catalogue::Procedure;
use rules::payments::AccountNamed;
use rules::payments::vietqr::Account;
use rules::people::{AgencyRegistered, Capacity, Event, PersonRegistered, PositionGranted, VillageRegistered};
use std::sync::Arc;
use store::province::{Province, ProvinceCache};
use store::{Failure, Fault, Store, desk};

/// No bank has this number.
const SIMULATED_BANK: &str = "999999";

/// Who enters it.
pub fn founder() -> Capacity {
    Capacity::system("Motcua: mô phỏng")
}

/// Enters agencies, people and procedures, and lets everybody sign in.
///
/// # Errors
/// When the store refuses.
pub fn lay(store: &Store, world: &World, staff: &Staff, first_day: Date, as_of: Date) -> Result<Timestamp, Failure> {
    let day = first_day.saturating_sub(i32::from(PUBLISHED_DAYS_BEFORE).days());
    let now = instant(day.to_datetime(Time::constant(8, 0, 0, 0)));
    let hash = Argon2::default()
        .hash_password(PASSWORD.as_bytes())
        .map_err(|error| Fault::new(format!("no hash of the demonstration's password: {error}")))?
        .to_string();
    let villages = villages::all(world).map(|village| Event::VillageRegistered(VillageRegistered { village }));
    let events: Arc<Vec<Event>> = Arc::new(agencies(world, as_of).chain(villages).chain(people(staff)).collect());
    let logins: Arc<Vec<String>> = Arc::new(
        staff
            .officers()
            .iter()
            .chain(staff.citizens.iter().map(|citizen| &citizen.actor))
            .map(|actor| actor.login.clone())
            .collect(),
    );
    let known = staff.citizens.iter().map(|citizen| &citizen.actor);
    let numbers: Arc<Vec<_>> =
        Arc::new(known.filter_map(|actor| Some((actor.login.clone(), actor.personal_id.clone()?))).collect());
    let procedures: Arc<Vec<Procedure>> = Arc::new(world.procedures().to_vec());
    store.write_blocking(move |tx| {
        let by = founder();
        for event in events.iter() {
            desk::people::record(tx, event.clone(), &by, now)?;
        }
        for (login, number) in numbers.iter() {
            desk::identities::vouch(tx, login, number, SIMULATED_ISSUER, now)?;
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
    // In a transaction of its own: the agencies must be there.
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        for named in accounts(&province) {
            desk::payments::name_account(tx, &province, named, &founder(), now)?;
        }
        Ok::<_, Failure>(())
    })?;
    Ok(now)
}

/// Who vouches for the numbers of sample citizens, as pages name it.
const SIMULATED_ISSUER: &str = "Định danh mô phỏng";

/// The agencies of the simulated year, those of the other blocs, and those that end in its course.
fn agencies(world: &World, as_of: Date) -> impl Iterator<Item = Event> {
    let former = if reorganisation::is_part_of(as_of) { province::reorganisation().agencies() } else { Vec::new() };
    let lasting = world.directory.iter().cloned().chain(province::blocs());
    let lasting = lasting.map(move |agency| reorganisation::at_first(agency, as_of));
    lasting.chain(former).map(|mut agency| {
        // Here our own codes stand in for the official ones, so that documents can go and come as edXML.
        agency.eid = agency.eid.or_else(|| agency.code.as_str().parse().ok());
        Event::AgencyRegistered(AgencyRegistered::of(agency))
    })
}

/// An account for fees for each agency that settles dossiers; the bank is made up.
fn accounts(province: &Province) -> Vec<AccountNamed> {
    let settling = province.directory.every().filter(|agency| agency.settles()).enumerate();
    let accounts = settling.filter_map(|(at, agency)| {
        let account = Account::new(SIMULATED_BANK, &format!("35{:010}", at + 1)).ok()?;
        let owner = rules::text::fold(&agency.name).to_uppercase();
        let bank = "Ngân hàng mô phỏng".to_owned();
        Some(AccountNamed { agency: agency.code.clone(), account, bank, owner })
    });
    accounts.collect()
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
