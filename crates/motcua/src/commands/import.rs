//! `motcua import`: records from files, all or nothing.

mod budget;
mod directives;
mod directory;

use super::settings::Place;
use super::{CommandError, Texts};
use crate::import::{
    ImportReport, Parsed, Severity, parse_agencies, parse_holidays, parse_people, parse_procedures, parse_services,
    parse_villages,
};
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::Refusal;
use rules::calendar::day_of;
use rules::catalogue::Procedure;
use rules::codes::AgencyCode;
use rules::people::{Actor, Capacity, Position, Role};
use rules::quality::read_scores;
use rules::tasks::plan::Misread;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use store::desk::catalogue::Change;
use store::desk::tasks::Imported;
use store::province::{Province, ProvinceCache};
use store::{Failure, Options, Store, Tx, desk};

/// Where scores of the provinces come from, unless something else is said.
const NATIONAL_PORTAL: &str = "Cổng Dịch vụ công quốc gia";

/// What to import.
#[derive(Debug, Args)]
pub struct Import {
    #[command(flatten)]
    place: Place,
    /// What the file holds
    kind: Kind,
    /// JSON, JSON Lines (also .gz), CSV or XLSX; for directives edXML, for geography GeoJSON
    file: PathBuf,
    /// From when it is in force; today when not given
    #[arg(long)]
    effective_on: Option<Date>,
    /// For tasks: in the name of which agency, the province's when not given; for directives: in whose register
    #[arg(long, value_name = "CODE")]
    agency: Option<AgencyCode>,
    /// For scores of the provinces and for maps: where they come from
    #[arg(long, value_name = "TEXT", default_value = NATIONAL_PORTAL)]
    source: String,
    /// Only say what would be imported
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Procedures,
    Agencies,
    Holidays,
    Villages,
    People,
    EssentialServices,
    Budget,
    Tasks,
    Directives,
    Scores,
    Geography,
}

/// How many rows were new, changed, or there just so.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    added: u64,
    changed: u64,
    left: u64,
}

impl Tally {
    fn count(&mut self, change: Change) {
        match change {
            Change::Added => self.added += 1,
            Change::Changed => self.changed += 1,
            Change::Left => self.left += 1,
        }
    }
}

impl Import {
    /// Reads the file, names on standard error each row with something to look at, and enters all rows or none.
    ///
    /// # Errors
    /// When a row is wrong, the file can't be read, or the database fails.
    pub fn run(&self, texts: Texts, now: Timestamp) -> Result<String, CommandError> {
        let bytes = std::fs::read(&self.file)
            .map_err(|error| CommandError::Refused(format!("{}: {error}", self.file.display())))?;
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        let store = self.place.open(&Options { readers: 1, ..Options::default() })?;
        // A simulated province has a time of its own: an entry of today would move it here.
        let now = crate::demo::now(&store)?.unwrap_or(now);
        let province = store.read_blocking(|tx| ProvinceCache::default().get(tx))?;
        let agencies: Vec<_> = province.directory.iter().cloned().collect();
        let by = Capacity::system("motcua import");
        let effective_on = self.effective_on.unwrap_or_else(|| day_of(now));
        match self.kind {
            Kind::Procedures => {
                let procedures = checked(parse_procedures(&bytes, &name, &agencies), texts)?;
                self.enter(&store, texts, move |tx, province, tally| {
                    for procedure in &procedures {
                        let known = province.procedure(&procedure.code).and_then(|state| state.newest());
                        let procedure = known.map_or_else(|| procedure.clone(), |known| keeping(procedure, known));
                        tally.count(desk::catalogue::publish(tx, province, procedure, effective_on, &by, now)?);
                    }
                    Ok(())
                })
            }
            Kind::Agencies => {
                let agencies = rows(parse_agencies(&bytes, &name, &agencies), texts)?;
                self.enter(&store, texts, move |tx, province, tally| {
                    directory::enter_agencies(tx, province, &agencies, tally, &by, now)
                })
            }
            Kind::Villages => {
                let communes: Vec<_> = province.directory.iter().filter(|agency| agency.governs_a_commune()).collect();
                let communes: Vec<_> = communes.into_iter().filter_map(|agency| agency.commune.clone()).collect();
                let villages = rows(parse_villages(&bytes, &name, &communes), texts)?;
                self.enter(&store, texts, move |tx, province, tally| {
                    directory::enter_villages(tx, province, &villages, tally, &by, now)
                })
            }
            Kind::People => {
                let known = |code: &rules::codes::AgencyCode| {
                    province.directory.get(code)?;
                    Some(province.directory.end(code).map(|end| end.on))
                };
                let officers = rows(parse_people(&bytes, &name, known), texts)?;
                self.enter(&store, texts, move |tx, _, tally| directory::enter_people(tx, &officers, tally, &by, now))
            }
            Kind::Holidays => {
                let days = checked(parse_holidays(&bytes, &name), texts)?;
                self.enter(&store, texts, move |tx, province, tally| {
                    let calendar = province.calendar_of_the_province();
                    let (left, news): (Vec<_>, Vec<_>) =
                        days.iter().cloned().partition(|day| calendar.special(day.date) == Some(day));
                    let (changed, added): (Vec<_>, Vec<_>) =
                        news.iter().partition(|day| calendar.special(day.date).is_some());
                    let count = |days: usize| u64::try_from(days).unwrap_or(u64::MAX);
                    *tally =
                        Tally { added: count(added.len()), changed: count(changed.len()), left: count(left.len()) };
                    if news.is_empty() { Ok(()) } else { desk::catalogue::announce_days(tx, None, news, &by, now) }
                })
            }
            Kind::EssentialServices => {
                let services = rows(parse_services(&bytes, &name), texts)?;
                let whole = whole(&province).ok_or_else(|| CommandError::of(unknown().into(), texts))?;
                let actor = system_clerk(whole);
                self.enter(&store, texts, move |tx, province, tally| {
                    for row in &services {
                        let (draft, stages) = (&row.value.draft, &row.value.stages);
                        let taken = desk::essential_services::take_in(tx, province, &actor, draft, stages, now);
                        tally.count(taken.map_err(directory::at_row(row.row))?);
                    }
                    Ok(())
                })
            }
            Kind::Tasks => self.tasks(&store, &province, &bytes, texts, now),
            Kind::Directives => self.directives(&store, &province, &bytes, texts, now),
            Kind::Scores => self.scores(&store, &bytes, texts, now),
            Kind::Geography => {
                let source = if self.source == NATIONAL_PORTAL { name.as_ref() } else { &self.source };
                let drawing = web::outlines::drawing(&bytes, source);
                let drawing = drawing.map_err(|refusal| CommandError::of(refusal.into(), texts))?;
                self.enter(&store, texts, move |tx, province, tally| {
                    for change in desk::geography::take_in(tx, province, &drawing, &by, now)? {
                        tally.count(change);
                    }
                    Ok(())
                })
            }
            Kind::Budget => self.budget(&store, &province, &bytes, texts, now),
        }
    }

    /// The scores of all provinces: all of them, or none and what is wrong is named.
    fn scores(&self, store: &Store, bytes: &[u8], texts: Texts, now: Timestamp) -> Result<String, CommandError> {
        let of = |refusal: Refusal| CommandError::of(refusal.into(), texts);
        let rows = web::scores::rows(bytes).map_err(of)?;
        let today = day_of(now);
        let table = read_scores(&rows, self.effective_on.unwrap_or(today), today, &self.source).map_err(of)?;
        let by = Capacity::system("motcua import");
        self.enter(store, texts, move |tx, _, tally| {
            tally.count(desk::quality::import_scores(tx, table.clone(), &by, now)?);
            Ok(())
        })
    }

    /// A plan: every row becomes a task, or none does and everything wrong is named by row and column.
    fn tasks(
        &self,
        store: &Store,
        province: &Province,
        bytes: &[u8],
        texts: Texts,
        now: Timestamp,
    ) -> Result<String, CommandError> {
        let of = |failure: Failure| CommandError::of(failure, texts);
        let sheets = web::plans::sheets(bytes).map_err(|refusal| of(refusal.into()))?;
        let assigner = self.agency.clone().or_else(|| whole(province));
        let assigner = assigner.ok_or_else(|| of(unknown().into()))?;
        let actor = system_clerk(assigner.clone());
        let misread: Arc<Mutex<Vec<Misread>>> = Arc::default();
        let noted = Arc::clone(&misread);
        let read: Arc<Mutex<(Vec<String>, Vec<String>)>> = Arc::default();
        let told = Arc::clone(&read);
        let entered = self.enter(store, texts, move |tx, province, tally| {
            match desk::tasks::import(tx, province, &actor, &assigner, &sheets, now)? {
                Imported::Whole { assigned, there, sheets } => {
                    *told.lock().unwrap_or_else(PoisonError::into_inner) = sheets;
                    let count = |rows: usize| u64::try_from(rows).unwrap_or(u64::MAX);
                    *tally = Tally { added: count(assigned.len()), changed: 0, left: count(there) };
                    Ok(())
                }
                Imported::Nothing(wrong) => {
                    let problems = wrong.iter().map(|misread| misread.problem.clone()).collect();
                    *noted.lock().unwrap_or_else(PoisonError::into_inner) = wrong;
                    Err(Refusal::input(problems).into())
                }
            }
        });
        let misread = misread.lock().unwrap_or_else(PoisonError::into_inner);
        if misread.is_empty() {
            let (read, passed_over) = &*read.lock().unwrap_or_else(PoisonError::into_inner);
            let passed_over = match passed_over.as_slice() {
                [] => String::new(),
                names => format!("\n{}", texts.t1("plan-passed-over", "sheets", names.join(", "))),
            };
            return Ok(format!(
                "{}\n{}{passed_over}",
                entered?,
                texts.t1("cli-import-sheets", "sheets", read.join(", "))
            ));
        }
        let mut out = std::io::stderr().lock();
        for wrong in misread.iter() {
            let code = wrong.problem.code;
            let what = texts.maybe(&format!("problem-{code}"), &wrong.problem.args).unwrap_or_else(|| code.to_owned());
            let args: [(&str, &dyn web::texts::Arg); 4] =
                [("sheet", &wrong.sheet), ("row", &wrong.row), ("column", &wrong.column), ("what", &what)];
            let _ = writeln!(out, "{}", texts.with("cli-import-cell", &args));
        }
        Err(CommandError::Refused(texts.t1("cli-import-rejected-cells", "count", misread.len())))
    }

    /// Enters everything in one transaction, and says what came of it.
    fn enter(
        &self,
        store: &Store,
        texts: Texts,
        each: impl Fn(&mut Tx, &Province, &mut Tally) -> Result<(), Failure> + Send + 'static,
    ) -> Result<String, CommandError> {
        let dry_run = self.dry_run;
        let tally = store
            .write_blocking(move |tx| {
                let province = ProvinceCache::default().get(tx)?;
                let mut tally = Tally::default();
                each(tx, &province, &mut tally)?;
                if dry_run { Err(Outcome::Dry(tally)) } else { Ok(tally) }
            })
            .or_else(|outcome| match outcome {
                Outcome::Dry(tally) => Ok(tally),
                Outcome::Failed(failure) => Err(CommandError::of(failure, texts)),
            })?;
        let counts: [(&str, &dyn web::texts::Arg); 3] =
            [("added", &tally.added), ("changed", &tally.changed), ("left", &tally.left)];
        Ok(texts.with(if dry_run { "cli-import-would" } else { "cli-import-done" }, &counts))
    }
}

/// The agency that is the province as a whole.
fn whole(province: &Province) -> Option<AgencyCode> {
    let mut all = province.directory.iter();
    all.find(|agency| agency.parent.is_none() && agency.settles()).map(|agency| agency.code.clone())
}

fn unknown() -> Refusal {
    Refusal::not_found("agency-unknown")
}

/// Who enters what is kept in an agency's name.
fn system_clerk(agency: AgencyCode) -> Actor {
    let position = Position::own(agency, Role::Clerk, "motcua import");
    Actor::new("system".into(), "motcua import".into(), None, vec![position])
}

/// What the file says of a procedure, keeping what the catalogue knows and such files have no word for: how far it is online,
/// its route, its form and cases, its number among the essential services, other names, how it was announced.
fn keeping(read: &Procedure, known: &Procedure) -> Procedure {
    let mut kept = read.clone();
    kept.online = known.online;
    kept.route = known.route.clone();
    kept.location_independent = known.location_independent;
    kept.location_eligible = known.location_eligible;
    kept.essential = kept.essential.or(known.essential);
    kept.name_en = kept.name_en.or_else(|| known.name_en.clone());
    kept.announcement = kept.announcement.or_else(|| known.announcement.clone());
    kept.form = kept.form.or_else(|| known.form.clone());
    if kept.variants.is_empty() {
        kept.variants.clone_from(&known.variants);
    }
    if kept.keywords.is_empty() {
        kept.keywords.clone_from(&known.keywords);
    }
    if kept.time_limit == known.time_limit || kept.time_limit.is_none() {
        kept.time_limit = known.time_limit;
        kept.start = known.start;
    }
    kept
}

/// Why nothing was kept.
enum Outcome {
    /// It was only tried.
    Dry(Tally),
    Failed(Failure),
}

impl<E: Into<Failure>> From<E> for Outcome {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// What the rows say, when all of them can be taken over.
fn checked<T>(report: ImportReport<T>, texts: Texts) -> Result<Vec<T>, CommandError> {
    Ok(rows(report, texts)?.into_iter().map(|row| row.value).collect())
}

/// The rows, when all of them can be taken over; says on standard error what must be looked at.
fn rows<T>(report: ImportReport<T>, texts: Texts) -> Result<Vec<Parsed<T>>, CommandError> {
    let mut out = std::io::stderr().lock();
    for line in report.lines(|key, args| texts.maybe(key, args).unwrap_or_else(|| key.to_owned())) {
        let _ = writeln!(out, "{line}");
    }
    if report.accepted() {
        return Ok(report.rows);
    }
    Err(CommandError::Refused(texts.t1("cli-import-rejected", "count", report.count(Severity::Rejected))))
}
