//! The villages of the simulated province: as many in each commune as its people suggest, their names made up from common ones.

use super::data::places;
use super::world::World;
use rules::codes::VillageCode;
use rules::people::{Village, VillageKind};

/// What each of them rests on, so that nobody takes one for real.
const MADE_UP: &str = "Dữ liệu mô phỏng, chưa phải danh mục thôn, bản của tỉnh";

/// Every village, by commune.
pub fn all(world: &World) -> impl Iterator<Item = Village> {
    let names = &places().villages;
    world.places.iter().enumerate().flat_map(move |(at, place)| {
        let ward = world.directory.get(&place.authority).is_some_and(|agency| agency.name.contains("phường"));
        (0..place.villages).filter_map(move |number| {
            let code = VillageCode::new(&place.code, number + 1)?;
            let (name, kind) = if ward {
                (format!("số {}", number + 1), VillageKind::ToDanPho)
            } else {
                let number = usize::from(number);
                let name = names.get((at * 7 + number) % names.len())?;
                // What came of a village that was divided bears its name and a number.
                let again = number / names.len();
                let name = if again == 0 { name.clone() } else { format!("{name} {}", again + 1) };
                (name, VillageKind::Ban)
            };
            let (commune, decision) = (place.code.clone(), Some(MADE_UP.to_owned()));
            Some(Village { code, name, kind, commune, founded_on: None, decision })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_commune_has_villages_of_different_names_and_each_says_that_it_is_made_up() {
        let world = World::new().expect("a world");
        let all: Vec<_> = all(&world).collect();
        let expected: usize = world.places.iter().map(|place| usize::from(place.villages)).sum();
        assert_eq!(all.len(), expected);
        let names: HashSet<_> = all.iter().map(|village| (&village.commune, &village.name)).collect();
        assert_eq!(names.len(), expected, "no two of a commune are called the same");
        assert!(all.iter().all(|village| village.decision.as_deref().is_some_and(|text| text.contains("mô phỏng"))));
        let communes: HashSet<_> = all.iter().map(|village| village.commune.as_str()).collect();
        assert_eq!(communes.len(), 38);
    }
}
