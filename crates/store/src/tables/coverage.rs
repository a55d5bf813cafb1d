//! What is known of the coverage of villages, and the villages without broadband as of a day.

use super::villages;
use crate::desk::coverage::load_with_history;
use crate::tables::quality::Source;
use crate::{Fault, Tx, values};
use jiff::civil::Date;
use rules::codes::VillageCode;
use rules::coverage::{Event, Planned, ReportState, Reported, Status};
use rules::people::KnownVillage;
use rules::quality::{Figure, Share, Side};
use std::collections::BTreeMap;

/// The figure of the conference report that is computed here.
pub const FIGURE: &str = "villages_without_broadband";

/// Villages known to be without broadband, of those of which anything is known.
pub(in crate::tables) const FIGURES: Source = Source {
    keys: &[FIGURE],
    figure: |tx, _, _, period| figure(tx, period.to),
    behind: |tx, _, _, side, period| behind(tx, side, period.to),
};

/// Takes in one entry: a row is a function of the village's reports.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx, event: &Event) -> Result<(), Fault> {
    let code = event.village();
    let (known, _) = load_with_history(tx, code)?;
    let verified: Vec<&Reported> = known
        .reports
        .iter()
        .filter(|(_, state, _)| *state == ReportState::Verified)
        .map(|(report, ..)| report)
        .collect();
    tx.execute(
        "INSERT INTO village_coverage (village, commune, waiting, conflict, planned_by, body, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (village) DO UPDATE SET waiting = excluded.waiting, conflict = excluded.conflict,
             planned_by = excluded.planned_by, body = excluded.body, version = excluded.version",
        values![
            code.as_str(),
            code.commune(),
            known.waiting().count(),
            known.in_conflict(),
            known.plan.as_ref().map(|plan| plan.by.to_string()),
            super::json(&(verified, &known.plan))?,
            known.version,
        ],
    )
}

/// A village with what is known of its coverage on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// The village.
    pub known: KnownVillage,
    /// What there is.
    pub status: Status,
    /// The verified report that says so.
    pub report: Option<Reported>,
    /// What is to come.
    pub plan: Option<Planned>,
    /// How many reports wait for a second person.
    pub waiting: i64,
    /// Whether they differ.
    pub conflict: bool,
}

/// The villages that are on a day with what was seen in them by then, by code; those of one commune, where one is given.
///
/// # Errors
/// When the database fails.
pub fn on(tx: &mut Tx, day: Date, commune: Option<&str>) -> Result<Vec<Covered>, Fault> {
    let mut rows: BTreeMap<VillageCode, Row> = BTreeMap::new();
    for row in tx.query("SELECT village, body, waiting, conflict FROM village_coverage ORDER BY village", values![])? {
        let (reports, plan) = row.json(1)?;
        rows.insert(row.parsed(0)?, Row { reports, plan, waiting: row.int(2)?, conflict: row.int(3)? == 1 });
    }
    let villages = match commune {
        Some(commune) => villages::of_commune(tx, commune)?,
        None => villages::on(tx, day)?,
    };
    let villages = villages.into_iter().filter(|known| known.is_in_force(day));
    Ok(villages
        .map(|known| {
            let row = rows.remove(&known.village.code).unwrap_or_default();
            let report = row
                .reports
                .into_iter()
                .filter(|report| report.observed_on <= day)
                .max_by_key(|report| (report.observed_on, report.number));
            let status = Status::of(report.as_ref());
            Covered { known, status, report, plan: row.plan, waiting: row.waiting, conflict: row.conflict }
        })
        .collect())
}

/// What a row says.
#[derive(Default)]
struct Row {
    reports: Vec<Reported>,
    plan: Option<Planned>,
    waiting: i64,
    conflict: bool,
}

/// The villages known to be without broadband on a day, of those of which anything is known; nothing before there are any.
///
/// # Errors
/// When the database fails.
pub fn figure(tx: &mut Tx, day: Date) -> Result<Option<Figure>, Fault> {
    let villages = on(tx, day, None)?;
    let known = villages.iter().filter(|one| one.status != Status::Unknown).count();
    let lacking = villages.iter().filter(|one| one.status.lacks_broadband()).count();
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    Ok((known > 0).then(|| Figure::count(Share::new(number(lacking), number(known)))))
}

/// The villages behind one side of the figure, by code and name.
///
/// # Errors
/// When the database fails.
pub fn behind(tx: &mut Tx, side: Side, day: Date) -> Result<Vec<(String, String)>, Fault> {
    let wanted = |one: &Covered| match side {
        Side::Numerator => one.status.lacks_broadband(),
        Side::Rest => one.status == Status::Broadband,
    };
    let found = on(tx, day, None)?.into_iter().filter(wanted);
    Ok(found.map(|one| (one.known.village.code.to_string(), one.known.village.name)).collect())
}
