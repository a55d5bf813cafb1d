//! Members of a village's group on the pages who hold no position: what they find, raise and report, and what stays closed to them.

use crate::site::*;

const VILLAGE: &str = "03478.001";
const GROUP: &str = "/committees/TCT06-03478.001";
const PHONE: &str = "0912345678";

/// The village and its group, with Lan at its head.
fn with_group() -> Site {
    let site = Site::open();
    let admin = site.signed_in(ADMIN);
    admin.get("/admin/villages/new").is(200);
    admin.post("/admin/villages/new", &[("commune", SIN_HO), ("kind", "ban"), ("name", "Nậm Lúc")]).is(303);
    let clerk = site.signed_in(CLERK);
    clerk.get("/committees/new").is(200);
    let members = format!("Lò Thị Lan; Trưởng bản; trưởng; {LAN}\nVàng A Sử; Công an xã; phó");
    let fields = [
        ("agency", SIN_HO_AGENCY),
        ("kind", "working_group"),
        ("village", VILLAGE),
        ("name", "Tổ công tác bản Nậm Lúc"),
        ("decision", "30/QĐ-UBND"),
        ("decided_on", "2025-12-01"),
        ("members", &members),
    ];
    clerk.post("/committees/new", &fields).leads_to(GROUP);
    let version =
        clerk.get(GROUP).is(200).hidden().into_iter().find(|(name, _)| name == "version").expect("a version").1;
    let phones = [("version", version.as_str()), ("phones-phones", &format!("Vàng A Sử; {PHONE}"))];
    clerk.post(&format!("{GROUP}/actions/phones"), &phones).is(303);
    site
}

fn version(page: &Page) -> String {
    page.hidden().into_iter().find(|(name, _)| name == "version").map(|(_, value)| value).unwrap_or_default()
}

#[test]
fn a_member_finds_their_group_and_reports_its_activity_and_nothing_else() {
    let site = with_group();
    let (lan, minh) = (site.signed_in(LAN), site.signed_in(MINH));
    lan.get("/my/groups").is(200).says("Tổ công tác bản Nậm Lúc").says("Chưa nêu vướng mắc nào");
    assert!(lan.get("/my/dossiers").is(200).text.contains("href=\"/my/groups\""), "the header leads there");
    assert!(!minh.get("/my/dossiers").is(200).text.contains("href=\"/my/groups\""));
    minh.get("/my/groups").is(200).hides("Nậm Lúc").says("chưa có tên trong tổ công tác nào");
    minh.get(GROUP).is(403).hides(PHONE);
    let seen = lan.get(GROUP).is(200).says(PHONE).says("Báo cáo hoạt động").hides("Kiện toàn").hides("Giải thể");
    assert!(!seen.main().contains("/committees?"), "no way into the register");
    let report = [
        ("version", version(&seen)),
        ("activity-from", "2025-12-01".to_owned()),
        ("activity-to", "2025-12-20".to_owned()),
        ("activity-what", "Đến từng nhà".to_owned()),
        ("activity-helped", "12".to_owned()),
    ];
    let report: Vec<_> = report.iter().map(|(name, value)| (*name, value.as_str())).collect();
    lan.post(&format!("{GROUP}/actions/activity"), &report).is(303);
    lan.get(GROUP).is(200).says("giúp 12 người").says("Lò Thị Lan");
    for action in ["meet", "plan", "regulate", "review", "reorganise", "phones", "dissolve"] {
        lan.post(&format!("{GROUP}/actions/{action}"), &[("version", "2")]).is(403);
    }
    minh.post(&format!("{GROUP}/actions/activity"), &report).is(403);
    for closed in ["/committees", "/committees.csv", "/committees/new", "/obstacles", "/obstacles/figures", "/tasks"] {
        lan.get(closed).is(403);
    }
    lan.get("/committees/BCD57-H35.38").is(403);
}

#[test]
fn a_member_raises_an_obstacle_for_their_village_and_reads_the_answer() {
    let site = with_group();
    let (lan, minh, officer) = (site.signed_in(LAN), site.signed_in(MINH), site.signed_in(CASE));
    minh.get("/obstacles/new").is(403);
    let mine = lan.get("/my/groups").is(200);
    let address =
        mine.text.split("href=\"/obstacles/new?").nth(1).and_then(|rest| rest.split('"').next()).expect("a way");
    let form = lan.get(&format!("/obstacles/new?{}", address.replace("&#38;", "&").replace("&amp;", "&"))).is(200);
    assert!(form.text.contains(&format!("value=\"{VILLAGE}\" selected")), "the village is chosen");
    let fields = [("agency", SIN_HO_AGENCY), ("kind", "equipment"), ("village", VILLAGE), ("text", "Loa của bản hỏng")];
    let sent = lan.upload("/obstacles/new", &fields, &[]);
    assert_eq!(sent.status.as_u16(), 303, "{}", sent.text);
    let own = sent.to;
    let other = [("agency", "H35.40"), ("kind", "equipment"), ("text", "Loa hỏng")];
    lan.upload("/obstacles/new", &other, &[]).is(422).says("không công tác tại cơ quan này");
    lan.get("/my/groups").is(200).says("Loa của bản hỏng").says("Chờ trả lời").says("hạn ");
    // What an officer of the same commune raised is not theirs.
    let fields = [("agency", SIN_HO_AGENCY), ("kind", "equipment"), ("village", VILLAGE), ("text", "Máy in hỏng")];
    let theirs = officer.upload("/obstacles/new", &fields, &[]).to;
    lan.get(&theirs).is(404);
    minh.get(&own).is(404);
    lan.get("/my/groups").is(200).hides("Máy in hỏng");
    let leader = site.signed_in(LEADER);
    let seen = version(&leader.get(&own).is(200).says("Thành viên Tổ công tác"));
    let answer = [("version", seen.as_str()), ("answer-text", "Cấp loa mới trong tuần")];
    lan.post(&format!("{own}/actions/answer"), &answer).is(403);
    leader.post(&format!("{own}/actions/answer"), &answer).is(303);
    lan.get(&own).is(200).says("Cấp loa mới trong tuần");
    lan.get("/messages").is(200).says("Đã trả lời vướng mắc");
}

#[test]
fn a_member_reports_their_own_village_and_an_officer_verifies_it() {
    let site = with_group();
    let (lan, minh, leader) = (site.signed_in(LAN), site.signed_in(MINH), site.signed_in(LEADER));
    let coverage = format!("/coverage/{VILLAGE}");
    minh.get(&coverage).is(200).hides("Báo cáo phủ sóng");
    let report = [
        ("version", "0"),
        ("observed_on", "2025-12-20"),
        ("operator-1", "Viettel"),
        ("technology-1", "4g"),
        ("level-1", "good"),
        ("power", "grid"),
    ];
    minh.upload(&format!("{coverage}/actions/report"), &report, &[]).is(403);
    lan.get(&coverage).is(200).says("Báo cáo phủ sóng");
    let sent = lan.upload(&format!("{coverage}/actions/report"), &report, &[]);
    assert_eq!(sent.status.as_u16(), 303, "{}", sent.text);
    lan.get(&coverage).is(200).says("Viettel 4G");
    minh.get(&coverage).is(200).hides("Viettel 4G");
    lan.upload(&format!("{coverage}/actions/verify"), &[("version", "1"), ("number", "1")], &[]).is(403);
    leader.get(&coverage).is(200).says("Viettel 4G");
    let verified = leader.upload(&format!("{coverage}/actions/verify"), &[("version", "1"), ("number", "1")], &[]);
    assert_eq!(verified.status.as_u16(), 303, "{}", verified.text);

    let citizens = format!("/digital-citizens/{VILLAGE}");
    minh.get(&citizens).is(403);
    lan.get("/digital-citizens/03478.002").is(403);
    lan.get("/digital-citizens/villages").is(403);
    let counted = [
        ("version", "0"),
        ("month", "12/2025"),
        ("residents", "200"),
        ("eid", "150"),
        ("signature", "20"),
        ("account", "90"),
        ("cashless", "80"),
    ];
    minh.post(&format!("{citizens}/actions/report"), &counted).is(403);
    lan.get(&citizens).is(200).hides("Cán bộ xã");
    lan.post(&format!("{citizens}/actions/report"), &counted).is(303);
    lan.get(&citizens).is(200).says("150");
    lan.post(&format!("{citizens}/actions/verify"), &[("version", "1"), ("number", "1")]).is(403);
    leader.post(&format!("{citizens}/actions/verify"), &[("version", "1"), ("number", "1")]).is(303);
}

#[test]
fn what_was_dissolved_is_founded_again_and_the_history_says_who_came_and_went() {
    let site = with_group();
    let clerk = site.signed_in(CLERK);
    let act = |action: &str, fields: &[(&str, &str)]| {
        let version = version(&clerk.get(GROUP).is(200));
        let all: Vec<_> = [("version", version.as_str())].into_iter().chain(fields.iter().copied()).collect();
        clerk.post(&format!("{GROUP}/actions/{action}"), &all)
    };
    act("review", &[("review-on", "2026-12-01")]).is(422).wrong_at("review-on").wrong_at("review-conclusion");
    clerk.get("/committees?gap=review").is(200).says("Nậm Lúc");
    let review = [("review-on", "2025-12-10"), ("review-found", "Thiếu phụ nữ"), ("review-conclusion", "reorganise")];
    act("review", &review).is(303);
    clerk.get("/committees?gap=review").is(200).hides("Nậm Lúc");
    clerk.get("/committees").is(200).says("10/12/2025");
    let anew = [
        ("reorganise-decision", "31/QĐ-UBND"),
        ("reorganise-decided_on", "2025-12-12"),
        ("reorganise-members", "Vàng A Sử; Công an xã; trưởng\nLò Thị Máy; Phụ nữ"),
    ];
    act("reorganise", &anew).is(303);
    let seen = clerk.get(GROUP).is(200).says("Thiếu phụ nữ").says("Đề nghị kiện toàn");
    let seen = seen.says("Thêm: Lò Thị Máy").says("Thôi tham gia: Lò Thị Lan");
    seen.says("Đổi vai trò: Vàng A Sử (Phó trưởng ban, tổ phó → Trưởng ban, tổ trưởng)");
    act("dissolve", &[("dissolve-decision", "32/QĐ-UBND"), ("dissolve-decided_on", "2025-12-15")]).is(303);
    let ended = clerk.get(GROUP).is(200).says("Thành lập lại");
    let again =
        ended.text.split("href=\"/committees/new?").nth(1).and_then(|rest| rest.split('"').next()).expect("a way");
    let again = format!("/committees/new?{}", again.replace("&#38;", "&").replace("&amp;", "&"));
    clerk.get(&again).is(200).says("Thay cho").says("32/QĐ-UBND, 15/12/2025");
    clerk.get("/committees/new").is(200).says("Đã giải thể, có thể thành lập lại").says("Tổ công tác bản Nậm Lúc");
    let mut fields = vec![
        ("agency", SIN_HO_AGENCY),
        ("kind", "working_group"),
        ("village", VILLAGE),
        ("name", "Tổ công tác mới"),
        ("decision", "33/QĐ-UBND"),
        ("decided_on", "2025-12-14"),
        ("members", "Giàng A Páo; Trưởng bản; head"),
    ];
    clerk.post("/committees/new", &fields).is(422).wrong_at("decided_on").says("Thay cho");
    fields[5].1 = "2025-12-20";
    clerk.post("/committees/new", &fields).leads_to(GROUP);
    let seen = clerk.get(GROUP).is(200).says("Tổ công tác mới").says("01/12/2025 – 15/12/2025").says("Thiếu phụ nữ");
    seen.says("Thêm: Giàng A Páo").says("Thôi tham gia: Vàng A Sử");
    clerk.post("/committees/new", &fields).is(422).says("đã có Ban Chỉ đạo, tổ công tác loại này");
}

#[test]
fn figures_of_coverage_open_onto_those_that_have_one_and_those_that_lack_it() {
    let site = Site::open();
    let clerk = site.signed_in(CLERK);
    clerk.get("/committees/new").is(200);
    let fields = [
        ("agency", SIN_HO_AGENCY),
        ("kind", "reform"),
        ("name", "Ban Chỉ đạo CCHC"),
        ("decision", "30/QĐ-UBND"),
        ("decided_on", "2025-12-01"),
        ("members", "Vàng A Sử; Chủ tịch; chair"),
    ];
    clerk.post("/committees/new", &fields[2..]).is(422).wrong_at("kind");
    clerk.post("/committees/new", &fields).is(303);
    let list = clerk.get("/committees").is(200);
    assert!(list.text.contains("/committees/coverage?level=commune&"), "the figure is a way");
    let seen = clerk.get("/committees/coverage?level=commune&kind=reform").is(200);
    let (lacking, having) = seen.main().split_once("Đã có Ban Chỉ đạo").expect("two parts");
    assert!(lacking.contains("Pa Tần") && !having.contains("Pa Tần"), "{}", seen.main());
    assert!(having.contains("/committees/CCHC-H35.38") && having.contains("Chưa họp trong quý"));
    clerk.get("/committees/coverage?level=commune&kind=working_group").is(404);
    site.signed_in(LAN).get("/committees/coverage?level=commune&kind=reform").is(403);
}
