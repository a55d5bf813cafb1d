//! Why a figure got worse between two days: the records that went over to the side that does not count.

use super::figures::{Named, behind};
use super::national;
use super::rankings::Rankings;
use super::records::{Records, records};
use super::reports::{Asked, index};
use crate::province::Province;
use crate::tables::budget;
use crate::tables::dossier_lists::{Filter, list};
use crate::tables::dossiers::Listed;
use crate::{Failure, Tx};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::budget::{Field, Sums};
use rules::people::permissions::Scope as Seen;
use rules::quality::{
    FigureItem, IndicatorReport, JUDGED, NationalProvince, OWN_PROVINCE, Period, Points, Scope, Side, provinces,
};

/// So many dossiers of a cause are named.
const NAMED: u32 = 5;

/// A figure that got worse.
#[derive(Debug, Clone)]
pub struct Fallen {
    /// Its key.
    pub key: &'static str,
    /// Why.
    pub cause: Cause,
}

/// The records that moved.
#[derive(Debug, Clone)]
pub enum Cause {
    /// Dossiers of these days that do not count, newest first; whether there are more than are named.
    Dossiers {
        /// Some of them.
        some: Vec<Listed>,
        /// Whether there are more.
        more: bool,
    },
    /// Agencies, villages, services or procedures that counted and do so no more, by code and name.
    Named(Named),
    /// Indicators of the index that fell.
    Indicators(Vec<FallenIndicator>),
    /// Budget lines of which the sums changed.
    Lines(Vec<MovedLine>),
    /// Provinces that overtook.
    Provinces(Vec<&'static NationalProvince>),
    /// No record of its own moved: time went by, or what it is compared with grew.
    Time,
}

/// An indicator that fell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FallenIndicator {
    /// Its key.
    pub key: &'static str,
    /// Its name in Vietnamese.
    pub name: &'static str,
    /// Its name in English.
    pub name_en: &'static str,
    /// Its points on the earlier day.
    pub before: Points,
    /// Its points now.
    pub now: Points,
    /// How many dossiers more stand on the side that does not count; nothing for indicators that count other things.
    pub dossiers: Option<i64>,
}

/// A budget line of which the sums changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedLine {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it came to on the earlier day.
    pub before: Sums,
    /// What it comes to now.
    pub now: Sums,
}

/// Why a figure got worse between two days, both in one year.
///
/// # Errors
/// When the database fails.
pub(super) fn fallen(
    tx: &mut Tx,
    province: &Province,
    figure: &FigureItem,
    (earlier, later): (Date, Date),
    now: Timestamp,
) -> Result<Fallen, Failure> {
    let days = (earlier, later);
    // The side on which nobody wants to be.
    let bad = if figure.less_is_better() { Side::Numerator } else { Side::Rest };
    let year = |to: Date| Period { from: to.first_of_year(), to };
    let cause = match figure.key {
        "service_index" => indicators(tx, province, days, now)?,
        "service_index_rank" => overtaken(tx, days)?,
        key if budget::FIGURES.keys.contains(&key) => lines(tx, key, days)?,
        key => match behind(tx, province, key, bad, year(later))? {
            Some(after) => {
                let before = behind(tx, province, key, bad, year(earlier))?.unwrap_or_default();
                named(after.into_iter().filter(|one| !before.contains(one)).collect())
            }
            None => of_days(tx, province, key, days)?,
        },
    };
    Ok(Fallen { key: figure.key, cause })
}

fn named(found: Named) -> Cause {
    if found.is_empty() { Cause::Time } else { Cause::Named(found) }
}

/// Of figures that count dossiers, those of the days after the earlier one that do not count; of procedures, those that do so no more.
fn of_days(tx: &mut Tx, province: &Province, key: &str, (earlier, later): (Date, Date)) -> Result<Cause, Failure> {
    let since = Period { from: earlier.tomorrow().unwrap_or(later), to: later };
    match records(tx, province, key, Side::Rest, &Scope::Province, since, later)? {
        Some(Records::Dossiers(condition)) => {
            let filter = Filter { condition: Some(condition), ..Filter::default() };
            let mut some = list(tx, &Seen::All, &filter, None, NAMED)?;
            let more = some.len() > NAMED as usize;
            some.truncate(NAMED as usize);
            Ok(if some.is_empty() { Cause::Time } else { Cause::Dossiers { some, more } })
        }
        Some(Records::Procedures(now)) => {
            let before = Period { from: earlier.first_of_year(), to: earlier };
            let before = match records(tx, province, key, Side::Rest, &Scope::Province, before, earlier)? {
                Some(Records::Procedures(before)) => before,
                _ => Vec::new(),
            };
            Ok(named(now.into_iter().filter(|one| !before.contains(one)).collect()))
        }
        _ => Ok(Cause::Time),
    }
}

/// How many records do not count.
fn rest(one: &IndicatorReport) -> Option<i64> {
    Some(one.denominator? - one.numerator?)
}

/// The indicators that lost points, most first.
fn indicators(
    tx: &mut Tx,
    province: &Province,
    (earlier, later): (Date, Date),
    now: Timestamp,
) -> Result<Cause, Failure> {
    let from = earlier.first_of_year();
    // The province's place comes from a table of its own: no ranking is asked for.
    let rankings = Rankings::default();
    let mut report = |to: Date| {
        let asked = Asked { scope: Scope::Province, period: Period { from, to }, as_of: to };
        let report = index(tx, province, &rankings, &asked, now)?;
        Ok::<Vec<IndicatorReport>, Failure>(report.groups.into_iter().flat_map(|group| group.indicators).collect())
    };
    let (before, after) = (report(earlier)?, report(later)?);
    let mut found = Vec::new();
    for one in &after {
        let then = before.iter().find(|then| then.key == one.key).and_then(|then| then.score);
        let Some((then, is)) = then.zip(one.score).filter(|(then, is)| is < then) else { continue };
        let then_rest = before.iter().find(|then| then.key == one.key).and_then(rest).unwrap_or_default();
        let more = rest(one).filter(|_| JUDGED.contains(&one.key)).map(|rest| rest - then_rest);
        found.push(FallenIndicator {
            key: one.key,
            name: one.name,
            name_en: one.name_en,
            before: then,
            now: is,
            dossiers: more,
        });
    }
    found.sort_by_key(|one| one.now.millionths() - one.before.millionths());
    Ok(if found.is_empty() { Cause::Time } else { Cause::Indicators(found) })
}

/// The provinces that stand before ours now and did not on the earlier day.
fn overtaken(tx: &mut Tx, (earlier, later): (Date, Date)) -> Result<Cause, Failure> {
    let mut ahead = |day: Date| {
        let scores = national::scores(tx, day, Period { from: day, to: day }.end())?.map(|table| table.scores);
        let scores = scores.unwrap_or_default();
        let own = scores.iter().find(|score| score.province == OWN_PROVINCE).map_or(i64::MAX, |own| own.hundredths);
        let better = scores.into_iter().filter(|score| score.hundredths > own).map(|score| score.province);
        Ok::<Vec<String>, Failure>(better.collect())
    };
    let (before, after) = (ahead(earlier)?, ahead(later)?);
    let new = after.into_iter().filter(|code| !before.contains(code));
    let new: Vec<_> = new.filter_map(|code| provinces().iter().find(|province| province.code == code)).collect();
    Ok(if new.is_empty() { Cause::Time } else { Cause::Provinces(new) })
}

/// The lines of the figure's field of which the sums changed.
fn lines(tx: &mut Tx, key: &str, (earlier, later): (Date, Date)) -> Result<Cause, Failure> {
    let field = (key != "budget_allocated").then_some(Field::Digital);
    let filter = budget::Filter { year: later.year(), field, words: String::new() };
    let before = budget::list(tx, &Seen::All, &filter, earlier)?;
    let moved: Vec<_> = budget::list(tx, &Seen::All, &filter, later)?
        .into_iter()
        .zip(before)
        .filter(|(now, before)| now.sums != before.sums)
        .map(|(now, before)| MovedLine {
            code: now.line.code.to_string(),
            name: now.line.name,
            before: before.sums,
            now: now.sums,
        })
        .collect();
    Ok(if moved.is_empty() { Cause::Time } else { Cause::Lines(moved) })
}
