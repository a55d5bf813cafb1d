//! Reports in prose, made of the figures of two days: one for a conference, one for a year. What they say is computed by
//! [`store::tables::quality::figures`] alone; here it is put in words, each number with a note that defines it.

mod prose;
#[cfg(test)]
mod tests;

use crate::texts::Words;
pub use documents::forms::Summary;

use documents::Unmade;
use documents::forms::{Chapter, Check, Form as _, Letter, Signer};
use jiff::civil::{Date, time};
use jiff::{Span, ToSpan as _};
use prose::Prose;
use rules::calendar::{day_of, instant};
use rules::conferences::Stage;
use rules::quality::{FiguresReport, Standing};
use store::tables::conferences::{Filter, list};
use store::{Fault, Tx};

/// What a report is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// A conference of the steering committee.
    #[default]
    Conference,
    /// The end of a year.
    Annual,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Conference, Self::Annual];

    /// Its name in addresses, files and the keys of texts.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Conference => "conference",
            Self::Annual => "annual",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// The day of the last report, where none is named: of a year, the same day a year before; of a conference, the day of the last one that is
/// over, or half a year before.
///
/// # Errors
/// When the database fails.
pub fn day_of_the_last(tx: &mut Tx, kind: Kind, as_of: Date) -> Result<Date, Fault> {
    let before = |span: Span| as_of.saturating_sub(span);
    if kind == Kind::Annual {
        return Ok(before(1.year()));
    }
    let closed = Filter { stage: Some(Stage::Closed), ..Filter::default() };
    let after = as_of.yesterday().unwrap_or(as_of);
    let held = list(tx, None, &closed, None, LOOKED_AT)?.into_iter().map(|one| day_of(one.starts_at));
    Ok(held.filter(|day| *day <= after).max().unwrap_or_else(|| before(6.months())))
}

/// So many of the latest conferences are looked at.
const LOOKED_AT: u32 = 100;
/// What stands for a number that was not given yet.
const NO_NUMBER: &str = "      /BC-UBND";

/// Puts a report in words: the figures now and those of the last report. `url` is where people reach the records.
#[must_use]
pub fn compose(words: Words, kind: Kind, now: &FiguresReport, last: &FiguresReport, url: &str) -> Summary {
    let mut prose = Prose::new(words, url, last.as_of);
    let day = prose.day(now.as_of);
    let year = now.as_of.year().to_string();
    let agency = words.t("summary-agency");
    let named = |key: &str| words.with(key, &[("agency", &agency), ("day", &day), ("year", &year)]);
    let mut chapters = vec![Chapter { heading: words.t("summary-results"), ..Chapter::default() }];
    chapters.extend(prose.results(now, last));
    chapters.push(prose.comparison(now, last));
    chapters.push(prose.shortfalls(now));
    chapters.push(prose.tasks(now));
    let address = format!("{url}/summaries?kind={}&as_of={}&since={}", kind.key(), now.as_of, last.as_of);
    Summary {
        letter: Letter {
            superior: None,
            agency: agency.clone(),
            number: NO_NUMBER.to_owned(),
            place: words.t("conference-notice-place"),
            issued_at: instant(now.as_of.to_datetime(time(12, 0, 0, 0))),
            check: Check { url: address, code: format!("{}-{}", kind.key(), now.as_of) },
        },
        subject: named(&format!("summary-subject-{}", kind.key())),
        opening: vec![named(&format!("summary-opening-{}", kind.key()))],
        chapters,
        closing: vec![named("summary-closing")],
        recipients: ["committee", "agencies", "archive"].map(|key| words.t(&format!("summary-to-{key}"))).into(),
        signer: Signer {
            titles: vec![words.t("summary-signer-for"), words.t("summary-signer-title")],
            name: String::new(),
        },
        notes: prose.notes,
    }
}

/// The report as files, by the end of their names.
///
/// # Errors
/// When it can't be laid out: a fault of the program.
pub fn files(report: &Summary) -> Result<[(&'static str, Vec<u8>); 2], Unmade> {
    Ok([("pdf", report.pdf()?), ("docx", report.docx()?)])
}

/// The figures that fall short of their target.
fn short(report: &FiguresReport) -> impl Iterator<Item = &rules::quality::FigureItem> {
    report.items.iter().filter(|item| item.standing() == Some(Standing::Short))
}
