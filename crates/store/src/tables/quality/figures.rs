//! The figures of the conference report, and where a noun adds its own: one [`Source`], one line in [`SOURCES`], and a row a figure
//! in `rules/data/index/figures.json` with its name, unit, target and definition.

use super::fees::CASHLESS;
use super::national;
use super::places::{self, DOSSIERS_ANYWHERE};
use super::sides::{LOCATION_INDEPENDENT, catalogue_sides};
use super::totals::{counts, together, totals};
use crate::province::Province;
use crate::tables::{budget, committees, coverage, digital_citizens, digital_work, essential_services};
use crate::{Fault, Tx};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::quality::{
    DOSSIERS_ON_TIME, Definition, Figure, FiguresReport, List, Measure, Period, Points, Scope, Share, Side, compute,
};

/// The nouns with figures of their own, besides those that are counted from dossiers, procedures and payments here.
const SOURCES: &[Source] = &[
    committees::FIGURES,
    essential_services::FIGURES,
    budget::FIGURES,
    coverage::FIGURES,
    digital_citizens::FIGURES,
    digital_work::FIGURES,
];

/// Where the scores of all provinces are listed.
const PROVINCES: List = List { page: "/index/provinces", api: "/api/v1/index/provinces" };

/// Codes and names.
pub(in crate::tables) type Named = Vec<(String, String)>;
/// What a figure comes to.
type Value = fn(&mut Tx, &Province, &'static str, Period) -> Result<Option<Figure>, Fault>;
/// The records on one side of a figure's share.
type Behind = fn(&mut Tx, &Province, &'static str, Side, Period) -> Result<Named, Fault>;

/// Where some figures come from. The last day of the period is the day as of which they are asked for: what was recorded after its end
/// counts for nothing.
#[derive(Debug, Clone, Copy)]
pub(in crate::tables) struct Source {
    /// The keys of the figures, as in their definitions.
    pub keys: &'static [&'static str],
    /// What a figure comes to; nothing as long as no record of it was ever kept.
    pub figure: Value,
    /// The records on one side of its share, by code and name; of one without a share, or with a list of its own, none.
    pub behind: Behind,
}

/// The source of the figure of this key, and the key as it knows it.
fn source_of(key: &str) -> Option<(&'static Source, &'static str)> {
    SOURCES.iter().find_map(|source| Some((source, *source.keys.iter().find(|known| **known == key)?)))
}

/// The records behind one side of a figure of some noun; nothing for another key.
pub(super) fn behind(
    tx: &mut Tx,
    province: &Province,
    key: &str,
    side: Side,
    period: Period,
) -> Result<Option<Named>, Fault> {
    let Some((source, key)) = source_of(key) else { return Ok(None) };
    (source.behind)(tx, province, key, side, period).map(Some)
}

/// The figures of the conference report as of a day, over the year to that day. `now` is when they are computed.
///
/// # Errors
/// When the database fails.
pub fn figures(tx: &mut Tx, province: &Province, as_of: Date, now: Timestamp) -> Result<FiguresReport, Fault> {
    let period = Period { from: as_of.first_of_year(), to: as_of };
    let definition = Definition::in_force(as_of);
    let scope = Scope::Province;
    let known = province.as_known(tx, as_of)?;
    let province = known.as_ref().unwrap_or(province);
    let score = compute(definition, scope.level(), &counts(tx, province, &scope, period, as_of)?).score;
    let days = together(&totals(tx, &[], period, as_of)?).period;
    let on_time = Share::new(days[Measure::FinishedEarly] + days[Measure::FinishedOnTime], days.finished());
    let procedures: Vec<_> = province.procedures().collect();
    let independent = catalogue_sides(LOCATION_INDEPENDENT, &procedures, &scope, period, definition, &|_, _| false);
    let cashless = Share::new(days[Measure::FeePaidCashless], days[Measure::FeePaid]);
    let anywhere = places::share(tx, province, &[], period)?;
    let rank = national::rank(tx, as_of, period.end())?.position.and_then(|position| i64::try_from(position).ok());
    let mut others = Vec::new();
    for source in SOURCES {
        for key in source.keys {
            others.extend((source.figure)(tx, province, key, period)?.map(|figure| (*key, figure)));
        }
    }
    Ok(FiguresReport::new(period, as_of, now, |key| match key {
        DOSSIERS_ON_TIME => Some(Figure::percent(on_time)),
        CASHLESS => Some(Figure::percent(cashless)),
        DOSSIERS_ANYWHERE => Some(Figure::percent(anywhere)),
        LOCATION_INDEPENDENT => independent.as_ref().map(|sides| Figure::percent(sides.share())),
        "service_index" => Some(Figure::plain(score)),
        "service_index_rank" => rank.map(|place| Figure::plain(Some(Points::count(place))).listed(PROVINCES)),
        key => others.iter().find(|(known, _)| *known == key).map(|(_, figure)| *figure),
    }))
}

#[cfg(test)]
mod tests {
    use super::SOURCES;
    use rules::quality::figure_definitions;

    #[test]
    fn each_figure_of_a_noun_is_defined_and_comes_from_one_place() {
        let mut keys: Vec<_> = SOURCES.iter().flat_map(|source| source.keys).collect();
        for key in &keys {
            assert!(figure_definitions().iter().any(|row| row.key == **key), "{key} has no definition");
        }
        keys.sort_unstable();
        let all = keys.len();
        keys.dedup();
        assert_eq!(keys.len(), all, "a figure comes from two places");
    }
}
