//! How far a value is from its target: in words, so that colour never says it alone.

use super::{Amount, Direction};

/// A value counts as near its target from nine tenths of it on (or up to ten ninths, where less is better).
pub const NEAR: (i64, i64) = (9, 10);

/// How far a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Achieved {
    /// The target is reached.
    Reached,
    /// It is near.
    Near,
    /// It is far.
    Short,
    /// There is a value and no target.
    Untargeted,
    /// There is no value.
    Unknown,
}

impl Achieved {
    /// Every one, the best first.
    pub const ALL: [Self; 5] = [Self::Reached, Self::Near, Self::Short, Self::Untargeted, Self::Unknown];

    /// Its name in texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::Near => "near",
            Self::Short => "short",
            Self::Untargeted => "untargeted",
            Self::Unknown => "unknown",
        }
    }
}

/// How far a value is from its target.
#[must_use]
pub fn assess(value: Option<Amount>, target: Option<Amount>, direction: Direction) -> Achieved {
    let (Some(value), Some(target)) = (value, target) else {
        return if value.is_some() { Achieved::Untargeted } else { Achieved::Unknown };
    };
    let (most, least) = (i128::from(NEAR.1), i128::from(NEAR.0));
    let (value, target) = (i128::from(value.0), i128::from(target.0));
    let (reached, near) = match direction {
        Direction::Up => (value >= target, value * most >= target * least),
        Direction::Down => (value <= target, value * least <= target * most),
    };
    match (reached, near) {
        (true, _) => Achieved::Reached,
        (_, true) => Achieved::Near,
        _ => Achieved::Short,
    }
}
