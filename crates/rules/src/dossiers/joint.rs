//! Filing a joint procedure (*liên thông*): what is handed in once opens a dossier for each procedure that it joins.

use super::file::{Checked, File, FilingContext, can_be_filed, checked};
use super::{Command, Dossier, Filed, Form, Joined, Outcome, Refuse, Status, Withdraw};
use crate::catalogue::forms::RESERVED;
use crate::catalogue::{JointPart, Procedure, State};
use crate::codes::{AgencyCode, CommuneCode, DossierCode, ProcedureCode};
use crate::people::{Agency, Directory};
use crate::{Problem, Refusal, calendar};

/// Checks what was handed in, once, and makes the dossiers that it opens, the leading one first. `known` finds a procedure in the
/// catalogue; `number` gives the running number of the day for an agency.
///
/// # Errors
/// As [`file`](super::file); when a procedure that is joined can't be filed any more, or nobody settles it.
pub fn file_joint<'a, E: From<Refusal>>(
    filing: &File,
    context: &FilingContext<'a>,
    known: &dyn Fn(&ProcedureCode) -> Option<&'a State>,
    mut number: impl FnMut(&AgencyCode) -> Result<u32, E>,
) -> Result<Vec<Filed>, E> {
    let whole = checked(filing, context)?;
    let parts = whole.procedure.joint.as_ref().map_or(&[][..], |joint| &joint.parts);
    let mut opened: Vec<Filed> = Vec::new();
    for part in parts {
        let state = known(&part.procedure);
        let state = state.ok_or_else(|| Refusal::not_found("procedure-unknown").with("code", &part.procedure))?;
        let (procedure, variant) = can_be_filed(state, context.now)?.in_case(&part.variant)?;
        let competent = settles(part, &procedure, &whole, context.directory)?;
        let code = DossierCode::new(&competent.code, calendar::day_of(context.now), number(&competent.code)?);
        let lead = opened.first().map_or_else(|| code.clone(), |lead| lead.code.clone());
        let after = part.after.as_ref().and_then(|after| opened.iter().find(|other| other.procedure == *after));
        let joined = Joined {
            procedure: whole.procedure.code.clone(),
            procedure_name: whole.procedure.name.clone(),
            procedure_version: context.catalogue.edition,
            lead,
            place: u8::try_from(opened.len() + 1).unwrap_or(u8::MAX),
            of: u8::try_from(parts.len()).unwrap_or(u8::MAX),
            after: after.map(|after| after.code.clone()),
        };
        opened.push(Filed {
            code,
            procedure: procedure.code.clone(),
            procedure_name: procedure.name.clone(),
            procedure_version: state.edition,
            variant,
            competent_agency: competent.code.clone(),
            counter: whole.counter.code.clone(),
            channel: whole.channel,
            owner: filing.owner.clone(),
            on_behalf_of: filing.on_behalf_of.clone(),
            applicant: whole.applicant.clone(),
            sources: filing.sources.clone(),
            form: passed_on(part, &whole.form),
            documents: papers(part, filing),
            delivery: whole.delivery.clone(),
            time_limit: procedure.time_limit,
            start: procedure.start,
            fees: procedure.fees,
            paper_result: procedure.result.paper,
            route: procedure.route,
            joined: Some(joined),
        });
    }
    Ok(opened)
}

/// What its officers need of the answers, and what every filing says.
fn passed_on(part: &JointPart, form: &Form) -> Form {
    let needed = |name: &String| part.answers.contains(name) || RESERVED.contains(&name.as_str());
    form.iter().filter(|(name, _)| needed(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn papers(part: &JointPart, filing: &File) -> Vec<super::SubmittedDocument> {
    let of_part = |(own, from): (&String, &String)| {
        let handed_in: Vec<_> = filing.documents.iter().filter(|document| document.code == *from).cloned().collect();
        handed_in
            .into_iter()
            .map(|document| super::SubmittedDocument { code: own.clone(), ..document })
            .collect::<Vec<_>>()
    };
    part.papers.iter().flat_map(of_part).collect()
}

/// Who settles a part: its department; else the commune of the matter; else whoever settles the whole.
fn settles<'a>(
    part: &JointPart,
    procedure: &Procedure,
    whole: &Checked<'a>,
    directory: &'a Directory,
) -> Result<&'a Agency, Refusal> {
    if let Some(code) = &procedure.agency {
        let agency = directory.get(directory.successor(code)).filter(|agency| directory.is_in_force(&agency.code));
        let unknown = || Problem::new("/competent_agency", "agency-unknown").with("code", code);
        return agency.ok_or_else(|| Refusal::input(vec![unknown()]));
    }
    let Some(place) = &part.place else { return Ok(whole.competent) };
    let address = whole.form.get(place).and_then(|address| address.get("commune")).and_then(serde_json::Value::as_str);
    let commune = address.and_then(|code| code.parse::<CommuneCode>().ok());
    commune
        .and_then(|commune| directory.authority_of(&commune))
        .ok_or_else(|| Refusal::input(vec![Problem::new(format!("/form/{place}/commune"), "commune-elsewhere")]))
}

/// Whether a dossier that needs another one's result can be received: when that is granted, not before, and not without it.
///
/// # Errors
/// While the other one is open, and once it ended without a result.
pub fn need_not_wait(other: &Dossier) -> Result<(), Refusal> {
    let refusal =
        |code| Err(Refusal::rule(code).with("dossier", &other.filed.code).with("name", &other.filed.procedure_name));
    match other.outcome {
        Some(Outcome::Granted) => Ok(()),
        _ if ended_without_result(other) => refusal("joint-no-result"),
        _ => refusal("joint-waits"),
    }
}

/// Whether a dossier ended and nothing was granted; one that was stopped may go on.
#[must_use]
pub fn ended_without_result(dossier: &Dossier) -> bool {
    match dossier.status {
        Status::Refused | Status::Withdrawn => true,
        Status::Processed | Status::Returned => dossier.outcome != Some(Outcome::Granted),
        _ => false,
    }
}

/// What becomes of a dossier that waited for the result of one that ended without any. The reason is kept with the dossier and told to
/// the applicant, in the language of the forms.
#[must_use]
pub fn closed_with(ended: &Dossier) -> Command {
    let Filed { code, procedure_name, .. } = &ended.filed;
    let needs = format!("Hồ sơ này cần kết quả của hồ sơ {code} ({procedure_name})");
    if ended.status == Status::Withdrawn {
        return Command::Withdraw(Withdraw { reason: Some(format!("{needs}; hồ sơ đó đã rút.")) });
    }
    let how = if ended.status == Status::Refused {
        "không được tiếp nhận"
    } else {
        "được trả lời không đồng ý"
    };
    Command::Refuse(Refuse {
        reason: format!("{needs}; hồ sơ đó {how}. Có kết quả thì xin nộp lại hồ sơ này.")
    })
}
