//! What the money of a dossier counts for (766, 3.5 to 3.6): whether it had to be paid for, and whether that was done online.
//!
//! A transfer by VietQR is a bank's business: it is cashless, and it is not the online payment of the index, which a gateway
//! confirms (*DuocThanhToanTrucTuyen* 1 or 2).

use super::{Contributions, Measure};
use crate::catalogue::{Fee, Procedure};
use crate::dossiers::Filed;
use crate::money::Dong;
use crate::payments::{Source, State};
use jiff::civil::Date;

/// What is known of one payment of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentSeen {
    /// Where it stands.
    pub state: State,
    /// How much was asked for.
    pub amount: Dong,
    /// The day on which it was complete, and the source that completed it.
    pub paid: Option<(Date, Source)>,
}

/// What a dossier's payments come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dues {
    /// Whether it counts as one with something to pay: its fees are not all zero, and nobody was found to owe nothing.
    pub obliged: bool,
    /// Whether a price other than zero is on record.
    pub priced: bool,
    /// Whether all that was asked for was paid through a gateway.
    pub online: bool,
    /// The day on which the last of what was asked for was paid, and whether none of it in cash.
    pub paid: Option<(Date, bool)>,
}

impl Dues {
    /// What these payments of a dossier come to; `bears_fee` as [`bears_fee`] says.
    #[must_use]
    pub fn of(bears_fee: bool, payments: &[PaymentSeen]) -> Self {
        let owed = || payments.iter().filter(|payment| !matches!(payment.state, State::Exempt | State::Cancelled));
        let paid: Option<Vec<(Date, Source)>> = owed().map(|payment| payment.paid).collect();
        let paid = paid.filter(|paid| !paid.is_empty());
        let every = |counts: fn(Source) -> bool| {
            paid.as_ref().is_some_and(|paid| paid.iter().all(|(_, source)| counts(*source)))
        };
        let obliged = bears_fee && (payments.is_empty() || owed().next().is_some());
        Self {
            obliged,
            priced: owed().any(|payment| payment.amount.0 > 0),
            online: obliged && every(|source| source == Source::Gateway),
            paid: paid
                .as_ref()
                .and_then(|paid| paid.iter().map(|(day, _)| *day).max())
                .map(|day| (day, every(|source| source != Source::Cash))),
        }
    }

    /// What the dossier adds to the counts of its agency: on the day of its reception what it owes, on the day of the last payment
    /// how it was paid.
    #[must_use]
    pub fn contributions(&self, received: Option<Date>) -> Contributions {
        let mut counts = Vec::new();
        if let Some(day) = received {
            counts.extend(self.obliged.then_some((day, Measure::FeeOwed, 1)));
            counts.extend(self.online.then_some((day, Measure::FeePaidOnline, 1)));
        }
        if let Some((day, cashless)) = self.paid {
            counts.push((day, Measure::FeePaid, 1));
            counts.extend(cashless.then_some((day, Measure::FeePaidCashless, 1)));
        }
        counts
    }
}

/// Whether what was filed costs something by the fees of that day, or may: where the amount depends on the case.
#[must_use]
pub fn bears_fee(filed: &Filed) -> bool {
    let price = |fee: &Fee| fee.amount_online.filter(|_| filed.channel.is_online()).or(fee.amount);
    filed.fees.iter().any(|fee| price(fee) != Some(Dong(0)))
}

/// The procedures with a fee in the catalogue (766, 3.5 and 3.5b): on whatever way, or depending on the case.
pub fn with_fee<'a>(procedures: &[&'a Procedure]) -> Vec<&'a Procedure> {
    let costs = |fee: &Fee| fee.amount != Some(Dong(0)) || fee.amount_online.is_some_and(|online| online.0 > 0);
    procedures.iter().copied().filter(|procedure| procedure.fees.iter().any(costs)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const DAY: Date = date(2025, 12, 23);

    fn paid(source: Source) -> PaymentSeen {
        PaymentSeen { state: State::Paid, amount: Dong(50_000), paid: Some((DAY, source)) }
    }

    fn unpaid(state: State, amount: i64) -> PaymentSeen {
        PaymentSeen { state, amount: Dong(amount), paid: None }
    }

    #[test]
    fn what_costs_something_is_owed_until_somebody_is_found_to_owe_nothing() {
        assert!(Dues::of(true, &[]).obliged);
        assert!(!Dues::of(false, &[]).obliged);
        assert!(Dues::of(true, &[unpaid(State::Waiting, 50_000)]).obliged);
        assert!(!Dues::of(true, &[unpaid(State::Exempt, 0)]).obliged);
        assert!(!Dues::of(true, &[unpaid(State::Cancelled, 50_000)]).obliged);
        assert!(Dues::of(true, &[unpaid(State::Cancelled, 50_000), paid(Source::Cash)]).obliged);
    }

    #[test]
    fn only_what_a_gateway_confirmed_was_paid_online_and_a_transfer_is_cashless_all_the_same() {
        let gateway = Dues::of(true, &[paid(Source::Gateway)]);
        assert!(gateway.online && gateway.priced && gateway.paid == Some((DAY, true)));
        let transfer = Dues::of(true, &[paid(Source::Bank)]);
        assert!(!transfer.online && transfer.priced && transfer.paid == Some((DAY, true)));
        let cash = Dues::of(true, &[paid(Source::Cash)]);
        assert!(!cash.online && cash.priced && cash.paid == Some((DAY, false)));
        let both = Dues::of(true, &[paid(Source::Gateway), paid(Source::Cash)]);
        assert!(!both.online && both.paid == Some((DAY, false)), "part of it was cash");
        let half = Dues::of(true, &[paid(Source::Gateway), unpaid(State::Waiting, 20_000)]);
        assert!(!half.online && half.paid.is_none(), "some is still to come");
        assert!(!Dues::of(false, &[paid(Source::Gateway)]).online, "of a procedure without a fee nothing is counted");
    }

    #[test]
    fn it_counts_on_the_day_of_reception_and_on_the_day_of_paying() {
        let received = date(2025, 12, 20);
        let counts = Dues::of(true, &[paid(Source::Gateway)]).contributions(Some(received));
        let expected = vec![
            (received, Measure::FeeOwed, 1),
            (received, Measure::FeePaidOnline, 1),
            (DAY, Measure::FeePaid, 1),
            (DAY, Measure::FeePaidCashless, 1),
        ];
        assert_eq!(counts, expected);
        assert!(Dues::of(true, &[]).contributions(None).is_empty());
    }
}
