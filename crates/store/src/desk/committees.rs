//! Committees and working groups at the desk: founded, and what is recorded of them.

use super::tasks::STEERING_LEDGER;
use crate::journal::{self, Append, Recorded};
use crate::province::Province;
use crate::{Failure, Fault, Tx, tables};
use jiff::Timestamp;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, CommitteeCode, Phone, VillageCode};
use rules::committees::{Command, Committee, CommitteeKind, Event, Founding, Member, decide, found as decide_found};
use rules::people::permissions::may_keep_committee;
use rules::people::{Actor, Capacity};
use rules::{Problem, Refusal};

fn stream(code: &CommitteeCode) -> String {
    format!("committees/{code}")
}

/// The committee of this code with its entries in the journal, oldest first; nothing when there is none.
///
/// # Errors
/// When the database fails.
pub fn load_with_history(tx: &mut Tx, code: &CommitteeCode) -> Result<Option<(Committee, Vec<Recorded>)>, Fault> {
    let history = journal::read_stream(tx, &stream(code))?;
    let mut committee = None;
    for recorded in &history {
        let rules::Event::Committees(event) = &recorded.event else { continue };
        committee = Committee::next(committee, event);
    }
    Ok(committee.map(|committee| (committee, history)))
}

/// The committee of this code; nothing when there is none.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut Tx, code: &CommitteeCode) -> Result<Option<Committee>, Fault> {
    Ok(load_with_history(tx, code)?.map(|(committee, _)| committee))
}

/// Founds a committee or group, or founds again what was dissolved.
///
/// # Errors
/// When the rules refuse, or there is no such agency.
pub fn found(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    founding: &Founding,
    now: Timestamp,
) -> Result<CommitteeCode, Failure> {
    let unknown = || Refusal::input(vec![Problem::new("/agency", "agency-unknown").with("code", &founding.agency)]);
    if province.directory.get(&founding.agency).is_none() {
        return Err(unknown().into());
    }
    let code = founding.kind.code(&founding.agency, founding.village.as_ref()).ok_or_else(unknown)?;
    let before = load(tx, &code)?;
    let (founded, by) = decide_found(actor, before.as_ref(), founding, day_of(now))?;
    if let Some(village) = &founded.village {
        is_of(tx, province, village, &founded.agency)?;
    }
    members_have_accounts(tx, &founded.members)?;
    if founded.village.is_none() {
        let subjects = std::iter::once(founded.kind).chain(founded.also.iter().copied());
        steered_by_no_other(tx, &code, &founded.agency, subjects)?;
    }
    append(tx, &code, before.map_or(0, |before| before.version), Event::Founded(founded), &by, now)?;
    Ok(code)
}

/// Records something of a committee that the actor saw at this version.
///
/// # Errors
/// When the rules refuse, there is none, or somebody else was faster.
pub fn act(
    tx: &mut Tx,
    actor: &Actor,
    code: &CommitteeCode,
    seen: u64,
    command: Command,
    now: Timestamp,
) -> Result<(), Failure> {
    let committee = load(tx, code)?.ok_or_else(|| Refusal::not_found("committee-unknown"))?;
    if committee.version != seen {
        return Err(Refusal::conflict("committee-changed-meanwhile").with("current", committee.version).into());
    }
    let (event, by) = decide(actor, &committee, command, day_of(now))?;
    if let Event::Reorganised(reorganised) = &event {
        members_have_accounts(tx, &reorganised.members)?;
        let also = reorganised.also.iter().flatten().copied();
        steered_by_no_other(tx, code, &committee.founded.agency, also)?;
    }
    append(tx, code, committee.version, event, &by, now)
}

/// A group works in a village of the agency whose it is.
fn is_of(tx: &mut Tx, province: &Province, village: &VillageCode, agency: &AgencyCode) -> Result<(), Failure> {
    let commune = province.directory.get(agency).and_then(|agency| agency.commune.as_ref());
    let known = tables::villages::village(tx, village)?;
    if known.is_some_and(|known| Some(&known.village.commune) == commune) {
        return Ok(());
    }
    let elsewhere = Problem::new("/village", "committee-village-elsewhere").with("code", village);
    Err(Refusal::input(vec![elsewhere]).into())
}

/// One thing is steered by one committee of an agency.
fn steered_by_no_other(
    tx: &mut Tx,
    code: &CommitteeCode,
    agency: &AgencyCode,
    subjects: impl Iterator<Item = CommitteeKind>,
) -> Result<(), Failure> {
    for kind in subjects {
        if let Some(other) = tables::committees::steered_by(tx, agency, kind, code)? {
            return Err(Refusal::rule("committee-steered-already").with("committee", other).into());
        }
    }
    Ok(())
}

/// Whoever is named by an account has one: by it they read what members may.
fn members_have_accounts(tx: &mut Tx, members: &[Member]) -> Result<(), Failure> {
    for login in members.iter().filter_map(|member| member.login.as_ref()) {
        if tables::people::person(tx, login)?.is_none() {
            let unknown = Problem::new("/members", "committee-member-login").with("login", login);
            return Err(Refusal::input(vec![unknown]).into());
        }
    }
    Ok(())
}

/// Keeps where the members are reached, one a line: name, semicolon, number. Beside the journal, so that it can be forgotten.
///
/// # Errors
/// When the policy does not let them, there is no such committee, nobody in it has that name, or it is no number.
pub fn keep_phones(tx: &mut Tx, actor: &Actor, code: &CommitteeCode, typed: &str) -> Result<(), Failure> {
    let committee = load(tx, code)?.ok_or_else(|| Refusal::not_found("committee-unknown"))?;
    may_keep_committee(actor, &committee.founded.agency)?;
    let (mut phones, mut problems) = (Vec::new(), Vec::new());
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, number) = line.split_once(';').unwrap_or((line, ""));
        let name = rules::text::tidy(name);
        match number.trim().replace([' ', '.'], "").parse::<Phone>() {
            Ok(phone) if committee.members.iter().any(|member| member.name == name) => phones.push((name, phone)),
            Ok(_) => problems.push(Problem::new("/phones", "member-unknown").with("name", name)),
            Err(_) => problems.push(Problem::new("/phones", "member-phone").with("typed", line)),
        }
    }
    if !problems.is_empty() {
        return Err(Refusal::input(problems).into());
    }
    Ok(tables::committees::keep_phones(tx, code, &phones)?)
}

fn append(
    tx: &mut Tx,
    code: &CommitteeCode,
    expected: u64,
    event: Event,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let events = [rules::Event::Committees(event)];
    let stream = stream(code);
    let append = Append { ledger: STEERING_LEDGER, stream: &stream, expected, at: now, by, events: &events };
    journal::append(tx, &append)?;
    Ok(())
}
