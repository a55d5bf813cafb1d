//! How a dossier looks in the API.

use crate::api::wire::At;
use rules::calendar::day_of;
use rules::catalogue::StepTask;
use rules::dossiers::{
    Applicant, Channel, Delivery, Dossier, Form, Outcome, Proposal, Rating, ResultDelivery, Status, SubmittedDocument,
};
use rules::people::Role;
use serde::Serialize;
use store::province::Province;
use store::tables::joined::Together;
use utoipa::ToSchema;

/// A dossier after something was done to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DossierBrief<'a> {
    /// Its code.
    #[schema(example = "H35.38-251223-0001")]
    pub code: &'a str,
    /// Where it stands, as the national portal numbers it.
    #[schema(minimum = 1, maximum = 10, example = 2)]
    pub status: u8,
    /// Where it stands, by name.
    #[schema(example = "received")]
    pub status_name: &'static str,
    /// How many events it has; the next action names it.
    #[schema(example = 2)]
    pub version: u64,
    /// The procedure's code.
    #[schema(example = "1.001193")]
    pub procedure: &'a str,
    /// The procedure's name when it was filed.
    pub procedure_name: &'a str,
    /// Who settles it.
    #[schema(example = "H35.38")]
    pub competent_agency: &'a str,
    /// The counter that receives it.
    #[schema(example = "H35.38.01")]
    pub counter: &'a str,
    /// How it came in.
    #[schema(example = "online")]
    pub channel: &'static str,
    /// The agency where it is now.
    pub holder: &'a str,
    /// When it was filed.
    pub filed_at: At,
    /// When it was received.
    pub received_at: Option<At>,
    /// When it is due by law.
    pub due_at: Option<At>,
    /// The date that the applicant may count on: a new appointment after an apology.
    pub appointment_at: Option<At>,
    /// When settling ended.
    pub finished_at: Option<At>,
    /// Years that `due_at` was reckoned over without knowing their public holidays: it may have to be later.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!([]))]
    pub holidays_unknown_in: Vec<i16>,
}

/// Years between reception and due date whose public holidays the agency's calendar does not know.
#[must_use]
pub fn unknown_years(dossier: &Dossier, province: &Province) -> Vec<i16> {
    let (Some(received), Some(due)) = (dossier.received_at, dossier.due_at) else { return Vec::new() };
    province.calendar(&dossier.filed.competent_agency).unknown_years(day_of(received), day_of(due))
}

impl<'a> DossierBrief<'a> {
    /// What there is to say about this dossier in short.
    #[must_use]
    pub fn of(dossier: &'a Dossier, province: &Province) -> Self {
        let filed = &dossier.filed;
        Self {
            code: filed.code.as_str(),
            status: dossier.status.number(),
            status_name: dossier.status.key(),
            version: dossier.version,
            procedure: filed.procedure.as_str(),
            procedure_name: &filed.procedure_name,
            competent_agency: filed.competent_agency.as_str(),
            counter: filed.counter.as_str(),
            channel: filed.channel.key(),
            holder: dossier.holder().as_str(),
            filed_at: At(dossier.filed_at),
            received_at: dossier.received_at.map(At),
            due_at: dossier.due_at.map(At),
            appointment_at: dossier.appointment().map(At),
            finished_at: dossier.finished_at.map(At),
            holidays_unknown_in: unknown_years(dossier, province),
        }
    }
}

/// A dossier with all that the caller may see of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DossierWhole<'a> {
    /// What lists show too.
    #[serde(flatten)]
    pub brief: DossierBrief<'a>,
    /// What the caller may do to it now.
    #[schema(example = json!(["receive", "refuse", "request-supplement"]))]
    pub actions: Vec<&'static str>,
    /// Who asks.
    pub applicant: ApplicantSeen<'a>,
    /// What they filled in.
    #[schema(value_type = Object)]
    pub form: &'a Form,
    /// What they handed in.
    pub documents: Vec<DocumentSeen<'a>>,
    /// How the result is to reach them.
    pub result_delivery: DeliverySeen<'a>,
    /// The steps by which it is settled.
    pub route: Vec<StepSeen<'a>>,
    /// The current step, counted from 0, once it was received.
    pub step: Option<u8>,
    /// When the current step is due.
    pub step_due_at: Option<At>,
    /// Who is in charge of the current step.
    pub officer: Option<PersonSeen<'a>>,
    /// The due date printed on the acknowledgement.
    pub first_due_at: Option<At>,
    /// When the clock stood.
    pub pauses: Vec<PauseSeen>,
    /// What the applicant was asked to supplement.
    pub supplements: Vec<SupplementSeen<'a>>,
    /// The apology, if there was one.
    pub apology: Option<ApologySeen<'a>>,
    /// The transfers from one agency to another.
    pub transfers: Vec<TransferSeen<'a>>,
    /// The agencies that were asked for their opinion; officers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consultations: Option<Vec<ConsultationSeen<'a>>>,
    /// What one filing opened together with it, where it opened several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joined: Option<JoinedSeen<'a>>,
    /// What is proposed; officers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<ProposalSeen<'a>>,
    /// What came of it.
    #[schema(value_type = Option<String>, example = "granted")]
    pub outcome: Option<Outcome>,
    /// The number of the result.
    pub result_number: Option<&'a str>,
    /// The electronic result, as a file.
    pub result_file: Option<&'a str>,
    /// When the result was handed over.
    pub returned_at: Option<At>,
    /// How content the applicant was.
    #[schema(value_type = Option<String>, example = "very_satisfied")]
    pub rating: Option<Rating>,
}

impl<'a> DossierWhole<'a> {
    /// All of this dossier, for an officer or for the applicant.
    #[must_use]
    pub fn of(
        dossier: &'a Dossier,
        province: &Province,
        actions: Vec<&'static str>,
        for_officer: bool,
        together: &'a [Together],
    ) -> Self {
        let filed = &dossier.filed;
        Self {
            joined: filed.joined.as_ref().map(|joined| JoinedSeen::of(joined, together)),
            brief: DossierBrief::of(dossier, province),
            actions,
            applicant: ApplicantSeen::of(&filed.applicant),
            form: &filed.form,
            documents: filed.documents.iter().map(|document| DocumentSeen::of(document, dossier)).collect(),
            result_delivery: DeliverySeen::of(&filed.delivery),
            route: filed.route.steps().iter().map(StepSeen::of).collect(),
            step: dossier.step,
            step_due_at: dossier.step_due_at.map(At),
            officer: dossier
                .officer
                .as_ref()
                .map(|(login, name)| PersonSeen { login: for_officer.then_some(login), name }),
            first_due_at: dossier.first_due_at.map(At),
            pauses: dossier
                .pauses
                .iter()
                .map(|pause| PauseSeen { from: At(pause.from), to: pause.to.map(At) })
                .collect(),
            supplements: dossier.supplements.iter().map(SupplementSeen::of).collect(),
            apology: dossier.apology.as_ref().map(|apology| ApologySeen {
                reason: &apology.reason,
                new_due_at: At(apology.new_due_at),
                at: At(apology.at),
            }),
            transfers: dossier.passages.iter().map(TransferSeen::of).collect(),
            consultations: for_officer.then(|| dossier.consultations.iter().map(ConsultationSeen::of).collect()),
            proposal: dossier.proposal.as_ref().filter(|_| for_officer).map(ProposalSeen::of),
            outcome: dossier.outcome,
            result_number: dossier.result_number.as_deref(),
            result_file: dossier.result_file.as_deref(),
            returned_at: dossier.returned_at.map(At),
            rating: dossier.rating,
        }
    }
}

/// What one filing of a joint procedure opened.
#[derive(Debug, Serialize, ToSchema)]
pub struct JoinedSeen<'a> {
    /// The joint procedure.
    #[schema(example = "2.000986")]
    procedure: &'a str,
    /// Its name when it was filed.
    procedure_name: &'a str,
    /// The leading dossier.
    #[schema(example = "H35.38-251223-0001")]
    lead: &'a str,
    /// This dossier's place among them, from 1.
    #[schema(example = 2)]
    place: u8,
    /// All of them, in their order.
    dossiers: Vec<TogetherSeen<'a>>,
}

/// One of the dossiers that were opened together.
#[derive(Debug, Serialize, ToSchema)]
pub struct TogetherSeen<'a> {
    /// Its code.
    #[schema(example = "H35.38-251223-0002")]
    code: &'a str,
    /// The dossier whose result it needs; it is received with that.
    after: Option<&'a str>,
    /// Its procedure.
    #[schema(example = "1.004222")]
    procedure: &'a str,
    /// Where it stands.
    #[schema(example = "filed")]
    status_name: &'static str,
    /// Who settles it.
    competent_agency: &'a str,
    /// When it is due by law, once it was received.
    due_at: Option<At>,
    /// When it was settled.
    finished_at: Option<At>,
    /// The number of its result.
    result_number: Option<&'a str>,
}

impl<'a> JoinedSeen<'a> {
    fn of(joined: &'a rules::dossiers::Joined, together: &'a [Together]) -> Self {
        let one = |one: &'a Together| TogetherSeen {
            code: one.code.as_str(),
            after: one.after.as_ref().map(rules::codes::DossierCode::as_str),
            procedure: one.procedure.as_str(),
            status_name: one.status.key(),
            competent_agency: one.agency.as_str(),
            due_at: one.due_at.map(At),
            finished_at: one.finished_at.map(At),
            result_number: one.result_number.as_deref(),
        };
        Self {
            procedure: joined.procedure.as_str(),
            procedure_name: &joined.procedure_name,
            lead: joined.lead.as_str(),
            place: joined.place,
            dossiers: together.iter().map(one).collect(),
        }
    }
}

/// Who asks.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApplicantSeen<'a> {
    /// `citizen` or `organisation`.
    #[schema(value_type = String, example = "citizen")]
    kind: rules::dossiers::ApplicantKind,
    /// Personal identification number or tax code.
    #[schema(example = "012085001234")]
    id_number: &'a str,
    /// The full name.
    #[schema(example = "Giàng A Páo")]
    name: &'a str,
    /// The telephone.
    #[schema(example = "0912345678")]
    phone: &'a str,
    /// The mail address.
    email: Option<&'a str>,
    /// The day of birth, or only the year.
    birth_date: Option<&'a str>,
    /// The commune's code.
    commune: Option<&'a str>,
    /// The rest of the address.
    address: Option<&'a str>,
}

impl<'a> ApplicantSeen<'a> {
    fn of(applicant: &'a Applicant) -> Self {
        Self {
            kind: applicant.kind,
            id_number: &applicant.id_number,
            name: &applicant.name,
            phone: applicant.phone.as_str(),
            email: applicant.email.as_deref(),
            birth_date: applicant.birth_date.as_deref(),
            commune: applicant.commune.as_ref().map(rules::codes::CommuneCode::as_str),
            address: applicant.address.as_deref(),
        }
    }
}

/// A paper that was handed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct DocumentSeen<'a> {
    /// The code of the required document that it answers.
    #[schema(example = "01")]
    code: &'a str,
    /// The file: `GET /api/v1/files/{id}?dossier=CODE`.
    file_id: Option<&'a str>,
    /// The file's name.
    name: Option<&'a str>,
    /// The earlier file that was used again.
    reuse_of: Option<&'a str>,
    /// The file that counts instead, once a supplement replaced this one.
    replaced_by: Option<&'a str>,
}

impl<'a> DocumentSeen<'a> {
    fn of(document: &'a SubmittedDocument, dossier: &'a Dossier) -> Self {
        let replaced = |file: &Option<String>| file.as_ref().is_some_and(|file| dossier.replaced.contains(file));
        let counts = |other: &&SubmittedDocument| {
            other.code == document.code && other.file_id.is_some() && !replaced(&other.file_id)
        };
        let instead = dossier.filed.documents.iter().find(counts).filter(|_| replaced(&document.file_id));
        Self {
            code: &document.code,
            file_id: document.file_id.as_deref(),
            name: document.name.as_deref(),
            reuse_of: document.reuse_of.as_deref(),
            replaced_by: instead.and_then(|other| other.file_id.as_deref()),
        }
    }
}

/// How the result is to reach the applicant.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliverySeen<'a> {
    /// `online`, `counter` or `postal`.
    #[schema(value_type = String, example = "online")]
    method: Delivery,
    /// At which counter.
    counter: Option<&'a str>,
    /// To which address.
    address: Option<&'a str>,
}

impl<'a> DeliverySeen<'a> {
    fn of(delivery: &'a ResultDelivery) -> Self {
        Self {
            method: delivery.method,
            counter: delivery.counter.as_ref().map(rules::codes::AgencyCode::as_str),
            address: delivery.address.as_deref(),
        }
    }
}

/// One step of the route.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepSeen<'a> {
    /// What it is called.
    name: &'a str,
    /// What is done in it.
    #[schema(value_type = String, example = "process")]
    task: StepTask,
    /// By whom.
    #[schema(value_type = String, example = "case_officer")]
    role: Role,
    /// Its share of the time limit in percent.
    share: u8,
    /// The opinions that are asked for, side by side, when the dossier comes to it.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(value_type = Vec<Object>, example = json!([{"whom": {"agency": "H35.06"}, "question": "…", "within": {"working_days": 5}}]))]
    consultations: &'a [rules::catalogue::StepConsultation],
}

impl<'a> StepSeen<'a> {
    /// This step.
    #[must_use]
    pub fn of(step: &'a rules::catalogue::Step) -> Self {
        Self {
            name: &step.name,
            task: step.task,
            role: step.role,
            share: step.share,
            consultations: &step.consultations,
        }
    }
}

/// A person by name, for officers by login too.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonSeen<'a> {
    /// The login; for officers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login: Option<&'a str>,
    /// The name.
    pub name: &'a str,
}

/// A time during which the clock stood.
#[derive(Debug, Serialize, ToSchema)]
pub struct PauseSeen {
    /// From when.
    pub from: At,
    /// Until when; nothing while it stands.
    pub to: Option<At>,
}

/// A supplement round.
#[derive(Debug, Serialize, ToSchema)]
pub struct SupplementSeen<'a> {
    /// What is missing or wrong.
    content: &'a str,
    /// The papers asked for.
    documents: &'a [String],
    /// When it was asked for.
    requested_at: At,
    /// When it came.
    supplied_at: Option<At>,
}

impl<'a> SupplementSeen<'a> {
    /// This round.
    #[must_use]
    pub fn of(supplement: &'a rules::dossiers::Supplement) -> Self {
        Self {
            content: &supplement.content,
            documents: &supplement.documents,
            requested_at: At(supplement.requested_at),
            supplied_at: supplement.supplied_at.map(At),
        }
    }
}

/// An apology with its new appointment.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApologySeen<'a> {
    /// Why it will be late.
    pub reason: &'a str,
    /// The new appointment.
    pub new_due_at: At,
    /// When it was made.
    pub at: At,
}

/// A transfer from one agency to another.
#[derive(Debug, Serialize, ToSchema)]
pub struct TransferSeen<'a> {
    /// From whom.
    #[schema(example = "H35.38")]
    from: &'a str,
    /// To whom.
    #[schema(example = "H35.41")]
    to: &'a str,
    /// Why.
    reason: &'a str,
    /// When.
    at: At,
}

impl<'a> TransferSeen<'a> {
    fn of(passage: &'a rules::dossiers::Passage) -> Self {
        Self { from: passage.from.as_str(), to: passage.to.as_str(), reason: &passage.reason, at: At(passage.at) }
    }
}

/// An agency that was asked for its opinion.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsultationSeen<'a> {
    /// Whom.
    #[schema(example = "H35.06")]
    agency: &'a str,
    /// What is asked.
    question: &'a str,
    /// Whether the dossier waits for it.
    required: bool,
    /// The step of the route that asked for it by itself, counted from 0; nothing where an officer asked.
    step: Option<u8>,
    /// When it was asked.
    asked_at: At,
    /// Until when the answer may come.
    due_at: At,
    /// The answer.
    answer: Option<&'a str>,
    /// A document with it.
    file: Option<&'a str>,
    /// When the answer came.
    answered_at: Option<At>,
    /// When the dossier went on without it.
    unanswered_at: Option<At>,
    /// Why it did.
    unanswered_why: Option<&'a str>,
}

impl<'a> ConsultationSeen<'a> {
    fn of(asked: &'a rules::dossiers::Consultation) -> Self {
        let answer = asked.answer.as_ref();
        Self {
            agency: asked.agency.as_str(),
            question: &asked.question,
            required: asked.required,
            step: asked.step,
            asked_at: At(asked.asked_at),
            due_at: At(asked.due_at),
            answer: answer.map(|answer| answer.content.as_str()),
            file: answer.and_then(|answer| answer.file.as_deref()),
            answered_at: answer.map(|answer| At(answer.at)),
            unanswered_at: asked.unanswered_at.map(At),
            unanswered_why: asked.unanswered_why.as_deref(),
        }
    }
}

/// What is proposed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalSeen<'a> {
    /// `granted` or `rejected`.
    #[schema(value_type = String, example = "granted")]
    outcome: Outcome,
    /// The grounds.
    content: &'a str,
    /// The drafted result.
    file: Option<&'a str>,
    /// Who proposed.
    by: &'a str,
}

impl<'a> ProposalSeen<'a> {
    fn of(proposal: &'a Proposal) -> Self {
        Self { outcome: proposal.outcome, content: &proposal.content, file: proposal.file.as_deref(), by: &proposal.by }
    }
}

/// The statuses by number and by name.
#[must_use]
pub fn statuses() -> Vec<(String, Status)> {
    let by_number = Status::ALL.into_iter().map(|status| (status.number().to_string(), status));
    by_number.chain(Status::ALL.into_iter().map(|status| (status.key().to_owned(), status))).collect()
}

/// The channels by name.
pub const CHANNELS: [(&str, Channel); 4] = [
    ("online", Channel::Online),
    ("counter", Channel::Counter),
    ("postal", Channel::Postal),
    ("national_portal", Channel::NationalPortal),
];
