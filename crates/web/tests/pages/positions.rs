//! Keeping people through the forms: moves, delegations, closed accounts, and what must not be possible.

use crate::site::*;
use rules::dossiers::{Assign, Command, Receive};

const DECISION: (&str, &str) = ("decision", "12/QĐ-UBND");

/// A dossier of Lan in the charge of Sìn Hồ's case officer.
fn assigned(site: &Site) -> String {
    let code = site.signed_in(LAN).file();
    site.act(COUNTER, &code, Command::Receive(Receive {}));
    let assign = Assign { officer: CASE.into(), officer_name: "Hoàng Thụ Lý".into(), note: None };
    site.act(CASE, &code, Command::Assign(assign));
    code
}

fn moves(admin: &Browser<'_>, to: &str, from: &str) -> Page {
    admin.get(&format!("/admin/people/{CASE}/move")).is(200);
    let fields = [
        ("gives_up-H35.38:case_officer", "yes"),
        ("agency", to),
        ("role", "case_officer"),
        ("title", "Công chức Tư pháp – Hộ tịch"),
        ("from", from),
        DECISION,
        ("reason", "Điều động"),
    ];
    admin.fill(&format!("/admin/people/{CASE}/move"), &fields)
}

#[test]
fn an_administrator_moves_an_officer_and_the_queue_moves_with_the_position() {
    let site = Site::open();
    let code = assigned(&site);
    let case = site.signed_in(CASE);
    case.get("/queue").is(200).says(&code);
    case.get(&format!("/dossiers/{code}")).is(200);
    let admin = site.signed_in(ADMIN);
    moves(&admin, "H35.40", "2025-12-23").leads_to(&format!("/admin/people/{CASE}"));
    let page = admin.get(&format!("/admin/people/{CASE}")).is(200).says("Đã điều động").says("12/QĐ-UBND");
    page.says("đến hết ngày 22/12/2025").says("xã Pa Tần").says("Thôi giữ vị trí");
    // At once, in the session that was open before.
    case.get("/queue").is(200).hides(&code);
    case.get(&format!("/dossiers/{code}")).is(404);
    let leader = site.signed_in(LEADER);
    leader.get("/queue?view=unit").is(200).says(&code).says("Người thụ lý đã chuyển công tác");
    leader.get("/dossiers").is(200).says("Người thụ lý đã chuyển công tác");
}

#[test]
fn a_form_that_comes_back_keeps_what_was_typed_and_says_what_is_wrong() {
    let site = Site::open();
    let admin = site.signed_in(ADMIN);
    let page = moves(&admin, "", "2025-12-23").wrong_at("agency");
    assert_eq!(page.value("title"), "Công chức Tư pháp – Hộ tịch");
    page.says("value=\"case_officer\" selected")
        .says("name=\"gives_up-H35.38:case_officer\" type=\"checkbox\" value=\"yes\" checked");
    let nothing = admin.post(
        &format!("/admin/people/{CASE}/move"),
        &[("agency", "H35.40"), ("role", "clerk"), ("title", "x"), ("from", "2025-12-23"), DECISION, ("reason", "x")],
    );
    nothing.wrong_at("gives_up");
    admin
        .post(&format!("/admin/people/{ADMIN}/disable"), &[("reason", "thử")])
        .is(422)
        .says("người quản trị cuối cùng");
    admin.post("/admin/people/new", &[("login", CASE), ("name", "Ai đó")]).wrong_at("login");
    admin.post("/admin/people/new", &[("login", "moi"), ("name", "Người Mới"), ("phone", "12")]).wrong_at("phone");
    admin.post("/admin/people/new", &[("login", "Moi"), ("name", "Người Mới")]).leads_to("/admin/people/moi");
}

#[test]
fn an_administrator_of_a_commune_looks_after_its_people_and_gives_themselves_nothing() {
    let site = Site::open();
    let admin = site.signed_in(ADMIN);
    let post = |agency, role| {
        [
            ("agency", agency),
            ("role", role),
            ("title", "Công chức"),
            ("from", "2025-12-23"),
            DECISION,
            ("reason", "Phân công"),
        ]
    };
    // Not even the province's administrator becomes an approver by their own hand.
    admin.post(&format!("/admin/people/{ADMIN}/grant"), &post("H35.38", "approver")).is(403).says("cho chính mình");
    admin.fill(&format!("/admin/people/{CLERK}/grant"), &post("H35.38", "administrator")).leads_to("/admin/people/");
    let theirs = site.signed_in(CLERK);
    theirs.get("/admin").is(200).says("/admin/credentials").hides("/admin/agencies");
    theirs.get("/admin/agencies").is(403);
    theirs.get("/admin/credentials").is(200).says("Hoàng Thụ Lý").hides("Sùng Pa Tần");
    theirs.get(&format!("/admin/credentials/{CASE}")).is(200);
    // Whoever is somebody else's to look after is not there for them: neither by name nor by the way they are told.
    for other in [PATAN, LAN, "khongai"] {
        let told = theirs.get(&format!("/admin/credentials/{other}")).is(404).says(other);
        let nobody = theirs.get("/admin/credentials/khongcoai").is(404);
        let without =
            |page: &Page, login: &str| page.text.split("id=\"main\"").last().map(|main| main.replace(login, "X"));
        assert_eq!(without(&told, other), without(&nobody, "khongcoai"));
        theirs.get(&format!("/admin/credentials/{other}/recovery")).is(404);
        theirs.post(&format!("/admin/credentials/{other}/sessions/end"), &[]).is(404);
    }
    theirs.get("/admin/sessions").is(200);
    // Whoever is to administer the province from tomorrow is looked after by the province from today.
    let tomorrow =
        [("agency", "H35"), ("role", "administrator"), ("title", "Công chức"), ("from", "2025-12-24"), DECISION];
    let tomorrow = [&tomorrow[..], &[("reason", "Phân công")]].concat();
    admin.fill(&format!("/admin/people/{COUNTER}/grant"), &tomorrow).leads_to("/admin/people/");
    theirs.get(&format!("/admin/credentials/{COUNTER}")).is(404);
    theirs.post(&format!("/admin/credentials/{COUNTER}/recovery"), &[("reason", "Quên mật khẩu")]).is(404);
    // Of what somebody holds elsewhere too, they see what is held here.
    admin.fill(&format!("/admin/people/{CASE}/grant"), &post("H35.40", "clerk")).leads_to("/admin/people/");
    theirs.get("/admin/people").is(200).says("Hoàng Thụ Lý");
    theirs.get("/admin/people.csv").is(200).hides("H35.40");
    // What concerns every agency is the province's; so is whoever has no position yet.
    theirs.get("/admin/people").is(200).hides("/admin/people/new");
    let person = [("login", "moi.1"), ("name", "Người Mới")];
    for (door, said) in [
        ("/admin/data-requests", ""),
        ("/admin/reads", ""),
        ("/admin/break-glass", ""),
        ("/admin/people/new", "của tỉnh"),
    ] {
        theirs.get(door).is(403).says(said);
    }
    theirs.post("/admin/people/new", &person).is(403).says("của tỉnh");
    // Nor do they take a leader's place by writing the leader's delegation themselves.
    theirs.post(&format!("/admin/people/{LEADER}/delegate"), &lent(CLERK)).is(403).says("cho chính mình");
    theirs.get("/account").is(200).hides("phụ trách thay Tẩn");
    theirs.post(&format!("/admin/people/{LEADER}/delegate"), &lent(CASE)).leads_to("/admin/people/");
    theirs.get("/admin/tokens").is(200);
    theirs.post(&format!("/admin/people/{CLERK}/grant"), &post("H35.38", "approver")).is(403).says("cho chính mình");
}

#[test]
fn an_account_that_is_closed_opens_nothing_from_that_moment_on() {
    let site = Site::open();
    let code = assigned(&site);
    let case = site.signed_in(CASE);
    case.get("/queue").is(200).says(&code);
    let admin = site.signed_in(ADMIN);
    admin.post(&format!("/admin/people/{CASE}/disable"), &[("reason", "Nghỉ việc")]).leads_to("/admin/people/");
    case.get("/queue").leads_to("/sign-in");
    let again = site.browser();
    again.get("/sign-in").is(200);
    again.post("/sign-in/sample", &[("login", CASE), ("next", "/")]).is(404);
    let page = admin.get(&format!("/admin/people/{CASE}")).is(200);
    page.says("Tài khoản đang bị khóa. Lý do: Nghỉ việc").says("Khóa tài khoản");
    admin.get("/admin/people?standing=disabled").is(200).says("Hoàng Thụ Lý");
    admin.get("/admin/people").is(200).hides("Hoàng Thụ Lý");
    admin.post(&format!("/admin/people/{CASE}/enable"), &[("reason", "Trở lại")]).leads_to("/admin/people/");
    site.signed_in(CASE).get("/queue").is(200).says(&code);
}

/// What is typed to let somebody act in the leader's place.
fn lent(to: &str) -> [(&str, &str); 6] {
    [
        ("delegate", to),
        ("kind", "substitute"),
        ("positions-H35.38:approver", "yes"),
        ("from", "2025-12-23"),
        ("until", "2025-12-26"),
        ("reason", "Đi công tác"),
    ]
}

fn lend(from: &Browser<'_>, to: &str) -> Page {
    from.get("/account/delegations").is(200);
    from.post("/account/delegations", &lent(to))
}

#[test]
fn a_leader_lets_somebody_act_in_their_place_and_takes_it_back() {
    let site = Site::open();
    let (leader, clerk) = (site.signed_in(LEADER), site.signed_in(CLERK));
    clerk.get("/account").is(200).hides("phụ trách thay Tẩn");
    lend(&leader, PATAN).is(422).says("không công tác tại cơ quan này");
    lend(&leader, LAN).wrong_at("delegate");
    lend(&leader, CLERK).leads_to("/account");
    leader.get("/account").is(200).says("Lý Văn Thư").says("Đang có hiệu lực");
    clerk.get("/account").is(200).says("phụ trách thay Tẩn Chủ Tịch");
    // No chain: what was lent is not one's own.
    lend(&clerk, CASE).is(422).says("chính người ủy quyền đang giữ");
    let admin = site.signed_in(ADMIN);
    admin.get("/admin/delegations").is(200).says("Tẩn Chủ Tịch").says("Lý Văn Thư");
    // Nobody ends what is another's.
    clerk.post("/account/delegations/1/end", &[("reason", "x")]).is(422);
    leader.post("/account/delegations/1/end", &[("reason", "Đã về")]).leads_to("/account");
    clerk.get("/account").is(200).hides("phụ trách thay Tẩn");
    site.signed_in(ADMIN).get("/admin/delegations").is(200).hides("Lý Văn Thư");
}

#[test]
fn who_stands_in_for_one_field_oversees_nobody_by_it() {
    let site = Site::open();
    let (leader, case) = (site.signed_in(LEADER), site.signed_in(CASE));
    let rooms = ["/admin/break-glass", "/admin/gaps", "/break-glass"];
    rooms.iter().for_each(|room| _ = case.get(room).is(403));
    leader.get("/account/delegations").is(200);
    let for_a_part: Vec<_> = lent(CASE).into_iter().chain([("fields-ho-tich", "yes")]).collect();
    leader.post("/account/delegations", &for_a_part).leads_to("/account");
    case.get("/account").is(200).says("phụ trách thay Tẩn");
    rooms.iter().for_each(|room| _ = case.get(room).is(403));
    let queue = case.get("/queue?view=unit").is(200);
    assert!(!queue.text.contains("name=\"officer\""), "nobody's load is told");
    leader.post("/account/delegations/1/end", &[("reason", "Đã về")]).leads_to("/account");
    lend(&leader, CASE).leads_to("/account");
    rooms.iter().for_each(|room| _ = case.get(room).is(200));
}

#[test]
fn people_are_found_without_diacritics_and_taken_out_as_a_list() {
    let site = Site::open();
    let admin = site.signed_in(ADMIN);
    admin.get("/admin/people?q=hoang+thu").is(200).says("Hoàng Thụ Lý").hides("Tẩn Chủ Tịch");
    admin.get("/admin/people?agency=H35.40").is(200).says("Sùng Pa Tần").hides("Hoàng Thụ Lý");
    admin.get("/admin/people?role=approver").is(200).says("Tẩn Chủ Tịch").hides("Sùng Pa Tần");
    let sheet = admin.get("/admin/people.csv?agency=H35.38").is(200);
    sheet.says("thuly,Hoàng Thụ Lý,H35.38,").hides("Sùng Pa Tần");
}

#[test]
fn extra_fields_of_a_form_change_nothing_that_is_not_its_own() {
    let site = Site::open();
    let admin = site.signed_in(ADMIN);
    let extra = [
        ("name", "Hoàng Thụ Lý"),
        ("login", ADMIN),
        ("role", "administrator"),
        ("agency", "H35"),
        ("disabled", "1"),
        ("positions-H35:administrator", "yes"),
    ];
    admin.fill(&format!("/admin/people/{CASE}/particulars"), &extra).leads_to(&format!("/admin/people/{CASE}"));
    admin.get(&format!("/admin/people/{ADMIN}")).is(200).says("Lò Quản Trị");
    let case = site.signed_in(CASE);
    case.get("/admin/people").is(403);
    // A citizen who files names an owner, a status, an agency of their own: none of it is taken.
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    lan.fill_in(&draft);
    let fields = [
        ("declare", "yes"),
        ("owner", MINH),
        ("status", "10"),
        ("competent_agency", "H35.40"),
        ("counter", "H35.40.01"),
    ];
    let filed = lan.post(&format!("{draft}/review"), &fields).leads_to("/dossiers/H35.38-");
    let code = filed.to.trim_start_matches("/dossiers/").trim_end_matches("?filed=now").to_owned();
    site.signed_in(MINH).get(&format!("/dossiers/{code}")).is(404);
    site.signed_in(PATAN).get(&format!("/dossiers/{code}")).is(404);
    lan.get(&format!("/dossiers/{code}")).is(200);
}

#[test]
fn lists_counts_and_exports_stay_within_the_house() {
    let site = Site::open();
    let code = assigned(&site);
    for (who, found) in [(CASE, true), (PATAN, false)] {
        let browser = site.signed_in(who);
        for address in [
            "/dossiers",
            "/dossiers?agency=H35.38",
            "/dossiers?q=lo+thi+lan",
            "/dossiers?officer=thuly",
            "/dossiers.csv",
            "/dossiers.csv?agency=H35.38",
            "/queue?view=unit",
            "/queue?view=mine",
            "/api/v1/dossiers",
            "/api/v1/dossiers?agency=H35.38",
        ] {
            let page = browser.get(address).is(200);
            assert_eq!(page.text.contains(&code), found, "{address} as {who}");
            assert_eq!(page.text.contains("Lò Thị Lan"), found, "{address} as {who}");
        }
        let unit = browser.get("/queue?view=unit").is(200);
        assert_eq!(unit.text.contains("Cả đơn vị (1)"), found, "{who}");
        assert_eq!(unit.text.contains("Cả đơn vị (0)"), !found, "{who}");
    }
    site.signed_in(ADMIN).get("/dossiers").is(200).hides(&code);
}

#[test]
fn each_role_says_what_it_may_do_and_who_holds_it() {
    let site = Site::open();
    let page = site.signed_in(ADMIN).get("/admin/roles").is(200);
    // A text that nobody wrote would show by its key.
    for missing in ["deed-", "desk-act-", "task-do-", "roles-"] {
        assert!(!page.text.contains(missing), "{missing}");
    }
    page.says("Văn thư").says("Vào sổ, phát hành – tại cơ quan của bước đang làm").says("/admin/people?role=clerk");
    site.signed_in(CLERK).get("/admin/roles").is(403);
}
