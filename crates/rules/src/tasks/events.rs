//! What can happen to a task.

use crate::codes::{AgencyCode, TaskCode};
use crate::indicators::Amount;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to a task.
    "tasks" {
        /// An agency gave it to a lead agency.
        Assigned(Assigned) = "assigned",
        /// The lead agency took it on.
        Accepted(Accepted) = "accepted",
        /// The lead agency let another person answer for it.
        Reassigned(Reassigned) = "reassigned",
        /// The lead agency said how far it is.
        Reported(Reported) = "reported",
        /// The lead agency handed in what it was to deliver.
        Submitted(Submitted) = "submitted",
        /// The assigner did not accept what was handed in.
        Returned(Returned) = "returned",
        /// The assigner accepted what was handed in.
        Completed(Completed) = "completed",
        /// The lead agency asked for more time.
        ExtensionAsked(ExtensionAsked) = "extension_asked",
        /// The assigner decided about more time.
        ExtensionDecided(ExtensionDecided) = "extension_decided",
        /// The assigner stopped it for a time.
        Suspended(Suspended) = "suspended",
        /// The assigner let it go on.
        Resumed(Resumed) = "resumed",
        /// The assigner took it back.
        Cancelled(Cancelled) = "cancelled",
        /// It became a part of another task.
        Attached(Attached) = "attached",
        /// Somebody noted what it has to do with.
        Linked(Linked) = "linked",
    }
}

/// A task with its six clears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assigned {
    /// Its code.
    pub task: TaskCode,
    /// Who assigns it and accepts what comes of it.
    pub assigner: AgencyCode,
    /// Who: the one lead agency.
    pub lead: AgencyCode,
    /// Who: the one person in it.
    pub responsible: Responsible,
    /// Agencies that support the lead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supporting: Vec<AgencyCode>,
    /// What.
    pub name: String,
    /// From which day on.
    pub assigned_on: Date,
    /// By when.
    pub due: Due,
    /// Whose responsibility, beyond that the responsible person answers to the assigner; often nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub responsibility: String,
    /// What comes of it.
    pub deliverable: Deliverable,
    /// By what authority: the document that orders it.
    pub authority: String,
    /// What it has to do with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// The task of which it is a part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<TaskCode>,
}

/// The person who answers for a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Responsible {
    /// Their login.
    pub login: String,
    /// Their full name then.
    pub name: String,
}

/// By when, and how often reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last day.
    pub on: Date,
    /// How often a report is due before that; nothing for once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Every>,
}

/// How often a report is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Every month.
    Month,
    /// Every quarter.
    Quarter,
    /// Every half-year.
    HalfYear,
    /// Every year.
    Year,
}

/// What comes of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deliverable {
    /// What it is: a report, a decision, a working system.
    pub what: String,
    /// What is counted, where something is: "xã", "%".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// How many of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Amount>,
}

/// Something that a task has to do with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What it is.
    pub kind: LinkKind,
    /// Its number or code.
    pub reference: String,
}

/// What a task can have to do with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// A directive (*văn bản chỉ đạo*).
    Directive,
    /// A conclusion (*kết luận*).
    Conclusion,
    /// An indicator (*chỉ tiêu*).
    Indicator,
    /// A budget line (*mục chi*).
    BudgetLine,
    /// An obstacle (*khó khăn, vướng mắc*).
    Obstacle,
    /// A finding of a visit (*kiểm tra, hướng dẫn*).
    Inspection,
}

/// How far a task is, with evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What was done.
    pub note: String,
    /// How much of it, in per cent.
    pub progress: u8,
    /// What was reached of what is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Amount>,
    /// A document that proves it, by number and date.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub document: String,
    /// Files that prove it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// By which day they promise to be done, where they said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_on: Option<Date>,
    /// In whose place it was written: their login.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<String>,
    /// Why it is less than was reported before, where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub less: Option<Less>,
}

/// That less is done than was reported before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Less {
    /// How much it was, in per cent.
    pub than: u8,
    /// Why.
    pub because: String,
}

/// A file that proves something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The file.
    pub file: String,
    /// Its name.
    pub name: String,
    /// Its hash.
    pub sha256: String,
}

/// See [`Event::Accepted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// Which task.
    pub task: TaskCode,
}

/// See [`Event::Reassigned`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reassigned {
    /// Which task.
    pub task: TaskCode,
    /// Who answered for it before.
    pub from: Responsible,
    /// Who answers for it from now on.
    pub to: Responsible,
    /// Why.
    pub reason: String,
}

/// See [`Event::Reported`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// Which task.
    pub task: TaskCode,
    /// How far it is.
    #[serde(flatten)]
    pub report: Report,
}

/// See [`Event::Submitted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submitted {
    /// Which task.
    pub task: TaskCode,
    /// What was done.
    #[serde(flatten)]
    pub report: Report,
}

/// See [`Event::Returned`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// Which task.
    pub task: TaskCode,
    /// What is missing.
    pub reason: String,
}

/// See [`Event::Completed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completed {
    /// Which task.
    pub task: TaskCode,
    /// A word about it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Whether whoever worked on it accepted it too: the assigner is excepted from the separation of duties.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alone: bool,
}

/// See [`Event::ExtensionAsked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionAsked {
    /// Which task.
    pub task: TaskCode,
    /// Until when.
    pub until: Date,
    /// Why.
    pub reason: String,
    /// In whose place it was asked for: their login.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_place_of: Option<String>,
}

/// See [`Event::ExtensionDecided`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionDecided {
    /// Which task.
    pub task: TaskCode,
    /// The new last day; nothing when the old one stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Why, when it stays; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Whether whoever asked for it granted it too: the assigner is excepted from the separation of duties.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alone: bool,
}

/// See [`Event::Suspended`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspended {
    /// Which task.
    pub task: TaskCode,
    /// Why.
    pub reason: String,
}

/// See [`Event::Resumed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resumed {
    /// Which task.
    pub task: TaskCode,
}

/// See [`Event::Cancelled`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelled {
    /// Which task.
    pub task: TaskCode,
    /// Why.
    pub reason: String,
}

/// See [`Event::Attached`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// Which task.
    pub task: TaskCode,
    /// Of which it is a part now.
    pub parent: TaskCode,
}

/// See [`Event::Linked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    /// Which task.
    pub task: TaskCode,
    /// What it has to do with, besides what was known when it was assigned.
    pub link: Link,
}

impl Event {
    /// The task that it happened to.
    #[must_use]
    pub fn task(&self) -> &TaskCode {
        match self {
            Self::Assigned(event) => &event.task,
            Self::Accepted(event) => &event.task,
            Self::Reassigned(event) => &event.task,
            Self::Reported(event) => &event.task,
            Self::Submitted(event) => &event.task,
            Self::Returned(event) => &event.task,
            Self::Completed(event) => &event.task,
            Self::ExtensionAsked(event) => &event.task,
            Self::ExtensionDecided(event) => &event.task,
            Self::Suspended(event) => &event.task,
            Self::Resumed(event) => &event.task,
            Self::Cancelled(event) => &event.task,
            Self::Attached(event) => &event.task,
            Self::Linked(event) => &event.task,
        }
    }
}

impl Every {
    /// Every period, the shortest first.
    pub const ALL: [Self; 4] = [Self::Month, Self::Quarter, Self::HalfYear, Self::Year];

    /// Its name in forms and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::HalfYear => "half_year",
            Self::Year => "year",
        }
    }

    /// The period of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|every| every.key() == key)
    }

    /// How many months it has.
    fn months(self) -> i8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }
}

/// The day of a month on which reports are closed (Quyết định 126/QĐ-BCĐCP ngày 11/9/2025).
const CUT_OFF: i8 = 25;

/// The day on which the reports of a day's month are closed.
pub(super) fn cut_off(day: Date) -> Date {
    day.with().day(CUT_OFF).build().unwrap_or(day)
}

impl Due {
    /// The day of the next report after this one: the 25th of the last month of a period, the last day of all at the latest.
    #[must_use]
    pub fn next_report(&self, after: Date) -> Date {
        let Some(every) = self.every else { return self.on };
        let mut month = after.first_of_month();
        while month < self.on {
            let cut_off = cut_off(month);
            if month.month() % every.months() == 0 && cut_off > after {
                return cut_off.min(self.on);
            }
            month = month.saturating_add(jiff::Span::new().months(1));
        }
        self.on
    }
}

impl LinkKind {
    /// Every kind, in the order of forms.
    pub const ALL: [Self; 6] =
        [Self::Directive, Self::Conclusion, Self::Indicator, Self::BudgetLine, Self::Obstacle, Self::Inspection];

    /// Its name in forms and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Directive => "directive",
            Self::Conclusion => "conclusion",
            Self::Indicator => "indicator",
            Self::BudgetLine => "budget_line",
            Self::Obstacle => "obstacle",
            Self::Inspection => "inspection",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

impl Report {
    /// Whether anything proves it.
    #[must_use]
    pub fn is_proved(&self) -> bool {
        !self.evidence.is_empty() || !self.document.is_empty()
    }
}
