//! Petitions in the index: how many agencies had in the period, how many in time and without complaint, and which.

use super::known::anything_since;
use crate::desk::petitions::{load, load_before};
use crate::province::Province;
use crate::tables::petitions::{Leg, legs};
use crate::{Fault, Row, Tx, Value, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::codes::AgencyCode;
use rules::petitions::{Kind, LegEnd};
use rules::quality::{Counts, Period, Scope, Share, Side, keys};
use std::collections::BTreeMap;

/// A petition's time at an agency, behind a ratio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PetitionRecord {
    /// The petition.
    pub id: String,
    /// The agency that had it.
    pub agency: AgencyCode,
    /// About rules or conduct.
    pub kind: Kind,
    /// Since when.
    pub began_at: Timestamp,
    /// The deadline that was missed; of one that waits, the day after which it will be.
    pub due_at: Option<Timestamp>,
    /// Whether its answer is published: then anybody may read it.
    pub published: bool,
}

/// In the agency's competence and hands in the period: $1 is its first instant, $2 that of its last day, $3 that after its end.
/// Each is named, whatever the statement asks besides: an engine wants to know the kind of every one.
const IN_HAND: &str = "(l.began_at < $2 OR l.began_at < $3) AND (l.closed_at IS NULL OR l.closed_at >= $1)
    AND (l.outcome IS NULL OR l.outcome <> 'forwarded' OR l.missed_at IS NOT NULL OR l.closed_at >= $3)";
/// A deadline was missed before the last day.
const LATE: &str = "(COALESCE(l.missed_at < $2, FALSE) OR COALESCE(l.due_at < $2, FALSE))";

fn counts_for(key: &str) -> Option<String> {
    Some(match key {
        keys::PETITION_KINDS => "l.kind = 'regulation'".to_owned(),
        keys::PETITIONS_IN_TIME => format!("NOT {LATE}"),
        keys::PETITIONS_CONTENT => format!("NOT ({LATE} OR l.disliked = 1 OR l.repeated = 1)"),
        _ => return None,
    })
}

/// How many count for each of the three indicators, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Petitions {
    all: i64,
    regulations: i64,
    in_time: i64,
    content: i64,
}

impl Petitions {
    pub(super) fn set(self, counts: &mut Counts) {
        counts.set(keys::PETITION_KINDS, Share::new(self.regulations, self.all));
        counts.set(keys::PETITIONS_IN_TIME, Share::new(self.in_time, self.all));
        counts.set(keys::PETITIONS_CONTENT, Share::new(self.content, self.all));
    }

    /// What one counts for, added or taken off.
    fn of(leg: &Leg, period: Period, sign: i64) -> Self {
        let last_day = period.last_day();
        let late = [leg.missed_at, leg.due_at].into_iter().flatten().any(|at| at < last_day);
        let count = |holds: bool| sign * i64::from(holds);
        Self {
            all: sign,
            regulations: count(leg.kind == Kind::Regulation),
            in_time: count(!late),
            content: count(!(late || leg.disliked || leg.repeated)),
        }
    }

    fn add(&mut self, other: Self) {
        self.all += other.all;
        self.regulations += other.regulations;
        self.in_time += other.in_time;
        self.content += other.content;
    }
}

fn times(period: Period) -> Vec<Value> {
    values![period.start(), period.last_day(), period.end()]
}

/// The petitions of each agency as they were known at the end of a day, those of agencies that are no more at what took their place.
pub(super) fn petitions(
    tx: &mut Tx,
    province: &Province,
    period: Period,
    as_of: Date,
) -> Result<BTreeMap<String, Petitions>, Fault> {
    let end = Period { from: as_of, to: as_of }.end();
    let moved = moved_since(tx, end)?;
    let mut all = counted(tx, province, period)?;
    // What is not as it was is taken off as it is, and counted as it was.
    for id in moved {
        let now = load(tx, &id)?;
        let then = load_before(tx, &id, end)?;
        for (petition, sign) in [(now, -1), (then, 1)] {
            for leg in petition.iter().flat_map(legs).filter(|leg| is_in_hand(leg, period)) {
                let at = province.directory.successor(&leg.agency).to_string();
                all.entry(at).or_default().add(Petitions::of(&leg, period, sign));
            }
        }
    }
    all.retain(|_, one| one.all != 0);
    Ok(all)
}

/// The petitions with entries made at this instant or later.
fn moved_since(tx: &mut Tx, end: Timestamp) -> Result<Vec<String>, Fault> {
    if !anything_since(tx, end)? {
        return Ok(Vec::new());
    }
    let sql = "SELECT p.id FROM petitions p WHERE EXISTS (SELECT 1 FROM events e
        WHERE e.stream = 'petitions/' || p.id AND e.recorded_at >= $1) ORDER BY p.id";
    tx.query(sql, values![end])?.iter().map(|row| row.string(0)).collect()
}

/// What [`IN_HAND`] says, of one.
fn is_in_hand(leg: &Leg, period: Period) -> bool {
    let (start, end) = (period.start(), period.end());
    leg.began_at < end
        && leg.closed_at.is_none_or(|closed| closed >= start)
        && (leg.outcome != Some(LegEnd::Forwarded)
            || leg.missed_at.is_some()
            || leg.closed_at.is_some_and(|closed| closed >= end))
}

fn counted(tx: &mut Tx, province: &Province, period: Period) -> Result<BTreeMap<String, Petitions>, Fault> {
    let counted = [keys::PETITION_KINDS, keys::PETITIONS_IN_TIME, keys::PETITIONS_CONTENT]
        .map(|key| format!("COALESCE(SUM(CASE WHEN {} THEN 1 ELSE 0 END), 0)", counts_for(key).unwrap_or_default()));
    let sql = format!(
        "SELECT l.agency, COUNT(*), {} FROM petition_legs l WHERE {IN_HAND} GROUP BY l.agency",
        counted.join(", ")
    );
    let mut all: BTreeMap<String, Petitions> = BTreeMap::new();
    for row in tx.query(&sql, times(period))? {
        let code: String = row.string(0)?;
        let at = code.parse().map_or(code.clone(), |code| province.directory.successor(&code).to_string());
        let one = Petitions { all: row.int(1)?, regulations: row.int(2)?, in_time: row.int(3)?, content: row.int(4)? };
        all.entry(at).or_default().add(one);
    }
    Ok(all)
}

/// The petitions of a scope.
pub(super) fn of_scope(all: &BTreeMap<String, Petitions>, scope: &Scope) -> Petitions {
    match scope.agency() {
        Some(agency) => all.get(agency.as_str()).copied().unwrap_or_default(),
        None => all.values().fold(Petitions::default(), |mut sum, one| {
            sum.add(*one);
            sum
        }),
    }
}

/// The petitions on one side of an indicator as they were known at the end of a day, the newest first; nothing when it counts something
/// else.
pub(super) fn petition_records(
    tx: &mut Tx,
    province: &Province,
    (key, side): (&str, Side),
    scope: &Scope,
    period: Period,
    as_of: Date,
) -> Result<Option<Vec<PetitionRecord>>, Fault> {
    let Some(test) = counts_for(key) else { return Ok(None) };
    let end = Period { from: as_of, to: as_of }.end();
    let moved = moved_since(tx, end)?;
    let test = if side == Side::Numerator { test } else { format!("NOT ({test})") };
    let sql = format!(
        "SELECT l.petition, l.agency, l.kind, l.began_at, COALESCE(l.missed_at, l.due_at), p.published_at
         FROM petition_legs l JOIN petitions p ON p.id = l.petition
         WHERE {IN_HAND} AND {test} ORDER BY l.began_at DESC, l.petition, l.leg"
    );
    let records = tx.query(&sql, times(period))?.iter().map(record).collect::<Result<Vec<_>, _>>()?;
    let of_scope = |record: &PetitionRecord| {
        scope.agency().is_none_or(|agency| province.directory.successor(&record.agency) == agency)
    };
    let mut records: Vec<_> =
        records.into_iter().filter(|record| !moved.contains(&record.id)).filter(of_scope).collect();
    for id in moved {
        let Some(then) = load_before(tx, &id, end)? else { continue };
        for leg in legs(&then).into_iter().filter(|leg| is_in_hand(leg, period)) {
            let one = Petitions::of(&leg, period, 1);
            let counts = match key {
                keys::PETITION_KINDS => one.regulations,
                keys::PETITIONS_IN_TIME => one.in_time,
                _ => one.content,
            };
            let published = then.published_at.is_some();
            let Leg { agency, kind, began_at, missed_at, due_at, .. } = leg;
            let record =
                PetitionRecord { id: id.clone(), agency, kind, began_at, due_at: missed_at.or(due_at), published };
            if (counts == 1) == (side == Side::Numerator) && of_scope(&record) {
                records.push(record);
            }
        }
    }
    records.sort_by(|one, other| other.began_at.cmp(&one.began_at).then_with(|| one.id.cmp(&other.id)));
    Ok(Some(records))
}

fn record(row: &Row) -> Result<PetitionRecord, Fault> {
    Ok(PetitionRecord {
        id: row.string(0)?,
        agency: row.text(1)?.parse().map_err(|error| Fault::because("a petition's agency", error))?,
        kind: Kind::from_key(row.text(2)?).ok_or_else(|| Fault::new("a petition of an unknown kind"))?,
        began_at: row.time(3)?,
        due_at: row.opt_time(4)?,
        published: row.opt_time(5)?.is_some(),
    })
}
