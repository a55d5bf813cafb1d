//! As many tasks as somebody wants, over the five years to the demonstration's day: to see how the pages of steering bear them. What is
//! older than half a year is done, but for one in fifty; each is assigned and worked on through the desk like any other.

use super::Scene;
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use rules::calendar::{day_of, instant};
use rules::codes::AgencyCode;
use rules::people::{Actor, AgencyLevel, Role};
use rules::tasks::{Command, Draft, Progress, Responsible};
use std::sync::Arc;
use store::province::ProvinceCache;
use store::{Failure, Store, desk};

/// Over so many days they are assigned.
const DAYS: u64 = 5 * 365;
/// Tasks written in one transaction.
const BATCH: u64 = 200;
/// A task that was assigned within so many days may well be open.
const YOUNG: i64 = 180;

/// Who has tasks: the agency and its leader.
type Leads = Vec<(AgencyCode, Arc<Actor>)>;

pub(super) fn enter(store: &Store, scene: &Scene<'_>, count: u64) -> Result<(), Failure> {
    let Ok(province) = "H35".parse::<AgencyCode>() else { return Ok(()) };
    let Some(chairman) = scene.staff.holder(&province, Role::Approver, 0).cloned() else { return Ok(()) };
    let agencies = [AgencyLevel::Department, AgencyLevel::Commune].into_iter().flat_map(|level| scene.agencies(level));
    let leads: Arc<Leads> = Arc::new(
        agencies
            .filter_map(|code| Some((code.clone(), scene.staff.holder(&code, Role::Approver, 0)?.clone())))
            .collect(),
    );
    if leads.is_empty() {
        return Ok(());
    }
    let today = day_of(scene.ends_at);
    for first in (0..count).step_by(usize::try_from(BATCH).unwrap_or(usize::MAX)) {
        let (leads, chairman, province) = (Arc::clone(&leads), Arc::clone(&chairman), province.clone());
        store.write_blocking(move |tx| {
            let known = ProvinceCache::default().get(tx)?;
            for number in first..(first + BATCH).min(count) {
                // A number that is in the range of the leads fits a place in memory.
                let at = usize::try_from(number % leads.len() as u64).unwrap_or_default();
                let Some((lead, leader)) = leads.get(at) else { continue };
                let story = Story::new(number, count, today);
                live(tx, &known, (&province, &chairman), (lead, leader), &story)?;
            }
            Ok::<_, Failure>(())
        })?;
    }
    Ok(())
}

/// What becomes of a task.
struct Story {
    number: u64,
    assigned: Date,
    due: Date,
    /// On which day its result is handed in, if it is by now.
    done: Option<Date>,
    begun: bool,
}

impl Story {
    fn new(number: u64, count: u64, today: Date) -> Self {
        let plus = |day: Date, days: u64| day.saturating_add(Span::new().days(i64::try_from(days).unwrap_or_default()));
        let since = DAYS - number * DAYS / count.max(1);
        let assigned = today.saturating_sub(Span::new().days(i64::try_from(since).unwrap_or_default()));
        let due = plus(assigned, 30 + number * 13 % 120);
        // One in nine is handed in late.
        let handed_in = if number % 9 == 4 { plus(due, 1 + number % 20) } else { plus(assigned, 20 + number * 7 % 10) };
        let young = (today - assigned).get_days() < i32::try_from(YOUNG).unwrap_or(i32::MAX);
        let open = number % 50 == 7 || young && !number.is_multiple_of(3);
        Self {
            number,
            assigned,
            due,
            done: Some(handed_in).filter(|day| *day < today && !open),
            begun: !number.is_multiple_of(4),
        }
    }
}

fn live(
    tx: &mut store::Tx,
    known: &store::province::Province,
    (province, chairman): (&AgencyCode, &Actor),
    (lead, leader): (&AgencyCode, &Actor),
    story: &Story,
) -> Result<(), Failure> {
    let draft = Draft {
        lead: Some(lead.clone()),
        responsible: leader.login.clone(),
        name: format!("Nhiệm vụ thường xuyên số {} (mô phỏng)", story.number + 1),
        due_on: Some(story.due),
        deliverable: "Báo cáo kết quả".into(),
        authority: format!("Chương trình công tác năm {} (mô phỏng)", story.assigned.year()),
        ..Draft::default()
    };
    let person = Responsible { login: leader.login.clone(), name: leader.name.clone() };
    let task = desk::tasks::take_over(tx, known, chairman, province, &draft, &person, hour(story.assigned, 8))?;
    let code = task.code().clone();
    if !story.begun && story.done.is_none() {
        return Ok(());
    }
    let progress = Progress {
        note: "Đã thực hiện (mô phỏng)".into(),
        progress: Some(50),
        document: format!("Báo cáo {}/BC (mô phỏng)", story.number + 1),
        ..Progress::default()
    };
    let task = desk::tasks::act(tx, leader, &code, task.version, Command::Accept, hour(story.assigned, 10))?;
    let task =
        desk::tasks::act(tx, leader, &code, task.version, Command::Report(progress.clone()), hour(story.assigned, 16))?;
    let Some(done) = story.done else { return Ok(()) };
    let task = desk::tasks::act(tx, leader, &code, task.version, Command::Submit(progress), hour(done, 15))?;
    let complete = Command::Complete { note: String::new() };
    desk::tasks::act(tx, chairman, &code, task.version, complete, hour(done, 17)).map(|_| ())
}

fn hour(day: Date, hour: i8) -> Timestamp {
    instant(day.at(hour, 0, 0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn tasks_are_spread_over_five_years_and_most_are_done() {
        let today = date(2025, 12, 23);
        let stories: Vec<_> = (0..10_000).map(|number| Story::new(number, 10_000, today)).collect();
        assert!(stories.iter().all(|story| story.assigned < story.due && story.assigned <= today));
        assert!(stories.iter().all(|story| story.done.is_none_or(|day| day >= story.assigned && day < today)));
        assert_eq!((stories[0].assigned.year(), stories[9_999].assigned.year()), (2020, 2025));
        let open = stories.iter().filter(|story| story.done.is_none()).count();
        assert!((500..1500).contains(&open), "{open}");
    }
}
