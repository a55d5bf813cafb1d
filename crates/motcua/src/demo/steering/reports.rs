//! Monthly reports of tasks: sent by the secretariats after each cut-off and approved by the leaders the day after; the last month of some
//! departments still waits for approval.

use super::Scene;
use jiff::civil::{Date, date};
use jiff::{Span, Timestamp};
use rules::calendar::instant;
use rules::codes::AgencyCode;
use rules::people::{AgencyLevel, Role};
use rules::task_reports::{CUT_OFF, Command, Month};
use store::{Failure, Store, desk};

/// The first month that is reported, and how many there are.
const FIRST: Date = date(2025, 8, 1);
const MONTHS: i32 = 4;

pub(super) fn enter(store: &Store, scene: &Scene<'_>) -> Result<(), Failure> {
    let mut agencies: Vec<AgencyCode> = "H35".parse().into_iter().collect();
    agencies.extend(scene.agencies(AgencyLevel::Department));
    for month in 0..MONTHS {
        let month = Month::of(FIRST.saturating_add(Span::new().months(month)));
        let sent = month.cut_off(CUT_OFF).saturating_add(Span::new().days(1));
        if !scene.has(sent.saturating_add(Span::new().days(1))) {
            continue;
        }
        let last = month.first() == date(2025, 11, 1);
        for (at, agency) in agencies.iter().enumerate() {
            let clerk =
                scene.staff.holder(agency, Role::Clerk, 0).or_else(|| scene.staff.holder(agency, Role::Approver, 1));
            let (Some(clerk), Some(leader)) = (clerk, scene.staff.holder(agency, Role::Approver, 0)) else { continue };
            if clerk.login == leader.login {
                continue;
            }
            let (clerk, leader, agency) = (clerk.clone(), leader.clone(), agency.clone());
            let waits = last && at % 7 == 3;
            store.write_blocking(move |tx| {
                let note = "Số liệu theo hệ thống (mô phỏng)".to_owned();
                desk::task_reports::act(tx, &clerk, &agency, month, 0, Command::Send { note }, hour(sent, 9))?;
                if waits {
                    return Ok(());
                }
                let next = sent.saturating_add(Span::new().days(1));
                desk::task_reports::act(tx, &leader, &agency, month, 1, Command::Approve, hour(next, 10))
            })?;
        }
    }
    Ok(())
}

fn hour(day: Date, hour: i8) -> Timestamp {
    instant(day.at(hour, 0, 0, 0))
}
