//! Conferences that are watched now: what changed reaches every stream at once, and who is connected is known.
//!
//! One task a watched conference reads what was recorded since, puts each change in words once for each language, and every stream sends the
//! same bytes. It is nudged by this process and looks once a second for what other processes recorded. Who is connected is kept in the
//! memory of this process and nowhere else: it is no fact of the conference, and a vote never depends on it.

mod hall;
mod keeper;
mod stream;

pub use hall::{Hall, Present};
pub use stream::watch;

use crate::app::App;
use rules::codes::{AgencyCode, ConferenceCode};
use rules::conferences::Conference;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch as channel;

/// Every conference that is watched.
pub struct Halls {
    halls: Mutex<HashMap<ConferenceCode, Arc<Hall>>>,
    closing: channel::Sender<bool>,
}

impl Default for Halls {
    fn default() -> Self {
        Self { halls: Mutex::default(), closing: channel::Sender::new(false) }
    }
}

impl Halls {
    /// Somebody comes in; the hall is opened where nobody was in it, at this version of the conference.
    pub(super) fn enter(
        &self,
        app: &App,
        code: &ConferenceCode,
        open: impl FnOnce() -> Hall,
        point: Option<AgencyCode>,
    ) -> Present {
        let mut halls = self.halls.lock().unwrap_or_else(PoisonError::into_inner);
        let hall = halls.entry(code.clone()).or_insert_with(|| {
            let hall = Arc::new(open());
            tokio::spawn(keeper::keep(app.clone(), Arc::clone(&hall), self.closing.subscribe()));
            hall
        });
        // Counted while the table is locked: a hall with somebody in it is not taken away.
        Hall::enter(hall, point)
    }

    /// Takes a hall away where nobody is in it any more; says whether it did.
    fn leave(&self, hall: &Hall) -> bool {
        let mut halls = self.halls.lock().unwrap_or_else(PoisonError::into_inner);
        let empty = hall.viewers() == 0;
        if empty {
            halls.remove(hall.code());
        }
        empty
    }

    /// Something was recorded in a conference: whoever watches it is told now.
    pub fn nudge(&self, code: &ConferenceCode) {
        let halls = self.halls.lock().unwrap_or_else(PoisonError::into_inner);
        halls.get(code).into_iter().for_each(|hall| hall.nudge());
    }

    /// A conference that is watched, as it was read last: whoever asks sees by its version whether that is still all.
    #[must_use]
    pub fn known(&self, code: &ConferenceCode) -> Option<Arc<Conference>> {
        let halls = self.halls.lock().unwrap_or_else(PoisonError::into_inner);
        halls.get(code).map(|hall| Arc::clone(&hall.kept().conference))
    }

    /// The bridge points that are connected now, and how many watch.
    #[must_use]
    pub fn present(&self, code: &ConferenceCode) -> (BTreeSet<AgencyCode>, usize) {
        let halls = self.halls.lock().unwrap_or_else(PoisonError::into_inner);
        halls.get(code).map(|hall| hall.present()).unwrap_or_default()
    }

    /// Ends every stream, so that the server can stop; browsers come back to the next one by themselves.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Tells streams when to end.
    pub(crate) fn closing(&self) -> channel::Receiver<bool> {
        self.closing.subscribe()
    }
}
