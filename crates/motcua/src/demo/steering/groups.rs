//! A working group of Project 06 in each village, founded by its commune, with telephones; what each reported of its work month by month.

use super::Scene;
use super::committees::{Entry, Step, hour, offset};
use crate::demo::data::places;
use crate::demo::persons::Persons;
use crate::demo::staff::SEED;
use jiff::civil::{Date, date};
use rules::codes::VillageCode;
use rules::committees::{Command, CommitteeKind, Founding, Member, Post};
use rules::people::Role;
use std::sync::Arc;

/// The number of the first leader of a village's group among the people who are made up.
const LEADERS: u64 = 2_000_000;
/// The first days of the months that were reported on, and the days on which that was done.
const REPORTED: [(Date, Date); 3] = [
    (date(2025, 9, 1), date(2025, 9, 30)),
    (date(2025, 10, 1), date(2025, 10, 31)),
    (date(2025, 11, 1), date(2025, 11, 28)),
];
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
    let kind = CommitteeKind::WorkingGroup;
    let mut number = 0;
    for (at, place) in scene.world.places.iter().enumerate() {
        let Some(keeper) = scene.staff.holder(&place.authority, Role::Clerk, 0).cloned() else { continue };
        let day = date(2025, 7, 28).saturating_add(jiff::Span::new().days(offset(at % 15)));
        for village in 0..6 + at % 4 {
            let numbered = u16::try_from(village + 1).ok().and_then(|number| VillageCode::new(&place.code, number));
            let Some(village_code) = numbered else { continue };
            let Some(code) = kind.code(&place.authority, Some(&village_code)) else { continue };
            number += 1;
            let names = &places().villages;
            let name = names.get((at * 7 + village) % names.len()).cloned().unwrap_or_default();
            let member = |first: u64, title: &str, post| Member {
                name: persons.officer(first + number),
                title: title.to_owned(),
                post,
            };
            let members =
                vec![member(LEADERS, "Trưởng bản", Post::Head), member(LEADERS * 2, "Công an xã", Post::Deputy)];
            let phone =
                |(of, member): (u64, &Member)| format!("{}; 0{}", member.name, 900_000_000 + of * 10_000 + number);
            let phones: Vec<_> = (0..).zip(&members).map(phone).collect();
            let founding = Founding {
                kind,
                agency: place.authority.clone(),
                village: Some(village_code.clone()),
                name: format!("Tổ công tác Đề án 06 bản {name} ({village_code})"),
                decision: format!("{}/QĐ-UBND (mô phỏng)", 300 + number),
                decided_on: Some(day),
                members,
            };
            entries.push((hour(day, 14), Arc::clone(&keeper), Step::Found(founding)));
            entries.push((hour(day, 15), Arc::clone(&keeper), Step::Phones(code.clone(), phones.join("\n"))));
            for (month, (from, to)) in REPORTED.into_iter().enumerate() {
                // One in nine was silent in its last month.
                if month == REPORTED.len() - 1 && number % 9 == 4 {
                    continue;
                }
                let turn = usize::try_from(number).unwrap_or_default() + month;
                let report = Command::ReportActivity {
                    from: Some(from),
                    to: Some(to),
                    what: WORK.get(turn % WORK.len()).copied().unwrap_or_default().to_owned(),
                    helped: (8 + (turn * 7 + month * 5) % 46).to_string(),
                    difficulties: DIFFICULT.get(turn % DIFFICULT.len()).copied().unwrap_or_default().to_owned(),
                };
                entries.push((hour(to, 16), Arc::clone(&keeper), Step::Act(code.clone(), report)));
            }
        }
    }
}
