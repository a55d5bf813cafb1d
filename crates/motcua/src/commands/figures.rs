//! `motcua figures`: the figures of the conference report, each with what it comes from.

use super::index::{Format, day_asked_for, json};
use super::settings::Place;
use super::{CommandError, Texts};
use clap::Args;
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::quality::{FigureItem, FiguresReport};
use std::fmt::Write as _;
use store::province::ProvinceCache;
use store::{Failure, Options, Store, tables};
use web::{Clock, Lang, format};

/// What was asked.
#[derive(Debug, Args)]
pub struct Figures {
    #[command(flatten)]
    place: Place,
    /// As of which day; today when not given
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// For people or for programs
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Figures {
    /// The figures, printed.
    ///
    /// # Errors
    /// When the database fails.
    pub fn run(&self, texts: Texts) -> Result<String, CommandError> {
        let store = self.place.open_existing(&Options { readers: 1, ..Options::default() }, texts)?;
        let report = report(&store, self.as_of, texts)?;
        match self.format {
            Format::Json => json(&report),
            Format::Table => Ok(table(&report, texts)),
        }
    }
}

/// The figures as of a day: the demonstration's own, or today, when it is not given.
///
/// # Errors
/// When that day has not come yet, or the database fails.
pub fn report(store: &Store, as_of: Option<Date>, texts: Texts) -> Result<FiguresReport, CommandError> {
    let now = Clock::system().now();
    store
        .read_blocking(move |tx| {
            let as_of = day_asked_for(tx, as_of, day_of(now))?;
            let province = ProvinceCache::default().get(tx)?;
            Ok::<_, Failure>(tables::quality::figures(tx, &province, as_of, now)?)
        })
        .map_err(|failure| CommandError::of(failure, texts))
}

fn table(report: &FiguresReport, texts: Texts) -> String {
    let mut out = format!("{}  {}\n", texts.t("cli-figures-title"), report.as_of);
    for item in &report.items {
        let _ = writeln!(out, "{}", line(item, texts));
    }
    out.trim_end().to_owned()
}

fn line(item: &FigureItem, texts: Texts) -> String {
    let lang = texts.lang;
    let name = if lang == Lang::Vi { item.name } else { item.name_en };
    let unit = texts.t(&format!("cli-unit-{}", item.unit));
    let value = item.value.map_or_else(
        || texts.t(&format!("cli-state-{}", item.state.key())),
        |value| format!("{} {unit}", format::decimal(lang, value.to_f64(), 2)),
    );
    let part = match (item.numerator, item.denominator) {
        (Some(numerator), Some(denominator)) => {
            format!("  ({} / {})", format::count(lang, numerator), format::count(lang, denominator))
        }
        _ => String::new(),
    };
    format!("  {name:<78} {value:>16}{part}")
}
