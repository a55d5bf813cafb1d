//! Filing a dossier and acting on it.

use super::{joint, messages, payments, personal};
use crate::Failure;
use crate::engine::Tx;
use crate::journal::{self, Append, Recorded};
use crate::province::Province;
use crate::{Fault, tables, values};
use jiff::Timestamp;
use rules::calendar::day_of;
use rules::codes::{AgencyCode, DossierCode, ProcedureCode};
use rules::dossiers::{self, Asking, Command, Context, Dossier, Event, File, Filed, FilingContext, Receive};
use rules::payments::Cause;
use rules::people::identities::Assurance;
use rules::people::permissions::{capacity, is_close, may_see, of_interest};
use rules::people::{Actor, Capacity, Role};
use rules::personal::Claimant;
use rules::{Problem, Refusal};

/// A dossier with everything that happened to it.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// As it stands.
    pub dossier: Dossier,
    /// What happened, oldest first.
    pub history: Vec<Recorded>,
}

/// The stream of a dossier in the journal.
#[must_use]
pub fn stream(code: &str) -> String {
    format!("dossiers/{code}")
}

/// The dossier of this code; nothing when there is none.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut Tx, code: &str) -> Result<Option<Loaded>, Fault> {
    let history = journal::read_stream(tx, &stream(code))?;
    Ok(fold(&history)?.map(|dossier| Loaded { dossier, history }))
}

/// The dossier that these events make.
///
/// # Errors
/// When an event does not say who did it.
pub fn fold(history: &[Recorded]) -> Result<Option<Dossier>, Fault> {
    let mut dossier = None;
    for recorded in history {
        let rules::Event::Dossiers(event) = &recorded.event else { continue };
        dossier = Dossier::next(dossier, event, recorded.at, &who(recorded)?.login);
    }
    Ok(dossier)
}

/// The dossier after each of these events, with its time.
///
/// # Errors
/// When an event does not say who did it.
pub fn steps(history: &[Recorded]) -> Result<Vec<(Timestamp, Dossier)>, Fault> {
    let mut steps: Vec<(Timestamp, Dossier)> = Vec::with_capacity(history.len());
    for recorded in history {
        let rules::Event::Dossiers(event) = &recorded.event else { continue };
        let before = steps.last().map(|(_, dossier)| dossier.clone());
        let after = Dossier::next(before, event, recorded.at, &who(recorded)?.login);
        steps.extend(after.map(|dossier| (recorded.at, dossier)));
    }
    Ok(steps)
}

/// Who did it, in which capacity.
///
/// # Errors
/// When the entry does not say so.
pub fn who(recorded: &Recorded) -> Result<Capacity, Fault> {
    serde_json::from_str(&recorded.by).map_err(|error| Fault::because("an entry does not say who did it", error))
}

/// The dossier of this code, if the actor may see it.
///
/// # Errors
/// The same refusal whether there is none or it is not theirs, so that codes can't be tried out.
pub fn load_for(tx: &mut Tx, actor: &Actor, code: &str) -> Result<Loaded, Failure> {
    load(tx, code)?
        .filter(|loaded| may_see(actor, &loaded.dossier))
        .ok_or_else(|| Refusal::not_found("dossier-unknown").with("code", code).into())
}

/// The dossier of this code for whoever knows the applicant's telephone: public tracking.
///
/// # Errors
/// The same refusal whether the code or the telephone is wrong.
pub fn track(tx: &mut Tx, code: &str, phone: &str) -> Result<Loaded, Failure> {
    let phone = rules::codes::Phone::read(phone, "/phone").map_err(|problem| Refusal::input(vec![problem]))?;
    load(tx, code.trim().to_uppercase().as_str())?
        .filter(|loaded| loaded.dossier.filed.applicant.phone == phone)
        .ok_or_else(|| Refusal::not_found("tracking-unknown").into())
}

/// Files a dossier in the capacity given, and receives it at once where a counter officer takes it in and says so.
///
/// # Errors
/// When the rules refuse the filing or its reception.
pub fn file(
    tx: &mut Tx,
    province: &Province,
    procedure: &ProcedureCode,
    mut filing: File,
    by: &Capacity,
    now: Timestamp,
    receive: bool,
) -> Result<Dossier, Failure> {
    let catalogue = province.procedure(procedure).ok_or_else(|| Refusal::not_found("procedure-unknown"))?;
    let claimant = Claimed::of(tx, by, &filing)?;
    personal::settle_papers(tx, province, &mut filing.documents, &claimant.claimant(), day_of(now))?;
    let context = FilingContext { now, catalogue, directory: &province.directory };
    if catalogue.procedure.as_ref().is_some_and(|procedure| procedure.joint.is_some()) {
        return joint::file(tx, province, &context, &filing, by, receive);
    }
    let filed = dossiers::file(filing, &context, |agency| next_number(tx, agency, now))?;
    open(tx, province, filed, by, now, receive)
}

/// Enters a dossier that was filed, and receives it at once where that is said.
pub(super) fn open(
    tx: &mut Tx,
    province: &Province,
    filed: Filed,
    by: &Capacity,
    now: Timestamp,
    receive: bool,
) -> Result<Dossier, Failure> {
    let mut dossier = Dossier::filed(filed.clone(), now);
    let mut events = vec![Event::Filed(filed)];
    if receive {
        let received = received(province, &dossier, by, now)?;
        let before = dossier.clone();
        dossier.apply(&received, now, &by.login);
        events.push(received);
        events.extend(ask_by_route(province, &before, &mut dossier, by, now));
    }
    append(tx, 0, &dossier, events.clone(), by, now)?;
    tables::dossiers::project(tx, None, &dossier, now)?;
    for (event, version) in events.iter().zip(1..) {
        messages::dossier(tx, &dossier, version, event, now)?;
    }
    Ok(dossier)
}

/// The reception of a dossier, now.
pub(super) fn received(
    province: &Province,
    dossier: &Dossier,
    by: &Capacity,
    now: Timestamp,
) -> Result<Event, Refusal> {
    dossiers::decide(dossier, &Command::Receive(Receive {}), &acting(province, dossier, by, now))
}

/// The capacity in which an actor files: a counter officer takes in at a counter or by post, anybody files for
/// themselves. Who acts for a counter officer in some procedures only takes in nothing: what comes is not known before.
///
/// # Errors
/// When the channel asks for a counter officer of that counter, and the actor is none, or it is their own or of somebody close.
pub fn filing_capacity(actor: &Actor, filing: &File) -> Result<Capacity, Refusal> {
    use rules::dossiers::Channel;
    let number = plain(&filing.applicant.id_number);
    match filing.channel.unwrap_or(Channel::Online) {
        Channel::Online | Channel::NationalPortal => Ok(actor.as_citizen()),
        Channel::Counter | Channel::Postal => actor
            .positions
            .iter()
            .find(|position| {
                position.role == Role::CounterOfficer
                    && position.limits().is_none()
                    && filing.counter.as_ref().is_none_or(|counter| *counter == position.agency)
            })
            .ok_or_else(|| Refusal::forbidden("counter-officers-only"))
            .and_then(|position| {
                let close = actor.is_close_to(&number) || position.is_close_to(&number);
                if close { Err(of_interest()) } else { Ok(actor.as_officer(position)) }
            }),
    }
}

/// A number as it is kept, however it was typed.
fn plain(number: &str) -> String {
    number.chars().filter(|letter| !matches!(letter, ' ' | '.' | '-')).collect()
}

/// Does to a dossier what the actor commands.
///
/// # Errors
/// When there is no such dossier for them, somebody else changed it since the version that they saw, or the policy or the
/// rules refuse.
pub fn act(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    code: &str,
    seen: u64,
    command: &Command,
    now: Timestamp,
) -> Result<Dossier, Failure> {
    let (before, by) = let_through(tx, province, actor, code, seen, command, now)?;
    if let Command::RequestPayment(request) = command {
        let request = payments::demand(tx, province, &before, request, &by, now)?;
        return decide_and_append(tx, province, &before, &Command::RequestPayment(request), &by, now);
    }
    let named = named(province, &before, command)?;
    let after = decide_and_append(tx, province, &before, named.as_ref().unwrap_or(command), &by, now)?;
    if let (Command::Digitise(digitise), Some(copy)) = (command, after.digitised.last()) {
        // Whoever scans has the original in their hands.
        personal::verify(tx, actor, (code, &copy.file), digitise.valid_until, now)?;
    }
    Ok(after)
}

/// The command with the name of the agency that it leads to, where it leads to one.
///
/// # Errors
/// When there is no such agency, or it can't do what is asked of it.
pub fn named(province: &Province, dossier: &Dossier, command: &Command) -> Result<Option<Command>, Refusal> {
    let directory = &province.directory;
    Ok(match command {
        Command::Consult(consult) => Some(Command::Consult(consult.clone().find(dossier, directory)?)),
        Command::Transfer(transfer) => {
            let procedure = province.procedure(&dossier.filed.procedure).and_then(|state| state.procedure.as_ref());
            Some(Command::Transfer(transfer.clone().find(procedure, directory)?))
        }
        _ => None,
    })
}

/// The dossier before a command, and the capacity in which the actor gives it. Nobody is put in charge of what is their own.
fn let_through(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    code: &str,
    seen: u64,
    command: &Command,
    now: Timestamp,
) -> Result<(Dossier, Capacity), Failure> {
    let before = load_for(tx, actor, code)?.dossier;
    if before.version != seen {
        return Err(Refusal::conflict("version-stale").with("current", before.version).into());
    }
    before.allows(command.action())?;
    let by = capacity(actor, command.action(), &before)?;
    if matches!(command, Command::Receive(_)) {
        joint::need_not_wait(tx, &before)?;
    }
    if matches!(command, Command::ReturnResult(_)) {
        payments::need_paid(tx, province, &before)?;
    }
    if let Command::Assign(assign) = command {
        let officer = tables::people::actor(tx, &assign.officer, now)?;
        if let Some(officer) = officer.filter(|officer| is_close(officer, &before)) {
            let problem = Problem::new("/officer", "officer-of-interest").with("name", officer.name);
            return Err(Refusal::input(vec![problem]).citing("Luật 36/2018/QH14, Điều 23").into());
        }
    }
    Ok((before, by))
}

/// Tries a command without entering anything: for what must be done outside the database before it can be, such as signing a
/// file. Answers the dossier as it stands and the capacity of whoever acts.
///
/// # Errors
/// As [`act`].
pub fn rehearse(
    tx: &mut Tx,
    province: &Province,
    actor: &Actor,
    code: &str,
    seen: u64,
    command: &Command,
    now: Timestamp,
) -> Result<(Dossier, Capacity), Failure> {
    let (before, by) = let_through(tx, province, actor, code, seen, command, now)?;
    dossiers::decide(&before, command, &acting(province, &before, &by, now))?;
    Ok((before, by))
}

/// Applies a command that the policy has let through.
///
/// # Errors
/// When the rules refuse, or somebody else was faster.
pub fn decide_and_append(
    tx: &mut Tx,
    province: &Province,
    before: &Dossier,
    command: &Command,
    by: &Capacity,
    now: Timestamp,
) -> Result<Dossier, Failure> {
    let context = acting(province, before, by, now);
    let mut event = dossiers::decide(before, command, &context)?;
    seal_files(tx, province, before, &mut event, by, now)?;
    let cause = match &event {
        Event::Withdrawn(_) => Some(Cause::Withdrawn),
        Event::Suspended(_) => Some(Cause::Stopped),
        Event::Refused(_) => Some(Cause::Refused),
        _ => None,
    };
    let settled = matches!(event, Event::Completed(_));
    let after = append_step(tx, province, before, event, by, now)?;
    if let Some(cause) = cause {
        payments::close(tx, &after, cause, by, now)?;
    }
    if settled {
        joint::go_on(tx, province, &after, now)?;
    }
    joint::end(tx, province, &after, now)?;
    Ok(after)
}

/// Enters what happened to a dossier, with the consultations that open where it brought the dossier to another step.
///
/// # Errors
/// When the database fails, or somebody else was faster.
pub(super) fn append_step(
    tx: &mut Tx,
    province: &Province,
    before: &Dossier,
    event: Event,
    by: &Capacity,
    now: Timestamp,
) -> Result<Dossier, Failure> {
    let mut after = before.clone();
    after.apply(&event, now, &by.login);
    let mut events = vec![event];
    events.extend(ask_by_route(province, before, &mut after, by, now));
    append(tx, before.version, before, events.clone(), by, now)?;
    tables::dossiers::project(tx, Some(before), &after, now)?;
    for (event, version) in events.iter().zip(before.version + 1..) {
        messages::dossier(tx, &after, version, event, now)?;
    }
    Ok(after)
}

/// The consultations that open by themselves between two states, taken into the later one.
fn ask_by_route(
    province: &Province,
    before: &Dossier,
    after: &mut Dossier,
    by: &Capacity,
    now: Timestamp,
) -> Vec<Event> {
    let asking = Asking {
        now,
        calendar: province.calendar(&after.filed.competent_agency),
        directory: &province.directory,
        procedure: province.procedure(&after.filed.procedure).and_then(|state| state.procedure.as_ref()),
    };
    let asked: Vec<_> = dossiers::opened_by(before, after, &asking).into_iter().map(Event::Consulted).collect();
    for event in &asked {
        after.apply(event, now, &by.login);
    }
    asked
}

/// Enters what happened to a dossier and takes it into its tables.
pub(super) fn append_event(
    tx: &mut Tx,
    before: &Dossier,
    event: Event,
    by: &Capacity,
    now: Timestamp,
) -> Result<Dossier, Failure> {
    let (mut after, told) = (before.clone(), event.clone());
    after.apply(&event, now, &by.login);
    // Where it leaves from writes down that it left.
    append(tx, before.version, before, vec![event], by, now)?;
    tables::dossiers::project(tx, Some(before), &after, now)?;
    messages::dossier(tx, &after, after.version, &told, now)?;
    Ok(after)
}

/// In the name of whose account a dossier was filed under a number that no identity provider vouched to be theirs: their name. Nothing where
/// the account is surely the applicant's, and at a counter.
///
/// # Errors
/// When the database fails.
pub fn filed_by_stranger(tx: &mut Tx, filed: &Filed) -> Result<Option<String>, Fault> {
    let Some(owner) = filed.owner.as_deref() else { return Ok(None) };
    if tables::identities::is_surely(tx, owner, &filed.applicant.id_number)? {
        return Ok(None);
    }
    Ok(Some(tables::people::person(tx, owner)?.map(|person| person.name).unwrap_or_default()))
}

/// Whoever hands in papers, and for whom.
struct Claimed {
    applicant: String,
    login: Option<String>,
    person: Option<String>,
}

impl Claimed {
    fn of(tx: &mut Tx, by: &Capacity, filing: &File) -> Result<Self, Fault> {
        let number = plain(&filing.applicant.id_number);
        let again = filing.documents.iter().any(|paper| paper.reuse_of.is_some());
        Self::who(tx, by, number, again)
    }

    /// Only who uses a paper again is looked up.
    fn who(tx: &mut Tx, by: &Capacity, applicant: String, again: bool) -> Result<Self, Fault> {
        if by.role != Role::Citizen {
            return Ok(Self { applicant, login: None, person: None });
        }
        // A number that they only declared is not theirs to use.
        let vouched = if again { tables::identities::vouched_number(tx, &by.login)? } else { None };
        let person = vouched.filter(|(_, level)| *level == Some(Assurance::Two)).map(|(number, _)| number.to_string());
        Ok(Self { applicant, login: Some(by.login.clone()), person })
    }

    fn claimant(&self) -> Claimant<'_> {
        Claimant { applicant: &self.applicant, person: self.person.as_deref(), login: self.login.as_deref() }
    }
}

/// Writes the hashes of files into the event that names them, and checks those that are used again.
fn seal_files(
    tx: &mut Tx,
    province: &Province,
    before: &Dossier,
    event: &mut Event,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    match event {
        Event::Supplemented(supplemented) => {
            let again = supplemented.documents.iter().any(|paper| paper.reuse_of.is_some());
            // Under a number that somebody only typed, nothing of its owner is used again: the account would see it.
            let stranger = again && filed_by_stranger(tx, &before.filed)?.is_some();
            let applicant = if stranger { String::new() } else { before.filed.applicant.id_number.clone() };
            let claimed = Claimed::who(tx, by, applicant, again)?;
            personal::settle_papers(tx, province, &mut supplemented.documents, &claimed.claimant(), day_of(now))
        }
        Event::Completed(completed) => {
            if let Some(file) = &completed.file {
                completed.sha256 = personal::hash_of(tx, file)?;
            }
            Ok(())
        }
        Event::Digitised(digitised) => {
            digitised.sha256 = personal::hash_of(tx, &digitised.file)?;
            Ok(())
        }
        Event::Suspended(suspended) => {
            if let Some(file) = &suspended.request_file {
                suspended.request_sha256 = personal::hash_of(tx, file)?;
            }
            Ok(())
        }
        Event::ConsultationAnswered(answer) => {
            if let Some(file) = &answer.file {
                answer.sha256 = personal::hash_of(tx, file)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn acting<'a>(province: &'a Province, dossier: &Dossier, by: &'a Capacity, now: Timestamp) -> Context<'a> {
    let alone = by.agency.as_ref().is_some_and(|agency| province.duties_may_be_joined(agency, day_of(now)));
    Context { now, calendar: province.calendar(&dossier.filed.competent_agency), by, alone }
}

fn append(
    tx: &mut Tx,
    expected: u64,
    dossier: &Dossier,
    events: Vec<Event>,
    by: &Capacity,
    now: Timestamp,
) -> Result<(), Failure> {
    let filed = &dossier.filed;
    let events: Vec<_> = events.into_iter().map(rules::Event::Dossiers).collect();
    journal::append(
        tx,
        &Append {
            ledger: filed.competent_agency.as_str(),
            stream: &stream(filed.code.as_str()),
            expected,
            at: now,
            by,
            events: &events,
        },
    )?;
    Ok(())
}

/// The next running number of the day of an agency. Whoever gives numbers holds the agency's ledger, so that this process
/// need not ask again for what it gave itself.
pub(super) fn next_number(tx: &mut Tx, agency: &AgencyCode, now: Timestamp) -> Result<u32, Failure> {
    let today = day_of(now);
    let day = today.strftime("%y%m%d").to_string();
    let last = match journal::last_running(tx, agency.as_str(), today)? {
        Some(last) => last,
        None => {
            let sql = "SELECT last FROM dossier_numbers WHERE agency = $1 AND day = $2";
            let row = tx.query_opt(sql, values![agency.as_str(), day.as_str()])?;
            let last = row.map_or(Ok(0), |row| row.int(0))?;
            u32::try_from(last).map_err(|error| Fault::because("a dossier's number", error))?
        }
    };
    tx.execute(
        "INSERT INTO dossier_numbers (agency, day, last) VALUES ($1, $2, $3)
         ON CONFLICT (agency, day) DO UPDATE SET last = excluded.last",
        values![agency.as_str(), day, i64::from(last) + 1],
    )?;
    tx.heads.note_running(agency.as_str(), today, last + 1);
    Ok(last + 1)
}

/// Notes the number of a dossier that is projected again, so that numbering goes on after it.
pub(crate) fn note_number(tx: &mut Tx, code: &DossierCode) -> Result<(), Fault> {
    let (agency, day, number) = code.parts();
    tx.heads.forget_running(agency);
    tx.execute(
        "INSERT INTO dossier_numbers (agency, day, last) VALUES ($1, $2, $3)
         ON CONFLICT (agency, day) DO UPDATE SET last =
             CASE WHEN excluded.last > dossier_numbers.last THEN excluded.last ELSE dossier_numbers.last END",
        values![agency, day, i64::from(number)],
    )
}
