//! One agency: particulars, hours, what it came from and became, its officers, its history.

use super::{changes, history, list};
use crate::app::App;
use crate::components::{Tag, Timeline, Tone};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said;
use crate::sessions::Administrator;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, State};
use rules::Refusal;
use rules::codes::AgencyCode;
use rules::people::{Agency, Directory};
use store::journal;
use store::tables::positions;

#[derive(Template)]
#[template(path = "people/directory/show.html")]
pub(super) struct AgencyPage {
    f: Frame,
    code: String,
    name: String,
    state: Tag,
    days: String,
    /// What may still be done with it.
    actions: bool,
    particulars: Vec<(String, String)>,
    /// Names over time: from when, the name, by which decision.
    names: Vec<(String, String)>,
    end: String,
    into: Vec<(String, String)>,
    from: Vec<(String, String)>,
    below: Vec<(String, String)>,
    officers: Vec<(String, String)>,
    history: Timeline,
}

pub(super) async fn show(
    State(app): State<App>,
    _: Administrator,
    f: Frame,
    Path(code): Path<String>,
) -> Result<View<AgencyPage>, Failure> {
    let (cache, now, asked) = (app.province.clone(), f.now, code.clone());
    let (province, stream, officers) = app
        .read(move |tx| {
            let stream = journal::read_stream(tx, &format!("agencies/{asked}"))?;
            Ok((cache.get(tx)?, stream, positions::officers_of(tx, &asked, now)?))
        })
        .await?;
    let directory = &province.directory;
    let agency = known(directory, &code)?;
    let end = directory.end(&agency.code);
    let named = |agency: &Agency| (said::agency_name(f.lang(), agency), format!("/admin/agencies/{}", agency.code));
    let of_codes = |codes: &[AgencyCode]| codes.iter().filter_map(|code| directory.get(code)).map(named).collect();
    let particulars = changes::fields(&f, directory, agency);
    let officers = officers.into_iter().filter(|(_, _, position)| position.agency == agency.code);
    Ok(View(AgencyPage {
        name: said::agency_name(f.lang(), agency),
        state: list::state_tag(&f, directory, agency),
        days: list::days(&f, directory, agency),
        actions: end.is_none(),
        particulars: particulars.into_iter().map(|(key, value)| (f.t(key), value)).collect(),
        names: directory
            .names(&agency.code)
            .iter()
            .map(|named| {
                let from =
                    named.from.map_or_else(|| f.t("agency-name-first"), |day| f.t1("agency-since", "day", f.day(&day)));
                let decision = if named.decision.is_empty() { String::new() } else { format!(" ({})", named.decision) };
                (from, format!("{}{decision}", named.name))
            })
            .collect(),
        end: end.map(|end| f.t2("agency-end", "day", f.day(&end.on), "decision", &end.decision)).unwrap_or_default(),
        into: end.map(|end| of_codes(&end.into)).unwrap_or_default(),
        from: directory.predecessors(&agency.code).into_iter().map(named).collect(),
        below: directory.iter().filter(|other| other.parent.as_ref() == Some(&agency.code)).map(named).collect(),
        officers: officers
            .map(|(_, name, position)| (name, format!("{} ({})", position.title, f.role(&position.role))))
            .collect(),
        history: history::timeline(&f, directory, &stream)?,
        code,
        f,
    }))
}

/// The agency of this code.
pub(super) fn known<'a>(directory: &'a Directory, code: &str) -> Result<&'a Agency, Refusal> {
    let found = code.parse().ok().and_then(|code| directory.get(&code));
    found.ok_or_else(|| Refusal::not_found("agency-unknown").with("code", code))
}
