//! What one filing opened together (*liên thông*): every dossier with its agency, its due day and its result, on the page of each.

use crate::app::App;
use crate::components::{Column, Columns, Tag};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use rules::dossiers::{Dossier, Status};
use store::province::Province;
use store::tables::joined::{self, Together};

/// The dossiers that were opened together.
pub struct Joined {
    /// The joint procedure.
    pub(crate) name: String,
    pub(crate) columns: Columns,
    pub(crate) rows: Vec<Row>,
}

/// One of them.
pub struct Row {
    pub(crate) code: String,
    /// Its page; empty for the one whose page this is, and for who may not see it.
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) agency: String,
    pub(crate) status: Tag,
    pub(crate) due: String,
    pub(crate) result: String,
}

/// What was opened with this dossier; nothing where it was filed alone. `everywhere` says that whoever looks sees all of them.
///
/// # Errors
/// When the database fails.
pub async fn of(
    app: &App,
    f: &Frame,
    province: &Province,
    dossier: &Dossier,
    everywhere: bool,
) -> Result<Option<Joined>, Failure> {
    let Some(own) = &dossier.filed.joined else { return Ok(None) };
    let lead = own.lead.clone();
    let all = app.read(move |tx| Ok(joined::together(tx, &lead)?)).await?;
    let agency = &dossier.filed.competent_agency;
    let row = |one: &Together| {
        let seen = everywhere || one.agency == *agency;
        let waits = one.after.as_ref().filter(|_| one.status == Status::Filed);
        let due = one.due_at.map(|due| f.moment(&due));
        Row {
            href: if seen && one.code != dossier.filed.code {
                format!("/dossiers/{}", one.code)
            } else {
                String::new()
            },
            name: said::procedure_of(f.lang(), province, &one.procedure),
            agency: said::agency_named(f.lang(), &province.directory, &one.agency),
            status: f.status(&one.status),
            due: match waits {
                Some(after) => f.t1("joint-waits-for", "dossier", after.as_str()),
                None => due.unwrap_or_default(),
            },
            result: one.result_number.clone().unwrap_or_default(),
            code: one.code.to_string(),
        }
    };
    Ok(Some(Joined {
        name: own.procedure_name.clone(),
        columns: ["dossier", "agency", "status", "due", "result"]
            .map(|key| Column::text(f.t(&format!("joint-col-{key}"))))
            .to_vec(),
        rows: all.iter().map(row).collect(),
    }))
}
