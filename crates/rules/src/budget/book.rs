//! Keeping the books: opening a line, entering what was allocated, bound and paid, taking a mistake back.

use super::{BudgetLine, Event, Field, Line, Movement, MovementKind, Opened, Source, Voided, closes_on};
use crate::codes::{AgencyCode, BudgetCode, TaskCode};
use crate::money::Dong;
use crate::people::permissions::{Deed, may_at, may_everywhere};
use crate::people::{Actor, Capacity, Directory};
use crate::tasks::Evidence;
use crate::text::tidy;
use crate::{Problem, Refusal};
use jiff::civil::Date;

/// What the rules of allocations and payments rest on.
const BASIS: &str = "Luật Ngân sách nhà nước 83/2015/QH13";

/// A line as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Of which year's budget.
    pub year: Option<i16>,
    /// What the money is for.
    pub name: String,
    /// Out of which budget it comes.
    pub source: Option<Source>,
    /// In what field.
    pub field: Option<Field>,
    /// Which agency spends it.
    pub agency: Option<AgencyCode>,
    /// The task that it pays for.
    pub task: Option<TaskCode>,
    /// How much is to be paid out by the end of each quarter, in hundredths: `15 40 70 100`; evenly where nothing is said.
    pub plan: String,
}

/// An entry as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// What it does.
    pub kind: Option<MovementKind>,
    /// On which day.
    pub on: Option<Date>,
    /// How much, in đồng.
    pub amount: Option<Dong>,
    /// By which document.
    pub document: String,
    /// Its file.
    pub files: Vec<Evidence>,
}

/// Opens a line under this code.
///
/// # Errors
/// When they do not keep the province's money, or something is missing.
pub fn open(
    actor: &Actor,
    directory: &Directory,
    code: BudgetCode,
    draft: &Draft,
) -> Result<(Event, Capacity), Refusal> {
    let by = allocator(actor)?;
    let mut problems = Vec::new();
    let name = tidy(&draft.name);
    if name.is_empty() {
        problems.push(Problem::new("/name", "missing"));
    }
    let year = draft.year.filter(|year| (2000..2100).contains(year));
    let agency = draft.agency.clone().filter(|agency| directory.get(agency).is_some());
    for (pointer, code, missing) in [
        ("/year", "budget-year", year.is_none()),
        ("/source", "missing", draft.source.is_none()),
        ("/field", "missing", draft.field.is_none()),
        ("/agency", "agency-unknown", agency.is_none()),
    ] {
        if missing {
            problems.push(Problem::new(pointer, code));
        }
    }
    let plan = quarters(&draft.plan);
    if plan.is_none() {
        problems.push(Problem::new("/plan", "budget-plan"));
    }
    let (Some(year), Some(source), Some(field), Some(agency), Some(plan), true) =
        (year, draft.source, draft.field, agency, plan, problems.is_empty())
    else {
        return Err(Refusal::input(problems));
    };
    let line = Line { code, year, name, source, field, agency, task: draft.task.clone(), plan };
    Ok((Event::Opened(Opened { line }), by))
}

/// Hundredths by the end of each quarter, which never fall and end with all of it.
fn quarters(typed: &str) -> Option<[u8; 4]> {
    let words: Vec<_> = typed.split([' ', ';', ',', '%']).map(str::trim).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Some([25, 50, 75, 100]);
    }
    let read: Vec<u8> = words.iter().map(|word| word.parse().ok()).collect::<Option<_>>()?;
    let plan: [u8; 4] = read.try_into().ok()?;
    (plan.is_sorted() && plan[3] == 100).then_some(plan)
}

/// Enters an amount: what may be spent is for whoever keeps the province's money, what is spent for whoever keeps the agency's too.
///
/// # Errors
/// When they may not, something is missing, the day has not come or is of another year's budget, an amount is not above zero, or on some day
/// more would be bound or paid than was allocated by then.
pub fn record(actor: &Actor, line: &BudgetLine, entry: Entry, today: Date) -> Result<(Event, Capacity), Refusal> {
    let by = match entry.kind {
        Some(kind) if kind.allocates() => allocator(actor)?,
        _ => actor.as_officer(may_at(actor, Deed::KeepBudget, &line.line.agency)?),
    };
    let mut problems = Vec::new();
    let document = tidy(&entry.document);
    if entry.kind.is_none() {
        problems.push(Problem::new("/kind", "missing"));
    }
    if document.is_empty() {
        problems.push(Problem::new("/document", "missing"));
    }
    let (first, last) =
        (Date::new(line.line.year.saturating_sub(1), 7, 1).unwrap_or(Date::MIN), closes_on(line.line.year));
    match entry.on {
        None => problems.push(Problem::new("/on", "missing")),
        Some(on) if on > today => problems.push(Problem::new("/on", "date-in-future")),
        Some(on) if on < first || on > last => {
            problems.push(Problem::new("/on", "budget-other-year").with("year", line.line.year).with("last", last));
        }
        Some(_) => {}
    }
    let adjusts = entry.kind == Some(MovementKind::Adjustment);
    match entry.amount {
        None => problems.push(Problem::new("/amount", "missing")),
        Some(Dong(0)) if adjusts => problems.push(Problem::new("/amount", "budget-amount-nothing")),
        Some(Dong(amount)) if amount <= 0 && !adjusts => {
            problems.push(Problem::new("/amount", "budget-amount-not-positive"));
        }
        Some(_) => {}
    }
    let (Some(kind), Some(on), Some(amount), true) = (entry.kind, entry.on, entry.amount, problems.is_empty()) else {
        return Err(Refusal::input(problems));
    };
    let number = u32::try_from(line.entries.len()).unwrap_or(u32::MAX).saturating_add(1);
    let movement = Movement { line: line.line.code.clone(), number, on, amount, document, files: entry.files };
    let event = kind.event(movement);
    covered(line, &event)?;
    Ok((event, by))
}

/// Takes an entry back that had been made by mistake.
///
/// # Errors
/// When they may not, there is no such entry or it was taken back, no reason is given, or more would be bound or paid than is allocated.
pub fn void(actor: &Actor, line: &BudgetLine, number: u32, reason: &str) -> Result<(Event, Capacity), Refusal> {
    let found = line.counted().find(|(_, movement)| movement.number == number);
    let (kind, _) = found.ok_or_else(|| Refusal::not_found("budget-entry-unknown"))?;
    let by = if kind.allocates() {
        allocator(actor)?
    } else {
        actor.as_officer(may_at(actor, Deed::KeepBudget, &line.line.agency)?)
    };
    let reason = tidy(reason);
    if reason.is_empty() {
        return Err(Refusal::input(vec![Problem::new("/reason", "missing")]));
    }
    let event = Event::Voided(Voided { line: line.line.code.clone(), number, reason });
    covered(line, &event)?;
    Ok((event, by))
}

/// The capacity in which the actor says what may be spent: they keep the money of the province itself.
fn allocator(actor: &Actor) -> Result<Capacity, Refusal> {
    let held = may_everywhere(actor, Deed::KeepBudget);
    held.map(|held| actor.as_officer(held)).ok_or_else(|| Refusal::forbidden("budget-allocators-only"))
}

/// Lets an event pass after which on no day more is bound or paid than was allocated by then.
fn covered(line: &BudgetLine, event: &Event) -> Result<(), Refusal> {
    let Some(after) = BudgetLine::next(Some(line.clone()), event) else { return Ok(()) };
    for (day, sums) in after.course() {
        if sums.disbursed <= sums.allocated && sums.committed <= sums.allocated {
            continue;
        }
        let before = line.sums(day);
        if before.allocated <= Dong(0) {
            let first = line.counted().find(|(kind, _)| kind.allocates()).map(|(_, movement)| movement.on);
            let refusal = Refusal::rule("budget-before-allocation").with("day", day).citing(BASIS);
            return Err(match first {
                Some(first) => refusal.with("first", first),
                None => refusal.with("first", ""),
            });
        }
        let spent = before.disbursed.max(before.committed);
        let spent = if sums.disbursed > sums.allocated { before.disbursed } else { spent };
        return Err(Refusal::rule("budget-above-allocation")
            .with("day", day)
            .with("allocated", sums.allocated.0)
            .with("left", before.allocated.0.saturating_sub(spent.0))
            .citing(BASIS));
    }
    Ok(())
}
