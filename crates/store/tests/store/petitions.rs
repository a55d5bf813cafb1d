//! Petitions in the store: in the index with the list behind each side, and the same after a rebuild.

use crate::province::at;
use crate::samples::code;
use crate::stores::TestStore;
use jiff::Timestamp;
use jiff::civil::date;
use rules::people::{
    Actor, Agency, AgencyKind, AgencyLevel, AgencyRegistered, Capacity, Event as PeopleEvent, Position, Role,
};
use rules::petitions::{Command, File, Kind, Status, Way};
use rules::quality::{Period, Scope, Share, Side, keys};
use std::ops::ControlFlow;
use store::province::ProvinceCache;
use store::tables::quality::{self, Records};
use store::{Failure, Fault, Store, desk, journal, tables};

const HERE: &str = "H35.A";
const THERE: &str = "H35.B";
const DECEMBER: Period = Period { from: date(2025, 12, 1), to: date(2025, 12, 31) };

fn found(store: &Store) {
    let agencies = [HERE, THERE].map(|code| {
        let code = code.parse().expect("a code");
        Agency::new(code, "Sở", AgencyLevel::Department, AgencyKind::Authority)
    });
    let by = Capacity::system("test");
    let founded: Result<(), Failure> = store.write_blocking(move |tx| {
        for agency in agencies.clone() {
            let event = PeopleEvent::AgencyRegistered(AgencyRegistered::of(agency));
            desk::people::record(tx, event, &by, at(1, 7))?;
        }
        Ok(())
    });
    founded.expect("two agencies");
}

fn officer(login: &str, role: Role, agency: &str) -> Actor {
    let position = Position::own(agency.parse().expect("a code"), role, "Công chức");
    Actor::new(login.into(), login.into(), None, vec![position])
}

fn lan() -> Actor {
    Actor::new("lan".into(), "Lò Thị Lan".into(), None, Vec::new())
}

fn file(store: &Store, id: &str, repeats: Option<&str>, now: Timestamp) -> Result<String, Failure> {
    let typed = File {
        id: id.into(),
        kind: Some(Kind::Conduct),
        agency: HERE.into(),
        title: "Phải đi lại nhiều lần".into(),
        text: "Đã đến ba lần.".into(),
        repeats: repeats.map(Into::into),
        ..File::default()
    };
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        desk::petitions::file(tx, &province, &lan(), typed.clone(), now)
    })
}

fn act(store: &Store, actor: &Actor, id: &str, command: &Command, now: Timestamp) -> Result<Status, Failure> {
    let (actor, id, command) = (actor.clone(), id.to_owned(), command.clone());
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        let seen = desk::petitions::load(tx, &id)?.map_or(0, |petition| petition.version);
        Ok(desk::petitions::act(tx, &province, &actor, &id, seen, &command, now)?.status)
    })
}

/// Answered in time and published; passed on too late; refused in time, and complained of again; one that waits.
pub fn a_month(store: &Store) {
    found(store);
    let (clerk, leader) = (officer("thuly", Role::CaseOfficer, HERE), officer("lanhdao", Role::Approver, HERE));
    let draft = |way| Command::Draft { way, text: "Đã kiểm tra.".into() };
    let done = |result: Result<Status, Failure>| result.expect("it may");
    for id in ["PA-1", "PA-2", "PA-3"] {
        file(store, id, None, at(1, 9)).expect("a petition");
    }
    done(act(store, &clerk, "PA-1", &draft(Way::Answer), at(2, 9)));
    done(act(store, &leader, "PA-1", &Command::Issue, at(3, 9)));
    done(act(store, &leader, "PA-1", &Command::Publish, at(4, 9)));
    done(act(store, &lan(), "PA-1", &Command::Rate { content: Some(true), comment: String::new() }, at(5, 9)));
    let forward = Command::Forward { agency: THERE.into(), reason: "Thuộc thẩm quyền của Sở".into() };
    done(act(store, &clerk, "PA-2", &forward, at(5, 9)));
    done(act(store, &clerk, "PA-3", &draft(Way::Refuse), at(2, 9)));
    done(act(store, &leader, "PA-3", &Command::Issue, at(3, 9)));
    file(store, "PA-4", Some("PA-3"), at(8, 9)).expect("a petition");
}

fn counted(store: &Store, key: &'static str, scope: Scope) -> (Share, usize, usize) {
    let read: Result<_, Failure> = store.read_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        let share = quality::counts(tx, &province, &scope, DECEMBER, jiff::civil::Date::MAX)?
            .get(key)
            .expect("petitions are kept");
        let mut length =
            |side| match quality::records(tx, &province, key, side, &scope, DECEMBER, jiff::civil::Date::MAX)? {
                Some(Records::Petitions(list)) => Ok::<_, Failure>(list.len()),
                other => panic!("no petitions behind {key}: {other:?}"),
            };
        let lengths: Result<(usize, usize), Failure> = Ok((length(Side::Numerator)?, length(Side::Rest)?));
        lengths.map(|(numerator, rest)| (share, numerator, rest))
    });
    read.expect("read")
}

fn department(code: &str) -> Scope {
    Scope::Department(code.parse().expect("a code"))
}

crate::on_both_engines! {
    fn the_index_counts_what_each_agency_did_and_shows_it(given: TestStore) {
        a_month(&given.store);
        // PA-1 and PA-3 in time, PA-2 passed on too late, PA-4 still waits at the end of the month and is late by then.
        for (key, scope, numerator, denominator) in [
            (keys::PETITIONS_IN_TIME, department(HERE), 2, 4),
            (keys::PETITIONS_CONTENT, department(HERE), 1, 4),
            (keys::PETITIONS_IN_TIME, department(THERE), 0, 1),
            (keys::PETITIONS_IN_TIME, Scope::Province, 2, 5),
            (keys::PETITION_KINDS, Scope::Province, 0, 5),
        ] {
            let (share, behind, rest) = counted(&given.store, key, scope.clone());
            assert_eq!(share, Share::new(numerator, denominator), "{key} {scope:?}");
            assert_eq!(i64::try_from(behind), Ok(numerator), "{key} {scope:?}");
            assert_eq!(i64::try_from(rest), Ok(denominator - numerator), "{key} {scope:?}");
        }
    }

    fn a_petition_that_is_not_closed_or_not_theirs_cannot_be_repeated(given: TestStore) {
        found(&given.store);
        file(&given.store, "PA-1", None, at(1, 9)).expect("a petition");
        let refused = file(&given.store, "PA-2", Some("PA-1"), at(2, 9)).expect_err("it waits for an answer");
        assert_eq!(code(&refused), "petition-not-in-this-state");
        let stranger = officer("khac", Role::Approver, THERE);
        let unseen = act(&given.store, &stranger, "PA-1", &Command::Issue, at(2, 9)).expect_err("another agency's");
        assert_eq!(code(&unseen), "petition-unknown");
    }

    fn a_rebuild_yields_the_same_petitions(given: TestStore) {
        a_month(&given.store);
        let rows = |store: &Store| -> Vec<_> {
            let read: Result<_, Fault> = store.read_blocking(|tx| {
                let mut all = Vec::new();
                for table in ["petitions", "petition_legs"] {
                    tx.for_each(&format!("SELECT * FROM {table} ORDER BY 1, 2"), vec![], |row| {
                        all.push(format!("{row:?}"));
                        Ok::<_, Fault>(ControlFlow::Continue(()))
                    })?;
                }
                Ok(all)
            });
            read.expect("read")
        };
        let before = rows(&given.store);
        assert_eq!(before.len(), 4 + 5);
        journal::rebuild(&given.store, |_| {}).expect("rebuilt");
        assert_eq!(rows(&given.store), before);
        assert!(tables::PROJECTED.contains(&"petitions") && tables::PROJECTED.contains(&"petition_legs"));
    }
}
