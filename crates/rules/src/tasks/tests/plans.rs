//! Plans: what is read from their sheets, and what is named as wrong.

use super::super::plan::{Merged, Misread, Officer, Plan, Sheet, letters, read};
use super::*;

fn sheet(rows: &[&[&str]]) -> Sheet {
    let text = |cells: &&[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
    Sheet { name: "Phụ lục".into(), rows: rows.iter().map(text).collect(), merged: Vec::new() }
}

fn officers(agency: &AgencyCode) -> Vec<Officer> {
    let officer = |login: &str, name: &str, leads| Officer { login: login.into(), name: name.into(), leads };
    match agency.as_str() {
        "H35.12" => vec![officer("giamdoc", "Ông Giám đốc", true), officer("thuly", "Bà Lò Thị Máy", false)],
        "H35.27" => vec![officer("phongtho", "Bà Phong Thổ", true)],
        _ => Vec::new(),
    }
}

const HEAD: &[&str] = &[
    "STT",
    "Nhiệm vụ",
    "Văn bản giao",
    "Cơ quan chủ trì",
    "Người phụ trách",
    "Cơ quan phối hợp",
    "Thời hạn",
    "Sản phẩm",
];

fn plan(sheet: &Sheet) -> Plan {
    read(std::slice::from_ref(sheet), &directory(), 2025, officers).expect("a plan")
}

fn places(misread: &[Misread]) -> Vec<(usize, &str, &str)> {
    misread.iter().map(|misread| (misread.row, misread.column.as_str(), misread.problem.code)).collect()
}

#[test]
fn a_plan_with_merged_cells_and_titles_is_read_row_by_row() {
    let mut sheet = sheet(&[
        &["PHỤ LỤC PHÂN CÔNG NHIỆM VỤ"],
        HEAD,
        &["I", "THỂ CHẾ"],
        &["1", "Ban hành quy chế", "KH 5926/KH-UBND", "Sở KH&CN", "", "", "Quý IV/2025", "Quyết định"],
        &[
            "2",
            "Sơ kết",
            "",
            "",
            "Lò Thị Máy",
            "Sở Văn hóa, Thể thao và Du lịch; UBND xã Phong Thổ",
            "31/12/2025",
            "Báo cáo",
        ],
    ]);
    sheet.merged = vec![
        Merged { top: 0, left: 0, bottom: 0, right: 7 },
        Merged { top: 3, left: 2, bottom: 4, right: 2 },
        Merged { top: 3, left: 3, bottom: 4, right: 3 },
    ];
    let mut sheet2 = sheet.clone();
    sheet2.rows[4][4] = "Bà Lò Thị Máy".into();
    let plan = plan(&sheet2);
    assert_eq!(places(&plan.misread), []);
    let [first, second] = plan.rows.as_slice() else { panic!("two rows: {plan:?}") };
    assert_eq!((first.number, second.number), (4, 5));
    assert_eq!(first.draft.responsible, "giamdoc");
    assert_eq!(second.draft.responsible, "thuly");
    assert_eq!(second.draft.authority, "KH 5926/KH-UBND");
    assert_eq!(second.draft.supporting, [code("H35.14"), code("H35.27")]);
    assert_eq!(first.draft.due_on, second.draft.due_on);
    assert_eq!(places(&super::plans::plan(&sheet).misread), [(5, "E", "person-unreadable")]);
}

#[test]
fn a_full_row_is_a_task_however_its_cells_are_merged_and_targets_are_exact() {
    let head: Vec<&str> = HEAD.iter().copied().chain(["Đơn vị tính", "Chỉ tiêu"]).collect();
    let mut sheet = sheet(&[
        &head,
        &["1", "Ban hành quy chế", "KH 1", "Sở KH&CN", "", "", "31/12/2025", "Quyết định", "", ""],
        &["2", "Sơ kết", "KH 1", "cơ quan lạ", "", "", "ngày mai", "", "", ""],
        &["3", "Đào tạo", "KH 1", "Sở KH&CN", "", "", "31/12/2025", "Báo cáo", "", "95,5 %"],
        &["4", "Phủ sóng", "KH 1", "Sở KH&CN", "", "", "31/12/2025", "Báo cáo", "bản", "gần hết"],
    ]);
    sheet.merged =
        vec![Merged { top: 1, left: 7, bottom: 1, right: 9 }, Merged { top: 2, left: 7, bottom: 2, right: 9 }];
    let plan = plan(&sheet);
    let lost = places(&plan.misread);
    assert!([3, 5].iter().all(|row| lost.iter().any(|place| place.0 == *row)), "{lost:?}");
    assert!(lost.contains(&(5, "J", "amount-unreadable")), "{lost:?}");
    assert_eq!(plan.rows.len() + usize::from(lost.iter().any(|place| place.0 == 2)), 2, "the first is not lost");
    let training = &plan.rows.last().expect("a row").draft;
    assert_eq!((training.target, training.unit.as_str()), (Some(Amount(95_500)), "%"));
}

#[test]
fn every_error_is_named_by_row_and_column() {
    let sheet = sheet(&[
        HEAD,
        &["1", "", "KH 1", "Sở Khoa học và Công nghệ", "", "", "31/12/2025", "Báo cáo"],
        &["2", "A", "KH 1", "", "", "", "31/12/2025", "Báo cáo"],
        &["3", "A", "KH 1", "Sở Không Có", "", "", "31/12/2025", "Báo cáo"],
        &["4", "A", "KH 1", "H35.12", "Ông Nào Đó", "", "31/12/2025", "Báo cáo"],
        &["5", "A", "KH 1", "H35.12", "", "Sở Nọ", "", "Báo cáo"],
        &["6", "A", "", "H35.12", "", "", "Thường xuyên", ""],
        &["7", "A", "KH 1", "Sở Khoa học và Công nghệ; Sở Nọ", "", "", "32/12/2025", "Báo cáo"],
        &["8", "A", "KH 1", "H35.14", "", "", "Hằng tháng", "Báo cáo"],
        &["9", "A", "KH 1", "H35.27", "", "", "Hằng tháng", "Báo cáo"],
    ]);
    let plan = plan(&sheet);
    assert_eq!(
        places(&plan.misread),
        [
            (2, "B", "task-without-name"),
            (3, "D", "task-without-lead"),
            (4, "D", "agency-unreadable"),
            (5, "E", "person-unreadable"),
            (6, "F", "agency-unreadable"),
            (6, "G", "task-without-date"),
            (7, "C", "task-without-authority"),
            (7, "H", "task-without-deliverable"),
            (7, "G", "date-no-day"),
            (8, "D", "task-several-leads"),
            (8, "G", "date-unreadable"),
            (9, "E", "task-without-owner"),
        ]
    );
    assert_eq!(plan.rows.len(), 1);
    assert_eq!(plan.rows[0].draft.every, Some(Every::Month));
}

#[test]
fn all_sheets_are_read_and_a_cover_is_passed_over() {
    let named = |name: &str, rows: &[&[&str]]| Sheet { name: name.into(), ..sheet(rows) };
    let row: &[&str] = &["1", "Ban hành quy chế", "KH 1", "H35.12", "", "", "31/12/2025", "Quyết định"];
    let other: &[&str] = &["2", "Sơ kết", "KH 1", "H35.12", "", "", "ngày mai", "Báo cáo"];
    let sheets = [
        named("Bìa", &[&["KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2026"]]),
        named("Phụ lục 1", &[HEAD, row]),
        named("Phụ lục 2", &[HEAD, &["(1)", "(2)", "(3)", "(4)"], other, row]),
    ];
    let plan = read(&sheets, &directory(), 2025, officers).expect("a plan");
    assert_eq!((plan.read.join(", "), plan.passed_over.join(", ")), ("Phụ lục 1, Phụ lục 2".into(), "Bìa".into()));
    let stand: Vec<_> = plan.misread.iter().map(|misread| (misread.sheet.as_str(), misread.row)).collect();
    assert_eq!(stand, [("Phụ lục 2", 3), ("Phụ lục 2", 4)]);
    assert_eq!(places(&plan.misread), [(3, "G", "date-unreadable"), (4, "B", "plan-row-twice")]);
    assert_eq!(plan.misread[1].problem.args, [("sheet", "Phụ lục 1".to_owned()), ("row", "2".to_owned())]);
}

#[test]
fn headings_stand_on_two_levels() {
    let mut sheet = sheet(&[
        &["STT", "Nhiệm vụ", "Căn cứ", "Cơ quan thực hiện", "", "Thời hạn", "Sản phẩm"],
        &["", "", "", "Chủ trì", "Phối hợp", "", ""],
        &["1", "Sơ kết", "KH 1", "H35.12", "UBND xã Phong Thổ", "31/12/2025", "Báo cáo"],
    ]);
    let down = |left| Merged { top: 0, left, bottom: 1, right: left };
    sheet.merged = [0, 1, 2, 5, 6].map(down).to_vec();
    sheet.merged.push(Merged { top: 0, left: 3, bottom: 0, right: 4 });
    let plan = plan(&sheet);
    assert_eq!(places(&plan.misread), []);
    let draft = &plan.rows[0].draft;
    assert_eq!(
        (plan.rows[0].number, &draft.lead, &draft.supporting),
        (3, &Some(code("H35.12")), &vec![code("H35.27")])
    );
}

#[test]
fn a_sheet_that_is_no_plan_is_refused_as_a_whole() {
    let refusal = read(&[sheet(&[&["Họ tên", "Chức vụ"]])], &directory(), 2025, officers).expect_err("refused");
    assert_eq!(refusal.code, "plan-without-headings");
    assert_eq!(read(&[sheet(&[HEAD])], &directory(), 2025, officers).expect_err("refused").code, "plan-without-rows");
    assert_eq!(["A", "Z", "AA", "AZ", "BA"].map(str::to_owned), [0, 25, 26, 51, 52].map(letters));
}
