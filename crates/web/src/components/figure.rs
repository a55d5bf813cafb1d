//! Figures: a number, its unit and target, and the way to the records behind it.

/// One figure on a tile. Values are already written for people.
#[derive(Debug, Clone, Default)]
pub struct Figure {
    /// What is counted.
    pub label: String,
    /// The value: "99,0 %".
    pub value: String,
    /// What stands small behind the value: "/100".
    pub unit: String,
    /// A line below: the target, the period, the comparison.
    pub note: String,
    /// The records behind it; empty where there are none.
    pub href: String,
    /// How it compares with its target.
    pub trend: Trend,
}

/// How a figure compares with its target or with the time before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Trend {
    /// Nothing to say.
    #[default]
    None,
    /// Reached, or better.
    Good,
    /// Short of it.
    Bad,
}

impl Trend {
    /// The name in style classes.
    #[must_use]
    pub fn css(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Good => "good",
            Self::Bad => "bad",
        }
    }
}

/// A part of a whole, drawn as a bar and written as numbers.
#[derive(Debug, Clone)]
pub struct Meter {
    /// What is measured.
    pub label: String,
    /// The share from 0 to 1; nothing where there is no data yet.
    pub share: Option<f64>,
    /// The numbers in words: "1.980 trên 2.000 hồ sơ".
    pub numbers: String,
    /// What stands at the right: "17,8 / 18 điểm".
    pub score: String,
    /// The records behind it; empty where there are none.
    pub href: String,
}

impl Meter {
    /// The width of the bar, 0 to 100 with one decimal.
    #[must_use]
    pub fn width(&self) -> String {
        format!("{:.1}", self.share.unwrap_or(0.0).clamp(0.0, 1.0) * 100.0)
    }
}
