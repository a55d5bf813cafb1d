//! The index in the store: sums over days against the same dossiers, and every list as long as its count.

use crate::quality_sample::{Dice, PROCEDURES, agencies, life};
use crate::{on_both_engines, stores::TestStore};
use jiff::civil::date;
use rules::calendar::day_of;
use rules::catalogue::{Level, OnlineLevel};
use rules::codes::AgencyCode;
use rules::dossiers::Dossier;
use rules::people::{self, Agency, AgencyKind, AgencyLevel, AgencyRegistered};
use rules::quality::{Counts, Definition, Period, Points, Scope, Share, Side, State, Totals, contributions, keys};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::province::{PEOPLE_LEDGER, Province, ProvinceCache};
use store::tables::quality::{Asked, DOSSIERS_ANYWHERE, DOSSIERS_ON_TIME, LOCATION_INDEPENDENT, Rankings, Records};
use store::{Fault, Store, Tx, desk, tables};

const YEAR: Period = Period { from: date(2025, 1, 1), to: date(2025, 12, 23) };
const SPRING: Period = Period { from: date(2025, 3, 10), to: date(2025, 4, 2) };
const MONTHS_AND_DAYS: Period = Period { from: date(2025, 2, 10), to: date(2025, 5, 20) };
const QUARTER: Period = Period { from: date(2025, 4, 1), to: date(2025, 6, 30) };
const ONE_DAY: Period = Period { from: date(2025, 6, 17), to: date(2025, 6, 17) };

/// Two communes, one department, three procedures.
fn found(store: &Store) {
    let by = people::Capacity::system("test");
    let now = crate::province::at(1, 7);
    let codes = agencies();
    store
        .write_blocking(move |tx| {
            for (code, level) in codes.iter().zip([AgencyLevel::Commune, AgencyLevel::Commune, AgencyLevel::Department])
            {
                let agency = Agency::new(code.clone(), format!("Cơ quan {code}"), level, AgencyKind::Authority);
                desk::people::record(tx, people::Event::AgencyRegistered(AgencyRegistered::of(agency)), &by, now)?;
            }
            Ok::<_, store::Failure>(())
        })
        .unwrap();
    let by = people::Capacity::system("test");
    store
        .write_blocking(move |tx| {
            for (at, code) in PROCEDURES.into_iter().enumerate() {
                let mut procedure = crate::province::procedure(code, "Thủ tục");
                if at == 2 {
                    procedure.level = Level::Province;
                    procedure.agency = Some(agencies()[2].clone());
                    procedure.online = OnlineLevel::Partial;
                    procedure.location_independent = false;
                }
                let province = ProvinceCache::default().get(tx)?;
                desk::catalogue::publish(tx, &province, procedure, date(2025, 1, 1), &by, now)?;
            }
            Ok::<_, store::Failure>(())
        })
        .unwrap();
}

/// Lets so many dossiers live, each of its states projected after the other; answers the final ones.
fn live(store: &Store, seed: u64, count: u32) -> Vec<Dossier> {
    let mut dice = Dice::new(seed);
    let lives: Vec<_> = (0..count).map(|number| life(&mut dice, number)).collect();
    let finals = lives.iter().map(|states| states[states.len() - 1].clone()).collect();
    store
        .write_blocking(move |tx| {
            for states in &lives {
                for (at, after) in states.iter().enumerate() {
                    tables::dossiers::project(tx, at.checked_sub(1).map(|before| &states[before]), after)?;
                }
            }
            Ok::<_, Fault>(())
        })
        .unwrap();
    finals
}

fn read<T: Send + 'static>(
    store: &Store,
    question: impl Fn(&mut Tx, &Province) -> Result<T, Fault> + Send + 'static,
) -> T {
    store
        .read_blocking(move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            question(tx, &province)
        })
        .unwrap()
}

fn scopes() -> [Scope; 4] {
    let [first, second, department] = agencies();
    [Scope::Province, Scope::Commune(first), Scope::Commune(second), Scope::Department(department)]
}

fn of<'a>(dossiers: &'a [Dossier], agency: Option<&'a AgencyCode>) -> impl Iterator<Item = &'a Dossier> {
    dossiers.iter().filter(move |dossier| agency.is_none_or(|code| *code == dossier.filed.competent_agency))
}

fn length(tx: &mut Tx, records: Records) -> Result<i64, Fault> {
    let length = |count: usize| Ok(i64::try_from(count).unwrap());
    match records {
        Records::Dossiers(condition) => {
            tx.query_one(&format!("SELECT COUNT(*) FROM dossiers d WHERE {}", condition.sql), condition.values)?.int(0)
        }
        Records::Procedures(list) => length(list.len()),
        Records::Agencies(list) => length(list.len()),
        Records::Petitions(list) => length(list.len()),
        Records::Covered(list) => length(list.len()),
    }
}

fn lengths(store: &Store, key: &'static str, scope: &Scope, period: Period) -> Option<(i64, i64)> {
    let scope = scope.clone();
    read(store, move |tx, province| {
        let mut side = |side| {
            tables::quality::records(tx, province, key, side, &scope, period)?
                .map_or(Ok(None), |records| length(tx, records).map(Some))
        };
        Ok(side(Side::Numerator)?.zip(side(Side::Rest)?))
    })
}

on_both_engines! {
    fn sums_over_days_are_those_of_the_dossiers(given: TestStore) {
        found(&given.store);
        let dossiers = live(&given.store, 1, 400);
        for scope in scopes() {
            for period in [YEAR, SPRING, MONTHS_AND_DAYS, QUARTER, ONE_DAY] {
                let counts = counts(&given.store, &scope, period);
                let days = of(&dossiers, scope.agency()).flat_map(contributions);
                for (key, share) in Totals::of(days, period).shares() {
                    assert_eq!(counts.get(key), Some(share), "{key} {scope:?} {period:?}");
                }
                let used: BTreeSet<_> = of(&dossiers, scope.agency())
                    .filter(|dossier| dossier.filed.channel.is_online())
                    .filter(|dossier| dossier.received_at.is_some_and(|at| period.contains(day_of(at))))
                    .map(|dossier| dossier.filed.procedure.as_str())
                    .filter(|code| PROCEDURES.iter().position(|one| one == code).is_some_and(|at| match scope {
                        Scope::Province => true,
                        Scope::Commune(_) => at < 2,
                        Scope::Department(_) => at == 2,
                    }))
                    .collect();
                let online = counts.get(keys::USED_ONLINE).unwrap();
                assert_eq!(online.numerator, i64::try_from(used.len()).unwrap(), "{scope:?} {period:?}");
            }
        }
    }

    fn every_list_is_as_long_as_its_count(given: TestStore) {
        found(&given.store);
        live(&given.store, 2, 400);
        for scope in scopes() {
            for period in [YEAR, SPRING, ONE_DAY] {
                for (key, share) in counts(&given.store, &scope, period).iter().filter(|(key, _)| *key != keys::AVERAGE_TIME) {
                    let applies = Definition::in_force(period.to).indicator(key).unwrap().applies(scope.level());
                    let found = lengths(&given.store, key, &scope, period);
                    assert_eq!(found.is_some(), applies, "{key} {scope:?}");
                    let Some((numerator, rest)) = found else { continue };
                    assert_eq!(Share::new(numerator, numerator + rest), share, "{key} {scope:?} {period:?}");
                }
            }
        }
        assert_eq!(lengths(&given.store, "1.4", &Scope::Province, YEAR), None);
    }

    fn the_figures_open_to_lists_as_long_as_they_say(given: TestStore) {
        found(&given.store);
        live(&given.store, 3, 400);
        let report = read(&given.store, |tx, province| {
            tables::quality::figures(tx, province, YEAR.to, crate::province::at(23, 9))
        });
        for key in [DOSSIERS_ON_TIME, LOCATION_INDEPENDENT, DOSSIERS_ANYWHERE] {
            let figure = report.items.iter().find(|item| item.key == key).unwrap();
            let (numerator, rest) = lengths(&given.store, key, &Scope::Province, YEAR).unwrap();
            assert_eq!((figure.numerator, figure.denominator), (Some(numerator), Some(numerator + rest)), "{key}");
            assert!(figure.records.as_deref().unwrap().starts_with(&format!("/api/v1/index/{key}/records?side=numerator")));
        }
        let silent = report.items.iter().filter(|item| item.state == State::NoDataYet).count();
        assert_eq!(silent, 11);
    }

    fn a_ranking_has_the_scores_of_its_agencies(given: TestStore) {
        found(&given.store);
        live(&given.store, 4, 300);
        for level in [AgencyLevel::Commune, AgencyLevel::Department] {
            let ranked = read(&given.store, move |tx, province| tables::quality::ranking(tx, province, level, SPRING));
            let scores: BTreeMap<_, Option<Points>> =
                ranked.iter().map(|one| (one.agency.clone(), one.index.score)).collect();
            assert_eq!(scores.len(), if level == AgencyLevel::Commune { 2 } else { 1 });
            assert!(ranked.windows(2).all(|pair| pair[0].index.score >= pair[1].index.score));
            for (place, one) in ranked.iter().enumerate() {
                let agency = one.agency.clone();
                let report = read(&given.store, move |tx, province| {
                    let scope = Scope::of(&agency, &province.directory).unwrap();
                    let asked = Asked { scope, period: SPRING, as_of: YEAR.to };
                    tables::quality::index(tx, province, &Rankings::default(), &asked, crate::province::at(23, 9))
                });
                assert_eq!(report.score, one.index.score);
                assert_eq!(report.rank.position, Some(place + 1));
                assert_eq!(report.groups.iter().map(|group| group.score).sum::<Points>(), report.points);
            }
        }
    }
}

on_both_engines! {
    fn a_ranking_is_kept_until_something_is_entered_and_says_when_it_was_computed(given: TestStore) {
        found(&given.store);
        live(&given.store, 6, 60);
        let rankings = Rankings::default();
        let at = |rankings: &Rankings, hour| {
            let rankings = rankings.clone();
            read(&given.store, move |tx, province| {
                rankings.get(tx, province, AgencyLevel::Commune, YEAR, crate::province::at(23, hour))
            })
        };
        let first = at(&rankings, 9);
        assert!(Arc::ptr_eq(&first, &at(&rankings, 10)), "nothing was entered");
        // What concerns single citizens changes no index.
        record_in(&given.store, PEOPLE_LEDGER);
        assert!(Arc::ptr_eq(&first, &at(&rankings, 11)));
        live(&given.store, 7, 60);
        record_in(&given.store, "H35.20");
        let second = at(&rankings, 12);
        assert_eq!((first.computed_at, second.computed_at), (crate::province::at(23, 9), crate::province::at(23, 12)));
        assert_ne!(first.agencies, second.agencies);
        assert_eq!(*second, *at(&Rankings::default(), 12), "as if it were computed anew");
    }

    fn who_sees_an_earlier_moment_keeps_nothing_for_those_who_see_a_later_one(given: TestStore) {
        found(&given.store);
        live(&given.store, 8, 60);
        let (rankings, writer) = (Rankings::default(), given.store.clone());
        let seen_late = rankings.clone();
        read(&given.store, move |tx, province| {
            let earlier = tx.query_one("SELECT COUNT(*) FROM ledgers", vec![])?.count(0)?;
            record_in(&writer, "H35.21");
            let later = seen_late.clone();
            let store = writer.clone();
            let new = std::thread::spawn(move || {
                read(&store, move |tx, province| later.get(tx, province, AgencyLevel::Commune, YEAR, crate::province::at(23, 9)))
            });
            let new = new.join().unwrap();
            let old = seen_late.get(tx, province, AgencyLevel::Commune, YEAR, crate::province::at(23, 10))?;
            assert!(earlier > 0 && !Arc::ptr_eq(&new, &old));
            Ok(())
        });
        let kept = read(&given.store, move |tx, province| {
            rankings.get(tx, province, AgencyLevel::Commune, YEAR, crate::province::at(23, 11))
        });
        assert_eq!(kept.computed_at, crate::province::at(23, 9));
    }
}

/// Enters something in a ledger.
fn record_in(store: &Store, ledger: &'static str) {
    let stream = format!("something in {ledger}");
    store
        .write_blocking(move |tx| {
            let expected = store::journal::stream_version(tx, &stream)?;
            crate::samples::put(tx, ledger, &stream, expected)
        })
        .unwrap();
}

fn counts(store: &Store, scope: &Scope, period: Period) -> Counts {
    let scope = scope.clone();
    read(store, move |tx, province| tables::quality::counts(tx, province, &scope, period))
}

#[test]
fn used_services_and_late_dossiers_are_found_by_their_indexes() {
    let given = TestStore::sqlite();
    found(&given.store);
    live(&given.store, 5, 50);
    let plan = |sql: &'static str| {
        given
            .store
            .read_blocking(move |tx| {
                let rows = tx.query(&format!("EXPLAIN QUERY PLAN {sql}"), vec![])?;
                rows.iter().map(|row| row.string(3)).collect::<Result<Vec<_>, Fault>>()
            })
            .unwrap()
            .join("\n")
    };
    let of_province = plan(
        "SELECT p.code FROM procedures p WHERE EXISTS (SELECT 1 FROM dossiers d WHERE d.procedure = p.code
         AND d.channel IN ('online', 'national_portal') AND d.received_at >= 1 AND d.received_at < 2)",
    );
    assert!(
        of_province.contains("USING INDEX dossiers_online ")
            || of_province.contains("USING COVERING INDEX dossiers_online "),
        "{of_province}"
    );
    let of_agency = plan(
        "SELECT p.code FROM procedures p WHERE EXISTS (SELECT 1 FROM dossiers d WHERE d.competent_agency = 'H35.20'
         AND d.procedure = p.code AND d.channel IN ('online', 'national_portal') AND d.received_at >= 1 AND d.received_at < 2)",
    );
    assert!(of_agency.contains("dossiers_online_of_agency"), "{of_agency}");
    let late = given
        .store
        .read_blocking(|tx| {
            let province = ProvinceCache::default().get(tx)?;
            let found = tables::quality::records(tx, &province, keys::ON_TIME, Side::Rest, &Scope::Province, YEAR)?;
            let Some(Records::Dossiers(condition)) = found else { panic!("dossiers") };
            let sql = format!("EXPLAIN QUERY PLAN SELECT * FROM dossiers d WHERE {} ORDER BY d.id DESC", condition.sql);
            tx.query(&sql, condition.values)?.iter().map(|row| row.string(3)).collect::<Result<Vec<_>, Fault>>()
        })
        .unwrap()
        .join("\n");
    assert!(late.contains("dossiers_at_fault"), "{late}");
}
