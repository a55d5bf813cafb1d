//! Opinions that a route asks for by itself: in the editor, in queues, on the dossier.

use crate::site::{ADMIN, BIRTH, CASE, COUNTER, LAN, LEADER, PATAN, Page, Site};
use rules::catalogue::{AnswerTime, Route, StepConsultation, Whom};
use rules::dossiers::{Assign, Command, Receive};

/// Births ask the neighbours and the province, each in its own time, when they are verified.
fn asking(site: &Site) {
    let now = site.clock.now();
    site.write(move |tx| {
        let province = store::province::ProvinceCache::default().get(tx)?;
        let code = BIRTH.parse().expect("a code");
        let mut birth = province.procedure(&code).and_then(|state| state.newest()).cloned().expect("published");
        let ask = |whom: &str, question: &str, within| StepConsultation {
            whom: Whom::from_key(whom).expect("whom"),
            question: question.into(),
            within,
        };
        let mut steps = birth.route.steps().to_vec();
        steps[0].consultations = vec![
            ask("H35.40", "Bà có thường trú ở Pa Tần không?", AnswerTime::WorkingHours(2)),
            ask("superior", "Có vướng mắc gì không?", AnswerTime::Share(50)),
        ];
        birth.route = Route::new(steps).expect("a route");
        let by = rules::people::Capacity::system("test");
        store::desk::catalogue::publish(tx, &province, birth, jiff::civil::date(2025, 12, 1), &by, now)
    });
}

#[test]
fn the_step_asks_by_itself_and_waits_until_each_answered_or_a_reason_is_written() {
    let site = Site::open();
    asking(&site);
    let code = site.signed_in(LAN).file();
    site.act(COUNTER, &code, Command::Receive(Receive {}));
    let assign = Assign { officer: CASE.into(), officer_name: "Hoàng Thụ Lý".into(), note: None };
    site.act(CASE, &code, Command::Assign(assign));
    let asked = site.signed_in(PATAN);
    asked.get("/queue").is(200).says("Được lấy ý kiến (1)");
    asked.get("/consultations").is(200).says("Bà có thường trú ở Pa Tần không?").says("Hồ sơ phải chờ");
    let case = site.signed_in(CASE);
    let page = format!("/dossiers/{code}");
    let shown = case.get(&page).is(200).says("Quy trình tự lấy ý kiến này").says("Có vướng mắc gì không?");
    shown.hides("Lý do đi tiếp khi chưa có ý kiến").says("name=\"version\" value=\"5\"");
    let propose = format!("{page}/actions/propose");
    let whole = [("version", "5"), ("propose-outcome", "granted"), ("propose-content", "Đủ điều kiện")];
    case.post(&propose, &whole).is(422).says("Hồ sơ chưa đi tiếp được").says("đang chờ ý kiến của");
    asked.get(&page).is(200);
    let answer = [("version", "5"), ("answer-consultation-content", "Có, tại bản Pa Tần")];
    asked.post(&format!("{page}/actions/answer-consultation"), &answer);
    site.later(24 * 4);
    let case = site.signed_in(CASE);
    case.get(&page).is(200).says("Không trả lời trong hạn").says("Lý do đi tiếp khi chưa có ý kiến");
    let whole = [("version", "6"), ("propose-outcome", "granted"), ("propose-content", "Đủ điều kiện")];
    case.post(&propose, &whole).wrong_at("propose-without_opinions").says("Đủ điều kiện");
    let whole = [&whole[..], &[("propose-without_opinions", "Đã đôn đốc hai lần")]].concat();
    case.post(&propose, &whole).leads_to(&page);
    let page = site.signed_in(LEADER).get(&page).is(200);
    page.says("Không trả lời; hồ sơ đi tiếp lúc").says("Đã đôn đốc hai lần");
}

/// Sends the route of births with these fields changed or added.
fn send(site: &Site, wanted: &str, changed: &[(String, &str)]) -> Page {
    let admin = site.signed_in(ADMIN);
    let path = format!("/admin/routes/{BIRTH}");
    let page = admin.get(&path).is(200);
    let mut fields: Vec<(String, String)> = page.hidden();
    let steps = [("process", "case_officer"), ("sign", "approver"), ("issue", "clerk"), ("return", "counter_officer")];
    for (at, (task, role)) in steps.into_iter().enumerate() {
        let place = if task == "return" { "counter" } else { "competent" };
        for field in ["name", "share"] {
            fields.push((format!("{field}-{at}"), page.value(&format!("{field}-{at}"))));
        }
        for (field, value) in [("task", task), ("role", role), ("place", place)] {
            fields.push((format!("{field}-{at}"), value.to_owned()));
        }
    }
    fields.push(("do".to_owned(), wanted.to_owned()));
    fields.extend(changed.iter().map(|(name, value)| (name.clone(), (*value).to_owned())));
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    admin.post(&path, &fields)
}

/// The fields of an opinion of the first step.
fn ask(at: usize, whom: &'static str, question: &'static str, amount: &'static str) -> Vec<(String, &'static str)> {
    let field = |name: &str| format!("route-0-consultations-{at}-{name}");
    vec![(field("whom"), whom), (field("question"), question), (field("amount"), amount), (field("unit"), "share")]
}

#[test]
fn the_editor_takes_opinions_says_what_is_wrong_at_the_field_and_draws_them() {
    let site = Site::open();
    let added = send(&site, "ask-0", &[]).is(200);
    added.says("name=\"route-0-consultations-0-whom\"").says("Lấy ý kiến 1");
    let two = [ask(0, "H35.40", "Có cư trú không?", "50"), ask(1, "commune", "Có tranh chấp không?", "80")].concat();
    let taken = send(&site, "unask-0-0", &two).is(200);
    taken
        .says("Có tranh chấp không?")
        .hides("value=\"Có cư trú không?\"")
        .hides("name=\"route-0-consultations-1-whom\"");
    send(&site, "save", &ask(0, "", "Có cư trú không?", "50")).wrong_at("route-0-consultations-0-whom");
    send(&site, "save", &ask(0, "H35.40", "", "50")).wrong_at("route-0-consultations-0-question");
    send(&site, "save", &ask(0, "H35.40", "Có cư trú không?", "101")).wrong_at("route-0-consultations-0-amount");
    send(&site, "save", &ask(0, "H35.06", "Có cư trú không?", "50"))
        .wrong_at("route-0-consultations-0-whom")
        .says("Có cư trú không?");
    let twice = [ask(0, "H35.40", "Có cư trú không?", "50"), ask(1, "H35.40", "Có đất không?", "50")].concat();
    send(&site, "save", &twice).wrong_at("route-0-consultations-1-whom").says("đã lấy ý kiến của cơ quan đó");
    send(&site, "save", &two).leads_to(&format!("/admin/routes/{BIRTH}"));
    let shown = site.signed_in(ADMIN).get(&format!("/admin/routes/{BIRTH}")).is(200);
    shown
        .says("<svg")
        .says("stroke-dasharray")
        .says("Bảng các bước")
        .says("trong 50 % thời gian của bước: Có cư trú không?");
}
