//! Personal data in the store: documents used again and by whom, what is opened outside one's scope, what people ask and agree
//! to, the read log and its seals; and that a rebuild yields the same.

use crate::dossiers::dump;
use crate::province::{FIRST, SECOND, act, at, citizen, file, filing, found, leader, officer};
use crate::samples::{code, tamper};
use crate::{on_both_engines, stores::TestStore};
use jiff::Timestamp;
use jiff::civil::date;
use rules::dossiers::{
    Approve, Assign, Command, Complete, Dossier, File, Outcome, Propose, Receive, Sign, SubmittedDocument,
};
use rules::people::authorisations::{ActsFor, Power};
use rules::people::identities::{AccountKind, Assurance, Particular, Proven};
use rules::people::permissions::may_receive;
use rules::people::{Actor, DelegationKind, Event, InPlaceOf, PersonRegistered, Position, Principal, Role};
use rules::personal::{self, Ask, Consent, DocumentKind, Field, RequestKind, Standing, access};
use store::desk::personal::Sight;
use store::province::ProvinceCache;
use store::tables::personal::documents::{self, Holder};
use store::tables::personal::reads::{self, About, Line};
use store::tables::personal::{consents, glass, requests};
use store::{Failure, Store, desk, journal, values};

const MAI: &str = "012085001234";
const PAPER: &str = "f";
const RESULT: &str = "r";

/// The province, with the two files that its dossiers name, and a number for Mai.
fn open(store: &Store) {
    found(store);
    let now = at(1, 8);
    store
        .write_blocking(move |tx| {
            for (id, sha256) in [(PAPER, "aa"), (RESULT, "bb"), ("other", "cc")] {
                tx.execute(
                    "INSERT INTO files (id, sha256, size, media_type, name, owner, uploaded_at)
                     VALUES ($1, $2, 1, 'application/pdf', 'giay.pdf', 'mai', 0)",
                    values![id, sha256],
                )?;
            }
            let mai = PersonRegistered {
                login: "mai".into(),
                name: "Lò Thị Mai".into(),
                personal_id: Some(MAI.parse().expect("a number")),
                phone: None,
                address: None,
                commune: None,
            };
            desk::people::record(tx, Event::PersonRegistered(mai), &rules::people::Capacity::system("test"), now)?;
            desk::identities::vouch(tx, "mai", &MAI.parse().expect("a number"), "issuer", now)
        })
        .expect("opened");
}

/// A dossier of Mai, settled with an electronic result.
fn settled(store: &Store) -> Dossier {
    let filed = file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed");
    let (officer, leader) = (officer(FIRST), leader(FIRST));
    let assign = Assign { officer: officer.login.clone(), officer_name: officer.name.clone(), note: None };
    let propose = Propose {
        outcome: Outcome::Granted,
        content: "Đủ".into(),
        file: Some(RESULT.into()),
        paper: None,
        without_opinions: None,
    };
    let steps = [
        (&officer, Command::Receive(Receive {})),
        (&leader, Command::Assign(assign)),
        (&officer, Command::Propose(propose)),
        (&leader, Command::Approve(Approve::default())),
        (&leader, Command::Sign(Sign::default())),
        (&officer, Command::Complete(Complete { number: "1/KQ".into(), ..Complete::default() })),
    ];
    steps
        .into_iter()
        .fold(filed, |dossier, (actor, command)| act(store, actor, &dossier, command, at(16, 9)).expect("done"))
}

fn again(file: &str) -> File {
    let paper = SubmittedDocument { code: "01".into(), reuse_of: Some(file.into()), ..SubmittedDocument::default() };
    File { documents: vec![paper], ..filing("Lò Thị Mai", "03549") }
}

fn file_as(store: &Store, actor: &Actor, filing: File, now: Timestamp) -> Result<Dossier, Failure> {
    let filing = File { owner: Some(actor.login.clone()), ..filing };
    let by = actor.as_citizen();
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        let code = "1.000002".parse().expect("a code");
        desk::dossiers::file(tx, &province, &code, filing.clone(), &by, now, false)
    })
}

fn problem(failure: &Failure) -> &'static str {
    match failure {
        Failure::Refused(refusal) => refusal.problems.first().map_or(refusal.code, |problem| problem.code),
        Failure::Fault(fault) => panic!("{fault}"),
    }
}

fn write<T: Send + 'static>(
    store: &Store,
    command: impl FnMut(&mut store::Tx) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    store.write_blocking(command)
}

fn documents_of(store: &Store, subject: &'static str) -> Vec<personal::Document> {
    let holder = Holder { login: None, subject: Some(subject.into()) };
    store.read_blocking(move |tx| documents::of(tx, &holder)).expect("read")
}

on_both_engines! {
    fn papers_enter_the_store_at_reception_and_results_when_issued(given: TestStore) {
        let store = &given.store;
        open(store);
        file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed");
        assert_eq!(documents_of(store, MAI), []);
        settled(store);
        let held = documents_of(store, MAI);
        let kinds: Vec<_> = held.iter().map(|document| (document.stored.kind, document.sha256.as_str())).collect();
        assert_eq!(kinds, [(DocumentKind::Result, "bb"), (DocumentKind::Paper, "aa")]);
    }

    fn a_document_is_used_again_by_whom_it_belongs_to_and_nobody_else(given: TestStore) {
        let store = &given.store;
        open(store);
        let earlier = settled(store);
        let filed = file_as(store, &citizen(), again(RESULT), at(17, 8)).expect("filed");
        let paper = &filed.filed.documents[0];
        assert_eq!(paper.reused_from.as_deref(), Some(earlier.filed.code.as_str()));
        assert_eq!((paper.sha256.as_deref(), filed.reuses_documents()), (Some("bb"), true));

        // Another account types Mai's number as the applicant's and names her file.
        let thief = Actor::new("thief".into(), "Kẻ Gian".into(), None, vec![]);
        let stolen = file_as(store, &thief, again(RESULT), at(17, 9)).expect_err("not theirs");
        assert_eq!(problem(&stolen), "reuse-unknown");
        // Somebody whose account only declared her number (level 1), by an interface that asks for no page.
        let declared = Proven {
            issuer: "issuer".into(), subject: "level-one".into(), level: Some(Assurance::One), kind: AccountKind::Person,
            particulars: [(Particular::PersonalId, MAI.to_owned())].into(), officer: None,
        };
        write(store, move |tx| desk::identities::sign_in(tx, &declared, "declared", at(17, 9))).expect("an account");
        let declared = Actor::new("declared".into(), "Kẻ Gian".into(), Some(MAI.parse().expect("a number")), vec![]);
        let stolen = file_as(store, &declared, again(RESULT), at(17, 9)).expect_err("only declared");
        assert_eq!(problem(&stolen), "reuse-unknown");
        // Mai names a file that is in nobody's store, and one beside that is hers.
        let loose = file_as(store, &citizen(), again("other"), at(17, 9)).expect_err("not in the store");
        assert_eq!(problem(&loose), "reuse-unknown");
        let mut beside = again(RESULT);
        beside.documents[0].file_id = Some("other".into());
        assert_eq!(problem(&file_as(store, &citizen(), beside, at(17, 9)).expect_err("two files")), "reuse-unknown");
    }

    fn what_somebody_only_typed_puts_nothing_into_anothers_store(given: TestStore) {
        let store = &given.store;
        open(store);
        // Another account files under Mai's number; the counter takes it in.
        let stranger = Actor::new("stranger".into(), "Người Lạ".into(), None, vec![]);
        let paper = SubmittedDocument { code: "01".into(), file_id: Some("other".into()), ..SubmittedDocument::default() };
        let filing = File { documents: vec![paper], ..filing("Lò Thị Mai", "03549") };
        let filed = file_as(store, &stranger, filing, at(15, 8)).expect("filed");
        assert_eq!(filed.filed.applicant.id_number, MAI);
        act(store, &officer(FIRST), &filed, Command::Receive(Receive {}), at(15, 9)).expect("received");
        assert_eq!(documents_of(store, MAI), []);
        let own = Holder { login: Some("stranger".into()), subject: None };
        let own = store.read_blocking(move |tx| documents::of(tx, &own)).expect("read");
        assert_eq!(own.iter().map(|held| held.stored.file.as_str()).collect::<Vec<_>>(), ["other"]);
    }

    fn nobody_takes_in_their_own_at_a_counter(given: TestStore) {
        let store = &given.store;
        open(store);
        let at_counter = File { channel: Some(rules::dossiers::Channel::Counter), ..filing("Lò Thị Mai", "03549") };
        assert!(desk::dossiers::filing_capacity(&officer(FIRST), &at_counter).is_ok());
        let close = Actor { close_to: vec![MAI.into()], ..officer(FIRST) };
        let refused = desk::dossiers::filing_capacity(&close, &at_counter).expect_err("their own");
        assert_eq!(refused.code, "dossier-of-interest");
    }

    fn what_was_withdrawn_expired_or_changed_is_not_used_again(given: TestStore) {
        let store = &given.store;
        open(store);
        let code = settled(store).filed.code.to_string();
        let verify = |until| {
            let code = code.clone();
            write(store, move |tx| {
                desk::personal::verify(tx, &officer(FIRST), (&code, PAPER), Some(until), at(17, 8))
            })
        };
        assert_eq!(problem(&verify(date(2025, 1, 1)).expect_err("over")), "validity-over");
        verify(date(2025, 12, 20)).expect("verified");
        file_as(store, &citizen(), again(PAPER), at(19, 8)).expect("still valid");
        let expired = file_as(store, &citizen(), again(PAPER), at(22, 8)).expect_err("expired");
        assert_eq!(problem(&expired), "reuse-expired");

        let withdraw = |actor: Actor, reason: &'static str| {
            let code = code.clone();
            write(store, move |tx| desk::personal::withdraw(tx, &actor, (&code, RESULT), reason, at(17, 9)))
        };
        assert_eq!(problem(&withdraw(officer(FIRST), "Sai").expect_err("no leader")), "document-not-yours");
        assert_eq!(problem(&withdraw(leader(FIRST), " ").expect_err("no reason")), "missing");
        withdraw(leader(FIRST), "Quyết định 12/QĐ-UBND").expect("withdrawn");
        let withdrawn = file_as(store, &citizen(), again(RESULT), at(17, 10)).expect_err("withdrawn");
        assert_eq!(problem(&withdrawn), "reuse-withdrawn");
        let today = date(2025, 12, 18);
        let standing: Vec<_> = documents_of(store, MAI).iter().map(|document| document.standing(today)).collect();
        assert_eq!(standing, [Standing::Withdrawn, Standing::InForce]);

        tamper(store, "UPDATE files SET sha256 = 'dd' WHERE id = 'f'");
        let changed = file_as(store, &citizen(), again(PAPER), at(18, 8)).expect_err("changed");
        assert_eq!(problem(&changed), "reuse-changed");
    }

    fn glass_is_broken_by_leaders_with_a_reason_and_for_an_hour(given: TestStore) {
        let store = &given.store;
        open(store);
        let dossier = settled(store);
        let code = dossier.filed.code.to_string();
        let look = |actor: Actor, now| {
            let code = code.clone();
            store.read_blocking(move |tx| Ok::<_, Failure>(desk::personal::look_at(tx, &actor, &code, now)?.1))
        };
        let smash = |actor: Actor, reason: &'static str, now| {
            let code = code.clone();
            write(store, move |tx| desk::personal::break_glass(tx, &actor, &code, reason, now))
        };
        let reason = "Kiểm tra theo đơn tố cáo số 5/2025";
        assert_eq!(problem(&look(leader(SECOND), at(17, 8)).expect_err("elsewhere")), "dossier-unknown");
        assert_eq!(problem(&smash(officer(SECOND), reason, at(17, 8)).expect_err("no leader")), "glass-not-yours");
        assert_eq!(problem(&smash(leader(SECOND), "xem", at(17, 8)).expect_err("no reason")), "glass-reason");
        assert_eq!(problem(&smash(leader(FIRST), reason, at(17, 8)).expect_err("sees it")), "glass-not-needed");
        smash(leader(SECOND), reason, at(17, 8)).expect("open");
        assert_eq!(look(leader(SECOND), at(17, 8)).expect("open"), Sight::Glass(reason.into()));
        assert_eq!(look(leader(FIRST), at(17, 8)).expect("theirs"), Sight::Scope);
        assert_eq!(problem(&look(leader(SECOND), at(17, 9)).expect_err("over")), "dossier-unknown");
        // Nobody breaks the glass of their own dossier, or of somebody close: it shows what is kept from applicants.
        let close = Actor { close_to: vec![MAI.into()], ..leader(SECOND) };
        assert_eq!(problem(&smash(close.clone(), reason, at(17, 8)).expect_err("close")), "dossier-unknown");
        assert_eq!(problem(&look(close, at(17, 8)).expect_err("close")), "dossier-unknown");
        let mut in_place = leader(SECOND);
        let principal = Principal {
            login: "chu.tich".into(), name: "Chủ tịch".into(), kind: DelegationKind::Authorised, number: 1,
        };
        in_place.positions[0].in_place_of =
            Some(InPlaceOf { principal, procedures: None, close_to: vec![MAI.into()] });
        assert_eq!(problem(&smash(in_place, reason, at(17, 8)).expect_err("in the place of who is close")), "dossier-unknown");
        // Open to be looked at, not to be acted on.
        let acted = act(store, &leader(SECOND), &dossier, Command::Sign(Sign::default()), at(17, 8));
        assert_eq!(problem(&acted.expect_err("not theirs")), "dossier-unknown");
        let of = |agency: &'static str| {
            let agencies = [agency.parse().expect("a code")];
            store.read_blocking(move |tx| glass::list(tx, Some(&agencies), None, 10)).expect("read")
        };
        assert_eq!((of(FIRST).len(), of(SECOND).len()), (1, 0));
    }

    fn whoever_acts_for_the_owner_sees_it_as_the_owner_does_whatever_office_they_hold_elsewhere(given: TestStore) {
        let store = &given.store;
        open(store);
        let dossier = settled(store);
        let code = dossier.filed.code.to_string();
        let look = |actor: Actor| {
            let code = code.clone();
            store.read_blocking(move |tx| Ok::<_, Failure>(desk::personal::look_at(tx, &actor, &code, at(17, 8))?.1))
        };
        let follows = |actor: Actor| Actor {
            acts_for: vec![ActsFor {
                authorisation: Some("u1".into()),
                principal: citizen().login,
                name: citizen().name,
                powers: vec![Power::Follow],
                procedures: Vec::new(),
                until: None,
            }],
            ..actor
        };
        let elsewhere = follows(officer(SECOND));
        assert_eq!(look(elsewhere.clone()).expect("followed"), Sight::Authorised);
        assert!(!Sight::Authorised.is_officers() && !may_receive(&elsewhere, &dossier));
        assert_eq!(access::purpose(&elsewhere, &dossier), access::Purpose::Authorised);
        assert_eq!(access::reading(&elsewhere, &dossier).role, Role::Citizen);
        // Of two positions at one agency the one that works on dossiers is told, not the one that administers.
        let mut both = officer(FIRST);
        both.positions.insert(0, Position::own(FIRST.parse().expect("a code"), Role::Administrator, "Quản trị"));
        assert_ne!(access::reading(&both, &dossier).role, Role::Administrator);
        let here = follows(officer(FIRST));
        assert_eq!(look(here.clone()).expect("their office"), Sight::Scope);
        assert!(may_receive(&here, &dossier));
    }

    fn an_administrator_of_an_agency_breaks_no_glass_of_another(given: TestStore) {
        let store = &given.store;
        open(store);
        let code = settled(store).filed.code.to_string();
        let keeps = |agency: &str| {
            let position = Position::own(agency.parse().expect("a code"), Role::Administrator, "Quản trị");
            Actor::new("keeper".into(), "Người quản trị".into(), None, vec![position])
        };
        let smash = |actor: Actor, code: String| {
            write(store, move |tx| desk::personal::break_glass(tx, &actor, &code, "Kiểm tra theo đơn số 5/2025", at(17, 8)))
        };
        let there = problem(&smash(keeps(SECOND), code.clone()).expect_err("another's"));
        assert_eq!(there, problem(&smash(keeps(SECOND), "H35.A-251215-9999".into()).expect_err("none")), "the same words");
        smash(keeps(FIRST), code.clone()).expect("their own agency's");
        let look = |actor: Actor| {
            let code = code.clone();
            store.read_blocking(move |tx| Ok::<_, Failure>(desk::personal::look_at(tx, &actor, &code, at(17, 8))?.1))
        };
        assert!(matches!(look(keeps(FIRST)).expect("open"), Sight::Glass(_)));
        let dismissed = Actor { positions: Vec::new(), ..keeps(FIRST) };
        assert_eq!(problem(&look(dismissed).expect_err("the office is gone")), "dossier-unknown");
    }

    fn a_correction_is_asked_decided_and_changes_what_is_held(given: TestStore) {
        let store = &given.store;
        open(store);
        let administrator = Actor {
            login: "admin".into(),
            name: "Quản trị".into(),
            personal_id: None,
            positions: vec![Position::own("H35".parse().expect("a code"), Role::Administrator, "Quản trị")],
            ..citizen()
        };
        let ask = |id: &'static str, wanted: &'static str| {
            write(store, move |tx| {
                let province = ProvinceCache::default().get(tx)?;
                let asked = Ask {
                    id: id.into(),
                    login: "mai".into(),
                    name: "Lò Thị Mai".into(),
                    kind: Some(RequestKind::Correction),
                    field: Some(Field::Phone),
                    wanted: wanted.into(),
                    reason: "Đã đổi số".into(),
                    ..Ask::default()
                };
                desk::personal::request(tx, &province, &citizen(), asked, at(15, 9))
            })
        };
        assert_eq!(problem(&ask("1", "12").expect_err("no number")), "phone");
        ask("1", "0987654321").expect("asked");
        assert_eq!(problem(&ask("2", "0987654322").expect_err("one waits")), "data-request-waits");
        let handle = |actor: Actor, command: personal::Command| {
            write(store, move |tx| {
                let province = ProvinceCache::default().get(tx)?;
                desk::personal::handle(tx, province.calendar_of_the_province(), &actor, "1", &command, at(16, 9))
            })
        };
        let carry_out = || personal::Command::CarryOut { note: String::new() };
        let forbidden = handle(officer(FIRST), carry_out()).expect_err("no administrator");
        assert_eq!(problem(&forbidden), "data-requests-not-yours");
        handle(administrator.clone(), carry_out()).expect("carried out");
        let phone = store.read_blocking(|tx| store::tables::people::person(tx, "mai")).expect("read").expect("mai").phone;
        assert_eq!(phone.as_deref(), Some("0987654321"));
        assert_eq!(problem(&handle(administrator, carry_out()).expect_err("ended")), "data-request-ended");
        let corrected = store.read_blocking(|tx| requests::corrected(tx, "mai")).expect("read");
        assert_eq!(corrected, [(Field::Phone, at(16, 9), "0987654321".to_owned())]);
        // Whoever keeps her file finds it there, and saving something else takes nothing of it back.
        let file = store.read_blocking(|tx| desk::positions::load(tx, "mai")).expect("read").file;
        let mut known = file.particulars.expect("particulars");
        assert_eq!(known.phone.as_ref().map(rules::codes::Phone::as_str), Some("0987654321"));
        known.address = Some("Bản Hua Cuổi".into());
        let province = Actor::new("root".into(), "Quản trị".into(), None, vec![Position::own(
            "H35".parse().expect("a code"), Role::Administrator, "Quản trị",
        )]);
        write(store, move |tx| {
            let of = ProvinceCache::default().get(tx)?;
            let change = desk::positions::Change { province: &of, actor: &province, now: at(16, 10) };
            desk::positions::correct(tx, &change, known.clone())
        }).expect("saved");
        let mai = store.read_blocking(|tx| store::tables::people::person(tx, "mai")).expect("read").expect("mai");
        assert_eq!((mai.phone.as_deref(), mai.address.as_deref()), (Some("0987654321"), Some("Bản Hua Cuổi")));
    }

    fn a_rebuild_yields_the_same_personal_tables(given: TestStore) {
        let store = &given.store;
        open(store);
        let code = settled(store).filed.code.to_string();
        write(store, move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            desk::personal::verify(tx, &officer(FIRST), (&code, PAPER), Some(date(2026, 1, 1)), at(17, 8))?;
            desk::personal::withdraw(tx, &leader(FIRST), (&code, RESULT), "Sai", at(17, 9))?;
            desk::personal::break_glass(tx, &leader(SECOND), &code, "Kiểm tra theo đơn tố cáo", at(17, 9))?;
            let asked = Ask {
                id: "1".into(),
                kind: Some(RequestKind::Correction),
                login: "mai".into(),
                field: Some(Field::Name),
                wanted: "Lò Thị Mây".into(),
                reason: "Viết sai".into(),
                ..Ask::default()
            };
            desk::personal::request(tx, &province, &citizen(), asked, at(17, 10))?;
            let by = rules::people::Capacity::system("test");
            let request = desk::personal::load_request(tx, "1")?.expect("asked").0;
            let done = personal::decide(
                &request,
                &personal::Command::CarryOut { note: String::new() },
                Some("Lò Thị Mai"),
                province.calendar_of_the_province(),
                at(18, 8),
            )?;
            desk::personal::record(tx, "data-requests/1", 1, done, &by, at(18, 8))?;
            desk::personal::consent(tx, &citizen(), Consent::Sms, true, "00", at(18, 8))?;
            desk::personal::consent(tx, &citizen(), Consent::Sms, false, "00", at(18, 9))
        })
        .expect("done");
        let given = store.read_blocking(|tx| consents::of(tx, "mai")).expect("read");
        assert_eq!(given.len(), 1);
        assert_eq!(given[0].withdrawn_at, Some(at(18, 9)));
        let before = dump(store);
        let filled = |table: &str| before.iter().any(|(name, rows)| name == table && !rows.is_empty());
        for table in ["documents", "broken_glass", "data_requests", "corrections", "consents"] {
            assert!(filled(table), "{table}");
        }
        journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(dump(store), before);
    }

    fn old_lines_are_forgotten_by_whole_seals_and_the_rest_still_proves_itself(given: TestStore) {
        let store = &given.store;
        open(store);
        let note = |day: i8| {
            write(store, move |tx| {
                let by = officer(FIRST);
                let line = Line::new(by.as_officer(&by.positions[0]), "dossier", "follow".into(), at(day, 9));
                Ok(reads::note(tx, &line)?)
            })
            .expect("noted");
        };
        let seal = |day: i8| write(store, move |tx| reads::seal(tx, at(day, 10))).expect("sealed");
        let forget = |day: i8| write(store, move |tx| reads::forget(tx, at(day, 0), at(20, 0))).expect("forgotten");
        let broken = || store.read_blocking(reads::verify).expect("verified").len();
        note(10);
        seal(10);
        note(11);
        note(13);
        seal(13);
        note(14);
        assert_eq!(forget(10), 0, "nothing is that old");
        assert_eq!((forget(12), broken()), (1, 0), "the second seal holds a line that is kept");
        tamper(store, "UPDATE reads SET purpose = 'x' WHERE seal IS NOT NULL");
        assert_eq!(broken(), 1, "what is kept can't be changed unnoticed");
        assert_eq!(forget(14), 2);
        assert_eq!((seal(15), broken()), (1, 0));
        // What was not sealed yet is never forgotten.
        note(15);
        assert_eq!(forget(18), 1);
        assert_eq!((seal(18), broken()), (1, 0));
        tamper(store, "DELETE FROM reads");
        assert_eq!(broken(), 1, "removing is not forgetting");
    }

    fn lines_of_the_read_log_are_sealed_and_no_change_goes_unnoticed(given: TestStore) {
        let store = &given.store;
        open(store);
        let note = |count: usize| {
            write(store, move |tx| {
                for _ in 0..count {
                    let by = officer(FIRST);
                    let mut line = Line::new(by.as_officer(&by.positions[0]), "dossier", "follow".into(), at(16, 9));
                    line.subject = MAI.into();
                    line.owner = Some("mai".into());
                    reads::note(tx, &line)?;
                }
                Ok(())
            })
            .expect("noted");
        };
        let seal = || write(store, |tx| reads::seal(tx, at(16, 10))).expect("sealed");
        let broken = || -> Vec<u64> {
            let broken = store.read_blocking(reads::verify).expect("verified");
            broken.iter().map(|seal| seal.number).collect()
        };
        note(3);
        assert_eq!((seal(), seal()), (3, 0));
        note(2);
        assert_eq!((seal(), broken()), (2, vec![]));
        let about = About::Person { login: "mai".into(), subject: Some(MAI.into()) };
        let seen = store.read_blocking(move |tx| reads::list(tx, &about, None, 10)).expect("read");
        assert_eq!(seen.len(), 5, "a line that fits twice is shown once");

        tamper(store, "UPDATE reads SET purpose = 'task:verify' WHERE id = (SELECT MIN(id) FROM reads WHERE seal = 1)");
        assert_eq!(broken(), [1]);
        tamper(store, "DELETE FROM reads WHERE id = (SELECT MAX(id) FROM reads WHERE seal = 2)");
        assert_eq!(broken(), [1, 2]);
    }

    fn codes_are_not_given_away_to_whoever_may_not_break_glass(given: TestStore) {
        let store = &given.store;
        open(store);
        let there = settled(store).filed.code.to_string();
        let answer = |dossier: String| {
            let tried = write(store, move |tx| {
                desk::personal::break_glass(tx, &officer(SECOND), &dossier, "Lý do dài đủ chữ", at(17, 8))
            });
            code(&tried.expect_err("refused"))
        };
        assert_eq!(answer(there), answer("H35.A-251215-9999".into()));
    }
}
