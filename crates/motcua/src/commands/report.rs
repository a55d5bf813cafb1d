//! `motcua report`: the reports in prose that are made of the figures, as PDF and DOCX; and the official ones, as PDF and XLSX.

use super::index::day_asked_for;
use super::settings::Place;
use super::{CommandError, Texts};
use anyhow::Context as _;
use clap::{Args, ValueEnum};
use jiff::SignedDuration;
use jiff::civil::Date;
use rules::Refusal;
use rules::calendar::day_of;
use rules::codes::AgencyCode;
use rules::official_reports::{Cadence, Form, ReportPeriod};
use rules::quality::{Period, Scope};
use std::fs;
use std::path::PathBuf;
use store::province::ProvinceCache;
use store::tables::official_reports::Asked;
use store::{Failure, Options, Store, tables};
use web::official_reports::{Found, pdf, read, xlsx};
use web::summaries::{Kind, Summary, compose, day_of_the_last, files};
use web::{Clock, Frame, Lang};

/// What was asked.
#[derive(Debug, Args)]
pub struct Report {
    /// What it is for
    #[arg(value_enum)]
    kind: What,
    #[command(flatten)]
    place: Place,
    /// As of which day; today when not given
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// The day of the last report, with which it is compared
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Whose official reports, by agency code; the province's when not given
    #[arg(long, value_name = "CODE")]
    agency: Option<AgencyCode>,
    /// The folder into which it is written
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The address by which people reach the records
    #[arg(long, env = "MOTCUA_PUBLIC_URL", value_name = "URL", default_value = "http://localhost:8080")]
    public_url: String,
}

/// The kinds of reports, as they are typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum What {
    /// For a conference of the steering committee
    Conference,
    /// For a year
    Annual,
    /// Biểu II.06a, II.06b, II.07a, II.07b/VPCP/KSTT of the quarter that the day falls in
    Ksstt,
}

impl Report {
    /// Writes it; names the files.
    ///
    /// # Errors
    /// When the day has not come yet, a file can't be written, or the database fails.
    pub fn run(&self, texts: Texts) -> Result<String, CommandError> {
        let store = self.place.open_existing(&Options { readers: 1, ..Options::default() }, texts)?;
        let url = self.public_url.trim_end_matches('/');
        let made = match self.kind {
            What::Conference => self.prose(&store, Kind::Conference, url, texts)?,
            What::Annual => self.prose(&store, Kind::Annual, url, texts)?,
            What::Ksstt => self.official(&store, url, texts)?,
        };
        fs::create_dir_all(&self.out).with_context(|| self.out.display().to_string())?;
        let mut written = Vec::new();
        for (name, bytes) in made {
            let path = self.out.join(name);
            fs::write(&path, bytes).with_context(|| path.display().to_string())?;
            written.push(path.display().to_string());
        }
        Ok(written.join("\n"))
    }

    fn prose(&self, store: &Store, kind: Kind, url: &str, texts: Texts) -> Result<Files, CommandError> {
        let (as_of, report) = report(store, kind, (self.as_of, self.since), url, texts)?;
        let made = files(&report).context(NOT_LAID_OUT)?;
        Ok(made.into_iter().map(|(end, bytes)| (format!("{}-{as_of}.{end}", kind.key()), bytes)).collect())
    }

    /// The four forms as they stood at the end of the day, or as they were sent before.
    fn official(&self, store: &Store, url: &str, texts: Texts) -> Result<Files, CommandError> {
        let (as_of, found) = official(store, self.agency.clone(), self.as_of, texts)?;
        let (f, mut made) = (Frame::on_paper(Clock::system().now()), Vec::new());
        for one in &found {
            let name = |end| format!("{}-{as_of}.{end}", one.code());
            made.push((name("pdf"), pdf(&f, one, url).context(NOT_LAID_OUT)?));
            made.push((name("xlsx"), xlsx(&f, one).context(NOT_LAID_OUT)?));
        }
        Ok(made)
    }
}

/// Files by their names.
type Files = Vec<(String, Vec<u8>)>;

const NOT_LAID_OUT: &str = "the report was not laid out";

/// The official reports of an agency, or of the province, over the quarter of a day, as of that day; and the day.
///
/// # Errors
/// When that day has not come yet, no such agency reports, or the database fails.
pub fn official(
    store: &Store,
    agency: Option<AgencyCode>,
    as_of: Option<Date>,
    texts: Texts,
) -> Result<(Date, Vec<Found>), CommandError> {
    let today = day_of(Clock::system().now());
    store
        .read_blocking(move |tx| {
            let as_of = day_asked_for(tx, as_of, today)?;
            let province = ProvinceCache::default().get(tx)?;
            let scoped = |code: &AgencyCode| Scope::of(code, &province.directory);
            let code = match &agency {
                Some(code) => Some(code.clone()),
                None => province
                    .directory
                    .iter()
                    .map(|one| &one.code)
                    .find(|code| scoped(code) == Some(Scope::Province))
                    .cloned(),
            };
            let known = code.and_then(|code| scoped(&code).map(|scope| (code, scope)));
            let (code, scope) = known.ok_or_else(|| Refusal::not_found("official-report-unknown"))?;
            let period = ReportPeriod::of(as_of, Cadence::Quarter);
            let end = Period { from: as_of, to: as_of }.end();
            let last = end.checked_sub(SignedDuration::from_micros(1)).unwrap_or(end);
            let mut found = Vec::new();
            for form in Form::ALL {
                let asked = Asked { form, scope: scope.clone(), period, known_at: Some(last) };
                found.push(read(tx, &province, code.clone(), asked)?);
            }
            Ok::<_, Failure>((as_of, found))
        })
        .map_err(|failure| CommandError::of(failure, texts))
}

/// The report as of a day (the demonstration's own, or today, when it is not given) and the day. It is in Vietnamese, as every official
/// paper is.
///
/// # Errors
/// When that day has not come yet, or the database fails.
pub fn report(
    store: &Store,
    kind: Kind,
    (as_of, since): (Option<Date>, Option<Date>),
    url: &str,
    texts: Texts,
) -> Result<(Date, Summary), CommandError> {
    let now = Clock::system().now();
    let url = url.to_owned();
    store
        .read_blocking(move |tx| {
            let as_of = day_asked_for(tx, as_of, day_of(now))?;
            let since = match since {
                Some(since) => since,
                None => day_of_the_last(tx, kind, as_of)?,
            };
            let province = ProvinceCache::default().get(tx)?;
            let figures = tables::quality::figures(tx, &province, as_of, now)?;
            let last = tables::quality::figures(tx, &province, since, now)?;
            Ok::<_, Failure>((as_of, compose(Texts::new(Lang::Vi), kind, &figures, &last, &url)))
        })
        .map_err(|failure| CommandError::of(failure, texts))
}
