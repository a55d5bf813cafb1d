//! What one dossier adds to which day of its agency's counts.
//!
//! [`contributions`] looks at the present state only. The table of days gets, after each event, what the state contributes
//! now and did not before; the differences telescope, so a rebuild from final states yields the same rows.

use super::Definition;
use crate::calendar::day_of;
use crate::dossiers::{Channel, Dossier, Outcome, Rating, Status, Verdict, national_verdict};
use jiff::civil::Date;
use std::sync::LazyLock;

macro_rules! measures {
    ($($(#[$doc:meta])* $name:ident = $column:literal),+ $(,)?) => {
        /// What is counted a day and an agency.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Measure { $($(#[$doc])* $name),+ }

        impl Measure {
            /// Every measure, in the order of the columns.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The column of the table of days.
            #[must_use]
            pub const fn column(self) -> &'static str {
                match self { $(Self::$name => $column),+ }
            }
        }
    };
}

measures! {
    /// Received, filed online (766, 3.3). On the day of reception, as the next five.
    ReceivedOnline = "received_online",
    /// Received, filed at a counter.
    ReceivedCounter = "received_counter",
    /// Received, sent by post.
    ReceivedPostal = "received_postal",
    /// Received, with a paper that was used again, out of a personal store (766, 4.3 and 4.4).
    Reused = "reused",
    /// Received online, but settled without the electronic result that a procedure with a paper result owes: not counted as
    /// online (766, 3.3).
    OnlineWithoutResult = "online_without_result",
    /// Settled before its due day, or without a due date (766, 2.1). On the day it finished, whatever the final status, as all
    /// that follow but the balance.
    FinishedEarly = "finished_early",
    /// Settled on its due day, in time.
    FinishedOnTime = "finished_on_time",
    /// Settled late, or after a second supplement request.
    FinishedLate = "finished_late",
    /// Completed with a result (status 9 or 10).
    Processed = "processed",
    /// Completed, of a procedure that hands out a paper (766, 4.1).
    ProcessedPaper = "processed_paper",
    /// Completed, paper result, and the electronic result is there (766, 4.1).
    Electronic = "electronic",
    /// Completed, and papers and result are there as files (766, 4.2).
    Digitised = "digitised",
    /// Completed certification of a copy with an electronic result (766, 4.2b).
    ElectronicCopies = "electronic_copies",
    /// The applicant was not satisfied.
    Dissatisfied = "dissatisfied",
    /// Settled in time, and still the applicant was not satisfied (766, 5.4: a late one is off already).
    DissatisfiedInTime = "dissatisfied_in_time",
    /// Seconds from reception to completion without the pauses, by the calendar, of completed dossiers (766, 2.2).
    ProcessingSeconds = "processing_seconds",
    /// Balance: +1 on the day from which an open dossier counts as overdue, −1 on the day it finished. The sum up to a
    /// day is the number of open dossiers overdue at its end, as known now.
    Overdue = "overdue",
    /// Received, with something to pay (766, 3.6): see [`super::Dues`], as the next three. On the day of reception.
    FeeOwed = "fee_owed",
    /// Of these, paid through a gateway, whenever that was.
    FeePaidOnline = "fee_paid_online",
    /// Paid for in full, on the day of the last payment.
    FeePaid = "fee_paid",
    /// Of these, without cash.
    FeePaidCashless = "fee_paid_cashless",
}

impl Measure {
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();
}

/// What a dossier contributes: amounts by day and measure.
pub type Contributions = Vec<(Date, Measure, i64)>;

/// What the dossier contributes as it stands, its money aside. One that was never received contributes nothing.
#[must_use]
pub fn contributions(dossier: &Dossier) -> Contributions {
    let Some(received_at) = dossier.received_at else { return Vec::new() };
    let mut counts = Vec::with_capacity(12);
    let received = day_of(received_at);
    let online = dossier.filed.channel.is_online();
    let channel = match dossier.filed.channel {
        Channel::Online | Channel::NationalPortal => Measure::ReceivedOnline,
        Channel::Counter => Measure::ReceivedCounter,
        Channel::Postal => Measure::ReceivedPostal,
    };
    counts.push((received, channel, 1));
    let mut on_reception = |applies: bool, measure| {
        if applies {
            counts.push((received, measure, 1));
        }
    };
    on_reception(dossier.reuses_documents(), Measure::Reused);
    on_reception(online && lacks_electronic_result(dossier), Measure::OnlineWithoutResult);
    if dossier.finished_at.is_some() {
        finished(dossier, &mut counts);
    }
    overdue(dossier, &mut counts);
    counts
}

/// What changed from one state to the next, by day and measure; nothing twice, nothing of zero.
#[must_use]
pub fn between(before: Option<&Dossier>, after: &Dossier) -> Contributions {
    let mut counts = contributions(after);
    if let Some(before) = before {
        counts.extend(contributions(before).into_iter().map(|(day, measure, amount)| (day, measure, -amount)));
    }
    counts.sort_unstable_by_key(|(day, measure, _)| (*day, *measure));
    counts.dedup_by(|next, kept| {
        let same = (next.0, next.1) == (kept.0, kept.1);
        if same {
            kept.2 += next.2;
        }
        same
    });
    counts.retain(|(_, _, amount)| *amount != 0);
    counts
}

/// The day from whose end on the dossier counts as overdue while it is open: the day after the due day (the index compares
/// the last day of a period with the due date), or the day of a second supplement request if that is earlier. Nothing
/// when the clock stood before, and stands.
#[must_use]
pub fn counted_overdue_from(dossier: &Dossier) -> Option<Date> {
    let received = day_of(dossier.received_at?);
    let second = dossier.supplements.get(1).map(|supplement| day_of(supplement.requested_at));
    let stopped = dossier.stopped_at().filter(|_| second.is_none()).map(day_of);
    let after_due = dossier.due_at.map(|due| day_of(due).tomorrow().unwrap_or(Date::MAX));
    let after_due = after_due.filter(|day| stopped.is_none_or(|stopped| *day <= stopped));
    let first = match (after_due, second) {
        (Some(after_due), Some(second)) => after_due.min(second),
        (one, other) => one.or(other)?,
    };
    Some(first.max(received))
}

fn lacks_electronic_result(dossier: &Dossier) -> bool {
    dossier.filed.paper_result && dossier.outcome == Some(Outcome::Granted) && dossier.result_file.is_none()
}

fn finished(dossier: &Dossier, counts: &mut Contributions) {
    let Some(finished_at) = dossier.finished_at else { return };
    let day = day_of(finished_at);
    let verdict = match national_verdict(dossier, finished_at) {
        Some(Verdict::Early) => Measure::FinishedEarly,
        Some(Verdict::OnTime) => Measure::FinishedOnTime,
        _ => Measure::FinishedLate,
    };
    let mut add = |applies: bool, measure| {
        if applies {
            counts.push((day, measure, 1));
        }
    };
    add(true, verdict);
    let dissatisfied = dossier.rating == Some(Rating::Dissatisfied);
    add(dissatisfied, Measure::Dissatisfied);
    add(dissatisfied && verdict != Measure::FinishedLate, Measure::DissatisfiedInTime);
    if !matches!(dossier.status, Status::Processed | Status::Returned) {
        return;
    }
    let electronic = dossier.result_file.is_some();
    add(true, Measure::Processed);
    add(dossier.filed.paper_result, Measure::ProcessedPaper);
    add(dossier.filed.paper_result && electronic, Measure::Electronic);
    add(dossier.is_digitised(), Measure::Digitised);
    add(electronic && certifies_copies(dossier), Measure::ElectronicCopies);
    counts.push((day, Measure::ProcessingSeconds, processing_seconds(dossier)));
}

/// The procedures that certify copies, as the newest definition lists them: what a past day counted must not change with
/// the period that is asked for.
fn certifies_copies(dossier: &Dossier) -> bool {
    static CODES: LazyLock<&[String]> = LazyLock::new(|| &Definition::newest().electronic_copy_procedures);
    CODES.iter().any(|code| code == dossier.filed.procedure.as_str())
}

fn processing_seconds(dossier: &Dossier) -> i64 {
    let (Some(received), Some(finished)) = (dossier.received_at, dossier.finished_at) else { return 0 };
    let paused = |pause: &crate::calendar::Pause| pause.to.unwrap_or(finished).as_second() - pause.from.as_second();
    finished.as_second() - received.as_second() - dossier.pauses.iter().map(paused).sum::<i64>()
}

fn overdue(dossier: &Dossier, counts: &mut Contributions) {
    let Some(from) = counted_overdue_from(dossier) else { return };
    match dossier.finished_at.map(day_of) {
        None => counts.push((from, Measure::Overdue, 1)),
        Some(finished) if finished > from => {
            counts.push((from, Measure::Overdue, 1));
            counts.push((finished, Measure::Overdue, -1));
        }
        Some(_) => {}
    }
}
