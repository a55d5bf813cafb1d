//! `motcua report`: the reports in prose that are made of the figures, as PDF and DOCX.

use super::index::day_asked_for;
use super::settings::Place;
use super::{CommandError, Texts};
use anyhow::Context as _;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use rules::calendar::day_of;
use std::fs;
use std::path::PathBuf;
use store::province::ProvinceCache;
use store::{Failure, Options, Store, tables};
use web::summaries::{Kind, Summary, compose, day_of_the_last, files};
use web::{Clock, Lang};

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
}

impl Report {
    /// Writes it; names the files.
    ///
    /// # Errors
    /// When the day has not come yet, a file can't be written, or the database fails.
    pub fn run(&self, texts: Texts) -> Result<String, CommandError> {
        let store = self.place.open_existing(&Options { readers: 1, ..Options::default() }, texts)?;
        let kind = match self.kind {
            What::Conference => Kind::Conference,
            What::Annual => Kind::Annual,
        };
        let url = self.public_url.trim_end_matches('/');
        let (as_of, report) = report(&store, kind, (self.as_of, self.since), url, texts)?;
        let made = files(&report).context("the report was not laid out")?;
        fs::create_dir_all(&self.out).with_context(|| self.out.display().to_string())?;
        let mut written = Vec::new();
        for (end, bytes) in made {
            let path = self.out.join(format!("{}-{as_of}.{end}", kind.key()));
            fs::write(&path, bytes).with_context(|| path.display().to_string())?;
            written.push(path.display().to_string());
        }
        Ok(written.join("\n"))
    }
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
