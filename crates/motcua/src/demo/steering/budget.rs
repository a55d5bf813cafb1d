//! The budgets of the simulated province, taken in as from the treasury's file: the three years before, whose books are closed, and the year
//! that is simulated, each amount on its day.

use super::Scene;
use crate::import::parse_budget;
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
    let mut read = parse_budget(include_bytes!("../../../data/demo/budget.csv"), "budget.csv");
    if !read.accepted() {
        return Err(Fault::new(format!("the budget that ships: {:?}", read.problems)).into());
    }
    // In order of time; of one day what allocates comes before what spends.
    read.rows.sort_by_key(|row| row.value.entry.as_ref().map(|entry| (entry.on, entry.kind)));
    let (first_day, ends_at) = (scene.first_day, scene.ends_at);
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        for row in &read.rows {
            let day = row.value.entry.as_ref().and_then(|entry| entry.on).unwrap_or(first_day);
            // What was before the simulation begins is entered on its first day.
            let now = hour(day.max(first_day), 15);
            if now <= ends_at {
                let (line, entry) = (&row.value.line, row.value.entry.as_ref());
                desk::budget::take_in(tx, &province, &clerk, line, entry, now)?;
            }
        }
        Ok::<_, Failure>(())
    })
}

fn hour(day: Date, hour: i8) -> Timestamp {
    instant(day.at(hour, 0, 0, 0))
}
