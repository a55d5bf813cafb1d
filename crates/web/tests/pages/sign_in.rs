//! Signing in and out.

use crate::site::{LAN, PASSWORD, Site};
use web::Settings;

#[test]
fn somebody_signs_in_with_a_password_and_out_again() {
    let site = Site::with(Settings::default());
    let lan = site.browser();
    lan.get("/sign-in?next=/my/dossiers").is(200).hides("Đăng nhập mẫu");
    lan.post("/track", &[]).is(422);
    let before = lan.cookie("session");
    let fields = [("login", LAN), ("password", PASSWORD), ("next", "/my/dossiers")];
    lan.post("/sign-in", &fields).leads_to("/my/dossiers");
    assert_ne!(lan.cookie("session"), before, "a new session");
    lan.get("/account").is(200).says("Lò Thị Lan").says("012185001234");
    lan.post("/sign-out", &[]).leads_to("/");
    lan.get("/account").leads_to("/sign-in");
}

#[test]
fn a_wrong_password_and_an_unknown_name_get_the_same_words() {
    let site = Site::with(Settings::default());
    let somebody = site.browser();
    somebody.get("/sign-in").is(200);
    let told = |login, password| {
        let page = somebody.post("/sign-in", &[("login", login), ("password", password), ("next", "/")]).is(422);
        assert_eq!(page.value("login"), login);
        assert_eq!(page.value("password"), "");
        page.says("Tên đăng nhập hoặc mật khẩu chưa đúng");
    };
    told(LAN, "wrong");
    told("nobody", "wrong");
}

#[test]
fn missing_fields_are_named() {
    let site = Site::with(Settings::default());
    let somebody = site.browser();
    somebody.get("/sign-in").is(200);
    somebody.post("/sign-in", &[("login", LAN), ("password", "")]).wrong_at("password");
    somebody.post("/sign-in", &[("login", ""), ("password", "x")]).wrong_at("login");
}

#[test]
fn guessing_a_password_is_stopped() {
    let site = Site::with(Settings::default());
    let somebody = site.browser();
    somebody.get("/sign-in").is(200);
    let tries = (0..8).map(|_| somebody.post("/sign-in", &[("login", LAN), ("password", "wrong")]).status.as_u16());
    assert!(tries.collect::<Vec<_>>().ends_with(&[429]));
}

#[test]
fn nobody_is_sent_to_another_site() {
    let site = Site::open();
    let lan = site.browser();
    lan.get("/sign-in?next=//bad.example").is(200).says("name=\"next\" value=\"/\"");
    site.browser().get("/sign-in?next=/%09/bad.example").is(200).says("name=\"next\" value=\"/\"");
    for elsewhere in ["//bad.example", "/\t/bad.example", "/\\bad.example"] {
        let somebody = site.browser();
        somebody.get("/sign-in").is(200);
        let page = somebody.post("/sign-in/sample", &[("login", LAN), ("next", elsewhere)]);
        assert_eq!(page.to, "/", "{elsewhere:?}");
    }
    let signed_in = site.signed_in(LAN);
    assert_eq!(signed_in.get("/sign-in?next=/%09/bad.example").is(303).to, "/");
}

#[test]
fn sample_sign_ins_exist_in_demonstrations_only() {
    let site = Site::with(Settings::default());
    let somebody = site.browser();
    somebody.get("/sign-in").is(200);
    somebody.post("/sign-in/sample", &[("login", LAN)]).is(404);
    let demonstration = Site::open();
    demonstration
        .browser()
        .get("/sign-in?commune=03478")
        .is(200)
        .says("Đăng nhập mẫu")
        .says("Vàng Thị Quầy")
        .says("Lò Thị Lan");
}
