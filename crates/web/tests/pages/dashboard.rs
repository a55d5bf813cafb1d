//! The board of leaders: for whoever finds the pages of figures, each figure with its course and its table, what got worse with the records
//! that moved, live, and small.

use crate::counter::{FORM, send};
use crate::site::{ADMIN, CASE, COUNTER, LAN, LEADER, PATAN_LEADER, SIN_HO, Site, with};
use rules::dossiers::{Command, Receive};

#[test]
fn leaders_see_every_figure_with_its_course_its_table_and_its_records() {
    let site = Site::open();
    let page = site.signed_in(LEADER).get("/dashboard").is(200);
    for figure in rules::quality::figure_definitions() {
        assert!(page.text.contains(&format!("id=\"figure-{}\"", figure.key)), "{} is missing", figure.key);
        assert!(page.text.contains(&figure.name), "{} has no name", figure.key);
    }
    assert!(page.text.contains("/index/location_independent?side=numerator"), "the records are a step away");
    assert!(page.text.contains("<td class=\"mc-course__value\">"), "each line has its table");
    page.says("Đạt chỉ tiêu").says("Chưa có dữ liệu").says("30/11/2025");
    site.signed_in(ADMIN).get("/dashboard").is(200);
    for login in [CASE, LAN] {
        site.signed_in(login).get("/dashboard").is(403);
    }
    site.browser().get("/dashboard").leads_to("/sign-in");
    site.signed_in(CASE).get("/queue").is(200).hides("href=\"/dashboard\"");
    site.signed_in(LEADER).get("/queue").is(200).says("href=\"/dashboard\"");
}

#[test]
fn what_got_worse_opens_onto_its_records_for_whoever_may_see_them() {
    let site = Site::open();
    let online = site.signed_in(LAN).file();
    site.act(COUNTER, &online, Command::Receive(Receive {}));
    site.later(24);
    let form = with(&with(FORM, "competent_agency", "H35.38"), "applicant-commune", SIN_HO);
    let taken = send(&site.signed_in(COUNTER), &form, &[]).leads_to("/intake/done/H35.38-").to;
    let counted = taken.trim_start_matches("/intake/done/");
    let own = site.signed_in(LEADER).get("/dashboard").is(200);
    let own = own.says("id=\"worse-location_independent_dossiers\"").says("100,00 → 50,00 (−50,00)");
    assert!(own.text.contains(&format!("href=\"/dossiers/{counted}\"")), "the dossier is named");
    own.says("/index/location_independent_dossiers?side=rest&#38;from=2025-12-24&#38;to=2025-12-24");
    let other = site.signed_in(PATAN_LEADER).get("/dashboard").is(200).hides(counted);
    other.says("100,00 → 50,00").says("H35.38-2512••-••••");
    let past = site.signed_in(LEADER).get("/dashboard?as_of=2025-12-23").is(200);
    past.hides("id=\"worse-location_independent_dossiers\"").hides("data-live=");
}

#[test]
fn a_day_that_has_not_come_or_is_none_shows_today() {
    let site = Site::open();
    let leader = site.signed_in(LEADER);
    for day in ["2031-01-01", "hôm nay"] {
        leader
            .get(&format!("/dashboard?as_of={}", day.replace(' ', "+")))
            .is(200)
            .says("23/12/2025")
            .says("data-live=");
    }
    leader.get("/dashboard?as_of=1990-01-01").is(200).says("Chưa đủ số liệu để vẽ diễn biến");
}

#[test]
fn the_board_changes_while_one_looks_at_it_and_its_stream_ends_with_the_server() {
    let site = Site::open();
    let leader = site.signed_in(LEADER);
    let page = leader.get("/dashboard").is(200).text;
    let mark = page.split("events?after=").nth(1).and_then(|rest| rest.split('"').next()).expect("a mark").to_owned();
    let mut stream = leader.stream(&format!("/dashboard/events?after={mark}"), &[]);
    assert!(stream.next().expect("a greeting").contains("retry:"));
    let code = site.signed_in(LAN).file();
    site.act(COUNTER, &code, Command::Receive(Receive {}));
    let heard = stream.until("\"board\"");
    assert!(heard.contains("location_independent_dossiers") && !heard.contains("<html"), "a part of the page");
    let mut late = leader.stream(&format!("/dashboard/events?after={mark}"), &[]);
    assert!(late.until("\"board\"").contains("id: "), "who comes back gets the board as it is");
    site.stop_streams();
    while stream.next().is_some() {}
    while late.next().is_some() {}
}

#[test]
fn the_whole_page_is_less_than_100_kb() {
    let site = Site::open();
    let leader = site.signed_in(LEADER);
    let html = leader.get("/dashboard").is(200).text;
    let mut whole = leader.get_packed("/dashboard").is(200).bytes.len();
    let files: Vec<_> = html.split('"').filter(|part| part.starts_with("/assets/main.")).collect();
    assert!(files.len() >= 2, "a style and a script: {files:?}");
    for file in files {
        whole += leader.get_packed(file).is(200).bytes.len();
    }
    assert!(whole < 100 * 1024, "{whole} bytes of HTML, styles and script");
}
