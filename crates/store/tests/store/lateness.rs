//! The forecast in the store: learnt from the steps of what ended, given to what is open, tried on months that it had not seen.

use crate::quality::{entered, found, on_the_day};
use crate::{on_both_engines, stores::TestStore};
use jiff::civil::{Date, date};
use rules::lateness::Model;
use rules::people::permissions::Scope;
use rules::quality::Period;
use store::Store;
use store::province::ProvinceCache;
use store::tables::lateness::{Likely, backtest, learn, likely, open};

fn learnt(store: &Store, until: Date) -> Model {
    let until = Period { from: until, to: until }.start();
    store
        .read_blocking(move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            learn(tx, &province, until)
        })
        .expect("learnt")
}

on_both_engines! {
    fn open_dossiers_get_a_chance_from_those_that_ended(given: TestStore) {
        let store = &given.store;
        found(store);
        let lives = entered(store, 11, 240);
        let day = date(2025, 12, 1);
        let model = learnt(store, day);
        assert!(model.size() > 200, "{}", model.size());
        assert_eq!(learnt(store, date(2024, 1, 1)).size(), 0, "nothing had ended");
        let now = Period { from: date(2025, 6, 2), to: date(2025, 6, 2) }.start();
        let listed: Vec<Likely> = store
            .read_blocking(move |tx| {
                let province = ProvinceCache::default().get(tx)?;
                likely(tx, &province, &model, (&Scope::All, &open()), now)
            })
            .expect("read");
        let finals = on_the_day(&lives, Date::MAX);
        for one in &listed {
            let dossier = finals.iter().find(|dossier| dossier.filed.code.as_str() == one.dossier.code).expect("known");
            assert!(dossier.finished_at.is_none() && dossier.supplements.len() < 2);
            assert_eq!(dossier.entered.last().map(|entered| entered.step), Some(one.place.step));
            assert!((0.0..=1.0).contains(&one.chance.late) && one.used < 1.0);
        }
        assert!(listed.windows(2).all(|pair| pair[0].chance.late >= pair[1].chance.late), "likeliest first");
    }

    fn a_month_is_foretold_from_what_ended_before_it(given: TestStore) {
        let store = &given.store;
        found(store);
        entered(store, 12, 240);
        let end = Period { from: date(2026, 1, 1), to: date(2026, 1, 1) }.end();
        let tried = store
            .read_blocking(move |tx| {
                let province = ProvinceCache::default().get(tx)?;
                backtest(tx, &province, &[date(2025, 3, 1), date(2025, 9, 1)], end)
            })
            .expect("tried");
        let [march, september] = &tried.months[..] else { panic!("two months") };
        assert!(march.learnt < september.learnt, "more had ended by then");
        assert!(!september.forecast.is_empty());
        for month in &tried.months {
            let outcomes = |trials: &[rules::lateness::Trial]| trials.iter().map(|trial| trial.late).collect::<Vec<_>>();
            assert_eq!(outcomes(&month.forecast), outcomes(&month.base));
            assert_eq!(outcomes(&month.forecast), outcomes(&month.thumb));
        }
    }
}
