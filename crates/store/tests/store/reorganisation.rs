//! The reorganisation of 1 July 2025 in small: a dossier filed with a commune before is settled by its successor after.

use crate::province::{citizen, procedure};
use crate::{on_both_engines, stores::TestStore};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use rules::calendar::{DayKind, SpecialDay, instant};
use rules::codes::AgencyCode;
use rules::dossiers::{Command, Receive};
use rules::people::permissions::{Scope, Seen, scope};
use rules::people::{
    Agency, AgencyKind, AgencyLevel, AgencyMerged, AgencyRegistered, AgencyRenamed, Capacity, Event, Ordered,
    PersonRegistered, PositionGranted, Role, Village, VillageKind, VillageRegistered,
};
use rules::quality::{self, Period};
use std::sync::Arc;
use store::desk::agencies::{Reorganisation, reorganise};
use store::desk::catalogue::Change;
use store::province::{Province, ProvinceCache};
use store::tables::quality::{Asked, Rankings, index, ranking, totals};
use store::tables::{dossier_queue, people, positions};
use store::{Failure, Store, Tx, desk, journal};

const BREAK: Date = date(2025, 7, 1);
const OLD: &str = "H35.H105.X03403";
const NEW: &str = "H35.21";

/// An agency that was renamed and merged long ago, and a village: rows in every table of the directory.
pub fn past() -> [Event; 4] {
    let (old, on, decision) = (code("H35.OLD"), date(2020, 1, 1), "Quyết định 1".to_owned());
    let agency = Agency::new(old.clone(), "Ban cũ", AgencyLevel::Department, AgencyKind::Authority);
    let renamed = AgencyRenamed {
        code: old.clone(),
        name: "Ban".into(),
        name_en: None,
        effective_on: on,
        decision: decision.clone(),
    };
    let merged = AgencyMerged { code: old, into: vec![code("H35")], effective_on: date(2021, 1, 1), decision };
    [
        Event::AgencyRegistered(AgencyRegistered::of(agency)),
        Event::AgencyRenamed(renamed),
        Event::AgencyMerged(merged),
        Event::VillageRegistered(VillageRegistered { village: village(1, "số 1") }),
    ]
}

fn village(number: u16, name: &str) -> Village {
    Village {
        code: rules::codes::VillageCode::new(&"03388".parse().unwrap(), number).unwrap(),
        name: name.into(),
        kind: VillageKind::ToDanPho,
        commune: "03388".parse().unwrap(),
        founded_on: None,
        decision: None,
    }
}

fn code(text: &str) -> AgencyCode {
    text.parse().unwrap()
}

fn at(day: Date, hour: i8) -> Timestamp {
    instant(day.at(hour, 0, 0, 0))
}

fn province_on(tx: &mut Tx, day: Date) -> Arc<Province> {
    ProvinceCache::on(move || day).get(tx).unwrap()
}

fn by() -> Capacity {
    Capacity::system("test")
}

/// In the spring of 2025: the old commune with its officers, a procedure; the new commune is entered with its day, its officers
/// hold their positions from that day on.
fn given_the_spring_of_2025(store: &Store) {
    let commune = |agency: &str, territory: &str, founded_on: Option<Date>| {
        let territory = Some(territory.parse().unwrap());
        let agency = Agency::new(code(agency), format!("Ủy ban {agency}"), AgencyLevel::Commune, AgencyKind::Authority);
        let authority = Agency { commune: territory.clone(), founded_on, ..agency };
        let counter = code(&format!("{}.01", authority.code));
        let counter = Agency::new(counter, "Một cửa", AgencyLevel::Commune, AgencyKind::Counter);
        [authority.clone(), Agency { commune: territory, founded_on, parent: Some(authority.code), ..counter }]
    };
    let officers = [
        ("quay.cu", Role::CounterOfficer, "H35.H105.X03403.01", None),
        ("thuly.cu", Role::CaseOfficer, OLD, None),
        ("quay.moi", Role::CounterOfficer, "H35.21.01", Some(BREAK)),
        ("thuly.moi", Role::CaseOfficer, NEW, Some(BREAK)),
        ("lanhdao.moi", Role::Approver, NEW, Some(BREAK)),
    ];
    let now = at(date(2025, 3, 3), 8);
    let done = store.write_blocking(move |tx| {
        for agency in commune(OLD, "03403", None).into_iter().chain(commune(NEW, "03388", Some(BREAK))) {
            desk::people::record(tx, Event::AgencyRegistered(AgencyRegistered::of(agency)), &by(), now)?;
        }
        for (login, role, agency, from) in officers {
            let person = PersonRegistered {
                login: login.into(),
                name: format!("Cán bộ {login}"),
                personal_id: None,
                phone: None,
                address: None,
                commune: None,
            };
            desk::people::record(tx, Event::PersonRegistered(person), &by(), now)?;
            let granted =
                PositionGranted { from, ..PositionGranted::at_once(login, code(agency), role, "Công chức") };
            desk::people::record(tx, Event::PositionGranted(granted), &by(), now)?;
        }
        let birth = procedure("1.000001", "Đăng ký khai sinh");
        let province = province_on(tx, date(2025, 3, 3));
        desk::catalogue::publish(tx, &province, birth, date(2025, 1, 1), &by(), now)?;
        Ok::<_, Failure>(())
    });
    done.unwrap();
}

/// On 16 June the resolution is entered: the old commune becomes part of the new one on 1 July.
fn merge(store: &Store) {
    let done = store.write_blocking(|tx| {
        let province = province_on(tx, date(2025, 6, 16));
        let merge = Reorganisation::Merge { codes: vec![code(OLD)], into: vec![code(NEW)] };
        let ordered = Ordered { on: BREAK, decision: "Nghị quyết 1670/NQ-UBTVQH15".into() };
        reorganise(tx, &province, &merge, &ordered, &by(), at(date(2025, 6, 16), 9))
    });
    done.unwrap();
}

/// A citizen of this territory files online on this day; the dossier's code.
fn file(store: &Store, day: Date, commune: &'static str) -> Result<String, Failure> {
    store.write_blocking(move |tx| {
        let province = province_on(tx, day);
        let filing = crate::province::filing("Lò Thị Mai", commune);
        let by = citizen().as_citizen();
        let filed = desk::dossiers::file(tx, &province, &"1.000001".parse().unwrap(), filing, &by, at(day, 9), false)?;
        Ok(filed.filed.code.to_string())
    })
}

fn receive(store: &Store, day: Date, login: &'static str, dossier: &str) -> Result<String, Failure> {
    let dossier = dossier.to_owned();
    store.write_blocking(move |tx| {
        let now = at(day, 10);
        let actor = people::actor(tx, login, now)?.unwrap();
        let seen = desk::dossiers::load(tx, &dossier)?.unwrap().dossier.version;
        let province = province_on(tx, day);
        desk::dossiers::act(tx, &province, &actor, &dossier, seen, &Command::Receive(Receive {}), now)?;
        let last = journal::read_stream(tx, &format!("dossiers/{dossier}"))?.pop().unwrap();
        Ok(last.by)
    })
}

fn refused(done: Result<String, Failure>) -> &'static str {
    crate::samples::code(&done.unwrap_err())
}

on_both_engines! {
    fn a_dossier_filed_before_is_worked_on_by_the_successor_after(given: TestStore) {
        given_the_spring_of_2025(&given.store);
        merge(&given.store);
        let before = file(&given.store, date(2025, 6, 30), "03403").unwrap();
        assert!(before.starts_with(OLD), "{before}");
        // On the day itself the old counter's officer holds nothing any more, the new one's reaches to it.
        assert_eq!(refused(receive(&given.store, BREAK, "quay.cu", &before)), "dossier-unknown");
        let by = receive(&given.store, BREAK, "quay.moi", &before).unwrap();
        assert!(by.contains("\"agency\":\"H35.21.01\""), "in their own capacity: {by}");
        let seen = given.store.read_blocking(move |tx| {
            let now = at(BREAK, 11);
            let officer = people::actor(tx, "thuly.moi", now)?.unwrap();
            let province = province_on(tx, BREAK);
            let queue = dossier_queue::counts(tx, &officer, dossier_queue::View::Unit, now, now)?;
            let dossier = desk::dossiers::load_for(tx, &officer, &before)?.dossier;
            let reaches = scope(&officer) == Scope::Agencies(vec![Seen::whole(code(NEW)), Seen::whole(code(OLD))]);
            let officers = positions::holders(tx, OLD, Role::CaseOfficer, now)?;
            Ok::<_, Failure>((queue, dossier.holder().clone(), reaches, officers, province))
        }).unwrap();
        let (queue, holder, reaches, officers, province) = seen;
        assert_eq!(queue.all, 1, "it is in the queue");
        assert_eq!((holder, reaches), (code(OLD), true));
        assert_eq!(officers, [("thuly.moi".to_owned(), "Cán bộ thuly.moi".to_owned())]);
        assert_eq!(province.directory.successor(&code(OLD)), &code(NEW));
    }

    fn only_what_is_in_force_can_be_filed_with(given: TestStore) {
        given_the_spring_of_2025(&given.store);
        merge(&given.store);
        assert!(file(&given.store, date(2025, 6, 30), "03403").unwrap().starts_with(OLD));
        assert!(file(&given.store, date(2025, 6, 30), "03388").is_err(), "not founded yet");
        assert!(file(&given.store, BREAK, "03388").unwrap().starts_with("H35.21-"));
        assert!(file(&given.store, BREAK, "03403").unwrap().starts_with("H35.21-"), "what took its place");
    }

    fn figures_of_the_successor_count_what_came_from_its_predecessors(given: TestStore) {
        given_the_spring_of_2025(&given.store);
        merge(&given.store);
        let before = file(&given.store, date(2025, 6, 26), "03403").unwrap();
        receive(&given.store, date(2025, 6, 26), "quay.cu", &before).unwrap();
        let after = file(&given.store, BREAK, "03388").unwrap();
        receive(&given.store, BREAK, "quay.moi", &after).unwrap();
        given.store.read_blocking(|tx| {
            let today = date(2025, 7, 31);
            let province = province_on(tx, today);
            let period = Period { from: date(2025, 1, 1), to: today };
            let own = totals(tx, &[code(NEW)], period, today)?;
            assert_eq!(own.values().map(|totals| totals.period.received()).sum::<i64>(), 1);
            let scope = quality::Scope::of(&code(NEW), &province.directory).unwrap();
            let ranked = ranking(tx, &province, AgencyLevel::Commune, period, today)?;
            assert_eq!(ranked.iter().map(|one| (one.agency.as_str(), one.received)).collect::<Vec<_>>(), [(NEW, 2)]);
            let asked = Asked { scope, period, as_of: today };
            let report = index(tx, &province, &Rankings::default(), &asked, at(today, 9))?;
            let json = serde_json::to_value(&report).unwrap().to_string();
            assert!(json.contains("\"denominator\":2"), "both are counted: {json}");
            Ok::<_, Failure>(())
        }).unwrap();
    }

    fn what_nobody_takes_over_must_have_nothing_in_hand(given: TestStore) {
        given_the_spring_of_2025(&given.store);
        file(&given.store, date(2025, 6, 26), "03403").unwrap();
        let dissolved = given.store.write_blocking(|tx| {
            let province = province_on(tx, date(2025, 6, 27));
            let ordered = Ordered { on: BREAK, decision: "Nghị quyết".into() };
            reorganise(tx, &province, &Reorganisation::Dissolve { code: code(OLD) }, &ordered, &by(), at(BREAK, 8))
        });
        assert_eq!(crate::samples::code(&dissolved.unwrap_err()), "agency-has-open-dossiers");
    }

    fn a_rebuild_yields_the_same_directory(given: TestStore) {
        given_the_spring_of_2025(&given.store);
        merge(&given.store);
        given.store.write_blocking(|tx| {
            let now = at(date(2025, 8, 1), 8);
            let province = province_on(tx, date(2025, 8, 1));
            let rename = Reorganisation::Rename { code: code(NEW), name: "Ủy ban mới".into(), name_en: None };
            let ordered = Ordered { on: date(2025, 8, 1), decision: "Nghị quyết 1".into() };
            reorganise(tx, &province, &rename, &ordered, &by(), now)?;
            let (one, two) = (village(1, "số 1"), village(2, "số 2"));
            let entered = desk::agencies::register_village(tx, &province, one.clone(), &by(), now)?;
            assert_eq!(entered, Change::Added);
            desk::agencies::register_village(tx, &province, two.clone(), &by(), now)?;
            desk::agencies::rename_village(tx, &two.code, "Nậm Loỏng", &ordered, &by(), now)?;
            desk::agencies::dissolve_village(tx, &one.code, &[two.code], &ordered, &by(), now)?;
            let storm = SpecialDay {
                date: date(2025, 8, 4),
                kind: DayKind::LocalClosure,
                name: "Nghỉ tránh bão".into(),
                source: "Công điện 1".into(),
                computed: false,
            };
            desk::catalogue::announce_days(tx, Some(code(NEW)), vec![storm], &by(), now)?;
            desk::catalogue::withdraw_days(tx, &province, None, vec![date(2025, 9, 1)], "Công văn 2", &by(), now)
        }).unwrap();
        let read = |store: &Store| store.read_blocking(|tx| {
            let province = province_on(tx, date(2025, 8, 2));
            let days = |agency: &str| [date(2025, 8, 4), date(2025, 9, 1)]
                .map(|day| province.calendar(&code(agency)).is_working_day(day));
            let villages = store::tables::villages::of_commune(tx, "03388")?;
            let entries = store::tables::agencies::entries(tx)?;
            Ok::<_, Failure>((entries, villages, days(NEW), days(OLD), days("H35.99")))
        }).unwrap();
        let before = read(&given.store);
        // The storm closed the new commune, and with it what it took over; the withdrawn holiday is worked everywhere.
        assert_eq!((before.2, before.3, before.4), ([false, true], [false, true], [true, true]));
        assert_eq!(before.1[1].village.name, "Nậm Loỏng");
        assert_eq!(before.1[0].into.len(), 1);
        journal::rebuild(&given.store, |_| {}).unwrap();
        assert_eq!(read(&given.store), before);
    }
}
