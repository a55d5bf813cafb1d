//! The report of a value as it stands, and what can be done to it.

use super::{Amount, Approved, Event, Indicator, ReportPeriod, Reported, Reporters, Returned, outlier};
use crate::codes::AgencyCode;
use crate::people::permissions::{may_approve_value, may_report_value};
use crate::people::{Actor, AgencyLevel, Capacity, Directory};
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::Timestamp;
use jiff::civil::Date;

/// A report: the fold of its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndicatorReport {
    /// Where it stands.
    pub state: State,
    /// What was reported, the last time.
    pub reported: Option<Reported>,
    /// When, and by whom: login and name.
    pub reported_by: Option<(Timestamp, String, String)>,
    /// When and by whom it was approved.
    pub approved_by: Option<(Timestamp, String, String)>,
    /// Why it was returned.
    pub reason: String,
    /// How many events it has.
    pub version: u64,
}

/// Where a report stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum State {
    /// Nothing is reported.
    #[default]
    Missing,
    /// It waits for approval.
    Awaiting,
    /// It was sent back.
    Returned,
    /// It is approved and locked.
    Locked,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Missing, Self::Awaiting, Self::Returned, Self::Locked];

    /// Its name in texts and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Awaiting => "awaiting",
            Self::Returned => "returned",
            Self::Locked => "locked",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

impl IndicatorReport {
    /// Whether whoever acts reported it, or it was reported in their place, or they act in the place of whoever did.
    #[must_use]
    pub fn was_reported_by(&self, by: &Capacity) -> bool {
        let in_place_of = self.reported.as_ref().and_then(|reported| reported.in_place_of.as_deref());
        self.reported_by.as_ref().is_some_and(|(_, login, _)| by.did(login, in_place_of))
    }

    /// The report after one more event; `by` is login and name of whoever did it.
    #[must_use]
    pub fn next(mut self, event: &Event, at: Timestamp, by: (&str, &str)) -> Self {
        let by = Some((at, by.0.to_owned(), by.1.to_owned()));
        self.version += 1;
        match event {
            Event::Reported(reported) => {
                self.state = State::Awaiting;
                self.reported = Some(reported.clone());
                self.reported_by = by;
                self.reason.clear();
            }
            Event::Approved(_) => {
                self.state = State::Locked;
                self.approved_by = by;
            }
            Event::Returned(returned) => {
                self.state = State::Returned;
                self.reason.clone_from(&returned.reason);
            }
            Event::Registered(_) | Event::Revised(_) => {}
        }
        self
    }
}

/// What somebody does to a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Report the value.
    Report {
        /// How much, as typed.
        value: String,
        /// Where it comes from.
        basis: String,
        /// Why it stands out.
        explanation: String,
    },
    /// Approve what somebody else reported: it is locked.
    Approve,
    /// Send it back.
    Return {
        /// Why.
        reason: String,
    },
}

/// What a decision needs to know.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The indicator.
    pub indicator: &'a Indicator,
    /// The agencies.
    pub directory: &'a Directory,
    /// The earlier approved values of the same agency, oldest first.
    pub history: &'a [(ReportPeriod, Amount)],
    /// The day.
    pub today: Date,
}

/// Whether an agency has a value of its own of this indicator.
#[must_use]
pub fn has_value(indicator: &Indicator, directory: &Directory, agency: &AgencyCode) -> bool {
    let level = directory.get(agency).filter(|agency| agency.settles()).map(|agency| agency.level);
    match indicator.reporters {
        Reporters::Responsible => *agency == indicator.agency,
        Reporters::Departments => level == Some(AgencyLevel::Department),
        Reporters::Communes => level == Some(AgencyLevel::Commune),
    }
}

/// Decides about a command on the value of an agency in a period.
///
/// # Errors
/// When the policy does not let them, the value is computed or locked, the period is not over or of another kind, they approve their
/// own, or the value is out of range or stands out unexplained.
pub fn decide(
    actor: &Actor,
    (agency, period): (&AgencyCode, ReportPeriod),
    report: &IndicatorReport,
    command: Command,
    context: Context<'_>,
) -> Result<(Event, Capacity), Refusal> {
    let indicator = context.indicator;
    let (code, agency) = (indicator.code.clone(), agency.clone());
    let by = match command {
        Command::Report { .. } => may_report_value(actor, &agency)?,
        Command::Approve | Command::Return { .. } => may_approve_value(actor, &agency, &indicator.agency)?,
    };
    if indicator.computation.is_some() {
        return Err(Refusal::rule("indicator-computed").with("code", &code));
    }
    if report.state == State::Locked {
        return Err(Refusal::rule("indicator-locked").with("period", period));
    }
    let event = match command {
        Command::Report { value, basis, explanation } => {
            if !has_value(indicator, context.directory, &agency) {
                return Err(Refusal::rule("indicator-not-theirs").with("code", &code));
            }
            if period.every() != indicator.every {
                return Err(Refusal::rule("indicator-other-period").with("code", &code));
            }
            if context.today < period.opens_on() {
                return Err(Refusal::rule("indicator-too-early").with("day", period.opens_on()));
            }
            let mut problems = Vec::new();
            let basis = tidy(&basis);
            if basis.is_empty() {
                problems.push(Problem::new("/basis", "missing"));
            }
            let value = within(indicator, &value, &mut problems);
            let explanation = tidy(&explanation);
            let stands_out = value.and_then(|value| outlier(value, period, indicator.kind, context.history));
            if let Some(outlier) = stands_out.filter(|_| explanation.is_empty()) {
                let code = match outlier {
                    super::Outlier::FarFromMedian { .. } => "outlier-far-from-median",
                    super::Outlier::LargeChange { .. } => "outlier-large-change",
                    super::Outlier::Fell { .. } => "outlier-fell",
                };
                problems.push(Problem::new("/explanation", code).with("compared", outlier.compared()));
            }
            let (Some(value), true) = (value, problems.is_empty()) else { return Err(Refusal::input(problems)) };
            let (outlier, in_place_of) = (stands_out, by.principal().map(str::to_owned));
            Event::Reported(Reported {
                indicator: code,
                agency,
                period,
                value,
                basis,
                explanation,
                outlier,
                in_place_of,
            })
        }
        Command::Approve if report.state == State::Awaiting => {
            if report.was_reported_by(&by) {
                return Err(Refusal::forbidden("indicator-your-own"));
            }
            Event::Approved(Approved { indicator: code, agency, period })
        }
        Command::Return { reason } if report.state == State::Awaiting => {
            let reason = tidy(&reason);
            if reason.is_empty() {
                return Err(Refusal::input(vec![Problem::new("/reason", "missing")]));
            }
            Event::Returned(Returned { indicator: code, agency, period, reason })
        }
        Command::Approve | Command::Return { .. } => {
            return Err(Refusal::rule("indicator-not-now").with("state", report.state.key()));
        }
    };
    Ok((event, by))
}

/// The value that was typed, if it is one that the indicator can have.
fn within(indicator: &Indicator, typed: &str, problems: &mut Vec<Problem>) -> Option<Amount> {
    let problem = match (typed.trim(), Amount::read(typed)) {
        ("", _) => Problem::new("/value", "missing"),
        (typed, None) => Problem::new("/value", "amount-unreadable").with("typed", typed),
        (_, Some(value)) if indicator.least.is_some_and(|least| value < least) => {
            Problem::new("/value", "value-below").with("least", indicator.least.unwrap_or(value))
        }
        (_, Some(value)) if indicator.most.is_some_and(|most| value > most) => {
            Problem::new("/value", "value-above").with("most", indicator.most.unwrap_or(value))
        }
        (_, Some(value)) => return Some(value),
    };
    problems.push(problem);
    None
}
