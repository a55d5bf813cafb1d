//! Passkeys: what they open, and every way to cheat with one.

use super::authenticator::Authenticator;
use super::real;
use crate::site::{Browser, CASE, LAN, Page, Site};

/// Lan signs in with her password and adds this key.
fn added(site: &Site, key: &mut Authenticator) {
    let lan = site.browser();
    lan.with_password(LAN).leads_to("/account");
    lan.get("/account/security/passkeys").is(200);
    let asked = lan.ask("/account/security/passkeys/start").is(200);
    let made = key.create(&asked.text);
    let sent = [("name", "Máy ở nhà"), ("credential", made.as_str())];
    lan.post("/account/security/passkeys", &sent).leads_to("/account/security/passkeys");
    lan.get("/account/security/passkeys").is(200).says("Máy ở nhà");
}

fn answer(browser: &Browser, answer: &str) -> Page {
    browser.post("/sign-in/passkey", &[("credential", answer), ("next", "/account")])
}

#[test]
fn somebody_signs_in_without_typing_anything() {
    let site = real();
    let mut key = Authenticator::new(7);
    added(&site, &mut key);
    let lan = site.browser();
    lan.get("/sign-in").is(200);
    let asked = lan.ask("/sign-in/passkey/start").is(200);
    answer(&lan, &key.get(&asked.text)).leads_to("/account");
    lan.get("/account").is(200).says("Lò Thị Lan");
    lan.get("/account/security/log").is(200).says("Đăng nhập: Khóa truy cập");
}

#[test]
fn an_answer_opens_once_even_when_it_is_sent_twice_at_once() {
    let site = real();
    let mut key = Authenticator::new(7);
    added(&site, &mut key);
    let attacker = site.browser();
    attacker.get("/sign-in").is(200);
    let asked = attacker.ask("/sign-in/passkey/start").is(200);
    let seen = key.get(&asked.text);
    let sent = [("credential", seen.as_str()), ("next", "/account")];
    let opened = attacker.post_at_once("/sign-in/passkey", &sent, 6);
    assert_eq!(opened.iter().filter(|page| page.status.is_redirection()).count(), 1);
    answer(&attacker, &seen).is(422);
    // Nor does it answer the challenge of another browser.
    let other = site.browser();
    other.get("/sign-in").is(200);
    other.ask("/sign-in/passkey/start").is(200);
    answer(&other, &seen).is(422).says("không được nhận");
    other.get("/account").leads_to("/sign-in");
}

#[test]
fn a_challenge_waits_five_minutes() {
    let site = real();
    let mut key = Authenticator::new(7);
    added(&site, &mut key);
    let lan = site.browser();
    lan.get("/sign-in").is(200);
    let asked = lan.ask("/sign-in/passkey/start").is(200);
    site.minutes_later(6);
    answer(&lan, &key.get(&asked.text)).is(422);
}

#[test]
fn an_answer_given_to_another_site_opens_nothing() {
    let site = real();
    let mut key = Authenticator::new(7);
    added(&site, &mut key);
    let attempt = |key: &mut Authenticator| {
        let attacker = site.browser();
        attacker.get("/sign-in").is(200);
        let asked = attacker.ask("/sign-in/passkey/start").is(200);
        answer(&attacker, &key.get(&asked.text))
    };
    key.origin = "https://motcua.bad.example";
    attempt(&mut key).is(422);
    key.origin = "http://localhost:8081";
    attempt(&mut key).is(422);
    key.origin = "http://localhost:8080";
    key.rp = "bad.example";
    attempt(&mut key).is(422);
    key.rp = "localhost";
    attempt(&mut key).leads_to("/account");
}

#[test]
fn a_copied_key_is_noticed_by_its_counter() {
    let site = real();
    let mut key = Authenticator::new(7);
    added(&site, &mut key);
    let attempt = |key: &mut Authenticator| {
        let somebody = site.browser();
        somebody.get("/sign-in").is(200);
        let asked = somebody.ask("/sign-in/passkey/start").is(200);
        answer(&somebody, &key.get(&asked.text))
    };
    attempt(&mut key).leads_to("/account");
    attempt(&mut key).leads_to("/account");
    key.counter -= 2;
    attempt(&mut key).is(422).says("dấu hiệu bị sao chép");
    key.counter += 5;
    let lan = site.browser();
    lan.with_password(LAN).leads_to("/sign-in/second");
    let asked = lan.ask("/sign-in/second/passkey/start").is(200);
    lan.post("/sign-in/second/passkey", &[("credential", &key.get(&asked.text))]).leads_to("/account");
    lan.get("/account/security/log").is(200).says("dấu hiệu bị sao chép, đã từ chối");
}

#[test]
fn one_persons_key_is_not_another_persons_second_factor() {
    let site = real();
    let mut key = Authenticator::new(7);
    added(&site, &mut key);
    site.give_password(CASE);
    let mut own = Authenticator::new(9);
    let officer = site.browser();
    officer.with_password(CASE).leads_to("/account");
    let asked = officer.ask("/account/security/passkeys/start").is(200);
    // Lan's key can't be registered a second time either: its number is taken.
    let taken = key.create(&asked.text);
    officer.post("/account/security/passkeys", &[("name", "x"), ("credential", &taken)]).is(422);
    let asked = officer.ask("/account/security/passkeys/start").is(200);
    let made = own.create(&asked.text);
    officer.post("/account/security/passkeys", &[("name", "x"), ("credential", &made)]).leads_to("/account/");
    let attacker = site.browser();
    attacker.with_password(CASE).leads_to("/sign-in/second");
    let asked = attacker.ask("/sign-in/second/passkey/start").is(200);
    attacker.post("/sign-in/second/passkey", &[("credential", &key.get(&asked.text))]).is(422);
    attacker.get("/account").leads_to("/sign-in");
}

#[test]
fn a_removed_key_opens_nothing() {
    let site = real();
    let mut key = Authenticator::new(7);
    added(&site, &mut key);
    let lan = site.browser();
    lan.with_password(LAN).leads_to("/sign-in/second");
    let asked = lan.ask("/sign-in/second/passkey/start").is(200);
    lan.post("/sign-in/second/passkey", &[("credential", &key.get(&asked.text))]).leads_to("/account");
    let page = lan.get("/account/security/passkeys").is(200);
    let id = page.text.split("name=\"id\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id");
    lan.post("/account/security/passkeys/remove", &[("id", id)]).leads_to("/account/security/passkeys");
    lan.post("/account/security/passkeys/remove", &[("id", id)]).is(404);
    let attacker = site.browser();
    attacker.get("/sign-in").is(200);
    let asked = attacker.ask("/sign-in/passkey/start").is(200);
    answer(&attacker, &key.get(&asked.text)).is(422);
}

#[test]
fn a_disabled_person_comes_in_neither_by_key_nor_by_password() {
    let site = real();
    let mut key = Authenticator::new(7);
    added(&site, &mut key);
    let now = site.clock.now();
    site.write(move |tx| {
        let disabled = rules::people::PersonDisabled { login: LAN.into(), reason: "nghỉ việc".into() };
        let event = rules::people::Event::PersonDisabled(disabled);
        store::desk::people::record(tx, event, &rules::people::Capacity::system("test"), now)
    });
    let lan = site.browser();
    lan.get("/sign-in").is(200);
    let asked = lan.ask("/sign-in/passkey/start").is(200);
    answer(&lan, &key.get(&asked.text)).is(422);
    lan.with_password(LAN).is(422).says("chưa đúng");
    lan.get("/account").leads_to("/sign-in");
}
