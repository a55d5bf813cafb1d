//! Signing in at an identity provider, and acting for others; with what somebody could try to get in another's place.

use super::provider::{COOPERATIVE, MY, PAO, PAOS_NUMBER, SON};
use super::settled::password_hash;
use super::site::{APPLICANT, BIRTH, Browser, COUNTER, HOST, Page, Site, with};
use rules::dossiers::{Command, Receive};
use rules::people::{Capacity, Event, PositionGranted, Role};
use store::desk;
use web::Settings;

/// Leads a browser to the provider and back, up to the answer that it brings.
fn answer_of(browser: &Browser<'_>, who: &str, next: &str) -> String {
    answer_to(browser, who, &format!("/sign-in/with/simulated?next={next}"))
}

/// The same, begun at this address.
fn answer_to(browser: &Browser<'_>, who: &str, begin: &str) -> String {
    let there = browser.get(begin).leads_to("/simulated-identity/authorize").to;
    let page = browser.get(&there).is(200).says("mô phỏng");
    let choice = page
        .text
        .split("href=\"")
        .find(|rest| rest.split('"').next().is_some_and(|href| href.ends_with(&format!("subject={who}"))));
    let choice = choice
        .and_then(|rest| rest.split('"').next())
        .expect("somebody to choose")
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    let site = format!("http://{HOST}");
    browser.get(&choice).leads_to(&site).to[site.len()..].to_owned()
}

pub(crate) fn come(browser: &Browser<'_>, who: &str, next: &str) -> Page {
    let answer = answer_of(browser, who, next);
    browser.get(&answer)
}

/// An officer comes by the province's single sign-on.
pub(crate) fn come_as_officer(browser: &Browser<'_>, who: &str, next: &str) -> Page {
    let answer = answer_to(browser, who, &format!("/sign-in/with/officers?next={next}"));
    browser.get(&answer)
}

fn authorise(browser: &Browser<'_>, powers: &[&str]) -> Page {
    browser.get("/account/authorisations/new").is(200);
    let mut fields = vec![("agent_name", "Lý A Páo"), ("agent_id", PAOS_NUMBER), ("until", "31/12/2026")];
    fields.extend(powers.iter().map(|power| ("powers", *power)));
    browser.post("/account/authorisations/new", &fields)
}

/// Presses the first button that does this to an authorisation.
fn press(browser: &Browser<'_>, what: &str) {
    let page = browser.get("/account/authorisations").is(200);
    let action =
        page.text.split("action=\"").find(|rest| rest.split('"').next().is_some_and(|href| href.ends_with(what)));
    let action = action.and_then(|rest| rest.split('"').next()).expect("a button").to_owned();
    browser.post(&action, &[]).leads_to("/account/authorisations");
}

#[test]
fn a_citizen_finds_their_particulars_filled_in() {
    let site = Site::open();
    let browser = site.browser();
    come(&browser, MY, "/account").leads_to("/account");
    browser.get("/account").is(200).says("Giàng Thị Mỷ").says("Mức độ 2").says("Theo Định danh mô phỏng");
    let draft = browser.begin(BIRTH);
    let page = browser.get(&format!("{draft}/applicant")).is(200);
    assert_eq!(page.value("applicant-name"), "Giàng Thị Mỷ");
    assert_eq!(page.value("applicant-address"), "Bản Hua Cuổi");
    assert_eq!(page.value("applicant-birth_date"), "18/03/2000");
}

#[test]
fn nobody_is_led_elsewhere_after_signing_in() {
    let site = Site::open();
    for next in ["https://bad.example", "//bad.example", "%2F%5Cbad.example"] {
        assert_eq!(come(&site.browser(), MY, next).to, "/", "{next}");
    }
}

#[test]
fn a_link_on_another_site_signs_nobody_in_by_itself() {
    let site = Site::open();
    let victim = site.browser();
    // The provider may know the victim and ask nothing.
    victim.follow_from_elsewhere("/sign-in/with/simulated?next=/account").leads_to("/sign-in?next=%2Faccount");
    assert!(victim.cookie("session").is_empty(), "nothing was begun");
}

#[test]
fn an_answer_in_a_browser_that_asked_nothing_signs_nobody_in() {
    let site = Site::open();
    let (attacker, victim) = (site.browser(), site.browser());
    let answer = answer_of(&attacker, SON, "/");
    victim.get("/").is(200);
    victim.get(&answer).is(400).says("không còn hiệu lực");
    victim.get("/account").leads_to("/sign-in");
}

#[test]
fn an_answer_to_somebody_elses_question_signs_nobody_in() {
    let site = Site::open();
    let (attacker, victim) = (site.browser(), site.browser());
    let planted = answer_of(&attacker, SON, "/");
    answer_of(&victim, MY, "/");
    victim.get(&planted).is(400);
    victim.get("/account").leads_to("/sign-in");
}

#[test]
fn an_answer_counts_once() {
    let site = Site::open();
    let browser = site.browser();
    let answer = answer_of(&browser, MY, "/account");
    browser.get(&answer).leads_to("/account");
    browser.get("/account").is(200);
    browser.post("/sign-out", &[]);
    browser.get(&answer).is(400);
    browser.get("/account").leads_to("/sign-in");
}

#[test]
fn a_planted_session_is_worth_nothing_afterwards() {
    let site = Site::open();
    let (attacker, victim) = (site.browser(), site.browser());
    answer_of(&attacker, SON, "/");
    let planted = attacker.cookie("session");
    assert!(!planted.is_empty());
    victim.plant("session", &planted);
    come(&victim, MY, "/account").leads_to("/account");
    assert_ne!(victim.cookie("session"), planted);
    attacker.get("/account").leads_to("/sign-in");
}

#[test]
fn a_provider_that_is_down_leaves_every_other_way_open() {
    let site = Site::open();
    let browser = site.browser();
    let page = browser.get("/sign-in/with/down?next=/drafts/1/request").is(503);
    page.says("đang không phản hồi")
        .says("/sign-in?next=%2Fdrafts%2F1%2Frequest")
        .says("/sign-in/with/down?next=%2Fdrafts%2F1%2Frequest")
        .says("Bộ phận Một cửa")
        .says("vẫn được giữ nguyên");
    browser.get("/sign-in/with/nobody").is(404);
}

#[test]
fn what_was_typed_when_the_session_ended_is_there_after_signing_in_at_the_provider() {
    let site = Site::open();
    let browser = site.browser();
    come(&browser, MY, "/").leads_to("/");
    let draft = browser.begin(BIRTH);
    browser.get(&format!("{draft}/applicant")).is(200);
    site.later(3);
    let typed = with(APPLICANT, "applicant-address", "Bản vừa gõ xong");
    let step = format!("{draft}/applicant");
    browser.post(&step, &typed).leads_to("/sign-in");
    come(&browser, MY, &step).leads_to(&step);
    assert_eq!(browser.get(&step).is(200).value("applicant-address"), "Bản vừa gõ xong");
}

#[test]
fn signing_out_ends_the_session_here_and_leads_to_the_providers_way_out() {
    let site = Site::open();
    let browser = site.browser();
    come(&browser, MY, "/account").leads_to("/account");
    browser.get("/account").is(200);
    let out = browser.post("/sign-out", &[]).leads_to("/simulated-identity/logout").to;
    browser.get(&out).leads_to(&format!("http://{HOST}/"));
    browser.get("/account").leads_to("/sign-in");
}

#[test]
fn level_one_and_a_password_do_not_authorise_anybody() {
    let site = Site::with(Settings::default());
    let (son, lan) = (site.browser(), site.browser());
    come(&son, SON, "/account").leads_to("/account");
    lan.with_password(super::site::LAN).leads_to("/account");
    for browser in [son, lan] {
        browser.get("/account/authorisations/new").is(200).says("mức độ 2").says("Công an xã");
        let fields =
            [("agent_name", "Lý A Páo"), ("agent_id", PAOS_NUMBER), ("powers", "follow"), ("until", "31/12/2026")];
        browser.post("/account/authorisations/new", &fields).is(403).says("mức độ 2");
        browser.get("/account/authorisations").is(200).hides("Lý A Páo");
    }
}

#[test]
fn several_powers_are_given_at_once() {
    let site = Site::open();
    let (my, pao) = (site.browser(), site.browser());
    come(&my, MY, "/").leads_to("/");
    authorise(&my, &["file", "follow", "receive"]).leads_to("/account/authorisations");
    come(&pao, PAO, "/").leads_to("/");
    press(&pao, "/accept");
    let login = login_of_pao(&site);
    let now = site.clock.now();
    let actor = site.read(move |tx| store::tables::people::actor(tx, &login, now)).expect("an account");
    assert_eq!(actor.acts_for[0].powers.len(), 3, "{:?}", actor.acts_for);
}

#[test]
fn a_relative_follows_dossiers_from_acceptance_until_it_is_taken_back() {
    let site = Site::open();
    let (my, pao) = (site.browser(), site.browser());
    come(&my, MY, "/").leads_to("/");
    let code = my.file();
    let dossier = format!("/dossiers/{code}");
    authorise(&my, &["follow"]).leads_to("/account/authorisations");
    come(&pao, PAO, "/").leads_to("/");
    pao.get(&dossier).is(404);
    press(&pao, "/accept");
    let page = pao.get("/my/dossiers").is(200).says("Hồ sơ của Giàng Thị Mỷ");
    let list = page.text.split("href=\"").find(|rest| rest.starts_with("/my/dossiers?of=")).expect("a link");
    pao.get(list.split('"').next().expect("an address")).is(200).says(&code);
    let seen = pao.get(&dossier).is(200);
    assert!(!seen.text.contains("/withdraw\""), "following is not acting");
    pao.post(&format!("{dossier}/withdraw"), &[("version", "1"), ("withdraw-reason", "x")])
        .is(422)
        .says("không được thực hiện");
    // Whoever authorised sees by name who looked.
    my.get("/my/data/reads").is(200).says("<strong>Lý A Páo</strong>").says("Người được ủy quyền");
    press(&my, "/revoke");
    pao.get(&dossier).is(404);
    pao.get("/my/dossiers?of=somebody").is(404);
}

#[test]
fn a_position_elsewhere_opens_nothing_more_of_a_dossier_that_one_follows() {
    let site = Site::open();
    let my = site.browser();
    come(&my, MY, "/").leads_to("/");
    let code = my.file();
    site.act(COUNTER, &code, Command::Receive(Receive {}));
    authorise(&my, &["follow"]).leads_to("/account/authorisations");
    let pao = site.browser();
    come(&pao, PAO, "/").leads_to("/");
    press(&pao, "/accept");
    pao.get(&format!("/dossiers/{code}")).is(200);
    let (login, now) = (login_of_pao(&site), site.clock.now());
    site.write(move |tx| {
        let login = login.clone();
        let clerk = PositionGranted::at_once(login, "H35.40".parse().expect("a code"), Role::Clerk, "Văn thư");
        desk::people::record(tx, Event::PositionGranted(clerk), &Capacity::system("test"), now)
    });
    // A citizens' identity opens no office: not in the session that was open, not in a new one.
    pao.get("/queue").leads_to("/sign-in");
    pao.get(&format!("/dossiers/{code}")).leads_to("/sign-in");
    come(&site.browser(), PAO, "/queue").is(403).says("vị trí công tác");
}

#[test]
fn who_is_less_sure_than_when_they_accepted_acts_for_nobody() {
    let site = Site::with(Settings::default());
    let my = site.browser();
    come(&my, MY, "/").leads_to("/");
    let code = my.file();
    authorise(&my, &["follow"]).leads_to("/account/authorisations");
    let pao = site.browser();
    come(&pao, PAO, "/").leads_to("/");
    press(&pao, "/accept");
    pao.get(&format!("/dossiers/{code}")).is(200);
    let (login, now) = (login_of_pao(&site), site.clock.now());
    let known = login.clone();
    site.write(move |tx| Ok(desk::people::set_password(tx, &known, &password_hash(), now)?));
    let again = site.browser();
    again.with_password(&login).leads_to("/account");
    again.get(&format!("/dossiers/{code}")).is(404);
    again.get("/my/dossiers?of=somebody").is(403).says("mức độ 2");
    // Who cannot act for somebody is close to them all the same: no office works on what is theirs.
    let known = login.clone();
    let actor = site.read(move |tx| store::tables::people::actor(tx, &known, now)).expect("an account");
    let close = actor.proved(None, true).close_to;
    assert_eq!(close.len(), 3, "their own number, and the number and the login of whoever authorised them: {close:?}");
}

fn login_of_pao(site: &Site) -> String {
    let sql = "SELECT login FROM particulars WHERE what = 'personal_id' AND value = $1";
    site.read(move |tx| tx.query_one(sql, store::values![PAOS_NUMBER])?.string(0))
}

#[test]
fn an_authorisation_ends_with_its_last_day() {
    let site = Site::open();
    let (my, pao) = (site.browser(), site.browser());
    come(&my, MY, "/").leads_to("/");
    let code = my.file();
    my.get("/account/authorisations/new").is(200);
    let fields = [("agent_name", "Lý A Páo"), ("agent_id", PAOS_NUMBER), ("powers", "follow"), ("until", "23/12/2025")];
    my.post("/account/authorisations/new", &fields).leads_to("/account/authorisations");
    come(&pao, PAO, "/").leads_to("/");
    press(&pao, "/accept");
    pao.get(&format!("/dossiers/{code}")).is(200);
    site.later(16);
    let again = site.browser();
    come(&again, PAO, "/").leads_to("/");
    again.get(&format!("/dossiers/{code}")).is(404);
}

#[test]
fn somebody_files_for_whoever_authorised_them_and_both_see_who_did() {
    let site = Site::open();
    let (my, pao) = (site.browser(), site.browser());
    come(&my, MY, "/").leads_to("/");
    authorise(&my, &["file"]).leads_to("/account/authorisations");
    come(&pao, PAO, "/").leads_to("/");
    press(&pao, "/accept");
    let page = pao.get(&format!("/file/{BIRTH}")).is(200).says("Giàng Thị Mỷ");
    let owner = page.text.split("name=\"on_behalf_of\" type=\"radio\" value=\"").nth(2).expect("a second choice");
    let owner = owner.split('"').next().expect("a value").to_owned();
    let begun = pao.post(&format!("/file/{BIRTH}"), &[("on_behalf_of", &owner)]).leads_to("/drafts/");
    let draft = begun.to.trim_end_matches("/applicant").to_owned();
    assert_eq!(pao.get(&begun.to).is(200).value("applicant-name"), "Giàng Thị Mỷ");
    pao.fill_in(&draft);
    let filed = pao.post(&format!("{draft}/review"), &[("declare", "yes")]).leads_to("/dossiers/H35.38-");
    for browser in [&my, &pao] {
        browser.get(&filed.to).is(200).says("Lý A Páo nộp thay Giàng Thị Mỷ");
    }
}

#[test]
fn nobody_files_for_whoever_did_not_authorise_them_or_no_longer_does() {
    let site = Site::open();
    let (my, pao) = (site.browser(), site.browser());
    come(&my, MY, "/").leads_to("/");
    authorise(&my, &["file"]).leads_to("/account/authorisations");
    come(&pao, PAO, "/").leads_to("/");
    press(&pao, "/accept");
    pao.get(&format!("/file/{BIRTH}")).is(200);
    pao.post(&format!("/file/{BIRTH}"), &[("on_behalf_of", super::site::LAN)]).is(403);
    let page = pao.get(&format!("/file/{BIRTH}"));
    let owner = page.text.split("name=\"on_behalf_of\" type=\"radio\" value=\"").nth(2).expect("a second choice");
    let owner = owner.split('"').next().expect("a value").to_owned();
    let begun = pao.post(&format!("/file/{BIRTH}"), &[("on_behalf_of", &owner)]).leads_to("/drafts/");
    let draft = begun.to.trim_end_matches("/applicant").to_owned();
    pao.fill_in(&draft);
    press(&my, "/revoke");
    pao.post(&format!("{draft}/review"), &[("declare", "yes")]).is(422).says("không còn được ủy quyền");
    // What is prefilled from the other person's data is closed with it.
    for step in ["applicant", "documents", "review"] {
        pao.get(&format!("{draft}/{step}")).is(422).hides("Giàng Thị Mỷ");
    }
}

#[test]
fn a_representative_files_for_the_organisation_that_names_them() {
    let site = Site::open();
    let (firm, pao) = (site.browser(), site.browser());
    come(&firm, COOPERATIVE, "/account").leads_to("/account");
    firm.get("/account").is(200).says("Hợp tác xã Chè").says("6200012349");
    come(&pao, PAO, "/").leads_to("/");
    pao.get("/account/authorisations").is(200).says("Hợp tác xã Chè").says("người đại diện");
    pao.get(&format!("/file/{BIRTH}")).is(200).says("Hợp tác xã Chè");
}
