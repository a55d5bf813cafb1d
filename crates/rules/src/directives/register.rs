//! Entering a directive in a register, assigning it to agencies, opening it.

use super::{
    Assigned, BASIS, Direction, Directive, Event, Kind, LONGEST, LONGEST_CONTENT, LONGEST_FILE_TEXT, LONGEST_NAME,
    MOST_FILES, Opened, Registered, Signer, Urgency,
};
use crate::codes::{AgencyCode, DirectiveCode};
use crate::people::permissions::{may_assign, receives_for};
use crate::people::{Actor, Capacity, Directory};
use crate::tasks::{Evidence, latest, too_late};
use crate::text::{tidy, tidy_lines};
use crate::{Problem, Refusal};
use jiff::civil::Date;

/// A directive as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// In whose register.
    pub agency: String,
    /// Whether it came or went.
    pub direction: Option<Direction>,
    /// Number and notation on it.
    pub notation: String,
    /// The day on it.
    pub issued_on: Option<Date>,
    /// Who issued it; the register's own agency for what goes.
    pub issuer: String,
    /// Its type.
    pub kind: Option<Kind>,
    /// Its excerpt.
    pub subject: String,
    /// Its text.
    pub content: String,
    /// How urgent it is.
    pub urgency: Urgency,
    /// Until when it wants to be done.
    pub due_on: Option<Date>,
    /// Who signed it.
    pub signer: String,
    /// As what.
    pub signer_position: String,
    /// Its files.
    pub files: Vec<Evidence>,
    /// The words that can be read in its files, for the search.
    pub file_text: String,
    /// The identity that the sending system gave it; empty for what is entered by hand.
    pub received_as: String,
}

/// To whom a directive is assigned, as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assign {
    /// The agencies.
    pub to: Vec<AgencyCode>,
    /// Until when they do what it asks for.
    pub due_on: Option<Date>,
    /// What they are told along.
    pub note: String,
}

/// The entry that follows, under this code and number; and the capacity in which it is made.
///
/// # Errors
/// When something is missing, too long or in the future, or the actor does not keep that register.
pub fn register(
    actor: &Actor,
    code: DirectiveCode,
    number: u32,
    draft: &Draft,
    directory: &Directory,
    today: Date,
) -> Result<(Registered, Capacity), Refusal> {
    let mut problems = Vec::new();
    let agency: Option<AgencyCode> = draft.agency.parse().ok();
    let agency = agency.and_then(|code| directory.get(&code));
    if agency.is_none() {
        problems.push(Problem::new("/agency", "choose"));
    }
    let notation = tidy(&draft.notation);
    if notation.is_empty() {
        problems.push(Problem::new("/notation", "directive-without-notation"));
    }
    let issued_on = draft.issued_on.filter(|on| *on <= today);
    if issued_on.is_none() {
        problems.push(Problem::new("/issued_on", "directive-day"));
    }
    let mut issuer = tidy(&draft.issuer);
    if let Some(agency) = agency.filter(|_| draft.direction == Some(Direction::Out) && issuer.is_empty()) {
        issuer.clone_from(&agency.name);
    }
    let subject = tidy(&draft.subject);
    let (signer, position) = (tidy(&draft.signer), tidy(&draft.signer_position));
    for (pointer, text) in [("/issuer", &issuer), ("/subject", &subject)] {
        if text.is_empty() {
            problems.push(Problem::new(pointer, "missing"));
        }
    }
    let short = [
        ("/notation", &notation, LONGEST_NAME),
        ("/issuer", &issuer, LONGEST_NAME),
        ("/signer", &signer, LONGEST_NAME),
        ("/signer_position", &position, LONGEST_NAME),
        ("/subject", &subject, LONGEST),
    ];
    for (pointer, text, most) in short {
        if text.chars().count() > most {
            problems.push(Problem::new(pointer, "too-long").with("max", most));
        }
    }
    if signer.is_empty() && !position.is_empty() {
        problems.push(Problem::new("/signer", "missing"));
    }
    if draft.due_on.zip(issued_on).is_some_and(|(due, issued)| due < issued) {
        problems.push(Problem::new("/due_on", "directive-due-before-issue"));
    }
    if draft.due_on.is_some_and(|due| due > latest(today)) {
        problems.push(too_late("/due_on", today));
    }
    if draft.files.len() > MOST_FILES {
        problems.push(Problem::new("/files", "directive-too-many-files").with("max", MOST_FILES));
    }
    let content = tidy_lines(&draft.content);
    if content.chars().count() > LONGEST_CONTENT {
        problems.push(Problem::new("/content", "too-long").with("max", LONGEST_CONTENT));
    }
    if draft.received_as.chars().count() > LONGEST_NAME {
        problems.push(Problem::new("/received_as", "too-long").with("max", LONGEST_NAME));
    }
    if draft.kind.is_none() {
        problems.push(Problem::new("/kind", "choose"));
    }
    if draft.direction.is_none() {
        problems.push(Problem::new("/direction", "choose"));
    }
    let (Some(agency), Some(issued_on), Some(kind), Some(direction), true) =
        (agency, issued_on, draft.kind, draft.direction, problems.is_empty())
    else {
        return Err(Refusal::input(problems).citing(BASIS));
    };
    let by = may_assign(actor, &agency.code)?;
    let registered = Registered {
        directive: code,
        agency: agency.code.clone(),
        direction,
        number,
        notation,
        issued_on,
        issuer,
        kind,
        subject,
        content,
        urgency: draft.urgency,
        due_on: draft.due_on,
        signer: (!signer.is_empty()).then_some(Signer { name: signer, position }),
        files: draft.files.clone(),
        file_text: draft.file_text.chars().take(LONGEST_FILE_TEXT).collect::<String>().trim().to_owned(),
        received_as: draft.received_as.clone(),
    };
    Ok((registered, by))
}

/// Assigns a directive to agencies that do not have it yet: whoever keeps the register that it is in.
///
/// # Errors
/// When none is named that is new, the last day is over, or the actor does not keep the register.
pub fn assign(
    actor: &Actor,
    directive: &Directive,
    typed: &Assign,
    directory: &Directory,
    today: Date,
) -> Result<(Event, Capacity), Refusal> {
    let by = may_assign(actor, &directive.registered.agency)?;
    let (mut new, mut problems) = (Vec::new(), Vec::new());
    for agency in &typed.to {
        if directory.get(agency).is_none() || !directory.is_in_force(agency) {
            problems.push(Problem::new("/to", "agency-unknown").with("code", agency));
        } else if !directive.is_assigned_to(agency) && !new.contains(agency) {
            new.push(agency.clone());
        }
    }
    if new.is_empty() && problems.is_empty() {
        problems.push(Problem::new("/to", "directive-to-nobody-new"));
    }
    if typed.due_on.is_some_and(|due| due < today) {
        problems.push(Problem::new("/due_on", "directive-due-over"));
    }
    if typed.due_on.is_some_and(|due| due > latest(today)) {
        problems.push(too_late("/due_on", today));
    }
    let note = tidy_lines(&typed.note);
    if note.chars().count() > LONGEST {
        problems.push(Problem::new("/note", "too-long").with("max", LONGEST));
    }
    if !problems.is_empty() {
        return Err(Refusal::input(problems));
    }
    Ok((Event::Assigned(Assigned { directive: directive.code().clone(), to: new, due_on: typed.due_on, note }), by))
}

/// What follows when the actor opens it: a receipt for the agency that has it and where they work, once a person.
#[must_use]
pub fn open(actor: &Actor, directive: &Directive) -> Option<(Event, Capacity)> {
    if directive.receipts.iter().any(|receipt| receipt.login == actor.login) {
        return None;
    }
    let held = receives_for(actor).find(|held| directive.is_assigned_to(&held.agency))?;
    let opened = Opened {
        directive: directive.code().clone(),
        agency: held.agency.clone(),
        login: actor.login.clone(),
        name: actor.name.clone(),
    };
    Some((Event::Opened(opened), actor.as_officer(held)))
}
