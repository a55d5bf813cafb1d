//! The province as outlines of its communes, with its villages as points, where a file said where they lie.

use super::village_name;
use crate::frame::Frame;
use rules::coverage::Status;
use rules::geography::{Place, Ring};
use store::tables::coverage::Covered;
use store::tables::geography::Places;

/// The width of the drawing.
const WIDTH: f64 = 642.0;

/// The drawing.
pub(super) struct Outlines {
    pub(super) height: usize,
    pub(super) communes: Vec<Outline>,
    /// Villages with broadband, and those of which nothing is known.
    pub(super) points: Vec<Point>,
    /// Villages without broadband: each can be opened.
    pub(super) lacking: Vec<Point>,
    /// Where the outlines come from.
    pub(super) source: String,
}

/// A commune.
pub(super) struct Outline {
    pub(super) path: String,
    pub(super) href: String,
    pub(super) label: String,
    pub(super) shade: &'static str,
}

/// A village.
pub(super) struct Point {
    pub(super) x: String,
    pub(super) y: String,
    pub(super) known: bool,
    pub(super) href: String,
    pub(super) label: String,
}

/// From places to the drawing: longitudes are drawn nearer together the farther from the equator, so that a square stays one.
struct Projection {
    west: f64,
    north: f64,
    across: f64,
    down: f64,
}

impl Projection {
    fn of<'a>(points: &(impl Iterator<Item = &'a Place> + Clone)) -> Option<Self> {
        let least = |axis: usize| points.clone().filter_map(|point| point.get(axis)).min().map(|at| f64::from(*at));
        let most = |axis: usize| points.clone().filter_map(|point| point.get(axis)).max().map(|at| f64::from(*at));
        let (west, east, south, north) = (least(0)?, most(0)?, least(1)?, most(1)?);
        let across = WIDTH / (east - west).max(1.0);
        let middle = f64::midpoint(south, north) / 100_000.0;
        Some(Self { west, north, across, down: across / middle.to_radians().cos() })
    }

    fn x(&self, [longitude, _]: Place) -> String {
        format!("{:.1}", (f64::from(longitude) - self.west) * self.across)
    }

    fn y(&self, [_, latitude]: Place) -> String {
        format!("{:.1}", (self.north - f64::from(latitude)) * self.down)
    }

    fn path(&self, rings: &[Ring]) -> String {
        let point = |point: &Place| format!("{},{}", self.x(*point), self.y(*point));
        let ring = |ring: &Ring| format!("M{}Z", ring.iter().map(point).collect::<Vec<_>>().join(" "));
        rings.iter().map(ring).collect()
    }
}

/// The drawing of what is known; nothing where no outlines are. `tile` tells of a commune its address, what is to be read, and how dark it is.
pub(super) fn draw(
    f: &Frame,
    places: &Places,
    villages: &[Covered],
    tile: impl Fn(&str) -> Option<(String, String, &'static str)>,
) -> Option<Outlines> {
    let projection = Projection::of(&places.outlines.values().flatten().flatten())?;
    let south = places.outlines.values().flatten().flatten().map(|[_, latitude]| *latitude).min()?;
    let communes = places.outlines.iter().filter_map(|(commune, rings)| {
        let (href, label, shade) = tile(commune.as_str())?;
        Some(Outline { path: projection.path(rings), href, label, shade })
    });
    let (mut points, mut lacking) = (Vec::new(), Vec::new());
    for village in villages {
        let Some(place) = places.villages.get(&village.known.village.code) else { continue };
        let point = Point {
            x: projection.x(*place),
            y: projection.y(*place),
            known: village.status != Status::Unknown,
            href: format!("/coverage/{}", village.known.village.code),
            label: village_name(f, &village.known.village),
        };
        match village.status {
            Status::Nothing | Status::WithoutBroadband => lacking.push(point),
            Status::Broadband | Status::Unknown => points.push(point),
        }
    }
    Some(Outlines {
        height: ((projection.north - f64::from(south)) * projection.down).ceil().max(1.0) as usize,
        communes: communes.collect(),
        points,
        lacking,
        source: places.sources.join("; "),
    })
}
