//! How the index and the figures look, for the API's description: the types themselves are in `rules`, which knows nothing of
//! descriptions. A test holds these to what is answered.

#![expect(dead_code, reason = "describes what `rules` serialises")]

use utoipa::ToSchema;

/// The index of a scope over a period.
#[derive(ToSchema)]
pub struct IndexSeen {
    /// Points out of `max`, scaled from those that could be measured; nothing when nothing could.
    #[schema(example = 90.4)]
    score: Option<f64>,
    /// 100.
    #[schema(example = 100)]
    max: u16,
    /// The points as they add up.
    points: f64,
    /// What the measured indicators could give at most.
    measured_max: f64,
    /// `excellent`, `good`, `fair`, `average` or `weak`.
    #[schema(example = "excellent")]
    band: Option<String>,
    /// The groups.
    groups: Vec<IndexGroup>,
    /// The place among agencies of the same level.
    rank: IndexRank,
    /// `province`, `department` or `commune`.
    #[schema(example = "province")]
    level: String,
    /// The agency, unless it is the province.
    agency: Option<String>,
    /// The first day.
    #[schema(format = Date)]
    from: String,
    /// The last day.
    #[schema(format = Date)]
    to: String,
    /// As it was known at the end of this day.
    #[schema(format = Date)]
    as_of: String,
    /// The version of the definition.
    definition: String,
    /// Where the definition comes from.
    source: String,
    /// When it was computed; nothing was entered since.
    #[schema(format = DateTime)]
    computed_at: String,
    /// It is an estimate until the national portal publishes its own.
    estimate: bool,
}

/// A group of indicators.
#[derive(ToSchema)]
pub struct IndexGroup {
    #[schema(example = "progress")]
    key: String,
    name: String,
    name_en: String,
    score: f64,
    max: u16,
    measured_max: f64,
    indicators: Vec<IndexIndicator>,
}

/// An indicator.
#[derive(ToSchema)]
pub struct IndexIndicator {
    #[schema(example = "2.1")]
    key: String,
    /// Its code at the national portal.
    code: String,
    name: String,
    name_en: String,
    /// `measured`, `no_cases`, `no_data_yet` or `not_applicable`.
    #[schema(example = "measured")]
    state: String,
    /// What the numerator is counted in: `count` of records, or `seconds` (2.2: the time that settling took, by the calendar
    /// without pauses; its `ratio` is seconds a dossier).
    #[schema(example = "count")]
    unit: String,
    numerator: Option<i64>,
    denominator: Option<i64>,
    ratio: Option<f64>,
    score: Option<f64>,
    max: u16,
    /// What is counted, in words.
    counts: String,
    counts_en: String,
    /// Where the records in the numerator are; of an average (`unit` is not `count`), all that it is the average of.
    records: Option<String>,
    /// How many records that list has: the numerator, or of an average the denominator.
    records_count: Option<i64>,
    /// Where the rest of the denominator is; nothing for an average.
    records_rest: Option<String>,
}

/// A place among others.
#[derive(ToSchema)]
pub struct IndexRank {
    position: Option<usize>,
    of: Option<usize>,
    state: String,
    /// Of the province only: its score as the national portal published it.
    published: Option<IndexPublished>,
}

/// A score that the national portal published.
#[derive(ToSchema)]
pub struct IndexPublished {
    #[schema(example = 90.4)]
    score: f64,
    #[schema(format = Date)]
    on: String,
    source: String,
}

/// The figures of the conference report.
#[derive(ToSchema)]
pub struct FiguresSeen {
    items: Vec<FigureSeen>,
    #[schema(format = Date)]
    as_of: String,
}

/// A figure with its passport.
#[derive(ToSchema)]
pub struct FigureSeen {
    #[schema(example = "dossiers_on_time")]
    key: String,
    name: String,
    name_en: String,
    #[schema(example = 99.0)]
    value: Option<f64>,
    state: String,
    #[schema(example = "percent")]
    unit: String,
    target: Option<i64>,
    numerator: Option<i64>,
    denominator: Option<i64>,
    records: Option<String>,
    /// The page with these records, where they have one of their own.
    page: Option<String>,
    records_rest: Option<String>,
    #[schema(format = Date)]
    as_of: String,
    passport: FigurePassport,
}

/// What a figure is and where it comes from.
#[derive(ToSchema)]
pub struct FigurePassport {
    definition: String,
    definition_en: String,
    formula: Option<String>,
    source: Option<String>,
    period: FigurePeriod,
    #[schema(format = DateTime)]
    computed_at: String,
    owner: String,
    /// Whether somebody typed it.
    manual: bool,
}

/// From the first to the last day.
#[derive(ToSchema)]
pub struct FigurePeriod {
    #[schema(format = Date)]
    from: String,
    #[schema(format = Date)]
    to: String,
}
