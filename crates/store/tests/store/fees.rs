//! What dossiers had to pay, in the index: the shares follow the payments wherever they move, each opens onto the same dossiers, and a
//! rebuild yields the same.

use crate::payments::{ask, file, money, pay, with_fees, write};
use crate::province::{FIRST, SECOND, act, at, leader, officer};
use crate::{dossiers::dump, on_both_engines, stores::TestStore};
use jiff::civil::date;
use rules::dossiers::{Command, Dossier, Receive, Transfer};
use rules::payments::Source;
use rules::quality::{Period, Scope, Share, Side, keys};
use store::province::ProvinceCache;
use store::tables::quality::{self, CASHLESS, Records};
use store::{Store, desk, journal};

const YEAR: Period = Period { from: date(2025, 1, 1), to: date(2025, 12, 31) };

fn received(store: &Store, agency: &'static str) -> Dossier {
    let commune = if agency == FIRST { "03549" } else { "03388" };
    let filed = file(store, commune, at(15, 8));
    act(store, &officer(agency), &filed, Command::Receive(Receive {}), at(15, 9)).expect("received")
}

fn scope(agency: &str) -> Scope {
    Scope::Commune(agency.parse().expect("a code"))
}

/// The share, which must be as many records as are listed on each side.
fn share(store: &Store, key: &'static str, scope: Scope) -> Option<Share> {
    let read = store.read_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        let share = if key == CASHLESS {
            let figures = quality::figures(tx, &province, YEAR.to, at(31, 9))?;
            let figure = figures.items.into_iter().find(|item| item.key == key).expect("a figure");
            figure.numerator.zip(figure.denominator).map(|(some, all)| Share::new(some, all))
        } else {
            quality::counts(tx, &province, &scope, YEAR, jiff::civil::Date::MAX)?.get(key)
        };
        let mut listed = |side| {
            Ok::<_, store::Failure>(
                match quality::records(tx, &province, key, side, &scope, YEAR, jiff::civil::Date::MAX)? {
                    Some(Records::Dossiers(condition)) => {
                        let sql = format!("SELECT COUNT(*) FROM dossiers d WHERE {}", condition.sql);
                        tx.query_one(&sql, condition.values)?.int(0)?
                    }
                    Some(Records::Procedures(list)) => i64::try_from(list.len()).expect("few"),
                    _ => panic!("{key} stands on dossiers or procedures"),
                },
            )
        };
        let (numerator, rest) = (listed(Side::Numerator)?, listed(Side::Rest)?);
        Ok::<_, store::Failure>((share, Share::new(numerator, numerator + rest)))
    });
    let (share, listed) = read.expect("read");
    assert_eq!(share, Some(listed), "{key}: the list behind it");
    share
}

on_both_engines! {
    fn the_index_counts_what_was_paid_online_of_what_had_to_be_paid(given: TestStore) {
        let store = &given.store;
        with_fees(store);
        assert_eq!(share(store, keys::PAID_ONLINE, Scope::Province), Some(Share::new(0, 0)));
        let [gateway, cash, transfer, waiting] = [(); 4].map(|()| received(store, FIRST));
        received(store, SECOND);
        for (dossier, source) in [(&gateway, Source::Gateway), (&cash, Source::Cash), (&transfer, Source::Bank)] {
            let reference = ask(store, dossier, at(15, 10)).expect("asked").requested.reference;
            pay(store, &reference, money(source, &format!("GD-{}", dossier.filed.code), 18_000)).expect("paid");
        }
        let open = ask(store, &waiting, at(15, 10)).expect("asked").requested.reference;
        // A transfer is cashless, and no online payment; what nobody asked for is owed all the same.
        assert_eq!(share(store, keys::PAID_ONLINE, Scope::Province), Some(Share::new(1, 5)));
        assert_eq!(share(store, keys::PAID_ONLINE, scope(FIRST)), Some(Share::new(1, 4)));
        assert_eq!(share(store, keys::PAID_ONLINE, scope(SECOND)), Some(Share::new(0, 1)));
        assert_eq!(share(store, CASHLESS, Scope::Province), Some(Share::new(2, 3)));
        for key in [keys::FEE_ON_RECORD, keys::FEE_PAID_ONLINE] {
            assert_eq!(share(store, key, Scope::Province), Some(Share::new(1, 1)), "{key}: the one procedure with a fee");
            assert_eq!(share(store, key, scope(FIRST)), Some(Share::new(1, 1)), "{key}");
            assert_eq!(share(store, key, scope(SECOND)), Some(Share::new(0, 1)), "{key}: none of its dossiers");
        }
        // What is taken back is owed no more.
        write(store, move |tx, province| {
            desk::payments::cancel(tx, province, &open, Some("Nhầm".into()), &officer(FIRST).as_citizen(), at(15, 11))
        })
        .expect("taken back");
        assert_eq!(share(store, keys::PAID_ONLINE, scope(FIRST)), Some(Share::new(1, 3)));
        // What is settled elsewhere counts there, with its money.
        let to = Transfer { agency: SECOND.into(), reason: "Thường trú ở xã khác".into(), ..Transfer::default() };
        let code = gateway.filed.code.to_string();
        let gateway = store.read_blocking(move |tx| desk::dossiers::load(tx, &code)).expect("read").expect("it").dossier;
        act(store, &leader(FIRST), &gateway, Command::Transfer(to), at(16, 10)).expect("transferred");
        assert_eq!(share(store, keys::PAID_ONLINE, scope(FIRST)), Some(Share::new(0, 2)));
        assert_eq!(share(store, keys::PAID_ONLINE, scope(SECOND)), Some(Share::new(1, 2)));
        assert_eq!(share(store, keys::FEE_PAID_ONLINE, scope(SECOND)), Some(Share::new(1, 1)));

        let before = dump(store);
        let rows = before.iter().find(|(table, _)| table == "dossier_fees").map(|(_, rows)| rows.len());
        assert_eq!(rows, Some(5), "each has a row to lose");
        journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(dump(store), before);
        assert_eq!(share(store, keys::PAID_ONLINE, scope(SECOND)), Some(Share::new(1, 2)));
    }
}
