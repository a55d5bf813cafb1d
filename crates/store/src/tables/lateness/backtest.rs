//! The forecast tried on months that it had not seen: of each month, twice a week, every dossier that was open and in time gets a chance from
//! what ended before the month; then it is known what came.

use super::learn;
use crate::province::Province;
use crate::tables::quality::dossier_before;
use crate::{Fault, Tx, values};
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use rules::calendar::instant;
use rules::dossiers::{Dossier, Verdict, national_verdict};
use rules::lateness::{Place, Trial, share};
use rules::quality::Period;
use std::collections::HashMap;

/// One month that was held out.
#[derive(Debug, Clone, PartialEq)]
pub struct Month {
    /// Its first day.
    pub from: Date,
    /// From how many steps of past dossiers was learnt.
    pub learnt: usize,
    /// The forecasts.
    pub forecast: Vec<Trial>,
    /// What a forecast would say that gives each dossier the share of all that ended late.
    pub base: Vec<Trial>,
    /// What one would say that gives each the share of its procedure.
    pub procedure: Vec<Trial>,
    /// What the rule of thumb says: late when less than a fifth of the time that was left at the step's beginning is left.
    pub thumb: Vec<Trial>,
}

/// Several months.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Backtest {
    /// Oldest first.
    pub months: Vec<Month>,
}

/// Tries the forecast on the months that begin on these days; whatever is not known by `now` is left out.
///
/// # Errors
/// When the database fails.
pub fn backtest(tx: &mut Tx, province: &Province, months: &[Date], now: Timestamp) -> Result<Backtest, Fault> {
    let mut tried = Backtest::default();
    for from in months {
        tried.months.push(month(tx, province, *from, now)?);
    }
    Ok(tried)
}

fn month(tx: &mut Tx, province: &Province, from: Date, now: Timestamp) -> Result<Month, Fault> {
    let days = Period { from, to: from.last_of_month() };
    let model = learn(tx, province, days.start())?;
    let rates = rates(tx, days.start())?;
    let (mut forecast, mut base, mut procedure, mut thumb) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut day = from;
    while day <= days.to {
        let at = instant(day.at(9, 0, 0, 0));
        if matches!(day.weekday(), Weekday::Monday | Weekday::Thursday) && at < now {
            for (code, late) in outcomes(tx, at, now)? {
                let Some(dossier) = dossier_before(tx, &code, at)? else { continue };
                let Some((place, used)) = stands(province, &dossier, at) else { continue };
                let trial = |chance: f64| Trial { chance, late };
                forecast.push(trial(model.chance(&place, used).late));
                base.push(trial(model.base()));
                procedure.push(trial(rates.get(&place.procedure).copied().unwrap_or_else(|| model.base())));
                thumb.push(trial(if used > THUMB { 1.0 } else { 0.0 }));
            }
        }
        day = day.tomorrow().map_err(|error| Fault::because("a day", error))?;
    }
    Ok(Month { from, learnt: model.size(), forecast, base, procedure, thumb })
}

/// Where the rule of thumb expects the worst.
const THUMB: f64 = 0.8;

/// The dossiers that were open at an instant, and whether they ended late; those of which it is not known yet are left out.
fn outcomes(tx: &mut Tx, at: Timestamp, now: Timestamp) -> Result<Vec<(String, bool)>, Fault> {
    let rows = tx.query(
        "SELECT d.code, d.finished_at, COALESCE(d.stopped_at, d.finished_at), d.due_at, d.supplements FROM dossiers d
         WHERE d.received_at < $1 AND (d.finished_at IS NULL OR d.finished_at >= $1) AND d.due_at IS NOT NULL
         ORDER BY d.code",
        values![at],
    )?;
    let mut known = Vec::new();
    for row in &rows {
        let (due, twice) = (row.time(3)?, row.int(4)? > 1);
        let late = match (row.opt_time(1)?, row.opt_time(2)?) {
            (Some(_), Some(ended)) => twice || ended.as_second() > due.as_second(),
            // Still open: late already, or nobody knows.
            (_, stopped) if twice || stopped.is_none() && now > due => true,
            _ => continue,
        };
        known.push((row.string(0)?, late));
    }
    Ok(known)
}

/// The place of a dossier that is open and in time, and what share of its time there is over.
fn stands(province: &Province, dossier: &Dossier, at: Timestamp) -> Option<(Place, f64)> {
    if dossier.finished_at.is_some() || national_verdict(dossier, at) != Some(Verdict::Running) {
        return None;
    }
    let (entered, due) = (dossier.entered.last()?, dossier.due_at?);
    let calendar = province.calendar(&entered.agency);
    let then = calendar.remaining(entered.at, entered.due_at?).seconds();
    let left = calendar.remaining(dossier.stopped_at().unwrap_or(at), due).seconds();
    let used = share(then, left).filter(|used| *used < 1.0)?;
    let place = Place {
        procedure: dossier.filed.procedure.to_string(),
        step: entered.step,
        task: dossier.current_step()?.task.key().to_owned(),
        office: entered.agency.clone(),
    };
    Some((place, used))
}

/// The share of each procedure's dossiers that ended late before an instant.
fn rates(tx: &mut Tx, until: Timestamp) -> Result<HashMap<String, f64>, Fault> {
    let rows = tx.query(
        "SELECT d.procedure, COUNT(*), CAST(SUM(CASE WHEN d.supplements > 1
                 OR COALESCE(d.stopped_at, d.finished_at) / 1000000 > d.due_at / 1000000 THEN 1 ELSE 0 END) AS BIGINT)
         FROM dossiers d WHERE d.finished_at < $1 AND d.received_at IS NOT NULL AND d.due_at IS NOT NULL GROUP BY d.procedure",
        values![until],
    )?;
    let rate = |all: i64, late: i64| {
        #[expect(clippy::cast_precision_loss, reason = "counts of dossiers are far below 2^52")]
        let (all, late) = (all as f64, late as f64);
        late / all
    };
    rows.iter().map(|row| Ok((row.string(0)?, rate(row.int(1)?, row.int(2)?)))).collect()
}
