//! Positions with days, moves, delegations and closed accounts, on both engines: who holds what when, and whose work it is.

use crate::on_both_engines;
use crate::province::{FIRST, SECOND, act, at, file, found, leader, officer};
use crate::samples::code;
use crate::stores::TestStore;
use jiff::Timestamp;
use jiff::civil::date;
use rules::dossiers::{Approve, Assign, Command, Propose, Receive};
use rules::people::permissions::scope;
use rules::people::{
    Actor, Capacity, Delegate, DelegationKind, Event, Grant, PersonRegistered, PositionGranted, Revoke, Role, Transfer,
};
use store::desk::positions::{self as desk, Change};
use store::province::ProvinceCache;
use store::tables::accounts::tokens::{self, Token};
use store::tables::dossier_lists::{Filter, list};
use store::tables::dossier_queue::{Narrowing, View, counts, page};
use store::tables::{people, staff};
use store::{Failure, Store, Tx};

pub const ADMINISTRATOR: &str = "root";
pub const COLLEAGUE: &str = "colleague";

/// Enters an administrator of the province, and a second case officer of the first commune.
pub fn staffed(store: &Store) {
    found(store);
    let by = Capacity::system("test");
    let people = [(ADMINISTRATOR, "H35", Role::Administrator), (COLLEAGUE, FIRST, Role::CaseOfficer)];
    let leaders = [("leader.H35.A", FIRST, Role::Approver)];
    let entered: Result<(), Failure> = store.write_blocking(move |tx| {
        for (login, agency, role) in people.into_iter().chain(leaders) {
            let person = PersonRegistered {
                login: login.into(),
                name: format!("Tên {login}"),
                personal_id: None,
                phone: None,
                address: None,
                commune: None,
            };
            store::desk::people::record(tx, Event::PersonRegistered(person), &by, at(1, 7))?;
            let granted = PositionGranted::at_once(login, agency.parse().expect("a code"), role, "Công chức");
            store::desk::people::record(tx, Event::PositionGranted(granted), &by, at(1, 7))?;
        }
        Ok(())
    });
    entered.expect("entered");
}

/// Who this is at that instant.
pub fn now(store: &Store, login: &str, now: Timestamp) -> Option<Actor> {
    let login = login.to_owned();
    store.read_blocking(move |tx| people::actor(tx, &login, now)).expect("read")
}

/// Changes something as this person.
pub fn change(
    store: &Store,
    login: &str,
    at: Timestamp,
    what: impl Fn(&mut Tx, &Change<'_>) -> Result<(), Failure> + Send + Sync + 'static,
) -> Result<(), Failure> {
    let login = login.to_owned();
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        let actor = people::actor(tx, &login, at)?.expect("an account");
        what(tx, &Change { province: &province, actor: &actor, now: at })
    })
}

/// Moves the officer of the first commune to the second from this day of December on.
fn moved(store: &Store, day: i8) {
    let login = officer(FIRST).login;
    let gives_up = [(FIRST, Role::CaseOfficer), (FIRST, Role::Clerk), ("H35.A.1", Role::CounterOfficer)];
    let transfer = Transfer {
        gives_up: gives_up.map(|(agency, role)| (agency.parse().expect("a code"), role)).into(),
        takes_over: Grant {
            agency: SECOND.parse().expect("a code"),
            role: Role::CaseOfficer,
            title: "Công chức".into(),
            from: date(2025, 12, day),
            until: None,
            decision: "12/QĐ-UBND".into(),
        },
        reason: "điều động".into(),
    };
    change(store, ADMINISTRATOR, at(15, 12), move |tx, change| desk::transfer(tx, change, &login, &transfer))
        .expect("moved");
}

pub fn delegation(role: Role, fields: &[&str]) -> Delegate {
    Delegate {
        kind: DelegationKind::Authorised,
        positions: vec![(FIRST.parse().expect("a code"), role)],
        fields: fields.iter().map(|&field| field.to_owned()).collect(),
        from: date(2025, 12, 15),
        until: date(2025, 12, 19),
        reason: "đi công tác".into(),
        decision: String::new(),
    }
}

pub fn lend(store: &Store, from: &str, to: &'static str, terms: Delegate) -> Result<(), Failure> {
    let login = from.to_owned();
    change(store, from, at(15, 8), move |tx, change| desk::delegate(tx, change, &login, to, &terms))
}

fn mine(store: &Store, actor: &Actor, view: View, now: Timestamp) -> Vec<(String, bool)> {
    let (who, later) = (actor.clone(), at(31, 8));
    let (listed, count) = store
        .read_blocking(move |tx| {
            let listed = page(tx, &who, view, &Narrowing::default(), None, 50, now)?;
            Ok::<_, store::Fault>((listed, counts(tx, &who, view, now, later)?))
        })
        .expect("read");
    assert_eq!(listed.len(), usize::try_from(count.all).expect("a number"), "the count is that of the list");
    listed.into_iter().map(|listed| (listed.code, listed.officer_gone)).collect()
}

pub fn assign(login: &str) -> Command {
    Command::Assign(Assign { officer: login.into(), officer_name: login.into(), note: None })
}

pub fn propose() -> Command {
    Command::Propose(Propose {
        outcome: rules::dossiers::Outcome::Granted,
        content: "Đủ".into(),
        file: None,
        paper: None,
        without_opinions: None,
    })
}

on_both_engines! {
    fn whoever_moves_holds_the_old_position_until_the_day_and_keeps_the_past(given: TestStore) {
        let store = &given.store;
        staffed(store);
        moved(store, 18);
        let login = officer(FIRST).login;
        let held = |at| {
            let actor = now(store, &login, at).expect("an account");
            actor.positions.iter().map(|held| (held.agency.to_string(), held.role)).collect::<Vec<_>>()
        };
        assert_eq!(held(at(17, 17)).len(), 3);
        assert_eq!(held(at(18, 1)), [(SECOND.to_owned(), Role::CaseOfficer)]);
        let all = store.read_blocking(move |tx| staff::held(tx, "officer.H35.A")).expect("read");
        assert_eq!(all.len(), 4);
        let (first, second): (Vec<_>, Vec<_>) = all.iter().partition(|held| held.agency.as_str() != SECOND);
        assert!(first.iter().all(|held| held.until == Some(date(2025, 12, 17))));
        assert_eq!(second[0].decision.as_deref(), Some("12/QĐ-UBND"));
        store::journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(store.read_blocking(move |tx| staff::held(tx, "officer.H35.A")).expect("read"), all);
    }

    fn what_an_officer_who_moved_had_is_everybodys_at_the_old_agency_and_nobodys_elsewhere(given: TestStore) {
        let store = &given.store;
        staffed(store);
        let filed = file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed");
        let received = act(store, &officer(FIRST), &filed, Command::Receive(Receive {}), at(15, 9)).expect("received");
        let taken = act(store, &officer(FIRST), &received, assign("officer.H35.A"), at(15, 10)).expect("taken");
        let colleague = now(store, COLLEAGUE, at(15, 11)).expect("an account");
        assert_eq!(mine(store, &colleague, View::Mine, at(15, 11)), [], "somebody has it");
        moved(store, 18);
        assert_eq!(mine(store, &colleague, View::Mine, at(17, 11)), [], "until the day of the move");
        let code = taken.filed.code.to_string();
        assert_eq!(mine(store, &colleague, View::Mine, at(18, 8)), [(code.clone(), true)]);
        assert_eq!(mine(store, &colleague, View::Unit, at(18, 8)), [(code.clone(), true)]);
        let gone = now(store, "officer.H35.A", at(18, 8)).expect("an account");
        assert_eq!(mine(store, &gone, View::Mine, at(18, 8)), [], "the new queue is that of the new position");
        let failure = act(store, &gone, &taken, propose(), at(18, 8)).expect_err("no longer theirs");
        assert_eq!(code_of(&failure), "dossier-unknown");
        let again = act(store, &colleague, &taken, assign(COLLEAGUE), at(18, 9)).expect("taken over");
        assert_eq!(mine(store, &colleague, View::Mine, at(18, 9)), [(code, false)]);
        act(store, &colleague, &again, propose(), at(18, 10)).expect("proposed");
    }

    fn a_closed_account_holds_nothing_and_its_work_goes_to_others(given: TestStore) {
        let store = &given.store;
        staffed(store);
        let filed = file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed");
        let received = act(store, &officer(FIRST), &filed, Command::Receive(Receive {}), at(15, 9)).expect("received");
        act(store, &officer(FIRST), &received, assign("officer.H35.A"), at(15, 10)).expect("taken");
        let kept: Result<(), store::Fault> = store.write_blocking(|tx| {
            let token = Token {
                id: String::new(),
                login: "officer.H35.A".into(),
                name: "chương trình".into(),
                scope: rules::accounts::Scope::Read,
                created_at: at(15, 8),
                used_at: None,
                expires_at: at(31, 8),
                assurance: None,
                of_officer: true,
            };
            tokens::keep(tx, "hash", &token)
        });
        kept.expect("a token");
        let close = |tx: &mut Tx, change: &Change<'_>| desk::disable(tx, change, "officer.H35.A", "nghỉ việc");
        change(store, ADMINISTRATOR, at(16, 8), close).expect("closed");
        assert_eq!(now(store, "officer.H35.A", at(16, 9)), None);
        let token = store.read_blocking(|tx| store::desk::accounts::token_holder(tx, "hash", at(16, 9)));
        assert!(token.expect("read").is_none());
        let colleague = now(store, COLLEAGUE, at(16, 9)).expect("an account");
        assert_eq!(mine(store, &colleague, View::Mine, at(16, 9)).len(), 1);
        let open = |tx: &mut Tx, change: &Change<'_>| desk::enable(tx, change, "officer.H35.A", "trở lại");
        change(store, ADMINISTRATOR, at(16, 10), open).expect("opened");
        assert!(now(store, "officer.H35.A", at(16, 11)).is_some());
        assert_eq!(mine(store, &colleague, View::Mine, at(16, 11)), []);
        let last = |tx: &mut Tx, change: &Change<'_>| desk::disable(tx, change, ADMINISTRATOR, "thử");
        assert_eq!(code_of(&change(store, ADMINISTRATOR, at(16, 12), last).expect_err("the last")), "last-administrator");
    }

    fn a_delegate_acts_in_the_place_of_another_and_the_journal_says_so(given: TestStore) {
        let store = &given.store;
        staffed(store);
        let filed = file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed");
        let received = act(store, &officer(FIRST), &filed, Command::Receive(Receive {}), at(15, 9)).expect("received");
        let taken = act(store, &officer(FIRST), &received, assign("officer.H35.A"), at(15, 9)).expect("taken");
        let proposed = act(store, &officer(FIRST), &taken, propose(), at(15, 10)).expect("proposed");
        let approve = Command::Approve(Approve::default());
        let colleague = now(store, COLLEAGUE, at(15, 11)).expect("an account");
        let failure = act(store, &colleague, &proposed, approve.clone(), at(15, 11)).expect_err("no leader");
        assert_eq!(code_of(&failure), "not-your-action");
        lend(store, "leader.H35.A", COLLEAGUE, delegation(Role::Approver, &[])).expect("delegated");
        let acting = now(store, COLLEAGUE, at(15, 11)).expect("an account");
        assert_eq!(mine(store, &acting, View::Mine, at(15, 11)).len(), 1, "the leader's work is in the delegate's queue");
        let approved = act(store, &acting, &proposed, approve, at(15, 12)).expect("in the leader's place");
        let code = approved.filed.code.to_string();
        let loaded = store.read_blocking(move |tx| store::desk::dossiers::load(tx, &code)).expect("read").expect("a dossier");
        let by = store::desk::dossiers::who(loaded.history.last().expect("an entry")).expect("who");
        assert_eq!((by.login.as_str(), by.role), (COLLEAGUE, Role::Approver));
        assert_eq!(by.acting_for.expect("a principal").login, "leader.H35.A");
        let again = now(store, COLLEAGUE, at(19, 23)).expect("an account");
        assert_eq!(again.positions.len(), 2, "to the end of its last day");
        assert_eq!(now(store, COLLEAGUE, at(20, 0)).expect("an account").positions.len(), 1, "and not longer");
        let chain = lend(store, COLLEAGUE, "officer.H35.A", delegation(Role::Approver, &[])).expect_err("a chain");
        assert_eq!(code_of(&chain), "delegates-what-is-not-held");
    }

    fn two_administrators_do_not_end_each_other_and_except_no_agency_where_they_work(given: TestStore) {
        let store = &given.store;
        staffed(store);
        let post = |agency: &str, role| Grant {
            agency: agency.parse().expect("a code"),
            role,
            title: "Công chức".into(),
            from: date(2025, 12, 15),
            until: None,
            decision: "12/QĐ-UBND".into(),
        };
        let second = post("H35", Role::Administrator);
        change(store, ADMINISTRATOR, at(15, 7), move |tx, change| desk::grant(tx, change, COLLEAGUE, &second)).expect("granted");
        let ends = |on: i8| Revoke {
            agency: "H35".parse().expect("a code"),
            role: Role::Administrator,
            on: date(2025, 12, on),
            reason: "thôi giữ".into(),
            decision: "13/QĐ-UBND".into(),
        };
        let (first, later) = (ends(26), ends(20));
        change(store, ADMINISTRATOR, at(15, 8), move |tx, change| desk::revoke(tx, change, COLLEAGUE, &first)).expect("ends");
        let both = change(store, COLLEAGUE, at(15, 9), move |tx, change| desk::revoke(tx, change, ADMINISTRATOR, &later));
        assert_eq!(code_of(&both.expect_err("nobody would be left on the 26th")), "last-administrator");
        let except = |tx: &mut Tx, change: &Change<'_>| {
            desk::set_separation(tx, change, FIRST.parse().expect("a code"), Some(date(2025, 12, 20)), "ít người")
        };
        let own = change(store, COLLEAGUE, at(15, 10), except).expect_err("a case officer there");
        assert_eq!(code_of(&own), "own-separation");
        change(store, ADMINISTRATOR, at(15, 10), except).expect("who does not work there");
    }

    fn a_delegation_ends_with_the_position_the_account_and_the_delegates_own_place(given: TestStore) {
        let store = &given.store;
        staffed(store);
        lend(store, "leader.H35.A", COLLEAGUE, delegation(Role::Approver, &[])).expect("delegated");
        let acts = |at| now(store, COLLEAGUE, at).expect("an account").positions.len() == 2;
        assert!(acts(at(15, 9)));
        let close = |tx: &mut Tx, change: &Change<'_>| desk::disable(tx, change, "leader.H35.A", "tạm đình chỉ");
        change(store, ADMINISTRATOR, at(15, 10), close).expect("closed");
        assert!(!acts(at(15, 11)), "who delegated has no account");
        let open = |tx: &mut Tx, change: &Change<'_>| desk::enable(tx, change, "leader.H35.A", "trở lại");
        change(store, ADMINISTRATOR, at(15, 12), open).expect("opened");
        assert!(acts(at(15, 13)));
        let revoke = rules::people::Revoke {
            agency: FIRST.parse().expect("a code"),
            role: Role::Approver,
            on: date(2025, 12, 17),
            reason: "nghỉ hưu".into(),
            decision: "1/QĐ".into(),
        };
        change(store, ADMINISTRATOR, at(15, 14), move |tx, change| desk::revoke(tx, change, "leader.H35.A", &revoke)).expect("revoked");
        assert!(acts(at(16, 23)) && !acts(at(17, 0)), "it ends with the position");
        let works = |day| {
            let of = staff::Delegations { of: Some("leader.H35.A".into()), ..staff::Delegations::default() };
            store.read_blocking(move |tx| staff::delegations(tx, &of, date(2025, 12, day), 10)).expect("read")[0].works
        };
        assert_eq!((works(16), works(17)), (true, false), "and the lists say so");
    }

    fn a_delegate_sees_of_another_agency_only_what_the_delegation_covers(given: TestStore) {
        let store = &given.store;
        staffed(store);
        file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed");
        let whole = scope(&leader(FIRST));
        let seen = |scope: rules::people::permissions::Scope, q: Option<&str>| {
            let filter = Filter { q: q.map(str::to_owned), ..Filter::default() };
            store.read_blocking(move |tx| list(tx, &scope, &filter, None, 10)).expect("read").len()
        };
        assert_eq!((seen(whole.clone(), None), seen(whole, Some("lò thị mai"))), (1, 1));
        lend(store, "leader.H35.A", COLLEAGUE, delegation(Role::Approver, &["Không có"])).expect("delegated");
        let mut acting = now(store, COLLEAGUE, at(15, 11)).expect("an account");
        acting.positions.retain(|held| held.in_place_of.is_some());
        assert_eq!((seen(scope(&acting), None), seen(scope(&acting), Some("mai"))), (0, 0), "of no procedure");
        for view in View::ALL {
            assert_eq!(mine(store, &acting, view, at(15, 11)), []);
        }
        lend(store, "leader.H35.A", COLLEAGUE, delegation(Role::Approver, &["Hộ tịch"])).expect("delegated");
        let mut acting = now(store, COLLEAGUE, at(15, 11)).expect("an account");
        acting.positions.retain(|held| held.in_place_of.is_some());
        assert_eq!((seen(scope(&acting), None), seen(scope(&acting), Some("mai"))), (1, 1), "of this field");
    }

    fn an_agency_with_too_few_staff_may_join_duties_for_a_time_and_the_event_says_so(given: TestStore) {
        let store = &given.store;
        staffed(store);
        let mut alone = officer(FIRST);
        alone.positions.extend(leader(FIRST).positions);
        let filed = file(store, "Lò Thị Mai", "03549", at(15, 8)).expect("filed");
        let received = act(store, &alone, &filed, Command::Receive(Receive {}), at(15, 9)).expect("received");
        let taken = act(store, &alone, &received, assign(&alone.login), at(15, 9)).expect("taken");
        let proposed = act(store, &alone, &taken, propose(), at(15, 10)).expect("proposed");
        let approve = Command::Approve(Approve::default());
        let failure = act(store, &alone, &proposed, approve.clone(), at(15, 11)).expect_err("their own proposal");
        assert_eq!(code_of(&failure), "own-proposal");
        change(store, ADMINISTRATOR, at(15, 12), |tx, change| {
            desk::set_separation(tx, change, FIRST.parse().expect("a code"), Some(date(2025, 12, 20)), "chỉ có hai công chức")
        })
        .expect("excepted");
        assert_eq!(code_of(&act(store, &alone, &proposed, approve.clone(), at(22, 8)).expect_err("over")), "own-proposal");
        let approved = act(store, &alone, &proposed, approve, at(16, 8)).expect("excepted");
        let code = approved.filed.code.to_string();
        let loaded = store.read_blocking(move |tx| store::desk::dossiers::load(tx, &code)).expect("read").expect("a dossier");
        let last = &loaded.history.last().expect("an entry").event;
        assert!(matches!(last, rules::Event::Dossiers(rules::dossiers::Event::Approved(approved)) if approved.alone));
    }

    fn only_administrators_of_the_house_change_people(given: TestStore) {
        let store = &given.store;
        staffed(store);
        let grant = |agency: &str| Grant {
            agency: agency.parse().expect("a code"),
            role: Role::Approver,
            title: "Chủ tịch".into(),
            from: date(2025, 12, 15),
            until: None,
            decision: "1/QĐ".into(),
        };
        let own = grant(FIRST);
        let myself = change(store, COLLEAGUE, at(15, 8), move |tx, change| desk::grant(tx, change, COLLEAGUE, &own));
        assert_eq!(code_of(&myself.expect_err("no administrator")), "administrators-only");
        let of_first = grant(FIRST);
        let of_first = Grant { role: Role::Administrator, ..of_first };
        change(store, ADMINISTRATOR, at(15, 8), move |tx, change| desk::grant(tx, change, "leader.H35.A", &of_first)).expect("granted");
        let (here, elsewhere) = (grant(FIRST), grant(SECOND));
        change(store, "leader.H35.A", at(15, 9), move |tx, change| desk::grant(tx, change, COLLEAGUE, &here)).expect("their house");
        let there = change(store, "leader.H35.A", at(15, 9), move |tx, change| desk::grant(tx, change, COLLEAGUE, &elsewhere));
        assert_eq!(code_of(&there.expect_err("another house")), "administrators-only");
        let other = change(store, "leader.H35.A", at(15, 9), |tx, change| desk::disable(tx, change, "officer.H35.B", "thử"));
        assert_eq!(code_of(&other.expect_err("not theirs")), "person-not-found");
        let own_exception = change(store, "leader.H35.A", at(15, 9), |tx, change| {
            desk::set_separation(tx, change, FIRST.parse().expect("a code"), Some(date(2025, 12, 20)), "thiếu người")
        });
        assert_eq!(code_of(&own_exception.expect_err("the province decides who decides alone")), "administrators-only");
    }

    fn people_are_found_by_name_agency_role_and_standing_page_by_page(given: TestStore) {
        let store = &given.store;
        staffed(store);
        moved(store, 18);
        let found = |filter: staff::Filter, day| {
            store
                .read_blocking(move |tx| {
                    let (mut all, mut after) = (Vec::new(), None);
                    loop {
                        let mut page = staff::page(tx, &filter, day, after.as_ref(), 1)?;
                        let more = page.len() > 1;
                        page.truncate(1);
                        after = page.last().map(staff::Listed::key);
                        all.extend(page.into_iter().map(|person| person.login));
                        if !more {
                            assert_eq!(staff::count(tx, &filter, day)?, i64::try_from(all.len()).expect("a number"));
                            return Ok::<_, store::Fault>(all);
                        }
                    }
                })
                .expect("read")
        };
        let today = date(2025, 12, 23);
        let of = |agency: &str| staff::Filter { agency: agency.parse().ok(), ..Default::default() };
        assert_eq!(found(of(FIRST), date(2025, 12, 17)).len(), 3);
        assert_eq!(found(of(FIRST), today), [COLLEAGUE, "leader.H35.A"]);
        assert_eq!(found(staff::Filter { standing: staff::Standing::Past, ..of(FIRST) }, today), ["officer.H35.A"]);
        assert_eq!(found(staff::Filter { role: Some(Role::Administrator), ..Default::default() }, today), [ADMINISTRATOR]);
        let typed = |q: &str| staff::Filter { q: Some(q.into()), standing: staff::Standing::Any, ..Default::default() };
        assert_eq!(found(typed("ten colleague"), today), [COLLEAGUE], "without diacritics");
        assert_eq!(found(typed("lò thị mai"), today), ["mai"]);
        assert_eq!(found(typed("%"), today), Vec::<String>::new(), "a sign is a sign");
        let none = staff::Filter { standing: staff::Standing::None, ..Default::default() };
        assert_eq!(found(none, today), ["mai"]);
        let within = staff::Filter { within: Some(vec![SECOND.parse().expect("a code")]), ..Default::default() };
        assert_eq!(found(within, today), ["officer.H35.A", "officer.H35.B"]);
        assert_eq!(found(staff::Filter { within: Some(Vec::new()), ..Default::default() }, today), Vec::<String>::new());
    }
}

pub fn code_of(failure: &Failure) -> &'static str {
    code(failure)
}
