//! Reorganising agencies and villages: the rules decide, the events are entered together.

use super::people::record;
use crate::engine::Tx;
use crate::province::Province;
use crate::tables::villages;
use crate::{Failure, Fault, values};
use jiff::Timestamp;
use rules::codes::{AgencyCode, CommuneCode, VillageCode};
use rules::people::{self, Agency, Capacity, Event, Ordered, Village};
use rules::{Problem, Refusal};

use super::catalogue::Change;

/// What is to happen to agencies.
#[derive(Debug, Clone, PartialEq)]
pub enum Reorganisation {
    /// One gets another name.
    Rename {
        /// Which.
        code: AgencyCode,
        /// Its new name.
        name: String,
        /// Its new name in English.
        name_en: Option<String>,
    },
    /// Some become part of others.
    Merge {
        /// Which.
        codes: Vec<AgencyCode>,
        /// What they become part of; the first takes over their dossiers.
        into: Vec<AgencyCode>,
    },
    /// One is dissolved.
    Dissolve {
        /// Which.
        code: AgencyCode,
    },
}

/// What would be entered for this reorganisation: to be shown before it is done.
///
/// # Errors
/// When the rules refuse, or an agency that nobody takes over still has dossiers in hand.
pub fn plan(
    tx: &mut Tx,
    province: &Province,
    reorganisation: &Reorganisation,
    ordered: &Ordered,
) -> Result<Vec<Event>, Failure> {
    let directory = &province.directory;
    match reorganisation {
        Reorganisation::Rename { code, name, name_en } => {
            Ok(vec![people::rename(directory, code, name, name_en.clone(), ordered)?])
        }
        Reorganisation::Merge { codes, into } => Ok(people::merge(directory, codes, into, ordered)?),
        Reorganisation::Dissolve { code } => {
            let events = people::dissolve(directory, code, ordered)?;
            for event in &events {
                let Event::AgencyDissolved(dissolved) = event else { continue };
                let open = open_dossiers(tx, &dissolved.code)?;
                if open > 0 {
                    let name = directory.get(&dissolved.code).map_or("", |agency| agency.name.as_str());
                    return Err(Refusal::rule("agency-has-open-dossiers")
                        .with("name", name)
                        .with("count", open)
                        .into());
                }
            }
            Ok(events)
        }
    }
}

/// Does it: all of it, or nothing.
///
/// # Errors
/// As [`plan`]; or when somebody else was faster.
pub fn reorganise(
    tx: &mut Tx,
    province: &Province,
    reorganisation: &Reorganisation,
    ordered: &Ordered,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    plan(tx, province, reorganisation, ordered)?.into_iter().try_for_each(|event| record(tx, event, by, now))
}

/// How many dossiers an agency or counter has in hand, those of its predecessors not counted.
///
/// # Errors
/// When the database fails.
pub fn open_dossiers(tx: &mut Tx, code: &AgencyCode) -> Result<i64, Fault> {
    let sql = "SELECT COUNT(*) FROM dossiers WHERE queue = 1 AND holder = $1";
    tx.query_one(sql, values![code.as_str()])?.int(0)
}

/// Enters an agency, or other particulars of it and why.
///
/// # Errors
/// When the rules refuse.
pub fn register(
    tx: &mut Tx,
    province: &Province,
    agency: Agency,
    reason: Option<String>,
    by: &Capacity,
    now: Timestamp,
) -> Result<Change, Failure> {
    let is_no_more = province.directory.end(&agency.code).is_some();
    register_as(tx, province, agency, is_no_more, reason, by, now)
}

/// Enters other particulars of an agency that is known, and why. `seen` is the [`mark`](super::mark) of those that were changed.
///
/// # Errors
/// When the particulars are others meanwhile, or the rules refuse.
pub fn correct(
    tx: &mut Tx,
    province: &Province,
    agency: Agency,
    (seen, reason): (&str, String),
    by: &Capacity,
    now: Timestamp,
) -> Result<Change, Failure> {
    super::unchanged(&province.directory.get(&agency.code), seen, "agency-changed-meanwhile")?;
    register(tx, province, agency, Some(reason), by, now)
}

/// Enters an agency of the past, whose end is entered with it.
///
/// # Errors
/// When the rules refuse.
pub fn register_former(
    tx: &mut Tx,
    province: &Province,
    agency: Agency,
    by: &Capacity,
    now: Timestamp,
) -> Result<Change, Failure> {
    register_as(tx, province, agency, true, None, by, now)
}

fn register_as(
    tx: &mut Tx,
    province: &Province,
    agency: Agency,
    is_no_more: bool,
    reason: Option<String>,
    by: &Capacity,
    now: Timestamp,
) -> Result<Change, Failure> {
    let known = province.directory.get(&agency.code).is_some();
    match people::register(&province.directory, agency, is_no_more)? {
        None => Ok(Change::Left),
        Some(mut event) => {
            if let Event::AgencyRegistered(registered) = &mut event {
                registered.reason = reason;
            }
            record(tx, event, by, now)?;
            Ok(if known { Change::Changed } else { Change::Added })
        }
    }
}

/// Enters a village, or other particulars of it.
///
/// # Errors
/// When the rules refuse.
pub fn register_village(
    tx: &mut Tx,
    province: &Province,
    village: Village,
    by: &Capacity,
    now: Timestamp,
) -> Result<Change, Failure> {
    let known = villages::of_commune(tx, village.commune.as_str())?;
    let before = known.iter().any(|known| known.village.code == village.code);
    match people::register_village(&province.directory, &known, village)? {
        None => Ok(Change::Left),
        Some(event) => {
            record(tx, event, by, now)?;
            Ok(if before { Change::Changed } else { Change::Added })
        }
    }
}

/// Enters a village under the next number of its commune; the code that it got.
///
/// # Errors
/// When the rules refuse, or the commune has no number left.
pub fn found_village(
    tx: &mut Tx,
    province: &Province,
    commune: CommuneCode,
    village: impl FnOnce(VillageCode, CommuneCode) -> Village,
    by: &Capacity,
    now: Timestamp,
) -> Result<VillageCode, Failure> {
    let known = villages::of_commune(tx, commune.as_str())?;
    let last = known.iter().map(|known| known.village.code.number()).max().unwrap_or_default();
    let full = || Refusal::input(vec![Problem::new("/commune", "village-code").with("commune", &commune)]);
    let code = VillageCode::new(&commune, last + 1).ok_or_else(full)?;
    register_village(tx, province, village(code.clone(), commune), by, now)?;
    Ok(code)
}

/// Gives a village another name.
///
/// # Errors
/// When the rules refuse.
pub fn rename_village(
    tx: &mut Tx,
    code: &VillageCode,
    name: &str,
    ordered: &Ordered,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let known = villages::of_commune(tx, code.commune())?;
    record(tx, people::rename_village(&known, code, name, ordered)?, by, now)
}

/// Ends a village, alone or by merging it into others.
///
/// # Errors
/// When the rules refuse.
pub fn dissolve_village(
    tx: &mut Tx,
    code: &VillageCode,
    into: &[VillageCode],
    ordered: &Ordered,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let known = villages::of_commune(tx, code.commune())?;
    record(tx, people::dissolve_village(&known, code, into, ordered)?, by, now)
}
