//! `motcua due`: when something received then is due, and which days that skipped.

use super::settings::Place;
use super::{CommandError, Texts};
use crate::province;
use clap::Args;
use jiff::civil::DateTime;
use jiff::{Timestamp, civil};
use rules::calendar::{Calendar, Pause, SkipReason, StartRule, TimeLimit, day_of, instant, rfc3339};
use rules::codes::AgencyCode;
use std::io::Write as _;
use std::path::PathBuf;
use std::str::FromStr;
use store::province::ProvinceCache;
use store::{DatabaseUrl, Options};

/// What was asked.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("limits").required(true).multiple(true).args(["working_hours", "working_days", "half_days", "days", "same_day"]))]
#[command(group = clap::ArgGroup::new("limit"))]
pub struct Due {
    /// When it was received, in Vietnamese time unless an offset is given: 2025-04-29T16:30
    #[arg(long)]
    received: Moment,
    /// The limit in working hours
    #[arg(long, group = "limit", value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(0..=9999))]
    working_hours: Option<u32>,
    /// The limit in working days
    #[arg(long, group = "limit", value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(0..=9999))]
    working_days: Option<u32>,
    /// The limit in half working days
    #[arg(long, group = "limit", value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(0..=9999))]
    half_days: Option<u32>,
    /// The limit in days of the calendar
    #[arg(long, group = "limit", value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(0..=9999))]
    days: Option<u32>,
    /// Received after 15:00, count from the next working day, as same-day procedures do; without another limit, due when the
    /// day closes
    #[arg(long)]
    same_day: bool,
    /// The agency whose calendar counts
    #[arg(long, value_name = "CODE")]
    agency: Option<AgencyCode>,
    /// A time during which the clock stood
    #[arg(long, value_name = "FROM/TO")]
    pause: Vec<Span>,
    /// The database whose days off and agencies count; sqlite:DIR/motcua.db when not given
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    database: Option<DatabaseUrl>,
    /// The folder of the province; `data` when there is one, else the calendar that ships with the program
    #[arg(long, env = "MOTCUA_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
}

/// An instant as typed, in Vietnamese time unless it says otherwise.
#[derive(Debug, Clone, Copy)]
struct Moment(Timestamp);

impl FromStr for Moment {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<Timestamp>()
            .or_else(|_| text.parse::<DateTime>().map(instant))
            .or_else(|_| text.parse::<civil::Date>().map(|day| instant(day.at(0, 0, 0, 0))))
            .map(Self)
            .map_err(|_| "moment")
    }
}

/// Two moments with a slash between, and the text.
#[derive(Debug, Clone)]
struct Span {
    from: Timestamp,
    to: Timestamp,
    typed: String,
}

impl FromStr for Span {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (from, to) = text.split_once('/').ok_or("span")?;
        let read = |part: &str| part.parse::<Moment>().map(|moment| moment.0).map_err(|_| "span");
        Ok(Self { from: read(from)?, to: read(to)?, typed: text.to_owned() })
    }
}

/// What is answered.
#[derive(Debug)]
struct Answer {
    /// The due date and time, then the days that were skipped.
    lines: Vec<String>,
    /// Why it may not be right.
    warning: Option<String>,
}

impl Due {
    /// The due date and time on the first line, then the days that were skipped; what may be wrong with it on standard error.
    ///
    /// # Errors
    /// When there is no agency of that code, no province where one was named, or a pause ends before it begins.
    pub fn run(&self, texts: Texts) -> Result<String, CommandError> {
        let answer = self.answer(texts)?;
        if let Some(warning) = &answer.warning {
            let _ = writeln!(std::io::stderr(), "{warning}");
        }
        Ok(answer.lines.join("\n"))
    }

    fn answer(&self, texts: Texts) -> Result<Answer, CommandError> {
        let calendar = self.calendar(texts)?;
        let limit = match (self.working_hours, self.working_days, self.half_days, self.days) {
            (Some(hours), ..) => TimeLimit::WorkingHours(hours),
            (_, Some(days), ..) => TimeLimit::WorkingDays(days),
            (_, _, Some(halves), _) => TimeLimit::HalfDays(halves),
            (.., Some(days)) => TimeLimit::Days(days),
            _ => TimeLimit::SameDay,
        };
        let start = if self.same_day { StartRule::SAME_DAY } else { StartRule::AtOnce };
        let mut pauses = self.pauses(texts)?;
        pauses.sort_by_key(|pause| pause.from);
        let due = calendar.due_with_pauses(self.received.0, limit, start, &pauses);
        let (first, last) = (day_of(self.received.0), day_of(due));
        let mut lines = vec![rfc3339(due)];
        for day in calendar.skipped(first, last) {
            let name = day.name.unwrap_or_else(|| texts.t(reason_key(day.reason)));
            let source = day.source.map_or_else(String::new, |source| format!(" ({source})"));
            lines.push(format!("{} {} {name}{source}", texts.t("cli-due-skipped"), day.date));
        }
        let unknown: Vec<String> = calendar.unknown_years(first, last).iter().map(ToString::to_string).collect();
        let warning = (!unknown.is_empty()).then(|| texts.t1("cli-due-holidays-unknown", "years", unknown.join(", ")));
        Ok(Answer { lines, warning })
    }

    fn pauses(&self, texts: Texts) -> Result<Vec<Pause>, CommandError> {
        let pause = |span: &Span| {
            if span.to < span.from {
                let (from, to) = span.typed.split_once('/').unwrap_or_default();
                return Err(CommandError::Refused(texts.t2("cli-due-pause-reversed", "from", from, "to", to)));
            }
            Ok(Pause { from: span.from, to: Some(span.to) })
        };
        self.pause.iter().map(pause).collect()
    }

    /// The calendar of the province that was named or is at the usual place, else the one that ships.
    fn calendar(&self, texts: Texts) -> Result<Calendar, CommandError> {
        let named = self.database.is_some() || self.data.is_some();
        let place =
            Place { database: self.database.clone(), data: self.data.clone().unwrap_or_else(|| PathBuf::from("data")) };
        let unknown = |code: &AgencyCode| CommandError::Refused(texts.t1("cli-agency-unknown", "code", code.as_str()));
        if !named && !place.data.join("motcua.db").exists() {
            let Some(code) = &self.agency else { return Ok(Calendar::national()) };
            let agency = province::agencies().into_iter().find(|agency| agency.code == *code);
            let hours = agency.ok_or_else(|| unknown(code))?.working_hours();
            return Calendar::new(hours, Calendar::national_days().iter().cloned())
                .map_err(|error| CommandError::Fault(error.into()));
        }
        let store = place.open_existing(&Options { readers: 1, ..Options::default() }, texts)?;
        let province = store.read_blocking(|tx| ProvinceCache::default().get(tx))?;
        let Some(code) = &self.agency else { return Ok(province.calendar_of_the_province().clone()) };
        if province.directory.get(code).is_none() {
            return Err(unknown(code));
        }
        Ok(province.calendar(code).clone())
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

#[cfg(test)]
mod tests {
    use super::{Answer, Due};
    use crate::commands::settings::Place;
    use crate::commands::{CommandError, Texts};
    use crate::demo;
    use clap::Parser as _;
    use rules::calendar::{DayKind, SpecialDay};
    use rules::people::Capacity;
    use store::desk::catalogue::announce_days;
    use store::{Failure, Options};
    use web::Lang;

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        due: Due,
    }

    /// A folder where no province is, so that no test finds one by chance.
    fn ask(line: &str) -> Result<Answer, CommandError> {
        let line = Line::try_parse_from(std::iter::once("due").chain(line.split(' '))).expect("a line");
        line.due.answer(Texts::new(Lang::Vi))
    }

    fn refused(answer: Result<Answer, CommandError>) -> String {
        match answer {
            Err(CommandError::Refused(text)) => text,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn years_whose_holidays_nobody_knows_are_warned_of() {
        let answer = ask("--received 2031-04-29T16:30 --working-days 1").expect("an answer");
        assert_eq!(answer.lines[0], "2031-04-30T16:30:00+07:00");
        let warning = answer.warning.expect("a warning");
        assert!(warning.contains("2031") && warning.contains("motcua import holidays"), "{warning}");
        assert_eq!(ask("--received 2025-04-29T16:30 --working-days 1").expect("an answer").warning, None);
    }

    #[test]
    fn within_the_working_day_means_until_it_closes() {
        for (received, due) in [("2025-12-23T08:31", "2025-12-23T17:00"), ("2025-12-23T15:01", "2025-12-24T17:00")] {
            let answer = ask(&format!("--received {received} --same-day")).expect("an answer");
            assert_eq!(answer.lines[0], format!("{due}:00+07:00"));
        }
    }

    #[test]
    fn a_reversed_pause_is_called_so() {
        let pause = "--pause 2025-04-30T08:00/2025-04-29T08:00";
        let told = refused(ask(&format!("--received 2025-04-29T07:00 --working-days 1 {pause}")));
        assert!(told.contains("bị ngược") && !told.contains('\n'), "{told}");
    }

    #[test]
    fn the_days_off_of_an_installation_count() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place { database: None, data: folder.path().to_owned() };
        let line = format!("--received 2031-04-29T16:30 --working-days 1 --data {}", folder.path().display());
        assert!(refused(ask(&line)).contains("--data"), "a mistyped folder is no empty province");
        let store = place.open(&Options::default()).expect("a store");
        let options = demo::Options { dossiers: 20, ..demo::Options::default() };
        demo::create(&store, &options, |_, _| {}).expect("a province");
        let now = options.starts_at();
        let announced = store.write_blocking(move |tx| {
            let day = SpecialDay {
                date: "2031-04-30".parse().expect("a day"),
                kind: DayKind::Holiday,
                name: "Ngày Chiến thắng".into(),
                source: "Thông báo".into(),
                computed: false,
            };
            announce_days(tx, None, vec![day], &Capacity::system("test"), now)?;
            Ok::<_, Failure>(())
        });
        announced.expect("announced");
        let answer = ask(&line).expect("an answer");
        assert_eq!((answer.lines[0].as_str(), answer.warning), ("2031-05-01T16:30:00+07:00", None));
        assert!(answer.lines[1].contains("Ngày Chiến thắng"), "{:?}", answer.lines);
        assert!(refused(ask(&format!("{line} --agency H35.99.99"))).contains("H35.99.99"));
        ask(&format!("{line} --agency H35.38")).expect("an answer");
    }
}
