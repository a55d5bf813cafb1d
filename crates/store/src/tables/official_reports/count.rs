//! What the records say of a period: dossiers counted in SQL, by the same words as the index ([`quality`]); those that moved after the
//! moment as of which is asked are folded to it and placed one by one.

use super::procedures;
use crate::province::Province;
use crate::tables::dossier_lists::Condition;
use crate::tables::quality::{
    LATE, ONLINE, RAN_OVER, agencies_of, anything_since, day, dossier_before, in_hand, of_agencies, unmoved,
};
use crate::{Failure, Fault, Tx, Value, values};
use jiff::{SignedDuration, Timestamp};
use rules::codes::AgencyCode;
use rules::dossiers::Dossier;
use rules::official_reports::{Base, Cause, Form, Intake, Kind, Placed, ReportPeriod, Standing, Table, Tier, place};
use rules::people::AgencyLevel;
use rules::quality::{Period, Scope};

/// Which report is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Which form.
    pub form: Form,
    /// Whose.
    pub scope: Scope,
    /// Over which period.
    pub period: ReportPeriod,
    /// The moment as of which: whatever was entered later does not count. Nothing for now.
    pub known_at: Option<Timestamp>,
}

impl Asked {
    /// The first instant of which nothing is known.
    pub(super) fn end(&self) -> Option<Timestamp> {
        let end = |at: Timestamp| at.checked_add(SignedDuration::from_micros(1)).unwrap_or(Timestamp::MAX);
        self.known_at.map(end)
    }
}

/// The report as the records have it.
///
/// # Errors
/// When the database fails, or the sums don't hold, which is a fault of ours.
pub fn draw(tx: &mut Tx, province: &Province, asked: &Asked) -> Result<Table, Failure> {
    let base = match asked.form.kind() {
        Kind::Procedures => procedures::count(tx, province, asked)?,
        Kind::Dossiers => {
            let subject = Subject::of(tx, province, asked)?;
            dossiers(tx, &subject, asked)?
        }
    };
    Table::new(asked.form, &base).map_err(|error| Fault::because("a report does not add up", error).into())
}

/// Whose dossiers count, and in which line each stands.
pub(super) struct Subject<'a> {
    province: &'a Province,
    /// The province with the procedures of the time.
    known: Option<Province>,
    pub(super) agencies: Vec<AgencyCode>,
    pub(super) period: Period,
}

impl<'a> Subject<'a> {
    pub(super) fn of(tx: &mut Tx, province: &'a Province, asked: &Asked) -> Result<Self, Fault> {
        let period = asked.period.days();
        let known = asked.end().map(|end| province.known(tx, period.to, end)).transpose()?;
        Ok(Self { province, known, agencies: agencies_of(tx, province, &asked.scope)?, period })
    }

    /// The level and field of a dossier.
    pub(super) fn line(&self, agency: &str, procedure: &str) -> (Tier, String) {
        let code: Option<AgencyCode> = agency.parse().ok();
        let directory = &self.province.directory;
        let level = code.and_then(|code| Some(directory.get(directory.successor(&code))?.level));
        let tier = if level == Some(AgencyLevel::Commune) { Tier::Commune } else { Tier::Province };
        let field = procedure.parse().ok().and_then(|code| {
            let state = self.known.as_ref().and_then(|known| known.procedure(&code));
            Some(state.or_else(|| self.province.procedure(&code))?.newest()?.field.clone())
        });
        (tier, field.unwrap_or_default())
    }

    /// What a dossier meets that counts at all.
    pub(super) fn condition(&self) -> Condition {
        let mut condition = of_agencies(&self.agencies);
        condition.and_all(&in_hand(self.period));
        condition
    }

    /// Those that can count and have entries since an instant.
    pub(super) fn moved(&self, tx: &mut Tx, end: Timestamp) -> Result<Vec<String>, Fault> {
        if !anything_since(tx, end)? {
            return Ok(Vec::new());
        }
        let mut condition = in_hand(self.period);
        if !self.agencies.is_empty() {
            // One that passed on since is shared with whom it came from.
            let own = of_agencies(&self.agencies);
            let there = own.sql.replace("d.competent_agency", "s.agency");
            let sql = format!(
                "({} OR EXISTS (SELECT 1 FROM dossier_shares s WHERE s.dossier = d.code AND {there}))",
                own.sql
            );
            condition.and_all(&Condition { sql, values: own.values });
        }
        condition.values.push(end.into());
        let sql = format!(
            "SELECT d.code FROM dossiers d WHERE {} AND EXISTS (SELECT 1 FROM events e
                WHERE e.stream = 'dossiers/' || d.code AND e.recorded_at >= ${}) ORDER BY d.code",
            condition.sql,
            condition.values.len()
        );
        tx.query(&sql, condition.values)?.iter().map(|row| row.string(0)).collect()
    }

    /// Where a dossier counts, if it is one of these agencies'.
    pub(super) fn place(&self, dossier: &Dossier) -> Option<Placed> {
        let own = self.agencies.is_empty() || self.agencies.contains(&dossier.filed.competent_agency);
        place(dossier, self.period).filter(|_| own)
    }
}

fn dossiers(tx: &mut Tx, subject: &Subject<'_>, asked: &Asked) -> Result<Base, Fault> {
    let (mut base, form) = (Base::new(), asked.form);
    let mut enter = |line: (Tier, String), placed: Placed, count: i64| {
        let cells = placed.cells(form);
        if !cells.is_empty() {
            let row = base.entry(line).or_default();
            cells.into_iter().for_each(|number| *row.entry(number).or_default() += count);
        }
    };
    let mut condition = subject.condition();
    if form == Form::Delays {
        condition.and_all(&standing_in(subject.period, &["late", "overdue"]));
    }
    if let Some(end) = asked.end() {
        for code in subject.moved(tx, end)? {
            let Some(dossier) = dossier_before(tx, &code, end)? else { continue };
            let filed = &dossier.filed;
            if let Some(placed) = subject.place(&dossier) {
                enter(subject.line(filed.competent_agency.as_str(), filed.procedure.as_str()), placed, 1);
            }
        }
        condition = unmoved(condition, end);
    }
    let at = Moments::after(condition.values.len());
    condition.values.extend(moments(subject.period));
    let (intake, standing) = (intake(&at), standing(&at));
    let cause = if form == Form::Delays { cause(&at) } else { "''".to_owned() };
    let sql = format!(
        "SELECT d.competent_agency, d.procedure, {intake}, {standing}, {cause}, COUNT(*) FROM dossiers d
         WHERE {} GROUP BY 1, 2, 3, 4, 5",
        condition.sql
    );
    for row in tx.query(&sql, condition.values)? {
        let placed =
            Placed { intake: read(row.text(2)?)?, standing: read(row.text(3)?)?, cause: cause_of(row.text(4)?) };
        enter(subject.line(row.text(0)?, row.text(1)?), placed, row.int(5)?);
    }
    Ok(base)
}

/// Names that SQL writes, read back.
trait Named: Sized + 'static {
    const ALL: &'static [(&'static str, Self)];
}

impl Named for Intake {
    const ALL: &'static [(&'static str, Self)] =
        &[("online", Self::Online), ("direct", Self::Direct), ("carried", Self::Carried)];
}

impl Named for Standing {
    const ALL: &'static [(&'static str, Self)] = &[
        ("early", Self::Early),
        ("on-time", Self::OnTime),
        ("late", Self::Late),
        ("in-time", Self::InTime),
        ("overdue", Self::Overdue),
    ];
}

fn read<T: Named + Copy>(name: &str) -> Result<T, Fault> {
    let found = T::ALL.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
    found.ok_or_else(|| Fault::new(format!("a dossier stands nowhere: {name}")))
}

fn cause_of(name: &str) -> Option<Cause> {
    Cause::ALL.into_iter().find(|cause| cause.key() == name)
}

/// Where the values of [`moments`] stand in a statement.
struct Moments {
    start: String,
    end: String,
    last_day: String,
}

impl Moments {
    /// Behind so many other values.
    fn after(values: usize) -> Self {
        let [start, end, last_day] = [1, 2, 3].map(|place| format!("${}", values + place));
        Self { start, end, last_day }
    }
}

/// The period's first instant, the first after it, and the first of its last day.
fn moments(period: Period) -> Vec<Value> {
    values![period.start(), period.end(), period.last_day()]
}

/// Those that came in one of these ways.
pub(super) fn intake_in(period: Period, keys: &[&str]) -> Condition {
    one_of(&intake(&Moments::after(0)), period, keys)
}

/// Those that stand in one of these ways.
pub(super) fn standing_in(period: Period, keys: &[&str]) -> Condition {
    one_of(&standing(&Moments::after(0)), period, keys)
}

/// Those that would be late for one of these causes.
pub(super) fn cause_in(period: Period, keys: &[&str]) -> Condition {
    one_of(&cause(&Moments::after(0)), period, keys)
}

fn one_of(expression: &str, period: Period, keys: &[&str]) -> Condition {
    let keys: Vec<_> = keys.iter().map(|key| format!("'{key}'")).collect();
    // Every value is named, since PostgreSQL wants to know the type of each.
    let named = "CAST($1 AS BIGINT) + CAST($2 AS BIGINT) + CAST($3 AS BIGINT) IS NOT NULL";
    Condition { sql: format!("{named} AND {expression} IN ({})", keys.join(", ")), values: moments(period) }
}

/// How it came, in SQL.
fn intake(at: &Moments) -> String {
    let start = &at.start;
    format!("CASE WHEN d.received_at < {start} THEN 'carried' WHEN {ONLINE} THEN 'online' ELSE 'direct' END")
}

/// What [`place`] says of how it stands, in SQL; a test holds them to each other.
fn standing(at: &Moments) -> String {
    let Moments { end, last_day, .. } = at;
    let (ended, due) = (day!("COALESCE(d.stopped_at, d.finished_at)"), day!("d.due_at"));
    format!(
        "CASE WHEN d.finished_at < {end} THEN CASE WHEN {LATE} THEN 'late'
             WHEN d.due_at IS NULL OR {ended} < {due} THEN 'early' ELSE 'on-time' END
         WHEN (d.due_at < {last_day} AND {RAN_OVER}) OR d.second_supplement_at < {end} THEN 'overdue' ELSE 'in-time' END"
    )
}

/// What [`rules::official_reports::cause_of_delay`] says, in SQL. The step that runs is weighed after those that ended.
fn cause(at: &Moments) -> String {
    let end = &at.end;
    let until = format!("(CASE WHEN d.finished_at < {end} THEN d.finished_at ELSE CAST({end} AS BIGINT) END)");
    let over = |ended: &str| format!("(CASE WHEN {ended} < {until} THEN {ended} ELSE {until} END)");
    let (ended, ran) = (over("l.ended_at"), over("d.stopped_at"));
    format!(
        "CASE WHEN d.second_supplement_at < {end} THEN 'supplement'
         WHEN EXISTS (SELECT 1 FROM consultations c WHERE c.dossier = d.code AND c.due_at < {until}
             AND (COALESCE(c.answered_at, c.unanswered_at) IS NULL OR COALESCE(c.answered_at, c.unanswered_at) > c.due_at))
             THEN 'consultation'
         ELSE COALESCE((SELECT CASE x.task WHEN 'approve' THEN 'decide' WHEN 'sign' THEN 'decide' WHEN 'return' THEN 'issue'
                 ELSE x.task END
             FROM (SELECT l.task AS task, l.number AS number, {ended} - l.due_at AS late_by FROM late_steps l
                     WHERE l.dossier = d.code AND l.due_at < {until}
                 UNION ALL SELECT d.task, {LAST}, {ran} - d.step_due_at
                     WHERE d.finished_at IS NULL AND d.task IS NOT NULL AND d.step_due_at < {ran}) AS x
             ORDER BY x.late_by DESC, x.number LIMIT 1), 'other') END"
    )
}

/// The number of the step that runs: behind every one that ended.
const LAST: i64 = 1_000_000;
