//! Filing a dossier: online for oneself, at a counter for somebody, or from the national portal.

use super::documents::{DocumentSent, look_up};
use super::wire::{CHANNELS, DossierBrief};
use crate::api::body::{Body, text_or_object};
use crate::api::caller::Caller;
use crate::api::once::{Done, Key, once};
use crate::api::openapi::Refusals;
use crate::api::wire::Complaints;
use crate::app::App;
use crate::errors::Failure;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use rules::codes::ProcedureCode;
use rules::dossiers::{ApplicantDraft, ApplicantKind, Channel, Delivery, File, Form, ResultDelivery};
use rules::people::permissions::{Deed, may_everywhere};
use rules::people::{Actor, Capacity, Directory, Role};
use rules::{Problem, Refusal};
use serde::{Deserialize, Deserializer, Serialize};
use std::sync::Arc;
use store::desk::dossiers::{file, filing_capacity};
use utoipa::ToSchema;

/// What is filed. A field that is not named here is refused, so that nothing that was meant is lost.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Filing {
    /// The procedure's code.
    #[schema(example = "1.001193", required = true)]
    procedure: Option<String>,
    /// Who asks.
    #[schema(required = true)]
    applicant: Option<ApplicantSent>,
    /// `online` when not said; `counter` and `postal` are for counter officers, `national_portal` for administrators.
    #[schema(example = "online")]
    channel: Option<String>,
    /// The counter that takes it in: the officer's own, or that of the competent agency, when not said.
    #[schema(example = "H35.38.01")]
    counter: Option<String>,
    /// Who settles it: found from the procedure and the address when not said.
    #[schema(example = "H35.38")]
    competent_agency: Option<String>,
    /// The case of the procedure, by key; only for procedures that have several.
    #[schema(example = "lost")]
    variant: Option<String>,
    /// What was filled in, by field: the answers of the procedure's form, checked by its definition. Left out by whoever hands in
    /// the paper that the form stands for. A decimal (`number`) is a JSON number of at most 15 digits, `120.5`, kept exactly; as
    /// text it is read as people in Vietnam type it, `"1.250,5"`.
    #[schema(value_type = Option<Object>)]
    form: Option<Form>,
    /// What is handed in.
    documents: Option<Vec<DocumentSent>>,
    /// How the result is to reach the applicant; online when not said.
    result_delivery: Option<DeliverySent>,
    /// At a counter: receive it at once.
    receive: bool,
}

/// Who asks, as sent.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ApplicantSent {
    /// `citizen` (when not said) or `organisation`.
    #[schema(example = "citizen")]
    kind: Option<String>,
    /// Twelve digits of a person, or an organisation's tax code.
    #[schema(example = "012085001234", required = true)]
    id_number: Option<String>,
    /// The full name.
    #[schema(example = "Giàng A Páo", required = true)]
    name: Option<String>,
    /// The telephone: with the dossier's code it opens the tracking.
    #[schema(example = "0912345678", required = true)]
    phone: Option<String>,
    /// The mail address.
    email: Option<String>,
    /// `1985-03-05`, `5/3/1985` or only `1985`.
    birth_date: Option<String>,
    /// The commune's code.
    #[schema(example = "03478")]
    commune: Option<String>,
    /// The address: a text that names the commune, or its parts.
    address: Option<AddressSent>,
}

/// An address: a text that names the commune, or its parts.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum AddressSent {
    /// "Bản Nậm Lúc, xã Sìn Hồ"
    Text(String),
    /// The commune's code or name, and the rest.
    Parts(AddressParts),
}

/// The parts of an address.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AddressParts {
    /// The commune's code, or its name.
    #[schema(example = "03478")]
    commune: Option<String>,
    /// Village, street, number.
    detail: Option<String>,
}

impl<'de> Deserialize<'de> for AddressSent {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        text_or_object(from, Self::Text, Self::Parts)
    }
}

/// How the result is to reach the applicant, as sent.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DeliverySent {
    /// `online`, `counter` or `postal`.
    #[schema(example = "online")]
    method: Option<String>,
    /// At which counter, where not at the one that received it.
    counter: Option<String>,
    /// To which address, by post.
    address: Option<String>,
}

/// A filing that was read.
#[derive(Debug)]
struct Read {
    procedure: Option<ProcedureCode>,
    file: File,
    receive: bool,
}

impl Filing {
    fn read(self) -> Result<Read, Refusal> {
        let mut complaints = Complaints::default();
        if self.procedure.as_deref().is_none_or(|code| code.trim().is_empty()) {
            complaints.add(Problem::new("/procedure", "missing"));
        }
        let procedure = complaints.code("/procedure", self.procedure.as_deref(), "procedure-unknown");
        let channel = complaints.choice("/channel", self.channel.as_deref(), &CHANNELS);
        if self.receive && !matches!(channel, Some(Channel::Counter | Channel::Postal)) {
            complaints.add(Problem::new("/receive", "receive-at-counters"));
        }
        let file = File {
            applicant: self.applicant.unwrap_or_default().read(&mut complaints),
            sources: rules::dossiers::Sources::new(),
            channel,
            counter: complaints.code("/counter", self.counter.as_deref(), "counter-unknown"),
            competent_agency: complaints.code("/competent_agency", self.competent_agency.as_deref(), "agency-unknown"),
            variant: self.variant.unwrap_or_default(),
            form: self.form.unwrap_or_default(),
            documents: self.documents.unwrap_or_default().into_iter().map(DocumentSent::submitted).collect(),
            delivery: self.result_delivery.unwrap_or_default().read(&mut complaints),
            owner: None,
            on_behalf_of: None,
        };
        complaints.settle()?;
        Ok(Read { procedure, file, receive: self.receive })
    }
}

impl ApplicantSent {
    fn read(self, complaints: &mut Complaints) -> ApplicantDraft {
        let kinds = [("citizen", ApplicantKind::Citizen), ("organisation", ApplicantKind::Organisation)];
        let kind = complaints.choice("/applicant/kind", self.kind.as_deref(), &kinds).unwrap_or_default();
        let (place, address) = match self.address {
            None => (None, None),
            Some(AddressSent::Text(text)) => (None, Some(text)),
            Some(AddressSent::Parts(AddressParts { commune, detail })) => (commune, detail),
        };
        ApplicantDraft {
            kind,
            id_number: self.id_number.unwrap_or_default(),
            name: self.name.unwrap_or_default(),
            phone: self.phone.unwrap_or_default(),
            email: self.email.unwrap_or_default(),
            birth_date: self.birth_date.unwrap_or_default(),
            commune: self.commune.or(place).unwrap_or_default(),
            address: address.unwrap_or_default(),
        }
    }
}

impl DeliverySent {
    fn read(self, complaints: &mut Complaints) -> ResultDelivery {
        let methods = [("online", Delivery::Online), ("counter", Delivery::Counter), ("postal", Delivery::Postal)];
        ResultDelivery {
            method: complaints.choice("/result_delivery/method", self.method.as_deref(), &methods).unwrap_or_default(),
            counter: complaints.code("/result_delivery/counter", self.counter.as_deref(), "counter-unknown"),
            address: self.address,
        }
    }
}

/// Puts the commune's code where a name was given, or where only the address names it.
fn find_commune(applicant: &mut ApplicantDraft, directory: &Directory) {
    let given = applicant.commune.trim();
    let named = if given.is_empty() { applicant.address.as_str() } else { given };
    if given.bytes().all(|byte| byte.is_ascii_digit()) && !given.is_empty() {
        return;
    }
    if let Some(code) = directory.commune_in(named) {
        code.as_str().clone_into(&mut applicant.commune);
    }
}

/// In which capacity the caller files, and for whom: at a counter for the applicant, else for themselves.
fn capacity(actor: &Actor, file: &mut File) -> Result<Capacity, Refusal> {
    if file.channel == Some(Channel::NationalPortal) {
        // The portal sends for every agency: the position of one does not reach so far.
        let held = may_everywhere(actor, Deed::FileForThePortal);
        return held.map(|held| actor.as_officer(held)).ok_or_else(|| Refusal::forbidden("portal-only"));
    }
    let by = filing_capacity(actor, file)?;
    if by.role == Role::Citizen {
        file.owner = Some(actor.login.clone());
    } else if file.counter.is_none() {
        file.counter.clone_from(&by.agency);
    }
    Ok(by)
}

/// Files a dossier.
#[utoipa::path(
    post, path = "/dossiers", tag = "dossiers", summary = "File a dossier",
    description = "A citizen's token files online for its owner; a counter officer's token takes in at a counter or by \
        post, with `\"receive\": true` receiving it at once. An `Idempotency-Key` makes it safe to send again.",
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated key is answered as the first time, for at least 24 hours")),
    request_body = Filing,
    responses(
        (status = 201, description = "It was filed", body = DossierBrief<'_>, headers(("Location" = String, description = "Where it is"))),
        Refusals
    ),
    security(("token" = []))
)]
pub async fn file_dossier(
    State(app): State<App>,
    caller: Caller,
    key: Key,
    body: Body<Filing>,
) -> Result<Response, Failure> {
    let request = key.request(&caller, "POST /api/v1/dossiers", &body.bytes)?;
    let read = Arc::new(body.value.read()?);
    let (now, provinces) = (app.clock.now(), app.province.clone());
    let done = once(&app, request, now, move |tx| {
        let province = provinces.get(tx)?;
        let actor = caller.actor(tx, &province, now)?;
        let mut filing = read.file.clone();
        let by = capacity(&actor, &mut filing)?;
        let mut complaints = Complaints::default();
        look_up(tx, &actor, &mut filing.documents, &mut complaints)?;
        let procedure = read.procedure.as_ref().filter(|code| province.procedure(code).is_some());
        if procedure.is_none() {
            complaints.add(Problem::new("/procedure", "procedure-unknown"));
        }
        complaints.settle()?;
        find_commune(&mut filing.applicant, &province.directory);
        let Some(procedure) = procedure else { return Err(Refusal::not_found("procedure-unknown").into()) };
        let dossier = file(tx, &province, procedure, filing, &by, now, read.receive)?;
        Ok(Done::new(StatusCode::CREATED, &DossierBrief::of(&dossier, &province))?)
    })
    .await?;
    Ok(done.into_response(|code| format!("/api/v1/dossiers/{code}")))
}
