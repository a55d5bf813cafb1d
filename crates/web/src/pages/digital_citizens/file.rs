//! The villages with their counts as a file.

use super::list::Asked;
use crate::app::App;
use crate::download;
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::{commune_named, harmless};
use crate::sessions::SignedIn;
use axum::extract::{Query, State};
use axum::response::Response;
use rules::digital_citizens::Measure;
use rules::people::permissions::{Deed, may};
use store::tables::digital_citizens::Counted;

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
    let found = asked.find(&app, &f).await?;
    download::short_csv("attachment; filename=\"digital-citizens.csv\"", |writer| {
        let mut heads: Vec<String> =
            ["code", "village", "commune", "month"].map(|key| f.t(&format!("citizens-col-{key}"))).into();
        heads.push(f.t("citizens-residents"));
        heads.extend(Measure::ALL.map(|measure| super::measure_name(&f, measure)));
        writer.write_record(heads)?;
        for one in &found {
            let commune = commune_named(f.lang(), &province.directory, one.known.village.commune.as_str());
            writer.write_record(line(one, commune))?;
        }
        Ok(())
    })
}

/// A village whose month was not reported has empty fields, not zeros.
fn line(one: &Counted, commune: String) -> Vec<String> {
    let report = one.report.as_ref();
    let mut line = vec![
        one.known.village.code.to_string(),
        harmless(&one.known.village.name),
        commune,
        report.map(|report| super::month(report.month)).unwrap_or_default(),
        report.map(|report| report.counts.residents.to_string()).unwrap_or_default(),
    ];
    let counts = Measure::ALL.map(|measure| report.map(|report| report.counts.of(measure).to_string()));
    line.extend(counts.map(Option::unwrap_or_default));
    line
}
