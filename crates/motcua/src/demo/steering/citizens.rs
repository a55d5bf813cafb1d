//! Digital citizens of the simulated province: every village counted in October and again in November, by its community digital group, and
//! verified by the commune; the year's targets of the province; in one commune a report that waits. All of it is simulated.

use super::Scene;
use jiff::civil::{Date, date};
use rules::calendar::{day_of, instant};
use rules::codes::{AgencyCode, VillageCode};
use rules::digital_citizens::{Report, Reporter, Target};
use rules::people::Role;
use store::desk::digital_citizens::{Command, act, load_with_history, set_target};
use store::province::ProvinceCache;
use store::{Failure, Store, tables};

/// The months that are reported, each with the day on which it is.
const MONTHS: [(Date, Date); 2] = [(date(2025, 10, 1), date(2025, 11, 4)), (date(2025, 11, 1), date(2025, 12, 3))];
/// What the year is to reach in percent: e-IDs, e-signatures, accounts, cashless payment.
const TARGETS: [u32; 4] = [80, 15, 55, 50];
/// When the year's targets were set.
const AIMED: Date = date(2025, 4, 14);

pub(super) fn enter(store: &Store, scene: &Scene<'_>) -> Result<(), Failure> {
    if !scene.has(MONTHS[0].1) {
        return Ok(());
    }
    let villages = store.read_blocking(|tx| tables::villages::on(tx, MONTHS[0].0))?;
    for (at, place) in scene.world.places.iter().enumerate() {
        let holder = |role| scene.staff.holder(&place.authority, role, 0).cloned();
        let (Some(worker), Some(leader)) = (holder(Role::CaseOfficer), holder(Role::Approver)) else { continue };
        let own = villages.iter().filter(|known| known.village.commune == place.code);
        let codes: Vec<VillageCode> = own.map(|known| known.village.code.clone()).collect();
        let months: Vec<_> = MONTHS.into_iter().filter(|(_, day)| scene.has(*day)).collect();
        let waits = scene.has(date(2025, 12, 20)) && at == 0;
        store.write_blocking(move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            for (number, code) in codes.iter().enumerate() {
                let (seen, _) = store::desk::coverage::load_with_history(tx, code)?;
                for (turn, (month, day)) in months.iter().enumerate() {
                    let (known, _) = load_with_history(tx, code)?;
                    let population = seen.on(*day).and_then(|report| report.population).unwrap_or(180);
                    let now = instant(day.at(9, 0, 0, 0));
                    let report = counted(*month, population, at * 31 + number * 7, turn);
                    act(tx, &province, &worker, code, known.version, Command::Report(report), now)?;
                    let which = u32::try_from(known.reports.len()).unwrap_or(0) + 1;
                    act(tx, &province, &leader, code, known.version + 1, Command::Verify(which), now)?;
                }
            }
            if let (true, Some(code)) = (waits, codes.last()) {
                let now = instant(date(2025, 12, 20).at(9, 0, 0, 0));
                let (known, _) = load_with_history(tx, code)?;
                let (covered, _) = store::desk::coverage::load_with_history(tx, code)?;
                let population = covered.on(day_of(now)).and_then(|report| report.population).unwrap_or(180);
                let report = counted(date(2025, 12, 1), population, at * 31 + (codes.len() - 1) * 7, 2);
                act(tx, &province, &worker, code, known.version, Command::Report(report), now)?;
            }
            Ok::<_, Failure>(())
        })?;
    }
    targets(store, scene)
}

fn targets(store: &Store, scene: &Scene<'_>) -> Result<(), Failure> {
    let Ok(agency) = "H35".parse::<AgencyCode>() else { return Ok(()) };
    let (Some(head), true) = (scene.staff.holder(&agency, Role::Approver, 0).cloned(), scene.has(AIMED)) else {
        return Ok(());
    };
    let typed = Target {
        year: "2025".into(),
        percent: TARGETS.map(|percent| percent.to_string()),
        document: "Kế hoạch phát triển công dân số năm 2025 (mô phỏng)".into(),
    };
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        set_target(tx, &province, &head, &agency, &typed, instant(AIMED.at(9, 0, 0, 0)))
    })
}

/// What a village counts; `luck` tells villages apart, and each turn a few more people have something.
fn counted(month: Date, population: u32, luck: usize, turn: usize) -> Report {
    let [luck, turn] = [luck, turn].map(|number| u32::try_from(number).unwrap_or(0));
    let residents = population * 72 / 100;
    let of = |percent: u32, spread: u32| residents * (percent + luck % spread + turn).min(99) / 100;
    Report {
        month: Some(month),
        reporter: Some(if luck.is_multiple_of(5) { Reporter::Commune } else { Reporter::Group }),
        residents: residents.to_string(),
        counts: [of(71, 23), of(9, 11), of(44, 21), of(38, 29)].map(|count| count.to_string()),
        note: "Mô phỏng".into(),
    }
}
