//! Official reports on the pages: sent by the commune, approved by the province, locked and unlocked with a reason; each number opens onto
//! as many records; files come in their layout; advice is for officers.

use crate::site::*;
use rules::dossiers::{Command, Receive};
use rules::people::{Capacity, Event, PositionGranted, Role};
use store::desk;

const LAST_MONTH: &str = "/official-reports/06a/H35.38/2025-11";
const THIS_MONTH: &str = "/official-reports/06a/H35.38/2025-12";

fn act(browser: &Browser<'_>, address: &str, action: &str, fields: &[(&str, &str)]) -> Page {
    let shown = browser.get(address).is(200);
    let version = shown.hidden().into_iter().find(|(name, _)| name == "version").map(|(_, version)| version);
    let version = version.unwrap_or_default();
    let all: Vec<_> = [("version", version.as_str())].into_iter().chain(fields.iter().copied()).collect();
    browser.post(&format!("{address}/actions/{action}"), &all)
}

/// Lets somebody lead the province too.
fn lead_the_province(site: &Site, login: &'static str) {
    let now = site.clock.now();
    site.write(move |tx| {
        let position = PositionGranted::at_once(login, "H35".parse().expect("a code"), Role::Approver, "Phó Chủ tịch");
        desk::people::record(tx, Event::PositionGranted(position), &Capacity::system("test"), now)
    });
}

#[test]
fn a_report_is_sent_approved_locked_and_unlocked() {
    let site = Site::open();
    let clerk = site.signed_in(CLERK);
    clerk.get("/official-reports").is(200).says("II.06a").says("Chưa gửi").hides("Lịch báo cáo");
    clerk.get("/official-reports?form=07b&period=2025-Q4").is(200).says("Quý IV năm 2025");
    let early = clerk.get(THIS_MONTH).is(200).hides("Gửi báo cáo để duyệt");
    assert!(!early.text.contains("actions/send"));
    let sent = clerk.post(&format!("{THIS_MONTH}/actions/send"), &[("version", "0")]).is(422);
    sent.says("Kỳ báo cáo chưa kết thúc");
    act(&clerk, LAST_MONTH, "send", &[("send-note", "Đủ")]).leads_to(LAST_MONTH);
    clerk.get(LAST_MONTH).is(200).says("Chờ duyệt").says("Đủ").hides("Duyệt và khóa");
    site.signed_in(PATAN_LEADER).get(LAST_MONTH).is(404);
    lead_the_province(&site, PATAN_LEADER);
    let leader = site.signed_in(PATAN_LEADER);
    leader.get("/official-reports").is(200).says("Lịch báo cáo").says("Ủy ban nhân dân");
    let version = [("version", "1")];
    leader.post(&format!("{LAST_MONTH}/actions/return"), &version).is(422).wrong_at("return-reason");
    leader.post(&format!("{LAST_MONTH}/actions/approve"), &version).leads_to(LAST_MONTH);
    clerk.get(LAST_MONTH).is(200).says("Đã duyệt, khóa").hides("Gửi báo cáo để duyệt");
    leader.post(&format!("{LAST_MONTH}/actions/approve"), &[("version", "2")]).is(422).says("đã duyệt và khóa");
    leader
        .post(&format!("{LAST_MONTH}/actions/unlock"), &[("version", "2"), ("unlock-reason", "Nhập muộn")])
        .leads_to(LAST_MONTH);
    clerk.get(LAST_MONTH).is(200).says("Chưa gửi").says("Nhập muộn");
    let set = [("form", "06a"), ("cadence", "month"), ("days", "0"), ("authority", "CV 1")];
    leader.post("/official-reports", &set).is(422).wrong_at("days");
    leader.post("/official-reports", &with(&set, "days", "5")).leads_to("/official-reports");
    leader.get("/official-reports?period=2025-12").is(200).says("05/01/2026");
}

#[test]
fn every_number_opens_onto_as_many_records() {
    let site = Site::open();
    let code = site.signed_in(LAN).file();
    site.act(COUNTER, &code, Command::Receive(Receive {}));
    let clerk = site.signed_in(CLERK);
    for form in ["06a", "06b", "07a", "07b"] {
        let address = THIS_MONTH.replace("06a", form);
        let page = clerk.get(&address).is(200);
        let links = page.text.matches("/records?line=").count();
        let mut opened = 0;
        for piece in page.text.split("href=\"").skip(1).filter(|piece| piece.contains("/records?line=")) {
            let (link, rest) = piece.split_once('"').expect("a link");
            let number: usize =
                rest.trim_start_matches('>').split('<').next().expect("a number").parse().expect("a number");
            let list = clerk.get(&link.replace("&amp;", "&").replace("&#38;", "&")).is(200);
            let rows = list.main().matches("<tr role=\"row\">").count();
            assert_eq!(rows, number.min(50) + 1, "{form} {link}: a heading and a row each");
            opened += 1;
        }
        assert_eq!(opened, links);
        assert!(form == "06b" || links > 0, "{form} counts something");
        let book = clerk.get(&format!("{address}/report.xlsx")).is(200);
        assert!(book.header("content-type").contains("spreadsheetml"));
        let paper = clerk.get(&format!("{address}/report.pdf")).is(200);
        assert_eq!(paper.header("content-type"), "application/pdf");
    }
    clerk.get(&format!("{THIS_MONTH}/records?line=all&column=3")).is(200).says(&code);
    clerk.get(&format!("{THIS_MONTH}/records?line=all&column=99")).is(404);
    clerk.get(&format!("{THIS_MONTH}/records?line=none&column=3")).is(404);
}

#[test]
fn advice_names_open_dossiers_and_the_points_still_to_be_had() {
    let site = Site::open();
    let code = site.signed_in(LAN).file();
    site.act(COUNTER, &code, Command::Receive(Receive {}));
    let officer = site.signed_in(CASE);
    officer.get("/advice/late").is(200).says(&code).says("Xác suất trễ");
    officer.get("/advice/late?agency=H35.40").is(200).hides(&code);
    site.signed_in(PATAN).get("/advice/late").is(200).hides(&code);
    officer.get("/advice/index?agency=H35.38").is(200).says("Điểm còn thiếu");
    officer.get("/advice/process").is(200).says("<svg").says("Tiếp nhận");
}
