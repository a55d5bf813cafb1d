//! Official reports as people read them: what was asked for with its numbers, in words, as a workbook and as a document.

mod layout;
pub(crate) mod words;

pub(crate) use layout::{document, sheet};
pub use layout::{pdf, xlsx};

use crate::frame::Frame;
use rules::codes::AgencyCode;
use rules::official_reports::{OfficialReport, State, Table};
use std::sync::Arc;
use store::journal::Recorded;
use store::province::Province;
use store::tables::official_reports::{Asked, draw};
use store::{Failure, Tx, desk};

/// A report with its numbers.
#[derive(Debug)]
pub struct Found {
    pub(crate) province: Arc<Province>,
    pub(crate) agency: AgencyCode,
    pub(crate) asked: Asked,
    pub(crate) report: OfficialReport,
    pub(crate) history: Vec<Recorded>,
    pub(crate) table: Table,
}

/// The report of an agency: as it was sent, when that was before the moment asked for; else as the records have it at that moment.
///
/// # Errors
/// When the database fails.
pub fn read(tx: &mut Tx, province: &Arc<Province>, agency: AgencyCode, mut asked: Asked) -> Result<Found, Failure> {
    let (mut report, mut history) = desk::official_reports::load(tx, asked.form, &agency, asked.period)?;
    if let (Some(sent), Some(at)) = (report.frozen(), asked.known_at)
        && sent.known_at > at
    {
        (report, history) = (OfficialReport::default(), Vec::new());
    }
    let table = match report.frozen() {
        Some(sent) => {
            asked.known_at = Some(sent.known_at);
            sent.table.clone()
        }
        None => draw(tx, province, &asked)?,
    };
    Ok(Found { province: province.clone(), agency, asked, report, history, table })
}

impl Found {
    /// The code that is written on it: form, agency, period.
    #[must_use]
    pub fn code(&self) -> String {
        format!("{}-{}-{}", self.asked.form.key(), self.agency, self.asked.period)
    }

    pub(crate) fn address(&self) -> String {
        format!("/official-reports/{}/{}/{}", self.asked.form.key(), self.agency, self.asked.period)
    }

    /// As of when the numbers are, or that they are locked.
    pub(crate) fn standing(&self, f: &Frame) -> String {
        let known = |key: &str| f.t1(key, "at", f.moment(&self.asked.known_at.unwrap_or(f.now)));
        match self.report.state {
            State::NotSent => known("official-report-drawn-now"),
            State::Awaiting => known("official-report-drawn-sent"),
            State::Locked => known("official-report-drawn-locked"),
        }
    }
}
