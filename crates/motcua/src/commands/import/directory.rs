//! Entering what files tell of the directory: agencies with their ends, villages, officers with their positions.

use super::Tally;
use crate::import::{Parsed, ReadAgency, ReadOfficer, ReadVillage};
use jiff::Timestamp;
use rules::codes::VillageCode;
use rules::people::{self, Capacity, Ended, Event, Ordered, Village};
use rules::text::fold;
use store::desk::agencies::{Reorganisation, register, register_village, reorganise};
use store::desk::catalogue::Change;
use store::province::Province;
use store::tables::{positions, villages};
use store::{Failure, Tx, desk};

/// Says which row was refused.
fn at_row(row: usize) -> impl Fn(Failure) -> Failure {
    move |failure| match failure {
        Failure::Refused(refusal) => Failure::Refused(refusal.with("row", row)),
        fault => fault,
    }
}

/// Enters agencies, those above before those below; then how some of them ended.
pub(super) fn enter_agencies(
    tx: &mut Tx,
    province: &Province,
    rows: &[Parsed<ReadAgency>],
    tally: &mut Tally,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut waiting: Vec<_> = rows.iter().collect();
    let mut fresh = None;
    while !waiting.is_empty() {
        let known = fresh.as_ref().unwrap_or(province);
        let ready = |row: &&Parsed<ReadAgency>| {
            row.value.agency.parent.as_ref().is_none_or(|parent| known.directory.get(parent).is_some())
        };
        let (now_in, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(ready);
        // Parents that wait for each other are refused by the rules, which say why.
        let (now_in, later) = if now_in.is_empty() { (later, Vec::new()) } else { (now_in, later) };
        for row in now_in {
            let agency = row.value.agency.clone();
            tally.count(register(tx, known, agency, None, by, now).map_err(at_row(row.row))?);
        }
        fresh = Some(Province::within(tx)?);
        waiting = later;
    }
    let known = fresh.as_ref().unwrap_or(province);
    let ends = rows.iter().filter_map(|row| Some((row, row.value.end.as_ref()?)));
    for (row, end) in ends.filter(|(row, end)| known.directory.end(&row.value.agency.code) != Some(*end)) {
        let code = row.value.agency.code.clone();
        let ordered = Ordered { on: end.on, decision: end.decision.clone() };
        let Ended { into, .. } = end.clone();
        let what = if into.is_empty() {
            Reorganisation::Dissolve { code }
        } else {
            Reorganisation::Merge { codes: vec![code], into }
        };
        reorganise(tx, known, &what, &ordered, by, now).map_err(at_row(row.row))?;
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

/// Enters officers and their positions; a position that is held just so is left. They sign in once an administrator gives them a
/// password.
pub(super) fn enter_people(
    tx: &mut Tx,
    rows: &[Parsed<ReadOfficer>],
    tally: &mut Tally,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let text = |code: Option<&str>| code.map(str::to_owned);
    for row in rows {
        let ReadOfficer { person, granted } = &row.value;
        let known = store::tables::people::person(tx, &person.login)?;
        let same = known.as_ref().is_some_and(|known| {
            known.name == person.name
                && known.personal_id == text(person.personal_id.as_ref().map(rules::codes::PersonalId::as_str))
                && known.phone == text(person.phone.as_ref().map(rules::codes::Phone::as_str))
        });
        if !same {
            let mut person = person.clone();
            if let Some(known) = &known {
                person.address.clone_from(&known.address);
                person.commune = known.commune.as_ref().and_then(|code| code.parse().ok());
            }
            desk::people::record(tx, Event::PersonRegistered(person), by, now)?;
        }
        let held = positions::officers_of(tx, granted.agency.as_str(), now)?;
        let holds = held.iter().any(|(login, _, position)| {
            *login == granted.login
                && position.agency == granted.agency
                && position.role == granted.role
                && position.title == granted.title
        });
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::parse_agencies;
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
}
