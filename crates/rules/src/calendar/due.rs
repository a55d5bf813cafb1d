//! When it starts, when it is due, how much is left.

use super::instants::{DAY, NEVER, date, day, number, seconds, since_midnight, timestamp};
use super::{Calendar, Pause, StartRule, TimeLimit, WorkingTime};
use jiff::{Span, Timestamp};

/// More days or months than there are between the ends of the range.
const MOST_DAYS: i64 = 8_000_000;
const MOST_MONTHS: u32 = 239_976;

/// How a due date came about, in wall-clock seconds.
#[derive(Debug)]
pub(super) struct Reckoning {
    /// From when time counts.
    pub(super) start: i64,
    /// What of the limit is counted.
    pub(super) length: Length,
    /// The pauses that count: in order, apart from each other, clipped to what the clock saw, each with what it took in
    /// working seconds or in days.
    pub(super) pauses: Vec<(i64, i64, i64)>,
    /// The day on which the limit ends, before it is moved to a working day; for working time the due day.
    pub(super) last: i64,
    /// When it is due.
    pub(super) due: i64,
}

/// The length of a limit in what it is counted in.
#[derive(Debug, Clone, Copy)]
pub(super) enum Length {
    /// Working seconds.
    Working(i64),
    /// Days of the calendar.
    Days(i64),
}

impl Calendar {
    /// The first instant by which so much working time has passed since `from`: four and a half hours from 7:00 end at
    /// 11:30, not at 13:30. Of a negative amount, the last instant from which so much passes until `from`, for
    /// warnings ahead of a due date. Nothing added is the same instant.
    #[must_use]
    pub fn add(&self, from: Timestamp, amount: WorkingTime) -> Timestamp {
        timestamp(self.add_seconds(seconds(from), amount.0))
    }

    fn add_seconds(&self, from: i64, amount: i64) -> i64 {
        let target = self.table().elapsed(from).saturating_add(amount);
        match amount {
            0 => from,
            1.. => self.table().earliest(target),
            _ => self.table().latest(target),
        }
    }

    /// [`add`](Self::add) backwards: `subtract(due, day)` is the last instant at which a whole day is left.
    #[must_use]
    pub fn subtract(&self, from: Timestamp, amount: WorkingTime) -> Timestamp {
        self.add(from, -amount)
    }

    /// The working time from one instant to another; negative when the other is the earlier.
    #[must_use]
    pub fn working_between(&self, from: Timestamp, to: Timestamp) -> WorkingTime {
        WorkingTime(self.table().elapsed(seconds(to)) - self.table().elapsed(seconds(from)))
    }

    /// The working time left until it is due; negative when that is over.
    #[must_use]
    pub fn remaining(&self, now: Timestamp, due: Timestamp) -> WorkingTime {
        self.working_between(now, due)
    }

    /// From when the limit of a dossier received then counts.
    ///
    /// Working time counts from the first working moment; calendar days and months from reception itself, at any hour. A
    /// rule of the next working day moves both to its opening, from too late an hour and from a day off.
    #[must_use]
    pub fn starts_at(&self, received: Timestamp, limit: TimeLimit, start: StartRule) -> Timestamp {
        timestamp(self.start(received, limit, start))
    }

    fn start(&self, received: Timestamp, limit: TimeLimit, start: StartRule) -> i64 {
        let at = seconds(received);
        match (start, limit) {
            (StartRule::NextWorkingDayAfter(time), _) if at - day(at) * DAY > since_midnight(time) => {
                self.opening((day(at) + 1) * DAY)
            }
            // Under such a rule a day off is no start either, or Saturday would be due before Friday evening.
            (StartRule::NextWorkingDayAfter(_), _) if self.table().sessions(day(at)).is_empty() => self.opening(at),
            (_, TimeLimit::Days(_) | TimeLimit::Months(_)) => at,
            (
                _,
                TimeLimit::SameDay | TimeLimit::WorkingHours(_) | TimeLimit::HalfDays(_) | TimeLimit::WorkingDays(_),
            ) => self.opening(at),
        }
    }

    /// When a dossier received then is due (`NgayHenTra` on Mẫu 01).
    ///
    /// Working time keeps the hour: received on 29/4/2025 at 16:30, one working day ends on 5/5/2025 at 16:30. Calendar days
    /// and months end at closing time. Past the end of the range it is [`Timestamp::MAX`].
    #[must_use]
    pub fn due(&self, received: Timestamp, limit: TimeLimit, start: StartRule) -> Timestamp {
        self.due_with_pauses(received, limit, start, &[])
    }

    /// When it is due if the clock stood during these pauses, in any order, overlapping or not.
    ///
    /// A pause takes the working time that lies in it, or for calendar limits as many days as midnights lie in it; only
    /// what lies after the start, and only if the limit had not ended when it began. A pause that is still open takes
    /// nothing: the answer is counted up to its `from`, as if the clock went on there, and moves when the pause is closed.
    #[must_use]
    pub fn due_with_pauses(
        &self,
        received: Timestamp,
        limit: TimeLimit,
        start: StartRule,
        pauses: &[Pause],
    ) -> Timestamp {
        timestamp(self.reckon(received, limit, start, pauses).due)
    }

    pub(super) fn reckon(
        &self,
        received: Timestamp,
        limit: TimeLimit,
        start: StartRule,
        pauses: &[Pause],
    ) -> Reckoning {
        let start = self.start(received, limit, start);
        let length = self.length(start, limit);
        let pauses = merged(start, pauses);
        match length {
            Length::Working(amount) => self.reckon_working(start, amount, &pauses),
            Length::Days(days) => self.reckon_days(start, days, &pauses),
        }
    }

    /// What the limit is worth when it counts from `start`.
    fn length(&self, start: i64, limit: TimeLimit) -> Length {
        let standard = self.day_length(date(day(start))).0;
        match limit {
            // The first day does not count, and the last one is moved to its closing: none are left between.
            TimeLimit::SameDay => Length::Days(0),
            TimeLimit::WorkingHours(hours) => Length::Working(i64::from(hours) * 3600),
            TimeLimit::HalfDays(halves) => Length::Working(i64::from(halves) * standard / 2),
            TimeLimit::WorkingDays(days) => Length::Working(i64::from(days) * standard),
            TimeLimit::Days(days) => Length::Days(i64::from(days).min(MOST_DAYS)),
            TimeLimit::Months(months) => {
                let first = date(day(start));
                let last = first.saturating_add(Span::new().months(months.min(MOST_MONTHS)));
                Length::Days(number(last) - day(start))
            }
        }
    }

    fn reckon_working(&self, start: i64, amount: i64, pauses: &[(i64, i64)]) -> Reckoning {
        let table = self.table();
        let begun = table.elapsed(start);
        let mut target = begun + amount;
        let mut counted = Vec::new();
        for (from, to) in pauses {
            let (before, after) = (table.elapsed(*from), table.elapsed(*to));
            if before >= target {
                break;
            }
            target += after - before;
            counted.push((*from, *to, after - before));
        }
        let due = if target == begun { start } else { table.earliest(target) };
        Reckoning { start, length: Length::Working(amount), pauses: counted, last: day(due), due }
    }

    fn reckon_days(&self, start: i64, days: i64, pauses: &[(i64, i64)]) -> Reckoning {
        let mut last = day(start) + days;
        let mut due = self.closing(last, start);
        let mut counted = Vec::new();
        for (from, to) in pauses {
            if *from >= due {
                break;
            }
            let taken = day(*to) - day(*from);
            // A pause may begin after the last day, while its due date is moved over days off.
            last = last.max(day(*from)) + taken;
            due = self.closing(last, *to);
            counted.push((*from, *to, taken));
        }
        Reckoning { start, length: Length::Days(days), pauses: counted, last, due }
    }

    /// The first closing of a working day on this day or later, and not before this instant.
    fn closing(&self, from: i64, not_before: i64) -> i64 {
        let of_first_working_day = |from: i64| {
            let open = self.opening(from * DAY);
            self.table().sessions(day(open)).last().map_or(NEVER, |(_, to)| day(open) * DAY + to)
        };
        [from, day(not_before), day(not_before) + 1]
            .into_iter()
            .map(|day| of_first_working_day(day.max(from)))
            .find(|closing| *closing >= not_before)
            .unwrap_or(NEVER)
    }
}

/// The closed pauses in order, clipped to what lies after the start, those that touch joined.
fn merged(start: i64, pauses: &[Pause]) -> Vec<(i64, i64)> {
    let closed = |pause: &Pause| Some((seconds(pause.from).max(start), seconds(pause.to?)));
    let mut spans: Vec<(i64, i64)> = pauses.iter().filter_map(closed).filter(|(from, to)| from < to).collect();
    spans.sort_unstable();
    spans.dedup_by(|next, kept| {
        let touch = next.0 <= kept.1;
        if touch {
            kept.1 = kept.1.max(next.1);
        }
        touch
    });
    spans
}
