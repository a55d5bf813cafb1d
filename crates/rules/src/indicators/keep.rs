//! Keeping the register: entering an indicator and changing what it says.

use super::{
    Amount, Computation, Direction, Event, Indicator, Kind, Programme, Registered, Reporters, Revised, Target,
};
use crate::codes::{AgencyCode, IndicatorCode};
use crate::people::permissions::may_assign;
use crate::people::{Actor, Capacity, Directory};
use crate::tasks::Every;
use crate::text::tidy;
use crate::{Problem, Refusal};

/// An indicator as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its code.
    pub code: String,
    /// Of which programme.
    pub programme: Option<Programme>,
    /// What is measured.
    pub name: String,
    /// In what.
    pub unit: String,
    /// How it is computed, in words.
    pub formula: String,
    /// From which records of the house.
    pub computation: Option<Computation>,
    /// Whether more is better.
    pub direction: Option<Direction>,
    /// Targets in lines: `2025: 80`.
    pub targets: String,
    /// Which agency answers for it.
    pub agency: Option<AgencyCode>,
    /// Which agencies have a value.
    pub reporters: Option<Reporters>,
    /// Which document sets it.
    pub source: String,
    /// Whether that document is the nation's.
    pub national: bool,
    /// How often it is told.
    pub every: Option<Every>,
    /// Whether values add up over the year.
    pub kind: Option<Kind>,
    /// The least that a value can be; empty for nothing.
    pub least: String,
    /// The most that a value can be; empty for nothing.
    pub most: String,
}

/// Enters an indicator, or changes the one that is there.
///
/// # Errors
/// When they are neither a leader nor of the secretariat of the province, or something is missing or can't be read.
pub fn keep(
    actor: &Actor,
    province: &AgencyCode,
    directory: &Directory,
    before: Option<&Indicator>,
    draft: &Draft,
) -> Result<(Event, Capacity), Refusal> {
    let by = may_assign(actor, province)?;
    let mut problems = Vec::new();
    let mut text = |pointer: &str, typed: &str| {
        let text = tidy(typed);
        if text.is_empty() {
            problems.push(Problem::new(pointer, "missing"));
        }
        text
    };
    let (name, unit) = (text("/name", &draft.name), text("/unit", &draft.unit));
    let (formula, source) = (text("/formula", &draft.formula), text("/source", &draft.source));
    let code: Option<IndicatorCode> = draft.code.trim().parse().ok();
    if code.is_none() {
        problems.push(Problem::new("/code", "indicator-code"));
    }
    let targets = targets(&draft.targets, &mut problems);
    let mut bound = |pointer: &str, typed: &str| match typed.trim() {
        "" => None,
        typed => {
            let amount = Amount::read(typed);
            if amount.is_none() {
                problems.push(Problem::new(pointer, "amount-unreadable").with("typed", typed));
            }
            amount
        }
    };
    let (least, most) = (bound("/least", &draft.least), bound("/most", &draft.most));
    let empty = least.zip(most).is_some_and(|(least, most)| least >= most);
    if empty {
        problems.push(Problem::new("/most", "range-empty"));
    }
    let inside = |value: Amount| least.is_none_or(|least| value >= least) && most.is_none_or(|most| value <= most);
    for target in targets.iter().filter(|target| !empty && !inside(target.value)) {
        problems.push(Problem::new("/targets", "target-out-of-range").with("year", target.year));
    }
    let agency = draft.agency.clone().filter(|agency| directory.get(agency).is_some());
    let chosen = (draft.programme, draft.direction, draft.reporters, draft.every, draft.kind, agency, code);
    for (pointer, missing) in [
        ("/programme", chosen.0.is_none()),
        ("/direction", chosen.1.is_none()),
        ("/reporters", chosen.2.is_none()),
        ("/every", chosen.3.is_none()),
        ("/kind", chosen.4.is_none()),
        ("/agency", chosen.5.is_none()),
    ] {
        if missing {
            problems.push(Problem::new(pointer, "missing"));
        }
    }
    let (Some(programme), Some(direction), Some(reporters), Some(every), Some(kind), Some(agency), Some(code)) = chosen
    else {
        return Err(Refusal::input(problems));
    };
    if !problems.is_empty() {
        return Err(Refusal::input(problems));
    }
    let indicator = Indicator {
        code,
        programme,
        name,
        unit,
        formula,
        computation: draft.computation,
        direction,
        targets,
        agency,
        reporters,
        source,
        national: draft.national,
        every,
        kind,
        least,
        most,
    };
    match before {
        None => Ok((Event::Registered(Registered { indicator }), by)),
        Some(before) if before.code != indicator.code => {
            Err(Refusal::input(vec![Problem::new("/code", "indicator-code-stays")]))
        }
        Some(_) => Ok((Event::Revised(Revised { indicator }), by)),
    }
}

/// Targets in lines: the year, a colon, the value.
fn targets(typed: &str, problems: &mut Vec<Problem>) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for line in typed.split(['\n', ';']).map(str::trim).filter(|line| !line.is_empty()) {
        let read = line.split_once(':').and_then(|(year, value)| {
            let year = year.trim().parse().ok().filter(|year| (2000..2100).contains(year))?;
            Some(Target { year, value: Amount::read(value.trim())? })
        });
        match read {
            Some(target) if targets.iter().all(|known| known.year != target.year) => targets.push(target),
            Some(_) => problems.push(Problem::new("/targets", "target-year-twice").with("typed", line)),
            None => problems.push(Problem::new("/targets", "target-unreadable").with("typed", line)),
        }
    }
    targets.sort_by_key(|target| target.year);
    targets
}
