//! On which side of an indicator one dossier stands, as it is given: what lists as of a past day and comparisons of two days ask of
//! dossiers folded to that day. The sums of the same are in [`super::contributions`]; a test holds the two to each other.

use super::{Period, Side, contributions::counted_overdue_from, keys};
use crate::calendar::day_of;
use crate::dossiers::{Dossier, Outcome, Rating, Status, Verdict, national_verdict};

/// The figure of the conference report that counts finished dossiers only.
pub const DOSSIERS_ON_TIME: &str = "dossiers_on_time";

/// The indicators and figures of which [`side_of`] can tell.
pub const JUDGED: [&str; 8] = [
    keys::ON_TIME,
    keys::FILED_ONLINE,
    keys::ELECTRONIC_RESULT,
    keys::DIGITISED,
    keys::REUSED,
    keys::PERSONAL_STORE,
    keys::SATISFIED,
    DOSSIERS_ON_TIME,
];

/// The side on which a dossier counts over a period; nothing when it does not count, or for a key that is not of [`JUDGED`].
#[must_use]
pub fn side_of(key: &str, dossier: &Dossier, period: Period) -> Option<Side> {
    let received_on = day_of(dossier.received_at?);
    let finished_on = dossier.finished_at.map(day_of);
    let received = period.contains(received_on);
    let finished = finished_on.is_some_and(|day| period.contains(day));
    let open = received_on <= period.to && finished_on.is_none_or(|day| day > period.to);
    let settled = finished && matches!(dossier.status, Status::Processed | Status::Returned);
    let in_time = || match dossier.finished_at.filter(|_| finished) {
        Some(at) => matches!(national_verdict(dossier, at), Some(Verdict::Early | Verdict::OnTime)),
        None => counted_overdue_from(dossier).is_none_or(|day| day > period.to),
    };
    let paper = dossier.filed.paper_result;
    let electronic = dossier.result_file.is_some();
    let (counts, holds) = match key {
        keys::ON_TIME => (finished || open, in_time()),
        keys::SATISFIED => {
            let disliked = finished && dossier.rating == Some(Rating::Dissatisfied);
            (finished || open, in_time() && !disliked)
        }
        DOSSIERS_ON_TIME => (finished, in_time()),
        keys::FILED_ONLINE => {
            let lacking = paper && dossier.outcome == Some(Outcome::Granted) && !electronic;
            (received, dossier.filed.channel.is_online() && !lacking)
        }
        keys::ELECTRONIC_RESULT => (settled && paper, electronic),
        keys::DIGITISED => (settled, dossier.is_digitised()),
        keys::REUSED | keys::PERSONAL_STORE => (received, dossier.reuses_documents()),
        _ => return None,
    };
    counts.then_some(if holds { Side::Numerator } else { Side::Rest })
}
