//! Guessing: passwords, names, codes. Tries are counted in the records, before they are judged.

use super::real;
use crate::site::{ADMIN, Browser, LAN, MINH, Page, Site};
use web::Settings;

fn guess(browser: &Browser, login: &str) -> Page {
    browser.post("/sign-in", &[("login", login), ("password", "đoán bừa một câu"), ("next", "/")])
}

fn stranger<'a>(site: &'a crate::site::Site) -> Browser<'a> {
    let browser = site.browser();
    browser.get("/sign-in").is(200);
    browser
}

#[test]
fn after_five_guesses_each_has_to_wait_longer_and_the_right_password_too() {
    let site = real();
    let attacker = stranger(&site);
    for _ in 0..5 {
        guess(&attacker, LAN).is(422);
    }
    for (minutes, told) in
        [(1, "1 phút"), (2, "2 phút"), (4, "4 phút"), (8, "8 phút"), (15, "15 phút"), (15, "15 phút")]
    {
        guess(&attacker, LAN).is(429).says(told);
        attacker.with_password(LAN).is(429);
        site.minutes_later(minutes);
        guess(&attacker, LAN).is(422);
    }
    // It never lasts: a quarter of an hour later the right password opens.
    site.minutes_later(15);
    attacker.with_password(LAN).leads_to("/account");
}

#[test]
fn many_guesses_at_once_are_not_more_than_many_in_a_row() {
    let site = real();
    let attacker = stranger(&site);
    let form = [("login", LAN), ("password", "đoán bừa một câu")];
    let judged = attacker.post_at_once("/sign-in", &form, 24);
    assert_eq!(judged.iter().filter(|page| page.status == 422).count(), 5);
    assert_eq!(judged.iter().filter(|page| page.status == 429).count(), 19);
}

#[test]
fn a_restart_forgives_nothing() {
    let site = real();
    for _ in 0..5 {
        guess(&stranger(&site), LAN).is(422);
    }
    let site = site.restarted();
    guess(&stranger(&site), LAN).is(429);
}

#[test]
fn strangers_make_strangers_wait_and_not_the_person() {
    let site = real();
    let lan = site.browser();
    lan.with_password(LAN).leads_to("/account");
    lan.post("/sign-out", &[]).leads_to("/");
    site.minutes_later(1);
    let attacker = stranger(&site);
    for _ in 0..5 {
        guess(&attacker, LAN).is(422);
    }
    guess(&attacker, LAN).is(429);
    // The mark of Lan's browser opens nothing for another name, nor from a forger.
    attacker.set_cookie("known", "AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAA");
    guess(&attacker, LAN).is(429);
    attacker.set_cookie("known", &lan.cookie("known"));
    for _ in 0..5 {
        guess(&attacker, MINH).is(422);
    }
    guess(&attacker, MINH).is(429);
    lan.with_password(LAN).leads_to("/account");
    lan.get("/account").is(200).says("có 5 lần đăng nhập không thành công");
    lan.get("/account").is(200).hides("lần đăng nhập không thành công");
}

#[test]
fn nobody_learns_which_names_exist() {
    let site = real();
    let told = |login: &str, guesses: usize| {
        let attacker = stranger(&site);
        let pages: Vec<Page> = (0..guesses).map(|_| guess(&attacker, login)).collect();
        pages.into_iter().map(|page| (page.status.as_u16(), bare(&page.text, login))).collect::<Vec<_>>()
    };
    let (known, unknown) = (told(LAN, 7), told("khongai", 7));
    assert_eq!(known, unknown, "passwords");
    let told = |login: &str| {
        let attacker = site.browser();
        attacker.get("/sign-in/code").is(200);
        let fields = [("login", login), ("code", "AAAABBBBCCCCDDDD"), ("password", "x"), ("again", "y")];
        let page = attacker.post("/sign-in/code", &fields);
        (page.status.as_u16(), bare(&page.text, login))
    };
    assert_eq!(told(MINH), told("khongaica"), "one-time codes");
}

/// A page without what differs from visitor to visitor.
fn bare(text: &str, login: &str) -> String {
    let text = text.replace(&format!("value=\"{login}\""), "NAME");
    text.split("name=\"csrf\" value=\"").map(|part| part.split_once('"').map_or(part, |(_, rest)| rest)).collect()
}

#[test]
fn a_right_password_without_its_second_step_forgives_nothing() {
    let site = real();
    let lan = site.browser();
    lan.with_password(LAN).leads_to("/account");
    super::add_app(&site, &lan);
    let attacker = stranger(&site);
    for _ in 0..4 {
        guess(&attacker, LAN).is(422);
    }
    attacker.with_password(LAN).leads_to("/sign-in/second");
    guess(&attacker, LAN).is(422);
    guess(&attacker, LAN).is(429);
}

#[test]
fn codes_of_the_second_step_can_not_be_guessed_either() {
    let site = real();
    let lan = site.browser();
    lan.with_password(LAN).leads_to("/account");
    super::add_app(&site, &lan);
    let attacker = site.browser();
    attacker.with_password(LAN).leads_to("/sign-in/second");
    for _ in 0..5 {
        attacker.post("/sign-in/second", &[("code", "000000")]).wrong_at("code");
    }
    attacker.post("/sign-in/second", &[("code", "000000")]).is(429);
    // A fresh start with the password changes nothing about it.
    let again = site.browser();
    again.with_password(LAN).leads_to("/sign-in/second");
    again.post("/sign-in/second", &[("code", "000000")]).is(429);
}

#[test]
fn one_address_that_guesses_at_many_names_waits_wherever_it_restarts() {
    let settings = Settings { behind_proxy: true, ..Settings::default() };
    let mut site = Site::with(settings);
    for round in 0..2 {
        for name in 0..25 {
            let attacker = site.browser_at("192.0.2.7");
            attacker.get("/sign-in").is(200);
            guess(&attacker, &format!("ten{round}-{name}")).is(422);
        }
        // What counts is in the records: the brake in memory is forgotten.
        site = site.restarted();
    }
    let at = |address: &str| {
        let browser = site.browser_at(address);
        browser.get("/sign-in").is(200);
        guess(&browser, "mot-ten-khac")
    };
    at("192.0.2.7").is(429).says("1 phút");
    at("192.0.2.8").is(422);
    // Whoever has one account can't buy themselves free with it.
    let own = site.browser_at("192.0.2.8");
    own.with_password(LAN).leads_to("/account");
    at("192.0.2.7").is(429);
    site.minutes_later(1);
    at("192.0.2.7").is(422);
    at("192.0.2.7").is(429).says("2 phút");
}

#[test]
fn an_administrator_sees_until_when_an_account_waits() {
    let site = Site::open();
    let attacker = stranger(&site);
    let administrator = site.signed_in(ADMIN);
    let account = format!("/admin/credentials/{LAN}");
    administrator.get(&account).is(200).hides("Tạm dừng đăng nhập");
    for _ in 0..5 {
        guess(&attacker, LAN).is(422);
    }
    administrator.get(&account).is(200).says("Tạm dừng đăng nhập");
    site.minutes_later(1);
    administrator.get(&account).is(200).hides("Tạm dừng đăng nhập");
}
