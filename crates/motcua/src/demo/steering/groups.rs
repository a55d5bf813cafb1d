//! A working group of Project 06 in each village, founded by its commune, with telephones; what each reported of its work month by month.

use super::Scene;
use super::committees::{Entry, Step, hour, offset};
use crate::demo::persons::Persons;
use crate::demo::staff::SEED;
use crate::demo::villages;
use jiff::civil::{Date, date};
use rules::codes::{AgencyCode, CommitteeCode, CommuneCode};
use rules::committees::{Command, CommitteeKind, Founding, Member, Post};
use rules::people::{Actor, Role, Village, VillageKind};
use std::collections::HashMap;
use std::sync::Arc;

/// The number of the first leader of a village's group among the people who are made up.
const LEADERS: u64 = 2_000_000;
/// Who is in a group: the village's head leads it, an officer of the commune's police stands in.
const MEMBERS: [(&str, Post); 4] = [
    ("Trưởng bản", Post::Head),
    ("Công an xã", Post::Deputy),
    ("Chi hội trưởng Phụ nữ", Post::Member),
    ("Bí thư Chi đoàn", Post::Member),
];
/// The first days of the months that were reported on, and the days on which that was done.
const REPORTED: [(Date, Date); 3] = [
    (date(2025, 9, 1), date(2025, 9, 30)),
    (date(2025, 10, 1), date(2025, 10, 31)),
    (date(2025, 11, 1), date(2025, 11, 28)),
];
/// The first day of the month that is under way, and the days up to which groups have reported in it.
const THIS_MONTH: Date = date(2025, 12, 1);
const UNTIL: [i8; 7] = [12, 15, 16, 17, 18, 19, 22];
/// The village whose group a sample citizen leads, so that visitors can try what members do.
const TRIED: &str = "03549.002";
/// What groups do, and what is difficult.
const WORK: [&str; 4] = [
    "Hướng dẫn kích hoạt tài khoản định danh điện tử mức 2 tại nhà văn hóa bản (mô phỏng)",
    "Đến từng nhà hỗ trợ người cao tuổi cài đặt VNeID, tích hợp thẻ bảo hiểm y tế (mô phỏng)",
    "Rà soát, làm sạch dữ liệu dân cư; hỗ trợ nộp hồ sơ trực tuyến (mô phỏng)",
    "Hướng dẫn mở tài khoản nhận an sinh xã hội, thanh toán không dùng tiền mặt (mô phỏng)",
];
const DIFFICULT: [&str; 3] =
    ["", "Bản chưa có sóng 4G ổn định (mô phỏng)", "Nhiều người dân chưa có điện thoại thông minh (mô phỏng)"];

pub(super) fn enter(scene: &Scene<'_>, entries: &mut Vec<Entry>) {
    let persons = Persons::new(SEED);
    let places = &scene.world.places;
    let at: HashMap<&CommuneCode, usize> = places.iter().zip(0..).map(|(place, at)| (&place.code, at)).collect();
    for (number, village) in (1..).zip(villages::all(scene.world)) {
        let Some((at, place)) = at.get(&village.commune).and_then(|at| Some((*at, places.get(*at)?))) else { continue };
        let Some(keeper) = scene.staff.holder(&place.authority, Role::Clerk, 0).cloned() else { continue };
        let head =
            scene.staff.citizens.first().map(|citizen| &citizen.actor).filter(|_| village.code.as_str() == TRIED);
        let founded_on = date(2025, 7, 28).saturating_add(jiff::Span::new().days(offset(at % 15)));
        let group = members(&persons, &village, number, head);
        found(&place.authority, &village, number, group, (founded_on, keeper), entries);
    }
}

/// Who is in the group of a village; `head` leads it where there is one.
fn members(persons: &Persons, village: &Village, number: u64, head: Option<&Arc<Actor>>) -> Vec<Member> {
    let ward = village.kind == VillageKind::ToDanPho;
    let mut members: Vec<Member> = Vec::new();
    for (turn, (title, post)) in (1..).zip(MEMBERS) {
        let named = head.filter(|_| post == Post::Head);
        let name = named.map_or_else(|| persons.officer(LEADERS * turn + number), |head| head.name.clone());
        let title =
            if ward { title.replace("bản", "tổ dân phố").replace("xã", "phường") } else { title.to_owned() };
        // People are told apart by name here: nobody is in it twice.
        if members.iter().all(|member| member.name != name) {
            members.push(Member { name, title, post, login: named.map(|head| head.login.clone()) });
        }
    }
    members
}

/// The group of a village, its telephones and what it reported.
fn found(
    agency: &AgencyCode,
    village: &Village,
    number: u64,
    members: Vec<Member>,
    (day, keeper): (Date, Arc<Actor>),
    entries: &mut Vec<Entry>,
) {
    let kind = CommitteeKind::WorkingGroup;
    let Some(code) = kind.code(agency, Some(&village.code)) else { return };
    let ward = village.kind == VillageKind::ToDanPho;
    let phone = |(turn, member): (u64, &Member)| format!("{}; 0{}", member.name, 900_000_000 + turn * 10_000 + number);
    let phones: Vec<_> = (0..).zip(&members).map(phone).collect();
    let called = if ward { "tổ dân phố" } else { "bản" };
    let founding = Founding {
        kind,
        also: Vec::new(),
        agency: agency.clone(),
        village: Some(village.code.clone()),
        name: format!("Tổ công tác Đề án 06 {called} {} ({})", village.name, village.code),
        decision: format!("{}/QĐ-UBND (mô phỏng)", 300 + number),
        decided_on: Some(day),
        members,
    };
    entries.push((hour(day, 14), Arc::clone(&keeper), Step::Found(founding)));
    entries.push((hour(day, 15), Arc::clone(&keeper), Step::Phones(code.clone(), phones.join("\n"))));
    entries.extend(reported(&code, number).map(|(on, report)| (hour(on, 16), Arc::clone(&keeper), report)));
}

/// What a group reported, and when: some were silent in November, some have not reported in December yet.
fn reported(code: &CommitteeCode, number: u64) -> impl Iterator<Item = (Date, Step)> {
    let turn = usize::try_from(number).unwrap_or_default();
    let until = UNTIL.get(turn % UNTIL.len()).and_then(|day| Date::new(2025, 12, *day).ok());
    let this_month = until.filter(|_| turn % 6 != 2).map(|until| (THIS_MONTH, until));
    let silent = move |month: usize| month == 2 && turn % 9 == 4;
    let months = REPORTED.into_iter().enumerate().filter(move |(month, _)| !silent(*month)).map(|(_, days)| days);
    months.chain(this_month).enumerate().map(move |(month, (from, to))| {
        let turn = turn + month;
        let report = Command::ReportActivity {
            from: Some(from),
            to: Some(to),
            what: WORK.get(turn % WORK.len()).copied().unwrap_or_default().to_owned(),
            helped: (8 + (turn * 7 + month * 5) % 46).to_string(),
            difficulties: DIFFICULT.get(turn % DIFFICULT.len()).copied().unwrap_or_default().to_owned(),
        };
        (to, Step::Act(code.clone(), report))
    })
}
