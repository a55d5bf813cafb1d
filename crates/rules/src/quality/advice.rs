//! What raises the index most: for each indicator the points still to be had, how many records they take, and whether those that are missing
//! can be mended or only better ones can come. Computed by the same [`compute`] as the index itself: nothing is estimated.

use super::{Counts, Definition, Formula, Indicator, Points, Share, State, compute, keys};
use crate::people::AgencyLevel;

/// What can be done about the records that are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Remedy {
    /// They themselves can be mended: a catalogue entry completed, a service used, a dossier not handed out yet digitised.
    Mend,
    /// What was late, or came on paper, stays so: only those to come can be better.
    Ahead,
}

impl Remedy {
    /// Its name in texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Mend => "mend",
            Self::Ahead => "ahead",
        }
    }

    /// What can be done about an indicator.
    fn of(key: &str) -> Self {
        const MEND: [&str; 9] = [
            keys::COMPLETE,
            keys::OFFERED_ONLINE,
            keys::USED_ONLINE,
            keys::FEE_ON_RECORD,
            keys::FEE_PAID_ONLINE,
            keys::PAID_ONLINE,
            keys::DIGITISED,
            keys::CERTIFIED_COPIES,
            keys::REUSED,
        ];
        if MEND.contains(&key) { Self::Mend } else { Self::Ahead }
    }
}

/// An indicator that could be worth more.
#[derive(Debug, Clone, PartialEq)]
pub struct Lever {
    /// Which one.
    pub indicator: &'static Indicator,
    /// What it counts now.
    pub share: Share,
    /// What it is worth now.
    pub points: Points,
    /// The points still to be had.
    pub missing: Points,
    /// How many more records must count until nothing is missing.
    pub records: i64,
    /// What the first of them is worth.
    pub each: Points,
    /// What can be done.
    pub remedy: Remedy,
}

/// The indicators that could be worth more: what can be mended first, and of both what is worth most a record.
#[must_use]
pub fn levers(definition: &'static Definition, level: AgencyLevel, counts: &Counts) -> Vec<Lever> {
    let index = compute(definition, level, counts);
    let scored = index.groups.iter().flat_map(|group| &group.indicators);
    let mut levers: Vec<Lever> = scored
        .filter(|scored| scored.state == State::Measured)
        .filter_map(|scored| {
            let (indicator, share, points) = (scored.indicator, scored.share?, scored.points?);
            let max = Points::whole(indicator.max);
            if points >= max {
                return None;
            }
            let records = full(indicator, share) - share.numerator;
            let with = |more: i64| {
                let mut counts = counts.clone();
                let key = keys_of(&indicator.key)?;
                counts.set(key, Share::new(share.numerator + more, share.denominator));
                let index = compute(definition, level, &counts);
                let mut all = index.groups.iter().flat_map(|group| &group.indicators);
                all.find(|other| other.indicator.key == indicator.key)?.points
            };
            let worth = |points: Points| {
                Points::from_millionths(points.millionths() - scored.points.unwrap_or_default().millionths())
            };
            Some(Lever {
                indicator,
                share,
                points,
                missing: worth(max),
                records,
                each: worth(with(1)?),
                remedy: Remedy::of(&indicator.key),
            })
        })
        .collect();
    levers.sort_by(|one, other| {
        (one.remedy, other.each)
            .cmp(&(other.remedy, one.each))
            .then_with(|| one.indicator.key.cmp(&other.indicator.key))
    });
    levers
}

/// From how many records on an indicator is worth all its points.
fn full(indicator: &Indicator, share: Share) -> i64 {
    match indicator.formula {
        // The least whole number that reaches the ratio.
        Formula::RatioCapped { full_from_percent } => {
            (share.denominator.saturating_mul(i64::from(full_from_percent)) + 99).div_euclid(100)
        }
        _ => share.denominator,
    }
}

/// The key as the counts have it.
fn keys_of(key: &str) -> Option<&'static str> {
    Definition::newest().indicators().map(|indicator| indicator.key.as_str()).find(|known| *known == key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn counted(shares: &[(&'static str, i64, i64)]) -> Counts {
        shares.iter().map(|(key, numerator, denominator)| (*key, Share::new(*numerator, *denominator))).collect()
    }

    #[test]
    fn what_can_be_mended_and_is_worth_most_comes_first() {
        let counts = counted(&[
            (keys::ON_TIME, 90, 100),
            (keys::COMPLETE, 8, 10),
            (keys::DIGITISED, 50, 1000),
            (keys::OFFERED_ONLINE, 9, 10),
        ]);
        let found = levers(Definition::newest(), AgencyLevel::Province, &counts);
        let order: Vec<_> = found.iter().map(|lever| (lever.indicator.key.as_str(), lever.records)).collect();
        // Offered online is full from 80 % on.
        assert_eq!(order, [(keys::COMPLETE, 2), (keys::DIGITISED, 950), (keys::ON_TIME, 10)]);
        assert_eq!(found[0].each, Points::from_millionths(200_000));
        assert_eq!(found[0].missing, Points::from_millionths(400_000));
    }

    proptest! {
        /// So many records more, and nothing is missing; one less, and something is.
        #[test]
        fn the_records_named_are_those_it_takes(numerator in 0_i64..200, rest in 1_i64..200) {
            for key in [keys::ON_TIME, keys::FILED_ONLINE, keys::REUSED, keys::SATISFIED] {
                let share = Share::new(numerator, numerator + rest);
                let counts: Counts = [(key, share)].into_iter().collect();
                let found = levers(Definition::newest(), AgencyLevel::Province, &counts);
                let Some(lever) = found.first() else { continue };
                let after = |more: i64| {
                    let counts: Counts = [(key, Share::new(numerator + more, share.denominator))].into_iter().collect();
                    levers(Definition::newest(), AgencyLevel::Province, &counts).is_empty()
                };
                prop_assert!(after(lever.records) && !after(lever.records - 1), "{key} {lever:?}");
                prop_assert!(lever.each > Points::ZERO && lever.each <= lever.missing);
            }
        }
    }
}
