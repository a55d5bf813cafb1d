//! Entering what files tell of the directory: agencies with their ends, villages, officers with their positions.

use super::Tally;
use crate::import::{Parsed, ReadAgency, ReadOfficer, ReadVillage};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::{PersonalId, VillageCode};
use rules::people::{self, Capacity, Event, Ordered, PersonRegistered, Village};
use rules::text::fold;
use std::cmp::Reverse;
use std::collections::HashMap;
use store::desk::agencies::{Reorganisation, register, register_former, register_village, reorganise};
use store::desk::catalogue::Change;
use store::province::Province;
use store::tables::{staff, villages};
use store::{Failure, Tx, desk};

/// Says which row was refused.
pub(super) fn at_row(row: usize) -> impl Fn(Failure) -> Failure {
    move |failure| match failure {
        Failure::Refused(refusal) => Failure::Refused(refusal.with("row", row)),
        fault => fault,
    }
}

/// Enters agencies with their history: those above before those below, those of the past before what came after them; then how
/// they ended, day after day, those below before those above.
pub(super) fn enter_agencies(
    tx: &mut Tx,
    province: &Province,
    rows: &[Parsed<ReadAgency>],
    tally: &mut Tally,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let (mut waiting, mut fresh): (Vec<_>, _) = (rows.iter().collect(), None);
    while !waiting.is_empty() {
        let known = fresh.as_ref().unwrap_or(province);
        let ready = |row: &&Parsed<ReadAgency>| {
            row.value.agency.parent.as_ref().is_none_or(|parent| known.directory.get(parent).is_some())
        };
        let (ready, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(ready);
        // Parents that wait for each other are refused by the rules, which say why.
        let (ready, mut later) = if ready.is_empty() { (later, Vec::new()) } else { (ready, later) };
        let (former, living): (Vec<_>, Vec<_>) = ready.into_iter().partition(|row| row.value.end.is_some());
        let now_in = if former.is_empty() {
            living
        } else {
            later.extend(living);
            former
        };
        for row in now_in {
            let agency = row.value.agency.clone();
            let entered = if row.value.end.is_some() {
                register_former(tx, known, agency, by, now)
            } else {
                register(tx, known, agency, None, by, now)
            };
            tally.count(entered.map_err(at_row(row.row))?);
        }
        fresh = Some(Province::within(tx)?);
        waiting = later;
    }
    enter_ends(tx, rows, by, now)
}

fn enter_ends(tx: &mut Tx, rows: &[Parsed<ReadAgency>], by: &Capacity, now: Timestamp) -> Result<(), Failure> {
    let mut known = Province::within(tx)?;
    let above = |code| known.directory.get(code).and_then(|agency| agency.parent.as_ref());
    // As many steps as there are agencies: a loop ends too.
    let depth = |code| std::iter::successors(above(code), |code| above(code)).take(rows.len()).count();
    let ends = rows.iter().filter_map(|row| Some((row, row.value.end.as_ref()?)));
    let mut ends: Vec<_> =
        ends.map(|(row, end)| ((end.on, Reverse(depth(&row.value.agency.code))), row, end)).collect();
    ends.sort_by_key(|(order, ..)| *order);
    for at_once in ends.chunk_by(|(one, ..), (other, ..)| one == other) {
        for (_, row, end) in at_once {
            let code = &row.value.agency.code;
            if known.directory.end(code) == Some(*end) {
                continue;
            }
            let ordered = Ordered { on: end.on, decision: end.decision.clone() };
            let what = if end.into.is_empty() {
                Reorganisation::Dissolve { code: code.clone() }
            } else {
                Reorganisation::Merge { codes: vec![code.clone()], into: end.into.clone() }
            };
            reorganise(tx, &known, &what, &ordered, by, now).map_err(at_row(row.row))?;
        }
        known = Province::within(tx)?;
    }
    Ok(())
}

/// Enters villages; one without a code is the one of that name, or gets the commune's next code.
pub(super) fn enter_villages(
    tx: &mut Tx,
    province: &Province,
    rows: &[Parsed<ReadVillage>],
    tally: &mut Tally,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    for row in rows {
        let read = &row.value;
        let known = villages::of_commune(tx, read.commune.as_str())?;
        let named = known.iter().find(|one| one.ended_on.is_none() && fold(&one.village.name) == fold(&read.name));
        let last = known.iter().map(|one| one.village.code.number()).max().unwrap_or_default();
        let code = read
            .code
            .clone()
            .or_else(|| named.map(|one| one.village.code.clone()))
            .or_else(|| VillageCode::new(&read.commune, last + 1));
        let full = || rules::Refusal::rule("village-unknown").with("code", &read.commune);
        let village = Village {
            code: code.ok_or_else(full)?,
            name: read.name.clone(),
            kind: read.kind,
            commune: read.commune.clone(),
            founded_on: read.founded_on,
            decision: read.decision.clone(),
        };
        tally.count(register_village(tx, province, village, by, now).map_err(at_row(row.row))?);
    }
    Ok(())
}

/// Enters officers and their positions; a position that is held just so, was, or will be, is left, and so is what the file does
/// not tell of a person. They sign in once an administrator gives them a password.
pub(super) fn enter_people(
    tx: &mut Tx,
    rows: &[Parsed<ReadOfficer>],
    tally: &mut Tally,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let today = day_of(now);
    let mut numbers: HashMap<&str, &PersonalId> = HashMap::new();
    for row in rows {
        let ReadOfficer { person, granted } = &row.value;
        if let Some(number) = &person.personal_id
            && numbers.insert(&person.login, number).is_some_and(|before| before != number)
        {
            let refusal = Refusal::rule("import-login-of-two-numbers").with("login", &person.login);
            return Err(at_row(row.row)(refusal.into()));
        }
        let known = store::tables::people::person(tx, &person.login)?;
        fits(tx, person, known.as_ref(), granted, today).map_err(at_row(row.row))?;
        let person = known.as_ref().map_or_else(|| person.clone(), |known| completed(person, known));
        let same = known.as_ref().is_some_and(|known| is_as_known(&person, known));
        if !same {
            desk::people::record(tx, Event::PersonRegistered(person), by, now)?;
        }
        let holds = staff::held(tx, &granted.login)?.iter().any(|held| is_held(granted, held, today));
        if !holds {
            desk::people::record(tx, Event::PositionGranted(people::PositionGranted::clone(granted)), by, now)?;
        }
        tally.count(match (known.is_some(), same && holds) {
            (false, _) => Change::Added,
            (true, false) => Change::Changed,
            (true, true) => Change::Left,
        });
    }
    Ok(())
}

/// Refuses what the pages for one person refuse too: a number of another account that holds a position, the name of somebody else's
/// account, a position that they hold already on some of the days.
fn fits(
    tx: &mut Tx,
    person: &PersonRegistered,
    known: Option<&store::tables::people::Person>,
    granted: &people::PositionGranted,
    today: Date,
) -> Result<(), Failure> {
    let number = person.personal_id.as_ref();
    if let Some(other) = store::tables::people::colleague_of_number(tx, &person.login, number, today)? {
        return Err(Refusal::rule("person-has-other-account").with("login", other).into());
    }
    let held = staff::held(tx, &person.login)?;
    // Somebody may marry and take another name; another number is another person.
    let other_name = known.is_some_and(|known| fold(&known.name) != fold(&person.name));
    let known_number = known.and_then(|known| known.personal_id.as_deref());
    let other_number = number.is_some_and(|number| known_number.is_some_and(|known| known != number.as_str()));
    if other_number || other_name && held.is_empty() {
        return Err(Refusal::rule("import-login-taken").with("login", &person.login).into());
    }
    let from = granted.from.unwrap_or(today);
    let overlaps = |held: &staff::Held| {
        held.agency == granted.agency
            && held.role == granted.role
            && !is_held(granted, held, today)
            && held.from <= granted.until.unwrap_or(Date::MAX)
            && held.until.is_none_or(|until| until >= from)
    };
    if held.iter().any(overlaps) && !held.iter().any(|held| is_held(granted, held, today)) {
        return Err(Refusal::rule("import-position-overlaps").with("agency", &granted.agency).into());
    }
    Ok(())
}

/// A person as a file tells of them, and as they are known where it is silent.
fn completed(told: &PersonRegistered, known: &store::tables::people::Person) -> PersonRegistered {
    fn known_as<T: std::str::FromStr>(text: Option<&String>) -> Option<T> {
        text.and_then(|text| text.parse().ok())
    }
    PersonRegistered {
        personal_id: told.personal_id.clone().or_else(|| known_as(known.personal_id.as_ref())),
        phone: told.phone.clone().or_else(|| known_as(known.phone.as_ref())),
        address: told.address.clone().or_else(|| known.address.clone()),
        commune: told.commune.clone().or_else(|| known_as(known.commune.as_ref())),
        ..told.clone()
    }
}

fn is_as_known(person: &PersonRegistered, known: &store::tables::people::Person) -> bool {
    known.name == person.name
        && known.personal_id.as_deref() == person.personal_id.as_ref().map(rules::codes::PersonalId::as_str)
        && known.phone.as_deref() == person.phone.as_ref().map(rules::codes::Phone::as_str)
}

/// Whether what a row grants is in the list already. A row without days means whoever holds it today.
fn is_held(granted: &people::PositionGranted, held: &staff::Held, today: Date) -> bool {
    let days = match granted.from {
        Some(from) => held.from == from && held.until == granted.until,
        None => held.from <= today && held.until.is_none_or(|until| until >= today),
    };
    days && held.agency == granted.agency && held.role == granted.role && held.title == granted.title
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{parse_agencies, parse_people};
    use crate::province;
    use rules::calendar::instant;

    #[test]
    fn an_empty_province_takes_in_its_whole_directory_at_once_and_a_second_time_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("motcua.db").display()).parse().expect("an address");
        let how = store::Options { durable: false, ..store::Options::default() };
        let store = store::Store::open(&url, folder.path(), &how).expect("a store");
        let file = include_bytes!("../../../data/lai-chau/agencies.json");
        let enter = || {
            let read = parse_agencies(file, "agencies.json", &[]);
            assert!(read.accepted());
            let (by, now) = (Capacity::system("test"), instant(jiff::civil::date(2025, 7, 1).at(8, 0, 0, 0)));
            let entered: Result<Tally, Failure> = store.write_blocking(move |tx| {
                let (province, mut tally) = (Province::within(tx)?, Tally::default());
                enter_agencies(tx, &province, &read.rows, &mut tally, &by, now)?;
                Ok(tally)
            });
            entered.expect("entered")
        };
        let all = province::agencies().len() as u64;
        assert_eq!(enter().added, all);
        assert_eq!(enter().left, all);
    }

    #[test]
    fn a_province_is_taken_in_with_the_districts_and_communes_that_it_had_and_what_became_of_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("motcua.db").display()).parse().expect("an address");
        let how = store::Options { durable: false, ..store::Options::default() };
        let store = store::Store::open(&url, folder.path(), &how).expect("a store");
        let enter = || {
            let file = include_bytes!("fixtures/reorganised.csv");
            let read = parse_agencies(file, "agencies.csv", &[]);
            assert!(read.accepted(), "{:?}", read.problems);
            let (by, now) = (Capacity::system("test"), instant(jiff::civil::date(2025, 12, 1).at(8, 0, 0, 0)));
            let entered: Result<Tally, Failure> = store.write_blocking(move |tx| {
                let (province, mut tally) = (Province::within(tx)?, Tally::default());
                enter_agencies(tx, &province, &read.rows, &mut tally, &by, now)?;
                Ok(tally)
            });
            entered.expect("entered")
        };
        let first = enter();
        assert_eq!((first.added, first.changed, first.left), (8, 0, 0));
        let again = enter();
        assert_eq!((again.added, again.changed, again.left), (0, 0, 8), "a second time nothing");
        let province = store.read_blocking(Province::within).expect("a province");
        let code = |text: &str| text.parse::<rules::codes::AgencyCode>().expect("a code");
        let then = province.directory.on(jiff::civil::date(2025, 6, 30));
        let today = province.directory.on(jiff::civil::date(2025, 7, 1));
        let governs = |day: &rules::people::Directory| {
            day.authority_of(&"03388".parse().expect("a commune")).map(|agency| agency.code.clone())
        };
        assert_eq!((governs(&then), governs(&today)), (Some(code("H35.H105.3388")), Some(code("H35.21"))));
        assert_eq!(today.successor(&code("H35.H105.3389")), &code("H35.21"));
        assert_eq!(today.successor(&code("H35.H105.3389.C")), &code("H35.21.C"));
        assert!(then.is_in_force(&code("H35.H105")) && !today.is_in_force(&code("H35.H105")));
        assert_eq!(then.get(&code("H35.H105")).map(|agency| agency.level), Some(rules::people::AgencyLevel::District));
    }

    #[test]
    fn what_a_page_refuses_of_a_person_a_list_does_not_bring_in() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("motcua.db").display()).parse().expect("an address");
        let how = store::Options { durable: false, ..store::Options::default() };
        let store = store::Store::open(&url, folder.path(), &how).expect("a store");
        let enter = |rows: &str| {
            let text = format!("login,full name,personal id,agency,role,title,from,to\n{rows}");
            let read = parse_people(text.as_bytes(), "people.csv", |_| Some(None));
            assert!(read.accepted(), "{:?}", read.problems);
            let (by, now) = (Capacity::system("test"), instant(jiff::civil::date(2025, 12, 1).at(8, 0, 0, 0)));
            let entered: Result<Tally, Failure> = store.write_blocking(move |tx| {
                let mut tally = Tally::default();
                enter_people(tx, &read.rows, &mut tally, &by, now)?;
                Ok(tally)
            });
            match entered {
                Ok(tally) => Ok(tally.added),
                Err(Failure::Refused(refusal)) => Err(refusal.code),
                Err(Failure::Fault(fault)) => panic!("{fault}"),
            }
        };
        assert_eq!(enter("an,Lò Văn An,012085001234,H35.38,clerk,Văn thư,2025-07-01,\n"), Ok(1));
        let second = "an.hai,Lò Văn An,012085001234,H35.38,approver,Chủ tịch,2025-07-01,\n";
        assert_eq!(enter(second), Err("person-has-other-account"));
        let both = "binh,Vàng Bình,012085005678,H35.38,clerk,Văn thư,2025-07-01,\n\
             binh,Vàng Bình,012085009999,H35.38,approver,Chủ tịch,2025-07-01,\n";
        assert_eq!(enter(both), Err("import-login-of-two-numbers"));
        let again = "an,Lò Văn An,012085001234,H35.38,clerk,Văn thư,2025-10-01,2025-12-31\n";
        assert_eq!(enter(again), Err("import-position-overlaps"));
    }

    #[test]
    fn a_list_of_people_taken_in_again_repeats_no_past_and_no_coming_position_and_drops_nothing_it_is_silent_about() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("motcua.db").display()).parse().expect("an address");
        let how = store::Options { durable: false, ..store::Options::default() };
        let store = store::Store::open(&url, folder.path(), &how).expect("a store");
        let enter = |text: &str| {
            let read = parse_people(text.as_bytes(), "people.csv", |_| Some(None));
            assert!(read.accepted(), "{:?}", read.problems);
            let (by, now) = (Capacity::system("test"), instant(jiff::civil::date(2025, 12, 1).at(8, 0, 0, 0)));
            let entered: Result<Tally, Failure> = store.write_blocking(move |tx| {
                let mut tally = Tally::default();
                enter_people(tx, &read.rows, &mut tally, &by, now)?;
                Ok(tally)
            });
            entered.expect("entered")
        };
        let positions = "an,Lò Văn An,H35.38,clerk,Văn thư,2025-07-01,2025-09-30\n\
             an,Lò Văn An,H35.38,approver,Phó Chủ tịch,2026-01-01,\n";
        let full = positions.replace("Lò Văn An,", "Lò Văn An,012085001234,0912345678,");
        assert_eq!(enter(&format!("login,full name,personal id,phone,agency,role,title,from,to\n{full}")).added, 1);
        let again = enter(&format!("login,full name,agency,role,title,from,to\n{positions}"));
        assert_eq!((again.added, again.changed, again.left), (0, 0, 2));
        let (held, person) = store
            .read_blocking(|tx| Ok::<_, Failure>((staff::held(tx, "an")?, store::tables::people::person(tx, "an")?)))
            .expect("read");
        assert_eq!(held.len(), 2);
        assert_eq!(person.expect("An").phone.as_deref(), Some("0912345678"));
    }
}
