//! What is known of the digital citizens of villages on a day, what is to be reached, and the figure of it.

use super::villages;
use crate::desk::digital_citizens::load_with_history;
use crate::tables::quality::Source;
use crate::{Fault, Tx, values};
use jiff::civil::Date;
use rules::codes::{AgencyCode, VillageCode};
use rules::digital_citizens::{Aimed, Counts, Event, Reported, last_by};
use rules::people::KnownVillage;
use rules::quality::{Figure, List, Share};
use std::collections::BTreeMap;

/// The figure of the conference report that is computed here.
pub const FIGURE: &str = "digital_citizens";

/// Where the villages behind the figure are listed.
const VILLAGES: List = List { page: "/digital-citizens", api: "/api/v1/digital-citizens" };

/// People with an e-ID of level 2, of all residents aged 14 and over; they are counted village by village and have a list of their own.
pub(in crate::tables) const FIGURES: Source = Source {
    keys: &[FIGURE],
    figure: |tx, _, _, period| figure(tx, period.to),
    behind: |_, _, _, _, _| Ok(Vec::new()),
};

/// Takes in one entry: a row is a function of the village's reports, or of the last word on a year's target.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx, event: &Event) -> Result<(), Fault> {
    let Some(code) = event.village() else {
        let Event::Aimed(aimed) = event else { return Ok(()) };
        return tx.execute(
            "INSERT INTO digital_citizen_targets (agency, year, body) VALUES ($1, $2, $3)
             ON CONFLICT (agency, year) DO UPDATE SET body = excluded.body",
            values![aimed.agency.as_str(), i64::from(aimed.year), super::json(aimed)?],
        );
    };
    let (known, _) = load_with_history(tx, code)?;
    let verified: Vec<(&Reported, Date)> = known.verified().collect();
    tx.execute(
        "INSERT INTO digital_citizens (village, commune, waiting, body, version) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (village) DO UPDATE SET waiting = excluded.waiting, body = excluded.body, version = excluded.version",
        values![code.as_str(), code.commune(), known.waiting(), super::json(&verified)?, known.version],
    )
}

/// A village with what counts of it on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The village.
    pub known: KnownVillage,
    /// The report that counts; nothing before the first was verified.
    pub report: Option<Reported>,
    /// How many reports wait for a second person today.
    pub waiting: i64,
}

/// The villages that are on a day with what had been verified of them by its end, by code; those of one commune, where one is given.
///
/// # Errors
/// When the database fails.
pub fn on(tx: &mut Tx, day: Date, commune: Option<&str>) -> Result<Vec<Counted>, Fault> {
    let mut rows: BTreeMap<VillageCode, (Vec<(Reported, Date)>, i64)> = BTreeMap::new();
    let found = match commune {
        Some(commune) => tx.query(
            "SELECT village, body, waiting FROM digital_citizens WHERE commune = $1 ORDER BY village",
            values![commune],
        )?,
        None => tx.query("SELECT village, body, waiting FROM digital_citizens ORDER BY village", values![])?,
    };
    for row in found {
        rows.insert(row.parsed(0)?, (row.json(1)?, row.int(2)?));
    }
    let villages = match commune {
        Some(commune) => villages::of_commune(tx, commune)?,
        None => villages::on(tx, day)?,
    };
    let villages = villages.into_iter().filter(|known| known.is_in_force(day));
    Ok(villages
        .map(|known| {
            let (reports, waiting) = rows.remove(&known.village.code).unwrap_or_default();
            let report = last_by(reports.iter().map(|(report, on)| (report, *on)), day).cloned();
            Counted { known, report, waiting }
        })
        .collect())
}

/// The sum over villages of which something is known: people, and how many villages those are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// Residents, e-IDs, e-signatures, accounts, cashless users, in the order of [`Counts`].
    pub people: [i64; 5],
    /// Villages with a verified report.
    pub known: i64,
    /// Villages.
    pub villages: i64,
}

impl Sum {
    /// With one village more.
    pub fn add(&mut self, one: &Counted) {
        self.villages += 1;
        let Some(report) = &one.report else { return };
        self.known += 1;
        let Counts { residents, eid, signature, account, cashless } = report.counts;
        for (sum, count) in self.people.iter_mut().zip([residents, eid, signature, account, cashless]) {
            *sum += i64::from(count);
        }
    }

    /// Of all residents those of the measure at this place of [`rules::digital_citizens::Measure::ALL`].
    #[must_use]
    pub fn share(&self, at: usize) -> Share {
        let [residents, counts @ ..] = self.people;
        Share::new(counts.get(at).copied().unwrap_or_default(), residents)
    }
}

/// The sum over these villages.
#[must_use]
pub fn sum<'a>(villages: impl IntoIterator<Item = &'a Counted>) -> Sum {
    let mut sum = Sum::default();
    for one in villages {
        sum.add(one);
    }
    sum
}

/// What is to be reached in a year, by agency.
///
/// # Errors
/// When the database fails.
pub fn targets(tx: &mut Tx, year: i16) -> Result<BTreeMap<AgencyCode, Aimed>, Fault> {
    let sql = "SELECT agency, body FROM digital_citizen_targets WHERE year = $1 ORDER BY agency";
    tx.query(sql, values![i64::from(year)])?.iter().map(|row| Ok((row.parsed(0)?, row.json(1)?))).collect()
}

/// Of the residents aged 14 and over those with an e-ID of level 2, on a day; nothing before any village was counted.
///
/// # Errors
/// When the database fails.
pub fn figure(tx: &mut Tx, day: Date) -> Result<Option<Figure>, Fault> {
    let sum = sum(&on(tx, day, None)?);
    Ok((sum.known > 0).then(|| Figure::percent(sum.share(0)).listed(VILLAGES)))
}
