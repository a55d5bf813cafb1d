//! The province as rules need it: its agencies, procedures and calendars, read once and kept until they change.

use crate::engine::Tx;
use crate::tables::{catalogue, people};
use crate::{Fault, values};
use rules::calendar::{Calendar, WorkingHours};
use rules::catalogue::{Index, Procedure, State};
use rules::codes::{AgencyCode, ProcedureCode};
use rules::people::Directory;
use std::collections::HashMap;
use std::sync::{Arc, RwLock};

/// The ledger of the province: agencies, people and procedures are entered in it.
pub const PROVINCE_LEDGER: &str = "H35";

/// The ledger of single citizens, apart from the province's: their accounts, authorisations, consents, corrections, what was
/// looked up about them and who read it.
///
/// Nothing in it changes what rules must know of the province, and so no cache is read anew for it; agencies, officers' positions,
/// procedures and calendars belong into [`PROVINCE_LEDGER`]. It is no agency's code, so that no dossier can ever stand in it.
pub const PEOPLE_LEDGER: &str = "H35/people";

/// What rules need to know of the province, at one position of its ledger.
#[derive(Debug, Default)]
pub struct Province {
    /// The position of the province's ledger at which this was read.
    pub position: u64,
    /// Its agencies.
    pub directory: Directory,
    procedures: Vec<State>,
    by_code: HashMap<ProcedureCode, usize>,
    search: Index,
    calendars: HashMap<AgencyCode, Calendar>,
    calendar: Calendar,
}

impl Province {
    fn read(tx: &mut Tx, position: u64) -> Result<Self, Fault> {
        let directory: Directory = people::agencies(tx)?.into_iter().collect();
        let procedures = catalogue::procedures(tx)?;
        let by_code = procedures
            .iter()
            .enumerate()
            .filter_map(|(at, state)| Some((state.procedure.as_ref()?.code.clone(), at)))
            .collect();
        let search = Index::new(procedures.iter().filter_map(|state| state.procedure.as_ref()));
        let days = catalogue::special_days(tx)?;
        let wrong = |error| Fault::because("the announced days", error);
        let calendar = Calendar::national().with_days(days.iter().cloned()).map_err(wrong)?;
        let with_saturday =
            Calendar::new(WorkingHours::with_saturday_morning(), Calendar::national_days().iter().cloned())
                .and_then(|calendar| calendar.with_days(days))
                .map_err(wrong)?;
        let calendars = directory
            .iter()
            .map(|agency| {
                (agency.code.clone(), if agency.saturday_morning { with_saturday.clone() } else { calendar.clone() })
            })
            .collect();
        Ok(Self { position, directory, procedures, by_code, search, calendars, calendar })
    }

    /// The working calendar of an agency.
    #[must_use]
    pub fn calendar(&self, agency: &AgencyCode) -> &Calendar {
        self.calendars.get(agency).unwrap_or(&self.calendar)
    }

    /// The working calendar of agencies with the usual hours.
    #[must_use]
    pub fn calendar_of_the_province(&self) -> &Calendar {
        &self.calendar
    }

    /// The state of the procedure of this code.
    #[must_use]
    pub fn procedure(&self, code: &ProcedureCode) -> Option<&State> {
        self.by_code.get(code).and_then(|at| self.procedures.get(*at))
    }

    /// Every procedure that can be asked for today, by code.
    pub fn procedures(&self) -> impl Iterator<Item = &Procedure> {
        self.procedures.iter().filter(|state| state.withdrawn_on.is_none()).filter_map(|state| state.procedure.as_ref())
    }

    /// The procedures that fit what a person typed, best first.
    pub fn search<'a>(&'a self, typed: &str) -> impl Iterator<Item = &'a Procedure> + use<'a> {
        self.search
            .search(typed)
            .into_iter()
            .filter_map(|hit| self.procedures.get(hit.position))
            .filter(|state| state.withdrawn_on.is_none())
            .filter_map(|state| state.procedure.as_ref())
    }
}

/// Keeps the newest [`Province`]; asking costs one look at the position of the province's ledger.
#[derive(Debug, Clone, Default)]
pub struct ProvinceCache(Arc<RwLock<Arc<Province>>>);

impl ProvinceCache {
    /// The province as this transaction sees it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn get(&self, tx: &mut Tx) -> Result<Arc<Province>, Fault> {
        // Once a transaction: the commands of a group see the same province.
        let position = match tx.position {
            Some(position) => position,
            None => {
                let row = tx.query_opt("SELECT number FROM ledgers WHERE ledger = $1", values![PROVINCE_LEDGER])?;
                *tx.position.insert(row.map_or(Ok(0), |row| row.count(0))?)
            }
        };
        let kept = Arc::clone(&self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner));
        if kept.position == position {
            return Ok(kept);
        }
        let read = Arc::new(Province::read(tx, position)?);
        *self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::clone(&read);
        Ok(read)
    }
}
