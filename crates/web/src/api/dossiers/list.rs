//! Lists of dossiers within what the caller may see.

use super::DossierItem;
use super::wire::statuses;
use crate::api::caller::Caller;
use crate::api::openapi::Refusals;
use crate::api::wire::{Answer, Asked, Complaints, Page, cursor, read_after, read_limit};
use crate::app::App;
use crate::errors::Failure;
use axum::extract::State;
use rules::codes::{AgencyCode, ProcedureCode};
use rules::people::Actor;
use rules::people::permissions::scope;
use rules::{Problem, Refusal};
use serde::Deserialize;
use store::province::Province;
use store::tables::dossier_lists::{Filter, list};
use store::tables::dossiers::Listed;
use store::{Tx, tables};
use utoipa::IntoParams;

/// What a list of dossiers is narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct DossierQuery {
    /// Where they stand, by number or by name.
    #[param(example = "in_process")]
    pub status: Option<String>,
    /// Who settles them.
    #[param(example = "H35.38")]
    pub agency: Option<String>,
    /// Of which procedure.
    #[param(example = "1.001193")]
    pub procedure: Option<String>,
    /// Who is in charge, by login.
    pub officer: Option<String>,
    /// Not finished and due before this instant, or before this day.
    #[param(example = "2025-12-24")]
    pub due_before: Option<String>,
    /// Received from this instant or day on.
    #[param(example = "2025-12-01")]
    pub received_from: Option<String>,
    /// Received before this instant, or up to and with this day.
    #[param(example = "2025-12-31")]
    pub received_to: Option<String>,
    /// Words: code, applicant, identification number, telephone, procedure; marks may be left out.
    #[param(example = "giang a pao")]
    pub q: Option<String>,
}

impl DossierQuery {
    /// The filter that this is.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(self, mut complaints: Complaints) -> Result<Filter, Refusal> {
        let statuses = statuses();
        let named: Vec<_> = statuses.iter().map(|(key, status)| (key.as_str(), *status)).collect();
        let filter = Filter {
            status: complaints.choice("/status", self.status.as_deref(), &named),
            agency: complaints.code::<AgencyCode>("/agency", self.agency.as_deref(), "agency-unknown"),
            procedure: complaints
                .code::<ProcedureCode>("/procedure", self.procedure.as_deref(), "procedure-unknown")
                .map(String::from),
            officer: self.officer.filter(|officer| !officer.is_empty()),
            due_before: complaints.from("/due_before", self.due_before.as_deref()),
            received_from: complaints.from("/received_from", self.received_from.as_deref()),
            received_to: complaints.until("/received_to", self.received_to.as_deref()),
            q: self.q.filter(|words| !words.trim().is_empty()),
            condition: None,
        };
        if let (Some(from), Some(to)) = (filter.received_from, filter.received_to)
            && from >= to
        {
            complaints.add(Problem::new("/received_to", "period"));
        }
        complaints.settle()?;
        Ok(filter)
    }
}

/// Refuses what nobody knows, instead of answering an empty list that looks like the truth. Accounts are told apart from
/// nobody only to officers, and only those of officers.
///
/// # Errors
/// Every code that is unknown; a fault of the database.
pub fn check(tx: &mut Tx, province: &Province, actor: &Actor, filter: &Filter) -> Result<(), store::Failure> {
    let mut complaints = Complaints::default();
    if let Some(code) = filter.agency.as_ref().filter(|code| province.directory.get(code).is_none()) {
        complaints.add(Problem::new("/agency", "agency-unknown").with("code", code));
    }
    if let Some(code) = &filter.procedure {
        let known = code.parse().is_ok_and(|code| province.procedure(&code).is_some());
        if !known {
            complaints.add(Problem::new("/procedure", "procedure-unknown").with("code", code));
        }
    }
    if let Some(login) = filter.officer.as_ref().filter(|_| actor.is_officer())
        && !tables::people::is_or_was_officer(tx, login)?
    {
        complaints.add(Problem::new("/officer", "login-unknown").with("login", login));
    }
    Ok(complaints.settle()?)
}

/// Which page of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct PageQuery {
    /// Items a page.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<String>,
    /// The `next` of the page before.
    pub after: Option<String>,
}

impl PageQuery {
    /// Where to begin and how many.
    pub fn read(&self, complaints: &mut Complaints) -> (Option<i64>, u32) {
        let after = complaints.keep(read_after(self.after.as_deref())).flatten();
        (after, complaints.keep(read_limit(self.limit.as_deref())).unwrap_or(1))
    }
}

/// The page that these rows make: one more than `limit` says that there are more.
pub fn page(mut rows: Vec<Listed>, limit: u32) -> Page<DossierItem> {
    let limit = limit as usize;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|last| cursor(last.id));
    Page { items: rows.into_iter().map(DossierItem::from).collect(), next }
}

/// Dossiers, newest first.
#[utoipa::path(
    get, path = "/dossiers", tag = "dossiers", summary = "Dossiers within what the caller may see, newest first",
    params(DossierQuery, PageQuery),
    responses((status = 200, description = "A page of them", body = Page<DossierItem>), Refusals),
    security(("token" = []), ("session" = []))
)]
pub async fn list_dossiers(
    State(app): State<App>,
    caller: Caller,
    Asked(query): Asked<DossierQuery>,
    Asked(which): Asked<PageQuery>,
) -> Result<Answer<Page<DossierItem>>, Failure> {
    let mut complaints = Complaints::default();
    let (after, limit) = which.read(&mut complaints);
    let filter = query.read(complaints)?;
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let rows = app
        .store
        .read(move |tx| {
            let province = provinces.get(tx)?;
            let actor = caller.actor(tx, &province, now)?;
            check(tx, &province, &actor, &filter)?;
            let mut rows = list(tx, &scope(&actor), &filter, after, limit)?;
            // By which name an officer signs in is for officers.
            if !actor.is_officer() {
                rows.iter_mut().for_each(|row| row.officer = None);
            }
            Ok::<_, store::Failure>(rows)
        })
        .await?;
    Ok(Answer(page(rows, limit)))
}
