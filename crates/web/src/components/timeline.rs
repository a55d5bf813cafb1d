//! What happened, latest first.

use super::Tone;
use jiff::Timestamp;

/// Things that happened, in the order in which they are shown.
pub type Timeline = Vec<Moment>;

/// One thing that happened.
#[derive(Debug, Clone)]
pub struct Moment {
    /// When.
    pub at: Timestamp,
    /// What: "Đã tiếp nhận hồ sơ".
    pub title: String,
    /// Who, in which capacity; empty where nobody.
    pub who: String,
    /// A reason or note, as typed; may be empty.
    pub note: String,
    /// How it feels.
    pub tone: Tone,
    /// Links: text and address.
    pub links: Vec<(String, String)>,
    /// The journal's hash of it, in hex; empty where it is not shown.
    pub hash: String,
}

impl Moment {
    /// Something that happened, without notes or links.
    #[must_use]
    pub fn new(at: Timestamp, tone: Tone, title: impl Into<String>, who: impl Into<String>) -> Self {
        Self {
            at,
            title: title.into(),
            who: who.into(),
            note: String::new(),
            tone,
            links: Vec::new(),
            hash: String::new(),
        }
    }
}
