//! Results are signed as they are decided and issued, and whoever has a PDF learns whether its signatures hold.

use crate::site::{Browser, CASE, CLERK, COUNTER, LAN, LEADER, Page, Site};
use links::signing::{Holder, Keys, Signing};
use links::simulators::authority::SimulatedAuthority;
use seals::pades::{Anchors, Verdict, Wish, sign, verify};
use std::sync::Arc;
use store::files::LARGEST;

/// A site with a simulated authority that gives everybody a key and stamps times.
pub fn site() -> (Site, Arc<SimulatedAuthority>) {
    let folder = tempfile::tempdir().expect("a folder");
    let now = "2025-12-23T02:00:00Z".parse().expect("a time");
    let authority = Arc::new(SimulatedAuthority::open(folder.path(), Arc::new(move || now)).expect("an authority"));
    let anchors = authority.anchors();
    let tools = Signing {
        keys: Arc::clone(&authority) as _,
        anchors,
        stamp: Some(Arc::clone(&authority) as _),
        revocations: None,
    };
    (Site::with_signing(tools), authority)
}

/// A PDF of one page.
pub fn pdf() -> Vec<u8> {
    padded(0)
}

/// The same with so many bytes that say nothing.
fn padded(bytes: usize) -> Vec<u8> {
    let parts = [
        "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n",
        "2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n",
        "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>\nendobj\n",
    ];
    let mut file = format!("%PDF-1.7\n%{}\n", "x".repeat(bytes));
    let mut table = "xref\n0 4\n0000000000 65535 f \n".to_owned();
    for part in parts {
        table += &format!("{:010} 00000 n \n", file.len());
        file += part;
    }
    let start = file.len();
    format!("{file}{table}trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").into_bytes()
}

fn act(browser: &Browser<'_>, code: &str, version: &str, action: &str, fields: &[(&str, &str)]) -> Page {
    browser.get(&format!("/dossiers/{code}")).is(200);
    let all: Vec<_> = [("version", version)].into_iter().chain(fields.iter().copied()).collect();
    browser.post(&format!("/dossiers/{code}/actions/{action}"), &all)
}

/// A dossier that is proposed with this file as the result.
fn proposed(site: &Site, file: &[u8]) -> String {
    let code = assigned(site);
    let to = format!("/dossiers/{code}/actions/propose");
    let case = site.signed_in(CASE);
    case.get(&format!("/dossiers/{code}")).is(200);
    case.upload(&to, &PROPOSED, &[("propose-file", "ket-qua.pdf", file)]).leads_to("/dossiers/");
    code
}

const PROPOSED: [(&str, &str); 3] =
    [("version", "3"), ("propose-outcome", "granted"), ("propose-content", "Đủ điều kiện")];

/// A dossier that somebody settles.
fn assigned(site: &Site) -> String {
    let code = site.signed_in(LAN).file();
    act(&site.signed_in(COUNTER), &code, "1", "receive", &[]).leads_to("/dossiers/");
    let case = site.signed_in(CASE);
    act(&case, &code, "2", "assign", &[("assign-officer", CASE)]).leads_to("/dossiers/");
    code
}

#[test]
fn a_result_is_signed_by_who_decides_and_sealed_by_the_agency() {
    let (site, authority) = site();
    let code = proposed(&site, &pdf());
    let leader = site.signed_in(LEADER);
    leader.get(&format!("/dossiers/{code}")).is(200).hides("Ký số:");
    // Whoever may not sign has nothing signed.
    act(&site.signed_in(CASE), &code, "4", "sign", &[]).is(403);
    act(&leader, &code, "4", "sign", &[]).leads_to("/dossiers/");
    leader.get(&format!("/dossiers/{code}")).is(200).says("Chữ ký hợp lệ").says("Ký số: Tẩn Chủ Tịch (mô phỏng)");
    act(&site.signed_in(CLERK), &code, "5", "complete", &[("complete-number", "125/GKS")]).leads_to("/dossiers/");

    let owner = site.signed_in(LAN);
    let page = owner.get(&format!("/dossiers/{code}")).is(200).says("Chữ ký hợp lệ");
    let link = page.text.split("href=\"").filter_map(|rest| rest.split('"').next());
    let link = link.filter(|link| link.ends_with("/signatures")).last().expect("a link").to_owned();
    let told = owner.get(&link).is(200);
    let told = told.says("Tẩn Chủ Tịch (mô phỏng)").says("Ủy ban nhân dân xã Sìn Hồ (mô phỏng)");
    told.says("sau chữ ký này chỉ có thêm chữ ký khác").says("dấu thời gian").says("23/12/2025");

    // What Lan downloads holds wherever it is checked.
    let file = owner.get(link.trim_end_matches("/signatures")).is(200);
    let at = "2025-12-24T00:00:00Z".parse().expect("a time");
    let found = verify(&file.bytes, &authority.anchors(), at).expect("a PDF");
    assert_eq!(
        found.iter().map(seals::pades::Signature::verdict).collect::<Vec<_>>(),
        [Verdict::Valid, Verdict::Valid]
    );
    let browser = site.browser();
    browser.get("/verify/signatures").is(200);
    let check = |file: &[u8]| browser.upload("/verify/signatures", &[], &[("file", "ket-qua.pdf", file)]);
    check(&file.bytes).is(200).says("Chữ ký hợp lệ").says("Ký kết quả giải quyết hồ sơ");
    let mut spoiled = file.bytes.clone();
    let at = spoiled.windows(8).position(|part| part == b"MediaBox").expect("there");
    spoiled[at + 9] = b'7';
    check(&spoiled).is(200).says("Chữ ký không hợp lệ").says("Nội dung đã bị sửa sau khi ký");
    check(&pdf()).is(200).says("không có chữ ký số");
    check(b"MZ").is(200).says("không phải tệp PDF");
    browser.upload("/verify/signatures", &[], &[]).is(422).says("Hãy chọn một tệp PDF");
}

#[test]
fn without_a_key_a_result_goes_its_way_as_before() {
    let site = Site::open();
    let code = proposed(&site, &pdf());
    act(&site.signed_in(LEADER), &code, "4", "sign", &[]).leads_to("/dossiers/");
    act(&site.signed_in(CLERK), &code, "5", "complete", &[("complete-number", "1")]).leads_to("/dossiers/");
    site.signed_in(LAN).get(&format!("/dossiers/{code}")).is(200).hides("Ký số:");
}

#[test]
fn what_can_not_be_signed_is_said_where_it_is_handed_in_and_nothing_is_entered() {
    let (site, _) = site();
    let code = assigned(&site);
    let case = site.signed_in(CASE);
    case.get(&format!("/dossiers/{code}")).is(200);
    let guessed = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
    let file = [("propose-file", "ket-qua.pdf", &guessed[..])];
    case.upload(&format!("/dossiers/{code}/actions/propose"), &PROPOSED, &file).is(422).says("Đủ điều kiện");
    case.get(&format!("/dossiers/{code}")).is(200).says("id=\"act-propose\"");
}

#[test]
fn a_large_result_that_came_in_pieces_is_signed_and_issued() {
    let (site, _) = site();
    let code = assigned(&site);
    let case = site.signed_in(CASE);
    let page = case.get(&format!("/dossiers/{code}")).is(200).says("không quá 200 MB");
    assert!(page.text.contains("data-resumable"));
    let file = padded(LARGEST + 2_000_000);
    let id = case.send_in_pieces("ket-qua.pdf", &file);
    let fields = [&PROPOSED[..], &[("propose-file-sent", id.as_str())][..]].concat();
    let to = format!("/dossiers/{code}/actions/propose");
    // Another's file is not taken for one's own.
    let theirs = site.signed_in(LAN).send_in_pieces("ket-qua.pdf", &pdf());
    let stolen = [&PROPOSED[..], &[("propose-file-sent", theirs.as_str())][..]].concat();
    case.upload(&to, &stolen, &[]).is(422);
    case.upload(&to, &fields, &[]).leads_to("/dossiers/");
    act(&site.signed_in(LEADER), &code, "4", "sign", &[]).leads_to("/dossiers/");
    act(&site.signed_in(CLERK), &code, "5", "complete", &[("complete-number", "125/GKS")]).leads_to("/dossiers/");
    let owner = site.signed_in(LAN);
    let page = owner.get(&format!("/dossiers/{code}")).is(200);
    // So large a file is looked through when somebody asks, not beside every page.
    let links = page.text.split("href=\"").filter_map(|rest| rest.split('"').next());
    let papers = links.filter(|link| link.contains("/files/") && !link.ends_with("/signatures"));
    let mut told = papers.map(|link| owner.get(&format!("{link}/signatures")));
    let told = told.find(|told| told.text.contains("Chữ ký hợp lệ")).expect("a signed result");
    told.says("Ủy ban nhân dân xã Sìn Hồ (mô phỏng)");
}

#[test]
fn a_paper_that_a_citizen_signed_elsewhere_is_judged_beside_the_file() {
    let (site, authority) = site();
    let folder = tempfile::tempdir().expect("a folder");
    let other = SimulatedAuthority::open(folder.path(), Arc::new(|| jiff::Timestamp::UNIX_EPOCH)).expect("another");
    let holder = Holder::Agency { code: "X".into(), name: "Bệnh viện".into() };
    let at = "2025-12-01T00:00:00Z".parse().expect("a time");
    let wish = Wish { name: "Bệnh viện", reason: "", location: "", at };
    let signed = |authority: &SimulatedAuthority| {
        let key = authority.key(&holder).expect("works").expect("a key");
        sign(&pdf(), &wish, key.as_ref(), None).expect("signed")
    };
    assert_eq!(verify(&signed(&authority), &Anchors::default(), at).expect("a PDF").len(), 1);
    // One bit of what was signed is another.
    let mut changed = signed(&authority);
    let at = changed.windows(3).position(|part| part == b"842").expect("the height of the page");
    changed[at + 2] ^= 1;
    // The other authority only calls itself by the same name.
    for (file, said) in [
        (signed(&authority), "Chữ ký hợp lệ"),
        (signed(&other), "Chữ ký không hợp lệ"),
        (changed, "Chữ ký không hợp lệ"),
    ] {
        let code = proposed(&site, &file);
        site.signed_in(CASE).get(&format!("/dossiers/{code}")).is(200).says(said).says("Ký số: Bệnh viện (mô phỏng)");
    }
}
