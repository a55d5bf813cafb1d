//! Looking up who stands at the counter: the population registry first, then earlier dossiers for what it does not have.
//!
//! Whatever comes of it, the form comes back as it was typed; nothing here stops a filing.

use super::counters;
use super::known::Known;
use crate::app::App;
use crate::errors::Failure;
use crate::pages::registry::{Filled, Fills, Notice, values};
use crate::pages::typed::Typed;
use crate::population::{Question, ask};
use jiff::Timestamp;
use links::population::Answer;
use rules::catalogue::Procedure;
use rules::codes::{AgencyCode, PersonalId};
use rules::dossiers::Origin;
use rules::people::Actor;
use rules::registry::{Birth, Reference};
use store::province::Province;

/// The longest number of a form that is kept; ours are shorter.
const LONGEST: usize = 64;

/// Fills the form in as far as something is known; answers what the registry has to say.
///
/// # Errors
/// When the officer works at no counter, or not at the one that the form names.
pub(super) async fn fill_in(
    app: &App,
    actor: &Actor,
    (province, procedure): (&Province, &Procedure),
    typed: &mut Typed,
    fills: &mut Fills,
    known: &Known,
    now: Timestamp,
) -> Result<Option<Notice>, Failure> {
    let number = typed.text("applicant-id_number");
    fills.turn_to(&number, typed);
    fills.subject.clone_from(&number);
    if typed.get("once").is_empty() || typed.get("once").len() > LONGEST {
        typed.set("once", uuid::Uuid::new_v4().to_string());
    }
    let notice = match question(actor, procedure, typed)? {
        Wanted::Nobody => None,
        Wanted::More => app.registry.is_some().then_some(Notice::NeedsMore),
        Wanted::Somebody(question) => match ask(app, actor, *question).await? {
            None => None,
            Some(asked) => {
                if let Ok(Answer::Found(person)) = &asked.answer {
                    for (field, value) in values(person, &province.directory) {
                        // Name and birth were compared with the record and fit: the record's way of writing stands.
                        let compared = matches!(field, "applicant-name" | "applicant-birth_date");
                        if compared || fills.may_fill(field, typed.get(field)) {
                            typed.set(field, value.as_str());
                            let origin = Origin::Registry(asked.request.clone());
                            fills.note(field, Filled { value, origin, at: asked.at });
                        }
                    }
                }
                Some(Notice::of(&asked))
            }
        },
    };
    known.fill(typed, fills, now);
    Ok(notice)
}

/// Whom the form asks for.
enum Wanted {
    /// An organisation, or no number that can be one of a person.
    Nobody,
    /// A number alone, which opens nothing.
    More,
    /// Somebody.
    Somebody(Box<Question>),
}

fn question(actor: &Actor, procedure: &Procedure, typed: &Typed) -> Result<Wanted, Failure> {
    let subject = PersonalId::read(typed.get("applicant-id_number"), "");
    let (Ok(subject), false) = (subject, typed.get("applicant-kind") == "organisation") else {
        return Ok(Wanted::Nobody);
    };
    let (name, birth) = (typed.some("applicant-name"), Birth::read(typed.get("applicant-birth_date")));
    if name.is_none() && birth.is_none() {
        return Ok(Wanted::More);
    }
    let own = counters(actor)?;
    let counter: Option<AgencyCode> = typed.get("counter").parse().ok().or_else(|| own.first().cloned());
    let (reference, procedure) = (Reference::Form(typed.text("once")), procedure.code.clone());
    Ok(Wanted::Somebody(Box::new(Question { subject, name, birth, counter, reference, procedure })))
}
