//! The log of look-ups: found by person, officer and day, within what somebody may read, and the same after a rebuild.

use crate::province::at;
use crate::stores::TestStore;
use jiff::civil::date;
use rules::people::permissions::{Scope, Seen};
use rules::people::{Capacity, Role};
use rules::registry::{LookUpResult, LookedUp, Purpose, Reference, Unavailable};
use store::tables::registry::{self, Filter, LookUp};
use store::{Failure, Fault, Store, desk, journal};

const MAI: &str = "012185001234";
const DOSSIER: &str = "H35.38-251205-000001";

fn officer(login: &str, agency: &str) -> Capacity {
    Capacity {
        login: login.into(),
        name: format!("Cán bộ {login}"),
        role: Role::CounterOfficer,
        agency: Some(agency.parse().expect("a code")),
        title: Some("Viên chức".into()),
        acting_for: None,
        accounts: Vec::new(),
    }
}

fn look_up(store: &Store, number: u32, subject: &str, by: &Capacity, day: i8, result: LookUpResult) {
    let looked_up = LookedUp {
        request: format!("request-{number}"),
        subject: subject.parse().expect("a number"),
        purpose: Purpose::Intake,
        reference: Reference::Form(format!("form-{number}")),
        procedure: "1.001193".parse().expect("a code"),
        result,
        reason: (result == LookUpResult::Unavailable).then_some(Unavailable::TooSlow),
        milliseconds: 120,
    };
    let by = by.clone();
    let recorded: Result<(), Failure> =
        store.write_blocking(move |tx| desk::registry::record(tx, looked_up.clone(), &by, at(day, 9)));
    recorded.expect("recorded");
}

/// The paper of this look-up became a dossier.
fn became(store: &Store, number: u32, by: &Capacity) {
    let by = by.clone();
    let entered: Result<(), Failure> = store.write_blocking(move |tx| {
        let paper = Reference::Form(format!("form-{number}"));
        desk::registry::became_dossier(tx, paper, &DOSSIER.parse().expect("a code"), &by, at(5, 9))
    });
    entered.expect("entered");
}

pub fn a_month(store: &Store) {
    let (here, there) = (officer("quay.a", "H35.A.01"), officer("quay.b", "H35.B.01"));
    let citizen = Capacity { role: Role::Citizen, agency: None, title: None, ..officer("mai", "H35") };
    look_up(store, 1, MAI, &here, 1, LookUpResult::Found);
    look_up(store, 2, "012085005678", &here, 2, LookUpResult::NotFound);
    look_up(store, 3, MAI, &there, 3, LookUpResult::Unavailable);
    look_up(store, 4, MAI, &citizen, 3, LookUpResult::Found);
    became(store, 1, &here);
}

fn listed(store: &Store, scope: &Scope, filter: &Filter) -> Vec<String> {
    let (scope, filter) = (scope.clone(), filter.clone());
    let read: Result<Vec<LookUp>, Fault> = store.read_blocking(move |tx| registry::list(tx, &scope, &filter, None, 50));
    read.expect("read").into_iter().map(|look_up| look_up.request.trim_start_matches("request-").to_owned()).collect()
}

fn everything(store: &Store) -> (Vec<LookUp>, Vec<registry::Count>) {
    let read: Result<_, Fault> = store.read_blocking(|tx| {
        let mut all = Vec::new();
        registry::export(tx, &Scope::All, &Filter::default(), |look_up| {
            all.push(look_up);
            Ok(())
        })?;
        Ok((all, registry::counts(tx, &Scope::All, &Filter::default(), 100)?))
    });
    read.expect("read")
}

crate::on_both_engines! {
    fn look_ups_are_found_by_person_officer_and_day(given: TestStore) {
        let store = &given.store;
        a_month(store);
        assert_eq!(listed(store, &Scope::All, &Filter::default()), ["3", "4", "2", "1"]);
        let one = |filter| listed(store, &Scope::All, &filter);
        assert_eq!(one(Filter { login: Some("quay.a".into()), ..Filter::default() }), ["2", "1"]);
        assert_eq!(one(Filter { agency: Some("H35.B.01".into()), ..Filter::default() }), ["3"]);
        assert_eq!(one(Filter { result: Some(LookUpResult::NotFound), ..Filter::default() }), ["2"]);
        assert_eq!(one(Filter { subject: Some(MAI.into()), ..Filter::default() }), ["3", "4", "1"]);
        let days = Filter { from: Some(date(2025, 12, 2)), to: Some(date(2025, 12, 2)), ..Filter::default() };
        assert_eq!(one(days), ["2"]);
        let of_mai: Result<Vec<LookUp>, Fault> = store.read_blocking(|tx| registry::look_ups_of(tx, MAI, 2));
        let of_mai = of_mai.expect("read");
        assert_eq!(of_mai.len(), 2);
        assert_eq!(of_mai[0].reason, Some(Unavailable::TooSlow));
        assert_eq!((of_mai[0].agency.as_str(), of_mai[1].agency.as_str()), ("H35.B.01", ""));
    }

    fn the_log_names_the_dossier_that_a_paper_became(given: TestStore) {
        let store = &given.store;
        a_month(store);
        // Nobody was looked up for this one: nothing is entered.
        became(store, 9, &officer("quay.a", "H35.A.01"));
        let named: Vec<_> = everything(store).0.into_iter().map(|look_up| (look_up.request, look_up.dossier)).collect();
        let of = |number: u32, dossier: &str| (format!("request-{number}"), dossier.to_owned());
        assert_eq!(named, [of(3, ""), of(4, ""), of(2, ""), of(1, DOSSIER)]);
    }

    fn a_leader_reads_only_those_of_their_agencies(given: TestStore) {
        let store = &given.store;
        a_month(store);
        let here = Scope::Agencies(vec![Seen::whole("H35.A.01".parse().expect("a code"))]);
        assert_eq!(listed(store, &here, &Filter::default()), ["2", "1"]);
        let above = Scope::Agencies(vec![Seen::whole("H35.A".parse().expect("a code"))]);
        assert_eq!(listed(store, &above, &Filter::default()), ["2", "1"]);
        // Asking for another agency by its code opens nothing.
        let elsewhere = Filter { agency: Some("H35.B.01".into()), ..Filter::default() };
        assert_eq!(listed(store, &here, &elsewhere), Vec::<String>::new());
        assert_eq!(listed(store, &Scope::Agencies(Vec::new()), &Filter::default()), Vec::<String>::new());
        let counted: Result<_, Fault> =
            store.read_blocking(move |tx| registry::counts(tx, &here, &Filter::default(), 100));
        assert_eq!(counted.expect("counted").len(), 1);
    }

    fn counts_are_by_month_agency_and_officer_and_do_not_name_citizens(given: TestStore) {
        a_month(&given.store);
        let (_, counts) = everything(&given.store);
        let told: Vec<_> = counts
            .iter()
            .map(|count| (count.month.as_str(), count.agency.as_str(), count.login.as_str(), count.all, count.found, count.unavailable))
            .collect();
        assert_eq!(told, [
            ("2025-12", "", "", 1, 1, 0),
            ("2025-12", "H35.A.01", "quay.a", 2, 1, 0),
            ("2025-12", "H35.B.01", "quay.b", 1, 0, 1),
        ]);
        assert_eq!(counts[0].name, "");
    }

    fn a_rebuild_yields_the_same_log(given: TestStore) {
        a_month(&given.store);
        let before = everything(&given.store);
        assert_eq!(before.0.len(), 4);
        journal::rebuild(&given.store, |_| {}).expect("rebuilt");
        assert_eq!(everything(&given.store), before);
    }

    fn pages_follow_each_other_without_gaps(given: TestStore) {
        for number in 0..7 {
            look_up(&given.store, number, MAI, &officer("quay.a", "H35.A.01"), 1, LookUpResult::Found);
        }
        let read: Result<Vec<String>, Fault> = given.store.read_blocking(|tx| {
            let (mut all, mut after) = (Vec::new(), None::<(i64, String)>);
            loop {
                let from = after.as_ref().map(|(at, request)| (*at, request.as_str()));
                let mut page = registry::list(tx, &Scope::All, &Filter::default(), from, 3)?;
                let more = page.len() > 3;
                page.truncate(3);
                after = page.last().map(|last| (last.at.as_microsecond(), last.request.clone()));
                all.extend(page.into_iter().map(|look_up| look_up.request));
                if !more {
                    return Ok(all);
                }
            }
        });
        let all = read.expect("read");
        assert_eq!(all.len(), 7);
        assert!(all.is_sorted());
    }
}
