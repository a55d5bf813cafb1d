//! The paper of a result over the pages: written from the form, signed, checked by its code, copied, corrected.

use crate::signatures::site;
use crate::site::{Browser, CASE, CLERK, COUNTER, LAN, LEADER, MINH, PATAN, Page, Site};
use seals::pades::{Signature, Verdict, verify};

fn act(browser: &Browser<'_>, code: &str, version: &str, action: &str, fields: &[(&str, &str)]) -> Page {
    browser.get(&format!("/dossiers/{code}")).is(200);
    let all: Vec<_> = [("version", version)].into_iter().chain(fields.iter().copied()).collect();
    browser.post(&format!("/dossiers/{code}/actions/{action}"), &all)
}

/// A dossier that waits for its result to be written.
fn received(site: &Site) -> String {
    let code = site.signed_in(LAN).file();
    act(&site.signed_in(COUNTER), &code, "1", "receive", &[]).leads_to("/dossiers/");
    act(&site.signed_in(CASE), &code, "2", "assign", &[("assign-officer", CASE)]).leads_to("/dossiers/");
    code
}

/// What the page of a paper holds, to be sent again with these changes.
fn paper(page: &Page, changes: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let version = page.hidden().into_iter().find(|(name, _)| name == "version").expect("a version").1;
    let fields = ["kind", "sign", "subject", "grounds", "opening", "particulars", "text", "valid_until"];
    let mut all: Vec<_> = fields.map(|field| (field, page.value(field))).into();
    all.push(("version", version));
    for (field, value) in changes {
        all.retain(|(known, _)| known != field);
        all.push((field, (*value).to_owned()));
    }
    all
}

fn post(browser: &Browser<'_>, to: &str, fields: &[(&'static str, String)]) -> Page {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post(to, &fields)
}

/// Writes the result, signs and issues it; answers the address where it is checked.
fn issued(site: &Site, code: &str) -> String {
    let (case, to) = (site.signed_in(CASE), format!("/dossiers/{code}/result"));
    let page = case.get(&to).is(200);
    let filled = paper(&page, &[("content", "Hồ sơ hợp lệ."), ("particulars", "Họ, chữ đệm, tên: Lò Thị Mây")]);
    post(&case, &to, &filled).leads_to("/dossiers/");
    act(&site.signed_in(LEADER), code, "4", "sign", &[]).leads_to("/dossiers/");
    let clerk = site.signed_in(CLERK);
    let number = clerk.get(&format!("/dossiers/{code}")).is(200).value("complete-number");
    assert!(number.starts_with(code), "{number}");
    act(&clerk, code, "5", "complete", &[("complete-number", &number)]).leads_to("/dossiers/");
    link(&site.signed_in(LAN).get(&format!("/dossiers/{code}")).is(200), "/verify/")
}

/// The last link of a page that begins so.
fn link(page: &Page, begins: &str) -> String {
    let links = page.text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|link| link.starts_with(begins)).last().unwrap_or_else(|| panic!("no {begins} on the page")).to_owned()
}

#[test]
fn a_result_is_written_from_the_dossier_signed_and_checked_by_its_code() {
    let (site, authority) = site();
    let code = received(&site);
    let (case, to) = (site.signed_in(CASE), format!("/dossiers/{code}/result"));
    case.get(&format!("/dossiers/{code}")).is(200).says("Soạn văn bản kết quả");
    let page = case.get(&to).is(200).says("Giấy khai sinh").says("Lò Thị Lan");
    let preview = post(&case, &to, &paper(&page, &[("do", "preview")])).is(200);
    assert!(preview.bytes.starts_with(b"%PDF-"), "a draft as PDF");
    let nothing = [("kind", ""), ("particulars", ""), ("text", ""), ("content", "")];
    post(&case, &to, &paper(&page, &nothing)).is(422).wrong_at("kind").wrong_at("particulars");
    post(&case, &to, &paper(&page, &[("content", "")])).is(422).wrong_at("content");
    // Who may not propose writes no result.
    for other in [LEADER, COUNTER] {
        site.signed_in(other).get(&to).is(403);
    }
    site.signed_in(PATAN).get(&to).is(404);
    site.signed_in(LAN).get(&to).is(403);

    let check = issued(&site, &code);
    let checked = site.browser().get(&check).is(200).says("có chữ ký số, còn hiệu lực").hides("Lò Thị Mây");
    checked.says("Tẩn Chủ Tịch").says(&format!("{code}/"));
    let owner = site.signed_in(LAN);
    let page = owner.get(&format!("/dossiers/{code}")).is(200).says("Chữ ký hợp lệ");
    // The result stands before the papers.
    let files = format!("/dossiers/{code}/files/");
    let first = page.text.split(&format!("href=\"{files}")).nth(1).and_then(|rest| rest.split('"').next());
    let file = owner.get(&format!("{files}{}", first.expect("a file"))).is(200);
    let at = "2025-12-24T00:00:00Z".parse().expect("a time");
    let found = verify(&file.bytes, &authority.anchors(), at).expect("a PDF");
    assert_eq!(found.iter().map(Signature::verdict).collect::<Vec<_>>(), [Verdict::Valid, Verdict::Valid]);
}

#[test]
fn a_result_without_a_signature_says_so() {
    let site = Site::open();
    let code = received(&site);
    let check = issued(&site, &code);
    site.browser().get(&check).is(200).says("không mang chữ ký số").hides("còn hiệu lực");
    site.signed_in(LAN).get(&format!("/dossiers/{code}")).is(200).says("không mang chữ ký số");
}

#[test]
fn an_error_is_corrected_and_the_old_version_says_that_it_was_replaced() {
    let (site, authority) = site();
    let code = received(&site);
    let old = issued(&site, &code);
    let (lan, to) = (site.signed_in(LAN), format!("/dossiers/{code}/result/ask"));
    lan.get(&to).is(200).says("Đính chính sai sót");
    lan.post(&to, &[("kind", "correction"), ("wrong", ""), ("right", "Lò Thị Lan")]).is(422).wrong_at("wrong");
    let wish = [("kind", "correction"), ("wrong", "Tên ghi “Mây”"), ("right", "Lò Thị Lan")];
    let request = lan.post(&to, &wish).leads_to("/results/KQ251223-").to;
    lan.get(&request).is(200).says("Chờ xử lý").hides("Soạn bản đính chính");
    lan.get("/my/results").is(200).says(&code);
    for stranger in [MINH, PATAN] {
        site.signed_in(stranger).get(&request).is(404);
        site.signed_in(stranger).get(&to).is(404);
    }
    let (case, writing) = (site.signed_in(CASE), format!("{request}/paper"));
    case.get("/results").is(200).says(&code);
    let page = case.get(&writing).is(200).says("Lò Thị Mây").says("Tên ghi “Mây”");
    let corrected = paper(&page, &[("particulars", "Họ, chữ đệm, tên: Lò Thị Lan")]);
    post(&case, &writing, &corrected).leads_to("/results/");
    // Who wrote it may not sign it, nor may whoever asked.
    let sign = [("command", "sign"), ("version", "2")];
    case.get(&request).is(200);
    case.post(&request, &sign).is(422);
    lan.get(&request).is(200);
    lan.post(&request, &sign).is(403);
    let leader = site.signed_in(LEADER);
    leader.get(&request).is(200).says("Ký và phát hành bản đính chính");
    leader.post(&request, &sign).leads_to("/results/");

    site.browser().get(&old).is(200).says("đã được đính chính").says(&format!("{code}/")).hides("có chữ ký số");
    let page = lan.get(&format!("/dossiers/{code}")).is(200).says("đã được thay thế").says("Đính chính kết quả");
    let new = link(&page, "/verify/");
    assert_ne!(new, old);
    site.browser().get(&new).is(200).says("có chữ ký số, còn hiệu lực").says("-2");
    let page = lan.get(&request).is(200).says("Đã trả").says("Tải bản đã đính chính");
    // Signed by who decided it and sealed by the agency, as the first one.
    let file = lan.get(&link(&page, &format!("{request}/files/"))).is(200);
    let at = "2025-12-24T00:00:00Z".parse().expect("a time");
    let found = verify(&file.bytes, &authority.anchors(), at).expect("a PDF");
    assert_eq!(found.iter().map(Signature::verdict).collect::<Vec<_>>(), [Verdict::Valid, Verdict::Valid]);
}

#[test]
fn a_copy_is_sealed_by_the_agency() {
    let (site, authority) = site();
    let code = received(&site);
    issued(&site, &code);
    let (counter, to) = (site.signed_in(COUNTER), format!("/dossiers/{code}/result/ask"));
    counter.get(&to).is(200);
    counter.post(&to, &[("kind", "copy"), ("copies", "0")]).is(422).wrong_at("copies");
    let request = counter.post(&to, &[("kind", "copy"), ("copies", "2")]).leads_to("/results/KQ251223-").to;
    // The counter asks for them; the agency answers.
    counter.get(&request).is(200).hides("Cấp bản sao");
    counter.post(&request, &[("command", "copy"), ("version", "1")]).is(422);
    let clerk = site.signed_in(CLERK);
    clerk.get(&request).is(200);
    clerk.post(&request, &[("command", "copy"), ("version", "1")]).leads_to("/results/");
    let lan = site.signed_in(LAN);
    let page = lan.get(&request).is(200).says("Tải bản sao");
    let file = lan.get(&link(&page, &format!("{request}/files/"))).is(200);
    let at = "2025-12-24T00:00:00Z".parse().expect("a time");
    let found = verify(&file.bytes, &authority.anchors(), at).expect("a PDF");
    assert_eq!(found.iter().map(Signature::verdict).collect::<Vec<_>>(), [Verdict::Valid], "the agency's, of the copy");
    let number = request.trim_start_matches("/results/");
    let named = file.headers["content-disposition"].to_str().expect("a name").to_owned();
    assert!(named.contains(&format!("Ban-sao-{code}-BS-{number}")), "{named}");
}

#[test]
fn whoever_comes_to_the_archive_finds_their_own_work_first() {
    let site = Site::open();
    let opens_on = |login: &str| {
        let browser = site.signed_in(login);
        browser.get("/queue").is(200).says("href=\"/archive\"");
        let page = browser.get("/archive").is(200);
        let tab =
            page.text.split("<a href=\"/archive?view=").skip(1).find(|tab| tab.contains("\" aria-current=\"page\""));
        tab.and_then(|tab| tab.split('"').next()).map(str::to_owned)
    };
    assert_eq!(opens_on(CLERK).as_deref(), Some("closed"), "a clerk hands over");
    assert_eq!(opens_on(LEADER).as_deref(), Some("lists"), "a leader decides over what is to leave");
    site.signed_in(CASE).get("/queue").is(200).hides("href=\"/archive\"");
}
