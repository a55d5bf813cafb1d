//! The steering committees of the province, its departments and communes; with them the working groups of [`super::groups`].
//!
//! Since 2025 one committee steers Resolution 57 and Project 06, at departments administrative reform too; the province and its communes
//! keep a committee of its own for reform. What the province had for Project 06 before was merged into the new one.

use super::{Scene, groups};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use rules::calendar::{day_of, instant};
use rules::codes::{AgencyCode, CommitteeCode};
use rules::committees::{Command, CommitteeKind, Conclusion, Founding, Member, Post};
use rules::people::{Actor, AgencyLevel, Role};
use std::collections::HashMap;
use std::sync::Arc;
use store::province::ProvinceCache;
use store::{Failure, Store, desk};

/// The days on which the province's committee met (it is known to have met on 11 August).
const MEETINGS: [Date; 4] = [date(2025, 2, 20), date(2025, 5, 15), date(2025, 8, 11), date(2025, 11, 18)];
/// Communes whose regulation is still a draft, by their place; from a hundred on for reform.
const DRAFTED: [usize; 5] = [12, 29, 103, 118, 131];
/// The first day of the simulated year, on which the committees of before are entered.
const FIRST: Date = date(2025, 1, 2);
/// The day on which the next meetings were called, and the first of their days.
const CALLED: Date = date(2025, 12, 15);
const NEXT_MEETING: Date = date(2026, 1, 12);

/// The day on which committees were reviewed at the end of the year, all but one in five.
const REVIEWED: Date = date(2025, 12, 5);

/// The names of committees, before that of their agency.
const MERGED: &str = "Ban Chỉ đạo phát triển khoa học, công nghệ, đổi mới sáng tạo, chuyển đổi số và Đề án 06";
const MERGED_WITH_REFORM: &str =
    "Ban Chỉ đạo phát triển khoa học, công nghệ, đổi mới sáng tạo, chuyển đổi số, cải cách hành chính và Đề án 06";
const PROJECT_06: &str = "Ban Chỉ đạo thực hiện Đề án 06";
const REFORM: &str = "Ban Chỉ đạo cải cách hành chính";

/// A committee to enter.
struct Plan {
    agency: AgencyCode,
    kind: CommitteeKind,
    also: Vec<CommitteeKind>,
    name: &'static str,
    /// What its decisions are numbered from; communes begin at a hundred.
    number: usize,
    /// The day of its founding decision, and the one on which it is entered.
    day: Date,
    entered: Date,
    /// The days on which it met.
    meetings: Vec<Date>,
}

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
    use CommitteeKind::{Project06, Reform, Resolution57};
    let mut entries = Vec::new();
    let merged = |agency, number, day, meetings: &[Date]| Plan {
        agency,
        kind: Resolution57,
        also: vec![Project06],
        name: MERGED,
        number,
        day,
        entered: day,
        meetings: meetings.to_vec(),
    };
    let reform = |agency, number, day, meetings: &[Date]| Plan {
        agency,
        kind: Reform,
        also: Vec::new(),
        name: REFORM,
        number,
        day,
        entered: day,
        meetings: meetings.iter().map(|met| met.saturating_add(jiff::Span::new().days(8))).collect(),
    };
    if let Ok(province) = "H35".parse::<AgencyCode>() {
        let day = date(2025, 1, 22);
        let before = Plan {
            kind: Project06,
            also: Vec::new(),
            name: PROJECT_06,
            meetings: Vec::new(),
            ..merged(province.clone(), 50, date(2022, 2, 10), &[])
        };
        agency(scene, &mut entries, &Plan { entered: FIRST, ..before });
        merge(scene, &mut entries, &province, day);
        agency(
            scene,
            &mut entries,
            &Plan { entered: FIRST, ..reform(province.clone(), 51, date(2021, 9, 6), &MEETINGS) },
        );
        agency(scene, &mut entries, &merged(province, 0, day, &MEETINGS));
    }
    for (at, department) in scene.agencies(AgencyLevel::Department).into_iter().enumerate() {
        let day = date(2025, 2, 17).saturating_add(jiff::Span::new().days(offset(at * 2)));
        let also = vec![Project06, Reform];
        agency(
            scene,
            &mut entries,
            &Plan { also, name: MERGED_WITH_REFORM, ..merged(department, at, day, &MEETINGS[1..]) },
        );
    }
    for (at, commune) in scene.agencies(AgencyLevel::Commune).into_iter().enumerate() {
        let day = date(2025, 7, 14).saturating_add(jiff::Span::new().days(offset(at % 20)));
        // One in six has not met this quarter.
        let met = if at % 6 == 5 { &MEETINGS[2..3] } else { &MEETINGS[2..] };
        agency(scene, &mut entries, &merged(commune.clone(), 100 + at, day, met));
        // Reform comes later and meets less often.
        let day = day.saturating_add(jiff::Span::new().days(24));
        let met = if at % 4 == 2 { &MEETINGS[..0] } else { &MEETINGS[3..] };
        agency(scene, &mut entries, &reform(commune, 200 + at, day, met));
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

/// Who keeps the committees of an agency.
fn keeper(scene: &Scene<'_>, agency: &AgencyCode) -> Option<Arc<Actor>> {
    let person = |role| scene.staff.holder(agency, role, 0);
    person(Role::Clerk).or_else(|| person(Role::Approver)).cloned()
}

/// What the province had for Project 06 ends on the day on which one committee takes over.
fn merge(scene: &Scene<'_>, entries: &mut Vec<Entry>, province: &AgencyCode, day: Date) {
    let Some(keeper) = keeper(scene, province) else { return };
    let Some(code) = CommitteeKind::Project06.code(province, None) else { return };
    let decision = "101/QĐ (mô phỏng)".to_owned();
    entries.push((hour(day, 8), keeper, Step::Act(code, Command::Dissolve { decision, on: Some(day) })));
}

/// The members of an agency's committee: those who lead it, its secretary and two officers.
fn members(scene: &Scene<'_>, agency: &AgencyCode) -> Vec<Member> {
    let posts = [
        (Role::Approver, 0, Post::Head),
        (Role::Approver, 1, Post::Deputy),
        (Role::Clerk, 0, Post::Secretary),
        (Role::CaseOfficer, 0, Post::Member),
        (Role::CaseOfficer, 1, Post::Member),
    ];
    let mut members: Vec<Member> = Vec::new();
    for (role, at, post) in posts {
        let Some(actor) = scene.staff.holder(agency, role, at) else { continue };
        if members.iter().all(|member| member.name != actor.name) {
            let title = actor.positions.first().map(|held| held.title.clone()).unwrap_or_default();
            members.push(Member { name: actor.name.clone(), title, post, login: Some(actor.login.clone()) });
        }
    }
    members
}

/// The committee of an agency: founded, its regulation written, its meetings.
fn agency(scene: &Scene<'_>, entries: &mut Vec<Entry>, plan: &Plan) {
    let (Some(keeper), Some(named)) = (keeper(scene, &plan.agency), scene.world.directory.get(&plan.agency)) else {
        return;
    };
    let members = members(scene, &plan.agency);
    let present = u32::try_from(members.len()).unwrap_or_default();
    let founding = Founding {
        kind: plan.kind,
        also: plan.also.clone(),
        agency: plan.agency.clone(),
        village: None,
        name: format!("{} – {}", plan.name, named.name),
        decision: format!("{}/QĐ (mô phỏng)", 101 + plan.number),
        decided_on: Some(plan.day),
        members,
    };
    entries.push((hour(plan.entered, 9), Arc::clone(&keeper), Step::Found(founding)));
    let Some(code) = plan.kind.code(&plan.agency, None) else { return };
    let act = |command| Step::Act(code.clone(), command);
    let drafted = plan.number.checked_sub(100).is_some_and(|at| DRAFTED.contains(&at));
    let written = plan.day.saturating_add(jiff::Span::new().days(20));
    let decision = if drafted { String::new() } else { format!("{}/QĐ-BCĐ (mô phỏng)", 201 + plan.number) };
    let regulation = Command::WriteRegulation { decision, on: Some(written) };
    entries.push((hour(written.max(plan.entered), 10), Arc::clone(&keeper), act(regulation)));
    // What was merged into another meets no more.
    if plan.kind == CommitteeKind::Project06 {
        return;
    }
    for met in plan.meetings.iter().filter(|met| **met > plan.day) {
        let outcome = "Thông báo kết luận phiên họp (mô phỏng)".to_owned();
        let held = Command::HoldMeeting { on: Some(*met), present, outcome };
        entries.push((hour(*met, 16), Arc::clone(&keeper), act(held)));
    }
    if plan.number % 5 != 3 && plan.day < REVIEWED {
        let review = Command::Review {
            on: Some(REVIEWED),
            found: "Thành phần đầy đủ, phân công rõ (mô phỏng)".to_owned(),
            conclusion: Some(Conclusion::Keep),
        };
        entries.push((hour(REVIEWED, 11), Arc::clone(&keeper), act(review)));
    }
    let next = NEXT_MEETING.saturating_add(jiff::Span::new().days(offset(plan.number % 10)));
    let planned = Command::PlanMeeting { on: Some(next), agenda: "Phiên họp quý I/2026 (mô phỏng)".to_owned() };
    entries.push((hour(CALLED, 15), keeper, act(planned)));
}
