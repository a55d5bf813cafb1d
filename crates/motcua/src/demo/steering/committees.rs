//! Committees for Resolution 57 of the province, its departments and communes; with them the working groups of [`super::groups`].

use super::{Scene, groups};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use rules::calendar::{day_of, instant};
use rules::codes::{AgencyCode, CommitteeCode};
use rules::committees::{Command, CommitteeKind, Founding, Member, Post};
use rules::people::{Actor, AgencyLevel, Role};
use std::collections::HashMap;
use std::sync::Arc;
use store::province::ProvinceCache;
use store::{Failure, Store, desk};

/// The days on which the province's committee met (it is known to have met on 11 August).
const MEETINGS: [Date; 4] = [date(2025, 2, 20), date(2025, 5, 15), date(2025, 8, 11), date(2025, 11, 18)];
/// Communes whose regulation is still a draft, by their place.
const DRAFTED: [usize; 2] = [12, 29];
/// The day on which the next meetings were called, and the first of their days.
const CALLED: Date = date(2025, 12, 15);
const NEXT_MEETING: Date = date(2026, 1, 12);

/// Something to enter.
#[derive(Clone)]
pub(super) enum Step {
    Found(Founding),
    Act(CommitteeCode, Command),
    /// Where the members are reached, a line each.
    Phones(CommitteeCode, String),
}

/// When, who, what.
pub(super) type Entry = (Timestamp, Arc<Actor>, Step);

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
    groups::enter(scene, &mut entries);
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
                // What was not founded within these days does nothing either.
                Step::Act(code, command) => {
                    let Some(version) = versions.get_mut(code) else { continue };
                    desk::committees::act(tx, actor, code, *version, command.clone(), *at)?;
                    *version += 1;
                }
                Step::Phones(code, phones) if versions.contains_key(code) => {
                    desk::committees::keep_phones(tx, actor, code, phones)?;
                }
                Step::Phones(..) => {}
            }
        }
        Ok::<_, Failure>(())
    })
}

pub(super) fn offset(days: usize) -> i64 {
    i64::try_from(days).unwrap_or_default()
}

/// The hour of a day at which something is entered.
pub(super) fn hour(day: Date, hour: i8) -> Timestamp {
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
    let Some(code) = kind.code(&agency, None) else { return };
    let act = |command| Step::Act(code.clone(), command);
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
    let next = NEXT_MEETING.saturating_add(jiff::Span::new().days(offset(number % 10)));
    let planned = Command::PlanMeeting { on: Some(next), agenda: "Phiên họp quý I/2026 (mô phỏng)".to_owned() };
    entries.push((hour(CALLED, 15), keeper, act(planned)));
}
