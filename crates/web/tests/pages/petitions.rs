//! A petition over the pages: seen by those whom it concerns alone until it is published, closed by two, told to whoever filed it.

use crate::site::{ADMIN, CASE, LAN, LEADER, MINH, PATAN, SIN_HO_AGENCY, Site};

const WORDS: &str = "Cán bộ yêu cầu giấy tờ ngoài quy định.";

/// Lan files a petition about Sìn Hồ; its address.
fn filed(site: &Site) -> String {
    let lan = site.signed_in(LAN);
    let typed = [("kind", "conduct"), ("agency", SIN_HO_AGENCY), ("title", "Phải đi lại ba lần"), ("text", WORDS)];
    let answer = lan.post("/petitions/new", &typed).leads_to("/petitions/PA251223-");
    answer.to
}

/// Does something to the petition as it stands.
fn act(site: &Site, who: &str, petition: &str, fields: &[(&str, &str)]) -> u16 {
    let browser = site.signed_in(who);
    let hidden = browser.get(petition).is(200).hidden();
    let version = hidden.into_iter().find(|(name, _)| name == "version").map_or("0".to_owned(), |(_, value)| value);
    let mut sent = vec![("version", version.as_str())];
    sent.extend_from_slice(fields);
    browser.post(petition, &sent).status.as_u16()
}

#[test]
fn a_petition_is_for_those_whom_it_concerns_until_it_is_published() {
    let site = Site::open();
    let petition = filed(&site);
    for stranger in [MINH, PATAN, ADMIN] {
        site.signed_in(stranger).get(&petition).is(404).hides(WORDS);
        site.signed_in(stranger).post(&petition, &[("command", "answer"), ("text", "x"), ("version", "1")]).is(404);
    }
    site.browser().get(&petition).leads_to("/sign-in");
    site.signed_in(LAN).get(&petition).is(200).says(WORDS);
    site.signed_in(CASE).get("/petitions").is(200).says("Phải đi lại ba lần");
    site.signed_in(PATAN).get("/petitions").is(200).hides("Phải đi lại ba lần");
    let draft = [("command", "answer"), ("text", "Đã nhắc nhở viên chức.")];
    assert_eq!(act(&site, CASE, &petition, &draft), 303);
    // Neither the draft nor its author's leave to issue it is the citizen's or the author's.
    site.signed_in(LAN).get(&petition).is(200).hides("Đã nhắc nhở viên chức.");
    assert_eq!(act(&site, CASE, &petition, &[("command", "issue")]), 422);
    assert_eq!(act(&site, LEADER, &petition, &[("command", "issue")]), 303);
    site.browser().get(&petition).leads_to("/sign-in");
    assert_eq!(act(&site, LEADER, &petition, &[("command", "publish")]), 303);
    site.browser().get(&petition).is(200).says("Đã nhắc nhở viên chức.").hides("Lò Thị Lan");
    site.browser().get("/petitions/published").is(200).says("Phải đi lại ba lần").hides("Lò Thị Lan");
    assert_eq!(act(&site, LAN, &petition, &[("command", "rate"), ("content", "yes")]), 303);
}

#[test]
fn what_is_missing_is_said_and_what_was_typed_comes_back() {
    let site = Site::open();
    let lan = site.signed_in(LAN);
    let sent = [("kind", ""), ("agency", SIN_HO_AGENCY), ("title", "Phải đi lại"), ("text", ""), ("dossier", "")];
    lan.post("/petitions/new", &sent).is(422).wrong_at("kind").wrong_at("text").says("Phải đi lại");
    let others = [
        ("kind", "conduct"),
        ("agency", SIN_HO_AGENCY),
        ("title", "x"),
        ("text", "y"),
        ("dossier", "H35.38-251223-0001"),
    ];
    lan.post("/petitions/new", &others).is(422).wrong_at("dossier");
}

#[test]
fn the_index_shows_the_petition_behind_its_number() {
    let site = Site::open();
    let petition = filed(&site);
    let number = petition.trim_start_matches("/petitions/").to_owned();
    let page = site.browser().get(&format!("/index/5.2?agency={SIN_HO_AGENCY}&side=numerator")).is(200);
    page.says(&number).hides(WORDS);
    site.browser().get(&format!("/index/5.2?agency={SIN_HO_AGENCY}&side=rest")).is(200).hides(&number);
}
