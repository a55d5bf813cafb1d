//! The figures of the conference report, each with its passport: definition, formula, source, period, owner, whether typed.

use super::{Period, Points, Scope, Share, Side, State, records_url};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// What a figure is, as data (`data/index/figures.json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureDefinition {
    /// Its key.
    pub key: String,
    /// Its name in Vietnamese.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// What it is measured in: a key of the message catalogues.
    pub unit: String,
    /// What it should reach, where a target is set.
    pub target: Option<i64>,
    /// Who answers for it.
    pub owner: String,
    /// What it means, in Vietnamese.
    pub definition: String,
    /// What it means, in English.
    pub definition_en: String,
    /// How it is computed, in the names of the records' columns.
    pub formula: Option<String>,
    /// The records that it comes from.
    pub source: Option<String>,
}

static DEFINITIONS: LazyLock<Vec<FigureDefinition>> = LazyLock::new(|| {
    // Part of the program, read by a test.
    serde_json::from_str(include_str!("../../data/index/figures.json")).unwrap_or_default()
});

/// Every figure of the report, in its order.
#[must_use]
pub fn figure_definitions() -> &'static [FigureDefinition] {
    &DEFINITIONS
}

/// What was computed for a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figure {
    /// The number; nothing when there are no cases or no records yet.
    pub value: Option<Points>,
    /// What it is a percentage of, where it is one.
    pub share: Option<Share>,
    /// The list of its records, where it has one of its own; those of a share are listed by its key else.
    pub list: Option<List>,
}

/// Where the records of a figure are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct List {
    /// The page: `/budget`.
    pub page: &'static str,
    /// The interface: `/api/v1/budget-lines`.
    pub api: &'static str,
}

impl Figure {
    /// A percentage.
    #[must_use]
    pub fn percent(share: Share) -> Self {
        let value = (share.denominator > 0).then(|| Points::whole(100).times(share.numerator, share.denominator));
        Self { value, share: Some(share), list: None }
    }

    /// How many of a share there are: committees of so many agencies.
    #[must_use]
    pub fn count(share: Share) -> Self {
        Self { value: Some(Points::count(share.numerator)), share: Some(share), list: None }
    }

    /// A plain number.
    #[must_use]
    pub fn plain(value: Option<Points>) -> Self {
        Self { value, share: None, list: None }
    }

    /// The same, its records listed there.
    #[must_use]
    pub fn listed(self, list: List) -> Self {
        Self { list: Some(list), ..self }
    }
}

/// The figures as of a day: the JSON of `/api/v1/figures` and of `motcua figures`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FiguresReport {
    /// The figures.
    pub items: Vec<FigureItem>,
    /// The day as of which they were asked for.
    pub as_of: Date,
}

/// One figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FigureItem {
    /// Its key.
    pub key: &'static str,
    /// Its name in Vietnamese.
    pub name: &'static str,
    /// Its name in English.
    pub name_en: &'static str,
    /// Its value; nothing when no records of it are kept yet.
    pub value: Option<Points>,
    /// Whether it has a value, and if not, why.
    pub state: State,
    /// What it is measured in.
    pub unit: &'static str,
    /// What it should reach.
    pub target: Option<i64>,
    /// What counts, of a percentage.
    pub numerator: Option<i64>,
    /// Out of what.
    pub denominator: Option<i64>,
    /// The list behind it.
    pub records: Option<String>,
    /// The page with that list, where it has one of its own.
    pub page: Option<&'static str>,
    /// The list behind the rest of a percentage.
    pub records_rest: Option<String>,
    /// The day as of which it was asked for.
    pub as_of: Date,
    /// Where it comes from.
    pub passport: Passport,
}

/// Where a figure comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Passport {
    /// What it means, in Vietnamese.
    pub definition: &'static str,
    /// What it means, in English.
    pub definition_en: &'static str,
    /// How it is computed.
    pub formula: Option<&'static str>,
    /// The records that it comes from.
    pub source: Option<&'static str>,
    /// The days counted.
    pub period: Period,
    /// When it was computed (RFC 3339, to the second).
    pub computed_at: String,
    /// Who answers for it.
    pub owner: &'static str,
    /// Whether somebody typed it; what is computed never is.
    pub manual: bool,
}

impl FiguresReport {
    /// The report; `figure` gives what was computed for a key, nothing where no records are kept yet.
    #[must_use]
    pub fn new(
        period: Period,
        as_of: Date,
        computed_at: jiff::Timestamp,
        figure: impl Fn(&str) -> Option<Figure>,
    ) -> Self {
        let items =
            figure_definitions().iter().map(|row| item(row, figure(&row.key), period, as_of, computed_at)).collect();
        Self { items, as_of }
    }
}

fn item(
    row: &'static FigureDefinition,
    figure: Option<Figure>,
    period: Period,
    as_of: Date,
    computed_at: jiff::Timestamp,
) -> FigureItem {
    let share = figure.and_then(|figure| figure.share);
    let list = figure.and_then(|figure| figure.list);
    let url = |side| records_url(&row.key, side, &Scope::Province, period, as_of);
    let whole = |_| format!("/api/v1/index?from={}&to={}&as_of={as_of}", period.from, period.to);
    FigureItem {
        key: &row.key,
        name: &row.name,
        name_en: &row.name_en,
        value: figure.and_then(|figure| figure.value),
        state: match figure {
            None => State::NoDataYet,
            Some(Figure { value: None, .. }) => State::NoCases,
            Some(_) => State::Measured,
        },
        unit: &row.unit,
        target: row.target,
        numerator: share.map(|share| share.numerator),
        denominator: share.map(|share| share.denominator),
        records: match list {
            Some(list) => Some(list.api.to_owned()),
            None => share.map(|_| url(Side::Numerator)).or(figure.map(whole)),
        },
        page: list.map(|list| list.page),
        records_rest: share.filter(|_| list.is_none()).map(|_| url(Side::Rest)),
        as_of,
        passport: Passport {
            definition: &row.definition,
            definition_en: &row.definition_en,
            formula: row.formula.as_deref(),
            source: row.source.as_deref(),
            period,
            computed_at: crate::calendar::rfc3339(
                jiff::Timestamp::from_second(computed_at.as_second()).unwrap_or(computed_at),
            ),
            owner: &row.owner,
            manual: false,
        },
    }
}
