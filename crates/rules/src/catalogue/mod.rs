//! Administrative procedures: what may be asked of the state, with what papers, by when, by whom.
//!
//! Fields follow the national database of procedures (Nghị định 63/2010/NĐ-CP, Điều 8, khoản 2). Must not know where the
//! catalogue is kept.

mod count;
mod draft;
mod events;
pub mod forms;
mod joint;
mod opinion;
mod procedure;
mod publish;
mod result;
mod route;
mod search;
mod variant;

pub use count::{Count, Counted, Further, Priced};
pub use draft::Draft;
pub use events::{Author, DaysAnnounced, DaysWithdrawn, Event, Published, Withdrawn};
pub use joint::{Joint, JointPart};
pub use opinion::{AnswerTime, AskFlaw, StepConsultation, Whom};
pub use procedure::{
    Announcement, Fee, FeeKind, LegalBasis, Level, OnlineLevel, Procedure, ProcedureResult, RequiredDocument, Subject,
};
pub use publish::{Edition, State, problems, publish, withdraw};
pub use result::{ResultLayout, ResultLine, ResultTemplate};
pub use route::{Route, RouteError, Step, StepPlace, StepTask};
pub use search::{Hit, Index};
pub use variant::{ChosenVariant, Variant};
