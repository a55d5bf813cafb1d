//! Essential services at the desk: kept in the register, moved from stage to stage.

use super::catalogue::Change;
use super::tasks::STEERING_LEDGER;
use crate::journal::{self, Append, Recorded};
use crate::province::Province;
use crate::{Failure, Fault, Tx};
use jiff::Timestamp;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::ServiceCode;
use rules::essential_services::{
    Draft, EssentialService, Event, StageDraft, keep as decide_keep, reach as decide_reach, withdraw as decide_withdraw,
};
use rules::people::{Actor, Capacity};

fn stream(code: &ServiceCode) -> String {
    format!("essential-services/{code}")
}

/// The service of this code with its entries in the journal, oldest first; nothing when there is none.
///
/// # Errors
/// When the database fails.
pub fn load_with_history(tx: &mut Tx, code: &ServiceCode) -> Result<Option<(EssentialService, Vec<Recorded>)>, Fault> {
    let history = journal::read_stream(tx, &stream(code))?;
    let mut service = None;
    for recorded in &history {
        let rules::Event::EssentialServices(event) = &recorded.event else { continue };
        service = EssentialService::next(service, event);
    }
    Ok(service.map(|service| (service, history)))
}

fn load(tx: &mut Tx, code: &ServiceCode) -> Result<Option<EssentialService>, Fault> {
    Ok(load_with_history(tx, code)?.map(|(service, _)| service))
}

/// Enters a service in the register, or changes the one that the actor saw at this version.
///
/// # Errors
/// When the rules refuse, there is one of this code already or none to be changed, or somebody else was faster.
pub fn keep(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    changed: Option<(&ServiceCode, u64)>,
    draft: &Draft,
    now: Timestamp,
) -> Result<ServiceCode, Failure> {
    let before = match changed {
        None => None,
        Some((code, seen)) => Some(found(tx, code, seen)?),
    };
    let known = before.as_ref().map(|before| &before.service);
    let is_procedure = |code: &_| province.procedure(code).is_some();
    let (event, by) = decide_keep(actor, &province.directory, is_procedure, known, draft)?;
    let Some(event) = event else {
        return Ok(known.map(|known| known.code.clone()).ok_or_else(unknown)?);
    };
    let code = event.service().clone();
    if before.is_none() && load(tx, &code)?.is_some() {
        return Err(Refusal::rule("service-there-already").with("code", &code).into());
    }
    append(tx, &code, before.map_or(0, |before| before.version), event, &by, now)?;
    Ok(code)
}

/// Enters a service and its stages as a list tells them: what is there just so is left, stages that are there already stay as they are.
///
/// # Errors
/// When the rules refuse.
pub fn take_in(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    draft: &Draft,
    stages: &[StageDraft],
    now: Timestamp,
) -> Result<Change, Failure> {
    let known = match draft.code.trim().parse::<ServiceCode>() {
        Ok(code) => load(tx, &code)?,
        Err(_) => None,
    };
    let seen = known.as_ref().map(|known| (known.service.code.clone(), known.version));
    let code = keep(tx, province, actor, seen.as_ref().map(|(code, seen)| (code, *seen)), draft, now)?;
    for stage in stages {
        let service = load(tx, &code)?.ok_or_else(unknown)?;
        if stage.stage.is_some_and(|stage| service.since(stage).is_none()) {
            let (event, by) = decide_reach(actor, &service, stage.clone(), day_of(now))?;
            append(tx, &code, service.version, event, &by, now)?;
        }
    }
    let version = load(tx, &code)?.map_or(0, |service| service.version);
    Ok(match seen {
        None => Change::Added,
        Some((_, seen)) if seen == version => Change::Left,
        Some(_) => Change::Changed,
    })
}

/// Notes that a service, which the actor saw at this version, reached a stage.
///
/// # Errors
/// When the rules refuse, there is none, or somebody else was faster.
pub fn reach(
    tx: &mut Tx,
    actor: &Actor,
    code: &ServiceCode,
    seen: u64,
    stage: StageDraft,
    now: Timestamp,
) -> Result<(), Failure> {
    let service = found(tx, code, seen)?;
    let (event, by) = decide_reach(actor, &service, stage, day_of(now))?;
    append(tx, code, service.version, event, &by, now)
}

/// Takes the last stage back of a service that the actor saw at this version.
///
/// # Errors
/// When the rules refuse, there is none, or somebody else was faster.
pub fn withdraw(
    tx: &mut Tx,
    actor: &Actor,
    code: &ServiceCode,
    seen: u64,
    reason: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let service = found(tx, code, seen)?;
    let (event, by) = decide_withdraw(actor, &service, reason)?;
    append(tx, code, service.version, event, &by, now)
}

fn found(tx: &mut Tx, code: &ServiceCode, seen: u64) -> Result<EssentialService, Failure> {
    let service = load(tx, code)?.ok_or_else(unknown)?;
    if service.version == seen {
        Ok(service)
    } else {
        Err(Refusal::conflict("service-changed-meanwhile").with("current", service.version).into())
    }
}

fn unknown() -> Refusal {
    Refusal::not_found("service-unknown")
}

fn append(
    tx: &mut Tx,
    code: &ServiceCode,
    expected: u64,
    event: Event,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let events = [rules::Event::EssentialServices(event)];
    let stream = stream(code);
    journal::append(tx, &Append { ledger: STEERING_LEDGER, stream: &stream, expected, at: now, by, events: &events })?;
    Ok(())
}
