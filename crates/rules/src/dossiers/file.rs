//! Filing: a citizen, a counter or the national portal hands in a dossier.

use super::{
    Applicant, ApplicantDraft, ApplicantKind, Channel, Filed, Form, OnBehalf, ResultDelivery, Sources,
    SubmittedDocument, can_settle, command::required,
};
use crate::catalogue::forms::{Known, Marks};
use crate::catalogue::{self, ChosenVariant, Level, OnlineLevel, Procedure, RequiredDocument, Subject};
use crate::codes::{AgencyCode, DossierCode};
use crate::people::{Agency, AgencyKind, Directory};
use crate::{Problem, Refusal, calendar};
use jiff::Timestamp;

/// What is handed in.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct File {
    /// Who asks.
    pub applicant: ApplicantDraft,
    /// Where prefilled particulars came from. Whoever calls vouches for it: no form and no program may claim it.
    pub sources: Sources,
    /// How it comes in; online when not said.
    pub channel: Option<Channel>,
    /// The counter that takes it in; the competent agency's own when not said.
    pub counter: Option<AgencyCode>,
    /// Who settles it; found from the procedure and the address when not said.
    pub competent_agency: Option<AgencyCode>,
    /// The case of the procedure (*trường hợp*), by key; empty where it has none.
    pub variant: String,
    /// What was filled in.
    pub form: Form,
    /// What was handed in.
    pub documents: Vec<SubmittedDocument>,
    /// How the result is to reach the applicant.
    pub delivery: ResultDelivery,
    /// The account that files, for a citizen.
    pub owner: Option<String>,
    /// Who files in the owner's name, and by what right.
    pub on_behalf_of: Option<OnBehalf>,
}

/// What filing needs to know.
#[derive(Debug, Clone, Copy)]
pub struct FilingContext<'a> {
    /// Now.
    pub now: Timestamp,
    /// The procedure as it stands in the catalogue.
    pub catalogue: &'a catalogue::State,
    /// The agencies of the province.
    pub directory: &'a Directory,
}

/// Checks what was handed in and finds who is competent; `number` gives the running number of the day for that agency.
///
/// # Errors
/// When the procedure was withdrawn, can't be filed this way or here, or when input is missing or wrong; `number`'s own
/// errors pass through.
pub fn file<E: From<Refusal>>(
    filing: File,
    context: &FilingContext<'_>,
    number: impl FnOnce(&AgencyCode) -> Result<u32, E>,
) -> Result<Filed, E> {
    let Checked { procedure, variant, channel, applicant, form, competent, counter, delivery } =
        checked(&filing, context)?;
    let code = DossierCode::new(&competent.code, calendar::day_of(context.now), number(&competent.code)?);
    Ok(Filed {
        code,
        procedure: procedure.code.clone(),
        procedure_name: procedure.name.clone(),
        procedure_version: context.catalogue.edition,
        variant,
        competent_agency: competent.code.clone(),
        counter: counter.code.clone(),
        channel,
        owner: filing.owner,
        on_behalf_of: filing.on_behalf_of,
        applicant,
        sources: filing.sources,
        form,
        documents: filing.documents,
        delivery,
        time_limit: procedure.time_limit,
        start: procedure.start,
        fees: procedure.fees,
        paper_result: procedure.result.paper,
        route: procedure.route,
        joined: None,
    })
}

/// What was handed in, checked, and whom it concerns.
pub(super) struct Checked<'a> {
    /// In the case that was chosen.
    pub(super) procedure: Procedure,
    pub(super) variant: Option<ChosenVariant>,
    pub(super) channel: Channel,
    pub(super) applicant: Applicant,
    pub(super) form: Form,
    pub(super) competent: &'a Agency,
    pub(super) counter: &'a Agency,
    pub(super) delivery: ResultDelivery,
}

/// Checks what was handed in and finds who is competent.
pub(super) fn checked<'a>(filing: &File, context: &FilingContext<'a>) -> Result<Checked<'a>, Refusal> {
    let procedure = can_be_filed(context.catalogue, context.now)?;
    let channel = filing.channel.unwrap_or(Channel::Online);
    if channel.is_online() && procedure.online == OnlineLevel::None {
        return Err(Refusal::rule("procedure-not-online")
            .with("name", &procedure.name)
            .citing("Nghị định 42/2022/NĐ-CP"));
    }
    let (procedure, variant) = procedure.in_case(&filing.variant).map_err(|refusal| refusal.citing(PUBLISHED))?;
    let mut problems = Vec::new();
    let applicant = filing.applicant.check(context.now).map_err(|found| problems.extend(found)).ok();
    // Whoever names a commune that is no more lives in the one that took its place.
    let applicant = applicant.map(|applicant| {
        let today = applicant.commune.as_ref().and_then(|commune| context.directory.commune_today(commune)).cloned();
        Applicant { commune: today.or(applicant.commune), ..applicant }
    });
    let competent =
        competent_agency(&procedure, filing, context.directory).map_err(|problem| problems.push(problem)).ok();
    let form = form(&procedure, filing, context).map_err(|found| problems.extend(found)).unwrap_or_default();
    problems.extend(document_problems(&procedure, filing, channel));
    problems.extend(form_problems(&filing.form));
    let (Some(applicant), Some(competent)) = (applicant, competent) else {
        return Err(at_fault(problems));
    };
    if let Some(problem) = subject_problem(&procedure, &applicant) {
        problems.push(problem);
    }
    if !problems.is_empty() {
        return Err(at_fault(problems));
    }
    let counter = counter(&procedure, filing, competent, context.directory)?;
    let delivery = delivery(filing, context.directory)?;
    Ok(Checked { procedure, variant, channel, applicant, form, competent, counter, delivery })
}

/// The longest answer of a form, in characters.
const LONGEST_ANSWER: usize = 5_000;
/// The longest form, in bytes of JSON: what is entered in the journal stays there.
const LONGEST_FORM: usize = 100_000;

fn form_problems(form: &Form) -> Vec<Problem> {
    let length = |value: &serde_json::Value| value.to_string().chars().count();
    let long = form.iter().filter(|(_, value)| value.is_string() && length(value) > LONGEST_ANSWER);
    let mut problems: Vec<_> =
        long.map(|(field, _)| Problem::new(format!("/form/{field}"), "too-long").with("max", LONGEST_ANSWER)).collect();
    let whole: usize = form.iter().map(|(field, value)| field.len() + value.to_string().len()).sum();
    if problems.is_empty() && whole > LONGEST_FORM {
        problems.push(Problem::new("/form", "too-long").with("max", LONGEST_FORM));
    }
    problems
}

/// The input at fault. Which papers, which applicants and which agency belong to a procedure is published with it, so a fault
/// in these rests on that; a telephone without enough digits rests on no law.
fn at_fault(problems: Vec<Problem>) -> Refusal {
    let published = ["document-missing", "document-unknown", "applicant-kind", "agency-not-competent"];
    let by_law = problems.iter().any(|problem| published.contains(&problem.code));
    let refusal = Refusal::input(problems);
    if by_law { refusal.citing(PUBLISHED) } else { refusal }
}

/// The rule by which only what is published with a procedure may be asked, and must be handed in.
const PUBLISHED: &str = "Nghị định 63/2010/NĐ-CP, Điều 8";

/// The procedure in force, if it can be filed here.
pub(super) fn can_be_filed(catalogue: &catalogue::State, now: Timestamp) -> Result<&Procedure, Refusal> {
    let procedure = catalogue.procedure.as_ref().ok_or_else(|| Refusal::not_found("procedure-unknown"))?;
    if catalogue.is_withdrawn(Some(calendar::day_of(now))) {
        return Err(Refusal::rule("procedure-withdrawn").with("name", &procedure.name).citing(PUBLISHED));
    }
    if procedure.level == Level::Ministry {
        let refusal = Refusal::rule("procedure-of-a-ministry").with("authority", &procedure.authority);
        return Err(refusal.citing("Nghị định 118/2025/NĐ-CP"));
    }
    Ok(procedure)
}

fn competent_agency<'a>(procedure: &Procedure, filing: &File, directory: &'a Directory) -> Result<&'a Agency, Problem> {
    if let Some(code) = &filing.competent_agency {
        return directory
            .get(code)
            .filter(|agency| can_settle(procedure, agency, directory))
            .ok_or_else(|| Problem::new("/competent_agency", "agency-not-competent").with("code", code));
    }
    if let Some(code) = &procedure.agency {
        return directory
            .get(directory.successor(code))
            .filter(|agency| directory.is_in_force(&agency.code))
            .ok_or_else(|| Problem::new("/competent_agency", "agency-unknown").with("code", code));
    }
    // An address tells the commune, not which department: the catalogue names it, or whoever takes it in says so.
    if procedure.level != Level::Commune {
        return Err(Problem::new("/competent_agency", "agency-open"));
    }
    // Where the matter is, not where the applicant lives: the building site, the new home.
    if let Some(commune) = procedure.form.as_ref().and_then(|form| form.commune_of_matter(&filing.form)) {
        let known = commune.parse().ok().and_then(|commune| directory.authority_of(&commune));
        return known.ok_or_else(|| Problem::new("/competent_agency", "commune-elsewhere"));
    }
    let typed = filing.applicant.commune.trim();
    if typed.is_empty() {
        return Err(Problem::new("/applicant/commune", "commune-missing"));
    }
    let commune = typed.parse().map_err(|_| Problem::new("/applicant/commune", "commune"))?;
    let today = directory.commune_today(&commune).and_then(|commune| directory.authority_of(commune));
    today.ok_or_else(|| Problem::new("/applicant/commune", "commune-elsewhere"))
}

/// The answers of the procedure's form, checked. Whoever hands in the paper that the form stands for needs none; whoever does not
/// must fill it in.
fn form(procedure: &Procedure, filing: &File, context: &FilingContext<'_>) -> Result<Form, Vec<Problem>> {
    let Some(form) = procedure.form.as_ref().filter(|_| !on_paper(procedure, filing)) else {
        return Ok(filing.form.clone());
    };
    let known = Known { today: calendar::day_of(context.now), directory: context.directory, marks: Marks::Vietnamese };
    form.validate(&filing.form, &known)
}

/// Whether the declaration itself is handed in, instead of the form being filled in.
fn on_paper(procedure: &Procedure, filing: &File) -> bool {
    let Some(form) = &procedure.form else { return true };
    let handed_in = form.stands_for().is_none_or(|code| filing.documents.iter().any(|document| document.code == code));
    handed_in && !form.is_begun(&filing.form)
}

fn document_problems(procedure: &Procedure, filing: &File, channel: Channel) -> Vec<Problem> {
    let documents = &filing.documents;
    let form = procedure.form.as_ref().filter(|form| form.is_begun(&filing.form));
    let stands_for = form.and_then(|form| form.stands_for());
    let demanded: Vec<&str> = form.into_iter().flat_map(|form| form.demanded(&filing.form)).collect();
    let demands = |asked: &RequiredDocument| {
        demanded.contains(&asked.code.as_str()) || asked.required && stands_for != Some(asked.code.as_str())
    };
    // Nothing can be shown to a page: online, a paper is there when its file is.
    let there = |document: &SubmittedDocument| {
        channel != Channel::Online || document.file_id.is_some() || document.reuse_of.is_some()
    };
    let missing = procedure
        .documents
        .iter()
        .enumerate()
        .filter(|(_, asked)| {
            let named = || documents.iter().filter(|document| document.code == asked.code);
            (demands(asked) || named().next().is_some()) && !named().any(there)
        })
        .map(|(position, asked)| {
            Problem::new(format!("/documents/{position}"), "document-missing").with("name", &asked.name)
        });
    let unknown = documents
        .iter()
        .enumerate()
        .filter(|(_, document)| !procedure.documents.iter().any(|asked| asked.code == document.code))
        .map(|(position, document)| {
            Problem::new(format!("/documents/{position}/code"), "document-unknown").with("code", &document.code)
        });
    // Several files make one paper: the two sides of a card. The same one twice is a slip.
    let twice = documents
        .iter()
        .enumerate()
        .filter(|(position, document)| documents[..*position].iter().any(|earlier| same_paper(earlier, document)))
        .map(|(position, document)| {
            Problem::new(format!("/documents/{position}"), "document-twice").with("code", &document.code)
        });
    missing.chain(unknown).chain(twice).collect()
}

fn same_paper(one: &SubmittedDocument, other: &SubmittedDocument) -> bool {
    one.code == other.code && one.file_id == other.file_id && one.reuse_of == other.reuse_of
}

fn subject_problem(procedure: &Procedure, applicant: &Applicant) -> Option<Problem> {
    let fits = procedure.subjects.is_empty()
        || procedure.subjects.iter().any(|subject| match subject {
            Subject::Citizen => applicant.kind == ApplicantKind::Citizen,
            Subject::Business => true,
            Subject::Organisation => applicant.kind == ApplicantKind::Organisation,
        });
    (!fits).then(|| Problem::new("/applicant/kind", "applicant-kind"))
}

/// Any counter takes in a location-independent procedure (Nghị định 118/2025/NĐ-CP); others only their own.
fn counter<'a>(
    procedure: &Procedure,
    filing: &File,
    competent: &Agency,
    directory: &'a Directory,
) -> Result<&'a Agency, Refusal> {
    let own = directory
        .counter_of(&competent.code)
        .ok_or_else(|| Refusal::rule("no-counter").with("agency", &competent.name))?;
    let Some(code) = &filing.counter else { return Ok(own) };
    let chosen = directory
        .get(code)
        .filter(|agency| agency.kind == AgencyKind::Counter && directory.is_in_force(&agency.code))
        .ok_or_else(|| Refusal::input(vec![Problem::new("/counter", "counter-unknown").with("code", code)]))?;
    if chosen.code != own.code && !procedure.location_independent {
        return Err(Refusal::rule("procedure-bound-to-place")
            .with("name", &procedure.name)
            .with("counter", &own.name)
            .citing("Nghị định 118/2025/NĐ-CP"));
    }
    Ok(chosen)
}

fn delivery(filing: &File, directory: &Directory) -> Result<ResultDelivery, Refusal> {
    let mut delivery = filing.delivery.clone();
    if delivery.method == super::Delivery::Postal {
        let address = delivery.address.as_deref().unwrap_or(&filing.applicant.address);
        delivery.address = Some(required(address, "/result_delivery/address")?);
    }
    let unknown = delivery.counter.as_ref().is_some_and(|code| {
        let known = directory.get(code).filter(|agency| directory.is_in_force(&agency.code));
        known.is_none_or(|agency| agency.kind != AgencyKind::Counter)
    });
    if unknown {
        return Err(Refusal::input(vec![Problem::new("/result_delivery/counter", "counter-unknown")]));
    }
    Ok(delivery)
}
