//! Which services people ask for when something happens in their lives: a choice of ours, by codes of the national catalogue.

/// Life events (key of the title) with their services; codes that the catalogue lacks are left out on the page.
pub(super) const LIFE_EVENTS: &[(&str, &[&str])] = &[
    ("birth", &["1.001193", "2.000986", "2.000635"]),
    ("marriage", &["1.000894", "1.004873", "1.001022"]),
    ("residence", &["1.004222", "1.004194", "1.014061"]),
    ("land", &["1.012783", "1.013831", "1.013225"]),
    ("papers", &["2.000815", "3.000333", "1.001456"]),
    ("business", &["1.001612", "2.000720", "2.001583"]),
    ("support", &["1.001776", "1.001699", "1.001978"]),
    ("death", &["1.000656", "1.003197", "1.001731"]),
];
