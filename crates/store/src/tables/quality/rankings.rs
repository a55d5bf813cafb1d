//! The indices of all agencies of a level, kept as long as nothing was entered anywhere.
//!
//! An agency's place needs the index of each of its like, so whoever asks for one has paid for all. What was computed holds until
//! a ledger moves: the sum of their last numbers tells, in the moment of the database that the asker sees. So nobody ever sees
//! less than what was entered before they asked.

use super::reports::{Ranked, ranking};
use crate::province::{PEOPLE_LEDGER, Province};
use crate::{Fault, Tx, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::people::AgencyLevel;
use rules::quality::Period;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// So many levels and periods are kept; whoever asks for ever others only makes it forget.
const MOST: usize = 128;

/// The agencies of a level in the order of their index over a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// Best first; those without a dossier in hand come last, by code, and have no place.
    pub agencies: Vec<Ranked>,
    /// When it was computed. Nothing was entered since.
    pub computed_at: Timestamp,
}

/// Keeps the newest rankings; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Rankings(Arc<Mutex<Kept>>);

/// A level, a period, the day as of which it is asked for, and the day on which its agencies are in force.
type Key = (AgencyLevel, Period, Date, Option<Date>);

#[derive(Debug, Default)]
struct Kept {
    /// The sum of the ledgers' last numbers for which these hold.
    version: u64,
    rankings: HashMap<Key, Arc<Ranking>>,
}

impl Rankings {
    /// The ranking of a level over a period as it was known at the end of a day, as this transaction sees it; computed `now` where it is not known.
    ///
    /// # Errors
    /// When the database fails.
    pub fn get(
        &self,
        tx: &mut Tx,
        province: &Province,
        level: AgencyLevel,
        (period, as_of): (Period, Date),
        now: Timestamp,
    ) -> Result<Arc<Ranking>, Fault> {
        let version = version(tx)?;
        let key = (level, period, as_of, province.directory.day());
        if let Some(known) = self.kept().of(version).and_then(|rankings| rankings.get(&key)) {
            return Ok(Arc::clone(known));
        }
        let known = province.as_known(tx, as_of)?;
        let agencies = ranking(tx, known.as_ref().unwrap_or(province), level, period, as_of)?;
        let ranking = Arc::new(Ranking { agencies, computed_at: now });
        self.kept().keep(version, key, &ranking);
        Ok(ranking)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn of(&self, version: u64) -> Option<&HashMap<Key, Arc<Ranking>>> {
        (self.version == version).then_some(&self.rankings)
    }

    fn keep(&mut self, version: u64, key: Key, ranking: &Arc<Ranking>) {
        // Who saw an earlier moment is too late.
        if version < self.version {
            return;
        }
        if version > self.version || self.rankings.len() >= MOST {
            self.rankings.clear();
        }
        self.version = version;
        self.rankings.insert(key, Arc::clone(ranking));
    }
}

/// How much was entered so far, but for what concerns single citizens, which counts in no index.
pub(super) fn version(tx: &mut Tx) -> Result<u64, Fault> {
    let sql = "SELECT COALESCE(SUM(number), 0) FROM ledgers WHERE ledger <> $1";
    tx.query_one(sql, values![PEOPLE_LEDGER])?.count(0)
}
