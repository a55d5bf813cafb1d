//! Telling people what happened, in the transaction in which it did; and finding out by which channels it leaves.

use crate::engine::Tx;
use crate::tables::messages::{self, Args, Delivery, Message};
use crate::tables::{people, personal::consents};
use crate::{Fault, values};
use jiff::Timestamp;
use rules::calendar::rfc3339;
use rules::dossiers::{Dossier, Event};
use rules::messages::{Channel, Contact, Fate, Notice, channels, leaves_at};
use rules::personal::Consent;
use rules::petitions::{self, Petition};
use rules::results::{self, Request};

/// Tells the applicant what happened to their dossier, if it is anything that they are told.
///
/// # Errors
/// When the database refuses.
pub(super) fn dossier(tx: &mut Tx, after: &Dossier, version: u64, event: &Event, now: Timestamp) -> Result<(), Fault> {
    let Some(notice) = Notice::of_dossier(event) else { return Ok(()) };
    let (filed, code) = (&after.filed, after.filed.code.to_string());
    let mut args = Args::from([
        ("code".to_owned(), code.clone()),
        ("procedure".to_owned(), filed.procedure_name.clone()),
        ("agency".to_owned(), filed.competent_agency.to_string()),
    ]);
    let due = match event {
        Event::Apologised(apologised) => Some(apologised.new_due_at),
        _ => after.due_at,
    };
    args.extend(due.map(|due| ("due".to_owned(), rfc3339(due))));
    let message = Message {
        // The stream's version says which of its events it was: told once, however often the transaction is run.
        id: format!("dossiers/{code}/{version}"),
        login: filed.owner.clone(),
        email: filed.applicant.email.clone(),
        phone: Some(filed.applicant.phone.to_string()),
        dossier: Some(code),
        petition: None,
        notice,
        args,
        created_at: now,
        read_at: None,
    };
    messages::tell(tx, &message)
}

/// Tells the applicant what becomes of a payment by itself; once each.
///
/// # Errors
/// When the database refuses.
pub(super) fn payment(
    tx: &mut Tx,
    dossier: &Dossier,
    reference: &str,
    notice: Notice,
    due: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), Fault> {
    let (filed, code) = (&dossier.filed, dossier.filed.code.to_string());
    let mut args = Args::from([
        ("code".to_owned(), code.clone()),
        ("procedure".to_owned(), filed.procedure_name.clone()),
        ("agency".to_owned(), filed.competent_agency.to_string()),
    ]);
    args.extend(due.map(|due| ("due".to_owned(), rfc3339(due))));
    let message = Message {
        id: format!("payments/{reference}/{}", notice.key()),
        login: filed.owner.clone(),
        email: filed.applicant.email.clone(),
        phone: Some(filed.applicant.phone.to_string()),
        dossier: Some(code),
        petition: None,
        notice,
        args,
        created_at: now,
        read_at: None,
    };
    messages::tell(tx, &message)
}

/// Tells whoever's result it is what was answered to a request about it, if it is anything that they are told.
///
/// # Errors
/// When the database refuses.
pub(super) fn result(
    tx: &mut Tx,
    after: &Request,
    dossier: &Dossier,
    event: &results::Event,
    now: Timestamp,
) -> Result<(), Fault> {
    let Some(notice) = Notice::of_result(after.asked.kind, event) else { return Ok(()) };
    let (filed, id) = (&dossier.filed, &after.asked.id);
    let args = Args::from([
        ("code".to_owned(), filed.code.to_string()),
        ("procedure".to_owned(), filed.procedure_name.clone()),
        ("agency".to_owned(), after.asked.agency.to_string()),
        ("request".to_owned(), id.clone()),
    ]);
    let message = Message {
        id: format!("results/{id}/{}", after.version),
        login: filed.owner.clone(),
        email: filed.applicant.email.clone(),
        phone: Some(filed.applicant.phone.to_string()),
        dossier: Some(filed.code.to_string()),
        petition: None,
        notice,
        args,
        created_at: now,
        read_at: None,
    };
    messages::tell(tx, &message)
}

/// Tells whoever filed a petition what happened to it, if it is anything that they are told.
///
/// # Errors
/// When the database refuses.
pub(super) fn petition(tx: &mut Tx, after: &Petition, event: &petitions::Event, now: Timestamp) -> Result<(), Fault> {
    let Some(notice) = Notice::of_petition(event) else { return Ok(()) };
    let filed = &after.filed;
    let args = Args::from([("code".to_owned(), filed.id.clone()), ("title".to_owned(), filed.title.clone())]);
    let message = Message {
        id: format!("petitions/{}/{}", filed.id, after.version),
        login: Some(filed.login.clone()),
        email: None,
        phone: None,
        dossier: None,
        petition: Some(filed.id.clone()),
        notice,
        args,
        created_at: now,
        read_at: None,
    };
    messages::tell(tx, &message)
}

/// Tells an officer something of the agencies' own work; the identifier says what it follows from, so that it is told once.
///
/// # Errors
/// When the database refuses.
pub(super) fn officer(
    tx: &mut Tx,
    id: String,
    login: &str,
    notice: Notice,
    args: Args,
    now: Timestamp,
) -> Result<(), Fault> {
    let message = Message {
        id,
        login: Some(login.to_owned()),
        email: None,
        phone: None,
        dossier: None,
        petition: None,
        notice,
        args,
        created_at: now,
        read_at: None,
    };
    messages::tell(tx, &message)
}

/// Finds out by which channels a message leaves and queues it there. `connected` are those that lead somewhere; on others it is
/// noted that nothing was sent.
///
/// # Errors
/// When the database refuses.
pub fn plan(tx: &mut Tx, id: &str, connected: &[Channel], now: Timestamp) -> Result<(), Fault> {
    let Some(message) = messages::find(tx, id)? else { return Ok(()) };
    let contact = contact(tx, &message)?;
    for (channel, address) in channels(message.notice, &contact) {
        let fate = if connected.contains(&channel) { Fate::Queued } else { Fate::NotSent };
        let leaves_at = leaves_at(message.notice, now);
        let message = message.id.clone();
        let delivery =
            Delivery { message, channel, address, fate, attempts: 0, leaves_at, changed_at: now, detail: None };
        messages::plan(tx, &delivery)?;
    }
    Ok(())
}

/// Where whoever is told can be reached: what they said themselves before what came with the dossier.
fn contact(tx: &mut Tx, message: &Message) -> Result<Contact, Fault> {
    let mut contact = Contact { email: message.email.clone(), phone: message.phone.clone(), consents: Vec::new() };
    let Some(login) = &message.login else { return Ok(contact) };
    if let Some((Some(email), _)) = messages::contact(tx, login)? {
        contact.email = Some(email);
    }
    if contact.phone.is_none() {
        contact.phone = people::person(tx, login)?.and_then(|person| person.phone);
    }
    for consent in Consent::ALL {
        if consents::agrees(tx, login, consent)? {
            contact.consents.push(consent);
        }
    }
    Ok(contact)
}

/// Bundles the deadlines of the day for each officer and what is late for each leader; told once a day, however often it is asked.
/// Answers how many were told.
///
/// # Errors
/// When the database refuses.
pub fn remind(tx: &mut Tx, now: Timestamp, until: Timestamp) -> Result<u64, Fault> {
    let day = rules::calendar::day_of(now);
    let mut told = 0;
    let officers = "SELECT officer, SUM(CASE WHEN due_at < $1 THEN 1 ELSE 0 END), COUNT(*) FROM dossiers
        WHERE officer IS NOT NULL AND finished_at IS NULL AND received_at IS NOT NULL AND paused = 0 AND due_at < $2
        GROUP BY officer";
    let leaders = "SELECT p.login, SUM(CASE WHEN d.due_at < $1 THEN 1 ELSE 0 END), COUNT(*)
        FROM positions p JOIN dossiers d ON d.competent_agency = p.agency
        WHERE p.role = 'approver' AND d.finished_at IS NULL AND d.received_at IS NOT NULL AND d.paused = 0
            AND d.due_at < $2 AND p.from_on <= $3 AND (p.until_on IS NULL OR p.until_on >= $3)
        GROUP BY p.login";
    for (sql, notice) in [(officers, Notice::DeadlinesNear), (leaders, Notice::AgencyLate)] {
        let mut asked = values![now, until];
        if notice == Notice::AgencyLate {
            asked.push(day.into());
        }
        for row in tx.query(sql, asked)? {
            let (login, late, all) = (row.string(0)?, row.int(1)?, row.int(2)?);
            let id = format!("reminders/{}/{login}/{day}", notice.key());
            if messages::find(tx, &id)?.is_some() {
                continue;
            }
            let args =
                Args::from([("late".to_owned(), late.to_string()), ("near".to_owned(), (all - late).to_string())]);
            let (login, none) = (Some(login), None);
            let (email, phone, dossier, petition) = (none.clone(), none.clone(), none.clone(), none);
            let message =
                Message { id, login, email, phone, dossier, petition, notice, args, created_at: now, read_at: None };
            messages::tell(tx, &message)?;
            told += 1;
        }
    }
    Ok(told)
}
