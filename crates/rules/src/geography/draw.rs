//! From the shapes of a file to an event, or to everything that is wrong with them.

use super::{Drawn, Event, Place, Ring};
use crate::codes::{CommuneCode, VillageCode};
use crate::people::Directory;
use crate::text::tidy;
use crate::{Problem, Refusal};
use std::collections::{BTreeMap, BTreeSet};

/// Hundred-thousandths in a degree.
const DEGREE: f64 = 100_000.0;
/// Within which degrees of longitude Vietnam lies with its islands.
const LONGITUDES: std::ops::RangeInclusive<f64> = 102.0..=118.0;
/// Within which degrees of latitude.
const LATITUDES: std::ops::RangeInclusive<f64> = 6.0..=24.0;
/// How far a line may run beside the points that are left out, in hundred-thousandths of a degree: some 100 m, less than a map of a
/// province shows.
const TOLERANCE: i64 = 100;
/// How many problems are named at once.
const MOST: usize = 50;

/// What a file says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drawing {
    /// Where it comes from.
    pub source: String,
    /// Code and shape of each feature, in the order of the file.
    pub features: Vec<(String, Shape)>,
}

/// What a feature of a file is; degrees, longitude first.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// An outline: rings one after another.
    Outline(Vec<Vec<[f64; 2]>>),
    /// A point.
    Point([f64; 2]),
    /// Anything else.
    Other,
}

/// Takes in outlines of communes and points of villages: all of them, or none and everything wrong with them.
///
/// # Errors
/// Feature by feature (`/features/0`): a code of no commune or village of the province, named twice, a shape of another kind, a ring that is
/// not closed, degrees that are not in Vietnam; and a file without any feature.
pub fn draw(directory: &Directory, villages: &BTreeSet<VillageCode>, drawing: &Drawing) -> Result<Event, Refusal> {
    let (mut problems, mut drawn) =
        (Vec::new(), Drawn { source: tidy(&drawing.source), communes: BTreeMap::new(), villages: BTreeMap::new() });
    if drawing.features.is_empty() {
        problems.push(Problem::new("/features", "geography-empty"));
    }
    for (at, (code, shape)) in drawing.features.iter().enumerate() {
        let wrong = |key| Problem::new(format!("/features/{at}"), key).with("number", at + 1).with("code", code);
        let read =
            match shape {
                Shape::Outline(rings) => outline(directory, code, rings)
                    .map(|(commune, rings)| drawn.communes.insert(commune, rings).is_some()),
                Shape::Point(point) => place(villages, code, *point)
                    .map(|(village, place)| drawn.villages.insert(village, place).is_some()),
                Shape::Other => Err("geography-shape"),
            };
        match read {
            Ok(false) => {}
            Ok(true) => problems.push(wrong("geography-twice")),
            Err(key) => problems.push(wrong(key)),
        }
        if problems.len() >= MOST {
            break;
        }
    }
    if problems.is_empty() { Ok(Event::Drawn(drawn)) } else { Err(Refusal::input(problems)) }
}

fn outline(
    directory: &Directory,
    code: &str,
    rings: &[Vec<[f64; 2]>],
) -> Result<(CommuneCode, Vec<Ring>), &'static str> {
    let commune: CommuneCode = code.trim().parse().map_err(|_| "geography-commune-unknown")?;
    directory.authority_of(&commune).ok_or("geography-commune-unknown")?;
    let mut read = Vec::new();
    for ring in rings {
        let ring = ring.iter().map(|point| scaled(*point)).collect::<Result<Ring, _>>()?;
        if ring.len() < 4 || ring.first() != ring.last() {
            return Err("geography-ring");
        }
        read.push(simplified(ring));
    }
    if read.is_empty() { Err("geography-ring") } else { Ok((commune, read)) }
}

fn place(villages: &BTreeSet<VillageCode>, code: &str, point: [f64; 2]) -> Result<(VillageCode, Place), &'static str> {
    let village: VillageCode = code.trim().parse().map_err(|_| "geography-village-unknown")?;
    if !villages.contains(&village) {
        return Err("geography-village-unknown");
    }
    Ok((village, scaled(point)?))
}

/// In whole hundred-thousandths; files made by hand often have latitude first, those of surveyors metres of VN-2000.
fn scaled([longitude, latitude]: [f64; 2]) -> Result<Place, &'static str> {
    if LONGITUDES.contains(&latitude) && LATITUDES.contains(&longitude) {
        return Err("geography-swapped");
    }
    if !LONGITUDES.contains(&longitude) || !LATITUDES.contains(&latitude) {
        return Err("geography-outside");
    }
    Ok([(longitude * DEGREE).round() as i32, (latitude * DEGREE).round() as i32])
}

/// The ring without the points that its line does not need (Ramer, Douglas, Peucker); as it was where too few would be left.
fn simplified(ring: Ring) -> Ring {
    let mut kept = vec![false; ring.len()];
    // A ring ends where it begins: the point farthest from there divides it.
    let first = ring.first().copied().unwrap_or_default();
    let far = (0..ring.len()).max_by_key(|at| ring.get(*at).map_or(0, |point| squared(first, *point))).unwrap_or(0);
    let last = ring.len().saturating_sub(1);
    for at in [0, far, last] {
        if let Some(keep) = kept.get_mut(at) {
            *keep = true;
        }
    }
    let mut parts = vec![(0, far), (far, last)];
    while let Some((from, to)) = parts.pop() {
        let (Some(begin), Some(end)) = (ring.get(from), ring.get(to)) else { continue };
        let between = ring.iter().enumerate().take(to).skip(from + 1);
        let widest = between.map(|(at, point)| (aside(*begin, *end, *point), at)).max();
        if let Some((_, at)) = widest.filter(|(distance, _)| *distance > TOLERANCE * TOLERANCE)
            && let Some(keep) = kept.get_mut(at)
        {
            *keep = true;
            parts.extend([(from, at), (at, to)]);
        }
    }
    if kept.iter().filter(|keep| **keep).count() < 4 {
        return ring;
    }
    ring.into_iter().zip(kept).filter_map(|(point, keep)| keep.then_some(point)).collect()
}

fn squared(one: Place, other: Place) -> i64 {
    let [x, y] = [i64::from(one[0]) - i64::from(other[0]), i64::from(one[1]) - i64::from(other[1])];
    x * x + y * y
}

/// The square of a point's distance from the line through two others; from the point, where they are the same.
fn aside(begin: Place, end: Place, point: Place) -> i64 {
    let length = squared(begin, end);
    if length == 0 {
        return squared(begin, point);
    }
    let [dx, dy] = [i128::from(end[0]) - i128::from(begin[0]), i128::from(end[1]) - i128::from(begin[1])];
    let [px, py] = [i128::from(point[0]) - i128::from(begin[0]), i128::from(point[1]) - i128::from(begin[1])];
    let cross = dx * py - dy * px;
    i64::try_from(cross * cross / i128::from(length)).unwrap_or(i64::MAX)
}
