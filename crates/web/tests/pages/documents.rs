//! The official forms: made from the records, the same each time, for those who may have them; and checked by anybody.

use crate::site::{Browser, CASE, COUNTER, LAN, LEADER, MINH, Page, Site};
use rules::dossiers::{Apologise, Assign, Command, Receive, RequestSupplement, SupplementDossier, Suspend, Withdraw};
use store::desk::{documents, dossiers};

/// A dossier of Lan's that is received.
fn received(site: &Site) -> String {
    let code = site.signed_in(LAN).file();
    site.act(COUNTER, &code, Command::Receive(Receive {}));
    code
}

fn assigned() -> Command {
    Command::Assign(Assign { officer: CASE.into(), officer_name: "Hoàng Thụ Lý".into(), note: None })
}

fn supplemented() -> Command {
    Command::Supplement(SupplementDossier { documents: vec![], note: Some("Đã nộp lại".into()) })
}

fn form(browser: &Browser<'_>, code: &str, name: &str) -> Page {
    browser.get(&format!("/dossiers/{code}/documents/{name}.pdf"))
}

/// What stands on the form of this name.
fn id(site: &Site, code: &str, name: &'static str) -> String {
    let code = code.to_owned();
    site.read(move |tx| {
        let loaded = dossiers::load(tx, &code)?.expect("the dossier");
        Ok(documents::named(&loaded, name).expect("the form").id.to_string())
    })
}

#[test]
fn the_acknowledgement_can_be_had_as_a_pdf_from_reception_on() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let code = lan.file();
    form(&lan, &code, "acknowledgement").is(422).says("chưa được tiếp nhận");
    site.act(COUNTER, &code, Command::Receive(Receive {}));
    lan.get(&format!("/dossiers/{code}")).is(200).says(&format!("/dossiers/{code}/documents/acknowledgement.pdf"));
    let first = form(&lan, &code, "acknowledgement").is(200);
    assert!(first.text.starts_with("%PDF-1."), "{:.20}", first.text);
    // Whatever happens later: it says what it said.
    site.act(CASE, &code, assigned());
    site.later(30);
    assert!(form(&site.signed_in(CASE), &code, "acknowledgement").is(200).text == first.text);
    form(&site.signed_in(MINH), &code, "acknowledgement").is(404);
    let lan = site.signed_in(LAN);
    form(&lan, &code, "apology").is(404);
    form(&lan, &code, "../../etc").is(404);
}

#[test]
fn the_slip_stays_between_officers() {
    let site = Site::open();
    let code = received(&site);
    let lan = site.signed_in(LAN);
    lan.get(&format!("/dossiers/{code}")).is(200).hides("control-slip");
    form(&lan, &code, "control-slip").is(404);
    let case = site.signed_in(CASE);
    case.get(&format!("/dossiers/{code}")).is(200).says("control-slip.pdf");
    form(&case, &code, "control-slip").is(200);
}

#[test]
fn every_event_that_the_applicant_is_written_to_about_has_its_form() {
    let site = Site::open();
    let code = received(&site);
    site.act(CASE, &code, assigned());
    let reason = Some("Bản nộp lại vẫn mờ".into());
    let asked = RequestSupplement { content: "Giấy chứng sinh bị mờ".into(), documents: vec![], reason };
    site.act(CASE, &code, Command::RequestSupplement(asked.clone()));
    let lan = site.signed_in(LAN);
    form(&lan, &code, "supplement-request").is(200);
    site.act(LAN, &code, supplemented());
    site.act(LEADER, &code, Command::RequestSupplement(asked));
    let second = form(&lan, &code, "supplement-request-2").is(200);
    assert!(second.text != form(&lan, &code, "supplement-request").is(200).text);
    site.act(LAN, &code, supplemented());
    let new_due_at = "2026-01-15T10:00:00+07:00".parse().expect("an instant");
    site.act(LEADER, &code, Command::Apologise(Apologise { reason: "Mưa lũ".into(), new_due_at }));
    form(&lan, &code, "apology").is(200);
    site.act(
        LEADER,
        &code,
        Command::Suspend(Suspend {
            reason: "Gia đình đề nghị".into(),
            request_date: Some(jiff::civil::date(2025, 12, 23)),
            request_file: Some("f9".into()),
        }),
    );
    form(&lan, &code, "stop-notice").is(200);
    let page = lan.get(&format!("/dossiers/{code}")).is(200);
    for name in ["acknowledgement", "supplement-request", "supplement-request-2", "apology", "stop-notice"] {
        assert!(page.text.contains(&format!("/documents/{name}.pdf\"")), "{name}");
    }
}

#[test]
fn anybody_checks_a_paper_by_its_code() {
    let site = Site::open();
    let code = received(&site);
    let id = id(&site, &code, "acknowledgement");
    let anybody = site.browser();
    let page = anybody.get(&format!("/verify/{id}")).is(200);
    page.says("còn hiệu lực")
        .says("Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
        .says("Vàng Thị Quầy")
        .says("L. T. L.")
        .hides("Lò Thị Lan");
    // As people type it.
    anybody.get(&format!("/verify?code={}", id.to_lowercase().replacen('-', "%20", 0))).leads_to("/verify/");
    anybody.get(&format!("/verify/{}", id.to_lowercase())).is(200);
    site.act(LAN, &code, Command::Withdraw(Withdraw::default()));
    anybody.get(&format!("/verify/{id}")).is(200).says("đã kết thúc");
}

#[test]
fn a_code_that_was_altered_or_guessed_is_told_nothing() {
    let site = Site::open();
    let code = received(&site);
    let id = id(&site, &code, "acknowledgement");
    let (before, last) = id.split_at(id.len() - 1);
    let altered = format!("{before}{}", if last == "0" { "1" } else { "0" });
    let other_form = id.replacen(".01.", ".04.", 1);
    let other_dossier = id.replacen("H35.38-", "H35.40-", 1);
    let anybody = site.browser();
    for wrong in [&altered, &other_form, &other_dossier, &code, "x", "%00", "..%2f..%2fetc%2fpasswd", &"9".repeat(3000)]
    {
        anybody.get(&format!("/verify/{wrong}")).is(404).says("Không có văn bản nào khớp").hides("Đăng ký khai sinh");
    }
}
