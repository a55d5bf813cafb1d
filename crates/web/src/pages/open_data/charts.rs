//! Figures as pictures that other sites may show: one figure each, drawn on the server.

use crate::app::App;
use crate::errors::Failure;
use crate::format;
use crate::texts::{Lang, Words};
use askama::Template;
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use rules::calendar::day_of;
use rules::quality::FigureItem;

/// So many letters of the name fit in a line.
const LETTERS: usize = 46;
/// The width of the whole bar.
const BAR: f64 = 388.0;

/// A figure as a picture.
#[derive(Template)]
#[template(path = "open_data/chart.svg", escape = "html")]
pub(super) struct Chart {
    pub(super) key: &'static str,
    pub(super) name: String,
    lines: Vec<String>,
    value: String,
    /// How far it came, in the bar's width; nothing where it is a part of nothing.
    reached: Option<String>,
    source: String,
}

impl Chart {
    /// The picture of a figure; nothing where it has no value.
    pub(super) fn of(words: Words, item: &FigureItem, simulated: bool) -> Option<Self> {
        let lang = words.lang;
        let value = item.value?.to_f64();
        let name = if lang == Lang::Vi { item.name } else { item.name_en };
        let part = match (item.numerator, item.denominator, item.target) {
            (Some(numerator), Some(denominator), _) if denominator > 0 => {
                Some(f64::from(u32::try_from(numerator).ok()?) / f64::from(u32::try_from(denominator).ok()?))
            }
            (_, _, Some(target)) if target > 0 => Some(value / f64::from(u32::try_from(target).ok()?)),
            _ => None,
        };
        let unit = words.t(&format!("cli-unit-{}", item.unit));
        let told = if item.unit == "percent" { 2 } else { usize::from(value.fract() != 0.0) };
        let day = format::day(lang, item.as_of);
        let source = if simulated { "open-chart-simulated" } else { "open-chart-source" };
        Some(Self {
            key: item.key,
            name: name.to_owned(),
            lines: in_lines(name),
            value: format!("{} {unit}", format::decimal(lang, value, told)).trim().to_owned(),
            reached: part.map(|part| format!("{:.1}", part.clamp(0.0, 1.0) * BAR)),
            source: words.t1(source, "day", day),
        })
    }

    /// What it says to those who don't see it.
    pub(super) fn alt(&self) -> String {
        format!("{}: {}. {}", self.name, self.value, self.source)
    }
}

/// A name in lines, broken between words.
fn in_lines(name: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in name.split(' ') {
        let last =
            lines.last_mut().filter(|line| line.is_empty() || line.chars().count() + word.chars().count() < LETTERS);
        match last {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

pub(super) async fn serve(
    State(app): State<App>,
    Path(file): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Failure> {
    let key = file.strip_suffix(".svg").unwrap_or_default().to_owned();
    let (cache, boards, now) = (app.province.clone(), app.boards.clone(), app.clock.now());
    let report = app
        .read(move |tx| {
            let province = cache.get(tx)?;
            Ok(boards.figures(tx, &province, day_of(now), now)?)
        })
        .await?;
    let words = Words::new(Lang::of_query(uri.query()).unwrap_or_default());
    let item = report.items.iter().find(|item| item.key == key);
    let chart = item.and_then(|item| Chart::of(words, item, app.settings.simulated));
    let chart = chart.ok_or(Failure::Status(StatusCode::NOT_FOUND))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml")),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300")),
    ];
    Ok((headers, chart.render()?).into_response())
}
