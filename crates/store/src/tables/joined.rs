//! Dossiers that were opened by one filing (*liên thông*): which belong together, and how each stands.

use crate::engine::{Row, Tx};
use crate::{Fault, values};
use jiff::Timestamp;
use rules::codes::{AgencyCode, DossierCode, ProcedureCode};
use rules::dossiers::{Dossier, Status};

/// Notes a dossier that was opened with others.
///
/// # Errors
/// When the database fails.
pub(super) fn project(tx: &mut Tx, before: Option<&Dossier>, after: &Dossier) -> Result<(), Fault> {
    let Some(joined) = after.filed.joined.as_ref().filter(|_| before.is_none()) else { return Ok(()) };
    tx.execute(
        "INSERT INTO joined_dossiers (code, lead, place, after_code, procedure) VALUES ($1, $2, $3, $4, $5)",
        values![
            after.filed.code.as_str(),
            joined.lead.as_str(),
            i64::from(joined.place),
            joined.after.as_ref().map(DossierCode::as_str),
            joined.procedure.as_str(),
        ],
    )
}

/// How one of the dossiers stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together {
    /// Its code.
    pub code: DossierCode,
    /// The dossier whose result it needs.
    pub after: Option<DossierCode>,
    /// Its procedure.
    pub procedure: ProcedureCode,
    /// Where it stands.
    pub status: Status,
    /// Who settles it.
    pub agency: AgencyCode,
    /// When its result is due.
    pub due_at: Option<Timestamp>,
    /// When it was settled.
    pub finished_at: Option<Timestamp>,
    /// The number of its result.
    pub result_number: Option<String>,
}

/// The dossiers that were opened together, by the leading one, in their order.
///
/// # Errors
/// When the database fails.
pub fn together(tx: &mut Tx, lead: &DossierCode) -> Result<Vec<Together>, Fault> {
    let rows = tx.query(
        "SELECT j.code, j.after_code, d.procedure, d.status, d.competent_agency, d.due_at, d.finished_at, d.result_number
         FROM joined_dossiers j JOIN dossiers d ON d.code = j.code WHERE j.lead = $1 ORDER BY j.place",
        values![lead.as_str()],
    )?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Together, Fault> {
    let after = row.opt_text(1)?.map(str::parse).transpose();
    let status = u8::try_from(row.int(3)?).ok().and_then(Status::from_number);
    Ok(Together {
        code: row.parsed(0)?,
        after: after.map_err(|error| Fault::because("a joined dossier", error))?,
        procedure: row.parsed(2)?,
        status: status.ok_or_else(|| Fault::new("a dossier with an unknown status"))?,
        agency: row.parsed(4)?,
        due_at: row.opt_time(5)?,
        finished_at: row.opt_time(6)?,
        result_number: row.opt_text(7)?.map(str::to_owned),
    })
}

/// The dossiers that wait for this one's result.
///
/// # Errors
/// When the database fails.
pub fn waiting_for(tx: &mut Tx, code: &DossierCode) -> Result<Vec<String>, Fault> {
    let rows =
        tx.query("SELECT code FROM joined_dossiers WHERE after_code = $1 ORDER BY place", values![code.as_str()])?;
    rows.iter().map(|row| row.text(0).map(str::to_owned)).collect()
}
