//! Electronic identities, what accounts know about their owners, and who may act for whom.

use super::province::{FIRST, at, citizen, found, officer, procedure};
use super::stores::TestStore;
use crate::on_both_engines;
use jiff::civil::date;
use rules::accounts::Scope;
use rules::people::authorisations::{Power, TermsDraft};
use rules::people::identities::{AccountKind, Assurance, Particular, Particulars, Proven};
use rules::people::{Actor, Capacity, Event, PersonRegistered, PositionGranted, Role};
use store::tables::accounts::tokens::Token;
use store::{Failure, Store, desk, journal, tables};

const ISSUER: &str = "https://dinhdanh.example";
const NUMBER: &str = "012185001234";

fn proven(subject: &str, level: Assurance, particulars: &[(Particular, &str)]) -> Proven {
    let particulars = particulars.iter().map(|(what, value)| (*what, (*value).to_owned()));
    Proven {
        issuer: ISSUER.into(),
        subject: subject.into(),
        level: Some(level),
        kind: AccountKind::Person,
        particulars: particulars.collect(),
        officer: None,
    }
}

fn lan(level: Assurance) -> Proven {
    proven("a1", level, &[(Particular::Name, "Lò Thị Lan"), (Particular::PersonalId, NUMBER)])
}

fn sign_in(store: &Store, proven: &Proven, fresh: &str, day: i8) -> Result<String, Failure> {
    let (proven, fresh) = (proven.clone(), fresh.to_owned());
    store.write_blocking(move |tx| desk::identities::sign_in(tx, &proven, &fresh, at(day, 9)))
}

fn actor(store: &Store, login: &str, day: i8) -> Actor {
    let login = login.to_owned();
    let found = store.read_blocking(move |tx| tables::people::actor(tx, &login, at(day, 9)));
    Actor { assurance: Some(Assurance::Two), ..found.expect("read").expect("a person") }
}

fn registered(store: &Store, login: &str) {
    let person = PersonRegistered {
        login: login.into(),
        name: "Lò Thị Lan".into(),
        personal_id: Some(NUMBER.parse().expect("a number")),
        phone: None,
        address: None,
        commune: None,
    };
    let by = Capacity::system("test");
    let done: Result<(), Failure> = store
        .write_blocking(move |tx| desk::people::record(tx, Event::PersonRegistered(person.clone()), &by, at(1, 8)));
    done.expect("registered");
}

/// Registered, and known by this number to another issuer.
fn known_surely(store: &Store, login: &'static str) {
    registered(store, login);
    let number = NUMBER.parse().expect("a number");
    let vouched: Result<(), Failure> =
        store.write_blocking(move |tx| desk::identities::vouch(tx, login, &number, "another issuer", at(1, 8)));
    vouched.expect("vouched");
}

fn particulars(store: &Store, login: &str) -> Particulars {
    let login = login.to_owned();
    store.read_blocking(move |tx| tables::identities::particulars(tx, &login)).expect("read")
}

/// Lan authorises Páo, who accepts; answers the number of the authorisation.
pub(crate) fn authorised(store: &Store, powers: &[Power], procedure: &str) -> &'static str {
    let lan = actor(store, &sign_in(store, &lan(Assurance::Two), "c-lan", 1).expect("an account"), 1);
    let pao = proven("b2", Assurance::Two, &[(Particular::Name, "Lý A Páo"), (Particular::PersonalId, "012098005678")]);
    let pao = actor(store, &sign_in(store, &pao, "c-pao", 1).expect("an account"), 1);
    let draft = TermsDraft {
        agent_id: "012098005678".into(),
        agent_name: "Lý A Páo".into(),
        powers: powers.iter().map(|power| power.key().to_owned()).collect(),
        procedure: procedure.into(),
        from: String::new(),
        until: "10/12/2025".into(),
    };
    let terms = draft.read(date(2025, 12, 1)).expect("terms");
    let done: Result<(), Failure> = store.write_blocking(move |tx| {
        desk::authorisations::grant(tx, &lan, terms.clone(), "u1", at(1, 9))?;
        desk::authorisations::accept(tx, &pao, "u1", at(1, 10))
    });
    done.expect("authorised");
    "u1"
}

on_both_engines! {
    fn the_same_identity_opens_the_same_account_and_only_news_is_recorded(given: TestStore) {
        let first = sign_in(&given.store, &lan(Assurance::One), "c-1", 1).expect("an account");
        let entries = || given.store.read_blocking(|tx| journal::read_stream(tx, "identities/c-1")).expect("read").len();
        assert_eq!((first.as_str(), entries()), ("c-1", 1));
        assert_eq!(sign_in(&given.store, &lan(Assurance::One), "c-2", 2).expect("an account"), "c-1");
        assert_eq!(entries(), 1);
        let moved = proven("a1", Assurance::One, &[(Particular::Name, "Lò Thị Lan"), (Particular::Address, "Bản Bo")]);
        sign_in(&given.store, &moved, "c-3", 3).expect("an account");
        assert_eq!(entries(), 2);
        assert_eq!(particulars(&given.store, "c-1")[&Particular::Address], "Bản Bo");
        assert_eq!(particulars(&given.store, "c-1")[&Particular::PersonalId], NUMBER);
    }

    fn an_account_that_was_there_is_linked_at_level_two_only(given: TestStore) {
        known_surely(&given.store, "lan");
        assert_eq!(sign_in(&given.store, &lan(Assurance::One), "c-1", 2).expect("an account"), "c-1");
        let other = TestStore::sqlite();
        // What somebody typed of another account is no reason to enter it.
        registered(&other.store, "trap");
        known_surely(&other.store, "lan");
        assert_eq!(sign_in(&other.store, &lan(Assurance::Two), "c-1", 2).expect("an account"), "lan");
    }

    fn a_token_opens_no_more_than_the_session_that_made_it_and_no_office_that_came_later(given: TestStore) {
        let store = &given.store;
        found(store);
        authorised(store, &Power::ALL, "");
        let token = |hash: &'static str, assurance| {
            let token = Token {
                id: String::new(),
                login: "c-pao".into(),
                name: "chương trình".into(),
                scope: Scope::Write,
                created_at: at(1, 11),
                used_at: None,
                expires_at: at(20, 8),
                assurance,
                of_officer: false,
            };
            let by = Capacity::system("test");
            let done: Result<(), Failure> =
                store.write_blocking(move |tx| desk::accounts::create_token(tx, hash, &token, &by));
            done.expect("a token");
        };
        token("of-a-password", None);
        token("of-level-two", Some(Assurance::Two));
        let acts_for = |hash: &'static str| {
            let holder = store.read_blocking(move |tx| desk::accounts::token_holder(tx, hash, at(2, 8))).expect("read");
            holder.map(|holder| holder.actor.acts_for.len())
        };
        assert_eq!((acts_for("of-a-password"), acts_for("of-level-two")), (Some(0), Some(1)));
        let granted = PositionGranted::at_once("c-pao", FIRST.parse().expect("a code"), Role::Clerk, "Văn thư");
        let by = Capacity::system("test");
        let done: Result<(), Failure> = store.write_blocking(move |tx| {
            desk::people::record(tx, Event::PositionGranted(granted.clone()), &by, at(1, 12))
        });
        done.expect("granted");
        assert_eq!((acts_for("of-a-password"), acts_for("of-level-two")), (None, None));
    }

    fn an_officer_is_close_to_an_organisation_that_says_they_represent_it_whoever_typed_their_number(given: TestStore) {
        let store = &given.store;
        found(store);
        let organisation = Proven {
            kind: AccountKind::Organisation,
            ..proven("o1", Assurance::Two, &[
                (Particular::Name, "Công ty"),
                (Particular::OrganisationCode, "6200054324"),
                (Particular::RepresentativeId, NUMBER),
            ])
        };
        let firm = sign_in(store, &organisation, "c-firm", 1).expect("an account");
        registered(store, "officer.at.home");
        let officer = actor(store, "officer.at.home", 2);
        assert!(officer.acts_for.is_empty(), "a typed number opens nothing");
        assert!([firm.as_str(), "6200054324"].into_iter().all(|who| officer.is_close_to(who)), "{:?}", officer.close_to);
    }

    fn a_citizens_identity_never_opens_an_officers_account(given: TestStore) {
        found(&given.store);
        let officers_number = PersonRegistered {
            login: officer(FIRST).login,
            name: officer(FIRST).name,
            personal_id: Some(NUMBER.parse().expect("a number")),
            phone: None,
            address: None,
            commune: None,
        };
        let by = Capacity::system("test");
        let done: Result<(), Failure> = given.store.write_blocking(move |tx| {
            desk::people::record(tx, Event::PersonRegistered(officers_number.clone()), &by, at(1, 8))
        });
        done.expect("registered");
        assert_eq!(sign_in(&given.store, &lan(Assurance::Two), "c-1", 2).expect("an account"), "c-1");
    }

    fn a_citizens_identity_no_longer_opens_the_account_of_who_became_an_officer(given: TestStore) {
        found(&given.store);
        let login = sign_in(&given.store, &lan(Assurance::Two), "c-lan", 1).expect("an account");
        assert_eq!(sign_in(&given.store, &lan(Assurance::Two), "c-2", 2).expect("known"), login);
        let (clerk, by) = (FIRST.parse().expect("a code"), Capacity::system("test"));
        let granted = PositionGranted {
            from: Some(date(2025, 12, 20)),
            until: Some(date(2025, 12, 24)),
            ..PositionGranted::at_once(&*login, clerk, Role::Clerk, "Văn thư")
        };
        let done: Result<(), Failure> = given.store.write_blocking(move |tx| {
            desk::people::record(tx, Event::PositionGranted(granted.clone()), &by, at(3, 8))
        });
        done.expect("granted");
        for day in [4, 22] {
            let refused = sign_in(&given.store, &lan(Assurance::Two), "c-3", day);
            assert!(matches!(refused, Err(Failure::Refused(refusal)) if refusal.code == "identity-of-an-officer"), "{day}");
        }
        assert_eq!(sign_in(&given.store, &lan(Assurance::Two), "c-3", 25).expect("a citizen again"), login);
    }

    fn an_officers_identity_opens_the_account_of_an_officer_and_of_nobody_else(given: TestStore) {
        found(&given.store);
        let of = |login: &str| Proven { officer: Some(login.to_owned()), ..lan(Assurance::Two) };
        let known = officer(FIRST).login;
        assert_eq!(sign_in(&given.store, &of(&known), "-", 2).expect("an officer"), known);
        for stranger in [citizen().login, "nobody".to_owned()] {
            let refused = sign_in(&given.store, &Proven { subject: "z9".into(), ..of(&stranger) }, "-", 2);
            assert!(matches!(refused, Err(Failure::Refused(refusal)) if refusal.code == "officer-not-in-directory"));
        }
    }

    fn an_authorisation_holds_from_acceptance_to_its_last_day(given: TestStore) {
        authorised(&given.store, &[Power::Follow], "");
        let on = |day| actor(&given.store, "c-pao", day).acts_for.len();
        assert_eq!((on(1), on(10), on(11)), (1, 1, 0));
        assert_eq!(actor(&given.store, "c-pao", 1).acts_for[0].name, "Lò Thị Lan");
    }

    fn a_revoked_authorisation_is_over_at_once(given: TestStore) {
        let id = authorised(&given.store, &[Power::File], "");
        let lan = actor(&given.store, "c-lan", 2);
        let done: Result<(), Failure> =
            given.store.write_blocking(move |tx| desk::authorisations::revoke(tx, &lan, id, at(2, 9)));
        done.expect("revoked");
        assert!(actor(&given.store, "c-pao", 2).acts_for.is_empty());
    }

    fn nobody_accepts_or_ends_what_is_between_others(given: TestStore) {
        let id = authorised(&given.store, &[Power::Follow], "");
        let stranger = proven("s3", Assurance::Two, &[(Particular::Name, "Ai"), (Particular::PersonalId, "012075009012")]);
        let stranger = actor(&given.store, &sign_in(&given.store, &stranger, "c-ai", 1).expect("an account"), 1);
        let accept = stranger.clone();
        let refused: Result<(), Failure> =
            given.store.write_blocking(move |tx| desk::authorisations::accept(tx, &accept, id, at(2, 9)));
        assert!(matches!(refused, Err(Failure::Refused(refusal)) if refusal.code == "authorisation-unknown"));
        let refused: Result<(), Failure> =
            given.store.write_blocking(move |tx| desk::authorisations::revoke(tx, &stranger, id, at(2, 9)));
        assert!(matches!(refused, Err(Failure::Refused(refusal)) if refusal.code == "authorisation-unknown"));
    }

    fn a_number_that_was_only_declared_ends_no_authorisation(given: TestStore) {
        let id = authorised(&given.store, &[Power::Follow], "");
        let pao = actor(&given.store, "c-pao", 1);
        // Somebody declares the number of whom it was given to.
        for assurance in [Some(Assurance::One), None] {
            let declared = Actor { login: "c-ai".into(), assurance, ..pao.clone() };
            let (refused, id): (Result<(), Failure>, _) = (given.store.write_blocking(move |tx| desk::authorisations::revoke(tx, &declared, id, at(2, 9))), id);
            assert!(matches!(refused, Err(Failure::Refused(refusal)) if refusal.code == "authorisation-unknown"), "{id}");
        }
        // Whoever accepted it gives it back, however they signed in.
        let declared = Actor { assurance: Some(Assurance::One), ..pao };
        let done: Result<(), Failure> =
            given.store.write_blocking(move |tx| desk::authorisations::revoke(tx, &declared, id, at(2, 9)));
        done.expect("given back");
    }

    fn a_number_that_was_only_declared_opens_nothing_whoever_was_known_surely_before_or_after(given: TestStore) {
        let store = &given.store;
        found(store);
        let number = |level, number: &str| proven("att", level, &[(Particular::Name, "Kẻ Gian"), (Particular::PersonalId, number)]);
        let vouched = |login: &str| {
            let login = login.to_owned();
            let found = store.read_blocking(move |tx| tables::identities::vouched_number(tx, &login)).expect("read");
            found.map(|(number, level)| (number.to_string(), level))
        };
        // Surely known by their own number, they declare another's: it stays their own.
        let login = sign_in(store, &number(Assurance::Two, "012085001111"), "c-att", 1).expect("in");
        sign_in(store, &number(Assurance::One, NUMBER), "-", 2).expect("in");
        assert_eq!(vouched(&login), Some(("012085001111".to_owned(), Some(Assurance::Two))));
        // Known by a declared number first, then surely and without a number: nobody vouches for any.
        let declared = proven("att2", Assurance::One, &[(Particular::Name, "Kẻ Gian"), (Particular::PersonalId, NUMBER)]);
        let login = sign_in(store, &declared, "c-att2", 3).expect("in");
        assert_eq!(vouched(&login), Some((NUMBER.to_owned(), Some(Assurance::One))));
        let silent = proven("att2", Assurance::Two, &[(Particular::Name, "Kẻ Gian")]);
        sign_in(store, &silent, "-", 4).expect("in");
        assert_eq!(vouched(&login), None);
        assert_eq!(particulars(store, &login).get(&Particular::PersonalId), None);
    }

    fn who_represents_an_organisation_acts_for_it(given: TestStore) {
        let firm = Proven {
            kind: AccountKind::Organisation,
            ..proven("o1", Assurance::Two, &[
                (Particular::Name, "Hợp tác xã Chè"), (Particular::RepresentativeId, NUMBER),
            ])
        };
        sign_in(&given.store, &firm, "o-1", 1).expect("an account");
        let lan = sign_in(&given.store, &lan(Assurance::Two), "c-1", 1).expect("an account");
        let acts_for = actor(&given.store, &lan, 1).acts_for;
        assert_eq!(acts_for.len(), 1);
        assert_eq!((acts_for[0].principal.as_str(), acts_for[0].authorisation.as_ref()), ("o-1", None));
        let other = PersonRegistered {
            login: "claims".into(), name: "Kẻ khác".into(), personal_id: None, phone: None, address: None, commune: None,
        };
        let by = Capacity::system("test");
        let done: Result<(), Failure> = given.store
            .write_blocking(move |tx| desk::people::record(tx, Event::PersonRegistered(other.clone()), &by, at(1, 8)));
        done.expect("registered");
        assert!(actor(&given.store, "claims", 1).acts_for.is_empty());
    }

    fn the_tables_are_made_anew_from_the_journal(given: TestStore) {
        found(&given.store);
        authorised(&given.store, &[Power::Follow, Power::Receive], procedure("1.000001", "x").code.as_str());
        let shown = |store: &Store| store.read_blocking(|tx| {
            let given = tables::authorisations::given_by(tx, "c-lan")?;
            Ok::<_, store::Fault>((given, tables::identities::said(tx, "c-pao")?, tables::identities::of_identity(tx, ISSUER, "b2")?))
        }).expect("read");
        let before = shown(&given.store);
        journal::rebuild(&given.store, |_| {}).expect("rebuilt");
        assert_eq!(shown(&given.store), before);
        assert_eq!(before.2, Some(("c-pao".to_owned(), Some(Assurance::Two))));
    }
}
