//! The index in the store: sums over days against the same dossiers, and every list as long as its count.

use crate::dossiers::dump;
use crate::quality_sample::{Dice, PROCEDURES, Step, agencies, steps};
use crate::{on_both_engines, stores::TestStore};
use jiff::civil::{Date, date};
use rules::calendar::day_of;
use rules::catalogue::{Level, OnlineLevel};
use rules::codes::AgencyCode;
use rules::dossiers::Dossier;
use rules::people::{self, Agency, AgencyKind, AgencyLevel, AgencyRegistered};
use rules::quality::{
    Counts, Definition, JUDGED, Period, Points, Scope, Share, Side, State, Totals, contributions, keys,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::desk::history::{Decided, record};
use store::province::{PEOPLE_LEDGER, Province, ProvinceCache};
use store::tables::quality::{Asked, DOSSIERS_ANYWHERE, DOSSIERS_ON_TIME, LOCATION_INDEPENDENT, Rankings, Records};
use store::{Failure, Fault, Store, Tx, desk, journal, tables};

const YEAR: Period = Period { from: date(2025, 1, 1), to: date(2025, 12, 23) };
const SPRING: Period = Period { from: date(2025, 3, 10), to: date(2025, 4, 2) };
const MONTHS_AND_DAYS: Period = Period { from: date(2025, 2, 10), to: date(2025, 5, 20) };
const QUARTER: Period = Period { from: date(2025, 4, 1), to: date(2025, 6, 30) };
const ONE_DAY: Period = Period { from: date(2025, 6, 17), to: date(2025, 6, 17) };

/// Two communes, one department, three procedures.
pub(crate) fn found(store: &Store) {
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
    let lives: Vec<_> = (0..count).map(|number| steps(&mut dice, number)).collect();
    let finals = lives.iter().map(|steps| steps[steps.len() - 1].after.clone()).collect();
    store
        .write_blocking(move |tx| {
            for steps in &lives {
                for (at, step) in steps.iter().enumerate() {
                    let before = at.checked_sub(1).map(|before| &steps[before].after);
                    tables::dossiers::project(tx, before, &step.after, step.at)?;
                }
            }
            Ok::<_, Fault>(())
        })
        .unwrap();
    finals
}

/// Lets so many dossiers live side by side, everything entered in the journal in order of time; answers what happened to each.
pub(crate) fn entered(store: &Store, seed: u64, count: u32) -> Vec<Vec<Step>> {
    let mut dice = Dice::new(seed);
    let lives: Vec<_> = (0..count).map(|number| steps(&mut dice, number)).collect();
    let mut order: Vec<(usize, usize)> =
        lives.iter().enumerate().flat_map(|(life, steps)| (0..steps.len()).map(move |step| (life, step))).collect();
    order.sort_by_key(|(life, step)| (lives[*life][*step].at, *life, *step));
    let all = lives.clone();
    let by = Arc::new(people::Capacity { login: "officer".into(), ..people::Capacity::system("officer") });
    store
        .write_blocking(move |tx| {
            for (life, step) in &order {
                let Step { at, event, after } = all[*life][*step].clone();
                let before = step.checked_sub(1).map(|before| Arc::new(all[*life][before].after.clone()));
                let (events, by) = (vec![event], Arc::clone(&by));
                record(tx, &Decided { before, after: Arc::new(after), events, by, at })?;
            }
            Ok::<_, store::Failure>(())
        })
        .unwrap();
    lives
}

/// Each dossier as it was at the end of a day.
pub(crate) fn on_the_day(lives: &[Vec<Step>], day: Date) -> Vec<Dossier> {
    let then =
        |steps: &Vec<Step>| steps.iter().rev().find(|step| day_of(step.at) <= day).map(|step| step.after.clone());
    lives.iter().filter_map(then).collect()
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

pub(crate) fn scopes() -> [Scope; 4] {
    let [first, second, department] = agencies();
    [Scope::Province, Scope::Commune(first), Scope::Commune(second), Scope::Department(department)]
}

pub(crate) fn of<'a>(dossiers: &'a [Dossier], agency: Option<&'a AgencyCode>) -> impl Iterator<Item = &'a Dossier> {
    dossiers.iter().filter(move |dossier| agency.is_none_or(|code| *code == dossier.filed.competent_agency))
}

pub(crate) fn length(tx: &mut Tx, records: Records) -> Result<i64, Fault> {
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
    lengths_as_of(store, key, scope, period, Date::MAX)
}

fn lengths_as_of(store: &Store, key: &'static str, scope: &Scope, period: Period, as_of: Date) -> Option<(i64, i64)> {
    let scope = scope.clone();
    store
        .read_blocking(move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            let mut side = |side| {
                let found = tables::quality::records(tx, &province, key, side, &scope, period, as_of)?;
                Ok::<_, Failure>(match found {
                    Some(records) => Some(length(tx, records)?),
                    None => None,
                })
            };
            Ok::<_, Failure>(side(Side::Numerator)?.zip(side(Side::Rest)?))
        })
        .unwrap()
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

    fn a_past_day_is_counted_and_listed_as_it_was_known_then_and_a_rebuild_knows_it_too(given: TestStore) {
        let store = &given.store;
        found(store);
        let lives = entered(store, 11, 150);
        let before = dump(store);
        let late = before.iter().find(|(table, _)| table == "dossier_late").expect("the table");
        assert!(late.1.len() > 20, "enough was entered about days that were over: {}", late.1.len());
        let mut differ = 0;
        for (day, from) in [
            (date(2025, 2, 14), date(2025, 1, 1)),
            (date(2025, 5, 20), date(2025, 3, 10)),
            (date(2025, 8, 3), date(2025, 1, 1)),
            (date(2025, 9, 15), date(2025, 9, 1)),
            (date(2025, 11, 30), date(2025, 1, 1)),
        ] {
            let (then, period) = (on_the_day(&lives, day), Period { from, to: day });
            let later = on_the_day(&lives, Date::MAX);
            let shares = |dossiers: &[Dossier]| Totals::of(dossiers.iter().flat_map(contributions), period).shares();
            differ += usize::from(shares(&then) != shares(&later));
            for scope in scopes() {
                let (asked, count) = (scope.clone(), period);
                let counts = read(store, move |tx, province| tables::quality::counts(tx, province, &asked, count, day));
                let days = of(&then, scope.agency()).flat_map(contributions);
                for (key, share) in Totals::of(days, period).shares() {
                    assert_eq!(counts.get(key), Some(share), "{key} {scope:?} as of {day}");
                    if JUDGED.contains(&key) {
                        let (numerator, rest) = lengths_as_of(store, key, &scope, period, day).unwrap();
                        assert_eq!(Share::new(numerator, numerator + rest), share, "the list of {key} {scope:?} as of {day}");
                    }
                }
            }
        }
        assert!(differ >= 2, "something became known later about {differ} of the periods");
        journal::rebuild(store, |_| {}).unwrap();
        for (now, then) in dump(store).into_iter().zip(before) {
            let different: Vec<_> = now.1.iter().filter(|row| !then.1.contains(row)).chain(then.1.iter().filter(|row| !now.1.contains(row))).take(4).collect();
            assert!(different.is_empty() && now.1.len() == then.1.len(), "{}: {different:?}", now.0);
        }
    }

    fn a_ranking_has_the_scores_of_its_agencies(given: TestStore) {
        found(&given.store);
        live(&given.store, 4, 300);
        for level in [AgencyLevel::Commune, AgencyLevel::Department] {
            let ranked = read(&given.store, move |tx, province| tables::quality::ranking(tx, province, level, SPRING, YEAR.to));
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
                rankings.get(tx, province, AgencyLevel::Commune, (YEAR, YEAR.to), crate::province::at(23, hour))
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
                read(&store, move |tx, province| later.get(tx, province, AgencyLevel::Commune, (YEAR, YEAR.to), crate::province::at(23, 9)))
            });
            let new = new.join().unwrap();
            let old = seen_late.get(tx, province, AgencyLevel::Commune, (YEAR, YEAR.to), crate::province::at(23, 10))?;
            assert!(earlier > 0 && !Arc::ptr_eq(&new, &old));
            Ok(())
        });
        let kept = read(&given.store, move |tx, province| {
            rankings.get(tx, province, AgencyLevel::Commune, (YEAR, YEAR.to), crate::province::at(23, 11))
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
    read(store, move |tx, province| tables::quality::counts(tx, province, &scope, period, Date::MAX))
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
            let found =
                tables::quality::records(tx, &province, keys::ON_TIME, Side::Rest, &Scope::Province, YEAR, Date::MAX)?;
            let Some(Records::Dossiers(condition)) = found else { panic!("dossiers") };
            let sql = format!("EXPLAIN QUERY PLAN SELECT * FROM dossiers d WHERE {} ORDER BY d.id DESC", condition.sql);
            let steps =
                tx.query(&sql, condition.values)?.iter().map(|row| row.string(3)).collect::<Result<Vec<_>, Fault>>()?;
            Ok::<_, Failure>(steps)
        })
        .unwrap()
        .join("\n");
    assert!(late.contains("dossiers_at_fault"), "{late}");
}
