//! Official reports on procedures: what is due when, and those of November, sent in the first days of December; some communes' still wait
//! for approval.

use super::Scene;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use rules::calendar::instant;
use rules::codes::AgencyCode;
use rules::official_reports::{Cadence, Command, Form};
use rules::people::{AgencyLevel, Role};
use store::province::ProvinceCache;
use store::{Failure, Store, desk};

/// When the schedule was laid down.
const LAID_DOWN: Date = date(2025, 9, 25);
/// When the agencies send, and when the province approves.
const SENT: Date = date(2025, 12, 2);
const APPROVED: Date = date(2025, 12, 4);
/// So many communes report in the simulation.
const COMMUNES: usize = 12;

pub(super) fn enter(store: &Store, scene: &Scene<'_>) -> Result<(), Failure> {
    let province: AgencyCode = "H35".parse().map_err(|error| store::Fault::because("the province's code", error))?;
    let Some(chairman) = scene.staff.holder(&province, Role::Approver, 0).filter(|_| scene.has(APPROVED)) else {
        return Ok(());
    };
    for (form, cadence) in
        [(Form::Settling, Cadence::Month), (Form::Delays, Cadence::Month), (Form::ProceduresByAgency, Cadence::Quarter)]
    {
        let by = chairman.clone();
        store.write_blocking(move |tx| {
            let set = (Some(form), Some(cadence), Some(5));
            desk::official_reports::schedule(
                tx,
                &by,
                set,
                "Công văn của Văn phòng UBND tỉnh (mô phỏng)",
                hour(LAID_DOWN, 9),
            )
        })?;
    }
    let mut agencies = scene.agencies(AgencyLevel::Department);
    agencies.extend(scene.agencies(AgencyLevel::Commune).into_iter().take(COMMUNES));
    for (at, agency) in agencies.into_iter().enumerate() {
        let clerk =
            scene.staff.holder(&agency, Role::Clerk, 0).or_else(|| scene.staff.holder(&agency, Role::Approver, 0));
        let Some(clerk) = clerk.cloned() else { continue };
        let (chairman, waits) = (chairman.clone(), at % 9 == 4);
        store.write_blocking(move |tx| {
            let known = ProvinceCache::default().get(tx)?;
            let november = "2025-11".parse().map_err(|error| store::Fault::because("a period", error))?;
            let whose = (Form::Settling, &agency, november);
            let send = Command::Send { note: "Số liệu theo hệ thống (mô phỏng)".to_owned() };
            desk::official_reports::act(tx, &known, &clerk, whose, 0, send, hour(SENT, 9))?;
            if waits {
                return Ok(());
            }
            desk::official_reports::act(tx, &known, &chairman, whose, 1, Command::Approve, hour(APPROVED, 15))
        })?;
    }
    Ok(())
}

fn hour(day: Date, hour: i8) -> Timestamp {
    instant(day.at(hour, 0, 0, 0))
}
