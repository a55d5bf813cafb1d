//! How surely somebody proved who they are, whichever way they came; and what opens only to whoever did.

use super::{add_app, code, real};
use crate::identity::{come, come_as_officer};
use crate::provider::{CASE_BY_PASSWORD, CASE_EARLY, EARLY, LEADER_BY_TWO, MY, SON};
use crate::site::{ADMIN, CASE, COUNTER, LAN, LEADER, Site};
use rules::people::Role;
use web::Settings;

#[test]
fn every_officer_with_only_a_password_adds_a_second_factor_before_anything_else() {
    let site = real();
    for officer in [COUNTER, CASE, LEADER, ADMIN] {
        site.give_password(officer);
        let browser = site.browser();
        browser.with_password(officer).leads_to("/account/security/enrol");
        browser.get("/queue").leads_to("/account/security/enrol");
        assert_eq!(browser.get("/api/v1/dossiers").status.as_u16(), 403, "{officer}");
    }
    // A citizen files and follows with a password; an installation may ask them too.
    site.browser().with_password(LAN).leads_to("/account");
    let strict = Site::with(Settings { second_factor: vec![Role::Citizen], ..Settings::default() });
    strict.browser().with_password(LAN).leads_to("/account/security/enrol");
}

#[test]
fn single_sign_on_by_a_password_is_worth_a_password() {
    let site = real();
    let officer = site.browser();
    come_as_officer(&officer, CASE_BY_PASSWORD, "/queue").leads_to("/account/security/enrol");
    officer.get("/queue").leads_to("/account/security/enrol");
    let secret = add_app(&site, &officer);
    officer.get("/queue").is(200);
    // Whoever has the app is asked for its code, by this way too.
    site.minutes_later(1);
    let again = site.browser();
    come_as_officer(&again, CASE_BY_PASSWORD, "/queue").leads_to("/sign-in/second");
    again.get("/queue").leads_to("/sign-in");
    again.get("/sign-in/second").is(200);
    again.post("/sign-in/second", &[("code", "000000")]).wrong_at("code");
    again.post("/sign-in/second", &[("code", &code(&site, &secret))]).leads_to("/queue");
    again.get("/queue").is(200);
    // Signing out still ends at the provider.
    again.post("/sign-out", &[]).leads_to("/simulated-identity/logout");
}

#[test]
fn single_sign_on_by_two_factors_goes_the_way_of_every_sign_in() {
    let site = real();
    let attacker = site.browser();
    attacker.get("/sign-in").is(200);
    attacker.post("/sign-in", &[("login", LEADER), ("password", "đoán bừa một câu")]).is(422);
    let leader = site.browser();
    come_as_officer(&leader, LEADER_BY_TWO, "/").leads_to("/queue");
    leader.get("/queue").is(200).says("có 1 lần đăng nhập không thành công");
    assert!(!leader.cookie("known").is_empty(), "the browser is known from now on");
    leader.get("/account/security/log").is(200).says("Đăng nhập: Định danh điện tử").says("Nhập sai mật khẩu");
}

#[test]
fn what_is_held_about_somebody_opens_to_whoever_is_surely_them() {
    let site = real();
    let (lan, son, my) = (site.browser(), site.browser(), site.browser());
    lan.with_password(LAN).leads_to("/account");
    come(&son, SON, "/account").leads_to("/account");
    for browser in [&lan, &son] {
        for path in
            ["/my/data", "/my/data/export", "/my/data/reads", "/my/data/requests", "/my/documents", "/my/data/ask"]
        {
            let page = browser.get(path).is(403).says("mức độ 2").says("Công an xã");
            page.says("/sign-in/with/simulated?next=/my/").hides("/sign-in/with/officers");
        }
        browser.post("/my/data/consents", &[("purpose", "sms"), ("go", "give")]).is(403);
    }
    // Somebody who guessed a password and adds an app of their own is not more surely that citizen.
    add_app(&site, &lan);
    lan.get("/my/data").is(403);
    come(&my, MY, "/my/data").leads_to("/my/data");
    my.get("/my/data").is(200);
    my.get("/my/data/export").is(200);
    // An officer is known to the directory: two factors are enough.
    let leader = site.browser();
    come_as_officer(&leader, LEADER_BY_TWO, "/my/data").leads_to("/my/data");
    leader.get("/my/data").is(200);
}

#[test]
fn a_lost_key_of_the_installation_is_told_and_there_is_a_way_on() {
    let site = real();
    site.give_password(ADMIN);
    let lan = site.browser();
    lan.with_password(LAN).leads_to("/account");
    add_app(&site, &lan);
    let site = site.restarted_with(Settings { secret: [9; 32], ..Settings::default() });
    let lan = site.browser();
    lan.with_password(LAN).leads_to("/sign-in/second");
    for _ in 0..8 {
        // Nobody can judge it, so nobody has to wait for it.
        let page = lan.post("/sign-in/second", &[("code", "123456")]).is(422);
        page.says("không đọc được khóa của ứng dụng xác thực").says("mã khôi phục");
    }
    // The administrator gives a new start.
    let administrator = site.browser();
    administrator.with_password(ADMIN).leads_to("/account/security/enrol");
    add_app(&site, &administrator);
    let fields = [("reason", "Mất khóa của hệ thống, đã gặp trực tiếp"), ("remove", "yes")];
    let page = administrator.post("/admin/credentials/lan/recovery", &fields).is(200);
    let issued =
        page.text.split("class=\"mc-secret\">").nth(1).and_then(|rest| rest.split('<').next()).expect("a code");
    let new = "nương ngô chín vàng bên suối";
    let fields = [("login", LAN), ("code", issued), ("password", new), ("again", new)];
    lan.post("/sign-in/code", &fields).leads_to("/sign-in");
    lan.get("/sign-in").is(200);
    lan.post("/sign-in", &[("login", LAN), ("password", new)]).leads_to("/");
    add_app(&site, &lan);
}

#[test]
fn a_provider_asks_anew_before_somebody_changes_how_they_sign_in() {
    let site = real();
    let my = site.browser();
    come(&my, MY, "/account").leads_to("/account");
    site.minutes_later(11);
    my.get("/account/security/totp").leads_to("/account/security/confirm?next=");
    let page = my.get("/account/security/confirm?next=/account/security/totp").is(200);
    page.says("/sign-in/with/simulated?anew=yes&#38;next=%2Faccount%2Fsecurity%2Ftotp");
    let there = my.get("/sign-in/with/simulated?anew=yes&next=/account/security/totp").to;
    assert!(there.contains("max_age=0"), "{there}");
    let page = my.get(&there).is(200);
    let choice =
        page.text.split("href=\"").find_map(|rest| rest.split('"').next().filter(|to| to.ends_with("subject=my")));
    let choice = choice.expect("herself").replace("&#38;", "&").replace("&amp;", "&");
    let back = my.get(&choice).to;
    my.get(back.trim_start_matches("http://mot-cua.test")).leads_to("/account/security/totp");
    my.get("/account/security/totp").is(200);
}

#[test]
fn an_old_session_at_the_provider_is_no_proof_of_now() {
    let site = real();
    let browser = site.browser();
    // The provider knew her six hours ago and asked nothing: enough to sign in, not to change how one signs in.
    come(&browser, EARLY, "/account").leads_to("/account");
    browser.get("/account/security/totp").leads_to("/account/security/confirm?next=");
    browser.get("/account/security/tokens").is(200);
    let token = [("name", "của tôi"), ("scope", "write"), ("days", "365")];
    browser.post("/account/security/tokens", &token).leads_to("/account/security/confirm?next=");
    // Asked to prove it anew, the provider must have done so.
    let there = browser.get("/sign-in/with/simulated?anew=yes&next=/account/security/totp").to;
    let page = browser.get(&there).is(200);
    let choice =
        page.text.split("href=\"").find_map(|rest| rest.split('"').next().filter(|to| to.ends_with("subject=som")));
    let choice = choice.expect("herself").replace("&#38;", "&").replace("&amp;", "&");
    let back = browser.get(&choice).to;
    browser.get(back.trim_start_matches("http://mot-cua.test")).says("Chưa xác nhận được danh tính");
    browser.get("/account/security/totp").leads_to("/account/security/confirm?next=");
}

#[test]
fn whoever_must_add_a_second_factor_can_prove_anew_who_they_are_to_do_so() {
    let site = real();
    let officer = site.browser();
    come_as_officer(&officer, CASE_EARLY, "/queue").leads_to("/account/security/enrol");
    officer.get("/account/security/totp").leads_to("/account/security/confirm?next=");
    officer
        .get("/account/security/confirm?next=/account/security/totp")
        .is(200)
        .says("/sign-in/with/officers?anew=yes");
    // The way to the provider is open, and nothing else is.
    let there = officer.get("/sign-in/with/officers?anew=yes&next=/account/security/totp").to;
    assert!(there.contains("max_age=0"), "{there}");
    officer.get("/queue").leads_to("/account/security/enrol");
}
