//! Committees for Resolution 57 of the province, its departments and communes, and a working group in each village.

use super::Scene;
use crate::demo::data::places;
use crate::demo::persons::Persons;
use crate::demo::staff::SEED;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use rules::calendar::{day_of, instant};
use rules::codes::{AgencyCode, CommitteeCode, VillageCode};
use rules::committees::{Command, CommitteeKind, Founding, Member, Post};
use rules::people::{Actor, AgencyLevel, Role};
use std::collections::HashMap;
use std::sync::Arc;
use store::province::ProvinceCache;
use store::{Failure, Fault, Store, desk};

/// The days on which the province's committee met (it is known to have met on 11 August).
const MEETINGS: [Date; 4] = [date(2025, 2, 20), date(2025, 5, 15), date(2025, 8, 11), date(2025, 11, 18)];
/// Communes whose regulation is still a draft, by their place.
const DRAFTED: [usize; 2] = [12, 29];
/// The number of the first leader of a village's group among the people who are made up.
const LEADERS: u64 = 2_000_000;

/// Something to enter.
#[derive(Clone)]
enum Step {
    Found(Founding),
    Act(CommitteeKind, AgencyCode, Command),
}

/// When, who, what.
type Entry = (Timestamp, Arc<Actor>, Step);

pub(super) fn enter(store: &Store, scene: &Scene<'_>) -> Result<(), Failure> {
    let mut entries = Vec::new();
    agency(scene, &mut entries, "H35".parse().ok(), 0, date(2025, 1, 22), &MEETINGS);
    for (at, department) in scene.agencies(AgencyLevel::Department).into_iter().enumerate() {
        let day = date(2025, 2, 17).saturating_add(jiff::Span::new().days(offset(at * 2)));
        agency(scene, &mut entries, Some(department), at, day, &MEETINGS[1..]);
    }
    for (at, commune) in scene.agencies(AgencyLevel::Commune).into_iter().enumerate() {
        let day = date(2025, 7, 14).saturating_add(jiff::Span::new().days(offset(at % 20)));
        // One in six has not met this quarter.
        let met = if at % 6 == 5 { &MEETINGS[2..3] } else { &MEETINGS[2..] };
        agency(scene, &mut entries, Some(commune), 100 + at, day, met);
    }
    villages(scene, &mut entries);
    entries.retain(|(at, ..)| scene.has(day_of(*at)));
    entries.sort_by_key(|(at, ..)| *at);
    let entries = Arc::new(entries);
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        let mut versions: HashMap<CommitteeCode, u64> = HashMap::new();
        for (at, actor, step) in entries.iter() {
            match step {
                Step::Found(founding) => {
                    let code = desk::committees::found(tx, &province, actor, founding, *at)?;
                    versions.insert(code, 1);
                }
                Step::Act(kind, agency, command) => {
                    let code = kind.code(agency, None).ok_or_else(|| Fault::new("the code of a committee"))?;
                    // What was not founded within these days does not meet either.
                    let Some(version) = versions.get_mut(&code) else { continue };
                    desk::committees::act(tx, actor, &code, *version, command.clone(), *at)?;
                    *version += 1;
                }
            }
        }
        Ok::<_, Failure>(())
    })
}

fn offset(days: usize) -> i64 {
    i64::try_from(days).unwrap_or_default()
}

/// The hour of a day at which something is entered.
fn hour(day: Date, hour: i8) -> Timestamp {
    instant(day.at(hour, 0, 0, 0))
}

/// The committee of an agency: founded, its regulation written, its meetings.
fn agency(
    scene: &Scene<'_>,
    entries: &mut Vec<Entry>,
    agency: Option<AgencyCode>,
    number: usize,
    day: Date,
    meetings: &[Date],
) {
    let Some(agency) = agency else { return };
    let Some(named) = scene.world.directory.get(&agency) else { return };
    let person = |role, at| scene.staff.holder(&agency, role, at);
    let keeper = person(Role::Clerk, 0).or_else(|| person(Role::Approver, 0));
    let Some(keeper) = keeper.cloned() else { return };
    let posts = [
        (Role::Approver, 0, Post::Head),
        (Role::Approver, 1, Post::Deputy),
        (Role::Clerk, 0, Post::Secretary),
        (Role::CaseOfficer, 0, Post::Member),
        (Role::CaseOfficer, 1, Post::Member),
    ];
    let mut members: Vec<Member> = Vec::new();
    for (role, at, post) in posts {
        let Some(actor) = person(role, at) else { continue };
        if members.iter().all(|member| member.name != actor.name) {
            let title = actor.positions.first().map(|held| held.title.clone()).unwrap_or_default();
            members.push(Member { name: actor.name.clone(), title, post });
        }
    }
    let kind = CommitteeKind::Resolution57;
    let founding = Founding {
        kind,
        agency: agency.clone(),
        village: None,
        name: format!(
            "Ban Chỉ đạo phát triển khoa học, công nghệ, đổi mới sáng tạo, chuyển đổi số và Đề án 06 – {}",
            named.name
        ),
        decision: format!("{}/QĐ (mô phỏng)", 101 + number),
        decided_on: Some(day),
        members,
    };
    entries.push((hour(day, 9), Arc::clone(&keeper), Step::Found(founding)));
    let act = |command| Step::Act(kind, agency.clone(), command);
    let drafted = number.checked_sub(100).is_some_and(|at| DRAFTED.contains(&at));
    let written = day.saturating_add(jiff::Span::new().days(20));
    let decision = if drafted { String::new() } else { format!("{}/QĐ-BCĐ (mô phỏng)", 201 + number) };
    let regulation = Command::WriteRegulation { decision, on: Some(written) };
    entries.push((hour(written, 10), Arc::clone(&keeper), act(regulation)));
    for met in meetings.iter().filter(|met| **met > day) {
        let outcome = "Thông báo kết luận phiên họp (mô phỏng)".to_owned();
        let held = Command::HoldMeeting { on: Some(*met), present: 5, outcome };
        entries.push((hour(*met, 16), Arc::clone(&keeper), act(held)));
    }
}

/// A working group in each village, founded by its commune.
fn villages(scene: &Scene<'_>, entries: &mut Vec<Entry>) {
    let persons = Persons::new(SEED);
    let mut number = 0;
    for (at, place) in scene.world.places.iter().enumerate() {
        let Some(keeper) = scene.staff.holder(&place.authority, Role::Clerk, 0).cloned() else { continue };
        let day = date(2025, 7, 28).saturating_add(jiff::Span::new().days(offset(at % 15)));
        for village in 0..6 + at % 4 {
            let numbered = u16::try_from(village + 1).ok().and_then(|number| VillageCode::new(&place.code, number));
            let Some(code) = numbered else { continue };
            number += 1;
            let head = persons.officer(LEADERS + number);
            let names = &places().villages;
            let name = names.get((at * 7 + village) % names.len()).cloned().unwrap_or_default();
            let founding = Founding {
                kind: CommitteeKind::WorkingGroup,
                agency: place.authority.clone(),
                village: Some(code.clone()),
                name: format!("Tổ công tác Đề án 06 bản {name} ({code})"),
                decision: format!("{}/QĐ-UBND (mô phỏng)", 300 + number),
                decided_on: Some(day),
                members: vec![
                    Member { name: head, title: "Trưởng bản".into(), post: Post::Head },
                    Member {
                        name: persons.officer(LEADERS * 2 + number),
                        title: "Công an xã".into(),
                        post: Post::Deputy,
                    },
                ],
            };
            entries.push((hour(day, 14), Arc::clone(&keeper), Step::Found(founding)));
        }
    }
}
