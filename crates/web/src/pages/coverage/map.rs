//! The province as tiles, a square a commune, each with how many of its villages have no broadband, or as outlines where they are known;
//! and the same as a table.

use super::outlines::{Outlines, draw};
use crate::app::App;
use crate::components::{Column, Columns, Figure, FormErrors, Trend};
use crate::errors::Failure;
use crate::frame::Frame;
use crate::pages::said::{commune_named, urlencoded};
use crate::view::View;
use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use rules::calendar::day_of;
use rules::coverage::{Status, tile};
use rules::text::fold;
use serde::Deserialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use store::tables::coverage::on;
use store::tables::geography::places;

/// The side of a tile.
const SIDE: usize = 78;

#[derive(Template)]
#[template(path = "coverage/map.html")]
pub(super) struct MapPage {
    f: Frame,
    asked: Asked,
    figures: Vec<Figure>,
    outlines: Option<Outlines>,
    tiles: Vec<Tile>,
    height: usize,
    columns: Columns,
    rows: Vec<Row>,
}

/// A commune on the map.
struct Tile {
    code: String,
    x: usize,
    y: usize,
    /// Its name, in lines that fit.
    lines: Vec<(usize, String)>,
    lacking: usize,
    whole: usize,
    /// How much of the tile is filled: the more villages lack broadband.
    shade: &'static str,
    href: String,
    label: String,
}

/// A commune in the table.
struct Row {
    name: String,
    href: String,
    counts: [usize; 4],
    waiting: i64,
    conflicts: usize,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    on: String,
}

#[derive(Default)]
struct Counted {
    counts: [usize; 4],
    waiting: i64,
    conflicts: usize,
}

pub(super) async fn show(
    State(app): State<App>,
    f: Frame,
    Query(asked): Query<Asked>,
) -> Result<View<MapPage>, Failure> {
    let province = app.province().await?;
    let today = day_of(f.now);
    let day: Date = asked.on.parse().unwrap_or(today).min(today);
    let (villages, places) = app.read(move |tx| Ok((on(tx, day, None)?, places(tx)?))).await?;
    let mut communes: BTreeMap<String, Counted> = BTreeMap::new();
    let governed = province.directory.iter().filter(|agency| agency.governs_a_commune());
    for code in governed.filter_map(|agency| agency.commune.as_ref()) {
        communes.entry(code.to_string()).or_default();
    }
    for village in &villages {
        let counted = communes.entry(village.known.village.commune.to_string()).or_default();
        let at = Status::ALL.iter().position(|status| *status == village.status).unwrap_or_default();
        if let Some(count) = counted.counts.get_mut(at) {
            *count += 1;
        }
        counted.waiting += village.waiting;
        counted.conflicts += usize::from(village.conflict);
    }
    let href = |code: &str| format!("/coverage/villages?commune={}&on={day}", urlencoded(code));
    let named = |code: &str| commune_named(f.lang(), &province.directory, code);
    let tiles: Vec<Tile> = communes
        .iter()
        .enumerate()
        .map(|(at, (code, counted))| {
            let ((column, row), name) = (tile(code, at), named(code));
            let [nothing, without, broadband, unknown] = counted.counts;
            let (lacking, whole) = (nothing + without, nothing + without + broadband + unknown);
            let args: [(&str, &dyn crate::texts::Arg); 3] =
                [("commune", &name), ("lacking", &lacking), ("whole", &whole)];
            Tile {
                code: code.clone(),
                x: column * (SIDE + 2) + 1,
                y: row * (SIDE + 2) + 1,
                label: f.words.with("coverage-tile", &args),
                lines: lines(&name),
                lacking,
                whole,
                shade: match lacking {
                    0 => "0",
                    1 => "0.15",
                    2 => "0.25",
                    _ => "0.4",
                },
                href: href(code),
            }
        })
        .collect();
    let outlines = draw(&f, &places, &villages, |commune| {
        let tile = tiles.iter().find(|tile| tile.code == commune)?;
        Some((tile.href.clone(), tile.label.clone(), tile.shade))
    });
    let sum = |of: &[Status]| {
        let all = villages.iter().filter(|one| of.contains(&one.status)).count();
        i64::try_from(all).unwrap_or(i64::MAX)
    };
    let lacking = sum(&[Status::Nothing, Status::WithoutBroadband]);
    let conflicts = i64::try_from(villages.iter().filter(|one| one.conflict).count()).unwrap_or(i64::MAX);
    let tile_of = |key: &str, value: i64, filter: &str, trend| Figure {
        label: f.t1(key, "day", f.day(&day)),
        value: f.count(&value),
        unit: String::new(),
        note: String::new(),
        href: format!("/coverage/villages?status={filter}&on={day}"),
        trend,
    };
    // Where most is to be done comes first.
    let mut behind_first: Vec<_> = communes.iter().collect();
    behind_first.sort_by_cached_key(|(code, counted)| {
        let [nothing, without, ..] = counted.counts;
        (Reverse(nothing + without), fold(&named(code)))
    });
    let bad = |count: i64| if count > 0 { Trend::Bad } else { Trend::Good };
    Ok(View(MapPage {
        figures: vec![
            tile_of("coverage-figure-lacking", lacking, "lacking", bad(lacking)),
            tile_of("coverage-figure-broadband", sum(&[Status::Broadband]), "broadband", Trend::None),
            tile_of("coverage-figure-unknown", sum(&[Status::Unknown]), "unknown", Trend::None),
            tile_of("coverage-figure-conflicts", conflicts, "conflict", bad(conflicts)),
        ],
        height: tiles.iter().map(|tile| tile.y + SIDE + 2).max().unwrap_or(SIDE),
        outlines,
        tiles,
        columns: ["commune", "nothing", "without-broadband", "broadband", "unknown", "waiting", "conflict"]
            .map(|key| {
                if key == "commune" {
                    Column::text(f.t("coverage-col-commune"))
                } else {
                    Column::number(f.t(&format!("coverage-col-{key}")))
                }
            })
            .into(),
        rows: behind_first
            .iter()
            .map(|(code, counted)| Row {
                name: named(code),
                href: href(code),
                counts: counted.counts,
                waiting: counted.waiting,
                conflicts: counted.conflicts,
            })
            .collect(),
        asked,
        f,
    }))
}

/// A name in lines of a tile, each with its height: the kind of the commune is left out.
fn lines(name: &str) -> Vec<(usize, String)> {
    const LONGEST: usize = 9;
    let mut lines: Vec<String> = Vec::new();
    for word in name.split(' ').skip(1) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LONGEST => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.into_iter().enumerate().map(|(at, line)| (20 + 15 * at, line)).collect()
}
