//! Charts: drawn on the server, each with its numbers in a table, so that they print and read aloud.

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

/// A value at a time.
#[derive(Debug, Clone)]
pub struct Dot {
    /// When: "30/11/2025".
    pub label: String,
    /// Its size; nothing where there was no value yet.
    pub value: Option<f64>,
    /// The value in words: "90,4".
    pub text: String,
}

/// How a value went, as a small line over its table.
#[derive(Debug, Clone)]
pub struct Sparkline {
    /// What went so: the caption of the table.
    pub caption: String,
    /// The heading over the times.
    pub label_heading: String,
    /// The heading over the values.
    pub value_heading: String,
    /// The values, oldest first, at equal distances.
    pub dots: Vec<Dot>,
}

/// The width and height in which a line is drawn.
const WIDE: f64 = 120.0;
const HIGH: f64 = 32.0;
/// What is left free at the edges.
const EDGE: f64 = 3.0;

impl Sparkline {
    /// Whether there is anything to draw: two values at least.
    #[must_use]
    pub fn draws(&self) -> bool {
        self.dots.iter().filter(|dot| dot.value.is_some()).count() > 1
    }

    /// The line as the path of an SVG of 120 by 32; where there was no value it is broken.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        let mut down = false;
        for place in self.places() {
            let Some((x, y)) = place else {
                down = false;
                continue;
            };
            path.push_str(&format!("{}{x:.1} {y:.1}", if down { 'L' } else { 'M' }));
            down = true;
        }
        path
    }

    /// Where the last value is.
    #[must_use]
    pub fn end(&self) -> Option<(String, String)> {
        let (x, y) = self.places().last().flatten()?;
        Some((format!("{x:.1}"), format!("{y:.1}")))
    }

    /// The places of the values; a line that stays the same runs through the middle.
    fn places(&self) -> impl Iterator<Item = Option<(f64, f64)>> {
        let values = || self.dots.iter().filter_map(|dot| dot.value);
        let (least, most) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        #[expect(clippy::cast_precision_loss, reason = "a few dozen values")]
        let step = (WIDE - 2.0 * EDGE) / (self.dots.len().saturating_sub(1).max(1)) as f64;
        self.dots.iter().enumerate().map(move |(at, dot)| {
            let share = if most > least { (dot.value? - least) / (most - least) } else { dot.value.map(|_| 0.5)? };
            #[expect(clippy::cast_precision_loss, reason = "a few dozen values")]
            let x = EDGE + step * at as f64;
            Some((x, HIGH - EDGE - share * (HIGH - 2.0 * EDGE)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(values: &[Option<f64>]) -> Sparkline {
        let dot = |value: &Option<f64>| Dot { label: String::new(), value: *value, text: String::new() };
        Sparkline {
            caption: String::new(),
            label_heading: String::new(),
            value_heading: String::new(),
            dots: values.iter().map(dot).collect(),
        }
    }

    #[test]
    fn a_line_fills_its_height_and_is_broken_where_nothing_was_known() {
        let line = line(&[Some(1.0), None, Some(3.0), Some(2.0)]);
        assert_eq!(line.path(), "M3.0 29.0M79.0 3.0L117.0 16.0");
        assert_eq!(line.end(), Some(("117.0".to_owned(), "16.0".to_owned())));
        assert!(line.draws());
    }

    #[test]
    fn what_stays_the_same_runs_through_the_middle() {
        assert_eq!(line(&[Some(5.0), Some(5.0)]).path(), "M3.0 16.0L117.0 16.0");
        assert!(!line(&[None, Some(5.0)]).draws());
        assert_eq!(line(&[Some(5.0), None]).end(), None);
    }
}
