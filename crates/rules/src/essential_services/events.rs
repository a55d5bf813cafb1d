//! What can happen to an essential service.

use crate::codes::{AgencyCode, ProcedureCode, ServiceCode};
use crate::tasks::Evidence;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::events! {
    /// What happened to an essential service.
    "essential_services" {
        /// It was entered in the register.
        Registered(Registered) = "registered",
        /// What the register says of it was changed.
        Revised(Revised) = "revised",
        /// It reached a stage.
        StageReached(StageReached) = "stage_reached",
        /// Its last stage had been noted by mistake.
        StageWithdrawn(StageWithdrawn) = "stage_withdrawn",
    }
}

/// What the register says of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Its code.
    pub code: ServiceCode,
    /// What it is called in the decision that lists it.
    pub name: String,
    /// Which agency answers for it.
    pub agency: AgencyCode,
    /// Which decision lists it.
    pub source: String,
    /// The procedures by which it is given; none where the province has none of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub procedures: Vec<ProcedureCode>,
}

/// How far a service is. The stages follow each other; none is passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Its papers, steps and conditions were reviewed (*rà soát*).
    Reviewed,
    /// Its process was restructured (*tái cấu trúc*).
    Restructured,
    /// Its process runs electronically (*quy trình điện tử*).
    Electronic,
    /// It is integrated with the national portal (*tích hợp*).
    Integrated,
    /// What it is used for is measured (*đo lường*).
    Measured,
}

/// See [`Event::Registered`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// The service.
    pub service: Service,
}

/// See [`Event::Revised`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revised {
    /// The service as it is from then on.
    pub service: Service,
}

/// See [`Event::StageReached`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageReached {
    /// Which service.
    pub service: ServiceCode,
    /// Which stage.
    pub stage: Stage,
    /// On which day.
    pub on: Date,
    /// By which document that is proved.
    pub document: String,
    /// Its file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Evidence>,
}

/// See [`Event::StageWithdrawn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageWithdrawn {
    /// Which service.
    pub service: ServiceCode,
    /// Which stage: the last one.
    pub stage: Stage,
    /// Why.
    pub reason: String,
}

impl Event {
    /// The service that it happened to.
    #[must_use]
    pub fn service(&self) -> &ServiceCode {
        match self {
            Self::Registered(event) => &event.service.code,
            Self::Revised(event) => &event.service.code,
            Self::StageReached(event) => &event.service,
            Self::StageWithdrawn(event) => &event.service,
        }
    }
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 5] = [Self::Reviewed, Self::Restructured, Self::Electronic, Self::Integrated, Self::Measured];

    /// Its name in forms, texts and the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Reviewed => "reviewed",
            Self::Restructured => "restructured",
            Self::Electronic => "electronic",
            Self::Integrated => "integrated",
            Self::Measured => "measured",
        }
    }

    /// The stage of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.key() == key)
    }

    /// Its number, from 1.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::Reviewed => 1,
            Self::Restructured => 2,
            Self::Electronic => 3,
            Self::Integrated => 4,
            Self::Measured => 5,
        }
    }
}
