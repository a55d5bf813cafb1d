//! The part of the page that changes: what got worse, and the tiles of the figures. Drawn for whoever looks, since not everybody may read
//! the codes of the dossiers that moved.

use super::worse::{Worse, worse};
use crate::app::App;
use crate::components::{Dot, Sparkline, Tag, Tone};
use crate::errors::Failure;
use crate::format;
use crate::frame::Frame;
use crate::pages::quality::figures::{links, name, shown, unit};
use crate::texts::Lang;
use askama::Template;
use jiff::civil::Date;
use rules::people::Actor;
use rules::quality::{Course, Definition, FigureItem, Points, Standing, State};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use store::tables::quality::Board;

/// The drawn part, and what tells it from another.
pub(super) struct Drawn {
    pub(super) html: String,
    /// The same as long as nothing on it changed.
    pub(super) mark: u64,
}

#[derive(Template)]
#[template(path = "dashboard/board.html")]
struct BoardPart<'a> {
    f: &'a Frame,
    worse: Vec<Worse>,
    /// What stands there when nothing did.
    calm: Tag,
    /// What got better, in a line.
    better: String,
    tiles: Vec<Tile>,
}

/// A figure.
struct Tile {
    key: &'static str,
    name: String,
    value: String,
    unit: String,
    /// Out of how many.
    numbers: String,
    /// How it stands: a word and a colour; nothing where no target is set.
    standing: Option<Tag>,
    target: String,
    /// Which way it went since the day before.
    course: Option<Tag>,
    line: Sparkline,
    /// Where the line begins, in words.
    span: String,
    links: Vec<(String, String)>,
}

/// Draws the board as of a day for this person.
pub(super) async fn draw(app: &App, f: &Frame, actor: &Actor, as_of: Date) -> Result<Drawn, Failure> {
    let province = app.province().await?;
    let (boards, whole, now) = (app.boards.clone(), province.clone(), f.now);
    let board = app.read(move |tx| boards.get(tx, &whole, as_of, now)).await?;
    let better: Vec<_> = board.now.items.iter().filter(|item| board.risen.contains(&item.key)).collect();
    let better: Vec<_> = better.into_iter().map(|item| name(f, item)).collect();
    let part = BoardPart {
        f,
        worse: worse(f, &province, actor, &board),
        calm: Tag::new(Tone::Good, f.t("dashboard-nothing-worse")),
        better: better.join("; "),
        tiles: board.now.items.iter().map(|item| tile(f, &board, item)).collect(),
    };
    let html = part.render()?;
    let mut hasher = DefaultHasher::new();
    html.hash(&mut hasher);
    Ok(Drawn { mark: hasher.finish(), html })
}

fn tile(f: &Frame, board: &Board, item: &FigureItem) -> Tile {
    let before = board.before.items.iter().find(|before| before.key == item.key);
    let change = before.and_then(|before| Some((item.course_since(before)?, item.change_since(before)?)));
    let dots: Vec<_> = board
        .course(item.key)
        .map(|then| Dot { label: f.day(&then.as_of), value: then.value.map(Points::to_f64), text: shown(f, then) })
        .collect();
    let known = || dots.iter().filter(|dot| dot.value.is_some());
    let span = match known().next() {
        Some(first) if known().count() > 1 => {
            f.t2("dashboard-span", "day", first.label.clone(), "value", first.text.clone())
        }
        _ => f.t("dashboard-no-course"),
    };
    let name = name(f, item);
    Tile {
        key: item.key,
        value: if item.value.is_some() { shown(f, item) } else { "–".to_owned() },
        unit: if item.value.is_some() { unit(f, item) } else { String::new() },
        numbers: match (item.numerator, item.denominator) {
            (Some(numerator), Some(denominator)) if denominator < 1_000_000_000 => {
                f.t2("quality-of", "numerator", f.count(&numerator), "denominator", f.count(&denominator))
            }
            _ => String::new(),
        },
        standing: standing(f, item),
        target: match item.target {
            Some(target) if item.unit != "points" => f.t2("figures-target", "target", target, "unit", unit(f, item)),
            _ => String::new(),
        },
        course: change.map(|(course, change)| went(f, item, course, change)),
        line: Sparkline {
            caption: name.clone(),
            label_heading: f.t("dashboard-day"),
            value_heading: f.t("dashboard-value"),
            dots,
        },
        span,
        links: links(f, item),
        name,
    }
}

/// How a figure stands, in a word and a colour: against its target, or by its band.
fn standing(f: &Frame, item: &FigureItem) -> Option<Tag> {
    Some(match (item.state, item.standing()) {
        (State::NoDataYet | State::NotApplicable, _) => Tag::new(Tone::Neutral, f.t("no-data-yet")),
        (State::NoCases, _) => Tag::new(Tone::Neutral, f.t("quality-state-no-cases")),
        (State::Measured, Some(Standing::Reached)) => Tag::new(Tone::Good, f.t("dashboard-reached")),
        (State::Measured, Some(Standing::Short)) => Tag::new(Tone::Warning, f.t("dashboard-short")),
        (State::Measured, None) => return band(f, item),
    })
}

/// The band of a score, the best of which is good and the worst bad.
fn band(f: &Frame, item: &FigureItem) -> Option<Tag> {
    let score = item.value.filter(|_| item.unit == "points")?;
    let bands = &Definition::in_force(item.as_of).bands;
    let band = bands.iter().filter(|band| score >= Points::whole(band.from)).max_by_key(|band| band.from)?;
    let lower = bands.iter().filter(|other| other.from < band.from).count();
    let tone = match lower {
        0 => Tone::Bad,
        1 => Tone::Warning,
        _ if bands.len() - lower <= 2 => Tone::Good,
        _ => Tone::Neutral,
    };
    Some(Tag::new(tone, if f.lang() == Lang::En { &band.name_en } else { &band.name }.clone()))
}

/// Which way it went since the day before, and by how much.
fn went(f: &Frame, item: &FigureItem, course: Course, change: Points) -> Tag {
    let change = signed(f, item, change);
    match course {
        Course::Better => Tag::new(Tone::Good, f.t1("dashboard-better", "change", change)),
        Course::Same => Tag::new(Tone::Neutral, f.t("dashboard-same")),
        Course::Worse => Tag::new(Tone::Bad, f.t1("dashboard-worse", "change", change)),
    }
}

/// A difference with its sign, as exact as it has to be to be seen.
pub(super) fn signed(f: &Frame, item: &FigureItem, change: Points) -> String {
    let sign = if change < Points::ZERO { "−" } else { "+" };
    let size = change.millionths().unsigned_abs();
    let counted = !matches!(item.unit, "points" | "percent" | "billion_dong");
    let size = Points::from_millionths(i64::try_from(size).unwrap_or(i64::MAX));
    let decimals = match size.hundredths() {
        _ if counted => 0,
        0 => 4,
        _ => 2,
    };
    format!("{sign}{}", format::decimal(f.lang(), size.to_f64(), decimals))
}
