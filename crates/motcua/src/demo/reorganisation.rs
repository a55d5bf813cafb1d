//! The reorganisation of 1 July 2025 in the simulated year: the former communes and districts stand in the directory from the
//! beginning, and end with the day of the resolution. Dossiers of the first half-year are in the ledgers of the new communes, as if
//! handed over; the former ones settle nothing in the simulation.

use super::foundation::founder;
use crate::province::reorganisation;
use jiff::Timestamp;
use jiff::civil::Date;
use rules::codes::AgencyCode;
use rules::people::{Agency, AgencyLevel, Ordered};
use std::collections::BTreeMap;
use store::desk::agencies::{Reorganisation, reorganise};
use store::province::ProvinceCache;
use store::{Failure, Fault, Tx};

/// The day on which the resolution is entered, if the year gets to the reorganisation at all.
pub fn entered_on(as_of: Date) -> Option<Date> {
    is_part_of(as_of).then(|| reorganisation().decided_on)
}

/// Whether the year gets to the reorganisation; where it does not, the 38 communes were always there.
pub fn is_part_of(as_of: Date) -> bool {
    as_of >= reorganisation().effective_on
}

/// An agency as it is entered at the beginning of the year.
pub fn at_first(agency: Agency, as_of: Date) -> Agency {
    if is_part_of(as_of) { agency } else { Agency { founded_on: None, founded_by: None, ..agency } }
}

/// Merges the former communes into the new ones, and dissolves the districts.
///
/// # Errors
/// When the rules refuse or the store fails.
pub fn enter(tx: &mut Tx, at: Timestamp) -> Result<(), Failure> {
    let plan = reorganisation();
    let province = ProvinceCache::default().get(tx)?;
    let mut groups: BTreeMap<Vec<AgencyCode>, Vec<AgencyCode>> = BTreeMap::new();
    for former in &plan.communes {
        let there = |agency: &Agency| agency.founded_on.is_some();
        let into = former.into.iter().filter_map(|code| province.directory.authority_of(code));
        let into = into.filter(|agency| there(agency)).map(|agency| agency.code.clone()).collect();
        groups.entry(into).or_default().push(code(&former.agency())?);
    }
    let ordered = Ordered { on: plan.effective_on, decision: plan.decision.clone() };
    for (into, codes) in groups {
        reorganise(tx, &province, &Reorganisation::Merge { codes, into }, &ordered, &founder(), at)?;
    }
    let province = ProvinceCache::default().get(tx)?;
    let ordered = Ordered { on: plan.effective_on, decision: plan.end_of_districts.clone() };
    for district in province.directory.iter().filter(|agency| agency.level == AgencyLevel::District) {
        let dissolve = Reorganisation::Dissolve { code: district.code.clone() };
        reorganise(tx, &province, &dissolve, &ordered, &founder(), at)?;
    }
    Ok(())
}

fn code(text: &str) -> Result<AgencyCode, Fault> {
    text.parse().map_err(|error| Fault::because("the code of a former commune", error))
}
