//! The province as rules need it: its agencies, procedures and calendars, read once and kept until they change.

use crate::engine::Tx;
use crate::tables::agencies;
use crate::tables::catalogue::{self, KeptDay};
use crate::tables::positions;
use crate::{Fault, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::calendar::{Calendar, CalendarError, SpecialDay, WorkingHours};
use rules::catalogue::{Index, Procedure, State};
use rules::codes::{AgencyCode, ProcedureCode};
use rules::people::{Agency, Directory, is_within};
use rules::quality::Period;
use std::collections::{BTreeMap, HashMap};
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
    /// The agencies excepted from the separation of duties, and the last day of each exception.
    joined: Vec<(AgencyCode, Date)>,
}

impl Province {
    fn read(tx: &mut Tx, position: u64, day: Option<Date>) -> Result<Self, Fault> {
        let directory = Directory::new(agencies::entries(tx)?, day);
        let procedures = catalogue::procedures(tx, day)?;
        let by_code =
            procedures.iter().enumerate().filter_map(|(at, state)| Some((state.newest()?.code.clone(), at))).collect();
        // Places in the index are those in the list: every procedure has a newest version.
        let search = Index::new(procedures.iter().filter_map(State::newest));
        let (calendar, calendars) = calendars(&directory, catalogue::calendar_days(tx)?)
            .map_err(|error| Fault::because("the announced days", error))?;
        let joined = positions::exceptions(tx)?;
        let joined = joined.into_iter().map(|exception| (exception.agency, exception.until)).collect();
        Ok(Self { position, directory, procedures, by_code, search, calendars, calendar, joined })
    }

    /// The province with what this very transaction entered, which [`ProvinceCache::get`] shows to the next one only; all that was
    /// entered has taken effect in it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn within(tx: &mut Tx) -> Result<Self, Fault> {
        let position = position(tx)?;
        Self::read(tx, position, None)
    }

    /// The same with the procedures as they were known at the end of a day; nothing where nothing about them was entered or took
    /// effect since. Agencies are those of today: what a past day counted is theirs now.
    ///
    /// # Errors
    /// When the database fails.
    pub fn as_known(&self, tx: &mut Tx, as_of: Date) -> Result<Option<Self>, Fault> {
        let end = Period { from: as_of, to: as_of }.end();
        if !catalogue::changed_since(tx, as_of, end, self.directory.day())? {
            return Ok(None);
        }
        self.known(tx, as_of, end).map(Some)
    }

    /// The same with the procedures as they stood on a day, by what was entered before an instant, which may be long after that day.
    ///
    /// # Errors
    /// When the database fails.
    pub fn known(&self, tx: &mut Tx, day: Date, end: Timestamp) -> Result<Self, Fault> {
        let procedures = catalogue::known_procedures(tx, day, end)?;
        let by_code =
            procedures.iter().enumerate().filter_map(|(at, state)| Some((state.newest()?.code.clone(), at))).collect();
        Ok(Self {
            position: self.position,
            directory: self.directory.clone(),
            procedures,
            by_code,
            search: Index::default(),
            calendars: self.calendars.clone(),
            calendar: self.calendar.clone(),
            joined: self.joined.clone(),
        })
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

    /// Whether in this agency, with too few staff, the person who proposed may decide too on this day.
    #[must_use]
    pub fn duties_may_be_joined(&self, agency: &AgencyCode, day: Date) -> bool {
        self.joined.iter().any(|(excepted, until)| is_within(agency, excepted) && day <= *until)
    }

    /// The state of the procedure of this code.
    #[must_use]
    pub fn procedure(&self, code: &ProcedureCode) -> Option<&State> {
        self.by_code.get(code).and_then(|at| self.procedures.get(*at))
    }

    /// Every procedure that can be asked for today, by code.
    pub fn procedures(&self) -> impl Iterator<Item = &Procedure> {
        let day = self.directory.day();
        self.procedures
            .iter()
            .filter(move |state| !state.is_withdrawn(day))
            .filter_map(|state| state.procedure.as_ref())
    }

    /// The procedures that fit what a person typed, best first.
    pub fn search<'a>(&'a self, typed: &str) -> impl Iterator<Item = &'a Procedure> + use<'a> {
        let day = self.directory.day();
        self.search
            .search(typed)
            .into_iter()
            .filter_map(|hit| self.procedures.get(hit.position))
            .filter(move |state| !state.is_withdrawn(day))
            .filter_map(|state| state.procedure.as_ref())
    }
}

/// The calendar of agencies with the usual hours, and of each agency its own: the days that ship, those announced in the province,
/// those announced for the agency alone. What is no more has the calendar of what took its place.
fn calendars(
    directory: &Directory,
    kept: Vec<KeptDay>,
) -> Result<(Calendar, HashMap<AgencyCode, Calendar>), CalendarError> {
    let mut days: BTreeMap<Date, SpecialDay> =
        Calendar::national_days().iter().map(|day| (day.date, day.clone())).collect();
    let mut own: HashMap<AgencyCode, Vec<KeptDay>> = HashMap::new();
    for day in kept {
        match day.agency.clone() {
            Some(agency) => own.entry(agency).or_default().push(day),
            None => keep(&mut days, day),
        }
    }
    let usual = Calendar::new(WorkingHours::default(), days.values().cloned())?;
    let mut made: HashMap<WorkingHours, Calendar> = HashMap::from([(WorkingHours::default(), usual.clone())]);
    let mut calendars = HashMap::new();
    for code in directory.every().map(|agency| &agency.code) {
        let at = directory.successor(code);
        let hours = directory.get(at).map_or_else(WorkingHours::default, Agency::working_hours);
        let calendar = match (own.get(at), made.get(&hours)) {
            (None, Some(made)) => made.clone(),
            (None, None) => {
                let calendar = Calendar::new(hours.clone(), days.values().cloned())?;
                made.insert(hours, calendar.clone());
                calendar
            }
            (Some(own), _) => {
                let mut days = days.clone();
                own.iter().cloned().for_each(|day| keep(&mut days, day));
                Calendar::new(hours, days.into_values())?
            }
        };
        calendars.insert(code.clone(), calendar);
    }
    Ok((usual, calendars))
}

fn keep(days: &mut BTreeMap<Date, SpecialDay>, day: KeptDay) {
    match day.special {
        Some(special) => days.insert(day.date, special),
        None => days.remove(&day.date),
    };
}

/// Where the province's ledger stands.
fn position(tx: &mut Tx) -> Result<u64, Fault> {
    let row = tx.query_opt("SELECT number FROM ledgers WHERE ledger = $1", values![PROVINCE_LEDGER])?;
    row.map_or(Ok(0), |row| row.count(0))
}

/// Says what day it is.
type Today = Arc<dyn Fn() -> Date + Send + Sync>;

/// Keeps the newest [`Province`]; asking costs one look at the position of the province's ledger.
#[derive(Clone, Default)]
pub struct ProvinceCache {
    kept: Arc<RwLock<Arc<Province>>>,
    today: Option<Today>,
}

impl std::fmt::Debug for ProvinceCache {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("ProvinceCache").finish_non_exhaustive()
    }
}

impl ProvinceCache {
    /// A province as it stands on the day that `today` says whenever it is asked. That of [`ProvinceCache::default`] knows no
    /// day: everything that was entered has taken effect in it.
    pub fn on(today: impl Fn() -> Date + Send + Sync + 'static) -> Self {
        Self { today: Some(Arc::new(today)), ..Self::default() }
    }

    /// The province as this transaction sees it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn get(&self, tx: &mut Tx) -> Result<Arc<Province>, Fault> {
        // Once a transaction: the commands of a group see the same province.
        let position = match tx.position {
            Some(position) => position,
            None => {
                let asked = position(tx)?;
                *tx.position.insert(asked)
            }
        };
        let day = self.today.as_ref().map(|today| today());
        let kept = Arc::clone(&self.kept.read().unwrap_or_else(std::sync::PoisonError::into_inner));
        if kept.position == position && kept.directory.day() == day {
            return Ok(kept);
        }
        let read = Arc::new(Province::read(tx, position, day)?);
        *self.kept.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::clone(&read);
        Ok(read)
    }
}
