//! Coverage of the simulated province's villages: seen everywhere in the spring, again where a mast was built since; nine villages still without
//! broadband, with a plan for each; and one of which two reports differ.

use super::Scene;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use rules::calendar::instant;
use rules::codes::{AgencyCode, VillageCode};
use rules::coverage::{Level, Plan, Power, Report, Technology};
use rules::people::{Actor, Role};
use std::sync::Arc;
use store::desk::coverage::{Command, act};
use store::province::ProvinceCache;
use store::{Failure, Store, tables};

/// Communes far from the towns: the first village of each is still without broadband, the next ones got it in the course of the year.
const REMOTE: [&str; 9] = ["03442", "03451", "03460", "03463", "03433", "03532", "03529", "03562", "03544"];
/// So many villages of each of them were without broadband in the spring; of the first four communes one more.
const IN_SPRING: usize = 5;
/// When everything was seen first.
const SPRING: Date = date(2025, 4, 10);

/// Who works in a commune's authority.
struct Office {
    worker: Arc<Actor>,
    counter: Arc<Actor>,
    leader: Arc<Actor>,
}

pub(super) fn enter(store: &Store, scene: &Scene<'_>) -> Result<(), Failure> {
    if !scene.has(SPRING) {
        return Ok(());
    }
    let villages = store.read_blocking(|tx| tables::villages::on(tx, SPRING))?;
    for place in &scene.world.places {
        let Some(office) = office(scene, &place.authority) else { continue };
        let own = villages.iter().filter(|known| known.village.commune == place.code);
        let codes: Vec<VillageCode> = own.map(|known| known.village.code.clone()).collect();
        let remote = REMOTE.iter().position(|code| *code == place.code.as_str());
        let days: Vec<Date> = [date(2025, 7, 15), date(2025, 9, 10), date(2025, 11, 5), date(2025, 12, 20)]
            .into_iter()
            .filter(|day| scene.has(*day))
            .collect();
        store.write_blocking(move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            let mut seen = |code: &VillageCode, by: &Actor, report: Report, verified: bool| {
                let now = report.observed_on.map_or_else(|| hour(SPRING, 9), |day| hour(day, 9));
                let (known, _) = store::desk::coverage::load_with_history(tx, code)?;
                let number = u32::try_from(known.reports.len()).unwrap_or(0) + 1;
                act(tx, &province, by, code, known.version, Command::Report(report), now)?;
                if verified {
                    act(tx, &province, &office.leader, code, known.version + 1, Command::Verify(number), now)?;
                }
                Ok::<_, Failure>(())
            };
            for (at, code) in codes.iter().enumerate() {
                let lacking = remote.is_some_and(|remote| at < IN_SPRING || at == IN_SPRING && remote < 4);
                let first = if lacking { without(SPRING, at) } else { with(SPRING, at) };
                seen(code, &office.worker, first, true)?;
                // The first village of each waits still.
                if let Some(day) = days.get(at % 3).filter(|day| lacking && at > 0 && **day < date(2025, 12, 1)) {
                    seen(code, &office.worker, with(*day, at), true)?;
                }
            }
            if let (Some(0), Some(code), Some(day)) = (remote, codes.last(), days.get(3)) {
                seen(code, &office.worker, with(*day, 1), false)?;
                seen(code, &office.counter, without(*day, 1), false)?;
            }
            if let (Some(remote), Some(code), Some(day)) = (remote, codes.first(), days.get(1)) {
                let plan = Plan {
                    operator: if remote % 2 == 0 { "Viettel".into() } else { "VNPT".into() },
                    technology: Some(Technology::FourG),
                    by: Some(date(2026, 6, 30)),
                    document: "Kế hoạch phủ sóng vùng lõm (mô phỏng)".into(),
                };
                let (known, _) = store::desk::coverage::load_with_history(tx, code)?;
                act(tx, &province, &office.leader, code, known.version, Command::Plan(plan), hour(*day, 10))?;
            }
            Ok::<_, Failure>(())
        })?;
    }
    Ok(())
}

fn office(scene: &Scene<'_>, agency: &AgencyCode) -> Option<Arc<Office>> {
    let holder = |role| scene.staff.holder(agency, role, 0).cloned();
    Some(Arc::new(Office {
        worker: holder(Role::CaseOfficer)?,
        counter: holder(Role::CounterOfficer).or_else(|| holder(Role::Clerk))?,
        leader: holder(Role::Approver)?,
    }))
}

/// Reached by one or two operators.
fn with(day: Date, at: usize) -> Report {
    let level = if at % 7 == 3 { Level::Holes } else { Level::Good };
    let mut signals = vec![("Viettel".to_owned(), Some(Technology::FourG), Some(level))];
    if at.is_multiple_of(2) {
        signals.push(("VNPT".to_owned(), Some(Technology::Fibre), Some(Level::Good)));
    }
    Report { signals, power: Some(Power::Grid), ..seen(day, at) }
}

/// Reached by 2G, or by nothing.
fn without(day: Date, at: usize) -> Report {
    let signals =
        if at % 2 == 1 { vec![("Viettel".to_owned(), Some(Technology::TwoG), Some(Level::Holes))] } else { Vec::new() };
    let power = if at.is_multiple_of(3) { Power::None } else { Power::Own };
    Report { nothing: signals.is_empty(), signals, power: Some(power), ..seen(day, at) }
}

fn seen(day: Date, at: usize) -> Report {
    Report {
        observed_on: Some(day),
        population: (180 + at * 37 % 420).to_string(),
        note: "Mô phỏng".into(),
        ..Report::default()
    }
}

fn hour(day: Date, hour: i8) -> Timestamp {
    instant(day.at(hour, 0, 0, 0))
}
