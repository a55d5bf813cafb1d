//! Training in the simulated province: the department of science organises courses from spring on, every agency of the four blocs sends people,
//! most of them come, are tested and certified; one course is held now, one enrols. All of it is simulated.

use super::Scene;
use crate::province;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use rules::calendar::{day_of, instant};
use rules::codes::AgencyCode;
use rules::people::{Actor, Agency, AgencyKind, Role};
use rules::training::{Command, Draft, Form};
use std::sync::Arc;
use store::desk::training::{act, enrol, open};
use store::{Failure, Store};

/// Who organises: the department of science and technology.
const ORGANISER: &str = "Sở Khoa học và Công nghệ";
/// So many take part in a course.
const SEATS: usize = 60;
/// From so many points of 100 the test is passed.
const PASS: usize = 60;

/// A course as it is made up: skill, title, form, the role that is sent, the day of its first session.
type Told = (&'static str, &'static str, Form, Role, Date);

const COURSES: [Told; 9] = [
    (
        "documents",
        "Xử lý văn bản, hồ sơ công việc trên môi trường số (mô phỏng)",
        Form::Class,
        Role::Clerk,
        date(2025, 4, 14),
    ),
    ("signature", "Ký số cho lãnh đạo cơ quan (mô phỏng)", Form::Class, Role::Approver, date(2025, 5, 12)),
    ("services", "Hướng dẫn nộp hồ sơ trực tuyến (mô phỏng)", Form::Class, Role::CounterOfficer, date(2025, 8, 11)),
    (
        "data",
        "Khai thác dữ liệu dân cư trong giải quyết thủ tục (mô phỏng)",
        Form::Online,
        Role::CaseOfficer,
        date(2025, 9, 8),
    ),
    (
        "security",
        "An toàn thông tin cho cán bộ xã, phường (mô phỏng)",
        Form::Online,
        Role::CaseOfficer,
        date(2025, 9, 22),
    ),
    ("security", "An toàn thông tin cho văn thư (mô phỏng)", Form::Online, Role::Clerk, date(2025, 10, 13)),
    ("leading", "Chỉ đạo, điều hành bằng dữ liệu (mô phỏng)", Form::Class, Role::Approver, date(2025, 11, 10)),
    ("signature", "Ký số cho văn thư (mô phỏng)", Form::Class, Role::Clerk, date(2025, 12, 22)),
    (
        "services",
        "Giải quyết dịch vụ công trực tuyến toàn trình (mô phỏng)",
        Form::Online,
        Role::CaseOfficer,
        date(2026, 1, 12),
    ),
];

pub(super) fn enter(store: &Store, scene: &Scene<'_>) -> Result<(), Failure> {
    let blocs = province::blocs();
    let all: Vec<&Agency> = scene.world.directory.iter().chain(&blocs).collect();
    let Some(organiser) = all.iter().find(|agency| agency.name == ORGANISER) else { return Ok(()) };
    let holder = |role| scene.staff.holder(&organiser.code, role, 0).cloned();
    let (Some(clerk), Some(leader)) = (holder(Role::Clerk), holder(Role::Approver)) else { return Ok(()) };
    for (number, told) in COURSES.iter().enumerate() {
        let (.., role, first) = told;
        let announced = first.saturating_sub(4.weeks());
        if !scene.has(announced) {
            continue;
        }
        let wanted = |agency: &&&Agency| match role {
            Role::CounterOfficer => agency.kind == AgencyKind::Counter,
            _ => agency.kind == AgencyKind::Authority,
        };
        // Every second course goes through the agencies from the other end, so that not the same ones always come first.
        let mut agencies: Vec<&&Agency> = all.iter().filter(wanted).collect();
        if number % 2 == 1 {
            agencies.reverse();
        }
        let people = agencies.iter().filter_map(|agency| scene.staff.holder(&agency.code, *role, number).cloned());
        let people = people.filter(|actor| actor.login != clerk.login && actor.login != leader.login);
        let people: Vec<Arc<Actor>> = people.take(SEATS).collect();
        hold(store, scene, &organiser.code, (&clerk, &leader), (told, announced), people)?;
    }
    Ok(())
}

fn hold(
    store: &Store,
    scene: &Scene<'_>,
    organiser: &AgencyCode,
    (clerk, leader): (&Arc<Actor>, &Arc<Actor>),
    (told, announced): (&Told, Date),
    people: Vec<Arc<Actor>>,
) -> Result<(), Failure> {
    let (skill, title, form, _, first) = *told;
    let sessions: Vec<Date> = (0..3).map(|day| first.saturating_add(day.days())).collect();
    let typed = Draft {
        title: title.into(),
        skill: skill.into(),
        form: Some(form),
        place: if form == Form::Class {
            "Hội trường Trung tâm Hội nghị tỉnh".into()
        } else {
            "Phòng họp trực tuyến của tỉnh".into()
        },
        hours: "24".into(),
        sessions: sessions.iter().copied().map(Some).collect(),
        enrol_by: Some(first.saturating_sub(3.days())),
        seats: SEATS.to_string(),
        pass_mark: PASS.to_string(),
    };
    let (organiser, clerk, leader, last) = (organiser.clone(), Arc::clone(clerk), Arc::clone(leader), scene.ends_at);
    store.write_blocking(move |tx| {
        let code = open(tx, &clerk, &organiser, &typed, instant(announced.at(8, 0, 0, 0)))?;
        let mut version = 1;
        for (place, person) in people.iter().enumerate() {
            let after = i32::try_from(1 + place % 10).unwrap_or(1).days();
            let at = instant(announced.saturating_add(after).at(9, 0, 0, 0));
            if at <= last {
                enrol(tx, person, &code, version, std::slice::from_ref(&person.login), at)?;
                version += 1;
            }
        }
        // What of this had happened by the last day; `news` is how many entries it makes.
        let mut did = |actor: &Actor, day: Date, hour: i8, command: &Command, news: usize| -> Result<bool, Failure> {
            let at = instant(day.at(hour, 0, 0, 0));
            if at > last {
                return Ok(false);
            }
            act(tx, actor, &code, version, command, at)?;
            version += u64::try_from(news).unwrap_or(u64::MAX);
            Ok(true)
        };
        for (number, day) in sessions.iter().enumerate() {
            // One in seventeen misses the last two days, and so is not tested.
            let there = people.iter().enumerate().filter(|(place, _)| number == 0 || place % 17 != 5);
            let there = there.map(|(_, person)| person.login.clone()).collect();
            if !did(&clerk, *day, 17, &Command::Attend(u8::try_from(number + 1).unwrap_or(u8::MAX), there), 1)? {
                return Ok(());
            }
        }
        let end = sessions.last().copied().unwrap_or(day_of(last));
        let tested = people.iter().enumerate().filter(|(place, _)| place % 17 != 5);
        // One in nine falls short.
        let score = |place: usize| if place % 9 == 4 { 40 + place % 15 } else { 62 + place * 7 % 37 };
        let scores: Vec<(String, usize)> = tested.map(|(place, person)| (person.login.clone(), score(place))).collect();
        let typed = scores.iter().map(|(login, score)| (login.clone(), score.to_string())).collect();
        if did(&clerk, end.saturating_add(1.days()), 9, &Command::Mark(typed), scores.len())? {
            let passed: Vec<_> =
                scores.iter().filter(|(_, score)| *score >= PASS).map(|(login, _)| login.clone()).collect();
            let count = passed.len();
            did(&leader, end.saturating_add(3.days()), 15, &Command::Certify(passed), count)?;
        }
        Ok::<_, Failure>(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::training::skill;

    #[test]
    fn every_course_teaches_a_skill_that_those_who_are_sent_need() {
        for (key, title, _, role, first) in COURSES {
            let skill = skill(key, first).expect("a skill");
            assert!(skill.required_of.contains(&role), "{title}");
        }
        assert!(province::agencies().iter().any(|agency| agency.name == ORGANISER));
    }
}
