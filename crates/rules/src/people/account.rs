//! Entering a person, and closing and opening their account.

use super::permissions::{Deed, may, may_at};
use super::{Actor, Event, PersonDisabled, PersonEnabled, PersonFile, PersonRegistered, Role};
use crate::{Problem, Refusal};
use jiff::civil::Date;

/// The longest name to sign in with.
const LONGEST_LOGIN: usize = 64;

impl PersonFile {
    /// The person's particulars.
    ///
    /// # Errors
    /// When there is no such person.
    pub fn registered(&self) -> Result<&PersonRegistered, Refusal> {
        self.particulars.as_ref().ok_or_else(|| Refusal::not_found("person-not-found"))
    }

    /// The particulars of a person whose account is open.
    ///
    /// # Errors
    /// When there is no such person, or their account is closed.
    pub fn active(&self) -> Result<&PersonRegistered, Refusal> {
        let person = self.registered()?;
        if self.disabled.is_some() { Err(Refusal::rule("person-is-disabled")) } else { Ok(person) }
    }

    /// Whether the actor administers this person: every agency where they hold a position now or later; people without a
    /// position are the province's.
    ///
    /// # Errors
    /// When the actor is no administrator of one of those agencies.
    pub fn kept_by(&self, actor: &Actor, today: Date) -> Result<(), Refusal> {
        let mut current = self.terms.iter().filter(|term| term.lasts_until(today)).peekable();
        if current.peek().is_none() {
            let by = may(actor, Deed::AdministerPeople)?;
            let of_all = by.is_some_and(|position| !position.agency.as_str().contains('.'));
            return if of_all { Ok(()) } else { Err(Refusal::forbidden("administrators-only")) };
        }
        current.try_for_each(|term| may_at(actor, Deed::AdministerPeople, &term.agency).map(|_| ()))
    }
}

/// Whether this can be somebody's sign-in name: small letters, digits and `.-_@`.
#[must_use]
pub fn is_login(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_@".contains(&byte);
    // The address of the form for new people is no one's name.
    (1..=LONGEST_LOGIN).contains(&text.len()) && text.bytes().all(allowed) && text != "new"
}

/// Enters a person, or their particulars anew; nothing when nothing changed.
///
/// # Errors
/// When the login is taken (`new` and there is such a person) or something is wrong with it or the name.
pub fn register_person(file: &PersonFile, person: PersonRegistered, new: bool) -> Result<Option<Event>, Refusal> {
    let mut problems = Vec::new();
    if !is_login(&person.login) {
        problems.push(Problem::new("/login", "login-form"));
    } else if new && file.particulars.is_some() {
        problems.push(Problem::new("/login", "login-taken"));
    }
    if person.name.trim().is_empty() {
        problems.push(Problem::new("/name", "missing"));
    }
    if !problems.is_empty() {
        return Err(Refusal::input(problems));
    }
    if !new {
        file.registered()?;
    }
    Ok((file.particulars.as_ref() != Some(&person)).then_some(Event::PersonRegistered(person)))
}

/// Enters a person's particulars anew; nothing when nothing changed. By their number people are kept from what is their own business
/// (Luật 36/2018/QH14, Điều 23): nobody changes their own, and one that is known is only replaced.
///
/// # Errors
/// When there is no such person, something is wrong with the name, the number is the actor's own, or it was left out.
pub fn correct_person(file: &PersonFile, person: PersonRegistered, actor: &Actor) -> Result<Option<Event>, Refusal> {
    let known = file.registered()?.personal_id.as_ref();
    if known.is_some() && person.personal_id.is_none() {
        return Err(Refusal::input(vec![Problem::new("/personal_id", "number-kept")]));
    }
    if person.login == actor.login && person.personal_id.as_ref() != known {
        return Err(Refusal::input(vec![Problem::new("/personal_id", "own-number")]));
    }
    register_person(file, person, false)
}

/// Closes a person's account. `others` says whether somebody else administers the province.
///
/// # Errors
/// When it is closed already, nobody would administer the province any more, or no reason is given.
pub fn disable(file: &PersonFile, reason: &str, others: bool, today: Date) -> Result<Event, Refusal> {
    let person = file.active()?;
    let reason = reason_of(reason)?;
    if !others && file.held_on(today).any(|term| term.role == Role::Administrator) {
        return Err(Refusal::rule("last-administrator"));
    }
    Ok(Event::PersonDisabled(PersonDisabled { login: person.login.clone(), reason }))
}

/// Opens a person's account again.
///
/// # Errors
/// When it is open, or no reason is given.
pub fn enable(file: &PersonFile, reason: &str) -> Result<Event, Refusal> {
    let person = file.registered()?;
    let reason = reason_of(reason)?;
    if file.disabled.is_none() {
        return Err(Refusal::rule("person-is-enabled"));
    }
    Ok(Event::PersonEnabled(PersonEnabled { login: person.login.clone(), reason }))
}

pub(super) fn reason_of(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim();
    if reason.is_empty() {
        Err(Refusal::input(vec![Problem::new("/reason", "missing")]))
    } else {
        Ok(reason.to_owned())
    }
}
