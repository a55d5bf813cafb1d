//! Where dossiers come in: the share received away from the own counter, with the dossiers behind it, also after a transfer.

use crate::province::{FIRST, SECOND, act, at, citizen, filing, found, leader, officer};
use crate::{on_both_engines, stores::TestStore};
use jiff::civil::date;
use rules::dossiers::{Channel, Command, Dossier, Receive, Transfer};
use rules::quality::{Period, Scope, Side};
use store::province::ProvinceCache;
use store::tables::dossier_lists::{Filter, list};
use store::tables::quality::{self, DOSSIERS_ANYWHERE, Records};
use store::{Failure, Store, desk, journal};

const YEAR: Period = Period { from: date(2025, 1, 1), to: date(2025, 12, 31) };

/// Handed in at the counter of the first commune on a day of December, for this commune, and received at once; or filed online.
pub(crate) fn file(store: &Store, commune: &'static str, channel: Channel, day: i8) -> Dossier {
    let filed: Result<Dossier, Failure> = store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        let mut handed_in = filing("Lò Thị Mai", commune);
        handed_in.channel = Some(channel);
        let by = if channel == Channel::Online {
            citizen().as_citizen()
        } else {
            handed_in.counter = Some("H35.A.1".parse().expect("a code"));
            officer(FIRST).as_officer(&officer(FIRST).positions[0])
        };
        let code = "1.000001".parse().expect("a code");
        desk::dossiers::file(tx, &province, &code, handed_in, &by, at(day, 8), channel != Channel::Online)
    });
    filed.expect("filed")
}

/// The figure, and how many dossiers stand on each side of it.
fn figure(store: &Store) -> ((Option<i64>, Option<i64>), [usize; 2]) {
    store
        .read_blocking(|tx| {
            let province = ProvinceCache::default().get(tx)?;
            let report = quality::figures(tx, &province, YEAR.to, at(23, 9))?;
            let item = report.items.iter().find(|item| item.key == DOSSIERS_ANYWHERE).expect("the figure");
            let mut behind = |side| {
                let found = quality::records(tx, &province, DOSSIERS_ANYWHERE, side, &Scope::Province, YEAR, YEAR.to)?;
                let Some(Records::Dossiers(condition)) = found else { panic!("dossiers") };
                let filter = Filter { condition: Some(condition), ..Filter::default() };
                Ok::<_, store::Failure>(list(tx, &rules::people::permissions::Scope::All, &filter, None, 100)?.len())
            };
            let sides = [behind(Side::Numerator)?, behind(Side::Rest)?];
            Ok::<_, store::Failure>(((item.numerator, item.denominator), sides))
        })
        .expect("read")
}

on_both_engines! {
    fn what_comes_in_online_or_at_another_counter_counts_and_opens(given: TestStore) {
        let store = &given.store;
        found(store);
        assert_eq!(figure(store), ((Some(0), Some(0)), [0, 0]));
        file(store, "03549", Channel::Counter, 15);
        file(store, "03549", Channel::Counter, 15);
        let elsewhere = file(store, "03388", Channel::Counter, 15);
        let online = file(store, "03549", Channel::Online, 15);
        assert_eq!(figure(store), ((Some(1), Some(3)), [1, 2]), "what is not received yet is not counted");
        act(store, &officer(FIRST), &online, Command::Receive(Receive {}), at(15, 9)).expect("received");
        assert_eq!(figure(store), ((Some(2), Some(4)), [2, 2]));
        // It belongs to the first commune after all, whose own counter took it in.
        let transfer = Transfer { agency: FIRST.into(), agency_name: String::new(), reason: "Thuộc thẩm quyền".into() };
        act(store, &leader(SECOND), &elsewhere, Command::Transfer(transfer), at(16, 9)).expect("transferred");
        assert_eq!(figure(store), ((Some(1), Some(4)), [1, 3]));
        journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(figure(store), ((Some(1), Some(4)), [1, 3]));
    }
}
