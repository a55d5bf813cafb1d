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
use bytes::Bytes;
use csv::Writer;
use rules::people::permissions::{Deed, may};
use store::Fault;
use store::tables::digital_work::on;

/// Spreadsheets read Vietnamese letters only after this mark.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

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
    let written = || -> Result<Vec<u8>, csv::Error> {
        let mut writer = Writer::from_writer(BYTE_ORDER_MARK.to_vec());
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
        writer.into_inner().map_err(|error| error.into_error().into())
    };
    let file = written().map_err(|error| store::Failure::Fault(Fault::because("a list was not written", error)))?;
    let whole = futures::stream::iter([Ok::<_, std::io::Error>(Bytes::from(file))]);
    let disposition = "attachment; filename=\"digital-work.csv\"";
    Ok(download::file("text/csv; charset=utf-8; header=present", disposition, whole))
}
