//! What is known of a dossier before it is filed: who asks for what, where and how, and what kind of life it will have.

use jiff::Timestamp;
use rules::codes::AgencyCode;
use rules::dossiers::{Channel, Delivery};

/// A dossier to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Its number in the order of planning; its own stream of chance hangs on it.
    pub number: u64,
    /// When it is filed.
    pub at: Timestamp,
    /// What is asked for: the place in the world's list.
    pub procedure: usize,
    /// Where the applicant lives: the place in the world's list.
    pub place: usize,
    /// Who asks.
    pub applicant: Applicant,
    /// How it comes in.
    pub channel: Channel,
    /// At which counter.
    pub counter: AgencyCode,
    /// Whether the papers are there as files.
    pub files: bool,
    /// Whether one of them is used again.
    pub reuse: bool,
    /// How the result reaches the applicant.
    pub delivery: Delivery,
    /// How it goes.
    pub fate: Fate,
    /// Where it stops until the demonstration begins: what fills the queues.
    pub halt: Option<Halt>,
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applicant {
    /// The person of this number.
    Citizen(u64),
    /// The organisation of this number.
    Organisation(u64),
    /// The sample citizen of this number, signed in.
    Sample(usize),
}

/// What kind of life it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fate {
    /// How it ends.
    pub end: End,
    /// Whether something is asked for, and when.
    pub supplement: Option<Ask>,
    /// Whether the draft goes back once.
    pub sent_back: bool,
    /// Whether somebody else takes over.
    pub reassigned: bool,
}

/// How it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum End {
    /// With what was asked for.
    #[default]
    Granted,
    /// With a refusal that the case officer proposed.
    Rejected,
    /// With a refusal that the leader decided.
    RejectedByLeader,
    /// It is not taken in.
    Refused,
    /// The applicant takes it back.
    Withdrawn,
    /// It is stopped.
    Stopped,
    /// It is stopped, and goes on.
    Resumed,
}

/// When something is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// By the counter, before it is received.
    AtCounter,
    /// By the case officer.
    InProcess,
}

/// Where a dossier waits when the demonstration begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Halt {
    /// Filed, for the counter to look at.
    Filed,
    /// Received, for a leader to assign.
    Assign,
    /// With its case officer.
    Process,
    /// With a leader, for approval.
    Approve,
    /// With a leader, for signature.
    Sign,
    /// With the clerk.
    Issue,
    /// Settled, for the counter to hand out.
    HandOut,
    /// With the applicant, who was asked for a supplement.
    Supplement,
    /// With its case officer, and overdue.
    Overdue,
}

impl Halt {
    /// Where dossiers wait in every commune, and how many: at least three for each role.
    pub const IN_COMMUNES: [(Self, usize); 8] = [
        (Self::Filed, 3),
        (Self::Assign, 2),
        (Self::Process, 4),
        (Self::Approve, 1),
        (Self::Sign, 1),
        (Self::Issue, 3),
        (Self::HandOut, 2),
        (Self::Supplement, 1),
    ];
    /// Where dossiers wait in every department that settles any, and how many.
    pub const IN_DEPARTMENTS: [(Self, usize); 6] = [
        (Self::Assign, 2),
        (Self::Process, 3),
        (Self::Approve, 1),
        (Self::Sign, 1),
        (Self::Issue, 3),
        (Self::HandOut, 1),
    ];

    /// Whether it has been received when it halts here.
    pub fn is_received(self) -> bool {
        self != Self::Filed
    }
}
