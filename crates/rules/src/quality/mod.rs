//! The service index: how well citizens and businesses are served (Quyết định 766/QĐ-TTg).
//!
//! Knows what a dossier contributes to which day ([`contributions`]), how catalogue entries are judged, and the index's
//! definition as data with dates of effect ([`Definition`]). Must not know where days and dossiers are kept.
//!
//! The way of a number: dossier → [`Contributions`] a day → sums over days ([`Totals`]) → [`Share`]s of the indicators
//! ([`Counts`]) → [`ServiceIndex`]. Every share is backed by a list of the same dossiers, procedures or communes.

mod advice;
mod catalogue;
mod compute;
mod contributions;
mod definition;
mod events;
mod fees;
mod figures;
mod judge;
mod national;
mod points;
mod report;
mod scope;
mod standing;
mod totals;
mod versions;

pub use advice::{Lever, Remedy, levers};
pub use catalogue::{Part, Sides, announced, made_public, missing_parts, offered_online, with_every_part, within};
pub use compute::{Counts, GroupScore, IndicatorScore, ServiceIndex, Share, State, compute};
pub use contributions::{Contributions, Measure, between, contributions, counted_overdue_from};
pub use definition::{Band, Definition, Formula, Group, Indicator, NoCases};
pub use events::Event;
pub use fees::{Dues, PaymentSeen, bears_fee, with_fee};
pub use figures::{Figure, FigureDefinition, FigureItem, FiguresReport, List, Passport, figure_definitions};
pub use judge::{DOSSIERS_ON_TIME, JUDGED, side_of};
pub use national::{NationalProvince, OWN_PROVINCE, Placed, ProvinceScore, ScoreTable, provinces, read_scores};
pub use points::{Points, apportion};
pub use report::{GroupReport, IndexReport, IndicatorReport, Published, Rank, records_url};
pub use scope::{Period, PeriodError, Scope, Side};
pub use standing::{Course, Standing};
pub use totals::{Sums, Totals};
pub use versions::{add_versions, read as read_versions};

/// The indicators that dossiers and the catalogue support, by their key in the definition.
pub mod keys {
    /// Procedures announced in time.
    pub const ANNOUNCED_IN_TIME: &str = "1.1";
    /// Procedures made public in time.
    pub const PUBLIC_IN_TIME: &str = "1.2";
    /// Procedures made public with every part.
    pub const COMPLETE: &str = "1.3";
    /// Dossiers settled early or on time.
    pub const ON_TIME: &str = "2.1";
    /// Average time of settling.
    pub const AVERAGE_TIME: &str = "2.2";
    /// Procedures offered online.
    pub const OFFERED_ONLINE: &str = "3.1";
    /// Online services that were used.
    pub const USED_ONLINE: &str = "3.2";
    /// Dossiers filed online.
    pub const FILED_ONLINE: &str = "3.3";
    /// Procedures with a fee of which a dossier has its price on record.
    pub const FEE_ON_RECORD: &str = "3.5";
    /// Procedures with a fee that were paid for online.
    pub const FEE_PAID_ONLINE: &str = "3.5b";
    /// Dossiers paid for online.
    pub const PAID_ONLINE: &str = "3.6";
    /// Dossiers with an electronic result.
    pub const ELECTRONIC_RESULT: &str = "4.1";
    /// Digitised dossiers.
    pub const DIGITISED: &str = "4.2";
    /// Communes that issue electronic certified copies.
    pub const CERTIFIED_COPIES: &str = "4.2b";
    /// Dossiers that reuse digitised data.
    pub const REUSED: &str = "4.3";
    /// Dossiers with a paper from the personal store: whatever is used again comes out of it.
    pub const PERSONAL_STORE: &str = "4.4";
    /// Petitions by kind.
    pub const PETITION_KINDS: &str = "5.1";
    /// Petitions handled in time.
    pub const PETITIONS_IN_TIME: &str = "5.2";
    /// Satisfaction with the handling of petitions.
    pub const PETITIONS_CONTENT: &str = "5.3";
    /// Satisfaction with the settling of dossiers.
    pub const SATISFIED: &str = "5.4";
}
