//! The official forms, each a struct of what stands on it.

mod acknowledgement;
mod apology;
mod certificate;
mod control_slip;
mod declaration;
mod letter;
mod notice;
mod receipt;
mod refusal;
mod report_table;
mod result;
mod stop_notice;
mod summary;
mod supplement_request;
mod tracking_book;

pub use acknowledgement::{Acknowledgement, Paper};
pub use apology::Apology;
pub use certificate::Certificate;
pub use control_slip::{ControlSlip, HandOver};
pub use declaration::{Declaration, Part, Section};
pub use letter::{Applicant, Check, Contact, Letter, Signer};
pub use notice::{Conclusions, Item, Notice};
pub use receipt::Receipt;
pub use refusal::Refusal;
pub use report_table::{ColumnGroup, ReportRow, ReportTable};
pub use result::{PlainResult, ResultLayout};
pub use stop_notice::StopNotice;
pub use summary::{Chapter, Comparison, FigureNote, Piece, Summary};
pub use supplement_request::SupplementRequest;
pub use tracking_book::{Entry, TrackingBook};

use crate::engine::Sheet;
use crate::{Unmade, clean};
use serde::Serialize;

/// A form: what stands on it becomes a PDF.
pub trait Form: Serialize {
    /// The template that lays it out.
    const TEMPLATE: &'static str;

    /// Who issues it, when, under which number.
    fn letter(&self) -> &Letter;

    /// The form as PDF/A-2b, tagged, with its title and language. The same values make the same bytes.
    ///
    /// # Errors
    /// When it can't be laid out: a fault of the program.
    fn pdf(&self) -> Result<Vec<u8>, Unmade> {
        let letter = self.letter();
        sheet(self)?.pdf(&letter.check.code, letter.issued_at)
    }
}

fn sheet<F: Form + ?Sized>(form: &F) -> Result<Sheet, Unmade> {
    let mut values = serde_json::to_value(form).map_err(Unmade::because)?;
    clean::value(&mut values);
    let data = serde_json::to_vec(&values).map_err(Unmade::because)?;
    Ok(Sheet::new(F::TEMPLATE, data, form.letter().check.qr()?))
}
