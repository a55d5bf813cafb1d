//! Sessions: nobody hands one on, and one that is ended is over at the next request.

use super::real;
use crate::site::{CASE, LAN, MINH, Site};

#[test]
fn a_session_known_before_is_worth_nothing_afterwards() {
    let site = real();
    let attacker = site.browser();
    attacker.get("/sign-in").is(200);
    // A session that was not kept yet gets its number when something is put into it.
    attacker.ask("/sign-in/passkey/start").is(200);
    let planted = attacker.cookie("session");
    assert!(!planted.is_empty());
    let lan = site.browser();
    lan.set_cookie("session", &planted);
    lan.with_password(LAN).leads_to("/account");
    assert_ne!(lan.cookie("session"), planted);
    attacker.get("/account").leads_to("/sign-in");
    // Nor after the half of the way, which is the password.
    super::add_app(&site, &lan);
    attacker.ask("/sign-in/passkey/start").is(200);
    let planted = attacker.cookie("session");
    let again = site.browser();
    again.set_cookie("session", &planted);
    again.with_password(LAN).leads_to("/sign-in/second");
    assert_ne!(again.cookie("session"), planted);
    attacker.get("/sign-in/second").leads_to("/sign-in");
}

#[test]
fn somebody_sees_where_they_are_signed_in_and_signs_the_others_out() {
    let site = real();
    let (here, there, third) = (site.browser(), site.browser(), site.browser());
    for browser in [&here, &there, &third] {
        browser.with_password(LAN).leads_to("/account");
        browser.get("/account").is(200);
    }
    let stranger = site.browser();
    site.give_password(MINH);
    stranger.with_password(MINH).leads_to("/account");
    let page = here.get("/account/security/sessions").is(200).says("phiên này");
    let keys: Vec<&str> =
        page.text.split("name=\"key\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(keys.len(), 2, "two others");
    // Another person can't end them, even knowing their keys.
    stranger.post("/account/security/sessions", &[("key", keys[0])]).leads_to("/account/security/sessions");
    assert!(there.get("/account").status == 200 && third.get("/account").status == 200);
    here.post("/account/security/sessions", &[("key", keys[0])]).leads_to("/account/security/sessions");
    let open = [&there, &third].iter().filter(|browser| browser.get("/account").status == 200).count();
    assert_eq!(open, 1);
    here.post("/account/security/sessions", &[]).leads_to("/account/security/sessions");
    there.get("/account").leads_to("/sign-in");
    third.get("/account").leads_to("/sign-in");
    here.get("/account").is(200);
    stranger.get("/account").is(200);
}

#[test]
fn proving_anew_gives_a_new_session_and_the_old_number_is_worth_nothing() {
    let site = real();
    let lan = site.browser();
    lan.with_password(LAN).leads_to("/account");
    site.minutes_later(11);
    let thief = site.browser();
    let stolen = lan.cookie("session");
    thief.set_cookie("session", &stolen);
    thief.get("/account").is(200);
    lan.get("/account/security/confirm").is(200);
    lan.post("/account/security/confirm", &[("password", crate::site::PASSWORD)]).leads_to("/account/security");
    assert_ne!(lan.cookie("session"), stolen);
    thief.get("/account").leads_to("/sign-in");
    lan.get("/account").is(200);
}

#[test]
fn a_session_ends_after_twelve_hours_however_busy_it_is() {
    let site = real();
    let lan = site.browser();
    lan.with_password(LAN).leads_to("/account");
    for _ in 0..12 {
        site.minutes_later(60);
        lan.get("/account").is(200);
    }
    site.minutes_later(1);
    lan.get("/account").leads_to("/sign-in");
}

#[test]
fn a_session_that_nobody_uses_ends_and_an_officers_sooner() {
    let site = Site::open();
    let (lan, officer) = (site.signed_in(LAN), site.signed_in(CASE));
    for browser in [&lan, &officer] {
        browser.get("/account").is(200);
    }
    site.minutes_later(31);
    officer.get("/account").leads_to("/sign-in");
    lan.get("/account").is(200);
    site.minutes_later(121);
    lan.get("/account").leads_to("/sign-in");
}

#[test]
fn of_more_sessions_than_one_account_has_the_one_idle_longest_ends() {
    let site = real();
    let browsers: Vec<_> = (0..21).map(|_| site.browser()).collect();
    for browser in &browsers {
        site.minutes_later(1);
        browser.with_password(LAN).leads_to("/account");
        browser.get("/account").is(200);
    }
    browsers[0].get("/account").leads_to("/sign-in");
    browsers[1].get("/account").is(200);
    browsers[20].get("/account").is(200);
}

#[test]
fn after_a_change_of_factors_the_other_sessions_can_be_ended_and_only_by_whoever_proves_it_again() {
    let site = real();
    let (here, there) = (site.browser(), site.browser());
    for browser in [&here, &there] {
        browser.with_password(LAN).leads_to("/account");
        browser.get("/account").is(200);
    }
    super::add_app(&site, &here);
    here.get("/account/security").is(200).says("ở 1 nơi khác").says("Đăng xuất mọi nơi khác");
    here.post("/account/security/codes", &[]).is(200).says("Đăng xuất mọi nơi khác");
    // A session that was left open ends nothing without its person.
    site.minutes_later(11);
    there.get("/account").is(200);
    there.post("/account/security/sessions", &[]).leads_to("/account/security/confirm?next=");
    here.get("/account/security/confirm").is(200);
    here.post("/account/security/confirm", &[("password", crate::site::PASSWORD)]).leads_to("/account/security");
    here.post("/account/security/sessions", &[]).leads_to("/account/security/sessions");
    there.get("/account").leads_to("/sign-in");
    here.get("/account/security").is(200).hides("nơi khác");
}

#[test]
fn whoever_is_removed_or_gets_another_position_is_seen_so_at_the_next_request() {
    let site = Site::open();
    let officer = site.signed_in(CASE);
    officer.get("/queue").is(200);
    let before = officer.cookie("session");
    let now = site.clock.now();
    site.write(move |tx| {
        let revoked = rules::people::PositionRevoked {
            login: CASE.into(),
            agency: "H35.38".parse().expect("a code"),
            role: rules::people::Role::CaseOfficer,
            reason: "chuyển công tác".into(),
            on: None,
            decision: None,
        };
        let event = rules::people::Event::PositionRevoked(revoked);
        store::desk::people::record(tx, event, &rules::people::Capacity::system("test"), now)
    });
    officer.get("/queue").is(403);
    assert_ne!(officer.cookie("session"), before, "a new number for other rights");
    site.write(move |tx| {
        let disabled = rules::people::PersonDisabled { login: CASE.into(), reason: "nghỉ việc".into() };
        let event = rules::people::Event::PersonDisabled(disabled);
        store::desk::people::record(tx, event, &rules::people::Capacity::system("test"), now)
    });
    officer.get("/account").leads_to("/sign-in");
}

#[test]
fn no_form_is_taken_from_another_site() {
    let site = real();
    let lan = site.browser();
    lan.with_password(LAN).leads_to("/account");
    for path in [
        "/sign-in",
        "/sign-in/code",
        "/sign-in/second",
        "/sign-in/passkey",
        "/sign-in/passkey/start",
        "/sign-in/second/passkey",
        "/sign-in/second/passkey/start",
        "/account/security/password",
        "/account/security/totp",
        "/account/security/totp/remove",
        "/account/security/passkeys",
        "/account/security/passkeys/start",
        "/account/security/passkeys/remove",
        "/account/security/codes",
        "/account/security/sessions",
        "/account/security/tokens",
        "/account/security/tokens/revoke",
        "/account/security/confirm",
        "/account/security/confirm/passkey",
        "/account/security/confirm/passkey/start",
        "/admin/credentials/lan/recovery",
        "/admin/credentials/lan/sessions/end",
        "/admin/tokens/revoke",
    ] {
        // Pages that say no carry a token too, which another site can't read.
        lan.forget_token();
        lan.post(path, &[("x", "y")]).is(403);
    }
}
