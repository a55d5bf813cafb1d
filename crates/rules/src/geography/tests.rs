//! Shapes as files bring them, right and wrong.

use super::*;
use crate::Problem;
use crate::codes::VillageCode;
use crate::people::{Agency, AgencyKind, AgencyLevel, Directory, Entry};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn directory() -> Directory {
    let commune = Agency {
        commune: Some("03478".parse().expect("a code")),
        ..Agency::new(
            "H35.38".parse().expect("a code"),
            "Ủy ban nhân dân xã Sìn Hồ",
            AgencyLevel::Commune,
            AgencyKind::Authority,
        )
    };
    Directory::new([Entry::from(commune)], None)
}

fn villages() -> BTreeSet<VillageCode> {
    [VillageCode::new(&"03478".parse().expect("a code"), 1).expect("a code")].into()
}

const SQUARE: [[f64; 2]; 5] = [[103.0, 22.0], [103.2, 22.0], [103.2, 22.2], [103.0, 22.2], [103.0, 22.0]];

fn drawn(features: &[(&str, Shape)]) -> Result<Event, Vec<Problem>> {
    let features = features.iter().map(|(code, shape)| ((*code).to_owned(), shape.clone())).collect();
    draw(&directory(), &villages(), &Drawing { source: " Sở  NNMT ".into(), features })
        .map_err(|refusal| refusal.problems)
}

#[test]
fn an_outline_and_a_point_are_taken_in_whole() {
    let taken =
        drawn(&[("03478", Shape::Outline(vec![SQUARE.into()])), ("03478.001", Shape::Point([103.123_456, 22.1]))]);
    let Ok(Event::Drawn(taken)) = taken else { panic!("{taken:?}") };
    assert_eq!(taken.source, "Sở NNMT");
    assert_eq!(taken.villages.values().collect::<Vec<_>>(), [&[10_312_346, 2_210_000]]);
    assert_eq!(taken.communes.values().map(|rings| rings[0].len()).collect::<Vec<_>>(), [5]);
}

#[test]
fn everything_wrong_is_named_by_its_feature() {
    let open = SQUARE[..4].to_vec();
    let features = [
        ("99999", Shape::Outline(vec![SQUARE.into()])),
        ("03478.009", Shape::Point([103.1, 22.1])),
        ("03478", Shape::Outline(vec![open])),
        ("03478.001", Shape::Point([22.1, 103.1])),
        ("03478.001", Shape::Point([571_234.0, 2_440_123.0])),
        ("03478", Shape::Other),
        ("03478", Shape::Outline(Vec::new())),
    ];
    let named: Vec<_> = drawn(&features).expect_err("refused").into_iter().map(|one| (one.pointer, one.code)).collect();
    let expected = [
        "geography-commune-unknown",
        "geography-village-unknown",
        "geography-ring",
        "geography-swapped",
        "geography-outside",
        "geography-shape",
        "geography-ring",
    ];
    let expected: Vec<_> = expected.iter().enumerate().map(|(at, code)| (format!("/features/{at}"), *code)).collect();
    assert_eq!(named, expected);
    let twice = [("03478.001", Shape::Point([103.1, 22.1])), ("03478.001", Shape::Point([103.2, 22.1]))];
    assert_eq!(drawn(&twice).expect_err("refused")[0].code, "geography-twice");
    assert_eq!(drawn(&[]).expect_err("refused")[0].code, "geography-empty");
}

#[test]
fn points_on_a_straight_line_are_left_out() {
    let mut ring = vec![[103.0, 22.0]];
    ring.extend((1..200).map(|at| [103.0 + f64::from(at) / 1000.0, 22.0 + f64::from(at % 2) / 10_000.0]));
    ring.extend([[103.2, 22.2], [103.0, 22.2], [103.0, 22.0]]);
    let Ok(Event::Drawn(taken)) = drawn(&[("03478", Shape::Outline(vec![ring]))]) else { panic!("refused") };
    let kept = &taken.communes.values().next().expect("a commune")[0];
    assert!(kept.len() <= 6, "{kept:?}");
    assert_eq!(kept.first(), kept.last());
}

proptest! {
    #[test]
    fn a_ring_stays_closed_and_keeps_only_its_own_points(points in prop::collection::vec((0_i32..100_000, 0_i32..100_000), 3..60)) {
        let mut ring: Vec<[f64; 2]> =
            points.iter().map(|(x, y)| [103.0 + f64::from(*x) / 1e5, 22.0 + f64::from(*y) / 1e5]).collect();
        ring.push(ring[0]);
        let Ok(Event::Drawn(taken)) = drawn(&[("03478", Shape::Outline(vec![ring.clone()]))]) else { panic!("refused") };
        let kept = &taken.communes.values().next().expect("a commune")[0];
        prop_assert!(kept.len() >= 4 && kept.len() <= ring.len());
        prop_assert_eq!(kept.first(), kept.last());
        for [x, y] in kept {
            prop_assert!(points.contains(&(x - 10_300_000, y - 2_200_000)));
        }
    }
}
