//! Whose matters are too close to somebody: their own, of their other accounts, of those who authorised them.

use crate::on_both_engines;
use crate::positions::{ADMINISTRATOR, COLLEAGUE, assign, change, code_of, delegation, lend, now, propose, staffed};
use crate::province::{FIRST, act, at, file, leader, officer};
use crate::stores::TestStore;
use jiff::Timestamp;
use jiff::civil::date;
use rules::codes::PersonalId;
use rules::dossiers::{Approve, Command, Receive};
use rules::people::authorisations::{AuthorisationAccepted, AuthorisationGranted, AuthorisationRevoked, Power};
use rules::people::{Capacity, Event, Grant, PersonRegistered, Role};
use store::Failure;
use store::desk::positions as desk;
use store::province::ProvinceCache;

on_both_engines! {
    fn somebody_is_close_to_their_other_account_and_so_is_whoever_acts_in_their_place(given: TestStore) {
        let store = &given.store;
        staffed(store);
        let number = Some("012085009999".parse().expect("a number"));
        let both = ["leader.H35.A", "at.home"].map(|login| PersonRegistered {
            login: login.into(),
            name: "Nùng Văn Inh".into(),
            personal_id: number.clone(),
            phone: None,
            address: None,
            commune: None,
        });
        let entered: Result<(), Failure> = store.write_blocking(move |tx| {
            for person in both.clone() {
                store::desk::people::record(tx, Event::PersonRegistered(person), &Capacity::system("test"), at(2, 7))?;
            }
            Ok(())
        });
        entered.expect("entered");
        let leader = now(store, "leader.H35.A", at(15, 8)).expect("an account");
        assert_eq!(leader.close_to, ["012085009999", "at.home"]);
        assert_eq!(leader.personal_id, None, "what was only typed opens nothing");
        lend(store, "leader.H35.A", COLLEAGUE, delegation(Role::Approver, &[])).expect("delegated");
        let acting = now(store, COLLEAGUE, at(15, 11)).expect("an account");
        let lent = acting.positions.iter().find(|held| held.in_place_of.is_some()).expect("a position");
        assert!(["leader.H35.A", "at.home", "012085009999"].into_iter().all(|who| lent.is_close_to(who)));
        assert!(!acting.is_close_to("at.home"), "their own work is none of it");
    }

    fn whoever_authorised_somebodys_other_account_is_close_to_them_until_it_is_taken_back(given: TestStore) {
        let store = &given.store;
        staffed(store);
        let number: PersonalId = "012085009999".parse().expect("a number");
        let person = |login: &str, number: &str| PersonRegistered {
            login: login.into(),
            name: format!("Tên {login}"),
            personal_id: Some(number.parse().expect("a number")),
            phone: None,
            address: None,
            commune: None,
        };
        let granted = AuthorisationGranted {
            id: "u1".into(),
            principal: "aunt".into(),
            principal_name: "Tên aunt".into(),
            agent_id: number.clone(),
            agent_name: "Tên at.home".into(),
            powers: vec![Power::Follow],
            procedures: Vec::new(),
            from: date(2025, 12, 1),
            until: date(2026, 12, 31),
        };
        let accepted = AuthorisationAccepted { id: "u1".into(), login: "at.home".into() };
        let revoked = AuthorisationRevoked { id: "u1".into(), login: "aunt".into() };
        let enter = |events: Vec<Event>, at: Timestamp| {
            let entered: Result<(), Failure> = store.write_blocking(move |tx| {
                let by = Capacity::system("test");
                events.clone().into_iter().try_for_each(|event| store::desk::people::record(tx, event, &by, at))
            });
            entered.expect("entered");
        };
        let people = [("leader.H35.A", number.as_str()), ("at.home", number.as_str()), ("aunt", "012185001111")];
        enter(people.map(|(login, number)| Event::PersonRegistered(person(login, number))).into(), at(2, 7));
        enter(vec![Event::AuthorisationGranted(granted), Event::AuthorisationAccepted(accepted)], at(2, 8));
        let leader = || now(store, "leader.H35.A", at(15, 8)).expect("an account");
        assert!(["aunt", "012185001111"].into_iter().all(|who| leader().is_close_to(who)), "{:?}", leader().close_to);
        lend(store, "leader.H35.A", COLLEAGUE, delegation(Role::Approver, &[])).expect("delegated");
        let acting = now(store, COLLEAGUE, at(15, 11)).expect("an account");
        let lent = acting.positions.iter().find(|held| held.in_place_of.is_some()).expect("a position");
        assert!(lent.is_close_to("aunt"));
        enter(vec![Event::AuthorisationRevoked(revoked)], at(15, 12));
        assert!(!leader().is_close_to("aunt"));
    }

    fn who_has_two_accounts_is_one_pair_of_eyes(given: TestStore) {
        let store = &given.store;
        staffed(store);
        let number = Some("012085009999".parse().expect("a number"));
        let both = [(COLLEAGUE, number.clone()), ("leader.H35.A", number)];
        let entered: Result<(), Failure> = store.write_blocking(move |tx| {
            for (login, number) in both.clone() {
                let known = desk::load(tx, login)?.file.particulars.expect("particulars");
                let person = PersonRegistered { personal_id: number, ..known };
                store::desk::people::record(tx, Event::PersonRegistered(person), &Capacity::system("list"), at(2, 7))?;
            }
            Ok(())
        });
        entered.expect("brought in by a list");
        let filed = file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed");
        let received = act(store, &officer(FIRST), &filed, Command::Receive(Receive {}), at(15, 9)).expect("received");
        let colleague = now(store, COLLEAGUE, at(15, 9)).expect("an account");
        let taken = act(store, &colleague, &received, assign(COLLEAGUE), at(15, 9)).expect("taken");
        let proposed = act(store, &colleague, &taken, propose(), at(15, 10)).expect("proposed");
        let leader = now(store, "leader.H35.A", at(15, 11)).expect("an account");
        let own = act(store, &leader, &proposed, Command::Approve(Approve::default()), at(15, 11)).expect_err("the same person");
        assert_eq!(code_of(&own), "own-proposal");
    }

    fn nobody_is_put_in_charge_of_their_own_nor_works_under_two_accounts(given: TestStore) {
        let store = &given.store;
        staffed(store);
        let correct = |login: &'static str| {
            change(store, ADMINISTRATOR, at(15, 7), move |tx, change| {
                let known = desk::load(tx, login)?.file.particulars.expect("particulars");
                let number = "012085001234".parse().expect("a number");
                desk::correct(tx, change, PersonRegistered { personal_id: Some(number), ..known })
            })
        };
        correct(COLLEAGUE).expect("entered");
        let leaders = correct("leader.H35.A").expect_err("the number of a colleague");
        assert!(matches!(&leaders, Failure::Refused(refusal) if refusal.problems[0].code == "number-of-colleague"));
        let filed = file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed");
        let received = act(store, &officer(FIRST), &filed, Command::Receive(Receive {}), at(15, 9)).expect("received");
        let refused = act(store, &leader(FIRST), &received, assign(COLLEAGUE), at(15, 9)).expect_err("the applicant");
        assert!(matches!(&refused, Failure::Refused(refusal) if refusal.problems[0].code == "officer-of-interest"));
        act(store, &leader(FIRST), &received, assign("officer.H35.A"), at(15, 10)).expect("somebody else");
        let second = PersonRegistered {
            login: "second".into(),
            name: "Tên colleague".into(),
            personal_id: Some("012085001234".parse().expect("a number")),
            phone: None,
            address: None,
            commune: None,
        };
        change(store, ADMINISTRATOR, at(15, 10), move |tx, change| desk::register(tx, change, second.clone())).expect("entered");
        let held = Grant {
            agency: FIRST.parse().expect("a code"),
            role: Role::Clerk,
            title: "Công chức".into(),
            from: date(2025, 12, 15),
            until: None,
            decision: "12/QĐ-UBND".into(),
        };
        let granted = change(store, ADMINISTRATOR, at(15, 11), move |tx, change| desk::grant(tx, change, "second", &held));
        assert_eq!(code_of(&granted.expect_err("a second account")), "person-has-other-account");
        // Nor by asking for a correction of what is held (Luật 91/2025/QH15).
        let asker = now(store, "leader.H35.A", at(15, 11)).expect("an account");
        let administrator = now(store, ADMINISTRATOR, at(15, 11)).expect("an account");
        let corrected: Result<(), Failure> = store.write_blocking(move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            let asked = rules::personal::Ask {
                id: "1".into(),
                kind: Some(rules::personal::RequestKind::Correction),
                login: asker.login.clone(),
                field: Some(rules::personal::Field::PersonalId),
                wanted: "012085001234".into(),
                reason: "Ghi sai".into(),
                ..rules::personal::Ask::default()
            };
            store::desk::personal::request(tx, &province, &asker, asked, at(15, 11))?;
            let carry_out = rules::personal::Command::CarryOut { note: String::new() };
            let calendar = province.calendar_of_the_province();
            store::desk::personal::handle(tx, calendar, &administrator, "1", &carry_out, at(15, 12))
        });
        assert_eq!(code_of(&corrected.expect_err("a colleague's number")), "person-has-other-account");
    }

    fn a_number_that_was_somebodys_keeps_them_away_and_nobody_changes_their_own(given: TestStore) {
        let store = &given.store;
        staffed(store);
        let numbered = |login: &str, number: &str| PersonRegistered {
            login: login.into(),
            name: format!("Tên {login}"),
            personal_id: Some(number).filter(|number| !number.is_empty()).map(|number| number.parse().expect("a number")),
            phone: None,
            address: None,
            commune: None,
        };
        let correct = |by: &str, person: PersonRegistered| {
            change(store, by, at(15, 9), move |tx, change| desk::correct(tx, change, person.clone()))
        };
        let wrong = |done: Result<(), Failure>| match done.expect_err("refused") {
            Failure::Refused(refusal) => refusal.problems[0].code,
            Failure::Fault(fault) => panic!("{fault}"),
        };
        correct(ADMINISTRATOR, numbered(COLLEAGUE, "012085009999")).expect("entered");
        assert_eq!(wrong(correct(ADMINISTRATOR, numbered(COLLEAGUE, ""))), "number-kept");
        assert_eq!(wrong(correct(ADMINISTRATOR, numbered(ADMINISTRATOR, "012085007777"))), "own-number");
        correct(ADMINISTRATOR, numbered(COLLEAGUE, "012085008888")).expect("corrected");
        let leader = now(store, COLLEAGUE, at(15, 10)).expect("an account");
        assert!(["012085009999", "012085008888"].into_iter().all(|number| leader.is_close_to(number)));
    }
}
