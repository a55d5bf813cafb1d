//! From counts to the score: a pure function of a definition.
//!
//! What has no data yet is never invented and never hidden: it stands in its row, and the score is 100 × points ÷ the
//! maximum of what was measured. Both are always shown. The same holds for what does not apply: the published policy gives a
//! commune the full points of a criterion that is not its own, which would praise it for what it did not do; left out of
//! both sides, the rest decides alone.

use super::{Band, Definition, Formula, Indicator, NoCases, Points, keys};
use crate::people::AgencyLevel;
use serde::Serialize;
use std::collections::BTreeMap;

/// Numerator and denominator of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Share {
    /// What counts.
    pub numerator: i64,
    /// Out of what.
    pub denominator: i64,
}

impl Share {
    /// This share.
    #[must_use]
    pub const fn new(numerator: i64, denominator: i64) -> Self {
        Self { numerator, denominator }
    }
}

/// The shares of the indicators for which records are kept; the others have no data yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts(BTreeMap<&'static str, Share>);

impl Counts {
    /// The share of this indicator, if records of it are kept.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Share> {
        self.0.get(key).copied()
    }

    /// Sets the share of an indicator.
    pub fn set(&mut self, key: &'static str, share: Share) {
        self.0.insert(key, share);
    }

    /// All shares by key.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Share)> {
        self.0.iter().map(|(key, share)| (*key, *share))
    }
}

impl FromIterator<(&'static str, Share)> for Counts {
    fn from_iter<I: IntoIterator<Item = (&'static str, Share)>>(shares: I) -> Self {
        Self(shares.into_iter().collect())
    }
}

/// Whether an indicator has a number, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It has.
    Measured,
    /// There was no case in the period.
    NoCases,
    /// No records of it are kept yet.
    NoDataYet,
    /// It is not asked of agencies of this level.
    NotApplicable,
}

impl State {
    /// The state's name in message catalogues.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::NoCases => "no_cases",
            Self::NoDataYet => "no_data_yet",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// The index.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceIndex {
    /// 100 × points ÷ measured maximum; nothing when nothing was measured, or no dossier was in hand.
    pub score: Option<Points>,
    /// The points of the indicators that count.
    pub points: Points,
    /// The maximum of the same indicators.
    pub measured_max: Points,
    /// The maximum of the whole index.
    pub max: u16,
    /// The band of the score.
    pub band: Option<&'static Band>,
    /// The groups.
    pub groups: Vec<GroupScore>,
}

/// A group's part of it; the points of the groups add up to the index's.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupScore {
    /// Its key.
    pub key: &'static str,
    /// The sum of its indicators.
    pub points: Points,
    /// The maximum of its indicators that count.
    pub measured_max: Points,
    /// The points it can be worth.
    pub max: u16,
    /// Its indicators.
    pub indicators: Vec<IndicatorScore>,
}

/// An indicator's part of it.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorScore {
    /// Its definition.
    pub indicator: &'static Indicator,
    /// Numerator and denominator, where records are kept.
    pub share: Option<Share>,
    /// Its points; nothing when it does not count.
    pub points: Option<Points>,
    /// Whether it has a number.
    pub state: State,
}

impl IndicatorScore {
    /// Numerator ÷ denominator; nothing when there is no denominator.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "for display only")]
    pub fn ratio(&self) -> Option<f64> {
        let share = self.share.filter(|share| share.denominator > 0)?;
        (self.state == State::Measured).then(|| share.numerator as f64 / share.denominator as f64)
    }
}

/// The index of an agency of this level, from what was counted.
#[must_use]
pub fn compute(definition: &'static Definition, level: AgencyLevel, counts: &Counts) -> ServiceIndex {
    let groups: Vec<GroupScore> = definition
        .groups
        .iter()
        .map(|group| {
            let indicators: Vec<_> =
                group.indicators.iter().map(|row| judge(row, level, counts.get(&row.key))).collect();
            let counted = indicators.iter().filter(|scored| scored.points.is_some());
            GroupScore {
                key: &group.key,
                points: indicators.iter().filter_map(|scored| scored.points).sum(),
                measured_max: counted.map(|scored| Points::whole(scored.indicator.max)).sum(),
                max: group.max,
                indicators,
            }
        })
        .collect();
    let points: Points = groups.iter().map(|group| group.points).sum();
    let measured_max: Points = groups.iter().map(|group| group.measured_max).sum();
    let score = (measured_max > Points::ZERO && !idle(counts))
        .then(|| Points::whole(100).times(points.millionths(), measured_max.millionths()));
    let band = score.and_then(|score| definition.bands.iter().find(|band| score >= Points::whole(band.from)));
    ServiceIndex { score, points, measured_max, max: 100, band, groups }
}

/// Whether it is known that no dossier was received in the period, finished in it or open at its end.
fn idle(counts: &Counts) -> bool {
    let none = |key| counts.get(key).is_some_and(|share| share.denominator <= 0);
    none(keys::ON_TIME) && none(keys::FILED_ONLINE)
}

fn judge(indicator: &'static Indicator, level: AgencyLevel, share: Option<Share>) -> IndicatorScore {
    let scored = |share, state, points| IndicatorScore { indicator, share, points, state };
    if !indicator.applies(level) {
        return scored(None, State::NotApplicable, None);
    }
    let Some(share) = share else { return scored(None, State::NoDataYet, None) };
    if share.denominator <= 0 {
        let points = match indicator.no_cases {
            NoCases::LeftOut => None,
            NoCases::Zero => Some(Points::ZERO),
            NoCases::Full => Some(Points::whole(indicator.max)),
        };
        return scored(Some(share), State::NoCases, points);
    }
    scored(Some(share), State::Measured, points(indicator, share))
}

fn points(indicator: &Indicator, share: Share) -> Option<Points> {
    let max = Points::whole(indicator.max);
    let numerator = share.numerator.max(0);
    match indicator.formula {
        Formula::Ratio => Some(max.times(numerator, share.denominator).min(max)),
        Formula::RatioCapped { full_from_percent } => {
            let full = share.denominator.saturating_mul(i64::from(full_from_percent));
            Some(max.times(numerator.saturating_mul(100), full).min(max))
        }
        Formula::Average { .. } | Formula::Information => None,
    }
}
