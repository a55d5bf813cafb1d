//! How tasks read: lights and standings as words with colour and shape, days left, agencies.

use crate::components::{Choice, Tag, Tone};
use crate::frame::Frame;
use crate::pages::said;
use jiff::civil::Date;
use rules::codes::AgencyCode;
use rules::people::permissions::{Scope, tasks_seen};
use rules::people::{Actor, is_within};
use rules::tasks::{Every, Light, Status, Whole};
use store::province::Province;

/// A light of the national tracker: its words, never the colour alone.
pub(in crate::pages) fn light(f: &Frame, light: Light) -> Tag {
    let tone = match light {
        Light::WaitingInTime | Light::Off => Tone::Neutral,
        Light::WaitingLate => Tone::Bad,
        Light::WorkingInTime => Tone::Progress,
        Light::WorkingLate => Tone::Warning,
        Light::DoneInTime => Tone::Good,
        Light::DoneLate => Tone::Waiting,
    };
    Tag::new(tone, light_name(f, light))
}

/// The words of a light.
pub(in crate::pages) fn light_name(f: &Frame, light: Light) -> String {
    f.t(&format!("task-light-{}", light.key().replace('_', "-")))
}

/// The words of a status.
pub(in crate::pages) fn status(f: &Frame, status: Status) -> String {
    f.t(&format!("task-status-{}", status.key().replace('_', "-")))
}

/// How often something is reported on.
pub(in crate::pages) fn every(f: &Frame, every: Option<Every>) -> String {
    every.map_or_else(|| f.t("task-once"), |every| f.t(&format!("task-every-{}", every.key().replace('_', "-"))))
}

/// What the parts of a task add up to, in words; none of them where it has no parts.
pub(super) struct Parts {
    /// How many there are, how many are done and late.
    pub(super) counted: String,
    /// The light among them that needs attention most; nothing where the task has that light itself.
    pub(super) worst: Option<Tag>,
    /// What they reached together of what is counted; may be empty.
    pub(super) reached: String,
}

/// What the parts of a task of this light add up to.
pub(super) fn parts(f: &Frame, own: Light, whole: Option<&Whole>) -> Option<Parts> {
    let whole = whole?;
    let counts = [("all", whole.parts), ("done", whole.done), ("late", whole.late)];
    let [all, done, late] = counts.map(|(name, count)| (name, i64::try_from(count).unwrap_or(i64::MAX)));
    let reached = whole.counted.as_ref().map(|counted| {
        let value = match counted.target {
            Some(target) => format!("{}/{}", f.amount(&counted.value), f.amount(&target)),
            None => f.amount(&counted.value),
        };
        let of = i64::try_from(counted.of).unwrap_or(i64::MAX);
        f.words.with("task-parts-reached", &[("value", &value), ("unit", &counted.unit), ("of", &of)])
    });
    Some(Parts {
        counted: f.words.with("task-parts-counted", &[(all.0, &all.1), (done.0, &done.1), (late.0, &late.1)]),
        worst: Some(whole.worst).filter(|worst| *worst != own).map(|worst| light(f, worst)),
        reached: reached.unwrap_or_default(),
    })
}

/// How many days are left, or by how many it is late; nothing where that matters no more.
pub(in crate::pages) fn left(f: &Frame, status: Status, due: Date, today: Date) -> String {
    if !status.runs() || status == Status::Submitted {
        return String::new();
    }
    let days = (due - today).get_days();
    match days {
        0 => f.t("task-due-today"),
        1.. => f.t1("task-days-left", "days", i64::from(days)),
        _ => f.t1("task-days-late", "days", i64::from(-days)),
    }
}

/// Which report is missing and for how long, where one is.
pub(super) fn missing(f: &Frame, report: Option<Date>, today: Date) -> Option<String> {
    let report = report?;
    let days = i64::from((today - report).get_days());
    Some(f.words.with("task-report-missing", &[("day", &f.day(&report)), ("days", &days)]))
}

/// What the lead agency last promised: the day until which it asks for more time, else the day that it named; broken where that is over.
pub(in crate::pages) fn promise(f: &Frame, asked: Option<Date>, promised: Option<Date>, today: Date) -> String {
    match (asked, promised) {
        (Some(until), _) => f.t1("task-promise-asked", "day", f.day(&until)),
        (None, Some(day)) if day < today => f.t1("task-promise-broken", "day", f.day(&day)),
        (None, Some(day)) => f.t1("task-promise-day", "day", f.day(&day)),
        (None, None) => f.t("task-promise-none"),
    }
}

/// The name of an agency.
pub(in crate::pages) fn agency(f: &Frame, province: &Province, code: &AgencyCode) -> String {
    said::agency_named(f.lang(), &province.directory, code)
}

/// The agencies that lead tasks which the actor sees, to choose from.
pub(in crate::pages) fn leads(f: &Frame, province: &Province, actor: &Actor) -> Vec<Choice> {
    let scope = tasks_seen(actor);
    let seen = |code: &AgencyCode| match &scope {
        Scope::All => true,
        Scope::Agencies(seen) => seen.iter().any(|seen| is_within(code, &seen.agency)),
        Scope::Owner(_) => false,
    };
    choices(f, province, seen)
}

/// Agencies that work on tasks, by name; counters do not.
pub(in crate::pages) fn choices(f: &Frame, province: &Province, wanted: impl Fn(&AgencyCode) -> bool) -> Vec<Choice> {
    let all = province.directory.iter().filter(|agency| {
        agency.kind == rules::people::AgencyKind::Authority
            && province.directory.is_in_force(&agency.code)
            && wanted(&agency.code)
    });
    let mut choices: Vec<_> =
        all.map(|agency| Choice::new(agency.code.as_str(), said::agency_name(f.lang(), agency))).collect();
    choices.sort_by_cached_key(|choice| rules::text::fold(&choice.label));
    choices
}
