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
