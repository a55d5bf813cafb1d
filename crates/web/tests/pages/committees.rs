//! Committees on the pages: registered with what they steer, found again by it; where members are reached is read only by those who
//! need it.

use crate::site::*;

const PHONE: &str = "0912345678";
const COMMITTEE: &str = "/committees/BCD57-H35.38";

/// A committee of the commune that steers Project 06 too, with a member from another commune and a telephone number.
fn registered(site: &Site) {
    let leader = site.signed_in(LEADER);
    leader.get("/committees/new").is(200).says("Đồng thời chỉ đạo");
    let members = format!("Vàng A Sử; Chủ tịch\nSùng Lãnh Đạo; Chủ tịch xã Pa Tần; thành viên; {PATAN_LEADER}");
    let fields = [
        ("agency", SIN_HO_AGENCY),
        ("kind", "resolution_57"),
        ("also", "project_06"),
        ("name", "Ban Chỉ đạo xã Sìn Hồ"),
        ("decision", "12/QĐ-UBND"),
        ("decided_on", "2025-12-01"),
        ("members", &members),
    ];
    leader.post("/committees/new", &fields).leads_to(COMMITTEE);
    act(&leader, "phones", &[("phones-phones", &format!("Vàng A Sử; {PHONE}"))]).is(303);
}

fn act(browser: &Browser<'_>, action: &str, fields: &[(&str, &str)]) -> Page {
    let page = browser.get(COMMITTEE).is(200);
    let version = page.hidden().into_iter().find(|(name, _)| name == "version").map(|(_, value)| value);
    // Whoever gets no form guesses the version.
    let version = version.unwrap_or_else(|| "1".to_owned());
    let all: Vec<_> = [("version", version.as_str())].into_iter().chain(fields.iter().copied()).collect();
    browser.post(&format!("{COMMITTEE}/actions/{action}"), &all)
}

#[test]
fn telephones_of_members_are_kept_from_officers_of_other_agencies() {
    let site = Site::open();
    registered(&site);
    // The attacks: an officer of another commune looks, and tries to write and so to be shown the form again.
    let stranger = site.signed_in(PATAN);
    stranger.get(COMMITTEE).is(200).says("Vàng A Sử").hides(PHONE).says("chỉ hiện với cơ quan thành lập");
    act(&stranger, "phones", &[("phones-phones", "x")]).is(403).hides(PHONE);
    act(&stranger, "meet", &[]).is(403).hides(PHONE);
    stranger.get("/committees").is(200).says("Ban Chỉ đạo xã Sìn Hồ").hides(PHONE);
    site.signed_in(ADMIN).get(COMMITTEE).is(403).hides(PHONE);
    site.browser().get(COMMITTEE).leads_to("/sign-in");
    // Who needs them: the agency's own officers, and a member wherever they work.
    for login in [LEADER, CASE, PATAN_LEADER] {
        site.signed_in(login).get(COMMITTEE).is(200).says(PHONE).hides("chỉ hiện với cơ quan thành lập");
    }
}

#[test]
fn the_register_is_searched_narrowed_to_an_agency_ordered_and_taken_away() {
    const NAME: &str = "Ban Chỉ đạo xã Sìn Hồ";
    let site = Site::open();
    registered(&site);
    let stranger = site.signed_in(PATAN);
    // By words in any order and without marks: of the name, the head, the decision.
    for words in ["ho+sin", "vang+a+su", "12%2Fqd-ubnd", "BCD57-H35.38"] {
        stranger.get(&format!("/committees?q={words}")).is(200).says(NAME);
        stranger.get(&format!("/committees.csv?q={words}")).is(200).says(NAME).says("12/QĐ-UBND");
    }
    stranger.get("/committees?q=muong+te").is(200).hides(NAME);
    stranger.get("/committees.csv?q=muong+te").is(200).hides(NAME);
    stranger.get(&format!("/committees?agency={SIN_HO_AGENCY}")).is(200).says(NAME);
    stranger.get("/committees?agency=H35.01").is(200).hides(NAME);
    for order in ["name", "met", "members", "no-such-order"] {
        stranger.get(&format!("/committees?order={order}")).is(200).says(NAME);
    }
    let seen = stranger.get(COMMITTEE).is(200).says("Tổ công tác của cơ quan này");
    let groups = ["/committees?kind=working_group", &format!("agency={SIN_HO_AGENCY}\"")];
    assert!(groups.iter().all(|part| seen.text.contains(part)), "a link to its groups");
}

#[test]
fn one_committee_is_found_by_everything_that_it_steers_and_gives_it_away_when_reorganised() {
    let site = Site::open();
    registered(&site);
    let leader = site.signed_in(LEADER);
    leader.get(COMMITTEE).is(200).says("Đồng thời chỉ đạo").says("Đề án 06");
    let own =
        [("agency", SIN_HO_AGENCY), ("kind", "project_06"), ("name", "Ban Chỉ đạo Đề án 06"), ("decision", "13/QĐ")];
    let more = [("decided_on", "2025-12-01"), ("members", "Vàng A Sử; Chủ tịch")];
    let again: Vec<_> = own.into_iter().chain(more).collect();
    leader.get("/committees/new").is(200);
    let refused = leader.post("/committees/new", &again).is(422).says("BCD57-H35.38 chỉ đạo lĩnh vực đó");
    assert_eq!(refused.value("name"), "Ban Chỉ đạo Đề án 06");
    leader.get("/committees?kind=project_06").is(200).says("Ban Chỉ đạo xã Sìn Hồ");
    leader.get("/committees?kind=reform").is(200).hides("Ban Chỉ đạo xã Sìn Hồ");
    let nobody = [
        ("reorganise-decision", "20/QĐ-UBND"),
        ("reorganise-decided_on", "2025-12-02"),
        ("reorganise-members", "Vàng A Sử; Chủ tịch; trưởng; khongco"),
    ];
    act(&leader, "reorganise", &nobody).is(422).says("khongco");
    let anew = [
        ("reorganise-decision", "20/QĐ-UBND"),
        ("reorganise-decided_on", "2025-12-02"),
        ("reorganise-also", "reform"),
        ("reorganise-members", "Vàng A Sử; Chủ tịch"),
    ];
    act(&leader, "reorganise", &anew).is(303);
    leader.get("/committees?kind=project_06").is(200).hides("Ban Chỉ đạo xã Sìn Hồ");
    leader.get("/committees?kind=reform").is(200).says("Ban Chỉ đạo xã Sìn Hồ");
}
