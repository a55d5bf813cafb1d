//! One filing that opens several dossiers: each with its own agency, code, clock and result; the order between them; a rebuild.

use crate::dossiers::dump;
use crate::province::{FIRST, SECOND, act, at, citizen, filing, found, leader, officer, procedure};
use crate::{on_both_engines, stores::TestStore};
use jiff::Timestamp;
use jiff::civil::date;
use rules::catalogue::forms::Definition;
use rules::catalogue::{Joint, JointPart, Procedure};
use rules::dossiers::{
    Approve, Assign, Command, Complete, Dossier, File, Outcome, Propose, Receive, Refuse, Sign, Status,
    SubmittedDocument, Withdraw,
};
use rules::people::{Actor, AgencyLevel, Capacity};
use rules::quality::{self, Period, Scope, Side, compute, keys};
use serde_json::json;
use store::province::ProvinceCache;
use store::tables::joined::{Together, together};
use store::tables::quality::Records;
use store::{Failure, Fault, Store, desk, journal, tables};

const JOINT: &str = "2.000986";

/// Birth, then residence where the child will live and, beside it, an insurance card.
fn joint() -> Procedure {
    let form = json!({
        "title": "Tờ khai liên thông", "stands_for": "01", "schema": {"type": "object", "required": ["child", "home"], "properties": {
            "child": {"type": "string", "title": "Tên con"},
            "proof": {"type": "string", "title": "Giấy tờ chứng minh việc sinh"},
            "home": {"type": "object", "format": "address", "title": "Nơi thường trú"},
            "clinic": {"type": "string", "title": "Nơi khám bệnh"}
        }},
        "layout": [{"title": "Trẻ em", "fields": ["child", "proof", "home", "clinic"]}]
    });
    let part = |procedure: &str, after: Option<&str>, answers: &[&str]| JointPart {
        procedure: procedure.parse().expect("a code"),
        variant: String::new(),
        after: after.map(|code| code.parse().expect("a code")),
        answers: answers.iter().map(|name| (*name).to_owned()).collect(),
        papers: std::collections::BTreeMap::new(),
        place: None,
    };
    let mut whole = procedure(JOINT, "Liên thông khai sinh, thường trú, bảo hiểm y tế");
    whole.documents[0].name = "Tờ khai liên thông".into();
    whole.documents[0].required = true;
    whole.documents.push(rules::catalogue::RequiredDocument { code: "02".into(), ..whole.documents[0].clone() });
    whole.form = Some(Definition::of(form).expect("a right definition"));
    let mut birth = part("1.000001", None, &["child", "proof"]);
    birth.papers.insert("01".into(), "02".into());
    let mut residence = part("1.000002", Some("1.000001"), &["child", "home"]);
    residence.place = Some("home".into());
    whole.joint = Some(Joint { parts: vec![birth, residence, part("1.000003", None, &["child", "clinic"])] });
    whole
}

fn publish(store: &Store, procedure: &Procedure) -> Result<(), Failure> {
    let procedure = procedure.clone();
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        let by = Capacity::system("test");
        desk::catalogue::publish(tx, &province, procedure.clone(), date(2025, 1, 1), &by, at(1, 8)).map(drop)
    })
}

/// What a mother of the first commune hands in; the child will live in the second one.
fn handed_in() -> File {
    let mut handed_in = filing("Lò Thị Mai", "03549");
    handed_in.documents =
        vec![SubmittedDocument { code: "02".into(), file_id: Some("f".into()), ..SubmittedDocument::default() }];
    let answers = json!({"child": "Lò Văn Páo", "proof": "Giấy chứng sinh", "home": {"commune": "03388", "detail": "Bản 1"}, "clinic": "Trạm y tế"});
    handed_in.form = serde_json::from_value(answers).expect("answers");
    handed_in
}

fn file(store: &Store, filing: File, receive: bool) -> Result<Dossier, Failure> {
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        let by = if receive { officer(FIRST).as_officer(&officer(FIRST).positions[0]) } else { citizen().as_citizen() };
        let code = JOINT.parse().expect("a code");
        desk::dossiers::file(tx, &province, &code, filing.clone(), &by, at(15, 8), receive)
    })
}

fn all(store: &Store, lead: &Dossier) -> Vec<Together> {
    let lead = lead.filed.code.clone();
    store.read_blocking(move |tx| together(tx, &lead)).expect("read")
}

fn load(store: &Store, code: &str) -> Dossier {
    let code = code.to_owned();
    store.read_blocking(move |tx| desk::dossiers::load(tx, &code)).expect("read").expect("a dossier").dossier
}

/// Takes a dossier that was received to its result.
fn settle(store: &Store, code: &str, agency: &str, now: Timestamp) -> Dossier {
    let (officer, leader) = (officer(agency), leader(agency));
    let assign = Assign { officer: officer.login.clone(), officer_name: officer.name.clone(), note: None };
    let propose = Propose {
        outcome: Outcome::Granted,
        content: "Đủ".into(),
        file: Some("r".into()),
        paper: None,
        without_opinions: None,
    };
    let steps: [(&Actor, Command); 5] = [
        (&leader, Command::Assign(assign)),
        (&officer, Command::Propose(propose)),
        (&leader, Command::Approve(Approve::default())),
        (&leader, Command::Sign(Sign::default())),
        (&officer, Command::Complete(Complete { number: "1".into(), ..Complete::default() })),
    ];
    steps
        .into_iter()
        .fold(load(store, code), |dossier, (actor, command)| act(store, actor, &dossier, command, now).expect("done"))
}

const YEAR: Period = Period { from: date(2025, 1, 1), to: date(2025, 12, 31) };

/// The services of the scope that were used online (3.2).
fn used_services(store: &Store, scope: &Scope) -> Vec<String> {
    let scope = scope.clone();
    let found = store.read_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        tables::quality::records(tx, &province, keys::USED_ONLINE, Side::Numerator, &scope, YEAR, YEAR.to)
    });
    match found.expect("records") {
        Some(Records::Procedures(list)) => list.into_iter().map(|(code, _)| code).collect(),
        other => panic!("{other:?}"),
    }
}

fn refused<T>(result: Result<T, Failure>) -> &'static str {
    match result {
        Err(Failure::Refused(refusal)) => refusal.code,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("not refused"),
    }
}

fn province(store: &Store) {
    found(store);
    publish(store, &procedure("1.000003", "Cấp thẻ bảo hiểm y tế")).expect("published");
    publish(store, &joint()).expect("published");
}

on_both_engines! {
    fn one_filing_opens_a_dossier_for_each_procedure_with_what_its_officers_need(given: TestStore) {
        let store = &given.store;
        province(store);
        let lead = file(store, handed_in(), false).expect("filed");
        let opened = all(store, &lead);
        let said: Vec<_> = opened.iter().map(|one| (one.procedure.as_str(), one.agency.as_str(), one.status)).collect();
        assert_eq!(said, [("1.000001", FIRST, Status::Filed), ("1.000002", SECOND, Status::Filed), ("1.000003", FIRST, Status::Filed)]);
        assert_eq!(opened[1].after.as_ref(), Some(&lead.filed.code), "residence needs the birth certificate");
        let of = |at: usize| load(store, opened[at].code.as_str()).filed;
        let fields = |at: usize| of(at).form.keys().cloned().collect::<Vec<_>>();
        assert_eq!((fields(0), fields(1), fields(2)), (
            vec!["child".to_owned(), "proof".into()], vec!["child".to_owned(), "home".into()], vec!["child".to_owned(), "clinic".into()]
        ));
        let papers: Vec<_> = of(0).documents.iter().map(|paper| paper.code.clone()).collect();
        assert_eq!((papers, of(1).documents.len()), (vec!["01".to_owned()], 0));
        // The counter that takes it in sees all of them through.
        assert!((0..3).all(|at| of(at).counter.as_str() == "H35.A.1"));
        let before = dump(store);
        assert!(before.iter().any(|(table, rows)| table == "joined_dossiers" && rows.len() == 3));
        journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(dump(store), before);
    }

    fn what_needs_a_result_is_received_with_it_and_not_before(given: TestStore) {
        let store = &given.store;
        province(store);
        let mut at_the_counter = handed_in();
        at_the_counter.channel = Some(rules::dossiers::Channel::Counter);
        let lead = file(store, at_the_counter, true).expect("filed");
        let opened = all(store, &lead);
        let statuses: Vec<_> = opened.iter().map(|one| one.status).collect();
        assert_eq!(statuses, [Status::Received, Status::Filed, Status::Received], "two go on beside each other, one waits");
        let waiting = load(store, opened[1].code.as_str());
        let counter = officer(FIRST);
        assert_eq!(refused(act(store, &counter, &waiting, Command::Receive(Receive {}), at(15, 9))), "joint-waits");
        settle(store, opened[0].code.as_str(), FIRST, at(16, 9));
        let received = load(store, opened[1].code.as_str());
        assert_eq!((received.status, received.received_at), (Status::Received, Some(at(16, 9))), "its own clock starts with the result");
        assert!(received.due_at > load(store, opened[2].code.as_str()).due_at);
        settle(store, opened[1].code.as_str(), SECOND, at(17, 9));
        let told = all(store, &lead);
        assert_eq!(told.iter().filter(|one| one.result_number.is_some()).count(), 2);
        let before = dump(store);
        journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(dump(store), before);
    }

    fn a_joint_service_that_was_filed_online_is_a_service_that_is_used(given: TestStore) {
        let store = &given.store;
        province(store);
        assert!(!used_services(store, &Scope::Province).contains(&JOINT.to_owned()));
        let mut online = handed_in();
        online.channel = Some(rules::dossiers::Channel::Online);
        let lead = file(store, online, false).expect("filed");
        assert!(!used_services(store, &Scope::Province).contains(&JOINT.to_owned()), "not before it is received");
        act(store, &officer(FIRST), &lead, Command::Receive(Receive {}), at(15, 9)).expect("received");
        let [first, second] = [FIRST, SECOND].map(|code| Scope::Commune(code.parse().expect("a code")));
        for scope in [Scope::Province, first] {
            let used = used_services(store, &scope);
            assert!(used.contains(&JOINT.to_owned()) && used.contains(&"1.000001".to_owned()), "{scope:?}: {used:?}");
        }
        assert!(!used_services(store, &second).contains(&JOINT.to_owned()), "it was filed with the first commune");
        // The ranking, which asks for all agencies at once, says the same.
        let (ranked, alone) = store
            .read_blocking(|tx| {
                let province = ProvinceCache::default().get(tx)?;
                let scope = Scope::Commune(FIRST.parse().expect("a code"));
                let counts = tables::quality::counts(tx, &province, &scope, YEAR, YEAR.to)?;
                let alone = compute(quality::Definition::in_force(YEAR.to), AgencyLevel::Commune, &counts);
                Ok::<_, Fault>((tables::quality::ranking(tx, &province, AgencyLevel::Commune, YEAR, YEAR.to)?, alone))
            })
            .expect("ranked");
        let ranked = ranked.into_iter().find(|one| one.agency.as_str() == FIRST).expect("the first commune");
        assert_eq!(ranked.index, alone);
    }

    fn what_needs_a_result_that_will_not_come_is_closed_and_the_rest_goes_on(given: TestStore) {
        let store = &given.store;
        province(store);
        let statuses = |lead: &Dossier| all(store, lead).iter().map(|one| one.status).collect::<Vec<_>>();
        let lead = file(store, handed_in(), false).expect("filed");
        let refuse = Command::Refuse(Refuse { reason: "Thiếu giấy chứng sinh".into() });
        act(store, &officer(FIRST), &lead, refuse, at(15, 9)).expect("refused");
        assert_eq!(statuses(&lead), [Status::Refused, Status::Refused, Status::Filed], "the insurance card needs nothing of it");
        let waited = all(store, &lead)[1].code.to_string();
        let told = store.read_blocking({
            let waited = waited.clone();
            move |tx| desk::dossiers::load(tx, &waited)
        });
        let told = serde_json::to_string(&told.expect("read").expect("a dossier").history.last().expect("an entry").event).expect("json");
        assert!(told.contains(lead.filed.code.as_str()), "{told}");
        let again = file(store, handed_in(), false).expect("filed");
        act(store, &citizen(), &again, Command::Withdraw(Withdraw { reason: Some("Nhầm".into()) }), at(15, 9)).expect("withdrawn");
        assert_eq!(statuses(&again), [Status::Withdrawn, Status::Withdrawn, Status::Filed]);
        let before = dump(store);
        journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(dump(store), before);
    }

    fn what_is_wrong_with_one_filing_opens_nothing(given: TestStore) {
        let store = &given.store;
        province(store);
        let mut wrong = handed_in();
        wrong.form.remove("child");
        wrong.documents.clear();
        let Err(Failure::Refused(refusal)) = file(store, wrong, false) else { panic!("not refused") };
        let at: Vec<_> = refusal.problems.iter().map(|problem| problem.pointer.as_str()).collect();
        assert_eq!(at, ["/form/child", "/documents/1"]);
        let mut elsewhere = handed_in();
        elsewhere.form.insert("home".into(), json!({"commune": "", "detail": "Hà Nội"}));
        let Err(Failure::Refused(refusal)) = file(store, elsewhere, false) else { panic!("not refused") };
        assert_eq!(refusal.problems[0].pointer, "/form/home/commune");
        let opened = store.read_blocking(|tx| tx.query_one("SELECT COUNT(*) FROM dossiers", vec![])?.int(0)).expect("read");
        assert_eq!(opened, 0);
    }

    fn a_joint_procedure_that_joins_nonsense_is_not_published(given: TestStore) {
        let store = &given.store;
        province(store);
        let mut wrong = joint();
        if let Some(joint) = &mut wrong.joint {
            joint.parts[0].after = Some("1.000002".parse().expect("a code"));
            joint.parts[1].answers.push("nobody".into());
            joint.parts[1].place = Some("child".into());
            joint.parts[2].papers.insert("01".into(), "99".into());
            let again = joint.parts[2].clone();
            joint.parts.push(again);
        }
        let Err(Failure::Refused(refusal)) = publish(store, &wrong) else { panic!("not refused") };
        let codes: Vec<_> = refusal.problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, ["joint-after", "joint-answer", "joint-place", "joint-paper", "joint-twice", "joint-paper"]);
    }
}
