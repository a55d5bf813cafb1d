//! What contributions say against what a patient reader of the dossiers would count.

use super::sample::{Dice, steps};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use rules::calendar::day_of;
use rules::dossiers::{Dossier, Event, Outcome, Rating, Status};
use rules::quality::{
    Contributions, DOSSIERS_ON_TIME, JUDGED, Measure, Period, Share, Side, Totals, between, contributions, keys,
    side_of,
};
use std::collections::BTreeMap;

fn lives(seed: u64, count: u32) -> Vec<Vec<Dossier>> {
    let mut dice = Dice::new(seed);
    let life = |number| {
        let steps = steps(&mut dice, number);
        assert!(matches!(steps[0].event, Event::Filed(_)) && steps.windows(2).all(|pair| pair[0].at <= pair[1].at));
        steps.into_iter().map(|step| step.after).collect()
    };
    (0..count).map(life).collect()
}

fn added_up(parts: impl IntoIterator<Item = Contributions>) -> BTreeMap<(Date, Measure), i64> {
    let mut sums = BTreeMap::new();
    for (day, measure, amount) in parts.into_iter().flatten() {
        *sums.entry((day, measure)).or_insert(0) += amount;
    }
    sums.retain(|_, amount| *amount != 0);
    sums
}

fn finals(lives: &[Vec<Dossier>]) -> Vec<&Dossier> {
    lives.iter().filter_map(|life| life.last()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_differences_after_each_event_add_up_to_what_the_final_state_contributes(seed: u64) {
        for life in lives(seed, 3) {
            let steps = (0..life.len()).map(|at| between(at.checked_sub(1).map(|before| &life[before]), &life[at]));
            let end = life.last().map(contributions);
            prop_assert_eq!(added_up(steps), added_up(end));
        }
    }

    #[test]
    fn shares_from_sums_over_days_are_those_of_a_recount(seed: u64, from in 0i64..380, length in 0i64..400) {
        let lives = lives(seed, 40);
        let dossiers = finals(&lives);
        let from = date(2025, 1, 1).saturating_add(jiff::Span::new().days(from));
        let period = Period { from, to: from.saturating_add(jiff::Span::new().days(length)) };
        let totals = Totals::of(dossiers.iter().flat_map(|dossier| contributions(dossier)), period);
        for (key, share) in totals.shares() {
            prop_assert_eq!(share, recount(key, &dossiers, period), "{}", key);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn each_dossier_stands_on_the_side_that_the_sums_count_it_on(seed: u64, from in 0i64..380, length in 0i64..400) {
        let lives = lives(seed, 40);
        let dossiers = finals(&lives);
        let from = date(2025, 1, 1).saturating_add(jiff::Span::new().days(from));
        let period = Period { from, to: from.saturating_add(jiff::Span::new().days(length)) };
        let totals = Totals::of(dossiers.iter().flat_map(|dossier| contributions(dossier)), period);
        let on = |key: &str, side: Side| {
            let count = dossiers.iter().filter(|dossier| side_of(key, dossier, period) == Some(side)).count();
            i64::try_from(count).expect("a few")
        };
        let of = |key: &str| {
            let numerator = on(key, Side::Numerator);
            Share::new(numerator, numerator + on(key, Side::Rest))
        };
        for (key, share) in totals.shares().into_iter().filter(|(key, _)| JUDGED.contains(key)) {
            prop_assert_eq!(of(key), share, "{}", key);
        }
        let days = totals.period;
        prop_assert_eq!(of(DOSSIERS_ON_TIME), Share::new(days.finished_in_time(), days.finished()));
    }
}

#[test]
fn the_samples_reach_every_corner() {
    let lives = lives(57, 3000);
    let dossiers = finals(&lives);
    for status in Status::ALL {
        assert!(dossiers.iter().any(|dossier| dossier.status == status), "{status:?}");
    }
    let all = Totals::of(
        dossiers.iter().flat_map(|dossier| contributions(dossier)),
        Period { from: date(2025, 1, 1), to: date(2026, 12, 31) },
    );
    // Money moves on its own: what it counts is tested beside `Dues`, and with payments on the floor of the store.
    let money = [Measure::FeeOwed, Measure::FeePaidOnline, Measure::FeePaid, Measure::FeePaidCashless];
    for measure in Measure::ALL.iter().filter(|measure| !money.contains(measure)) {
        assert!(all.period[*measure] > 0, "{measure:?}");
    }
}

fn recount(key: &str, dossiers: &[&Dossier], period: Period) -> Share {
    let sum = |weigh: &dyn Fn(&Dossier) -> (i64, i64)| {
        let (numerator, denominator) =
            dossiers.iter().map(|dossier| weigh(dossier)).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        Share::new(numerator, denominator)
    };
    let ratio = |base: &dyn Fn(&Dossier) -> bool, counts: &dyn Fn(&Dossier) -> bool| {
        sum(&|dossier| (i64::from(base(dossier) && counts(dossier)), i64::from(base(dossier))))
    };
    let received = |dossier: &Dossier| dossier.received_at.is_some_and(|at| period.contains(day_of(at)));
    let finished = |dossier: &Dossier| {
        dossier.received_at.is_some() && dossier.finished_at.is_some_and(|at| period.contains(day_of(at)))
    };
    let open = |dossier: &Dossier| {
        dossier.received_at.is_some_and(|at| day_of(at) <= period.to)
            && dossier.finished_at.is_none_or(|at| day_of(at) > period.to)
    };
    let settled = |dossier: &Dossier| {
        finished(dossier) && (dossier.status == Status::Processed || dossier.status == Status::Returned)
    };
    let stood_from =
        |dossier: &Dossier| dossier.pauses.last().filter(|pause| pause.to.is_none()).map(|pause| pause.from);
    // Late at the end: by the hour. Late while open: from the day after, or from the second request on.
    let late = |dossier: &Dossier| {
        if finished(dossier) {
            let second = |at: Option<jiff::Timestamp>| at.map(jiff::Timestamp::as_second);
            let end = stood_from(dossier).or(dossier.finished_at);
            let over = dossier.due_at.is_some() && second(end) > second(dossier.due_at);
            return dossier.supplements.len() == 2 || over;
        }
        let twice = dossier.supplements.len() == 2;
        // While the clock stands, its end is when it stopped; a second request is late whatever follows.
        let last = stood_from(dossier).filter(|_| !twice).map_or(period.to, |at| day_of(at).min(period.to));
        let over = dossier.due_at.is_some_and(|due| day_of(due) < last);
        over || twice && day_of(dossier.supplements[1].requested_at) <= period.to
    };
    let disliked = |dossier: &Dossier| finished(dossier) && dossier.rating == Some(Rating::Dissatisfied);
    match key {
        keys::ON_TIME => ratio(&|d| finished(d) || open(d), &|d| !late(d)),
        keys::SATISFIED => ratio(&|d| finished(d) || open(d), &|d| !late(d) && !disliked(d)),
        keys::AVERAGE_TIME => sum(&|dossier| {
            if !settled(dossier) {
                return (0, 0);
            }
            let second = |at: Option<jiff::Timestamp>| at.expect("settled").as_second();
            let (start, end) = (second(dossier.received_at), second(dossier.finished_at));
            let stood: i64 = dossier
                .pauses
                .iter()
                .map(|pause| second(pause.to.or(dossier.finished_at)) - pause.from.as_second())
                .sum();
            (end - start - stood, 1)
        }),
        keys::FILED_ONLINE => ratio(&received, &|d| {
            let owes = d.filed.paper_result && d.outcome == Some(Outcome::Granted) && d.result_file.is_none();
            d.filed.channel.is_online() && !owes
        }),
        keys::ELECTRONIC_RESULT => ratio(&|d| settled(d) && d.filed.paper_result, &|d| d.result_file.is_some()),
        keys::DIGITISED => ratio(&settled, &|d| {
            let there = d.filed.documents.iter().any(|paper| paper.file_id.is_some() || paper.reuse_of.is_some());
            there && d.result_file.is_some()
        }),
        keys::REUSED | keys::PERSONAL_STORE => {
            ratio(&received, &|d| d.filed.documents.iter().any(|paper| paper.reuse_of.is_some()))
        }
        // Dossiers alone owe nothing: their payments are counted beside them.
        keys::PAID_ONLINE => Share::new(0, 0),
        other => panic!("{other} is not recounted"),
    }
}
