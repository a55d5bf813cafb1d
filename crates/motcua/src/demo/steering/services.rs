//! The register of essential services of the simulated province, taken in as from a file, and the stages of each on their days.

use super::Scene;
use crate::import::parse_services;
use jiff::Timestamp;
use jiff::civil::Date;
use rules::calendar::instant;
use rules::codes::AgencyCode;
use rules::people::Role;
use store::province::ProvinceCache;
use store::{Failure, Fault, Store, desk};

pub(super) fn enter(store: &Store, scene: &Scene<'_>) -> Result<(), Failure> {
    let Ok(province) = "H35".parse::<AgencyCode>() else { return Ok(()) };
    let Some(clerk) = scene.staff.holder(&province, Role::Clerk, 0).cloned() else { return Ok(()) };
    let read = parse_services(include_bytes!("../../../data/demo/essential-services.csv"), "essential-services.csv");
    if !read.accepted() {
        return Err(Fault::new(format!("the services that ship: {:?}", read.problems)).into());
    }
    let (first_day, ends_at) = (scene.first_day, scene.ends_at);
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        // What had been reached before the simulation begins is entered with the register, the rest on its day.
        let mut later: Vec<(Date, usize)> = Vec::new();
        for (at, row) in read.rows.iter().enumerate() {
            let days = row.value.stages.iter().filter_map(|stage| stage.on);
            later.extend(days.filter(|day| *day >= first_day).map(|day| (day, at)));
            let known: Vec<_> =
                row.value.stages.iter().filter(|stage| stage.on.is_some_and(|day| day < first_day)).cloned().collect();
            desk::essential_services::take_in(tx, &province, &clerk, &row.value.draft, &known, hour(first_day, 8))?;
        }
        later.sort_unstable();
        for (day, at) in later.into_iter().filter(|(day, _)| hour(*day, 16) <= ends_at) {
            let Some(row) = read.rows.get(at) else { continue };
            let reached: Vec<_> = row.value.stages.iter().filter(|stage| stage.on <= Some(day)).cloned().collect();
            desk::essential_services::take_in(tx, &province, &clerk, &row.value.draft, &reached, hour(day, 16))?;
        }
        Ok::<_, Failure>(())
    })
}

fn hour(day: Date, hour: i8) -> Timestamp {
    instant(day.at(hour, 0, 0, 0))
}
