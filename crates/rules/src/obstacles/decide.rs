//! What may be done to an obstacle, when and by whom.

use super::{Answered, Escalated, Event, LONGEST, Merged, Obstacle, Reopened, Routed, Status, above};
use crate::calendar::{TimeLimit, day_of};
use crate::codes::AgencyCode;
use crate::people::permissions::{may_answer_obstacle, may_reopen_obstacle};
use crate::people::{Actor, Agency, Capacity, Directory};
use crate::text::tidy_lines;
use crate::{Problem, Refusal};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something that can be done to an obstacle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Answer it.
    Answer,
    /// Pass it on to whom it belongs.
    Route,
    /// Hand it to the level above.
    Escalate,
    /// Merge it into another one that is the same.
    Merge,
    /// Say that the answer does not solve it.
    Reopen,
}

impl Action {
    /// Every action, in the order in which pages offer them.
    pub const ALL: [Self; 5] = [Self::Answer, Self::Merge, Self::Route, Self::Escalate, Self::Reopen];

    /// Its name in the API, in addresses and in texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Route => "route",
            Self::Escalate => "escalate",
            Self::Merge => "merge",
            Self::Reopen => "reopen",
        }
    }

    /// The action of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.key() == key)
    }
}

/// What somebody does to an obstacle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// See [`Action::Answer`].
    Answer {
        /// What is done about it.
        text: String,
        /// A document that says so.
        document: String,
    },
    /// See [`Action::Route`].
    Route {
        /// To which agency, by code.
        to: String,
        /// Why.
        reason: String,
    },
    /// See [`Action::Escalate`].
    Escalate {
        /// Why it is beyond one's authority.
        reason: String,
    },
    /// See [`Action::Merge`].
    Merge,
    /// See [`Action::Reopen`].
    Reopen {
        /// Why the answer does not solve it.
        reason: String,
    },
}

impl Command {
    /// Which action it is.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Answer { .. } => Action::Answer,
            Self::Route { .. } => Action::Route,
            Self::Escalate { .. } => Action::Escalate,
            Self::Merge => Action::Merge,
            Self::Reopen { .. } => Action::Reopen,
        }
    }
}

/// What a decision needs to know.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Now.
    pub now: Timestamp,
    /// The agencies.
    pub directory: &'a Directory,
    /// When what an agency gets now is due, by its own calendar.
    pub due: &'a dyn Fn(&AgencyCode, TimeLimit) -> Timestamp,
    /// For [`Command::Merge`]: the other one.
    pub other: Option<&'a Obstacle>,
}

impl Obstacle {
    /// Whether this can be done to it where it stands.
    ///
    /// # Errors
    /// When it can't.
    pub fn allows(&self, action: Action) -> Result<(), Refusal> {
        let allowed = match action {
            Action::Answer | Action::Route | Action::Escalate => self.status == Status::Open,
            // One into which others were merged is the one that stays.
            Action::Merge => self.status == Status::Open && self.joined.is_empty(),
            Action::Reopen => self.status == Status::Answered,
        };
        if allowed {
            return Ok(());
        }
        Err(match action {
            Action::Merge if self.status == Status::Open => Refusal::rule("obstacle-has-joined"),
            _ => Refusal::rule("obstacle-not-now").with("status", self.status.key()),
        })
    }

    /// The capacity in which the actor may do this. Who raised it, or one that was merged into it, neither answers it nor merges it away.
    ///
    /// # Errors
    /// When none of their positions allows it.
    pub fn capacity(&self, actor: &Actor, action: Action) -> Result<Capacity, Refusal> {
        if action == Action::Reopen {
            return may_reopen_obstacle(actor, &self.raised.raiser.agency);
        }
        let by = may_answer_obstacle(actor, self.holder())?;
        let joined = self.joined.iter().map(|(_, raiser)| raiser);
        let mut raisers = std::iter::once(&self.raised.raiser).chain(joined);
        // Merged into another one it would be answered with it; whoever answers one answers what was merged into it.
        let own = raisers.any(|raiser| by.did(&raiser.login, raiser.in_place_of.as_deref()));
        if matches!(action, Action::Answer | Action::Merge) && own {
            return Err(Refusal::forbidden("obstacle-own"));
        }
        Ok(by)
    }
}

/// Decides about a command.
///
/// # Errors
/// When the policy does not let them, it can't be done where the obstacle stands, or something is missing.
pub fn decide(
    actor: &Actor,
    obstacle: &Obstacle,
    command: &Command,
    context: Context<'_>,
) -> Result<(Event, Capacity), Refusal> {
    let action = command.action();
    let by = obstacle.capacity(actor, action)?;
    obstacle.allows(action)?;
    let code = obstacle.code().clone();
    let due = |holder: &AgencyCode| (context.due)(holder, obstacle.raised.kind.limit());
    let event = match command {
        Command::Answer { text, document } => Event::Answered(Answered {
            obstacle: code,
            text: said(text, "/text")?,
            document: crate::text::tidy(document),
            through: None,
        }),
        Command::Route { to, reason } => {
            let to = to.parse().ok().filter(|to| to != obstacle.holder());
            let to = to.filter(|to| {
                context.directory.is_in_force(to) && context.directory.get(to).is_some_and(Agency::settles)
            });
            let to = to.ok_or_else(|| Refusal::input(vec![Problem::new("/to", "choose")]))?;
            Event::Routed(Routed { obstacle: code, to, reason: said(reason, "/reason")? })
        }
        Command::Escalate { reason } => {
            let reason = said(reason, "/reason")?;
            let to = above(obstacle.raised.kind, obstacle.holder(), context.directory);
            let to = to.ok_or_else(|| Refusal::rule("obstacle-nobody-above"))?.clone();
            let due_at = due(&to);
            Event::Escalated(Escalated { obstacle: code, to, due_at, overdue: false, reason })
        }
        Command::Merge => {
            let other = context.other.ok_or_else(|| Refusal::input(vec![Problem::new("/into", "obstacle-code")]))?;
            if other.code() == obstacle.code() {
                return Err(Refusal::input(vec![Problem::new("/into", "obstacle-itself")]));
            }
            may_answer_obstacle(actor, other.holder())?;
            if other.status != Status::Open {
                return Err(Refusal::rule("obstacle-other-not-open").with("code", other.code()));
            }
            Event::Merged(Merged { obstacle: code, into: other.code().clone() })
        }
        Command::Reopen { reason } => {
            let reason = said(reason, "/reason")?;
            Event::Reopened(Reopened { obstacle: code, reason, due_at: due(obstacle.holder()) })
        }
    };
    Ok((event, by))
}

/// What follows when its deadline is over: it goes to the level above. Nothing before, nor where nobody is above: there it stays and
/// stands out as late.
#[must_use]
pub fn overdue(obstacle: &Obstacle, context: Context<'_>) -> Option<Event> {
    let due = obstacle.due_at.filter(|_| obstacle.status == Status::Open)?;
    if day_of(context.now) <= day_of(due) {
        return None;
    }
    let to = above(obstacle.raised.kind, obstacle.holder(), context.directory)?.clone();
    let due_at = (context.due)(&to, obstacle.raised.kind.limit());
    let obstacle = obstacle.code().clone();
    Some(Event::Escalated(Escalated { obstacle, to, due_at, overdue: true, reason: String::new() }))
}

fn said(typed: &str, pointer: &str) -> Result<String, Refusal> {
    let text = tidy_lines(typed);
    let problem = match text.chars().count() {
        0 => Problem::new(pointer, "missing"),
        long if long > LONGEST => Problem::new(pointer, "too-long").with("max", LONGEST),
        _ => return Ok(text),
    };
    Err(Refusal::input(vec![problem]))
}
