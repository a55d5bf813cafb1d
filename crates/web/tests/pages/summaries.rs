//! Reports in prose: read on the page, taken along as PDF and DOCX, compared with a day that is named; what is typed wrong is said at its
//! field and kept.

use crate::site::{ADMIN, CASE, COUNTER, LAN, LEADER, Site};
use rules::dossiers::{Command, Receive};

#[test]
fn an_officer_reads_a_report_and_takes_it_along() {
    let site = Site::open();
    let code = site.signed_in(LAN).file();
    site.act(COUNTER, &code, Command::Receive(Receive {}));
    let officer = site.signed_in(CASE);
    let page = officer.get("/summaries?kind=conference&as_of=2025-12-23&since=2025-11-30").is(200);
    let page = page
        .says("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .says("<strong>Báo cáo</strong>")
        .says("100% tổng số hồ sơ tiếp nhận");
    let page = page.says("id=\"note-1\"").says("/index/location_independent_dossiers?side=numerator");
    let page = page.says("Đến 23/12/2025").says("Đến 30/11/2025").says("Chưa có dữ liệu trong hệ thống về");
    assert!(!page.text.contains("{ $"), "no sentence is left open");
    let files = page.text.split("href=\"").filter_map(|rest| rest.split('"').next());
    let files: Vec<_> =
        files.filter(|href| href.starts_with("/summaries/report.")).map(|href| href.replace("&#38;", "&")).collect();
    assert_eq!(files.len(), 2, "{files:?}");
    let pdf = officer.get(&files[0]).is(200);
    assert!(
        pdf.bytes.starts_with(b"%PDF-")
            && pdf.header("content-disposition").contains("bao-cao-conference-2025-12-23.pdf")
    );
    let docx = officer.get(&files[1]).is(200);
    assert!(
        docx.bytes.starts_with(b"PK")
            && docx.header("content-disposition").contains("bao-cao-conference-2025-12-23.docx")
    );
    officer.get("/summaries?kind=annual&as_of=2025-12-23").is(200).says("năm 2025").says("Đến 23/12/2024");
    site.signed_in(LEADER).get("/summaries").is(200).says("href=\"/summaries\"");
    for login in [LAN, ADMIN] {
        site.signed_in(login).get("/summaries").is(403);
    }
}

#[test]
fn what_is_typed_wrong_is_said_at_its_field_and_kept() {
    let site = Site::open();
    let officer = site.signed_in(CASE);
    let ahead = officer.get("/summaries?as_of=2031-01-01&since=2025-06-30").is(422).says("Ngày này chưa đến");
    ahead.says("value=\"2031-01-01\"").says("value=\"2025-06-30\"").hides("report.pdf");
    officer.get("/summaries?as_of=2025-06-30&since=2025-06-30").is(422).says("phải sớm hơn");
    officer.get("/summaries?as_of=hom-nay").is(422).says("value=\"hom-nay\"");
    officer.get("/summaries?kind=weekly").is(422).says("Chọn một trong hai loại báo cáo");
    officer.get("/summaries/report.pdf?as_of=2031-01-01").is(422);
}
