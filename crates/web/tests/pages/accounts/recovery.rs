//! One-time codes: who may issue them, and what they open.

use super::{add_app, real};
use crate::site::{ADMIN, Browser, COUNTER, LAN, LEADER, Site};

const NEW: &str = "nương ngô chín vàng bên suối";

/// An administrator who proved who they are.
fn administrator(site: &Site) -> Browser<'_> {
    site.give_password(ADMIN);
    let browser = site.browser();
    browser.with_password(ADMIN).leads_to("/account/security/enrol");
    add_app(site, &browser);
    browser
}

fn issue(administrator: &Browser, login: &str, remove: &str) -> String {
    let fields = [("reason", "Quên mật khẩu, đã gặp trực tiếp"), ("remove", remove)];
    let page = administrator.post(&format!("/admin/credentials/{login}/recovery"), &fields).is(200);
    let code = page.text.split("class=\"mc-secret\">").nth(1).and_then(|rest| rest.split('<').next());
    code.expect("a code").to_owned()
}

fn fields<'a>(login: &'a str, code: &'a str, new: &'a str) -> [(&'a str, &'a str); 4] {
    [("login", login), ("code", code), ("password", new), ("again", new)]
}

#[test]
fn a_code_lets_somebody_back_in_once_and_they_see_who_gave_it() {
    let site = real();
    let signed_in = site.browser();
    signed_in.with_password(LAN).leads_to("/account");
    let code = issue(&administrator(&site), LAN, "");
    signed_in.get("/account").leads_to("/sign-in");
    let lan = site.browser();
    lan.get("/sign-in/code").is(200);
    // A bad choice of password does not cost the code.
    lan.post("/sign-in/code", &fields(LAN, &code, "password1234")).wrong_at("password");
    lan.post("/sign-in/code", &fields(LAN, &code.to_lowercase(), NEW)).leads_to("/sign-in");
    lan.post("/sign-in/code", &fields(LAN, &code, "tre già măng mọc sau vườn")).is(422).says("đã dùng");
    lan.get("/sign-in").is(200);
    lan.post("/sign-in", &[("login", LAN), ("password", NEW)]).leads_to("/");
    let log = lan.get("/account/security/log").is(200);
    log.says("Được cấp mã khôi phục").says("Quên mật khẩu, đã gặp trực tiếp").says("Đặt mật khẩu bằng mã một lần");
}

#[test]
fn a_code_is_for_one_person_for_a_day_and_the_newest_only() {
    let site = real();
    let administrator = administrator(&site);
    let first = issue(&administrator, LAN, "");
    let second = issue(&administrator, LAN, "");
    let lan = site.browser();
    lan.get("/sign-in/code").is(200);
    lan.post("/sign-in/code", &fields(LAN, &first, NEW)).is(422);
    lan.post("/sign-in/code", &fields(COUNTER, &second, NEW)).is(422);
    site.later(25);
    lan.post("/sign-in/code", &fields(LAN, &second, NEW)).is(422).says("đã hết hạn");
}

#[test]
fn second_factors_stay_unless_they_are_removed_with_it() {
    let site = real();
    let lan = site.browser();
    lan.with_password(LAN).leads_to("/account");
    add_app(&site, &lan);
    let administrator = administrator(&site);
    let enter = |code: &str| {
        let lan = site.browser();
        lan.get("/sign-in/code").is(200);
        lan.post("/sign-in/code", &fields(LAN, code, NEW)).leads_to("/sign-in");
        lan.get("/sign-in").is(200);
        lan.post("/sign-in", &[("login", LAN), ("password", NEW)]).to
    };
    assert_eq!(enter(&issue(&administrator, LAN, "")), "/sign-in/second");
    assert_eq!(enter(&issue(&administrator, LAN, "yes")), "/");
}

#[test]
fn only_administrators_look_after_accounts_and_never_their_own_by_code() {
    let site = Site::open();
    for login in [LAN, LEADER] {
        let somebody = site.signed_in(login);
        for path in ["", "/lan", "/lan/recovery"] {
            somebody.get(&format!("/admin/credentials{path}")).is(403);
        }
        somebody.get("/admin/sessions").is(403);
        somebody.get("/admin/tokens").is(403);
        somebody.post("/admin/credentials/lan/recovery", &[("reason", "Quên mật khẩu rồi")]).is(403);
        somebody.post("/admin/credentials/quay/sessions/end", &[]).is(403);
        somebody.post("/admin/tokens/revoke", &[("login", "quay"), ("id", "x")]).is(403);
    }
    let administrator = site.signed_in(ADMIN);
    let own = format!("/admin/credentials/{ADMIN}/recovery");
    administrator.get(&own).is(403);
    administrator.post(&own, &[("reason", "Quên mật khẩu rồi")]).is(403).says("tự cấp mã");
    administrator.get("/admin/credentials/khongai").is(404);
    administrator.post("/admin/credentials/lan/recovery", &[("reason", "quên")]).wrong_at("reason");
    administrator.get("/admin/credentials?q=lo%20thi").is(200).says("Lò Thị Lan").hides("Vàng Thị Quầy");
}

#[test]
fn an_administrator_signs_somebody_out_from_afar() {
    let site = Site::open();
    let (administrator, officer) = (site.signed_in(ADMIN), site.signed_in(COUNTER));
    officer.get("/queue").is(200);
    administrator.get("/admin/sessions").is(200).says("Vàng Thị Quầy").says("phiên này");
    administrator.get(&format!("/admin/credentials/{COUNTER}")).is(200).says("Đăng nhập mẫu");
    let ended = administrator.post(&format!("/admin/credentials/{COUNTER}/sessions/end"), &[("back", "sessions")]);
    ended.leads_to("/admin/sessions");
    officer.get("/queue").leads_to("/sign-in");
    officer.sign_in(COUNTER);
    officer.get("/account/security/log").is(200).says("Bị đăng xuất từ xa ở 1 nơi");
}
