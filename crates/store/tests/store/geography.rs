//! Where places lie: taken in from a file, again, and rebuilt.

use crate::on_both_engines;
use crate::province::{at, found};
use crate::stores::TestStore;
use crate::tasks::rebuilt;
use rules::geography::{Drawing, Shape};
use rules::people::{Capacity, Village, VillageKind};
use store::desk::agencies::found_village;
use store::desk::catalogue::Change;
use store::desk::geography::take_in;
use store::province::ProvinceCache;
use store::tables::geography::places;
use store::{Failure, Store};

fn take(store: &Store, east: f64) -> Result<Vec<Change>, Failure> {
    let ring = vec![[103.0, 22.0], [east, 22.0], [east, 22.2], [103.0, 22.0]];
    let features =
        vec![("03549".to_owned(), Shape::Outline(vec![ring])), ("03549.001".to_owned(), Shape::Point([103.1, 22.1]))];
    let drawing = Drawing { source: "Sở Nông nghiệp và Môi trường".into(), features };
    store.write_blocking(move |tx| {
        let province = ProvinceCache::default().get(tx)?;
        take_in(tx, &province, &drawing.clone(), &Capacity::system("test"), at(16, 8))
    })
}

on_both_engines! {
    fn outlines_are_taken_in_once_replaced_by_later_ones_and_rebuilt(given: TestStore) {
        let store = &given.store;
        found(store);
        assert!(take(store, 103.2).is_err(), "no such village yet");
        let entered = store.write_blocking(|tx| {
            let province = ProvinceCache::default().get(tx)?;
            let commune = "03549".parse().expect("a code");
            let village = |code, commune| {
                Village { code, name: "Nậm Lúc".into(), kind: VillageKind::Ban, commune, founded_on: None, decision: None }
            };
            found_village(tx, &province, commune, village, &Capacity::system("test"), at(15, 8))
        });
        assert_eq!(entered.expect("entered").as_str(), "03549.001");
        assert_eq!(take(store, 103.2).expect("taken"), [Change::Added, Change::Added]);
        assert_eq!(take(store, 103.2).expect("taken"), [Change::Left, Change::Left]);
        assert_eq!(take(store, 103.3).expect("taken"), [Change::Changed, Change::Left]);
        let known = store.read_blocking(places).expect("read");
        assert_eq!(known.sources, ["Sở Nông nghiệp và Môi trường"]);
        assert_eq!(known.villages.values().collect::<Vec<_>>(), [&[10_310_000, 2_210_000]]);
        assert_eq!(known.outlines.values().next().expect("an outline")[0][1], [10_330_000, 2_200_000]);
        rebuilt(store);
    }
}
