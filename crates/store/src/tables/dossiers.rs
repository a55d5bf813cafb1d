//! The table of dossiers: what lists, queues and tracking look at.
//!
//! A row is a function of a dossier's present state, so that rewriting it is all that any event needs, and a rebuild writes
//! it once.

use crate::engine::{Engine, Row, Tx, Value};
use crate::journal::{Recorded, read_stream};
use crate::{Fault, search, values};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::dossiers::{Dossier, Outcome, Rating, Status};
use std::sync::LazyLock;

/// Writes what changed from `before` to `after`: the row, the words to find it by, the documents of the
/// applicant's store, and the daily counts, to which it matters when it was entered.
///
/// # Errors
/// When the database fails.
pub fn project(tx: &mut Tx, before: Option<&Dossier>, after: &Dossier, at: Timestamp) -> Result<(), Fault> {
    rows(tx, before, after, day_of(at))?;
    super::quality::count(tx, before, after, day_of(at))
}

/// Takes in, from the whole stream of a dossier, what happened from this entry on until it passed on to another agency: the same as
/// if each entry had been taken in when it was made.
///
/// # Errors
/// When the database fails, or the stream does not hold together.
pub(super) fn project_stretch(tx: &mut Tx, first: &Recorded) -> Result<(), Fault> {
    let history = read_stream(tx, &first.stream)?;
    let steps = crate::desk::dossiers::steps(&history)?;
    let broken = || Fault::new(format!("the stream {} does not hold together", first.stream));
    let from = usize::try_from(first.version).ok().and_then(|version| version.checked_sub(1)).ok_or_else(broken)?;
    let before = from.checked_sub(1).and_then(|at| steps.get(at)).map(|(_, before)| before);
    let agency = |dossier: &Dossier| dossier.filed.competent_agency.clone();
    let (_, begun) = steps.get(from).ok_or_else(broken)?;
    if before.is_some_and(|before| agency(before) == agency(begun)) {
        return Ok(());
    }
    let stretch: Vec<_> = steps[from..].iter().take_while(|(_, step)| agency(step) == agency(begun)).collect();
    let (_, last) = stretch.last().ok_or_else(broken)?;
    rows(tx, before, last, day_of(first.at))?;
    let mut before = before;
    for (at, after) in stretch {
        super::quality::count(tx, before, after, day_of(*at))?;
        before = Some(after);
    }
    Ok(())
}

/// Everything but the counts.
fn rows(tx: &mut Tx, before: Option<&Dossier>, after: &Dossier, on: Date) -> Result<(), Fault> {
    if before.is_none() {
        insert(tx, after)?;
    } else {
        update(tx, after)?;
    }
    if let Some(before) = before {
        search::replace(tx, before, after)?;
    }
    super::routes::project(tx, before, after)?;
    super::joined::project(tx, before, after)?;
    super::quality::places::project(tx, before, after)?;
    super::quality::fees::of_dossier(tx, before, after, on)?;
    super::personal::documents::project(tx, before, after)?;
    super::dossier_files::project(tx, before, after)?;
    super::supplements::project(tx, before, after)?;
    super::ratings::project(tx, before, after)
}

/// The part of a row that never changes after filing, then the part that does; and the words to find it by, without waiting
/// for the row's number.
fn insert(tx: &mut Tx, dossier: &Dossier) -> Result<(), Fault> {
    let filed = &dossier.filed;
    let mut row = values![
        filed.code.as_str(),
        filed.procedure.as_str(),
        filed.competent_agency.as_str(),
        filed.counter.as_str(),
        filed.channel.key(),
        filed.owner.as_deref(),
        filed.applicant.name.as_str(),
        filed.applicant.id_number.as_str(),
        filed.applicant.phone.as_str(),
        dossier.filed_at.as_microsecond(),
        i64::from(filed.paper_result),
    ];
    row.extend(changing(dossier));
    match tx.engine() {
        Engine::Sqlite => {
            tx.execute(INSERT, row)?;
            tx.execute(search::INSERT_LAST, values![search::words(dossier)])
        }
        Engine::Postgres => {
            row.push(search::words(dossier).into());
            tx.execute(&INSERT_WITH_WORDS, row)
        }
    }
}

const INSERT: &str = "INSERT INTO dossiers (code, procedure, competent_agency, counter, channel, owner, applicant_name, applicant_id,
             phone, filed_at, paper_result,
             status, version, return_counter, received_at, due_at, appointment_at, first_due_at, step, task, role, holder,
             officer, officer_name, step_due_at, paused, stopped_at, supplements, second_supplement_at, apologised, outcome,
             result_number, result_file, finished_at, returned_at, rating, reused, digitised, queue, queue_due)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
             $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40)";

static INSERT_WITH_WORDS: LazyLock<String> = LazyLock::new(|| {
    format!(
        "WITH filed AS ({INSERT} RETURNING id)
         INSERT INTO dossier_words (id, words) SELECT id, to_tsvector('simple', $41) FROM filed"
    )
});

fn update(tx: &mut Tx, dossier: &Dossier) -> Result<(), Fault> {
    let mut row = changing(dossier);
    row.push(dossier.filed.competent_agency.as_str().into());
    row.push(dossier.filed.code.as_str().into());
    tx.execute(
        "UPDATE dossiers SET status = $1, version = $2, return_counter = $3, received_at = $4, due_at = $5,
             appointment_at = $6, first_due_at = $7, step = $8, task = $9, role = $10, holder = $11, officer = $12,
             officer_name = $13, step_due_at = $14, paused = $15, stopped_at = $16, supplements = $17,
             second_supplement_at = $18, apologised = $19, outcome = $20, result_number = $21, result_file = $22,
             finished_at = $23, returned_at = $24, rating = $25, reused = $26, digitised = $27, queue = $28, queue_due = $29,
             competent_agency = $30
         WHERE code = $31",
        row,
    )
}

fn changing(dossier: &Dossier) -> Vec<Value> {
    let micros = |at: Option<Timestamp>| at.map(Timestamp::as_microsecond);
    let step = dossier.current_step();
    let officer = dossier.officer.as_ref();
    let second = dossier.supplements.get(1).map(|supplement| supplement.requested_at);
    values![
        i64::from(dossier.status.number()),
        i64::try_from(dossier.version).unwrap_or(i64::MAX),
        dossier.return_counter().as_str(),
        micros(dossier.received_at),
        micros(dossier.due_at),
        micros(dossier.appointment()),
        micros(dossier.first_due_at),
        dossier.step.map(i64::from),
        step.map(|step| step.task.key()),
        queue_role(dossier),
        dossier.holder().as_str(),
        officer.map(|(login, _)| login.as_str()),
        officer.map(|(_, name)| name.as_str()),
        micros(dossier.step_due_at),
        i64::from(dossier.stopped_at().is_some()),
        micros(dossier.stopped_at()),
        i64::try_from(dossier.supplements.len()).unwrap_or(i64::MAX),
        micros(second),
        i64::from(dossier.apology.is_some()),
        dossier.outcome.map(outcome_key),
        dossier.result_number.as_deref(),
        dossier.result_file.as_deref(),
        micros(dossier.finished_at),
        micros(dossier.returned_at),
        dossier.rating.map(rating_key),
        i64::from(dossier.reuses_documents()),
        i64::from(dossier.is_digitised()),
        i64::from(in_a_queue(dossier.status)),
        micros(dossier.due_at.or(Some(Timestamp::MAX))),
    ]
}

/// Whether an officer has something to do with it now.
fn in_a_queue(status: Status) -> bool {
    matches!(status, Status::Filed | Status::Received | Status::InProcess | Status::Processed)
}

/// The role whose turn it is.
fn queue_role(dossier: &Dossier) -> &'static str {
    dossier.current_step().map_or(rules::people::Role::CounterOfficer, |step| step.role).key()
}

fn outcome_key(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Granted => "granted",
        Outcome::Rejected => "rejected",
    }
}

fn rating_key(rating: Rating) -> &'static str {
    match rating {
        Rating::Dissatisfied => "dissatisfied",
        Rating::Satisfied => "satisfied",
        Rating::VerySatisfied => "very_satisfied",
    }
}

/// A dossier in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The number that newest-first lists are paged by.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Its procedure's code.
    pub procedure: String,
    /// The agency that settles it.
    pub competent_agency: String,
    /// The counter that received it.
    pub counter: String,
    /// How it came in.
    pub channel: String,
    /// Who asks.
    pub applicant_name: String,
    /// Where it stands.
    pub status: Status,
    /// Number of events so far.
    pub version: u64,
    /// When it was filed.
    pub filed_at: Timestamp,
    /// When it was received.
    pub received_at: Option<Timestamp>,
    /// When it is due by law.
    pub due_at: Option<Timestamp>,
    /// The date that the applicant may count on.
    pub appointment_at: Option<Timestamp>,
    /// What is done in the current step.
    pub task: Option<String>,
    /// The agency where it is now.
    pub holder: String,
    /// Who is in charge, by login.
    pub officer: Option<String>,
    /// Who is in charge, by name.
    pub officer_name: Option<String>,
    /// When the current step is due.
    pub step_due_at: Option<Timestamp>,
    /// Whether the clock stands.
    pub paused: bool,
    /// When settling ended.
    pub finished_at: Option<Timestamp>,
    /// When it was asked for supplements a second time: from then on the index counts it as late.
    pub second_supplement_at: Option<Timestamp>,
    /// How content the applicant was.
    pub rating: Option<String>,
    /// The role whose turn it is.
    pub role: String,
    /// Whether who is in charge no longer works there, as [`super::positions::mark_gone`] found.
    pub officer_gone: bool,
}

impl Listed {
    /// The columns that [`Listed::read`] expects, of the table `d`.
    pub const COLUMNS: &'static str = "d.id, d.code, d.procedure, d.competent_agency, d.counter, d.channel,
        d.applicant_name, d.status, d.version, d.filed_at, d.received_at, d.due_at, d.appointment_at, d.task, d.holder,
        d.officer, d.officer_name, d.step_due_at, d.paused, d.finished_at, d.rating, d.role, d.second_supplement_at";

    /// Reads a row of these columns.
    ///
    /// # Errors
    /// When a column does not hold what it should.
    pub fn read(row: &Row) -> Result<Self, Fault> {
        let status = u8::try_from(row.int(7)?).ok().and_then(Status::from_number);
        Ok(Self {
            id: row.int(0)?,
            code: row.string(1)?,
            procedure: row.string(2)?,
            competent_agency: row.string(3)?,
            counter: row.string(4)?,
            channel: row.string(5)?,
            applicant_name: row.string(6)?,
            status: status.ok_or_else(|| Fault::new("a dossier has an unknown status"))?,
            version: row.count(8)?,
            filed_at: row.time(9)?,
            received_at: row.opt_time(10)?,
            due_at: row.opt_time(11)?,
            appointment_at: row.opt_time(12)?,
            task: row.opt_string(13)?,
            holder: row.string(14)?,
            officer: row.opt_string(15)?,
            officer_name: row.opt_string(16)?,
            step_due_at: row.opt_time(17)?,
            paused: row.bool(18)?,
            finished_at: row.opt_time(19)?,
            rating: row.opt_string(20)?,
            role: row.string(21)?,
            second_supplement_at: row.opt_time(22)?,
            officer_gone: false,
        })
    }
}
