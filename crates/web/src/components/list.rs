//! Lists: their columns, the order in which they stand, and the way from page to page.

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its heading.
    pub label: String,
    /// Whether numbers stand in it.
    pub numeric: bool,
    /// Where the heading leads to sort by it; empty where one can't.
    pub href: String,
    /// `ascending`, `descending`, or empty when the list is not sorted by it.
    pub sorted: &'static str,
}

/// The columns of a table.
pub type Columns = Vec<Column>;

impl Column {
    /// A column of text.
    #[must_use]
    pub fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), numeric: false, href: String::new(), sorted: "" }
    }

    /// A column of numbers.
    #[must_use]
    pub fn number(label: impl Into<String>) -> Self {
        Self { numeric: true, ..Self::text(label) }
    }

    /// The same column, which sorts the list when its heading is followed.
    #[must_use]
    pub fn sorting(mut self, href: impl Into<String>, sorted: &'static str) -> Self {
        self.href = href.into();
        self.sorted = sorted;
        self
    }
}

/// The way from page to page by keys; addresses are empty where there is no page.
#[derive(Debug, Clone, Default)]
pub struct Pages {
    /// Back to the first page.
    pub first: String,
    /// The next page.
    pub next: String,
    /// All of it as a file.
    pub export: String,
}
