//! Outlines of communes and points of villages as GeoJSON (RFC 7946), for `motcua import geography`.

use rules::geography::{Drawing, Shape};
use rules::{Problem, Refusal};
use serde::Deserialize;
use serde_json::Value;

/// The largest file, in bytes: 38 communes as finely as they are surveyed have a tenth of it.
pub const LARGEST: usize = 100_000_000;

/// Under which property a feature carries the code of its commune or village.
const CODE: &str = "code";

/// The features of a file with their codes.
///
/// # Errors
/// When it is too large, or no collection of features.
pub fn drawing(contents: &[u8], source: &str) -> Result<Drawing, Refusal> {
    let wrong = |code| Refusal::input(vec![Problem::new("/geography", code)]);
    if contents.len() > LARGEST {
        return Err(wrong("geography-too-large"));
    }
    let text = std::str::from_utf8(contents).map_err(|_| wrong("geography-unreadable"))?;
    match serde_json::from_str::<Collection>(text.strip_prefix('\u{feff}').unwrap_or(text)) {
        Ok(Collection::FeatureCollection { features }) => {
            let features =
                features.into_iter().map(|one| (code(&one.properties), one.geometry.map_or(Shape::Other, shape)));
            Ok(Drawing { source: source.to_owned(), features: features.collect() })
        }
        Err(_) => Err(wrong("geography-unreadable")),
    }
}

#[derive(Deserialize)]
#[serde(tag = "type")]
enum Collection {
    FeatureCollection { features: Vec<Feature> },
}

#[derive(Deserialize)]
struct Feature {
    properties: Value,
    geometry: Option<Geometry>,
}

/// A place: longitude, latitude, perhaps a height.
type Position = Vec<f64>;

#[derive(Deserialize)]
#[serde(tag = "type")]
enum Geometry {
    Point {
        coordinates: Position,
    },
    Polygon {
        coordinates: Vec<Vec<Position>>,
    },
    MultiPolygon {
        coordinates: Vec<Vec<Vec<Position>>>,
    },
    #[serde(other)]
    Other,
}

/// A number is a code that lost its leading zero.
fn code(properties: &Value) -> String {
    match properties.get(CODE) {
        Some(Value::String(code)) => code.clone(),
        Some(Value::Number(code)) => format!("{:0>5}", code.to_string()),
        _ => String::new(),
    }
}

fn shape(geometry: Geometry) -> Shape {
    let ring = |line: Vec<Position>| line.iter().map(point).collect::<Vec<_>>();
    match geometry {
        Geometry::Point { coordinates } => Shape::Point(point(&coordinates)),
        Geometry::Polygon { coordinates } => Shape::Outline(coordinates.into_iter().map(ring).collect()),
        Geometry::MultiPolygon { coordinates } => Shape::Outline(coordinates.into_iter().flatten().map(ring).collect()),
        Geometry::Other => Shape::Other,
    }
}

/// A height is left out; what is no place is none in Vietnam.
fn point(position: &Position) -> [f64; 2] {
    match position.as_slice() {
        [longitude, latitude, ..] => [*longitude, *latitude],
        _ => [f64::NAN, f64::NAN],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_read_with_their_codes() {
        let text = r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"code":3478},"geometry":{"type":"MultiPolygon","coordinates":[[[[103,22],[103.1,22],[103.1,22.1],[103,22]]]]}},
            {"type":"Feature","properties":{"code":"03478.001"},"geometry":{"type":"Point","coordinates":[103.05,22.05,812]}},
            {"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[103,22],[103.1,22]]}},
            {"type":"Feature","properties":{"code":"03478"},"geometry":null}]}"#;
        let read = drawing(text.as_bytes(), "thử").expect("read").features;
        let ring = vec![[103.0, 22.0], [103.1, 22.0], [103.1, 22.1], [103.0, 22.0]];
        assert_eq!(
            read,
            [
                ("03478".to_owned(), Shape::Outline(vec![ring])),
                ("03478.001".to_owned(), Shape::Point([103.05, 22.05])),
                (String::new(), Shape::Other),
                ("03478".to_owned(), Shape::Other),
            ]
        );
        for broken in ["", "[]", "{\"type\":\"Point\",\"coordinates\":[103,22]}", "{\"type\":\"FeatureCollection\"}"] {
            assert_eq!(
                drawing(broken.as_bytes(), "").expect_err("refused").problems[0].code,
                "geography-unreadable",
                "{broken}"
            );
        }
    }
}
