//! The register of indicators, and what agencies reported of them in the first three quarters: every indicator names its source, and what
//! is simulated says so. Deterministic by the agency's place.

use super::Scene;
use jiff::civil::{Date, date};
use jiff::{Span, Timestamp};
use rules::calendar::instant;
use rules::codes::{AgencyCode, IndicatorCode};
use rules::indicators::{Amount, Command, Computation, Direction, Draft, Kind, Programme, ReportPeriod, Reporters};
use rules::people::{AgencyLevel, Role};
use rules::tasks::Every;
use serde::Deserialize;
use std::sync::{Arc, LazyLock};
use store::province::ProvinceCache;
use store::{Failure, Store, desk};

/// An indicator as it ships.
#[derive(Debug, Deserialize)]
struct Source {
    code: String,
    programme: String,
    name: String,
    unit: String,
    formula: String,
    #[serde(default)]
    computation: String,
    #[serde(default)]
    direction: String,
    targets: String,
    /// Part of a department's name, by a key of [`agency`].
    agency: String,
    reporters: String,
    source: String,
    national: bool,
    every: String,
    kind: String,
    #[serde(default)]
    least: String,
    #[serde(default)]
    most: String,
    /// What is reported in the first three quarters, about.
    #[serde(default)]
    values: Vec<String>,
}

#[expect(clippy::panic, reason = "the file is part of the program and a test reads it")]
static SOURCE: LazyLock<Vec<Source>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../data/demo/indicators.json"))
        .unwrap_or_else(|error| panic!("data/demo/indicators.json: {error}"))
});

/// The day on which the register was entered.
const REGISTERED: Date = date(2025, 3, 3);

/// The department that a source means.
fn agency(scene: &Scene<'_>, key: &str) -> Option<AgencyCode> {
    let words = match key {
        "khcn" => "Khoa học",
        "tc" => "Tài chính",
        "nv" => "Nội vụ",
        _ => "Văn phòng",
    };
    let departments = scene.agencies(AgencyLevel::Department);
    let named = |code: &&AgencyCode| scene.world.directory.get(code).is_some_and(|agency| agency.name.contains(words));
    departments.iter().find(named).or(departments.first()).cloned()
}

fn draft(scene: &Scene<'_>, source: &Source) -> Draft {
    Draft {
        code: source.code.clone(),
        programme: Programme::from_key(&source.programme),
        name: source.name.clone(),
        unit: source.unit.clone(),
        formula: source.formula.clone(),
        computation: Computation::from_key(&source.computation),
        direction: Direction::from_key(&source.direction).or(Some(Direction::Up)),
        targets: source.targets.clone(),
        agency: agency(scene, &source.agency),
        reporters: Reporters::from_key(&source.reporters),
        source: source.source.clone(),
        national: source.national,
        every: Every::from_key(&source.every),
        kind: Kind::from_key(&source.kind),
        least: source.least.clone(),
        most: source.most.clone(),
    }
}

pub(super) fn enter(store: &Store, scene: &Scene<'_>) -> Result<(), Failure> {
    let Ok(whole) = "H35".parse::<AgencyCode>() else { return Ok(()) };
    let Some(chairman) = scene.staff.holder(&whole, Role::Approver, 0).cloned() else { return Ok(()) };
    if !scene.has(REGISTERED) {
        return Ok(());
    }
    let drafts: Arc<Vec<Draft>> = Arc::new(SOURCE.iter().map(|source| draft(scene, source)).collect());
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        for draft in drafts.iter() {
            desk::indicators::keep(tx, &province, &chairman, None, draft, hour(REGISTERED, 9))?;
        }
        Ok::<_, Failure>(())
    })?;
    for quarter in 1..=3 {
        for source in SOURCE.iter() {
            reported(store, scene, source, quarter)?;
        }
    }
    Ok(())
}

/// What every agency that has a value of an indicator reported of a quarter.
fn reported(store: &Store, scene: &Scene<'_>, source: &Source, quarter: usize) -> Result<(), Failure> {
    let (Some(about), Ok(code)) = (source.values.get(quarter - 1), source.code.parse::<IndicatorCode>()) else {
        return Ok(());
    };
    let (Some(about), Ok(period)) = (Amount::read(about), format!("2025-Q{quarter}").parse::<ReportPeriod>()) else {
        return Ok(());
    };
    let day = period.opens_on().saturating_add(Span::new().days(2));
    if !scene.has(day.saturating_add(Span::new().days(1))) {
        return Ok(());
    }
    let agencies = match source.reporters.as_str() {
        "communes" => scene.agencies(AgencyLevel::Commune),
        "departments" => scene.agencies(AgencyLevel::Department),
        _ => agency(scene, &source.agency).into_iter().collect(),
    };
    for (at, agency) in agencies.iter().enumerate() {
        let clerk =
            scene.staff.holder(agency, Role::Clerk, 0).or_else(|| scene.staff.holder(agency, Role::CaseOfficer, 0));
        let (Some(clerk), Some(leader)) = (clerk, scene.staff.holder(agency, Role::Approver, 0)) else { continue };
        if clerk.login == leader.login {
            continue;
        }
        // Around what is usual, each agency in its own way; one commune did far more than before and says why.
        let apart = i64::try_from(at * 37 % 25).unwrap_or_default() - 12;
        let value = Amount((about.0 + if agencies.len() > 1 { apart * 1000 } else { 0 }).max(0));
        let value = value.to_string().replace('.', ",");
        let (clerk, leader, agency, code) = (clerk.clone(), leader.clone(), agency.clone(), code.clone());
        let waits = quarter == 3 && at % 11 == 10;
        store.write_blocking(move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            let of = (&code, &agency, period);
            let report = Command::Report {
                value: value.clone(),
                basis: "Sổ theo dõi của cơ quan (mô phỏng)".into(),
                explanation: "Tăng sau đợt cao điểm theo kế hoạch (mô phỏng)".into(),
            };
            desk::indicators::act(tx, &province, &clerk, of, 0, report, hour(day, 10))?;
            if waits {
                return Ok(());
            }
            let next = day.saturating_add(Span::new().days(1));
            desk::indicators::act(tx, &province, &leader, of, 1, Command::Approve, hour(next, 9))
        })?;
    }
    Ok(())
}

fn hour(day: Date, hour: i8) -> Timestamp {
    instant(day.at(hour, 0, 0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ships_can_be_read_and_what_is_national_names_a_national_document() {
        assert!(SOURCE.len() >= 15);
        for source in SOURCE.iter() {
            assert!(source.code.parse::<IndicatorCode>().is_ok(), "{}", source.code);
            assert!(
                source.computation.is_empty() || Computation::from_key(&source.computation).is_some(),
                "{}",
                source.code
            );
            assert!(source.computation.is_empty() != source.values.is_empty(), "{}: computed or reported", source.code);
            let documents = ["624/TB-VPCP", "57-NQ/TW", "766/QĐ-TTg"];
            assert!(
                !source.national || documents.iter().any(|document| source.source.contains(document)),
                "{}",
                source.code
            );
            assert!(source.national || source.source.contains("mô phỏng"), "{}", source.code);
        }
    }
}
