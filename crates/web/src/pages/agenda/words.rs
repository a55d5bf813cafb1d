//! How what is owed reads: lateness in words, colour and shape; the page of each record.

use crate::components::{Tag, Tone};
use crate::frame::Frame;
use crate::texts::Words;
use jiff::civil::Date;
use rules::agenda::{Happening, HappeningKind, Matter, days_late, working_day_before};
use rules::calendar::Calendar;
use store::tables::agenda::matters::{Record, filter};

/// So many days before the last one it is near.
const NEAR: i32 = 3;

/// By how much something is late, or how much is left.
pub(super) fn lateness(f: &Frame, due: Option<Date>, today: Date) -> Tag {
    let Some(late) = due.map(|due| days_late(due, today)) else {
        return Tag::new(Tone::Neutral, f.t("agenda-no-day"));
    };
    match late {
        1.. => Tag::new(Tone::Bad, f.t1("task-days-late", "days", i64::from(late))),
        0 => Tag::new(Tone::Warning, f.t("task-due-today")),
        _ if late >= -NEAR => Tag::new(Tone::Warning, f.t1("task-days-left", "days", i64::from(-late))),
        _ => Tag::new(Tone::Progress, f.t1("task-days-left", "days", i64::from(-late))),
    }
}

/// The page of a record.
pub(super) fn page(record: &Record) -> String {
    match record {
        Record::Task(code) => format!("/tasks/{code}"),
        Record::Obstacle(code) => format!("/obstacles/{code}"),
        Record::Directive(code) => format!("/directives/{code}"),
        Record::Value(code, agency, period) => format!("/indicators/{code}/reports/{agency}/{period}"),
        Record::Report(agency, month) => format!("/tasks/reports/{agency}/{month}"),
        Record::Conclusion(code, _) => format!("/conferences/{code}"),
    }
}

/// The list with as many records as a matter counts.
pub(super) fn list(matter: Matter) -> String {
    match matter {
        Matter::Obstacle => "/obstacles?side=held&state=open".to_owned(),
        Matter::RaisedObstacle => "/obstacles?side=raised&state=open".to_owned(),
        Matter::LedTask
        | Matter::Conclusion
        | Matter::SupportedTask
        | Matter::Acceptance
        | Matter::Extension
        | Matter::GivenTask => {
            let filter = filter(matter, &[]);
            let waits = filter.waits.map_or("", |waits| waits.key());
            let others = if filter.others { "&others=yes" } else { "" };
            let link = filter.link.map_or_else(String::new, |(kind, _)| format!("&link={}", kind.key()));
            format!("/tasks?side={}&waits={waits}{others}{link}", filter.side.key())
        }
        Matter::Directive
        | Matter::IndicatorValue
        | Matter::MonthlyReport
        | Matter::ReportApproval
        | Matter::ValueApproval
        | Matter::Unassigned => format!("/agenda?only={}", matter.key()),
    }
}

/// What stands in a calendar for a happening.
pub(super) fn summary(words: Words, one: &Happening) -> String {
    let (year, month) = one.reference.split_once('-').unwrap_or_default();
    match one.kind {
        HappeningKind::MonthlyReport => words.t2("calendar-month-cut-off", "month", month, "year", year),
        kind => format!("{}: {}", words.t(&format!("calendar-kind-{}", kind.key())), one.name),
    }
}

/// The page of a happening.
pub(super) fn page_of(one: &Happening) -> String {
    let of = &one.reference;
    match one.kind {
        HappeningKind::Conference => format!("/conferences/{of}"),
        HappeningKind::Meeting => format!("/committees/{of}"),
        HappeningKind::Visit => format!("/inspections/{of}"),
        HappeningKind::Task | HappeningKind::Delivery => format!("/tasks/{of}"),
        HappeningKind::Obstacle => format!("/obstacles/{of}"),
        HappeningKind::Directive => format!("/directives/{of}"),
        HappeningKind::MonthlyReport => format!("/tasks/reports/{}/{of}", one.agency),
    }
}

/// The last working day before a deadline that is on a day off; nothing for what is no deadline.
pub(super) fn before_off(calendar: &Calendar, one: &Happening) -> Option<Date> {
    let deadline = matches!(
        one.kind,
        HappeningKind::Task | HappeningKind::Delivery | HappeningKind::Directive | HappeningKind::MonthlyReport
    );
    working_day_before(calendar, one.when.last()).filter(|_| deadline)
}
