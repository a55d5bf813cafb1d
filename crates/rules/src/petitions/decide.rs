//! What may be done to a petition, when and by whom.

use super::file::{clocks, text};
use super::{
    Answered, BASIS, Drafted, Event, Forwarded, LONGEST, PUBLISH, Petition, Published, Rated, Refused, Repeated,
    SentBack, Status, SupplementAsked, Supplemented, Way,
};
use crate::calendar::{Calendar, StartRule};
use crate::codes::AgencyCode;
use crate::people::permissions::{Deed, may_at};
use crate::people::{Actor, Capacity};
use crate::{Problem, Refusal};
use jiff::Timestamp;

/// What somebody wants done to a petition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Ask whoever filed it for more, once.
    AskSupplement {
        /// What.
        what: String,
    },
    /// Tell more.
    Supplement {
        /// What.
        text: String,
    },
    /// Pass it on.
    Forward {
        /// To the agency that is competent.
        agency: String,
        /// Why.
        reason: String,
    },
    /// Draft an answer or a refusal.
    Draft {
        /// Which.
        way: Way,
        /// Its words.
        text: String,
    },
    /// Give the draft back.
    SendBack {
        /// Why.
        reason: String,
    },
    /// Issue what was drafted.
    Issue,
    /// Publish the answer.
    Publish,
    /// Say what one thinks of the answer.
    Rate {
        /// Whether one is content.
        content: Option<bool>,
        /// What one says.
        comment: String,
    },
    /// Note that the same was complained of again.
    Repeat {
        /// In which petition.
        by: String,
    },
}

/// What the rules need and must not fetch.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Now.
    pub now: Timestamp,
    /// Who acts.
    pub actor: &'a Actor,
    /// The working calendar of the agency that has it; of the one that gets it, when it is passed on.
    pub calendar: &'a Calendar,
    /// The agency that gets it, where there is one of the code that was named.
    pub to: Option<&'a AgencyCode>,
}

/// What follows from a command, and in which capacity it is done.
///
/// # Errors
/// When the state or the policy forbids it, or a text is missing.
pub fn decide(petition: &Petition, command: &Command, context: &Context<'_>) -> Result<(Event, Capacity), Refusal> {
    let by = who(petition, command, context.actor)?;
    let event = event(petition, command, context, &by)?;
    Ok((event, by))
}

/// The capacity in which the actor may do this: their own petition, or one that their agency has. Nobody handles their own.
fn who(petition: &Petition, command: &Command, actor: &Actor) -> Result<Capacity, Refusal> {
    let filed = &petition.filed.login;
    let own = *filed == actor.login;
    let theirs = matches!(command, Command::Supplement { .. } | Command::Rate { .. } | Command::Repeat { .. });
    if theirs {
        return if own { Ok(actor.as_citizen()) } else { Err(Refusal::forbidden("petition-not-yours")) };
    }
    let leader = matches!(command, Command::Issue | Command::SendBack { .. } | Command::Publish);
    let deed = if leader { Deed::IssuePetitions } else { Deed::HandlePetitions };
    let agency = petition.leg().map_or(&petition.filed.agency, |leg| &leg.agency);
    if actor.is_close_to(filed) {
        return Err(Refusal::forbidden("petition-own"));
    }
    let position = may_at(actor, deed, agency)?;
    if position.is_close_to(filed) {
        return Err(Refusal::forbidden("petition-own"));
    }
    let by = actor.as_officer(position);
    if *command == Command::Issue && petition.was_drafted_by(&by) {
        return Err(Refusal::forbidden("petition-second-pair-of-eyes").citing(BASIS));
    }
    Ok(by)
}

fn event(petition: &Petition, command: &Command, context: &Context<'_>, by: &Capacity) -> Result<Event, Refusal> {
    let Context { now, calendar, .. } = *context;
    let wrong = || Refusal::rule("petition-not-in-this-state").with("status", petition.status.key());
    let written = |typed: &str, pointer| text(typed, pointer, LONGEST).map_err(|problem| Refusal::input(vec![problem]));
    match (petition.status, command) {
        (Status::Open, Command::AskSupplement { .. }) if !petition.asked.is_empty() => {
            Err(Refusal::rule("petition-supplement-asked-once").citing(BASIS))
        }
        (Status::Open, Command::AskSupplement { what }) => {
            Ok(Event::SupplementAsked(SupplementAsked { what: written(what, "/text")? }))
        }
        (Status::AwaitingSupplement, Command::Supplement { text }) => {
            let text = written(text, "/text")?;
            let leg = petition.leg().ok_or_else(wrong)?;
            // What was left of the clock when it stopped, from now on.
            let left = calendar.working_between(leg.stopped_at.unwrap_or(now), leg.answer_due_at);
            Ok(Event::Supplemented(Supplemented { text, due_at: calendar.add(now, left) }))
        }
        (Status::Open | Status::Drafted, Command::Forward { agency, reason }) => {
            let here = petition.leg().is_some_and(|leg| leg.agency.as_str() == agency);
            let to = context.to.filter(|_| !here).cloned();
            let to = to.ok_or_else(|| Refusal::input(vec![Problem::new("/agency", "choose")]))?;
            let reason = written(reason, "/text")?;
            Ok(Event::Forwarded(Forwarded { agency: to, reason, clocks: clocks(calendar, now) }))
        }
        (Status::Open | Status::Drafted, Command::Draft { way, text }) => {
            let in_place_of = by.principal().map(str::to_owned);
            Ok(Event::Drafted(Drafted { way: *way, text: written(text, "/text")?, in_place_of }))
        }
        (Status::Drafted, Command::SendBack { reason }) => {
            Ok(Event::SentBack(SentBack { reason: written(reason, "/text")? }))
        }
        (Status::Drafted, Command::Issue) => {
            let draft = petition.draft.as_ref().ok_or_else(wrong)?;
            Ok(match draft.way {
                Way::Refuse => Event::Refused(Refused { reason: draft.text.clone() }),
                Way::Answer => Event::Answered(Answered {
                    text: draft.text.clone(),
                    publish_due_at: calendar.due(now, PUBLISH, StartRule::AtOnce),
                }),
            })
        }
        (Status::Answered, Command::Publish) => Ok(Event::Published(Published {})),
        (Status::Answered | Status::Published, Command::Rate { .. }) if petition.rated.is_some() => {
            Err(Refusal::rule("petition-rated-once"))
        }
        (Status::Answered | Status::Published, Command::Rate { content, comment }) => {
            let content = content.ok_or_else(|| Refusal::input(vec![Problem::new("/content", "choose")]))?;
            let comment = if comment.trim().is_empty() { None } else { Some(written(comment, "/comment")?) };
            Ok(Event::Rated(Rated { content, comment }))
        }
        (status, Command::Repeat { by }) if status.is_closed() => Ok(Event::Repeated(Repeated { by: by.clone() })),
        _ => Err(wrong()),
    }
}
