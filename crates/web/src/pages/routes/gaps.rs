//! Steps that nobody can do: where no one holds the role, nor acts for somebody who does. The head of the agency does them until
//! somebody is appointed; here those who keep the directory and those who lead see where that is.

use crate::app::App;
use crate::components::{Column, Columns};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::Officer;
use crate::view::View;
use askama::Template;
use axum::extract::State;
use jiff::Timestamp;
use rules::Refusal;
use rules::codes::AgencyCode;
use rules::people::{Position, Role, is_within};
use store::tables::{positions, workload};

#[derive(Template)]
#[template(path = "routes/gaps.html")]
pub(super) struct GapsPage {
    f: Frame,
    columns: Columns,
    rows: Vec<Row>,
}

/// A role that nobody holds where dossiers wait for it.
struct Row {
    agency: String,
    role: String,
    dossiers: String,
    due: Option<Timestamp>,
    /// Who does it meanwhile.
    heads: String,
}

pub(super) async fn show(State(app): State<App>, f: Frame, Officer(actor): Officer) -> Result<View<GapsPage>, Failure> {
    let province = app.province().await?;
    let leads = |held: &&Position| matches!(held.role, Role::Approver | Role::Administrator) && held.limits().is_none();
    let led: Vec<_> = actor.positions.iter().filter(leads).map(|held| held.agency.clone()).collect();
    if led.is_empty() {
        return Err(Refusal::forbidden("heads-only").into());
    }
    let now = f.now;
    let gaps = app
        .read(move |tx| {
            let mut gaps = Vec::new();
            for gap in workload::gaps(tx, now)? {
                let Ok(code) = gap.agency.parse::<AgencyCode>() else { continue };
                if led.iter().any(|led| is_within(&code, led)) {
                    let heads = positions::heads(tx, &code, now)?;
                    gaps.push((code, gap, heads));
                }
            }
            Ok(gaps)
        })
        .await?;
    let row = |(code, gap, heads): (AgencyCode, workload::Gap, Vec<String>)| Row {
        agency: said::agency_named(f.lang(), &province.directory, &code),
        role: f.role(&gap.role),
        dossiers: f.count(&gap.dossiers),
        due: gap.due_at,
        heads: heads.join(", "),
    };
    Ok(View(GapsPage {
        columns: ["agency", "role", "dossiers", "due", "head"]
            .map(|key| Column::text(f.t(&format!("gaps-col-{key}"))))
            .into(),
        rows: gaps.into_iter().map(row).collect(),
        f,
    }))
}
