//! Which open dossiers are likely to be late: what the model of [`rules::lateness`] learns from, and the places where open ones are.

mod backtest;

pub use backtest::{Backtest, Month, backtest};

use crate::province::Province;
use crate::tables::dossier_lists::{Filter, export};
use crate::tables::dossiers::Listed;
use crate::{Fault, Row, Tx, values};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use rules::lateness::{Chance, Model, Past, Place, share};
use rules::people::permissions::Scope;
use rules::quality::Period;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What ended in so many days is learnt from.
const DAYS: i64 = 365;

/// The model of a day, kept until the day is over; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Forecasts(Arc<Mutex<Newest>>);

/// The last model that was learnt, with its day.
type Newest = Option<(Date, Arc<Model>)>;

impl Forecasts {
    /// The model learnt from what ended in the year before this day.
    ///
    /// # Errors
    /// When the database fails.
    pub fn get(&self, tx: &mut Tx, province: &Province, today: Date) -> Result<Arc<Model>, Fault> {
        let kept = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, model)) = kept().as_ref().filter(|(day, _)| *day == today) {
            return Ok(Arc::clone(model));
        }
        let model = Arc::new(learn(tx, province, Period { from: today, to: today }.start())?);
        *kept() = Some((today, Arc::clone(&model)));
        Ok(model)
    }
}

/// Learns from every step of the dossiers that ended in the year before an instant.
///
/// # Errors
/// When the database fails.
pub fn learn(tx: &mut Tx, province: &Province, until: Timestamp) -> Result<Model, Fault> {
    let from = until - SignedDuration::from_hours(24 * DAYS);
    let rows = tx.query(
        "SELECT d.procedure, s.step, s.task, s.agency, s.began_at, s.due_at, COALESCE(d.stopped_at, d.finished_at), d.due_at,
             d.supplements
         FROM dossiers d JOIN dossier_steps s ON s.dossier = d.code
         WHERE d.finished_at >= $1 AND d.finished_at < $2 AND s.due_at IS NOT NULL AND d.due_at IS NOT NULL
             AND s.began_at < d.finished_at",
        values![from, until],
    )?;
    let past = rows.iter().map(|row| {
        let place = place(row)?;
        let calendar = province.calendar(&place.office);
        let then = calendar.remaining(row.time(4)?, row.time(5)?).seconds();
        let at_last = calendar.remaining(row.time(6)?, row.time(7)?).seconds();
        let twice = row.int(8)? > 1;
        // A second supplement is late whatever time was left.
        Ok(Past::of(place, then, at_last)
            .map(|past| Past { used: if twice { past.used.max(LATE) } else { past.used }, ..past }))
    });
    let past: Vec<Option<Past>> = past.collect::<Result<_, Fault>>()?;
    Ok(Model::learn(past.into_iter().flatten()))
}

/// A share that is late.
const LATE: f64 = 1.01;

fn place(row: &Row) -> Result<Place, Fault> {
    Ok(Place {
        procedure: row.string(0)?,
        step: u8::try_from(row.int(1)?).unwrap_or(u8::MAX),
        task: row.string(2)?,
        office: row.parsed(3)?,
    })
}

/// An open dossier that is not late yet, and how likely it will be.
#[derive(Debug, Clone, PartialEq)]
pub struct Likely {
    /// The dossier.
    pub dossier: Listed,
    /// Where it is.
    pub place: Place,
    /// What share of the working time is over that was left when it came there.
    pub used: f64,
    /// How likely it is late, and why.
    pub chance: Chance,
}

/// The open dossiers within the scope that pass the filter and are not late yet, likeliest first; so many at most are looked at.
///
/// # Errors
/// When the database fails.
pub fn likely(
    tx: &mut Tx,
    province: &Province,
    model: &Model,
    (scope, filter): (&Scope, &Filter),
    now: Timestamp,
) -> Result<Vec<Likely>, Fault> {
    let mut open = Vec::new();
    export(tx, scope, filter, |listed| {
        if open.len() < MOST && listed.second_supplement_at.is_none() {
            open.push(listed);
        }
        Ok(())
    })?;
    let mut places = places(tx)?;
    let mut found = Vec::with_capacity(open.len());
    for dossier in open {
        let (Some((place, began, due_then, stopped)), Some(due)) = (places.remove(&dossier.code), dossier.due_at)
        else {
            continue;
        };
        let calendar = province.calendar(&place.office);
        let then = calendar.remaining(began, due_then).seconds();
        let left = calendar.remaining(stopped.unwrap_or(now), due).seconds();
        let Some(used) = share(then, left).filter(|used| *used < 1.0) else { continue };
        let chance = model.chance(&place, used);
        found.push(Likely { dossier, place, used, chance });
    }
    found.sort_by(|one, other| {
        other.chance.late.total_cmp(&one.chance.late).then_with(|| one.dossier.code.cmp(&other.dossier.code))
    });
    Ok(found)
}

/// So many open dossiers are looked at in one question.
const MOST: usize = 20_000;

/// The filter of dossiers that are open and have a due date.
#[must_use]
pub fn open() -> Filter {
    let mut condition = crate::tables::dossier_lists::Condition::default();
    condition.join("d.finished_at IS NULL AND d.received_at IS NOT NULL AND d.due_at IS NOT NULL");
    Filter { condition: Some(condition), ..Filter::default() }
}

/// Where a dossier is since when, when it was due then, and when the clock stopped.
type At = (Place, Timestamp, Timestamp, Option<Timestamp>);

/// Where every open dossier is.
fn places(tx: &mut Tx) -> Result<HashMap<String, At>, Fault> {
    let rows = tx.query(
        "SELECT d.procedure, s.step, s.task, s.agency, s.began_at, s.due_at, d.stopped_at, d.code
         FROM dossiers d JOIN dossier_steps s ON s.dossier = d.code
         WHERE d.finished_at IS NULL AND d.received_at IS NOT NULL AND s.due_at IS NOT NULL
             AND s.number = (SELECT MAX(o.number) FROM dossier_steps o WHERE o.dossier = d.code)",
        values![],
    )?;
    rows.iter().map(|row| Ok((row.string(7)?, (place(row)?, row.time(4)?, row.time(5)?, row.opt_time(6)?)))).collect()
}
