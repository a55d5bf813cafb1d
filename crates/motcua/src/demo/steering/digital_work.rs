//! How the agencies of the four blocs take their work into the system: from August on one after the other registers what it issues, week by
//! week, until all do; the Party's committee and the Front send a document down, which their agencies open. All of it is simulated.

use super::Scene;
use crate::province;
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan as _};
use rules::calendar::{day_of, instant};
use rules::codes::{AgencyCode, DirectiveCode};
use rules::directives::{Assign, Direction, Draft, Kind};
use rules::people::{Actor, Agency, AgencyKind, AgencyLevel, Bloc, Role};
use std::sync::Arc;
use store::province::ProvinceCache;
use store::{Failure, Store, desk};

/// The Monday of the first week.
const FIRST: Date = date(2025, 8, 18);
/// Over so many weeks the agencies of a bloc begin, in the order of [`Bloc::ALL`].
const BEGINNING: [usize; 4] = [7, 3, 10, 11];
/// In one week of so many an agency issues nothing.
const SELDOM: usize = 23;
/// What agencies issue in a week, one after the other: its kind, the sign of the kind in the notation, its excerpt.
const ISSUED: [(Kind, &str, &str); 4] = [
    (Kind::Report, "BC", "Báo cáo công tác tuần (mô phỏng)"),
    (Kind::Notice, "TB", "Lịch công tác tuần tới (mô phỏng)"),
    (Kind::Letter, "CV", "V/v xử lý văn bản, hồ sơ công việc trên môi trường số (mô phỏng)"),
    (Kind::Plan, "KH", "Kế hoạch công tác tháng (mô phỏng)"),
];
/// The heads of two blocs, what they send down on which day, and to what it refers.
const SENT: [(&str, Date, &str); 2] = [
    ("H35.TU", date(2025, 9, 15), "Đưa hoạt động của các cơ quan Đảng lên môi trường số (mô phỏng)"),
    ("H35.MT", date(2025, 9, 22), "Đưa hoạt động của Mặt trận và các đoàn thể lên môi trường số (mô phỏng)"),
];

/// When, by whom, what.
type Entry = (Timestamp, Arc<Actor>, Step);

/// What is done: a document is registered, or the one of this place in [`SENT`] is registered, assigned, opened.
enum Step {
    Register(Box<Draft>),
    Send(usize, Box<Draft>),
    Assign(usize, Assign),
    Open(usize),
}

pub(super) fn enter(store: &Store, scene: &Scene<'_>) -> Result<(), Failure> {
    let blocs = province::blocs();
    let all: Vec<&Agency> = scene.world.directory.iter().chain(&blocs).collect();
    let mut entries: Vec<Entry> = Vec::new();
    for bloc in Bloc::ALL {
        let of = |agency: &&&Agency| agency.bloc == bloc && agency.kind == AgencyKind::Authority;
        for (at, agency) in all.iter().filter(of).enumerate() {
            weeks(scene, agency, at, &mut entries);
        }
    }
    for (number, (head, ..)) in SENT.iter().enumerate() {
        let below = blocs
            .iter()
            .filter(|agency| agency.code.as_str().strip_prefix(head).is_some_and(|rest| rest.starts_with('.')));
        send(scene, number, &below.map(|agency| agency.code.clone()).collect::<Vec<_>>(), &mut entries);
    }
    entries.retain(|(at, ..)| scene.has(day_of(*at)) && *at <= scene.ends_at);
    entries.sort_by_key(|(at, ..)| *at);
    let entries = Arc::new(entries);
    store.write_blocking(move |tx| {
        let known = ProvinceCache::default().get(tx)?;
        let mut sent: Vec<Option<DirectiveCode>> = vec![None; SENT.len()];
        for (at, actor, step) in entries.iter() {
            let code = |number: &usize, sent: &[Option<DirectiveCode>]| sent.get(*number).cloned().flatten();
            match step {
                Step::Register(draft) => drop(desk::directives::register(tx, &known, actor, draft, *at)?),
                Step::Send(number, draft) => {
                    let entry = desk::directives::register(tx, &known, actor, draft, *at)?;
                    if let Some(place) = sent.get_mut(*number) {
                        *place = Some(entry.code().clone());
                    }
                }
                Step::Assign(number, to) => {
                    if let Some(code) = code(number, &sent) {
                        desk::directives::assign(tx, &known, actor, &code, to, *at)?;
                    }
                }
                Step::Open(number) => {
                    if let Some(code) = code(number, &sent) {
                        desk::directives::open(tx, actor, &code, *at)?;
                    }
                }
            }
        }
        Ok::<_, Failure>(())
    })
}

/// What an agency issues from its first week to the last; `at` tells the agencies of a bloc apart.
fn weeks(scene: &Scene<'_>, agency: &Agency, at: usize, entries: &mut Vec<Entry>) {
    let holder = |role| scene.staff.holder(&agency.code, role, 0);
    let (Some(clerk), Some(leader)) = (holder(Role::Clerk), holder(Role::Approver)) else { return };
    let spread = Bloc::ALL.iter().zip(BEGINNING).find(|(bloc, _)| **bloc == agency.bloc).map_or(1, |(_, weeks)| weeks);
    let small = |number: usize| i8::try_from(number).unwrap_or_default();
    let mut number = 0;
    for week in at % spread.. {
        let monday = FIRST.saturating_add(i32::try_from(week).unwrap_or(i32::MAX).weeks());
        let day = monday.saturating_add(i32::from(small(at % 5)).days());
        if day > day_of(scene.ends_at) {
            break;
        }
        if (at + week * 5).is_multiple_of(SELDOM) {
            continue;
        }
        number += 1;
        let (kind, sign, subject) = ISSUED[(at + week) % ISSUED.len()];
        let title = leader.positions.first().map(|held| held.title.clone()).unwrap_or_default();
        let draft =
            draft(agency.code.as_str(), day, kind, &notation(agency, number, sign), subject, (&leader.name, title));
        let moment = instant(day.at(8 + small(at % 8), small((at * 7 + week) % 60), 0, 0));
        entries.push((moment, Arc::clone(clerk), Step::Register(Box::new(draft))));
    }
}

/// A document that the head of a bloc sends down; one agency of eleven does not open it.
fn send(scene: &Scene<'_>, number: usize, to: &[AgencyCode], entries: &mut Vec<Entry>) {
    let (head, day, subject) = SENT[number];
    let Ok(head) = head.parse::<AgencyCode>() else { return };
    let holder = |agency: &AgencyCode, role| scene.staff.holder(agency, role, 0).cloned();
    let (Some(clerk), Some(leader)) = (holder(&head, Role::Clerk), holder(&head, Role::Approver)) else { return };
    let title = leader.positions.first().map(|held| held.title.clone()).unwrap_or_default();
    let draft = draft(
        head.as_str(),
        day,
        Kind::Guidance,
        &format!("{}-HD/{head}", 10 + number),
        subject,
        (&leader.name, title),
    );
    let at = |days: i32, hour: i8| instant(day.saturating_add(days.days()).at(hour, 0, 0, 0));
    entries.push((at(0, 8), Arc::clone(&clerk), Step::Send(number, Box::new(draft))));
    let assign = Assign { to: to.to_vec(), due_on: None, note: "Triển khai thực hiện".into() };
    entries.push((at(0, 9), clerk, Step::Assign(number, assign)));
    for (place, agency) in to.iter().enumerate().filter(|(place, _)| place % 11 != 10) {
        let days = 1 + i32::try_from(place % 3).unwrap_or_default();
        entries.extend(holder(agency, Role::Clerk).map(|clerk| (at(days, 10), clerk, Step::Open(number))));
    }
}

fn draft(agency: &str, day: Date, kind: Kind, notation: &str, subject: &str, (signer, title): (&str, String)) -> Draft {
    Draft {
        agency: agency.into(),
        direction: Some(Direction::Out),
        notation: notation.into(),
        issued_on: Some(day),
        kind: Some(kind),
        subject: subject.into(),
        signer: signer.into(),
        signer_position: title,
        ..Draft::default()
    }
}

/// Number and notation as the bloc writes them: the Party "5-BC/ĐU", the state "5/BC-UBND".
fn notation(agency: &Agency, number: usize, sign: &str) -> String {
    match (agency.bloc, agency.level) {
        (Bloc::Party, AgencyLevel::Commune) => format!("{number}-{sign}/ĐU"),
        (Bloc::Party, _) => format!("{number}-{sign}/TU"),
        (Bloc::Front, _) => format!("{number}/{sign}-MTTQ"),
        (Bloc::MassOrganisation, _) => format!("{number}/{sign}-ĐT"),
        (Bloc::Government, AgencyLevel::Department) => format!("{number}/{sign}-S"),
        (Bloc::Government, _) => format!("{number}/{sign}-UBND"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_agency_of_every_bloc_has_begun_four_weeks_before_the_conference() {
        let last = FIRST.saturating_add(i32::try_from(BEGINNING.into_iter().max().unwrap_or(0)).unwrap_or(0).weeks());
        assert!(last.saturating_add(4.weeks()) < date(2025, 12, 22), "{last}");
        assert!(SENT.iter().all(|(_, day, _)| *day > FIRST));
    }
}
