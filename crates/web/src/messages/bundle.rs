//! The message of the day in words: how many things are late, due today and to come, and which they are. The line and the text are made of
//! the same counts.

use super::Told;
use crate::format;
use crate::texts::Words;
use rules::agenda::days_late;
use rules::calendar::day_of;
use rules::messages::{Bundle, Notice, Reminder, Side, Subject};
use store::desk::reminders::BUNDLE;
use store::tables::messages::Message;

/// What is bundled in a message; nothing in one that is no bundle.
pub(super) fn read(message: &Message) -> Option<Bundle> {
    if message.notice != Notice::TasksOfTheDay {
        return None;
    }
    match message.args.get(BUNDLE) {
        Some(bundle) => serde_json::from_str(bundle).ok(),
        None => Some(counted(message)),
    }
}

/// A message of before things were named in it: how many were near, and late of oneself, of one's agency, of what it gave.
fn counted(message: &Message) -> Bundle {
    let number = |name: &str| message.args.get(name).and_then(|count| count.parse().ok()).unwrap_or(0);
    let late = ["late", "led", "given"].map(number).iter().sum();
    Bundle { day: day_of(message.created_at), counts: [late, 0, number("near"), 0], named: Vec::new() }
}

/// A bundle in words.
pub(super) fn told(words: Words, bundle: &Bundle) -> Told {
    let sides = || Side::ALL.into_iter().filter(|side| bundle.count(*side) > 0);
    let in_words = |side: Side| words.t1(&format!("bundle-count-{}", side.key()), "count", bundle.count(side));
    let parts: Vec<_> = sides().map(in_words).collect();
    let mut lines = Vec::new();
    for side in sides() {
        lines.push(words.t1(&format!("bundle-head-{}", side.key()), "count", bundle.count(side)));
        let named = bundle.on_side(side).map(|one| format!("– {}", line(words, bundle, one)));
        let before = lines.len();
        lines.extend(named);
        let more = bundle.count(side).saturating_sub(lines.len() - before);
        if more > 0 {
            lines.push(format!("– {}", words.t1("bundle-more", "count", more)));
        }
    }
    Told {
        title: words.t1("notice-tasks-of-the-day", "parts", parts.join(", ")),
        text: lines.join("\n"),
        href: "/agenda".to_owned(),
    }
}

/// One thing: what it is, its name, its last day, how late it is, who answers for it.
fn line(words: Words, bundle: &Bundle, one: &Reminder) -> String {
    let what = match one.about {
        Subject::MonthlyReport => {
            let (year, month) = one.code.split_once('-').unwrap_or_default();
            words.t2("bundle-monthly-report", "month", month, "year", year)
        }
        about => words.t2(&format!("bundle-{}", about.key()), "code", one.code.clone(), "name", one.name.clone()),
    };
    let Some(due) = one.due_on else { return what };
    let days = i64::from(days_late(due, bundle.day));
    let left = match days {
        1.. => words.t1("task-days-late", "days", days),
        0 => words.t("task-due-today"),
        _ => words.t1("task-days-left", "days", -days),
    };
    let due = words.t2("bundle-due", "day", format::day(words.lang, due), "left", left);
    let who = if one.who.is_empty() { String::new() } else { words.t1("bundle-who", "name", one.who.clone()) };
    format!("{what}{due}{who}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Lang;
    use jiff::civil::{Date, date};

    const TODAY: Date = date(2025, 12, 23);

    fn one(about: Subject, code: &str, due_on: Option<Date>) -> Reminder {
        Reminder { about, code: code.into(), name: "Rà soát hạ tầng".into(), due_on, who: String::new() }
    }

    fn said(all: Vec<Reminder>) -> Told {
        told(Words::new(Lang::Vi), &Bundle::of(TODAY, all))
    }

    #[test]
    fn title_and_text_say_the_same_and_nothing_of_what_there_is_none() {
        let late =
            Reminder { who: "Lò Văn An".into(), ..one(Subject::LedTask, "NV-2025-00007", Some(date(2025, 12, 20))) };
        let told = said(vec![late, one(Subject::Directive, "VB-2025-00003", None)]);
        assert_eq!(told.title, "Việc trong ngày: 1 quá hạn, 1 chưa đọc");
        let lines: Vec<&str> = told.text.lines().collect();
        assert_eq!(
            lines,
            [
                "Quá hạn (1):",
                "– Nhiệm vụ của cơ quan NV-2025-00007 “Rà soát hạ tầng”, hạn 20/12/2025 (trễ 3 ngày), người phụ trách: Lò Văn An",
                "Chưa đọc (1):",
                "– Văn bản được giao VB-2025-00003 “Rà soát hạ tầng”",
            ]
        );
    }

    #[test]
    fn of_many_it_says_how_many_more() {
        let told = said((0..45).map(|at| one(Subject::Task, &format!("NV-2025-{at:05}"), Some(TODAY))).collect());
        assert_eq!(told.title, "Việc trong ngày: 45 đến hạn hôm nay");
        assert_eq!(told.text.lines().count(), 32);
        assert_eq!(told.text.lines().last(), Some("– và 15 việc khác"));
    }

    #[test]
    fn everything_that_is_bundled_has_words_in_both_languages() {
        let subjects = [
            Subject::Task,
            Subject::Delivery,
            Subject::LedTask,
            Subject::GivenTask,
            Subject::LedDelivery,
            Subject::GivenDelivery,
            Subject::Obstacle,
            Subject::MonthlyReport,
            Subject::IndicatorValue,
            Subject::Directive,
            Subject::Invitation,
        ];
        for lang in [Lang::Vi, Lang::En] {
            for day in [None, Some(TODAY), Some(date(2025, 12, 1)), Some(date(2025, 12, 31))] {
                let all = subjects.map(|about| one(about, "2025-12", day)).to_vec();
                let told = told(Words::new(lang), &Bundle::of(TODAY, all));
                assert!(!format!("{}{}", told.title, told.text).contains("bundle-"), "{}", told.text);
            }
        }
    }
}
