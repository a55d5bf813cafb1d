//! The agencies with what they recorded, as a file.

use super::{bloc_name, overview::Asked};
use crate::app::App;
use crate::download;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::{agency_name, harmless};
use crate::sessions::SignedIn;
use axum::extract::{Query, State};
use axum::response::Response;
use rules::people::permissions::{Deed, may};
use store::tables::digital_work::on;

/// All that the list shows for the same address, as comma-separated values.
pub(super) async fn download(
    State(app): State<App>,
    f: Frame,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    may(&actor, Deed::WorkOnTasks)?;
    app.limits.try_export(&actor.login)?;
    let province = app.province().await?;
    let day = asked.day(&f);
    let found = asked.choose(app.read(move |tx| Ok(on(tx, &province, day)?)).await?);
    download::short_csv("attachment; filename=\"digital-work.csv\"", |writer| {
        let heads = ["code", "agency", "bloc", "weeks", "acts", "signed", "certified"];
        writer.write_record(heads.map(|key| f.t(&format!("work-col-{key}"))))?;
        for one in &found {
            let sum = one.sum();
            writer.write_record([
                one.agency.code.to_string(),
                harmless(&agency_name(f.lang(), &one.agency)),
                bloc_name(&f, one.agency.bloc),
                one.weeks_with_work().to_string(),
                sum.acts.to_string(),
                sum.signed.to_string(),
                sum.certified.to_string(),
            ])?;
        }
        Ok(())
    })
}
