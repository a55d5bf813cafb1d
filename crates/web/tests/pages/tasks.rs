//! Tasks on the pages: assigned, reported on with evidence, returned once, accepted; refused with what was typed; plans whole or not at
//! all; nobody sees what is not theirs.

use crate::site::*;
use std::io::{Cursor, Write as _};

const PHOTO: &[u8] = harness::papers::DOT;
const SIX: [(&str, &str); 7] = [
    ("assigner", SIN_HO_AGENCY),
    ("lead", SIN_HO_AGENCY),
    ("responsible", CASE),
    ("name", "Kích hoạt định danh điện tử cho người dân bản xa"),
    ("due_on", "2025-12-31"),
    ("deliverable", "Báo cáo kết quả"),
    ("authority", "Kế hoạch 5926/KH-UBND"),
];

/// Assigns a task in the name of the commune; answers its address.
fn assigned(site: &Site) -> String {
    let leader = site.signed_in(LEADER);
    leader.get("/tasks/new").is(200).says("Giao nhiệm vụ");
    let sent = leader.post("/tasks/new", &SIX);
    assert_eq!(sent.status.as_u16(), 303, "{}", sent.text);
    sent.to
}

/// A field that goes along unseen.
fn hidden(page: &Page, field: &str) -> String {
    page.hidden().into_iter().find(|(name, _)| name == field).map(|(_, value)| value).unwrap_or_default()
}

fn version(browser: &Browser<'_>, task: &str) -> String {
    hidden(&browser.get(task).is(200), "version")
}

#[test]
fn a_task_is_reported_with_evidence_returned_once_and_accepted() {
    let site = Site::open();
    let task = assigned(&site);
    let (leader, officer) = (site.signed_in(LEADER), site.signed_in(CASE));
    officer.get("/tasks").is(200).says("Kích hoạt định danh điện tử").says("Chưa thực hiện – trong hạn");
    let act = |browser: &Browser<'_>, action: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]| {
        let version = version(browser, &task);
        let all: Vec<_> = [("version", version.as_str())].into_iter().chain(fields.iter().copied()).collect();
        browser.upload(&format!("{task}/actions/{action}"), &all, files)
    };
    act(&officer, "accept", &[], &[]).is(303);
    let bare = act(&officer, "submit", &[("submit-note", "Đã xong")], &[]).is(422);
    bare.says("tệp minh chứng").says("Đã xong");
    act(&officer, "submit", &[("submit-note", "Đã xong")], &[("submit-evidence", "anh.png", PHOTO)]).is(303);
    let shown = leader.get(&task).is(200).says("anh.png");
    let file = shown.text.split(&format!("{task}/files/")).nth(1).and_then(|rest| rest.split('"').next());
    let file = format!("{task}/files/{}", file.expect("a file"));
    leader.get(&file).is(200);
    site.signed_in(PATAN).get(&file).is(404);
    site.signed_in(PATAN).get(&task).is(404);

    act(&leader, "return", &[], &[]).is(422).wrong_at("return-reason");
    act(&leader, "return", &[("return-reason", "Thiếu danh sách")], &[]).is(303);
    officer.get(&task).is(200).says("Thiếu danh sách");
    act(&officer, "submit", &[("submit-note", "Đã bổ sung"), ("submit-document", "BC 12/BC-UBND")], &[]).is(303);
    act(&leader, "complete", &[("complete-note", "Tốt")], &[]).is(303);
    leader.get("/tasks/overview").is(200).says("Hoàn thành đúng hạn").says("100,0");
    leader.get("/tasks?side=given&ended=yes").is(200).says("Hoàn thành đúng hạn");
    officer.get("/tasks").is(200).hides("Kích hoạt định danh điện tử");
}

#[test]
fn a_task_without_owner_or_date_comes_back_with_what_was_typed() {
    let site = Site::open();
    let leader = site.signed_in(LEADER);
    leader.get("/tasks/new?lead=H35.38").is(200);
    let typed = [
        ("assigner", SIN_HO_AGENCY),
        ("lead", SIN_HO_AGENCY),
        ("name", "Rà soát hạ tầng"),
        ("deliverable", "Báo cáo"),
        ("authority", "KH 1"),
    ];
    let refused = leader.post("/tasks/new", &typed).is(422);
    let refused = refused.wrong_at("responsible").wrong_at("due_on").says("Rà soát hạ tầng").says("624/TB-VPCP");
    assert_eq!(refused.value("authority"), "KH 1");
    let early = with(&SIX, "due_on", "2025-12-01");
    leader.post("/tasks/new", &early).is(422).wrong_at("due_on").says("trước ngày giao");
}

#[test]
fn of_two_who_report_at_once_the_second_is_told_and_keeps_what_was_typed() {
    let site = Site::open();
    let task = assigned(&site);
    let (leader, officer) = (site.signed_in(LEADER), site.signed_in(CASE));
    let accept = version(&officer, &task);
    officer.upload(&format!("{task}/actions/accept"), &[("version", &accept)], &[]).is(303);
    let seen = version(&officer, &task);
    let address = format!("{task}/actions/report");
    let report = |browser: &Browser<'_>, note: &str| {
        browser.upload(&address, &[("version", &seen), ("report-note", note), ("report-progress", "40")], &[])
    };
    leader.get(&task).is(200);
    report(&officer, "Đã làm ở năm bản").is(303);
    report(&leader, "Đã làm ở sáu bản").is(409).says("Người khác vừa cập nhật").says("Đã làm ở sáu bản");
    officer.get(&task).is(200).says("Đã làm ở năm bản").hides("Đã làm ở sáu bản");
}

#[test]
fn who_answered_for_a_task_is_told_why_they_do_not_accept_it_and_another_does() {
    let site = Site::open();
    let leader = site.signed_in(LEADER);
    // The leader of the commune gives themselves a task with a target in decimals.
    let own = with(&SIX, "responsible", LEADER);
    let own: Vec<_> = own.into_iter().chain([("target", "95,5 %")]).collect();
    let task = leader.post("/tasks/new", &own);
    assert_eq!(task.status.as_u16(), 303, "{}", task.text);
    let task = task.to;
    leader.get(&task).is(200).says("–/95,5 %");
    let act = |browser: &Browser<'_>, action: &str, fields: &[(&str, &str)]| {
        let version = version(browser, &task);
        let all: Vec<_> = [("version", version.as_str())].into_iter().chain(fields.iter().copied()).collect();
        browser.upload(&format!("{task}/actions/{action}"), &all, &[])
    };
    act(&leader, "accept", &[]).is(303);
    let report = |share: &str, value: &str, because: &str| {
        let fields = [("report-note", "Đang làm"), ("report-progress", share), ("report-value", value)];
        act(&leader, "report", &[&fields[..], &[("report-less_because", because)]].concat())
    };
    report("60", "gần hết", "").is(422).wrong_at("report-value").says("gần hết");
    report("60", "57,25", "").is(303);
    leader.get(&task).is(200).says("57,25/95,5 %");
    report("40", "38", "").is(422).wrong_at("report-less_because").says("60 %");
    report("40", "38", "Hai bản phải làm lại").is(303);
    leader.get(&task).is(200).says("Giảm so với 60 % lần trước: Hai bản phải làm lại");
    act(&leader, "submit", &[("submit-note", "Xong"), ("submit-document", "BC 1"), ("submit-value", "95,5")]).is(303);
    let kept = leader.get(&task).is(200).says("không tự công nhận hoàn thành");
    assert!(!kept.text.contains("actions/complete"), "what is refused is not offered");
    act(&leader, "complete", &[]).is(403).says("không được tự công nhận hoàn thành").says("kiêm nhiệm có thời hạn");
    // Passing it on first opens no way round.
    act(&leader, "reassign", &[]).is(422).wrong_at("reassign-to").wrong_at("reassign-reason");
    act(&leader, "reassign", &[("reassign-to", CASE), ("reassign-reason", "Đi công tác")]).is(303);
    leader.get(&task).is(200).says("trước đó:").says("Đi công tác");
    act(&leader, "complete", &[]).is(403);
    site.signed_in(CASE).get("/messages").is(200).says("phụ trách nhiệm vụ");
    act(&site.signed_in(CLERK), "complete", &[]).is(303);
    leader.get(&task).is(200).says("Hoàn thành đúng hạn");
    leader.post("/tasks/new", &with(&SIX, "due_on", "9999-12-31")).is(422).wrong_at("due_on").says("31/12/2045");
    leader
        .post("/tasks/new", &with(&SIX, "due_on", "cuối tháng"))
        .is(422)
        .wrong_at("due_on")
        .says("không đọc được thành ngày");
    leader.post("/tasks/new", &with(&SIX, "due_on", "trước ngày 31.12.2025")).is(303);
}

#[test]
fn only_who_may_assign_assigns_and_only_downwards() {
    let site = Site::open();
    site.signed_in(CASE).get("/tasks/new").is(403);
    let leader = site.signed_in(PATAN_LEADER);
    leader.get("/tasks/new").is(200);
    // In the name of another commune, and to another commune.
    leader.post("/tasks/new", &SIX).is(403);
    let own = hidden(&leader.get("/tasks/new").is(200), "assigner");
    assert!(!own.is_empty() && own != SIN_HO_AGENCY);
    leader.post("/tasks/new", &with(&SIX, "assigner", &own)).is(422).wrong_at("lead");
}

/// A workbook of one sheet with texts, and which cells are one.
fn workbook(rows: &[&[&str]], merged: &str) -> Vec<u8> {
    book(&[("Phụ lục", rows, merged)])
}

/// A workbook of these sheets: name, rows, the cells that are one.
fn book(sheets: &[(&str, &[&[&str]], &str)]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let xml = |body: String| format!(r#"<?xml version="1.0" encoding="UTF-8"?>{body}"#);
    let (mut types, mut listed, mut related, mut parts) = (String::new(), String::new(), String::new(), Vec::new());
    for (number, (name, rows, merged)) in (1..).zip(sheets) {
        let mut sheet = format!(r#"<worksheet xmlns="{MAIN}"><sheetData>"#);
        for (at, row) in rows.iter().enumerate() {
            sheet.push_str(&format!(r#"<row r="{}">"#, at + 1));
            for (column, text) in (b'A'..).zip(*row) {
                if !text.is_empty() {
                    let cell = char::from(column);
                    sheet.push_str(&format!(r#"<c r="{cell}{}" t="inlineStr"><is><t>{text}</t></is></c>"#, at + 1));
                }
            }
            sheet.push_str("</row>");
        }
        sheet.push_str("</sheetData>");
        if !merged.is_empty() {
            sheet.push_str(&format!(r#"<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>"#));
        }
        sheet.push_str("</worksheet>");
        types.push_str(&format!(
            r#"<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{KIND}.worksheet+xml"/>"#
        ));
        listed.push_str(&format!(r#"<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>"#));
        related.push_str(&format!(
            r#"<Relationship Id="r{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>"#
        ));
        parts.push((format!("xl/worksheets/sheet{number}.xml"), xml(sheet)));
    }
    let relations =
        |body: &str| xml(format!(r#"<Relationships xmlns="{PACKAGE}/relationships">{body}</Relationships>"#));
    parts.extend([
        ("[Content_Types].xml".to_owned(), xml(format!(r#"<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>{types}</Types>"#))),
        ("_rels/.rels".to_owned(), relations(&format!(r#"<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>"#))),
        ("xl/workbook.xml".to_owned(), xml(format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>"#))),
        ("xl/_rels/workbook.xml.rels".to_owned(), relations(&related)),
    ]);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("a workbook").into_inner()
}

#[test]
fn all_sheets_of_a_plan_are_taken_in_or_none_is() {
    let site = Site::open();
    let leader = site.signed_in(LEADER);
    let head: &[&str] = &["STT", "Nhiệm vụ", "Văn bản giao", "Cơ quan chủ trì", "Thời hạn", "Sản phẩm"];
    let first: &[&str] = &["1", "Tập huấn", "KH 1/KH-UBND", SIN_HO_AGENCY, "31/12/2025", "Báo cáo"];
    let send = |contents: &[u8]| leader.upload("/tasks/plan", &[], &[("plan", "ke-hoach.xlsx", contents)]);
    let plan = |due: &str| {
        let second = ["1", "Rà soát", "KH 1/KH-UBND", SIN_HO_AGENCY, due, "Báo cáo"];
        book(&[
            ("Bìa", &[&["KẾ HOẠCH NĂM 2025"]], ""),
            ("Phụ lục 1", &[head, first], ""),
            ("Phụ lục 2", &[head, &second], ""),
        ])
    };
    send(&plan("Hằng tháng, trước ngày 20")).is(422).says("1 chỗ chưa đọc được").says("Phụ lục 2").says(">E<");
    leader.get("/tasks?side=given").is(200).hides("Tập huấn").hides("Rà soát");
    send(&plan("Hằng tháng, đến hết 31/12/2025")).is(303);
    let taken = leader.get("/tasks?side=given").is(200).says("Đã giao 2 nhiệm vụ").says("Tập huấn").says("Rà soát");
    taken.says("Phụ lục 1, Phụ lục 2").says("không đọc: Bìa");
}

#[test]
fn a_plan_is_taken_in_whole_or_not_at_all() {
    let site = Site::open();
    let leader = site.signed_in(LEADER);
    leader.get("/tasks/plan").is(200);
    let head: &[&str] = &["STT", "Nhiệm vụ", "Văn bản giao", "Cơ quan chủ trì", "Thời hạn", "Sản phẩm"];
    let bad = workbook(
        &[
            head,
            &["1", "Tập huấn", "KH 1/KH-UBND", SIN_HO_AGENCY, "31/12/2025", "Báo cáo"],
            &["2", "Rà soát", "", "", "sớm nhất có thể", ""],
        ],
        "D2:D3",
    );
    let send = |contents: &[u8]| leader.upload("/tasks/plan", &[], &[("plan", "ke-hoach.xlsx", contents)]);
    let refused = send(&bad).is(422).says("3 chỗ chưa đọc được");
    let refused = refused.says("sớm nhất có thể").says("Chưa nhiệm vụ nào được giao");
    for column in ["C", "E", "F"] {
        assert!(refused.text.contains(&format!(">{column}<")), "{column}");
    }
    leader.get("/tasks?side=given").is(200).hides("Tập huấn");
    let good = workbook(
        &[
            head,
            &["1", "Tập huấn", "KH 1/KH-UBND", SIN_HO_AGENCY, "ngày 31 tháng 12 năm 2025", "Báo cáo"],
            &["2", "Rà soát", "KH 1/KH-UBND", "", "Quý IV/2025", "Báo cáo"],
        ],
        "D2:D3",
    );
    send(&good).is(303);
    leader.get("/tasks?side=given").is(200).says("Đã giao 2 nhiệm vụ").says("Tập huấn").says("Rà soát");
    send(b"not a workbook").is(422).wrong_at("plan");
    // What was exported is a plan: it can be read again, and assigns nothing twice.
    let exported = leader.get("/tasks.xlsx?side=given").is(200);
    assert!(exported.header("content-type").ends_with("spreadsheetml.sheet"), "{}", exported.header("content-type"));
    let sheet = web::plans::sheet(&exported.bytes).expect("a workbook");
    assert!(sheet.rows.iter().flatten().any(|cell| cell == "Tập huấn"));
    send(&exported.bytes).is(303);
    leader.get("/tasks?side=given").is(200).says("Đã giao 0 nhiệm vụ");
}

#[test]
fn a_month_is_reported_by_one_approved_by_another_and_then_locked() {
    let site = Site::open();
    assigned(&site);
    // The day is 15 December: of the months whose cut-off is over, November is the last.
    let (clerk, leader) = (site.signed_in(CLERK), site.signed_in(LEADER));
    // The first task is of this month, so nothing is owed for the months before; a report that was made is shown all the same.
    clerk
        .get("/tasks/reports")
        .is(200)
        .says("Báo cáo tháng")
        .says("Tháng 12/2025")
        .hides("Tháng 11/2025")
        .says("Chưa gửi");
    let address = format!("/tasks/reports/{SIN_HO_AGENCY}/2025-11");
    let act = |browser: &Browser<'_>, action: &str, fields: &[(&str, &str)]| {
        let version = hidden(&browser.get(&address).is(200), "version");
        let all: Vec<_> = [("version", version.as_str())].into_iter().chain(fields.iter().copied()).collect();
        browser.post(&format!("{address}/actions/{action}"), &all)
    };
    act(&clerk, "send", &[("send-note", "Đủ số liệu")]).is(303);
    // Another agency's report, by its address: no such report for reading, for taking away and for acting.
    let stranger = site.signed_in(PATAN_LEADER);
    stranger.get(&address).is(404);
    stranger.get(&format!("{address}/report.xlsx")).is(404);
    stranger.post(&format!("{address}/actions/approve"), &[("version", "1")]).is(404);
    clerk.post(&format!("{address}/actions/approve"), &[("version", "1")]).is(403);
    act(&leader, "return", &[]).is(422).wrong_at("return-reason");
    act(&leader, "approve", &[]).is(303);
    leader.get(&address).is(200).says("Báo cáo đã duyệt và khóa").says("Đủ số liệu");
    leader
        .post(&format!("{address}/actions/skip"), &[("version", "2"), ("skip-reason", "x")])
        .is(422)
        .says("đã duyệt và khóa");
    clerk.get("/tasks/reports").is(200).says("Tháng 11/2025").says("Đã gửi");
    let book = leader.get(&format!("{address}/report.xlsx")).is(200);
    let sheet = web::plans::sheet(&book.bytes).expect("a workbook");
    assert!(sheet.rows.iter().flatten().any(|cell| cell == "Chưa thực hiện – trong hạn"));
    // This month's cut-off has not come.
    let early = format!("/tasks/reports/{SIN_HO_AGENCY}/2025-12/actions/send");
    clerk.post(&early, &[("version", "0")]).is(422).says("Chưa đến ngày chốt");
    clerk.get(&format!("/tasks/reports/{SIN_HO_AGENCY}/2026-06")).is(404);
}
