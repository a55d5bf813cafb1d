//! Ask nothing that is known: a new draft begins with what the population registry, the account and the person's last dossier
//! say. Each value says where it came from; nothing that somebody typed is overwritten.

use super::{Body, Writing};
use crate::app::App;
use crate::errors::Failure;
use crate::pages::registry::{Filled, Notice, values};
use crate::population::{Asked, Question, ask};
use jiff::Timestamp;
use links::population::Answer;
use rules::codes::ProcedureCode;
use rules::dossiers::{ApplicantKind, Origin};
use rules::people::identities::Particular;
use rules::people::{Actor, Directory};
use rules::registry::Reference;
use store::desk::dossiers::load;
use store::tables::dossier_lists::{self, Filter};
use store::tables::{identities, people};
use store::{Fault, Tx};

/// Looks up whoever is signed in, for this draft; nothing where no registry is configured or their number is not known. Takes
/// no longer than the registry's deadline, and never fails a filing.
pub async fn look_up_self(app: &App, actor: &Actor, draft: &str, procedure: &ProcedureCode) -> Option<Asked> {
    let question = Question {
        subject: actor.personal_id.clone()?,
        name: Some(actor.name.clone()),
        birth: None,
        counter: None,
        reference: Reference::Draft(draft.to_owned()),
        procedure: procedure.clone(),
    };
    ask(app, actor, question).await.unwrap_or_default()
}

/// The beginning of a draft of this person.
///
/// # Errors
/// When the database fails.
pub fn begin(
    tx: &mut Tx,
    actor: &Actor,
    asked: Option<&Asked>,
    directory: &Directory,
    now: Timestamp,
) -> Result<Body, Fault> {
    let mut body = Body { whom: "self".to_owned(), ..Body::default() };
    if let Some(number) = &actor.personal_id {
        body.fills.subject = number.to_string();
    }
    body.fill_from_registry(asked, directory);
    body.fill_from_records(tx, &actor.login, now)?;
    Ok(body)
}

/// The beginning of a draft in the name of somebody else: what their account and their last dossier say.
///
/// # Errors
/// When the database fails.
pub fn begin_for(tx: &mut Tx, owner: &str, now: Timestamp) -> Result<Body, Fault> {
    let mut body = Body { whom: "self".to_owned(), on_behalf_of: owner.to_owned(), ..Body::default() };
    body.fill_from_records(tx, owner, now)?;
    Ok(body)
}

/// Asks the registry again for a draft that is being written, where it is still about whoever is signed in.
///
/// # Errors
/// When the draft can't be kept.
pub async fn again(app: &App, actor: &Actor, writing: &mut Writing) -> Result<(), Failure> {
    let about_self = actor.personal_id.as_ref().is_some_and(|number| writing.body.is_about(number.as_str()));
    if about_self {
        let asked = look_up_self(app, actor, &writing.id, &writing.procedure.code).await;
        writing.body.fill_from_registry(asked.as_ref(), &writing.province.directory);
    }
    writing.save(app).await
}

/// A day as people write it here: 14/02/1985; a year stays a year.
fn written(kept: &str) -> String {
    match kept.split('-').collect::<Vec<_>>()[..] {
        [year, month, day] => format!("{day}/{month}/{year}"),
        _ => kept.to_owned(),
    }
}

impl Body {
    /// Whether the applicant is the person of this number.
    fn is_about(&self, number: &str) -> bool {
        self.applicant.kind == ApplicantKind::Citizen && self.applicant.id_number.replace([' ', '.'], "") == number
    }

    /// Fills in what the registry said, and keeps what it has to say.
    fn fill_from_registry(&mut self, asked: Option<&Asked>, directory: &Directory) {
        let Some(asked) = asked else { return };
        self.registry = Some(Notice::of(asked));
        let Ok(Answer::Found(person)) = &asked.answer else { return };
        for (field, value) in values(person, directory) {
            self.fill(field, Some(value), Origin::Registry(asked.request.clone()), asked.at);
        }
    }

    /// Fills in what the owner's account and their last dossier say.
    fn fill_from_records(&mut self, tx: &mut Tx, login: &str, now: Timestamp) -> Result<(), Fault> {
        let mut told = identities::particulars(tx, login)?;
        let organisation = told.remove(&Particular::OrganisationCode);
        if organisation.is_some() {
            self.applicant.kind = ApplicantKind::Organisation;
        }
        if let Some(person) = people::person(tx, login)? {
            let born = told.remove(&Particular::BirthDate).map(|day| written(&day));
            let mut fill = |field: &str, value: Option<String>| self.fill(field, value, Origin::Account, now);
            fill("applicant-name", Some(person.name));
            fill("applicant-id_number", organisation.or(person.personal_id));
            fill("applicant-phone", person.phone);
            fill("applicant-birth_date", born);
            fill("applicant-email", told.remove(&Particular::Email));
            // A village of one place is no address in another: both come from the same source, or neither.
            if self.applicant.commune.is_empty() && self.applicant.address.is_empty() {
                self.fill("applicant-address", person.address, Origin::Account, now);
                self.fill("applicant-commune", person.commune, Origin::Account, now);
            }
        }
        let scope = rules::people::permissions::Scope::Owner(login.to_owned());
        let last = dossier_lists::list(tx, &scope, &Filter::default(), None, 1)?.into_iter().next();
        let Some(last) = last else { return Ok(()) };
        let Some(loaded) = load(tx, &last.code)? else { return Ok(()) };
        let applicant = loaded.dossier.filed.applicant;
        // What was filed for an organisation or for somebody else says nothing about this person.
        if applicant.kind == ApplicantKind::Citizen && applicant.id_number == self.applicant.id_number {
            let from = Origin::Dossier(loaded.dossier.filed.code);
            let nowhere = self.applicant.commune.is_empty() && self.applicant.address.is_empty();
            let mut fill = |field: &str, value: Option<String>| self.fill(field, value, from.clone(), now);
            fill("applicant-phone", Some(applicant.phone.to_string()));
            fill("applicant-email", applicant.email);
            fill("applicant-birth_date", applicant.birth_date.map(|day| written(&day)));
            if nowhere {
                fill("applicant-commune", applicant.commune.map(String::from));
                fill("applicant-address", applicant.address);
            }
        }
        Ok(())
    }

    /// Fills in a value where nothing was typed, and notes where it came from.
    fn fill(&mut self, field: &str, value: Option<String>, origin: Origin, at: Timestamp) {
        let who = &mut self.applicant;
        let kept = match field {
            "applicant-name" => &mut who.name,
            "applicant-id_number" => &mut who.id_number,
            "applicant-phone" => &mut who.phone,
            "applicant-email" => &mut who.email,
            "applicant-birth_date" => &mut who.birth_date,
            "applicant-commune" => &mut who.commune,
            "applicant-address" => &mut who.address,
            _ => return,
        };
        // What the registry says stands above what an account or an earlier dossier said.
        let better = matches!(origin, Origin::Registry(_)) && self.fills.may_fill(field, kept);
        let fits = |value: &String| !value.is_empty() && (kept.is_empty() || better);
        let Some(value) = value.filter(fits) else { return };
        kept.clone_from(&value);
        self.fills.note(field, Filled { value, origin, at });
    }
}
