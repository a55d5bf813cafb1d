//! Tokens for programs, on the pages of their person and of administrators.

use crate::site::{ADMIN, CASE, LAN, Site};

#[test]
fn somebody_creates_a_token_sees_it_once_and_revokes_it() {
    let site = Site::open();
    let officer = site.signed_in(CASE);
    let fields = [("name", "Phần mềm kế toán"), ("scope", "read"), ("days", "7")];
    officer.post("/account/security/tokens", &[("name", ""), ("scope", "all"), ("days", "0")]).wrong_at("days");
    let page = officer.post("/account/security/tokens", &fields).is(200).says("Mã truy cập mới");
    let secret = page.text.split("class=\"mc-secret\">").nth(1).and_then(|rest| rest.split('<').next()).expect("one");
    assert_eq!(secret.len(), 64);
    let page = officer.get("/account/security/tokens").is(200).says("Phần mềm kế toán").says("Chỉ đọc").hides(secret);
    let id = page.text.split("name=\"id\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id");
    // Knowing its number, nobody else revokes it; an administrator does.
    site.signed_in(LAN).post("/account/security/tokens/revoke", &[("id", id)]).is(404);
    let administrator = site.signed_in(ADMIN);
    administrator.get("/admin/tokens").is(200).says("Phần mềm kế toán");
    administrator.post("/admin/tokens/revoke", &[("login", LAN), ("id", id)]).is(404);
    administrator.post("/admin/tokens/revoke", &[("login", CASE), ("id", id)]).leads_to("/admin/tokens");
    officer.get("/account/security/tokens").is(200).hides("Phần mềm kế toán");
    officer.get("/account/security/log").is(200).says("Thu hồi mã truy cập");
}
