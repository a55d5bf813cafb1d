//! What an agency owes and is owed, by what it is.

use jiff::civil::Date;

/// On which side of something an agency stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// It must do it.
    Owed,
    /// Others did what they could, and wait for its decision.
    Decisions,
    /// Others must do it for this agency.
    Owing,
}

impl Side {
    /// Every side, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Owed, Self::Decisions, Self::Owing];

    /// Its name in the API and in texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Owed => "owed",
            Self::Decisions => "decisions",
            Self::Owing => "owing",
        }
    }
}

/// What is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Matter {
    /// A task that the agency leads and has not handed in.
    LedTask,
    /// One of these that a conclusion of a conference became: counted, since it is listed among them already.
    Conclusion,
    /// A task that it supports.
    SupportedTask,
    /// An obstacle that it has to answer.
    Obstacle,
    /// A directive that it was assigned: nobody there opened it, or its last day is not over.
    Directive,
    /// The value of an indicator that it has to report.
    IndicatorValue,
    /// Its monthly report of tasks, which is not sent.
    MonthlyReport,
    /// A task that was handed in and waits for being accepted.
    Acceptance,
    /// More time that was asked for.
    Extension,
    /// Its monthly report, which waits for its leader.
    ReportApproval,
    /// The value of an indicator that waits for approval.
    ValueApproval,
    /// A conclusion of its own conference with a last day, which nobody made a task.
    Unassigned,
    /// A task that it gave to another agency.
    GivenTask,
    /// An obstacle that it raised and that nobody answered.
    RaisedObstacle,
}

impl Matter {
    /// Every matter, in the order of the page.
    pub const ALL: [Self; 14] = [
        Self::LedTask,
        Self::Conclusion,
        Self::SupportedTask,
        Self::Obstacle,
        Self::Directive,
        Self::IndicatorValue,
        Self::MonthlyReport,
        Self::Acceptance,
        Self::Extension,
        Self::ReportApproval,
        Self::ValueApproval,
        Self::Unassigned,
        Self::GivenTask,
        Self::RaisedObstacle,
    ];

    /// Its name in the API, in addresses and in texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::LedTask => "led-tasks",
            Self::Conclusion => "conclusions",
            Self::SupportedTask => "supported-tasks",
            Self::Obstacle => "obstacles",
            Self::Directive => "directives",
            Self::IndicatorValue => "indicator-values",
            Self::MonthlyReport => "monthly-reports",
            Self::Acceptance => "acceptances",
            Self::Extension => "extensions",
            Self::ReportApproval => "report-approvals",
            Self::ValueApproval => "value-approvals",
            Self::Unassigned => "unassigned-conclusions",
            Self::GivenTask => "given-tasks",
            Self::RaisedObstacle => "raised-obstacles",
        }
    }

    /// The matter of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|matter| matter.key() == key)
    }

    /// On which side of it the agency stands.
    #[must_use]
    pub fn side(self) -> Side {
        match self {
            Self::LedTask
            | Self::Conclusion
            | Self::SupportedTask
            | Self::Obstacle
            | Self::Directive
            | Self::IndicatorValue
            | Self::MonthlyReport => Side::Owed,
            Self::Acceptance | Self::Extension | Self::ReportApproval | Self::ValueApproval | Self::Unassigned => {
                Side::Decisions
            }
            Self::GivenTask | Self::RaisedObstacle => Side::Owing,
        }
    }
}

/// By how many days something is late: below nothing while days are left.
#[must_use]
pub fn days_late(due: Date, today: Date) -> i32 {
    (today - due).get_days()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn each_matter_is_on_one_side_and_found_by_its_name() {
        assert!(Matter::ALL.into_iter().all(|matter| Matter::from_key(matter.key()) == Some(matter)));
        assert!(Side::ALL.into_iter().all(|side| Matter::ALL.into_iter().any(|matter| matter.side() == side)));
        assert_eq!(Matter::from_key("sleep"), None);
    }

    #[test]
    fn lateness_is_counted_from_the_day_after_the_last_one() {
        let due = date(2025, 12, 20);
        assert_eq!([20, 23, 18].map(|day| days_late(due, date(2025, 12, day))), [0, 3, -2]);
    }
}
