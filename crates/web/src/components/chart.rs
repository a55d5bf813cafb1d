//! Bar charts: drawn on the server, each with its numbers written beside the bars, so that they print and read aloud.

/// One bar.
#[derive(Debug, Clone)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// Its size.
    pub value: f64,
    /// The value in words: "1.204".
    pub text: String,
    /// The records behind it; empty where there are none.
    pub href: String,
    /// Whether it is the one that the page is about.
    pub marked: bool,
}

/// Bars to compare.
#[derive(Debug, Clone)]
pub struct Bars {
    /// What is compared: the caption of the table.
    pub caption: String,
    /// The heading over the labels.
    pub label_heading: String,
    /// The heading over the values.
    pub value_heading: String,
    /// The bars.
    pub bars: Vec<Bar>,
    /// The value that fills the width; the largest bar where nothing is given.
    pub full: Option<f64>,
}

impl Bars {
    /// The width of a bar, 0 to 100 with one decimal.
    #[must_use]
    pub fn width(&self, bar: &Bar) -> String {
        let full = self.full.unwrap_or_else(|| self.bars.iter().map(|bar| bar.value).fold(0.0, f64::max));
        let share = if full > 0.0 { (bar.value / full).clamp(0.0, 1.0) } else { 0.0 };
        format!("{:.1}", share * 100.0)
    }
}
