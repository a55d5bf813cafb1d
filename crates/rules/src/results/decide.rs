//! What may be done to a request, when and by whom.

use super::{BASIS, Drafted, Event, Issued, Kind, LONGEST, Refused, Request, SentBack, Status};
use crate::dossiers::{Dossier, ResultCorrected, ResultPaper, SignedFile};
use crate::people::permissions::{Deed, may_at, without_interest};
use crate::people::{Actor, Capacity};
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::civil::Date;

/// What an officer wants done to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Write the corrected version.
    Draft {
        /// What stands on it.
        paper: Box<ResultPaper>,
        /// The file that was made of it.
        file: String,
    },
    /// Give what was written back.
    SendBack {
        /// Why.
        reason: String,
    },
    /// Issue the copy or the corrected version.
    Issue {
        /// The file that goes out; nothing where a copy is on paper only.
        file: Option<String>,
        /// The same with a digital signature; filled in where keys are, never by who commands.
        signed: Option<SignedFile>,
    },
    /// Refuse.
    Refuse {
        /// Why.
        reason: String,
    },
}

/// What the rules need and must not fetch.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Who acts.
    pub actor: &'a Actor,
    /// The dossier whose result it is about.
    pub dossier: &'a Dossier,
    /// Today.
    pub today: Date,
}

/// What follows from a command: for the request, for the dossier where its result is corrected, and in which capacity.
///
/// # Errors
/// When the state or the policy forbids it, or a text is missing.
pub fn decide(
    request: &Request,
    command: &Command,
    context: &Context<'_>,
) -> Result<(Event, Option<ResultCorrected>, Capacity), Refusal> {
    let by = who(request, command, context)?;
    let wrong = || Refusal::rule("result-request-closed").with("status", request.status.key()).citing(BASIS);
    let (event, corrected) = match (request.status, request.asked.kind, command) {
        (Status::Open | Status::Drafted, Kind::Correction, Command::Draft { paper, file }) => {
            let paper = (**paper).clone().checked(context.today)?;
            let in_place_of = by.principal().map(str::to_owned);
            (Event::Drafted(Drafted { paper, file: file.clone(), in_place_of }), None)
        }
        (Status::Drafted, _, Command::SendBack { reason }) => {
            (Event::SentBack(SentBack { reason: required(reason)? }), None)
        }
        (Status::Drafted, Kind::Correction, Command::Issue { signed, .. }) => {
            correction(request, signed.as_ref(), context)?
        }
        (Status::Open, Kind::Copy, Command::Issue { file, signed }) => {
            let number = copy_number(context.dossier, &request.asked.id);
            (Event::Issued(issued(number, file.clone(), signed.as_ref())), None)
        }
        (Status::Open | Status::Drafted, _, Command::Refuse { reason }) => {
            (Event::Refused(Refused { reason: required(reason)? }), None)
        }
        _ => return Err(wrong()),
    };
    Ok((event, corrected, by))
}

/// The number of the copy that answers a request: it stands on the copy.
#[must_use]
pub fn copy_number(dossier: &Dossier, request: &str) -> String {
    format!("{}/BS-{request}", dossier.filed.code)
}

/// The corrected version takes the place of the one that was issued last.
fn correction(
    request: &Request,
    signed: Option<&SignedFile>,
    context: &Context<'_>,
) -> Result<(Event, Option<ResultCorrected>), Refusal> {
    let draft = request.draft.as_ref().ok_or_else(|| Refusal::rule("result-request-closed").citing(BASIS))?;
    let number = draft.paper.number(&context.dossier.filed.code, context.dossier.results.len() + 1);
    let issued = issued(number.clone(), Some(draft.file.clone()), signed);
    let corrected = ResultCorrected {
        request: request.asked.id.clone(),
        reason: request.asked.wrong.clone(),
        number,
        file: issued.file.clone().unwrap_or_default(),
        sha256: issued.sha256.clone(),
        certificate: issued.certificate.clone(),
        paper: draft.paper.clone(),
    };
    Ok((Event::Issued(issued), Some(corrected)))
}

fn issued(number: String, file: Option<String>, signed: Option<&SignedFile>) -> Issued {
    match signed {
        Some(signed) => Issued {
            number,
            file: Some(signed.file.clone()),
            sha256: Some(signed.sha256.clone()),
            certificate: Some(signed.certificate.clone()),
        },
        None => Issued { number, file, sha256: None, certificate: None },
    }
}

/// Officers of the agency that settled the dossier; nobody handles their own, and who wrote a correction does not sign it.
fn who(request: &Request, command: &Command, context: &Context<'_>) -> Result<Capacity, Refusal> {
    let actor = context.actor;
    if request.asked.login.as_deref() == Some(actor.login.as_str()) {
        return Err(Refusal::forbidden("result-request-own"));
    }
    let corrects = request.asked.kind == Kind::Correction;
    let signs = matches!(command, Command::SendBack { .. }) || corrects && matches!(command, Command::Issue { .. });
    let deed = if signs { Deed::SignResults } else { Deed::HandleResults };
    let by = without_interest(actor, may_at(actor, deed, &request.asked.agency)?, context.dossier)?;
    if corrects && matches!(command, Command::Issue { .. }) && request.was_drafted_by(&by) {
        return Err(Refusal::forbidden("result-second-pair-of-eyes").citing(BASIS));
    }
    Ok(by)
}

fn required(typed: &str) -> Result<String, Refusal> {
    let said = tidy(typed);
    let problem = match said.chars().count() {
        0 => Problem::new("/reason", "missing"),
        long if long > LONGEST => Problem::new("/reason", "too-long").with("max", LONGEST),
        _ => return Ok(said),
    };
    Err(Refusal::input(vec![problem]))
}
