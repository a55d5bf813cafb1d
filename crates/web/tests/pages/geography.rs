//! The map of coverage: tiles without any file, outlines with their villages once a file said where they lie.

use crate::site::{LEADER, Site};
use rules::people::{Capacity, Village, VillageKind};
use store::desk::agencies::found_village;
use store::desk::geography::take_in;

const FILE: &str = r#"{"type":"FeatureCollection","features":[
    {"type":"Feature","properties":{"code":"03478"},"geometry":{"type":"Polygon","coordinates":[[[103.0,22.0],[103.2,22.0],[103.2,22.2],[103.0,22.2],[103.0,22.0]]]}},
    {"type":"Feature","properties":{"code":"03478.001"},"geometry":{"type":"Point","coordinates":[103.1,22.1]}}]}"#;

#[test]
fn outlines_are_shown_once_there_are_any() {
    let site = Site::open();
    let leader = site.signed_in(LEADER);
    leader.get("/coverage").is(200).says("Bản đồ ô vuông các xã, phường").hides("Bản đồ ranh giới xã, phường");
    let (now, drawing) = (site.clock.now(), web::outlines::drawing(FILE.as_bytes(), "Sở thử").expect("read"));
    let provinces = store::province::ProvinceCache::default();
    site.write(move |tx| {
        let (province, by) = (provinces.get(tx)?, Capacity::system("test"));
        let village = |code, commune| Village {
            code,
            name: "Nậm Lúc".into(),
            kind: VillageKind::Ban,
            commune,
            founded_on: None,
            decision: None,
        };
        found_village(tx, &province, "03478".parse().expect("a code"), village, &by, now)?;
        take_in(tx, &province, &drawing, &by, now)
    });
    let page = leader.get("/coverage").is(200).says("Bản đồ ranh giới xã, phường").says("Nguồn ranh giới: Sở thử.");
    assert!(page.text.contains("<path d=\"M0.0,"), "an outline");
    assert_eq!(page.text.matches("<circle").count(), 1, "a village of which nothing is known");
}
