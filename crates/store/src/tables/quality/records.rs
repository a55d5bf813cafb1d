//! The records behind each side of each ratio: a condition on the table of dossiers, or the procedures or communes themselves.
//!
//! The conditions say in SQL what [`rules::quality::contributions`] says of one dossier; a test holds them to the counts.

use super::fees::{self, CASHLESS};
use super::petitions::{PetitionRecord, petition_records};
use super::places;
use super::sides::{catalogue_sides, communes, services_used};
use super::totals::{agencies_of, handed_over, totals};
use super::{figures, known};
use crate::province::Province;
use crate::tables::dossier_lists::Condition;
use crate::{Failure, Tx};
use jiff::civil::Date;
use rules::codes::AgencyCode;
use rules::dossiers::Status;
use rules::quality::{DOSSIERS_ON_TIME, Definition, JUDGED, Period, Scope, Side, keys};

/// What stands behind one side of a ratio.
#[derive(Debug, Clone)]
pub enum Records {
    /// The dossiers that meet this condition on the table `d`.
    Dossiers(Condition),
    /// Procedures, by code and name.
    Procedures(Vec<(String, String)>),
    /// Agencies, by code and name.
    Agencies(Vec<(AgencyCode, String)>),
    /// Petitions.
    Petitions(Vec<PetitionRecord>),
    /// Agencies or villages with a committee or working group, or without one, by code and name.
    Covered(Vec<(String, String)>),
}

/// The records behind one side of an indicator as they were known at the end of a day, or of the figures [`DOSSIERS_ON_TIME`], [`super::LOCATION_INDEPENDENT`],
/// [`super::DOSSIERS_ANYWHERE`] and [`CASHLESS`]; nothing for a key that is unknown, does not apply to the scope, or of which no records are kept.
///
/// # Errors
/// When so many dossiers moved since that day that they can't be listed, or the database fails.
pub fn records(
    tx: &mut Tx,
    province: &Province,
    key: &str,
    side: Side,
    scope: &Scope,
    period: Period,
    as_of: Date,
) -> Result<Option<Records>, Failure> {
    let known = province.as_known(tx, as_of)?;
    let province = known.as_ref().unwrap_or(province);
    let end = Period { from: as_of, to: as_of }.end();
    let definition = Definition::in_force(period.to);
    if definition.indicator(key).is_some_and(|indicator| !indicator.applies(scope.level())) {
        return Ok(None);
    }
    if let Some(covered) = figures::behind(tx, province, key, side, period)? {
        return Ok(Some(Records::Covered(covered)));
    }
    if key == places::DOSSIERS_ANYWHERE {
        let (base, test) = (received(period), places::away(province));
        let split = Split { base, test, holds: Side::Numerator, fault: false };
        return Ok(Some(Records::Dossiers(split.side(side, &agencies_of(tx, province, scope)?))));
    }
    if let Some(split) = Split::of(key, period, as_of) {
        let agencies = agencies_of(tx, province, scope)?;
        let mut condition = split.side(side, &agencies);
        if JUDGED.contains(&key) {
            condition = known::as_known(tx, condition, (key, side), &agencies, period, end)?;
        }
        return Ok(Some(Records::Dossiers(condition)));
    }
    if let Some(petitions) = petition_records(tx, province, (key, side), scope, period, as_of)? {
        return Ok(Some(Records::Petitions(petitions)));
    }
    if key == keys::CERTIFIED_COPIES {
        let agencies = agencies_of(tx, province, scope)?;
        let totals = handed_over(province, totals(tx, &agencies, period, as_of)?);
        let sides = communes(province, scope, definition, &totals);
        return Ok(sides.map(|sides| {
            let list = if side == Side::Numerator { sides.numerator } else { sides.rest };
            Records::Agencies(list.into_iter().map(|agency| (agency.code.clone(), agency.name.clone())).collect())
        }));
    }
    let agencies = agencies_of(tx, province, scope)?;
    let used = match key {
        keys::USED_ONLINE => services_used(tx, &agencies, period)?,
        keys::FEE_ON_RECORD | keys::FEE_PAID_ONLINE => fees::used(tx, &agencies, period, as_of)?,
        _ => Default::default(),
    };
    let procedures: Vec<_> = province.procedures().collect();
    let sides = catalogue_sides(key, &procedures, scope, period, definition, &|key, code| {
        used.contains(&(key, code.to_owned()))
    });
    Ok(sides.map(|sides| {
        let list = if side == Side::Numerator { sides.numerator } else { sides.rest };
        let named = |procedure: &rules::catalogue::Procedure| (procedure.code.to_string(), procedure.name.clone());
        Records::Procedures(list.into_iter().map(named).collect())
    }))
}

/// A denominator and what parts it. `test` need not be free of NULL: only where it holds does a dossier belong to `holds`.
struct Split {
    base: Condition,
    test: Condition,
    holds: Side,
    /// Whether `test` holds only where something went wrong ([`AT_FAULT`]).
    fault: bool,
}

/// Filed on these pages or on the national portal.
pub(in crate::tables) const ONLINE: &str = "d.channel IN ('online', 'national_portal')";

/// Ended late, by whole seconds, whenever that was (a due date that is not there is never missed). Where the clock stood until
/// the end, by when it stopped.
pub(in crate::tables) const LATE: &str =
    "(d.supplements > 1 OR COALESCE(d.stopped_at, d.finished_at) / 1000000 > d.due_at / 1000000)";

/// Open, late or disliked: the words of the index `dossiers_at_fault`, which every list of what went wrong is read by.
const AT_FAULT: &str = "(d.finished_at IS NULL OR d.supplements > 1
    OR d.finished_at / 1000000 > d.due_at / 1000000 OR d.rating = 'dissatisfied')";

impl Split {
    fn of(key: &str, period: Period, as_of: Date) -> Option<Self> {
        let split = |base, holds, test: Condition| Self { base, test, holds, fault: false };
        let fault = |base, test: Condition| Self { base, test, holds: Side::Rest, fault: true };
        let plain = |sql: &str| Condition { sql: sql.to_owned(), values: Vec::new() };
        Some(match key {
            keys::ON_TIME => fault(in_hand(period), late_or_overdue(period)),
            keys::AVERAGE_TIME => split(processed(period), Side::Numerator, plain("d.finished_at IS NOT NULL")),
            keys::FILED_ONLINE => split(
                received(period),
                Side::Rest,
                plain(&format!(
                    "(NOT {ONLINE} OR (d.paper_result = 1 AND d.outcome = 'granted' AND d.result_file IS NULL))"
                )),
            ),
            keys::ELECTRONIC_RESULT => {
                let mut base = processed(period);
                base.join("d.paper_result = 1");
                split(base, Side::Numerator, plain("d.result_file IS NOT NULL"))
            }
            keys::DIGITISED => split(processed(period), Side::Numerator, plain("d.digitised = 1")),
            keys::REUSED | keys::PERSONAL_STORE => split(received(period), Side::Numerator, plain("d.reused = 1")),
            keys::PAID_ONLINE => {
                let mut base = received(period);
                base.join(fees::OBLIGED);
                split(base, Side::Numerator, fees::online(as_of))
            }
            CASHLESS => split(fees::paid(period), Side::Numerator, plain(fees::WITHOUT_CASH)),
            keys::SATISFIED => {
                let mut test = late_or_overdue(period);
                test.values.push(period.start().into());
                test.values.push(period.end().into());
                let (from, to) = (test.values.len() - 1, test.values.len());
                test.sql = format!(
                    "({} OR (d.rating = 'dissatisfied' AND d.finished_at >= ${from} AND d.finished_at < ${to}))",
                    test.sql
                );
                fault(in_hand(period), test)
            }
            DOSSIERS_ON_TIME => fault(finished(period), plain(LATE)),
            _ => return None,
        })
    }

    fn side(self, side: Side, agencies: &[AgencyCode]) -> Condition {
        let mut condition = of_agencies(agencies);
        condition.and_all(&self.base);
        let mut test = self.test;
        if side == self.holds && self.fault {
            condition.join(AT_FAULT);
        }
        if side != self.holds {
            test.sql = format!("CASE WHEN {} THEN 0 ELSE 1 END = 1", test.sql);
        }
        condition.and_all(&test);
        condition
    }
}

/// Settled by one of these agencies; by any where none is named.
pub(in crate::tables) fn of_agencies(agencies: &[AgencyCode]) -> Condition {
    let mut condition = Condition::default();
    match agencies {
        [] => {}
        [agency] => condition.and("d.competent_agency =", agency.as_str()),
        several => {
            let values: Vec<_> = several.iter().map(|agency| agency.as_str().into()).collect();
            let places: Vec<_> = (1..=values.len()).map(|place| format!("${place}")).collect();
            let sql = format!("d.competent_agency IN ({})", places.join(", "));
            condition.and_all(&Condition { sql, values });
        }
    }
    condition
}

/// Received in the period.
fn received(period: Period) -> Condition {
    let mut condition = Condition::default();
    condition.and("d.received_at >=", period.start());
    condition.and("d.received_at <", period.end());
    condition
}

/// Received once, and finished in the period.
fn finished(period: Period) -> Condition {
    let mut condition = Condition::default();
    condition.join("d.received_at IS NOT NULL");
    condition.and("d.finished_at >=", period.start());
    condition.and("d.finished_at <", period.end());
    condition
}

/// Completed with a result in the period.
fn processed(period: Period) -> Condition {
    let mut condition = finished(period);
    condition.join(&format!("d.status IN ({}, {})", Status::Processed.number(), Status::Returned.number()));
    condition
}

/// Finished in the period, or open at its end.
pub(in crate::tables) fn in_hand(period: Period) -> Condition {
    let mut condition = Condition::default();
    condition.and("d.received_at <", period.end());
    condition.and("(d.finished_at IS NULL OR d.finished_at >=", period.start());
    condition.sql.push(')');
    condition
}

/// The day in Vietnam of a moment, counted from 1970.
macro_rules! day {
    ($moment:literal) => {
        concat!("(", $moment, " + 25200000000) / 86400000000")
    };
}
pub(in crate::tables) use day;

/// The clock did not stop before the day after the due day, or a second supplement was asked for.
pub(in crate::tables) const RAN_OVER: &str =
    concat!("(d.stopped_at IS NULL OR d.supplements > 1 OR ", day!("d.stopped_at"), " > ", day!("d.due_at"), ")");

/// Of those in hand: finished late in the period, or open at its end and overdue, which is from the day after the due day or
/// from a second supplement request on; not where the clock stood before.
fn late_or_overdue(period: Period) -> Condition {
    Condition {
        sql: format!(
            "((d.finished_at < $1 AND {LATE}) OR ((d.finished_at IS NULL OR d.finished_at >= $1)
              AND ((d.due_at < $2 AND {RAN_OVER}) OR d.second_supplement_at < $1)))"
        ),
        values: vec![period.end().into(), period.last_day().into()],
    }
}
