//! `motcua due`: when something received then is due, and which days that skipped.

use super::{CommandError, Texts};
use crate::province;
use clap::Args;
use jiff::civil::DateTime;
use jiff::{Timestamp, civil};
use rules::calendar::{Calendar, Pause, SkipReason, StartRule, TimeLimit, WorkingHours, day_of, instant, rfc3339};
use rules::codes::AgencyCode;
use std::str::FromStr;

/// What was asked.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("limit").required(true))]
pub struct Due {
    /// When it was received, in Vietnamese time unless an offset is given: 2025-04-29T16:30
    #[arg(long)]
    received: Moment,
    /// The limit in working hours
    #[arg(long, group = "limit", value_name = "N")]
    working_hours: Option<u32>,
    /// The limit in working days
    #[arg(long, group = "limit", value_name = "N")]
    working_days: Option<u32>,
    /// The limit in half working days
    #[arg(long, group = "limit", value_name = "N")]
    half_days: Option<u32>,
    /// The limit in days of the calendar
    #[arg(long, group = "limit", value_name = "N")]
    days: Option<u32>,
    /// Received after 15:00, count from the next working day, as same-day procedures do
    #[arg(long)]
    same_day: bool,
    /// The agency whose working hours count
    #[arg(long, value_name = "CODE")]
    agency: Option<AgencyCode>,
    /// A time during which the clock stood
    #[arg(long, value_name = "FROM/TO")]
    pause: Vec<Span>,
}

/// An instant as typed, in Vietnamese time unless it says otherwise.
#[derive(Debug, Clone, Copy)]
struct Moment(Timestamp);

impl FromStr for Moment {
    type Err = jiff::Error;
    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        text.parse::<Timestamp>()
            .or_else(|_| text.parse::<DateTime>().map(instant))
            .or_else(|_| text.parse::<civil::Date>().map(|day| instant(day.at(0, 0, 0, 0))))
            .map(Self)
    }
}

/// Two moments with a slash between.
#[derive(Debug, Clone, Copy)]
struct Span(Pause);

impl FromStr for Span {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let (from, to) = text.split_once('/').ok_or("FROM/TO")?;
        let read = |part: &str| part.parse::<Moment>().map(|moment| moment.0).map_err(|error| error.to_string());
        let (from, to) = (read(from)?, read(to)?);
        if to < from {
            return Err(format!("{to} < {from}"));
        }
        Ok(Self(Pause { from, to: Some(to) }))
    }
}

impl Due {
    /// The due date and time on the first line, then the days that were skipped.
    ///
    /// # Errors
    /// When there is no agency of that code.
    pub fn run(&self, texts: Texts) -> Result<String, CommandError> {
        let calendar = self.calendar(texts)?;
        let limit = match (self.working_hours, self.working_days, self.half_days, self.days) {
            (Some(hours), ..) => TimeLimit::WorkingHours(hours),
            (_, Some(days), ..) => TimeLimit::WorkingDays(days),
            (_, _, Some(halves), _) => TimeLimit::HalfDays(halves),
            (.., days) => TimeLimit::Days(days.unwrap_or_default()),
        };
        let start = if self.same_day { StartRule::SAME_DAY } else { StartRule::AtOnce };
        let mut pauses: Vec<_> = self.pause.iter().map(|span| span.0).collect();
        pauses.sort_by_key(|pause| pause.from);
        let due = calendar.due_with_pauses(self.received.0, limit, start, &pauses);
        let mut lines = vec![rfc3339(due)];
        for day in calendar.skipped(day_of(self.received.0), day_of(due)) {
            let name = day.name.unwrap_or_else(|| texts.t(reason_key(day.reason)));
            let source = day.source.map_or_else(String::new, |source| format!(" ({source})"));
            lines.push(format!("{} {} {name}{source}", texts.t("cli-due-skipped"), day.date));
        }
        Ok(lines.join("\n"))
    }

    fn calendar(&self, texts: Texts) -> Result<Calendar, CommandError> {
        let Some(code) = &self.agency else { return Ok(Calendar::national()) };
        let agency = province::agencies().into_iter().find(|agency| agency.code == *code);
        let agency =
            agency.ok_or_else(|| CommandError::Refused(texts.t1("cli-agency-unknown", "code", code.as_str())))?;
        if !agency.saturday_morning {
            return Ok(Calendar::national());
        }
        Calendar::new(WorkingHours::with_saturday_morning(), Calendar::national_days().iter().cloned())
            .map_err(|error| CommandError::Fault(error.into()))
    }
}

fn reason_key(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::Weekend => "cli-due-weekend",
        SkipReason::Holiday => "cli-due-holiday",
        SkipReason::Compensatory => "cli-due-compensatory",
        SkipReason::Swapped => "cli-due-swapped",
        SkipReason::LocalClosure => "cli-due-closure",
    }
}
