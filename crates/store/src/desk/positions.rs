//! Keeping people: particulars, accounts, positions, moves, delegations. Each is decided on the person's own stream and entered
//! in the province's ledger, in one transaction.

use crate::engine::Tx;
use crate::journal::{self, Append, Recorded};
use crate::province::{PROVINCE_LEDGER, Province};
use crate::tables::people::{self, Person};
use crate::tables::positions;
use crate::{Failure, Fault};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::people::permissions::{Deed, may, may_at, may_register_people};
use rules::people::{
    self as law, Actor, Capacity, Delegate, Event, Grant, PersonFile, PersonRegistered, Position, Revoke, Role,
    Transfer,
};
use rules::{Problem, Refusal};

/// Who changes something, where and when.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// The province as it is.
    pub province: &'a Province,
    /// Who changes it.
    pub actor: &'a Actor,
    /// Now.
    pub now: Timestamp,
}

impl Change<'_> {
    fn today(&self) -> Date {
        day_of(self.now)
    }

    /// The capacity in which an administrator acts.
    fn administrator(&self) -> Result<Capacity, Refusal> {
        let position = may(self.actor, Deed::AdministerPeople)?;
        position
            .map(|position| self.actor.as_officer(position))
            .ok_or_else(|| Refusal::forbidden("administrators-only"))
    }

    /// Refuses a position in an agency that the actor does not administer.
    fn administers(&self, agency: &AgencyCode) -> Result<(), Refusal> {
        may_at(self.actor, Deed::AdministerPeople, agency).map(|_| ())
    }

    /// Refuses that somebody gives themselves what administrators do not have: it takes two people.
    fn concerns_another(&self, login: &str) -> Result<(), Refusal> {
        if self.actor.login == login { Err(Refusal::forbidden("own-position")) } else { Ok(()) }
    }
}

/// A person's file, and what it was made of.
#[derive(Debug, Clone, Default)]
pub struct LoadedFile {
    /// As it stands.
    pub file: PersonFile,
    /// What happened, oldest first.
    pub history: Vec<Recorded>,
}

impl LoadedFile {
    /// The [`mark`](super::mark) of what a form about this person shows: their particulars, whoever said them, and all that happened to
    /// their positions.
    ///
    /// # Errors
    /// When it can't be written as JSON.
    pub fn mark(&self) -> Result<String, Fault> {
        super::mark(&(&self.file.particulars, self.history.last().map(|recorded| recorded.version)))
    }
}

/// The file of this login; an empty one when there is no such person. Its particulars are those that hold now, whoever said them:
/// an administrator, an identity provider, a correction that the person asked for.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut Tx, login: &str) -> Result<LoadedFile, Fault> {
    let history = journal::read_stream(tx, &stream(login))?;
    let mut file = PersonFile::default();
    for recorded in &history {
        if let rules::Event::People(event) = &recorded.event {
            file.apply(event, recorded.at);
        }
    }
    if let (Some(person), Some(known)) = (&mut file.particulars, people::person(tx, login)?) {
        *person = registered(known);
    }
    Ok(LoadedFile { file, history })
}

/// What holds of a person, as it is entered.
pub(super) fn registered(known: Person) -> PersonRegistered {
    PersonRegistered {
        login: known.login,
        name: known.name,
        personal_id: known.personal_id.and_then(|number| number.parse().ok()),
        phone: known.phone.and_then(|number| number.parse().ok()),
        address: known.address,
        commune: known.commune.and_then(|code| code.parse().ok()),
    }
}

/// The file of this login, for an administrator of the person.
///
/// # Errors
/// When there is no such person, or the actor does not administer them: the same answer, so that names can't be tried out.
pub fn load_kept(tx: &mut Tx, change: &Change<'_>, login: &str) -> Result<LoadedFile, Failure> {
    change.administrator()?;
    let loaded = load(tx, login)?;
    loaded.file.registered()?;
    let unknown = |_| Refusal::not_found("person-not-found");
    loaded.file.kept_by(change.actor, change.today()).map_err(unknown)?;
    Ok(loaded)
}

/// Enters a new person.
///
/// # Errors
/// When the login is taken, something is wrong, or the actor does not administer the whole province: people without a position
/// are in no other's keeping.
pub fn register(tx: &mut Tx, change: &Change<'_>, person: PersonRegistered) -> Result<(), Failure> {
    let by = change.actor.as_officer(may_register_people(change.actor)?);
    let LoadedFile { file, history } = load(tx, &person.login)?;
    let login = person.login.clone();
    let event = law::register_person(&file, person, true)?;
    append(tx, &login, &history, event.into_iter().collect(), &by, change.now)
}

/// Enters a person's particulars anew; what is said about where they live stays when the correction is silent about it.
///
/// # Errors
/// When the number is that of a colleague's account, the rules refuse, or the actor does not administer the person.
pub fn correct(tx: &mut Tx, change: &Change<'_>, mut person: PersonRegistered) -> Result<(), Failure> {
    let LoadedFile { file, history } = load_kept(tx, change, &person.login)?;
    let known = file.particulars.as_ref().and_then(|known| known.commune.clone());
    person.commune = person.commune.or(known);
    let login = person.login.clone();
    if file.terms.iter().any(|term| term.lasts_until(change.today()))
        && let Some(other) = people::colleague_of_number(tx, &login, person.personal_id.as_ref(), change.today())?
    {
        let problem = Problem::new("/personal_id", "number-of-colleague").with("login", other);
        return Err(Refusal::input(vec![problem]).into());
    }
    let event = law::correct_person(&file, person, change.actor)?;
    append(tx, &login, &history, event.into_iter().collect(), &change.administrator()?, change.now)
}

/// Gives a person a position.
///
/// # Errors
/// When the rules refuse, another account of the same person holds one, the actor administers neither the person nor the agency, or is
/// the person.
pub fn grant(tx: &mut Tx, change: &Change<'_>, login: &str, grant: &Grant) -> Result<(), Failure> {
    change.administers(&grant.agency)?;
    change.concerns_another(login)?;
    let LoadedFile { file, history } = load_kept(tx, change, login)?;
    let number = file.registered()?.personal_id.as_ref();
    if let Some(other) = people::colleague_of_number(tx, login, number, change.today())? {
        return Err(Refusal::rule("person-has-other-account").with("login", other).into());
    }
    let event = grant.decide(&file, &change.province.directory)?;
    append(tx, login, &history, vec![event], &change.administrator()?, change.now)
}

/// Takes a position back.
///
/// # Errors
/// When the rules refuse, or the actor does not administer the person.
pub fn revoke(tx: &mut Tx, change: &Change<'_>, login: &str, revoke: &Revoke) -> Result<(), Failure> {
    let LoadedFile { file, history } = load_kept(tx, change, login)?;
    let others = other_administrators(tx, login, change.today())?;
    let event = revoke.decide(&file, others)?;
    append(tx, login, &history, vec![event], &change.administrator()?, change.now)
}

/// Moves a person to another position, by one decision and in one transaction.
///
/// # Errors
/// When the rules refuse, the actor administers neither the person nor the new agency, or is the person.
pub fn transfer(tx: &mut Tx, change: &Change<'_>, login: &str, transfer: &Transfer) -> Result<(), Failure> {
    change.administers(&transfer.takes_over.agency)?;
    change.concerns_another(login)?;
    let LoadedFile { file, history } = load_kept(tx, change, login)?;
    let others = other_administrators(tx, login, change.today())?;
    let events = transfer.decide(&file, &change.province.directory, others)?;
    append(tx, login, &history, events, &change.administrator()?, change.now)
}

/// Closes a person's account: no sign-in, no token, no position counts.
///
/// # Errors
/// When the rules refuse, or the actor does not administer the person.
pub fn disable(tx: &mut Tx, change: &Change<'_>, login: &str, reason: &str) -> Result<(), Failure> {
    let LoadedFile { file, history } = load_kept(tx, change, login)?;
    let others = other_administrators(tx, login, change.today())?;
    let event = law::disable(&file, reason, others, change.today())?;
    append(tx, login, &history, vec![event], &change.administrator()?, change.now)
}

/// Opens a person's account again.
///
/// # Errors
/// When the rules refuse, or the actor does not administer the person.
pub fn enable(tx: &mut Tx, change: &Change<'_>, login: &str, reason: &str) -> Result<(), Failure> {
    let LoadedFile { file, history } = load_kept(tx, change, login)?;
    let event = law::enable(&file, reason)?;
    append(tx, login, &history, vec![event], &change.administrator()?, change.now)
}

/// Lets `delegate` act in place of `login`: by the person themselves, or by an administrator of theirs.
///
/// # Errors
/// When the rules refuse, or the actor is neither.
pub fn delegate(
    tx: &mut Tx,
    change: &Change<'_>,
    login: &str,
    delegate: &str,
    terms: &Delegate,
) -> Result<(), Failure> {
    if login != change.actor.login {
        change.concerns_another(delegate)?;
    }
    let (LoadedFile { file, history }, by) = load_delegator(tx, change, login)?;
    let acts = people::actor(tx, delegate, change.now)?;
    let event = terms.decide(&file, acts.as_ref(), change.today())?;
    append(tx, login, &history, vec![event], &by, change.now)
}

/// Takes a delegation back: by the person themselves, or by an administrator of theirs.
///
/// # Errors
/// When the rules refuse, or the actor is neither.
pub fn end_delegation(tx: &mut Tx, change: &Change<'_>, login: &str, number: u32, reason: &str) -> Result<(), Failure> {
    let (LoadedFile { file, history }, by) = load_delegator(tx, change, login)?;
    let event = law::end_delegation(&file, number, reason, change.today())?;
    append(tx, login, &history, vec![event], &by, change.now)
}

/// The file of who delegates, and the capacity in which it is done: their own, or that of their administrator.
fn load_delegator(tx: &mut Tx, change: &Change<'_>, login: &str) -> Result<(LoadedFile, Capacity), Failure> {
    if login != change.actor.login {
        return Ok((load_kept(tx, change, login)?, change.administrator()?));
    }
    let own = may(change.actor, Deed::Delegate)?.ok_or_else(|| Refusal::forbidden("officers-only"))?;
    Ok((load(tx, login)?, change.actor.as_officer(own)))
}

/// Excepts an agency from the separation of duties until a day, or ends the exception. Only the province decides it: whoever
/// keeps one agency would except themselves.
///
/// # Errors
/// When there is no such agency, the actor does not administer the province or works at the agency, or the rules refuse.
pub fn set_separation(
    tx: &mut Tx,
    change: &Change<'_>,
    agency: AgencyCode,
    until: Option<Date>,
    reason: &str,
) -> Result<(), Failure> {
    change.province.directory.get(&agency).ok_or_else(|| Refusal::not_found("agency-unknown").with("code", &agency))?;
    let by = may_except(change.actor)?;
    let works = |held: &Position| held.role != Role::Administrator && held.agency == agency;
    if change.actor.positions.iter().any(works) {
        return Err(Refusal::forbidden("own-separation").with("code", &agency).into());
    }
    let event = law::set_separation(agency, until, reason, change.today())?;
    super::people::record(tx, event, &by, change.now)
}

/// The capacity in which the actor excepts agencies from the separation of duties: as an administrator of the province.
///
/// # Errors
/// When they are none.
pub fn may_except(actor: &Actor) -> Result<Capacity, Failure> {
    let province = PROVINCE_LEDGER.parse().map_err(|error| Fault::because("the province's code", error))?;
    Ok(actor.as_officer(may_at(actor, Deed::AdministerDirectory, &province)?))
}

fn stream(login: &str) -> String {
    format!("people/{login}")
}

/// Whether somebody else administers the province without an end in sight: one whose last day is known would leave nobody behind.
fn other_administrators(tx: &mut Tx, login: &str, today: Date) -> Result<bool, Fault> {
    Ok(positions::lasting(tx, PROVINCE_LEDGER, Role::Administrator, today)?.iter().any(|other| other != login))
}

fn append(
    tx: &mut Tx,
    login: &str,
    history: &[Recorded],
    events: Vec<Event>,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let events: Vec<_> = events.into_iter().map(rules::Event::People).collect();
    let expected = history.last().map_or(0, |recorded| recorded.version);
    let stream = stream(login);
    let append = Append { ledger: PROVINCE_LEDGER, stream: &stream, expected, at: now, by, events: &events };
    journal::append(tx, &append)?;
    Ok(())
}
