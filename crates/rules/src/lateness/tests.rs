//! What was learnt is what happened; few speak softly, many for themselves; scores are what they are called.

use super::*;
use proptest::prelude::*;

fn place(procedure: &str, step: u8, office: &str) -> Place {
    Place { procedure: procedure.into(), step, task: "process".into(), office: office.parse().expect("a code") }
}

fn past(place: &Place, used: &[f64]) -> Vec<Past> {
    used.iter().map(|used| Past { place: place.clone(), used: *used }).collect()
}

#[test]
fn a_dossier_is_like_those_that_were_open_as_long() {
    let here = place("1.001", 1, "H35.1");
    let mut shares = vec![0.2; 80];
    shares.extend([0.9; 10]);
    shares.extend([1.3; 10]);
    let model = Model::learn(past(&here, &shares));
    let fresh = model.chance(&here, 0.0);
    assert_eq!((fresh.like_it, fresh.like_it_late), (100, 10));
    let waiting = model.chance(&here, 0.5);
    assert_eq!((waiting.like_it, waiting.like_it_late), (20, 10));
    assert!(waiting.late > 0.45 && waiting.late < 0.55 && fresh.late < 0.12, "{fresh:?} {waiting:?}");
    assert!((model.chance(&here, 1.0).late - 1.0).abs() < f64::EPSILON);
}

#[test]
fn an_office_with_few_dossiers_speaks_softly() {
    let (busy, quiet) = (place("1.001", 1, "H35.1"), place("1.001", 1, "H35.2"));
    let mut all = past(&busy, &[0.5; 400]);
    all.extend(past(&quiet, &[1.5, 1.5]));
    let model = Model::learn(all.clone());
    let soft = model.chance(&quiet, 0.0).late;
    assert!(soft > model.chance(&busy, 0.0).late && soft < 0.15, "two of two were late: {soft}");
    all.extend(past(&quiet, &[1.5; 198]));
    assert!(Model::learn(all).chance(&quiet, 0.0).late > 0.9);
    // Where nobody has been, the task speaks.
    assert!(model.chance(&place("9.999", 3, "H35.9"), 0.0).late < 0.05);
}

#[test]
fn nothing_learnt_is_a_coin() {
    assert!((Model::default().chance(&place("1", 0, "H35.1"), 0.3).late - 0.5).abs() < f64::EPSILON);
    assert_eq!(score(&[]), None);
    assert_eq!(share(0, 5), None);
}

#[test]
fn scores_are_those_of_the_books() {
    let trials = [(0.9, true), (0.1, false), (0.5, true), (0.5, false)].map(|(chance, late)| Trial { chance, late });
    let scored = score(&trials).expect("scored");
    assert!((scored.brier - 0.13).abs() < 1e-12 && (scored.late - 0.5).abs() < 1e-12, "{scored:?}");
    assert_eq!(scored.bins.iter().map(|bin| bin.count).sum::<usize>(), 4);
}

proptest! {
    /// A chance is a chance, and never falls while a dossier waits for no other reason than that it waits.
    #[test]
    fn chances_lie_between_none_and_certain(shares in prop::collection::vec(0.0_f64..3.0, 0..60), used in 0.0_f64..2.0) {
        let here = place("1.001", 1, "H35.1");
        let model = Model::learn(past(&here, &shares));
        let (now, later) = (model.chance(&here, used).late, model.chance(&here, used + 0.1).late);
        prop_assert!((0.0..=1.0).contains(&now));
        prop_assert!(later >= now - 1e-9, "{now} {later}");
    }
}
