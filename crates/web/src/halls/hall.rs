//! One watched conference: what was sent lately, what it looks like now, who is in it.

use crate::texts::Lang;
use bytes::Bytes;
use rules::codes::{AgencyCode, ConferenceCode};
use rules::conferences::Conference;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::province::Province;
use tokio::sync::{Notify, watch};

/// So many changes are kept for those who come back; who was away longer gets everything as it is now.
const KEPT: usize = 256;

/// The same text in both languages.
pub type Both = [Bytes; 2];

/// The place of a language in [`Both`].
pub fn side(lang: Lang) -> usize {
    usize::from(lang == Lang::En)
}

/// A change, put in words once.
pub struct Change {
    /// The version before it.
    pub after: u64,
    /// The version with it.
    pub version: u64,
    /// As the stream sends it.
    pub text: Both,
}

/// What a hall keeps.
pub struct Kept {
    /// The conference as it stands.
    pub conference: Arc<Conference>,
    /// The agencies as they were when it was put in words last.
    pub province: Arc<Province>,
    /// The latest changes, the oldest first.
    pub changes: VecDeque<Arc<Change>>,
    /// Everything as it stands now, where somebody asked for it.
    pub whole: Option<(u64, Both)>,
    /// Who is connected, with a number that grows.
    pub presence: Option<(u64, Both)>,
}

/// A conference that is watched.
pub struct Hall {
    code: ConferenceCode,
    kept: Mutex<Kept>,
    people: Mutex<People>,
    /// Counts what streams have to look at.
    news: watch::Sender<u64>,
    nudged: Notify,
}

#[derive(Default)]
struct People {
    points: BTreeMap<AgencyCode, usize>,
    viewers: usize,
}

/// Somebody in a hall, until this is dropped.
pub struct Present {
    hall: Arc<Hall>,
    point: Option<AgencyCode>,
}

impl Hall {
    /// A hall of this conference.
    pub fn new(conference: Arc<Conference>, province: Arc<Province>) -> Self {
        Self {
            code: conference.code().clone(),
            kept: Mutex::new(Kept { conference, province, changes: VecDeque::new(), whole: None, presence: None }),
            people: Mutex::default(),
            news: watch::Sender::new(0),
            nudged: Notify::new(),
        }
    }

    pub(super) fn enter(hall: &Arc<Self>, point: Option<AgencyCode>) -> Present {
        let mut people = hall.people();
        people.viewers += 1;
        if let Some(point) = &point {
            *people.points.entry(point.clone()).or_default() += 1;
        }
        drop(people);
        Present { hall: Arc::clone(hall), point }
    }

    pub(super) fn code(&self) -> &ConferenceCode {
        &self.code
    }

    pub(super) fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn people(&self) -> MutexGuard<'_, People> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn viewers(&self) -> usize {
        self.people().viewers
    }

    /// The bridge points that are connected now, and how many watch.
    pub(super) fn present(&self) -> (BTreeSet<AgencyCode>, usize) {
        let people = self.people();
        (people.points.keys().cloned().collect(), people.viewers)
    }

    pub(super) fn nudge(&self) {
        self.nudged.notify_one();
    }

    pub(super) async fn nudged(&self) {
        self.nudged.notified().await;
    }

    /// Whoever streams looks again.
    pub(super) fn tell(&self) {
        self.news.send_modify(|news| *news += 1);
    }

    pub(super) fn news(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }

    /// Keeps a change that leads to this conference.
    pub(super) fn push(&self, change: Change, conference: Conference, province: Arc<Province>) {
        let mut kept = self.kept();
        if kept.changes.len() == KEPT {
            kept.changes.pop_front();
        }
        kept.changes.push_back(Arc::new(change));
        kept.conference = Arc::new(conference);
        kept.province = province;
        kept.whole = None;
    }

    /// The changes behind a version; nothing where they are not known any more.
    pub(super) fn behind(&self, version: u64) -> Option<Vec<Arc<Change>>> {
        let kept = self.kept();
        let now = kept.conference.version;
        // A page that is ahead waits until this hall has read as far.
        if version >= now {
            return Some(Vec::new());
        }
        let first = kept.changes.iter().position(|change| change.after == version)?;
        Some(kept.changes.iter().skip(first).cloned().collect())
    }
}

impl Present {
    pub(super) fn hall(&self) -> &Arc<Hall> {
        &self.hall
    }
}

impl Drop for Present {
    fn drop(&mut self) {
        let mut people = self.hall.people();
        people.viewers = people.viewers.saturating_sub(1);
        if let Some(point) = &self.point
            && let Some(count) = people.points.get_mut(point)
        {
            *count -= 1;
            if *count == 0 {
                people.points.remove(point);
            }
        }
    }
}
