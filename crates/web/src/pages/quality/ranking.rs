//! Agencies of one level in the order of their index, as bars that are their own table.

use super::period::Wanted;
use crate::components::{Bar, Bars};
use crate::format;
use crate::frame::Frame;
use crate::pages::said;
use rules::people::AgencyLevel;
use store::province::Province;
use store::tables::quality::Ranked;

/// The ranking of a level; the agency that the page is about is marked.
pub(super) fn bars(f: &Frame, province: &Province, wanted: &Wanted, level: AgencyLevel, ranked: &[Ranked]) -> Bars {
    let own = wanted.agency();
    let key = if level == AgencyLevel::Department { "departments" } else { "communes" };
    Bars {
        caption: f.t1(&format!("quality-ranking-{key}"), "days", wanted.days(f)),
        label_heading: f.t("quality-agency"),
        value_heading: f.t("quality-score"),
        bars: ranked
            .iter()
            .map(|one| {
                let name = said::agency_named(f.lang(), &province.directory, &one.agency);
                let score = one.index.score.filter(|_| one.position.is_some());
                Bar {
                    label: one.position.map_or(name.clone(), |position| format!("{position}. {name}")),
                    value: score.map_or(0.0, rules::quality::Points::to_f64),
                    text: score.map_or_else(
                        || f.t("quality-no-dossiers"),
                        |score| format::decimal(f.lang(), score.to_f64(), 2),
                    ),
                    href: wanted.href_of(one.agency.as_str()),
                    marked: one.agency.as_str() == own,
                }
            })
            .collect(),
        full: Some(100.0),
    }
}
