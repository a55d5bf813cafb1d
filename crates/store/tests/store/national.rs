//! The scores of all provinces: taken in whole, our own place as it was known on a day, and a rebuild yields the same.

use crate::dossiers::dump;
use crate::{on_both_engines, stores::TestStore};
use jiff::civil::{Date, date, time};
use rules::calendar::instant;
use rules::people::Capacity;
use rules::quality::{OWN_PROVINCE, Period, ProvinceScore, Scope, ScoreTable, State, provinces};
use store::desk::catalogue::Change;
use store::desk::quality::import_scores;
use store::province::ProvinceCache;
use store::tables::quality::{self, Asked, Rankings};
use store::{Store, journal};

/// A table in which our own province has so many hundredths of a point, and the others 90, 89, 88 … points.
pub(crate) fn table(on: Date, own: i64) -> ScoreTable {
    let score = |(at, province): (i64, &rules::quality::NationalProvince)| ProvinceScore {
        province: province.code.clone(),
        hundredths: if province.code == OWN_PROVINCE { own } else { 9_000 - 100 * at },
    };
    ScoreTable {
        on, source: "Cổng Dịch vụ công quốc gia".into(), scores: (0..).zip(provinces()).map(score).collect()
    }
}

pub(crate) fn take_in(store: &Store, table: ScoreTable, on: Date) -> Change {
    let at = instant(on.to_datetime(time(16, 0, 0, 0)));
    store.write_blocking(move |tx| import_scores(tx, table.clone(), &Capacity::system("test"), at)).expect("taken in")
}

/// The place over the year to a day, and the figure of it.
fn place(store: &Store, as_of: Date) -> (State, Option<usize>, Option<f64>) {
    store
        .read_blocking(move |tx| {
            let province = ProvinceCache::default().get(tx)?;
            let period = Period { from: as_of.first_of_year(), to: as_of };
            let asked = Asked { scope: Scope::Province, period, as_of };
            let index = quality::index(tx, &province, &Rankings::default(), &asked, period.end())?;
            let figures = quality::figures(tx, &province, as_of, period.end())?;
            let figure = figures.items.into_iter().find(|item| item.key == "service_index_rank").expect("the figure");
            assert!(figure.value.is_none() || figure.records.as_deref() == Some("/api/v1/index/provinces"));
            Ok::<_, store::Fault>((
                index.rank.state,
                index.rank.position,
                figure.value.map(rules::quality::Points::to_f64),
            ))
        })
        .expect("read")
}

on_both_engines! {
    fn our_place_follows_from_the_newest_table_known_on_the_day(given: TestStore) {
        let store = &given.store;
        let (november, december) = (date(2025, 11, 30), date(2025, 12, 22));
        assert_eq!(place(store, december), (State::NoDataYet, None, None));
        assert_eq!(take_in(store, table(november, 8_550), november), Change::Added);
        assert_eq!(take_in(store, table(december, 9_050), december), Change::Added);
        assert_eq!(take_in(store, table(december, 9_050), december), Change::Left);
        assert_eq!(place(store, date(2025, 11, 29)), (State::NoDataYet, None, None));
        // Those of 90, 89, 88, 87 and 86 points are ahead; the fifth in the list is our own.
        assert_eq!(place(store, november), (State::Measured, Some(5), Some(5.0)));
        assert_eq!(place(store, december), (State::Measured, Some(1), Some(1.0)));
        // A correction of the same day, entered a day later: what was known before stays what it was.
        assert_eq!(take_in(store, table(december, 100), date(2025, 12, 23)), Change::Changed);
        assert_eq!(place(store, december), (State::Measured, Some(1), Some(1.0)));
        assert_eq!(place(store, date(2025, 12, 23)), (State::Measured, Some(34), Some(34.0)));
        let before = dump(store);
        journal::rebuild(store, |_| {}).expect("rebuilt");
        assert_eq!(dump(store), before);
    }
}
