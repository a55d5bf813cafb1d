//! How a due date came about, in words: received, counted from, day by day, days off, pauses, due.

use crate::format;
use crate::frame::Frame;
use crate::pages::said;
use rules::calendar::{Counted, Explanation, PauseShare, SkipReason, SkippedDay, StartRule, TimeLimit, day_of};
use rules::dossiers::Dossier;
use store::province::Province;

/// A due date explained.
pub(super) struct Explained {
    /// The facts that it rests on: name and value.
    pub(super) facts: Vec<(String, String)>,
    /// The days that gave something: day and how much.
    pub(super) days: Vec<(String, String)>,
    /// The days off: day, why, and the paper that says so.
    pub(super) skipped: Vec<(String, String, String)>,
    /// When the clock stood.
    pub(super) pauses: Vec<String>,
    /// Whether the list of days is too long to show whole.
    pub(super) shortened: bool,
    /// That public holidays of some years are not known yet; empty when all are.
    pub(super) warning: String,
}

/// Explains the legal due date of a dossier; nothing while it has none.
pub(super) fn explain(f: &Frame, province: &Province, dossier: &Dossier) -> Option<Explained> {
    let (received, limit) = (dossier.received_at?, dossier.filed.time_limit?);
    let calendar = province.calendar(&dossier.filed.competent_agency);
    let told = calendar.explain(received, limit, dossier.filed.start, &dossier.pauses);
    let fact = |key: &str, value: String| (f.t(&format!("due-{key}")), value);
    let start = match dossier.filed.start {
        StartRule::AtOnce => f.t("due-start-at-once"),
        StartRule::NextWorkingDayAfter(hour) => f.t1("due-start-after", "hour", hour.strftime("%H:%M").to_string()),
    };
    let length = (limit != TimeLimit::SameDay).then(|| fact("length", counted(f, told.length)));
    let facts = [
        Some(fact("received", f.moment(&received))),
        Some(fact("limit", said::time_limit(f.words, Some(limit)))),
        Some(fact("rule", start)),
        Some(fact("starts", f.moment(&told.starts))),
        length,
        Some(fact("due", f.moment(&told.due))),
    ];
    Some(Explained {
        facts: facts.into_iter().flatten().collect(),
        days: told.days.iter().map(|day| (f.day(&day.date), counted(f, day.counted))).collect(),
        skipped: skipped(f, &told),
        pauses: told.pauses.iter().map(|share| pause(f, share)).collect(),
        shortened: told.shortened,
        warning: warning(f, &calendar.unknown_years(day_of(received), day_of(told.due))),
    })
}

fn warning(f: &Frame, unknown: &[i16]) -> String {
    let years: Vec<String> = unknown.iter().map(ToString::to_string).collect();
    if years.is_empty() { String::new() } else { f.t1("due-holidays-unknown", "years", years.join(", ")) }
}

fn counted(f: &Frame, counted: Counted) -> String {
    match counted {
        Counted::Working(time) => format::working_span(f.words, time.seconds()),
        Counted::Days(days) => f.t1("span-days", "count", days),
    }
}

/// Days off in a row for the same reason are told as one.
fn skipped(f: &Frame, told: &Explanation) -> Vec<(String, String, String)> {
    let mut runs: Vec<(&SkippedDay, &SkippedDay)> = Vec::new();
    for day in &told.skipped {
        match runs.last_mut() {
            Some((first, last))
                if first.reason == day.reason
                    && first.name == day.name
                    && last.date.tomorrow().ok() == Some(day.date) =>
            {
                *last = day;
            }
            _ => runs.push((day, day)),
        }
    }
    runs.into_iter()
        .map(|(first, last)| {
            let days = if first.date == last.date {
                f.day(&first.date)
            } else {
                format!("{} – {}", f.day(&first.date), f.day(&last.date))
            };
            let why = first.name.clone().filter(|_| first.reason != SkipReason::Weekend);
            (days, why.unwrap_or_else(|| f.t(reason(first.reason))), first.source.clone().unwrap_or_default())
        })
        .collect()
}

fn reason(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::Weekend => "due-off-weekend",
        SkipReason::Holiday => "due-off-holiday",
        SkipReason::Compensatory => "due-off-compensatory",
        SkipReason::Swapped => "due-off-swapped",
        SkipReason::LocalClosure => "due-off-closure",
    }
}

fn pause(f: &Frame, share: &PauseShare) -> String {
    let from = f.moment(&share.from);
    match &share.to {
        Some(to) => {
            let values: [(&'static str, &dyn crate::texts::Arg); 3] =
                [("from", &from), ("to", &f.moment(to)), ("taken", &counted(f, share.taken))];
            f.words.with("due-pause", &values)
        }
        None => f.t1("due-pause-open", "from", from),
    }
}
