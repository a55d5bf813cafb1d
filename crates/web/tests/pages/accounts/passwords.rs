//! Choosing and changing a password.

use super::real;
use crate::site::{LAN, PASSWORD};

const NEW: &str = "nương ngô chín vàng bên suối";

fn change<'a>(old: &'a str, new: &'a str) -> [(&'a str, &'a str); 3] {
    [("old", old), ("password", new), ("again", new)]
}

#[test]
fn a_new_password_ends_all_other_sessions() {
    let site = real();
    let (lan, elsewhere) = (site.browser(), site.browser());
    lan.with_password(LAN).leads_to("/account");
    elsewhere.with_password(LAN).leads_to("/account");
    lan.post("/account/security/password", &change("sai rồi", NEW)).wrong_at("old");
    elsewhere.get("/account").is(200);
    lan.post("/account/security/password", &change(PASSWORD, NEW)).leads_to("/account/security");
    lan.get("/account/security").is(200).says("Số nơi khác đã bị đăng xuất: 1");
    elsewhere.get("/account").leads_to("/sign-in");
    elsewhere.with_password(LAN).is(422);
    elsewhere.post("/sign-in", &[("login", LAN), ("password", NEW)]).leads_to("/");
    lan.get("/account/security/log").is(200).says("Đổi mật khẩu").says("Nhập sai mật khẩu");
}

#[test]
fn a_password_that_others_would_guess_is_refused_with_the_reason() {
    let site = real();
    let lan = site.browser();
    lan.with_password(LAN).leads_to("/account");
    for (new, why) in [
        ("ngắn", "ít nhất 12 ký tự"),
        ("password1234", "danh sách mật khẩu phổ biến"),
        ("Lò Thị Lan 0912", "tên, số điện thoại"),
        ("0912345678912", "dễ đoán"),
        ("aaaaaaaaaaaaaaaa", "lặp lại"),
    ] {
        let page = lan.post("/account/security/password", &change(PASSWORD, new));
        page.says(why).wrong_at("password");
    }
    let typo = [("old", PASSWORD), ("password", NEW), ("again", "khác")];
    lan.post("/account/security/password", &typo).wrong_at("again");
}

#[test]
fn spaces_at_the_ends_belong_to_a_password_and_marks_may_be_typed_in_two_ways() {
    let site = real();
    let lan = site.browser();
    lan.with_password(LAN).leads_to("/account");
    let new = " m\u{1b0}a \u{111}\u{e0}o nương rẫy xa ";
    lan.post("/account/security/password", &change(PASSWORD, new)).leads_to("/account/security");
    let elsewhere = site.browser();
    elsewhere.get("/sign-in").is(200);
    elsewhere.post("/sign-in", &[("login", LAN), ("password", new.trim())]).is(422);
    let other_way = " mu\u{31b}a \u{111}a\u{300}o nương rẫy xa ";
    elsewhere.post("/sign-in", &[("login", LAN), ("password", other_way)]).leads_to("/");
}

#[test]
fn a_hash_of_another_cost_is_made_anew_at_the_next_sign_in() {
    let site = real();
    let hash = || site.write(|tx| Ok(store::desk::people::password_hash(tx, LAN)?.expect("a hash")));
    assert!(hash().contains("m=64,"));
    site.browser().with_password(LAN).leads_to("/account");
    assert!(hash().contains("m=19456,"));
    site.browser().with_password(LAN).leads_to("/account");
}
