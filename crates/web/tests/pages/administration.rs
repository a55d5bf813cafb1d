//! Who may open the rooms of administration.

use crate::site::{ADMIN, CASE, LAN, LEADER, Site};

#[test]
fn the_hub_is_for_administrators_and_only_they_are_led_to_it() {
    let site = Site::open();
    site.browser().get("/admin").leads_to("/sign-in");
    for login in [LAN, CASE, LEADER] {
        let browser = site.signed_in(login);
        browser.get("/admin").is(403).says("chỉ dành cho cán bộ quản trị");
        browser.get("/procedures").is(200).hides("href=\"/admin\"");
    }
    let admin = site.signed_in(ADMIN);
    admin.get("/procedures").is(200).says("href=\"/admin\"");
    admin.get("/admin").is(200).says("Quản trị");
}
