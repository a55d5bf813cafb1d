//! The population registry on the pages: what it knows is filled in and says so, what it does not answer stops nobody, and
//! whoever asks is written down.

use crate::site::{ADMIN, BIRTH, Browser, COUNTER, LAN, LEADER, MINH, PATAN, Page, SIN_HO, Site, with};
use links::population::{Address, Client, Misbehaviour, Person, Settings as Connection, Signer, Simulator};
use rules::registry::{Birth, LookUpResult, Sex, Unavailable};
use std::sync::Arc;
use std::time::Duration;
use store::tables::registry::{LookUp, look_ups_of};
use tokio::net::TcpListener;
use web::{Clock, Settings};

const MAI: &str = "012185004321";
const LAN_NUMBER: &str = "012185001234";

fn person(number: &str, name: &str, birth: &str) -> Person {
    Person {
        personal_id: number.parse().expect("a number"),
        old_id: None,
        name: name.into(),
        sex: Some(Sex::Female),
        birth: Birth::read(birth).expect("a birth"),
        ethnicity: Some("Thái".into()),
        nationality: Some("Việt Nam".into()),
        marital: None,
        permanent: Some(Address {
            commune: Some(SIN_HO.parse().expect("a code")),
            detail: Some("Bản Hồng Quảng".into()),
            whole: "Bản Hồng Quảng, Xã Sìn Hồ, Tỉnh Lai Châu".into(),
        }),
        present: None,
        head: None,
    }
}

/// A site with a registry of two people beside it, over real HTTP.
fn open() -> (Site, Simulator) {
    let clock = Clock::system();
    let now: links::breaker::Clock = Arc::new(move || clock.now());
    let signer = Signer::new("h35", "secret");
    let people = vec![person(LAN_NUMBER, "Lò Thị Lan", "14/2/1985"), person(MAI, "Lò Thị Mai", "3/9/1985")];
    let simulator = Simulator::new(people, signer.clone(), Arc::clone(&now));
    let serving = simulator.clone();
    let settings = Settings { simulated: true, ..Settings::default() };
    let site = Site::with_registry(settings, move |runtime| {
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port");
        let url = format!("http://{}{}", listener.local_addr().expect("an address"), Simulator::PATH);
        runtime.spawn(axum::serve(listener, serving.router()).into_future());
        let mut connection = Connection::new(url, signer, "MOTCUA");
        // Short, so that waiting for what never comes takes no time.
        connection.timeout = Duration::from_millis(400);
        Some(Arc::new(Client::new(connection, now).expect("a client")))
    });
    (site, simulator)
}

/// What an officer typed before they press the button.
const TYPED: &[(&str, &str)] = &[
    ("once", "form-1"),
    ("applicant-kind", "citizen"),
    ("applicant-id_number", MAI),
    ("applicant-name", "lo thi mai"),
    ("details", "Ghi chú"),
    ("go", "lookup"),
];

fn look_up(counter: &Browser<'_>, fields: &[(&str, &str)]) -> Page {
    counter.get(&format!("/intake/{BIRTH}")).is(200);
    counter.upload(&format!("/intake/{BIRTH}"), fields, &[])
}

/// The hidden field in which the form carries what was filled in.
fn filled(page: &Page) -> String {
    let rest = page.text.split("name=\"filled\" value=\"").nth(1).expect("a field");
    rest.split('"').next().expect("a value").to_owned()
}

/// Files what the form shows, with these changes; answers the dossier's code.
fn file(counter: &Browser<'_>, page: &Page, changed: &[(&str, &str)]) -> String {
    let mut fields: Vec<(&str, String)> = ["id_number", "name", "birth_date", "address"]
        .map(|field| match field {
            "id_number" => ("applicant-id_number", page.value("applicant-id_number")),
            "name" => ("applicant-name", page.value("applicant-name")),
            "birth_date" => ("applicant-birth_date", page.value("applicant-birth_date")),
            _ => ("applicant-address", page.value("applicant-address")),
        })
        .into();
    let rest = [
        ("once", "form-1"),
        ("applicant-kind", "citizen"),
        ("applicant-phone", "0912345678"),
        ("applicant-commune", SIN_HO),
        ("channel", "counter"),
        ("competent_agency", "H35.38"),
        ("shown", "01"),
        ("shown", "02"),
        ("delivery", "counter"),
        ("go", "receive"),
    ];
    fields.extend(rest.map(|(field, value)| (field, value.to_owned())));
    fields.push(("filled", filled(page)));
    for (field, value) in changed {
        let place = fields.iter_mut().find(|(name, _)| name == field).expect("a field");
        place.1 = (*value).to_owned();
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(field, value)| (*field, value.as_str())).collect();
    let done = look_up(counter, &fields).leads_to("/intake/done/");
    done.to.trim_start_matches("/intake/done/").to_owned()
}

fn log(site: &Site, number: &'static str) -> Vec<LookUp> {
    site.read(move |tx| look_ups_of(tx, number, 100))
}

#[test]
fn a_counter_looks_up_who_stands_there_and_each_value_says_where_it_comes_from() {
    let (site, _) = open();
    let counter = site.signed_in(COUNTER);
    let page = look_up(&counter, TYPED).is(200).says("Đã điền theo Cơ sở dữ liệu quốc gia về dân cư");
    assert_eq!(page.value("applicant-name"), "Lò Thị Mai");
    assert_eq!(page.value("applicant-birth_date"), "03/09/1985");
    assert_eq!(page.value("applicant-address"), "Bản Hồng Quảng");
    assert_eq!(page.value("details"), "Ghi chú");
    let source = "Theo Cơ sở dữ liệu quốc gia về dân cư, 23/12/2025";
    let page = page.says(source).says(&format!("<option value=\"{SIN_HO}\" selected>"));
    let code = file(&counter, &page, &[("applicant-address", "Bản Chang")]);
    // The officer who settles it sees where the values come from, and which the person corrected.
    let shown = site.signed_in(LEADER).get(&format!("/dossiers/{code}")).is(200).says(source).says("Bản Chang");
    assert!(!shown.text.contains("(đã sửa khác nguồn này)"), "the commune of the address is the registry's");
    let written = log(&site, MAI);
    assert_eq!(written[0].dossier, code);
    site.signed_in(ADMIN).get("/admin/look-ups").says(&code);
    assert_eq!(written.len(), 1);
    assert_eq!(
        (written[0].result, written[0].login.as_str(), written[0].agency.as_str()),
        (LookUpResult::Found, COUNTER, "H35.38.01")
    );
    assert_eq!((written[0].reference.as_str(), written[0].procedure.as_str()), ("form-1", BIRTH));
}

#[test]
fn what_was_corrected_says_so() {
    let (site, _) = open();
    let counter = site.signed_in(COUNTER);
    let page = look_up(&counter, TYPED).is(200);
    let code = file(&counter, &page, &[("applicant-name", "Lò Thị Mai Hoa")]);
    site.signed_in(LEADER).get(&format!("/dossiers/{code}")).is(200).says("(đã sửa khác nguồn này)");
}

#[test]
fn what_came_from_nowhere_can_t_be_claimed_to_come_from_the_registry() {
    let (site, _) = open();
    let counter = site.signed_in(COUNTER);
    let page = look_up(&counter, TYPED).is(200);
    // The seal is of another form than the one that is sent.
    let code = file(&counter, &page, &[("once", "form-2")]);
    site.signed_in(LEADER).get(&format!("/dossiers/{code}")).is(200).hides("Theo Cơ sở dữ liệu quốc gia");
    // The person is another than the one who was looked up.
    let page = look_up(&counter, TYPED).is(200);
    let code = file(&counter, &page, &[("applicant-id_number", "012085005678")]);
    site.signed_in(LEADER).get(&format!("/dossiers/{code}")).is(200).hides("Theo Cơ sở dữ liệu quốc gia");
}

#[test]
fn a_number_alone_opens_nothing() {
    let (site, simulator) = open();
    let counter = site.signed_in(COUNTER);
    let page =
        look_up(&counter, &with(TYPED, "applicant-name", "")).is(200).says("hãy nhập thêm họ và tên hoặc năm sinh");
    assert_eq!(page.value("applicant-name"), "");
    assert_eq!(simulator.asked(), 0);
}

#[test]
fn another_name_is_told_and_nothing_of_the_person_is() {
    let (site, _) = open();
    let counter = site.signed_in(COUNTER);
    let page = look_up(&counter, &with(TYPED, "applicant-name", "Giàng Thị Mai")).is(200);
    let page = page.says("không khớp").says("họ và tên").hides("Hồng Quảng").hides("03/09/1985").hides("Lò Thị Mai");
    assert_eq!(page.value("applicant-name"), "Giàng Thị Mai");
    assert_eq!(log(&site, MAI)[0].result, LookUpResult::Mismatch);
}

#[test]
fn whatever_the_registry_does_the_form_stays_usable_and_the_look_up_is_written_down() {
    let ways = [
        (Misbehaviour::Never, Unavailable::TooSlow),
        (Misbehaviour::Slow, Unavailable::TooSlow),
        (Misbehaviour::Broken, Unavailable::Broken),
        (Misbehaviour::Garbage, Unavailable::Nonsense),
        (Misbehaviour::Truncated, Unavailable::Nonsense),
        (Misbehaviour::Huge, Unavailable::Nonsense),
        (Misbehaviour::WrongPerson, Unavailable::Nonsense),
    ];
    for (way, reason) in ways {
        let (site, simulator) = open();
        simulator.misbehave(way);
        let counter = site.signed_in(COUNTER);
        let page = look_up(&counter, TYPED).is(200).says("Hãy nhập bằng tay; việc nộp hồ sơ không bị ảnh hưởng");
        let page = page.hides("Lò Thị Lan").hides("Hồng Quảng");
        assert_eq!(page.value("applicant-name"), "lo thi mai", "{way:?}");
        assert_eq!(page.value("details"), "Ghi chú", "{way:?}");
        let written = log(&site, MAI);
        assert_eq!((written[0].result, written[0].reason), (LookUpResult::Unavailable, Some(reason)), "{way:?}");
        file(&counter, &page, &[("applicant-name", "Lò Thị Mai")]);
    }
}

#[test]
fn a_registry_that_fails_again_and_again_is_left_alone_and_that_is_said_at_once() {
    let (site, simulator) = open();
    simulator.misbehave(Misbehaviour::Garbage);
    let counter = site.signed_in(COUNTER);
    for _ in 0..4 {
        look_up(&counter, TYPED).is(200).says("không đúng quy cách");
    }
    let asked = simulator.asked();
    look_up(&counter, TYPED).is(200).says("đang gián đoạn");
    assert_eq!(simulator.asked(), asked);
    assert!(log(&site, MAI).iter().any(|look_up| look_up.reason == Some(Unavailable::Resting)));
}

#[test]
fn a_look_up_is_written_down_even_when_the_browser_hangs_up() {
    let (site, simulator) = open();
    simulator.misbehave(Misbehaviour::Never);
    let counter = site.signed_in(COUNTER);
    counter.get(&format!("/intake/{BIRTH}")).is(200);
    counter.upload_and_hang_up(&format!("/intake/{BIRTH}"), TYPED);
    let written = (0..200).find_map(|_| {
        std::thread::sleep(Duration::from_millis(20));
        log(&site, MAI).into_iter().next()
    });
    assert_eq!(written.expect("written down").reason, Some(Unavailable::TooSlow));
}

#[test]
fn nobody_looks_up_at_a_counter_where_they_do_not_work() {
    let (site, simulator) = open();
    let counter = site.signed_in(COUNTER);
    let mut fields = TYPED.to_vec();
    fields.push(("counter", "H35.40.01"));
    look_up(&counter, &fields).is(403);
    site.signed_in(PATAN).get(&format!("/intake/{BIRTH}")).is(403);
    assert_eq!(simulator.asked(), 0);
}

#[test]
fn numbers_can_t_be_tried_out() {
    let (site, simulator) = open();
    let counter = site.signed_in(COUNTER);
    let numbers: Vec<String> = (0..25).map(|number| format!("0121850{number:05}")).collect();
    let last = numbers.iter().map(|number| look_up(&counter, &with(TYPED, "applicant-id_number", number))).last();
    last.expect("a page").is(200).says("tra cứu quá nhiều lần");
    assert_eq!(simulator.asked(), 20);
}

#[test]
fn a_citizen_finds_their_own_record_filled_in() {
    let (site, simulator) = open();
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    let page = lan.get(&format!("{draft}/applicant")).is(200);
    let page =
        page.says("Theo Cơ sở dữ liệu quốc gia về dân cư, 23/12/2025").says("Theo thông tin tài khoản, 23/12/2025");
    assert_eq!(page.value("applicant-birth_date"), "14/02/1985");
    assert_eq!(page.value("applicant-address"), "Bản Hồng Quảng");
    assert_eq!(page.value("applicant-phone"), "0912345678");
    assert_eq!(log(&site, LAN_NUMBER)[0].agency, "");
    // They see that it was, and nobody else's look-ups.
    lan.get("/my/data/reads").is(200).says("Tra cứu dân cư về tôi").says("Công dân nộp hồ sơ");
    site.signed_in(MINH).get("/my/data/reads").is(200).hides("Tra cứu dân cư về tôi");
    // Whoever is not known by a number is not looked up.
    let asked = simulator.asked();
    site.signed_in(MINH).begin(BIRTH);
    assert_eq!(simulator.asked(), asked);
}

#[test]
fn a_citizen_looks_up_nobody_else() {
    let (site, simulator) = open();
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    let asked = simulator.asked();
    let other = [("applicant-id_number", MAI), ("applicant-name", "Lò Thị Mai"), ("go", "look-up")];
    lan.post(&format!("{draft}/applicant"), &other).leads_to(&format!("{draft}/applicant"));
    assert_eq!(simulator.asked(), asked);
    assert_eq!(lan.get(&format!("{draft}/applicant")).value("applicant-name"), "Lò Thị Mai");
    assert_eq!(log(&site, MAI), []);
}

#[test]
fn a_registry_that_is_down_keeps_no_citizen_from_filing_and_can_be_asked_again() {
    let (site, simulator) = open();
    simulator.misbehave(Misbehaviour::Garbage);
    let lan = site.signed_in(LAN);
    let draft = lan.begin(BIRTH);
    let page = lan.get(&format!("{draft}/applicant")).is(200).says("việc nộp hồ sơ không bị ảnh hưởng");
    assert_eq!(page.value("applicant-name"), "Lò Thị Lan");
    simulator.misbehave(Misbehaviour::None);
    let typed = [("applicant-birth_date", ""), ("applicant-phone", "0987654321"), ("go", "look-up")];
    lan.post(&format!("{draft}/applicant"), &typed).leads_to(&format!("{draft}/applicant"));
    let page = lan.get(&format!("{draft}/applicant")).is(200);
    assert_eq!(page.value("applicant-birth_date"), "14/02/1985");
    assert_eq!(page.value("applicant-phone"), "0987654321", "nothing typed is lost");
    lan.fill_in(&draft);
    let filed = lan.post(&format!("{draft}/review"), &[("declare", "yes")]).leads_to("/dossiers/H35.38-").to;
    let page = lan.get(&filed).is(200).says("Theo Cơ sở dữ liệu quốc gia về dân cư");
    page.says("Theo thông tin tài khoản");
    // The log names the dossier, for the person too.
    lan.get("/my/data/reads").is(200).says(&format!("<a href=\"{}\">", filed.trim_end_matches("?filed=now")));
}

#[test]
fn a_number_that_does_not_fit_the_birth_is_a_warning_and_no_hindrance() {
    let (site, _) = open();
    let lan = site.signed_in(MINH);
    let draft = lan.begin(BIRTH);
    let answers = with(crate::site::APPLICANT, "applicant-birth_date", "1958");
    lan.post(&format!("{draft}/applicant"), &answers).leads_to(&format!("{draft}/request"));
    lan.get(&format!("{draft}/review")).is(200).says("theo số định danh, năm sinh là 1985");
}

#[test]
fn the_log_is_read_by_those_who_may_and_hides_numbers() {
    let (site, _) = open();
    look_up(&site.signed_in(COUNTER), TYPED).is(200);
    site.signed_in(LAN).begin(BIRTH);
    site.browser().get("/admin/look-ups").leads_to("/sign-in");
    for nobody in [LAN, COUNTER, PATAN] {
        site.signed_in(nobody).get("/admin/look-ups").is(403);
        site.signed_in(nobody).get("/admin/look-ups.csv").is(403);
    }
    let admin = site.signed_in(ADMIN);
    let page = admin.get("/admin/look-ups").is(200).says("012••••••321").says("012••••••234").says("Vàng Thị Quầy");
    let page = page.hides(MAI).hides(LAN_NUMBER).hides("Lò Thị Lan").says("Tiếp nhận tại quầy");
    page.says("Công dân tra cứu thông tin của chính mình");
    admin.get_packed("/admin/look-ups.csv").is(200);
    let file = admin.get("/admin/look-ups.csv").is(200).says("012••••••321").hides(MAI);
    file.says("form-1");
    // A leader reads what the counter of their own agency did, and nothing of citizens.
    let leader = site.signed_in(LEADER);
    leader.get("/admin/look-ups").is(200).says("012••••••321").hides("012••••••234");
    leader.get("/admin/look-ups?agency=H35.40.01").is(200).hides("012••••••321");
    admin.get("/admin/look-ups?result=mismatch").is(200).says("Không có lượt tra cứu nào");
    admin.get("/admin/look-ups?from=2025-12-24").is(200).says("Không có lượt tra cứu nào");
    admin.get("/admin/look-ups?from=nonsense&after=x&officer=%27").is(200);
}
