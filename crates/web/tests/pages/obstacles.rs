//! Obstacles on the pages: raised with a photo, answered, raised again; refused with what was typed; nobody sees what is not theirs.

use crate::site::*;

const PHOTO: &[u8] = harness::papers::DOT;
const WHAT: &str = "Máy quét hỏng, không số hóa được";
/// The leader of the province, who stands above both communes.
const ANSWER: [(&str, &str); 2] = [("answer-text", "Cấp máy mới trong tuần"), ("answer-document", "Công văn 12/UBND")];

fn raised(browser: &Browser<'_>, fields: &[(&str, &str)]) -> String {
    let form = browser.get("/obstacles/new").is(200).says("Nêu vướng mắc");
    let agency = form.hidden().into_iter().find(|(name, _)| name == "agency").map_or(String::new(), |(_, value)| value);
    let all: Vec<_> = [("agency", agency.as_str())].into_iter().chain(fields.iter().copied()).collect();
    let sent = browser.upload("/obstacles/new", &all, &[("photo", "may-quet.png", PHOTO)]);
    assert_eq!(sent.status.as_u16(), 303, "{}", sent.text);
    sent.to
}

fn version(page: &Page) -> String {
    page.hidden().into_iter().find(|(name, _)| name == "version").map(|(_, value)| value).unwrap_or_default()
}

#[test]
fn an_obstacle_is_raised_with_a_photo_and_seen_by_whom_it_concerns_only() {
    let site = Site::open();
    let (officer, stranger) = (site.signed_in(CASE), site.signed_in(PATAN));
    let obstacle = raised(&officer, &[("kind", "equipment"), ("text", WHAT)]);
    let shown = officer.get(&obstacle).is(200).says(WHAT).says("may-quet.png").says("Chờ trả lời");
    let file = shown.text.split(&format!("{obstacle}/files/")).nth(1).and_then(|rest| rest.split('"').next());
    let file = format!("{obstacle}/files/{}", file.expect("a file"));
    officer.get(&file).is(200);
    // Another commune's: neither the page, nor the photo, nor a place in a list or a count.
    stranger.get(&obstacle).is(404);
    stranger.get(&file).is(404);
    stranger.post(&format!("{obstacle}/actions/answer"), &ANSWER).is(404);
    for path in ["/obstacles?side=all", "/obstacles?side=all&q=may+quet&raiser=H35.38", "/obstacles/figures"] {
        let list = stranger.get(path).is(200);
        assert!(!list.main().contains("Máy quét") && !list.main().contains("raiser=H35.38&"), "{path}");
    }
    officer.get("/obstacles?side=raised&q=may+quet").is(200).says("VM-2025-00001");
    officer.get("/obstacles/figures").is(200).says("Máy móc, trang thiết bị");
}

#[test]
fn what_is_missing_is_named_and_nothing_typed_is_lost() {
    let site = Site::open();
    let officer = site.signed_in(CASE);
    let bare = officer.upload(
        "/obstacles/new",
        &[("agency", SIN_HO_AGENCY), ("text", WHAT)],
        &[("photo", "may-quet.png", PHOTO)],
    );
    bare.is(422).wrong_at("kind").says(WHAT).says("may-quet.png");
    let elsewhere = [("agency", "H35.40"), ("kind", "staff"), ("text", WHAT)];
    officer.upload("/obstacles/new", &elsewhere, &[]).is(422).says("không công tác tại cơ quan này");
    let village = [("agency", SIN_HO_AGENCY), ("kind", "staff"), ("text", WHAT), ("village", "03478.999")];
    officer.upload("/obstacles/new", &village, &[]).is(422).wrong_at("village").says(WHAT);
}

#[test]
fn the_raiser_sees_the_answer_and_may_raise_it_again() {
    let site = Site::open();
    let (officer, leader) = (site.signed_in(CASE), site.signed_in(LEADER));
    let obstacle = raised(&officer, &[("kind", "equipment"), ("text", WHAT)]);
    // No department is there, so it is the province's: a leader of the commune does not answer for it.
    let seen = version(&officer.get(&obstacle).is(200));
    let refused = leader.post(&format!("{obstacle}/actions/answer"), &[("version", "1"), ANSWER[0]]);
    refused.is(403).says("Chỉ lãnh đạo, văn thư của cơ quan đang giữ vướng mắc");
    assert_eq!(seen, "", "whoever raised it does nothing with it before it is answered");
    site.raise_to_province(CLERK);
    let province = site.signed_in(CLERK);
    let page = province.get(&obstacle).is(200).says("Trả lời");
    let stale = province.post(&format!("{obstacle}/actions/answer"), &[("version", "9"), ANSWER[0]]);
    stale.is(409).says("Cấp máy mới trong tuần");
    province
        .post(&format!("{obstacle}/actions/answer"), &[("version", version(&page).as_str()), ("answer-text", "")])
        .is(422)
        .wrong_at("answer-text");
    province
        .post(&format!("{obstacle}/actions/answer"), &[("version", version(&page).as_str()), ANSWER[0], ANSWER[1]])
        .is(303);
    let answered = officer.get(&obstacle).is(200).says("Cấp máy mới trong tuần").says("Công văn 12/UBND");
    officer.get("/messages").is(200).says("Đã trả lời vướng mắc");
    let again = [("version", version(&answered)), ("reopen-reason", "Máy mới không quét được".to_owned())];
    let again: Vec<_> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
    officer.post(&format!("{obstacle}/actions/reopen"), &again).is(303);
    officer.get(&obstacle).is(200).says("Chờ trả lời").says("Máy mới không quét được");
}
