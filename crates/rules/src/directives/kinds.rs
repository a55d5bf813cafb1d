//! Ways, types and urgencies of documents.

use serde::{Deserialize, Serialize};

/// Whether a document came or went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// It came (*văn bản đến*).
    In,
    /// It went (*văn bản đi*).
    Out,
}

/// The type of a document (Nghị định 30/2020/NĐ-CP, Phụ lục III; resolutions and laws beside them).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// *Nghị quyết*.
    Resolution,
    /// *Quyết định*.
    Decision,
    /// *Chỉ thị*.
    Instruction,
    /// *Kế hoạch*.
    Plan,
    /// *Thông báo*, among them those of conclusions.
    Notice,
    /// *Hướng dẫn*.
    Guidance,
    /// *Công điện*.
    Telegram,
    /// *Công văn*.
    Letter,
    /// *Báo cáo*.
    Report,
    /// Anything else.
    Other,
}

/// How urgent a document is (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Not marked.
    #[default]
    Normal,
    /// *Khẩn*.
    Urgent,
    /// *Thượng khẩn*.
    VeryUrgent,
    /// *Hỏa tốc*.
    Express,
}

macro_rules! keyed {
    ($name:ident, $($variant:ident = $key:literal),+) => {
        impl $name {
            /// Every one, in the order of forms.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in forms and in the database.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            /// The one of this name.
            #[must_use]
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.key() == key)
            }
        }
    };
}
keyed!(Direction, In = "in", Out = "out");
keyed!(
    Kind,
    Resolution = "resolution",
    Decision = "decision",
    Instruction = "instruction",
    Plan = "plan",
    Notice = "notice",
    Guidance = "guidance",
    Telegram = "telegram",
    Letter = "letter",
    Report = "report",
    Other = "other"
);
keyed!(Urgency, Normal = "normal", Urgent = "urgent", VeryUrgent = "very-urgent", Express = "express");
