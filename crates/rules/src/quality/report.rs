//! The index as it is told to programs: the JSON of `/api/v1/index` and of `motcua index`.

use super::definition::Unit;
use super::{Definition, Formula, IndicatorScore, Period, Points, Scope, ServiceIndex, Share, Side, State};
use crate::calendar;
use crate::people::AgencyLevel;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Serialize, Serializer};

/// The index of a scope over a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndexReport {
    /// 100 × points ÷ measured maximum; nothing when nothing was measured, or no dossier was in hand.
    pub score: Option<Points>,
    /// 100.
    pub max: u16,
    /// The points of the indicators that count; the groups' scores add up to it.
    pub points: Points,
    /// The maximum of the same indicators.
    pub measured_max: Points,
    /// The key of the band.
    pub band: Option<&'static str>,
    /// The groups.
    pub groups: Vec<GroupReport>,
    /// The place among its like.
    pub rank: Rank,
    /// Province, department or commune.
    pub level: AgencyLevel,
    /// The agency's code; nothing for the province.
    pub agency: Option<String>,
    /// The days counted.
    #[serde(flatten)]
    pub period: Period,
    /// The day as of which it was asked for.
    pub as_of: Date,
    /// The version of the definition.
    pub definition: &'static str,
    /// Where the definition comes from.
    pub source: &'static str,
    /// When it was computed; nothing was entered since.
    #[serde(serialize_with = "in_vietnam")]
    pub computed_at: Timestamp,
    /// Always: computed here from our own records, not what the national portal publishes.
    pub estimate: bool,
}

/// A group's part.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupReport {
    /// Its key.
    pub key: &'static str,
    /// Its name in Vietnamese.
    pub name: &'static str,
    /// Its name in English.
    pub name_en: &'static str,
    /// The sum of its indicators.
    pub score: Points,
    /// The points it can be worth.
    pub max: u16,
    /// The maximum of its indicators that count.
    pub measured_max: Points,
    /// Its indicators.
    pub indicators: Vec<IndicatorReport>,
}

/// An indicator's part.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndicatorReport {
    /// Its number: `2.1`.
    pub key: &'static str,
    /// Its code in the national interface.
    pub code: &'static str,
    /// Its name in Vietnamese.
    pub name: &'static str,
    /// Its name in English.
    pub name_en: &'static str,
    /// Whether it has a number, and if not, why.
    pub state: State,
    /// What the numerator is counted in: `count` of records, or `seconds` by the calendar, which no list can sum up to.
    pub unit: &'static str,
    /// What counts.
    pub numerator: Option<i64>,
    /// Out of what.
    pub denominator: Option<i64>,
    /// Their quotient.
    pub ratio: Option<f64>,
    /// Its points; nothing when it does not count.
    pub score: Option<Points>,
    /// The points it can be worth.
    pub max: u16,
    /// What numerator and denominator count, in Vietnamese.
    pub counts: &'static str,
    /// The same in English.
    pub counts_en: &'static str,
    /// The list behind the numerator; of an average, all that it is the average of.
    pub records: Option<String>,
    /// How many records that list has.
    pub records_count: Option<i64>,
    /// The list behind the rest of the denominator.
    pub records_rest: Option<String>,
}

/// The place among agencies of the same level.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rank {
    /// 1 is best; the same score has the same place. Nothing where the scores of the others are not known.
    pub position: Option<usize>,
    /// How many are ranked.
    pub of: Option<usize>,
    /// Measured or no data yet.
    pub state: State,
    /// Of the province: its score as the national portal published it, by which it has its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Published>,
}

/// A score that the national portal published.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Published {
    /// The score.
    pub score: Points,
    /// For which day.
    pub on: Date,
    /// Where it comes from.
    pub source: String,
}

impl Rank {
    /// The provinces are ranked by the national portal, and none of its tables was taken in.
    pub const UNKNOWN: Self = Self { position: None, of: None, state: State::NoDataYet, published: None };
}

/// To the second, with the offset of Vietnam.
fn in_vietnam<S: Serializer>(at: &Timestamp, out: S) -> Result<S::Ok, S::Error> {
    let whole = Timestamp::from_second(at.as_second()).unwrap_or(*at);
    out.serialize_str(&calendar::rfc3339(whole))
}

/// The address of the list behind one side of an indicator, as it was known at the end of a day.
#[must_use]
pub fn records_url(key: &str, side: Side, scope: &Scope, period: Period, as_of: Date) -> String {
    let agency = scope.agency().map(|code| format!("&agency={code}")).unwrap_or_default();
    let (from, to) = (period.from, period.to);
    format!("/api/v1/index/{key}/records?side={}{agency}&from={from}&to={to}&as_of={as_of}", side.key())
}

impl IndexReport {
    /// The report of an index.
    #[must_use]
    pub fn new(
        index: &ServiceIndex,
        definition: &'static Definition,
        scope: &Scope,
        period: Period,
        as_of: Date,
        rank: Rank,
        computed_at: Timestamp,
    ) -> Self {
        let group = |(scored, group): (&super::GroupScore, &'static super::Group)| GroupReport {
            key: scored.key,
            name: &group.name,
            name_en: &group.name_en,
            score: scored.points,
            max: scored.max,
            measured_max: scored.measured_max,
            indicators: scored.indicators.iter().map(|scored| indicator(scored, scope, period, as_of)).collect(),
        };
        Self {
            score: index.score,
            max: index.max,
            points: index.points,
            measured_max: index.measured_max,
            band: index.band.map(|band| band.key.as_str()),
            groups: index.groups.iter().zip(&definition.groups).map(group).collect(),
            rank,
            level: scope.level(),
            agency: scope.agency().map(ToString::to_string),
            period,
            as_of,
            definition: &definition.version,
            source: &definition.source,
            computed_at,
            estimate: true,
        }
    }
}

impl IndexReport {
    /// The same with its lists narrowed by more of an address: `&procedure=1.001193`.
    #[must_use]
    pub fn narrowed(mut self, query: &str) -> Self {
        for row in self.groups.iter_mut().flat_map(|group| &mut group.indicators) {
            for url in [&mut row.records, &mut row.records_rest].into_iter().flatten() {
                url.push_str(query);
            }
        }
        self
    }
}

fn indicator(scored: &IndicatorScore, scope: &Scope, period: Period, as_of: Date) -> IndicatorReport {
    let row = scored.indicator;
    let url = |side| scored.share.map(|_| records_url(&row.key, side, scope, period, as_of));
    let average = matches!(row.formula, Formula::Average { unit: Unit::Seconds });
    IndicatorReport {
        key: &row.key,
        code: &row.code,
        name: &row.name,
        name_en: &row.name_en,
        state: scored.state,
        unit: if average { "seconds" } else { "count" },
        numerator: scored.share.map(|Share { numerator, .. }| numerator),
        denominator: scored.share.map(|Share { denominator, .. }| denominator),
        ratio: scored.ratio(),
        score: scored.points,
        max: row.max,
        counts: &row.counts,
        counts_en: &row.counts_en,
        records: url(Side::Numerator),
        records_count: scored.share.map(|share| if average { share.denominator } else { share.numerator }),
        records_rest: if average { None } else { url(Side::Rest) },
    }
}
