//! Which open dossiers are likely to be late, learnt from those that ended.
//!
//! A dossier that comes to a step has so much working time left until it is due. What share of it passed until earlier dossiers ended
//! ([`Past::used`]) is kept for each procedure, step and office. A dossier still open after a share of its time is like those of the past that
//! were still open after the same share: how many of them ended late is its chance ([`Model::chance`]). Where an office has few of them, those of the
//! procedure's step anywhere count too, and where these are few, those of the same task in every procedure ([`WEIGHT`]). Nothing else is known to it:
//! neither who works on it nor what is in it. See `docs/designs/lateness.md`.

mod score;
#[cfg(test)]
mod tests;

pub use score::{Bin, Score, Trial, score};

use crate::codes::AgencyCode;
use std::collections::HashMap;

/// So many past dossiers of the wider circle speak in each narrower one: an office with as many of its own speaks for itself by half.
pub const WEIGHT: f64 = 20.0;

/// Where a dossier is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// Of which procedure.
    pub procedure: String,
    /// At which step, counted from 0.
    pub step: u8,
    /// What is done there, by the task's name.
    pub task: String,
    /// At which agency.
    pub office: AgencyCode,
}

/// How it went for a past dossier at one step.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// Where it was.
    pub place: Place,
    /// What share of the working time that was left when it came there had passed when it ended: above 1 it was late.
    pub used: f64,
}

impl Past {
    /// From working seconds: left when it came to the step, and left when it ended, which is negative when it was late. Nothing for one that
    /// came there when no time was left: it tells nothing of the step.
    #[must_use]
    pub fn of(place: Place, left_then: i64, left_at_last: i64) -> Option<Self> {
        share(left_then, left_at_last).map(|used| Self { place, used })
    }
}

/// What share of the time that was left then is over now; nothing where none was left then.
#[must_use]
pub fn share(left_then: i64, left_now: i64) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "seconds of working time are far below 2^52")]
    let (then, now) = (left_then as f64, left_now as f64);
    (left_then > 0).then(|| 1.0 - now / then)
}

/// The shares of one circle of past dossiers, in order.
#[derive(Debug, Clone, Default)]
struct Curve(Vec<f64>);

impl Curve {
    /// How many were still open after a share of their time, and how many of them ended late.
    fn open_after(&self, share: f64) -> (usize, usize) {
        let from = |share: f64| self.0.len() - self.0.partition_point(|used| *used <= share);
        (from(share), from(share.max(1.0)))
    }
}

/// What was learnt.
#[derive(Debug, Clone, Default)]
pub struct Model {
    offices: HashMap<Place, Curve>,
    steps: HashMap<(String, u8), Curve>,
    tasks: HashMap<String, Curve>,
    all: Curve,
}

/// A chance, and the past that speaks for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// How likely it is late, from 0 to 1.
    pub late: f64,
    /// How many past dossiers at the same step in the same office were still open after the same share of their time.
    pub like_it: usize,
    /// How many of these ended late.
    pub like_it_late: usize,
    /// The same of the procedure's step in any office.
    pub elsewhere: usize,
    /// How many of these ended late.
    pub elsewhere_late: usize,
}

impl Model {
    /// Learns from past dossiers.
    #[must_use]
    pub fn learn(past: impl IntoIterator<Item = Past>) -> Self {
        let mut model = Self::default();
        for Past { place, used } in past {
            model.all.0.push(used);
            model.tasks.entry(place.task.clone()).or_default().0.push(used);
            model.steps.entry((place.procedure.clone(), place.step)).or_default().0.push(used);
            model.offices.entry(place).or_default().0.push(used);
        }
        let curves = model.offices.values_mut().chain(model.steps.values_mut()).chain(model.tasks.values_mut());
        curves.chain(std::iter::once(&mut model.all)).for_each(|curve| curve.0.sort_unstable_by(f64::total_cmp));
        model
    }

    /// How many steps of past dossiers it learnt from.
    #[must_use]
    pub fn size(&self) -> usize {
        self.all.0.len()
    }

    /// How likely a dossier is late that is at this place, and has used this share of the time that was left when it came there. One that used
    /// it all is late.
    #[must_use]
    pub fn chance(&self, place: &Place, used: f64) -> Chance {
        let none = Curve::default();
        let office = self.offices.get(place).unwrap_or(&none).open_after(used);
        let step = self.steps.get(&(place.procedure.clone(), place.step)).unwrap_or(&none).open_after(used);
        let task = self.tasks.get(&place.task).unwrap_or(&none).open_after(used);
        let all = self.all.open_after(used);
        // Whoever knows nothing at all says that one of two is late; with any past at all that weighs little.
        let mut late = 0.5;
        for (circle, weight) in [(all, 1.0), (task, WEIGHT), (step, WEIGHT), (office, WEIGHT)] {
            late = (count(circle.1) + weight * late) / (count(circle.0) + weight);
        }
        Chance {
            late: if used >= 1.0 { 1.0 } else { late },
            like_it: office.0,
            like_it_late: office.1,
            elsewhere: step.0,
            elsewhere_late: step.1,
        }
    }

    /// The share of past dossiers that ended late, wherever they were: what a forecast that knows nothing would say of each.
    #[must_use]
    pub fn base(&self) -> f64 {
        let (all, late) = self.all.open_after(0.0);
        if all == 0 { 0.0 } else { count(late) / count(all) }
    }
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}
