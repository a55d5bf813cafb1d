//! Authenticator apps, recovery codes, and who must have a second factor.

use super::{add_app, code, real};
use crate::site::{LAN, LEADER, Site};
use rules::people::Role;
use web::Settings;

#[test]
fn an_app_is_added_with_a_code_and_asked_for_from_then_on() {
    let site = real();
    let lan = site.browser();
    lan.with_password(LAN).leads_to("/account");
    lan.get("/account/security/totp").is(200).says("<path d=\"M");
    lan.post("/account/security/totp", &[("code", "000000")]).wrong_at("code");
    let secret = add_app(&site, &lan);
    let elsewhere = site.browser();
    elsewhere.with_password(LAN).leads_to("/sign-in/second");
    elsewhere.get("/account").leads_to("/sign-in");
    elsewhere.get("/sign-in/second").is(200);
    site.minutes_later(1);
    elsewhere.post("/sign-in/second", &[("code", &code(&site, &secret))]).leads_to("/account");
    elsewhere.get("/account").is(200).says("Lò Thị Lan");
}

#[test]
fn a_code_that_was_used_is_worth_nothing() {
    let site = real();
    let lan = site.browser();
    lan.with_password(LAN).leads_to("/account");
    let secret = add_app(&site, &lan);
    let confirming = code(&site, &secret);
    let attacker = site.browser();
    attacker.with_password(LAN).leads_to("/sign-in/second");
    attacker.post("/sign-in/second", &[("code", &confirming)]).wrong_at("code");
    site.minutes_later(1);
    let used = code(&site, &secret);
    let owner = site.browser();
    owner.with_password(LAN).leads_to("/sign-in/second");
    let sent = [("code", used.as_str())];
    let opened = owner.post_at_once("/sign-in/second", &sent, 6);
    assert_eq!(opened.iter().filter(|page| page.status.is_redirection() && page.to == "/account").count(), 1);
    attacker.post("/sign-in/second", &[("code", &used)]).wrong_at("code");
    attacker.get("/account").leads_to("/sign-in");
}

#[test]
fn halfway_in_is_not_in_and_does_not_wait_for_ever() {
    let site = real();
    let lan = site.browser();
    lan.with_password(LAN).leads_to("/account");
    let secret = add_app(&site, &lan);
    let halfway = site.browser();
    halfway.with_password(LAN).leads_to("/sign-in/second");
    for path in
        ["/account", "/account/security", "/account/security/tokens", "/my/dossiers", "/account/security/confirm"]
    {
        halfway.get(path).leads_to("/sign-in?next=");
    }
    site.minutes_later(11);
    halfway.post("/sign-in/second", &[("code", &code(&site, &secret))]).leads_to("/sign-in");
    halfway.get("/sign-in/second").leads_to("/sign-in");
}

#[test]
fn each_recovery_code_opens_once() {
    let site = real();
    let lan = site.browser();
    lan.with_password(LAN).leads_to("/account");
    add_app(&site, &lan);
    let page = lan.post("/account/security/codes", &[]).is(200);
    let codes: Vec<&str> = page.text.split("<code>").skip(1).filter_map(|rest| rest.split("</code>").next()).collect();
    assert_eq!(codes.len(), 10);
    lan.get("/account/security/codes").is(200).hides(codes[0]);
    let used = codes[3].to_lowercase().replace('-', " ");
    for (expected, opens) in [(codes[0], true), (codes[0], false), (used.as_str(), true), (codes[3], false)] {
        let elsewhere = site.browser();
        elsewhere.with_password(LAN).leads_to("/sign-in/second");
        let page = elsewhere.post("/sign-in/second", &[("code", expected)]);
        assert_eq!(page.to == "/account", opens, "{expected}");
    }
    lan.post("/account/security/codes", &[]).is(200);
    let elsewhere = site.browser();
    elsewhere.with_password(LAN).leads_to("/sign-in/second");
    elsewhere.post("/sign-in/second", &[("code", codes[5])]).wrong_at("code");
}

#[test]
fn a_leader_with_only_a_password_adds_a_second_factor_before_anything_else() {
    let site = real();
    site.give_password(LEADER);
    let leader = site.browser();
    leader.with_password(LEADER).leads_to("/account/security/enrol");
    for path in ["/queue", "/account", "/account/security", "/account/security/tokens", "/"] {
        leader.get(path).leads_to("/account/security/enrol");
    }
    leader.get("/account/security/enrol").is(200).says("Ứng dụng xác thực");
    leader.post("/account/security/tokens", &[("name", "x"), ("scope", "write"), ("days", "1")]).is(403);
    assert_eq!(leader.get("/api/v1/dossiers").status.as_u16(), 403);
    let secret = add_app(&site, &leader);
    leader.get("/queue").is(200);
    // The last second factor stays.
    leader.post("/account/security/totp/remove", &[]).is(422).says("yếu tố thứ hai cuối cùng");
    leader.post("/sign-out", &[]).leads_to("/");
    site.minutes_later(1);
    leader.with_password(LEADER).leads_to("/sign-in/second");
    leader.post("/sign-in/second", &[("code", &code(&site, &secret))]).leads_to("/account");
}

#[test]
fn an_installation_decides_which_roles_must() {
    let site = Site::with(Settings { second_factor: vec![Role::Administrator], ..Settings::default() });
    site.give_password(LEADER);
    site.browser().with_password(LEADER).leads_to("/account");
}

#[test]
fn changing_how_one_signs_in_asks_anew_who_one_is() {
    let site = real();
    let lan = site.browser();
    lan.with_password(LAN).leads_to("/account");
    lan.get("/account/security/totp").is(200);
    site.minutes_later(11);
    for path in ["totp", "passkeys", "codes"] {
        lan.get(&format!("/account/security/{path}")).leads_to("/account/security/confirm?next=");
    }
    for path in ["totp", "totp/remove", "passkeys", "passkeys/remove", "codes", "tokens"] {
        let page = lan.post(&format!("/account/security/{path}"), &[("code", "1"), ("name", "x")]);
        page.leads_to("/account/security/confirm?next=");
    }
    lan.get("/account/security/confirm?next=//bad.example").is(200).says("value=\"/account/security\"");
    lan.post("/account/security/confirm", &[("password", "sai"), ("sample", "yes")]).wrong_at("password");
    let fields = [("password", crate::site::PASSWORD), ("next", "/account/security/totp")];
    lan.post("/account/security/confirm", &fields).leads_to("/account/security/totp");
    lan.get("/account/security/totp").is(200);
}
