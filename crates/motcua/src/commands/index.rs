//! `motcua index`: the service index of the province or of one agency, as a table for people or as the API's JSON.

use super::settings::Place;
use super::{CommandError, Texts};
use crate::demo;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::quality::{Definition, GroupReport, IndexReport, IndicatorReport, Period, Points, Scope, apportion};
use rules::{Problem, Refusal};
use std::fmt::Write as _;
use store::province::ProvinceCache;
use store::tables::quality::{Asked, Rankings};
use store::{Failure, Options, Store, Tx, settings, tables};
use web::{Clock, Lang, format};

/// What was asked.
#[derive(Debug, Args)]
pub struct Index {
    #[command(flatten)]
    place: Place,
    /// The department or commune; the whole province when not given
    #[arg(long, value_name = "CODE")]
    agency: Option<AgencyCode>,
    /// The first day; 1 January when not given
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// The last day; the as-of date when not given
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// As of which day; today when not given
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// For people or for programs
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// How it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// Lines and columns.
    #[default]
    Table,
    /// The JSON of the API.
    Json,
}

/// Which index of which days.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// The department or commune; the whole province when not given.
    pub agency: Option<AgencyCode>,
    /// The first day; 1 January when not given.
    pub from: Option<Date>,
    /// The last day; the as-of date when not given.
    pub to: Option<Date>,
    /// As of which day; the demonstration's day, or today, when not given.
    pub as_of: Option<Date>,
}

impl Index {
    /// The index, printed.
    ///
    /// # Errors
    /// When the agency is unknown, the period ends before it begins, or the database fails.
    pub fn run(&self, texts: Texts) -> Result<String, CommandError> {
        let store = self.place.open_existing(&Options { readers: 1, ..Options::default() }, texts)?;
        let question = Question { agency: self.agency.clone(), from: self.from, to: self.to, as_of: self.as_of };
        let report = report(&store, &question, texts)?;
        match self.format {
            Format::Json => json(&report),
            Format::Table => Ok(table(&report, texts)),
        }
    }
}

/// The index that was asked for.
///
/// # Errors
/// When the agency is unknown or settles nothing, the period ends before it begins, or the database fails.
pub fn report(store: &Store, question: &Question, texts: Texts) -> Result<IndexReport, CommandError> {
    let asked = question.clone();
    let now = Clock::system().now();
    store
        .read_blocking(move |tx| {
            let as_of = day_asked_for(tx, asked.as_of, day_of(now))?;
            let period = Period::asked(asked.from, asked.to, as_of)
                .map_err(|_| Refusal::input(vec![Problem::new("/to", "period")]))?;
            let province = ProvinceCache::default().get(tx)?;
            let scope = match &asked.agency {
                None => Scope::Province,
                Some(code) => Scope::of(code, &province.directory)
                    .ok_or_else(|| Refusal::not_found("agency-unknown").with("code", code))?,
            };
            let asked = Asked { scope, period, as_of };
            Ok::<_, Failure>(tables::quality::index(tx, &province, &Rankings::default(), &asked, now)?)
        })
        .map_err(|failure| CommandError::of(failure, texts))
}

/// The day asked for, or the one on which the province stands: a demonstration's own, else today.
///
/// # Errors
/// When the day asked for has not come yet: nobody knows what it will bring.
pub(super) fn day_asked_for(tx: &mut Tx, asked: Option<Date>, today: Date) -> Result<Date, Failure> {
    let kept = settings::get(tx, demo::AS_OF)?;
    let today = kept.and_then(|day| day.parse().ok()).unwrap_or(today);
    match asked {
        Some(day) if day > today => Err(Refusal::input(vec![Problem::new("/as_of", "date-in-future")]).into()),
        day => Ok(day.unwrap_or(today)),
    }
}

/// As indented JSON.
pub(super) fn json(value: &impl serde::Serialize) -> Result<String, CommandError> {
    serde_json::to_string_pretty(value).map_err(|error| CommandError::Fault(error.into()))
}

fn table(report: &IndexReport, texts: Texts) -> String {
    let lang = texts.lang;
    let points = |points: Points| format::decimal(lang, points.to_f64(), 2);
    let whose = report.agency.clone().unwrap_or_else(|| texts.t("cli-index-province"));
    let mut out = format!("{}  {whose}  {} – {}\n", texts.t("cli-index-title"), report.period.from, report.period.to);
    if let Some(score) = report.score {
        let _ = writeln!(out, "{} / {}  {}", points(score), report.max, band(report, lang));
        let (worth, of) = (points(report.points), points(report.measured_max));
        let _ = writeln!(out, "{}", texts.t2("cli-index-measured", "points", worth, "max", of));
    } else {
        let _ = writeln!(out, "– / {}  {}", report.max, texts.t("cli-index-none"));
    }
    if let (Some(position), Some(of)) = (report.rank.position, report.rank.of) {
        let _ = writeln!(out, "{}", texts.t2("cli-index-rank", "position", position, "of", of));
    }
    // Shown parts add up to the shown whole: all indicators share the hundredths of the sum.
    let rows = || report.groups.iter().flat_map(|group| &group.indicators);
    let counted: Vec<Points> = rows().map(|row| row.score.unwrap_or_default()).collect();
    let mut shown = apportion(&counted).into_iter();
    for group in &report.groups {
        let parts: Vec<i64> = shown.by_ref().take(group.indicators.len()).collect();
        out.push_str(&group_lines(group, &parts, texts));
    }
    let _ = write!(out, "\n{}", report.source);
    out
}

fn group_lines(group: &GroupReport, parts: &[i64], texts: Texts) -> String {
    let lang = texts.lang;
    let name = if lang == Lang::Vi { group.name } else { group.name_en };
    let sum = hundredths(lang, parts.iter().sum());
    let mut out = format!("\n{:<91}{sum:>7} / {}\n", name.to_uppercase(), group.max);
    for (row, part) in group.indicators.iter().zip(parts) {
        let _ = writeln!(out, "{}", indicator_line(row, *part, texts));
    }
    out
}

fn indicator_line(row: &IndicatorReport, part: i64, texts: Texts) -> String {
    let lang = texts.lang;
    let name = if lang == Lang::Vi { row.name } else { row.name_en };
    let (numerator, denominator) = (row.numerator.unwrap_or_default(), row.denominator.unwrap_or_default());
    let told = match row.ratio {
        None => texts.t(&format!("cli-state-{}", row.state.key())),
        Some(ratio) if row.max == 0 => format::decimal(lang, ratio / 86_400.0, 1) + " " + &texts.t("cli-unit-days"),
        Some(ratio) => format!(
            "{} / {}  {:>8}",
            format::count(lang, numerator),
            format::count(lang, denominator),
            format::percent(lang, ratio)
        ),
    };
    let worth = if row.score.is_some() { hundredths(lang, part) } else { "–".to_owned() };
    format!("  {:<5}{name:<62}{told:>22}{worth:>7} / {}", row.key, row.max)
}

fn hundredths(lang: Lang, hundredths: i64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "at most ten thousand")]
    format::decimal(lang, hundredths as f64 / 100.0, 2)
}

fn band(report: &IndexReport, lang: Lang) -> String {
    let bands = &Definition::in_force(report.period.to).bands;
    let band = bands.iter().find(|band| Some(band.key.as_str()) == report.band);
    band.map_or_else(String::new, |band| if lang == Lang::Vi { band.name.clone() } else { band.name_en.clone() })
}
