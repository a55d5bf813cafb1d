//! Dossiers that wait for money: their officer asked for what is owed. Some are still in time, the request of some has expired.

use super::super::chance::Chance;
use super::{Scene, dossiers, later, write};
use jiff::Timestamp;
use rules::dossiers::{
    self, Action, Command, Context, Demanded, Dossier, Event, PaymentEnd, RequestPayment, Status, settle_payment,
};
use rules::payments::{self, Order, Payment, Reference, WORKING_DAYS, expires_at};
use rules::people::permissions::{Scope as Seen, capacity};
use rules::people::{Capacity, Role};
use std::sync::Arc;
use store::desk::history::{Decided, PaymentDecided, record, record_payment};
use store::desk::payments::{assessment, of_dossier};
use store::province::ProvinceCache;
use store::{Failure, Store};

/// How many dossiers are looked through.
const LOOKED_AT: u32 = 3_000;
/// How many wait at most.
const MOST: usize = 30;

/// What is to be entered, in order.
enum Entry {
    Dossier(Decided),
    Payment(PaymentDecided),
}

/// Asks for what is owed where a case officer has a dossier that nobody paid for.
pub(super) fn enter(store: &Store, scene: &Scene) -> Result<(), Failure> {
    let mut asked = 0;
    for (number, (dossier, last)) in dossiers(store, Seen::All, Status::InProcess, LOOKED_AT)?.into_iter().enumerate() {
        if asked == MOST {
            break;
        }
        let code = dossier.filed.code.to_string();
        let waits =
            dossier.officer.is_some() && dossier.stopped_at().is_none() && rules::quality::bears_fee(&dossier.filed);
        if !waits || !store.read_blocking(move |tx| of_dossier(tx, &code))?.is_empty() {
            continue;
        }
        let mut chance = Chance::new(scene.seed, b"awaited.", number as u64);
        let Some(entries) = story(store, scene, &dossier, last, &mut chance)? else { continue };
        asked += 1;
        let entries = Arc::new(entries);
        write(store, move |tx| {
            entries.iter().try_for_each(|entry| match entry {
                Entry::Dossier(decided) => record(tx, decided),
                Entry::Payment(decided) => record_payment(tx, decided),
            })
        })?;
    }
    Ok(())
}

/// What happens to one; nothing where there is nobody to ask or nothing to ask for.
fn story(
    store: &Store,
    scene: &Scene,
    dossier: &Dossier,
    last: Timestamp,
    chance: &mut Chance,
) -> Result<Option<Vec<Entry>>, Failure> {
    let agency = dossier.holder().clone();
    let officer =
        dossier.officer.as_ref().and_then(|(login, _)| scene.staff.officer(&agency, Role::CaseOfficer, login));
    let calendar = scene.world.calendar(&dossier.filed.competent_agency);
    let at = calendar.next_opening(later(last, 45));
    let Some(officer) = officer.filter(|_| at < scene.end) else { return Ok(None) };
    let known = dossier.clone();
    let owed = store.read_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        Ok::<_, store::Fault>(assessment(&province, &known, None))
    })?;
    let reference = Reference::of_random(std::array::from_fn(|_| u8::try_from(chance.below(256)).unwrap_or(0)));
    let Ok(mut requested) = payments::request(reference.clone(), dossier, &owed, &Order::default()) else {
        return Ok(None);
    };
    requested.expires_at = expires_at(calendar, at, WORKING_DAYS);
    let (expires_at, amount) = (requested.expires_at, requested.amount);
    let by = Arc::new(capacity(officer, Action::RequestPayment, dossier)?);
    let agency = requested.agency.clone();
    let event = payments::Event::Requested(requested);
    let payment = Payment::next(None, &event, at, &by.login);
    let paid = |expected, event, by: &Arc<Capacity>, at| {
        let (reference, agency) = (reference.clone(), agency.clone());
        Entry::Payment(PaymentDecided { reference, agency, expected, events: vec![event], by: Arc::clone(by), at })
    };
    let demanded = Demanded { payment: reference.clone(), amount, stops_clock: owed.stops_clock, expires_at };
    let command = Command::RequestPayment(RequestPayment { demanded: Some(demanded), ..RequestPayment::default() });
    let context = Context { now: at, calendar, by: &by, alone: false };
    let asked = dossiers::decide(dossier, &command, &context)?;
    let (waiting, entered) = step(dossier, asked, &by, at);
    let mut entries = vec![paid(0, event, &by, at), entered];
    // Those whose time is over went on without the money.
    if let (Some(over), Some(payment)) = (expires_at.filter(|over| *over < scene.end), payment)
        && let Some(expired) = payments::expire(&payment, over)
    {
        let clock = Arc::new(Capacity::system("expiry"));
        entries.push(paid(1, payments::Event::Cancelled(expired), &clock, over));
        let context = Context { now: over, calendar, by: &clock, alone: false };
        if let Some(event) = settle_payment(&waiting, &reference, PaymentEnd::Expired, &context) {
            entries.push(step(&waiting, event, &clock, over).1);
        }
    }
    Ok(Some(entries))
}

fn step(before: &Dossier, event: Event, by: &Arc<Capacity>, at: Timestamp) -> (Dossier, Entry) {
    let mut after = before.clone();
    after.apply(&event, at, &by.login);
    let (before, known) = (Some(Arc::new(before.clone())), Arc::new(after.clone()));
    (after, Entry::Dossier(Decided { before, after: known, events: vec![event], by: Arc::clone(by), at }))
}
