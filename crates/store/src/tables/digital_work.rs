//! How much each agency's people record in a week, which agencies work digitally on a day, and the figure of it.

use crate::journal::Recorded;
use crate::province::Province;
use crate::tables::quality::Source;
use crate::{Fault, Tx, values};
use jiff::ToSpan as _;
use jiff::civil::Date;
use rules::calendar::{day_of, monday_of};
use rules::codes::AgencyCode;
use rules::digital_work::{Kind, WEEKS, whole_weeks, work, works};
use rules::people::{Agency, AgencyKind, Bloc, Directory, Role};
use rules::quality::{Figure, List, Share, Side};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The figure of the conference report that is computed here.
pub const FIGURE: &str = "agencies_digital";

/// Where the agencies behind the figure are listed.
const AGENCIES: List = List { page: "/digital-work", api: "/api/v1/digital-work" };

/// Agencies of the four blocs that work digitally, of those in force.
pub(in crate::tables) const FIGURES: Source = Source {
    keys: &[FIGURE],
    figure: |tx, province, _, period| figure(tx, province, period.to),
    behind: |tx, province, _, side, period| {
        let agencies = on(tx, province, period.to)?;
        let wanted = agencies.into_iter().filter(|one| one.works() == (side == Side::Numerator));
        Ok(wanted.map(|one| (one.agency.code.to_string(), one.agency.name)).collect())
    },
};

/// For which agency somebody acted, and as what.
#[derive(Default, Deserialize)]
struct By {
    #[serde(default)]
    role: Option<Role>,
    #[serde(default)]
    agency: Option<AgencyCode>,
}

/// Takes in one entry: the row of its agency, week, kind and thing counts one more. What no agency did changes nothing.
///
/// # Errors
/// When the database fails.
pub(super) fn apply(tx: &mut Tx, recorded: &Recorded) -> Result<(), Fault> {
    let Some(work) = work(&recorded.event) else { return Ok(()) };
    // Only this much of who did it is read: the journal is written often.
    let by: By = serde_json::from_str(&recorded.by).unwrap_or_default();
    // What members of groups record who hold no position is no work of the agency's people.
    let Some(agency) = by.agency.filter(|_| by.role != Some(Role::Citizen)) else { return Ok(()) };
    let thing = if work.kind.is_named() { recorded.stream.as_str() } else { "" };
    tx.execute(
        "INSERT INTO digital_work (agency, week, kind, thing, acts, signed, certified) VALUES ($1, $2, $3, $4, 1, $5, $6)
         ON CONFLICT (agency, week, kind, thing) DO UPDATE SET acts = digital_work.acts + 1,
             signed = digital_work.signed + excluded.signed, certified = digital_work.certified + excluded.certified",
        values![
            agency.as_str(),
            monday_of(day_of(recorded.at)).to_string(),
            work.kind.key(),
            thing,
            i64::from(work.signed),
            i64::from(work.certified)
        ],
    )
}

/// What was recorded, in a week or in several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// Entries of the journal.
    pub acts: i64,
    /// Of these, documents signed or issued.
    pub signed: i64,
    /// Of these, with a digital signature made here.
    pub certified: i64,
}

impl std::ops::AddAssign for Sum {
    fn add_assign(&mut self, more: Self) {
        self.acts += more.acts;
        self.signed += more.signed;
        self.certified += more.certified;
    }
}

/// An agency with what its people recorded in the whole weeks before a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Worked {
    /// The agency.
    pub agency: Agency,
    /// A sum a week, the oldest first.
    pub weeks: [Sum; WEEKS],
}

impl Worked {
    /// In how many of the weeks it recorded anything.
    #[must_use]
    pub fn weeks_with_work(&self) -> usize {
        self.weeks.iter().filter(|week| week.acts > 0).count()
    }

    /// Whether it works digitally.
    #[must_use]
    pub fn works(&self) -> bool {
        works(self.weeks_with_work())
    }

    /// All weeks together.
    #[must_use]
    pub fn sum(&self) -> Sum {
        let mut sum = Sum::default();
        for week in self.weeks {
            sum += week;
        }
        sum
    }
}

/// The agencies that are counted: the authorities in force on the day of this directory, of all four blocs.
fn counted(directory: &Directory) -> impl Iterator<Item = &Agency> {
    directory.iter().filter(|agency| agency.kind == AgencyKind::Authority)
}

/// To whom it counts what an agency recorded: what a service centre did is the work of the authority that it belongs to.
fn own(province: &Province) -> HashMap<&str, &str> {
    let all = province.directory.every();
    all.map(|agency| match (&agency.kind, &agency.parent) {
        (AgencyKind::Counter, Some(parent)) => (agency.code.as_str(), parent.as_str()),
        _ => (agency.code.as_str(), agency.code.as_str()),
    })
    .collect()
}

/// Sums by agency and week, from one week to another.
fn weeks(tx: &mut Tx, province: &Province, from: Date, to: Date) -> Result<HashMap<(String, Date), Sum>, Fault> {
    let own = own(province);
    let mut sums: HashMap<(String, Date), Sum> = HashMap::new();
    let sql =
        "SELECT agency, week, CAST(SUM(acts) AS BIGINT), CAST(SUM(signed) AS BIGINT), CAST(SUM(certified) AS BIGINT)
        FROM digital_work WHERE week >= $1 AND week <= $2 GROUP BY agency, week";
    for row in tx.query(sql, values![from.to_string(), to.to_string()])? {
        let code = row.text(0)?;
        let code = own.get(code).copied().unwrap_or(code).to_owned();
        let sum = Sum { acts: row.int(2)?, signed: row.int(3)?, certified: row.int(4)? };
        *sums.entry((code, row.parsed(1)?)).or_default() += sum;
    }
    Ok(sums)
}

/// Every agency of the four blocs in force on a day, with what its people recorded in the last whole weeks before the end of that day.
///
/// # Errors
/// When the database fails.
pub fn on(tx: &mut Tx, province: &Province, day: Date) -> Result<Vec<Worked>, Fault> {
    let mondays = whole_weeks(day, WEEKS);
    let (Some(first), Some(last)) = (mondays.first(), mondays.last()) else { return Ok(Vec::new()) };
    let sums = weeks(tx, province, *first, *last)?;
    let of = |agency: &Agency| {
        let mut weeks = [Sum::default(); WEEKS];
        for (sum, monday) in weeks.iter_mut().zip(&mondays) {
            *sum = sums.get(&(agency.code.to_string(), *monday)).copied().unwrap_or_default();
        }
        Worked { agency: agency.clone(), weeks }
    };
    Ok(counted(&province.directory.on(day)).map(of).collect())
}

/// A week: of the agencies in force at its end those whose people recorded anything in it, and the documents that they signed or issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    /// Its Monday.
    pub monday: Date,
    /// A share a bloc, in the order of [`Bloc::ALL`].
    pub blocs: [Share; 4],
    /// What all of them recorded.
    pub sum: Sum,
}

impl Week {
    /// The share of all four blocs together.
    #[must_use]
    pub fn share(&self) -> Share {
        let mut all = Share::new(0, 0);
        for bloc in self.blocs {
            all = Share::new(all.numerator + bloc.numerator, all.denominator + bloc.denominator);
        }
        all
    }
}

/// The course over so many whole weeks before the end of a day, oldest first.
///
/// # Errors
/// When the database fails.
pub fn course(tx: &mut Tx, province: &Province, day: Date, count: usize) -> Result<Vec<Week>, Fault> {
    let mondays = whole_weeks(day, count);
    let (Some(first), Some(last)) = (mondays.first(), mondays.last()) else { return Ok(Vec::new()) };
    let sums = weeks(tx, province, *first, *last)?;
    let mut course = Vec::with_capacity(mondays.len());
    for monday in mondays {
        let then = province.directory.on(monday.saturating_add(6.days()));
        let (mut blocs, mut all) = ([Share::new(0, 0); 4], Sum::default());
        for agency in counted(&then) {
            let sum = sums.get(&(agency.code.to_string(), monday)).copied().unwrap_or_default();
            all += sum;
            for (bloc, share) in Bloc::ALL.iter().zip(&mut blocs) {
                if *bloc == agency.bloc {
                    *share = Share::new(share.numerator + i64::from(sum.acts > 0), share.denominator + 1);
                }
            }
        }
        course.push(Week { monday, blocs, sum: all });
    }
    Ok(course)
}

/// What an agency's people recorded about one thing, or of one kind, in a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The Monday of the week.
    pub monday: Date,
    /// What kind of work.
    pub kind: Kind,
    /// The stream of the thing; empty where things are not named.
    pub thing: String,
    /// How much.
    pub sum: Sum,
}

/// All that the people of an agency and of its service centre recorded from one week to another, the last week first.
///
/// # Errors
/// When the database fails.
pub fn lines(
    tx: &mut Tx,
    province: &Province,
    agency: &AgencyCode,
    (from, to): (Date, Date),
) -> Result<Vec<Line>, Fault> {
    let counters = province.directory.every().filter(|one| one.kind == AgencyKind::Counter);
    let counters = counters.filter(|one| one.parent.as_ref() == Some(agency)).map(|one| one.code.clone());
    let codes: BTreeSet<AgencyCode> = std::iter::once(agency.clone()).chain(counters).collect();
    let mut lines: BTreeMap<(std::cmp::Reverse<Date>, Kind, String), Sum> = BTreeMap::new();
    let sql = "SELECT week, kind, thing, acts, signed, certified FROM digital_work
        WHERE agency = $1 AND week >= $2 AND week <= $3";
    for code in codes {
        for row in tx.query(sql, values![code.as_str(), from.to_string(), to.to_string()])? {
            let kind = Kind::from_key(row.text(1)?).ok_or_else(|| Fault::new("work of an unknown kind"))?;
            let sum = Sum { acts: row.int(3)?, signed: row.int(4)?, certified: row.int(5)? };
            *lines.entry((std::cmp::Reverse(row.parsed(0)?), kind, row.string(2)?)).or_default() += sum;
        }
    }
    let line = |((week, kind, thing), sum): ((std::cmp::Reverse<Date>, Kind, String), Sum)| Line {
        monday: week.0,
        kind,
        thing,
        sum,
    };
    Ok(lines.into_iter().map(line).collect())
}

/// The share of agencies that work digitally on a day; nothing before anything was recorded in a week that is over.
///
/// # Errors
/// When the database fails.
pub fn figure(tx: &mut Tx, province: &Province, day: Date) -> Result<Option<Figure>, Fault> {
    let Some(last) = whole_weeks(day, 1).pop() else { return Ok(None) };
    if tx.query_opt("SELECT 1 FROM digital_work WHERE week <= $1 LIMIT 1", values![last.to_string()])?.is_none() {
        return Ok(None);
    }
    let agencies = on(tx, province, day)?;
    let count = |some: usize| i64::try_from(some).unwrap_or(i64::MAX);
    let working = agencies.iter().filter(|one| one.works()).count();
    Ok(Some(Figure::percent(Share::new(count(working), count(agencies.len()))).listed(AGENCIES)))
}
