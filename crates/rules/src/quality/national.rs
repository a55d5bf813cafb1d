//! The scores of all provinces as the national portal publishes them, and the place of each.
//!
//! A table names every province once: of one with a gap nobody knows who is tenth.

use super::Points;
use crate::text::{fold, tidy};
use crate::{Problem, Refusal};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// A province or city since 1 July 2025 (Nghị quyết 202/2025/QH15).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NationalProvince {
    /// Its code in the list of administrative units.
    pub code: String,
    /// Its name, without "tỉnh" or "thành phố".
    pub name: String,
}

static PROVINCES: LazyLock<Vec<NationalProvince>> = LazyLock::new(|| {
    // Part of the program, read by a test.
    serde_json::from_str(include_str!("../../data/index/provinces.json")).unwrap_or_default()
});

/// The code of the province of this house in the list of administrative units.
pub const OWN_PROVINCE: &str = "12";

/// All provinces, by code.
#[must_use]
pub fn provinces() -> &'static [NationalProvince] {
    &PROVINCES
}

/// The score of one province in hundredths of a point: what is published has two decimals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvinceScore {
    /// The province's code.
    pub province: String,
    /// Its score, in hundredths of a point.
    pub hundredths: i64,
}

impl ProvinceScore {
    /// The score as points.
    #[must_use]
    pub const fn points(&self) -> Points {
        Points::from_millionths(self.hundredths * 10_000)
    }
}

/// The scores of all provinces as of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreTable {
    /// The day that they were published for.
    pub on: Date,
    /// Where they come from: a page, a dispatch.
    pub source: String,
    /// One score a province, by code.
    pub scores: Vec<ProvinceScore>,
}

/// A province with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<'a> {
    /// 1 is best; the same score has the same place.
    pub position: usize,
    /// The province.
    pub province: &'static NationalProvince,
    /// Its score.
    pub score: &'a ProvinceScore,
}

impl ScoreTable {
    /// The place of a province, and how many there are; nothing when it is not in the table.
    #[must_use]
    pub fn place(&self, province: &str) -> Option<(usize, usize)> {
        let own = self.scores.iter().find(|score| score.province == province)?;
        let better = self.scores.iter().filter(|score| score.hundredths > own.hundredths).count();
        Some((better + 1, self.scores.len()))
    }

    /// Every province in the order of its score; of the same score by code.
    #[must_use]
    pub fn placed(&self) -> Vec<Placed<'_>> {
        let mut all: Vec<_> = provinces()
            .iter()
            .filter_map(|province| {
                let score = self.scores.iter().find(|score| score.province == province.code)?;
                let (position, _) = self.place(&province.code)?;
                Some(Placed { position, province, score })
            })
            .collect();
        all.sort_by_key(|placed| placed.position);
        all
    }
}

/// Reads a table of scores from rows of texts with a heading: a column with the province (name or code), one with its score.
///
/// # Errors
/// When there is no heading, a province is missing (each is named), unknown or there twice, a score is none, the day has not come, or
/// nobody says where it comes from. The pointer of a problem with a row is `/rows/N`, N as spreadsheets count.
pub fn read_scores(rows: &[Vec<String>], on: Date, today: Date, source: &str) -> Result<ScoreTable, Refusal> {
    let mut problems = Vec::new();
    if on > today {
        problems.push(Problem::new("/on", "date-in-future"));
    }
    let source = tidy(source);
    if source.is_empty() {
        problems.push(Problem::new("/source", "missing"));
    }
    let Some((heading, at_province, at_score)) = heading(rows) else {
        problems.push(Problem::new("/scores", "scores-no-heading"));
        return Err(Refusal::input(problems));
    };
    let mut scores: Vec<ProvinceScore> = Vec::new();
    for (at, row) in rows.iter().enumerate().skip(heading + 1) {
        let cell = |column: usize| row.get(column).map_or("", |text| text.trim());
        let (named, scored) = (cell(at_province), cell(at_score));
        if named.is_empty() && scored.is_empty() {
            continue;
        }
        let mut wrong = |code, value: &str| {
            let problem = Problem::new(format!("/rows/{}", at + 1), code);
            problems.push(problem.with("row", at + 1).with("value", value));
        };
        let Some(province) = province_of(named) else {
            wrong("scores-province-unknown", named);
            continue;
        };
        let Some(hundredths) = hundredths(scored) else {
            wrong("scores-malformed", scored);
            continue;
        };
        if scores.iter().any(|known| known.province == province.code) {
            wrong("scores-province-twice", &province.name);
            continue;
        }
        scores.push(ProvinceScore { province: province.code.clone(), hundredths });
    }
    // Only what is in no row at all is missing: a row that can't be read is named by itself.
    let unread = problems.iter().any(|problem| problem.pointer.starts_with("/rows/"));
    let missing: Vec<_> = provinces()
        .iter()
        .filter(|province| !scores.iter().any(|score| score.province == province.code))
        .map(|province| province.name.as_str())
        .collect();
    if !missing.is_empty() && !unread {
        problems.push(Problem::new("/scores", "scores-province-missing").with("provinces", missing.join(", ")));
    }
    if !problems.is_empty() {
        return Err(Refusal::input(problems));
    }
    scores.sort_by(|one, other| one.province.cmp(&other.province));
    Ok(ScoreTable { on, source, scores })
}

/// The row with the headings, and where province and score stand in it.
fn heading(rows: &[Vec<String>]) -> Option<(usize, usize, usize)> {
    rows.iter().take(20).enumerate().find_map(|(at, row)| {
        let folded: Vec<String> = row.iter().map(|cell| fold(cell)).collect();
        let position = |words: &[&str]| folded.iter().position(|cell| words.iter().any(|word| cell.starts_with(word)));
        Some((at, position(&["tinh", "dia phuong", "province"])?, position(&["diem", "tong diem", "score"])?))
    })
}

/// The province of this name or code, however it is written.
fn province_of(text: &str) -> Option<&'static NationalProvince> {
    let folded = fold(text);
    let bare = ["tinh ", "thanh pho ", "tp "].iter().find_map(|title| folded.strip_prefix(title)).unwrap_or(&folded);
    let name = |province: &NationalProvince| {
        let name = fold(&province.name);
        name == folded || name.strip_prefix("thanh pho ").unwrap_or(&name) == bare
    };
    let code = |province: &NationalProvince| {
        !text.trim().is_empty() && province.code.trim_start_matches('0') == text.trim().trim_start_matches('0')
    };
    provinces().iter().find(|province| name(province) || code(province))
}

/// A score with at most two decimals, comma or point, from 0 to 100.
fn hundredths(text: &str) -> Option<i64> {
    let text = text.trim().replace(',', ".");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    // A spreadsheet may write 90.4 as 90.400000000000006.
    let rest = if rest.len() > 10 && digits(rest) {
        let rounded = format!("{:.2}", text.parse::<f64>().ok()?);
        return hundredths(&rounded);
    } else {
        rest.trim_end_matches('0')
    };
    if whole.is_empty() || whole.len() > 3 || rest.len() > 2 || !digits(whole) || !digits(rest) {
        return None;
    }
    let hundredths = whole.parse::<i64>().ok()? * 100 + format!("{rest:0<2}").parse::<i64>().ok()?;
    (hundredths <= 10_000).then_some(hundredths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const DAY: Date = date(2025, 12, 23);

    fn table(change: impl Fn(&mut Vec<Vec<String>>)) -> Result<ScoreTable, Refusal> {
        let mut rows =
            vec![vec!["Điểm các tỉnh".to_owned()], vec!["STT".into(), "Tỉnh, thành phố".into(), "Điểm".into()]];
        for (at, province) in provinces().iter().enumerate() {
            rows.push(vec![(at + 1).to_string(), province.name.clone(), format!("{},{:02}", 60 + at, at)]);
        }
        change(&mut rows);
        read_scores(&rows, DAY, DAY, "Cổng Dịch vụ công quốc gia")
    }

    fn problems(change: impl Fn(&mut Vec<Vec<String>>)) -> Vec<(String, &'static str, String)> {
        let refusal = table(change).expect_err("a refusal");
        let value = |problem: &Problem| problem.args.last().map(|(_, value)| value.clone()).unwrap_or_default();
        refusal.problems.iter().map(|problem| (problem.pointer.clone(), problem.code, value(problem))).collect()
    }

    #[test]
    fn there_are_thirty_four_provinces_and_the_own_one_is_among_them() {
        assert_eq!(provinces().len(), 34);
        assert!(provinces().windows(2).all(|pair| pair[0].code < pair[1].code));
        assert!(provinces().iter().any(|province| province.code == OWN_PROVINCE && province.name == "Lai Châu"));
    }

    #[test]
    fn every_province_has_a_place_and_the_same_score_the_same_place() {
        let table = table(|rows| rows[3][2] = "60,00".into()).expect("a table");
        assert_eq!(table.scores.len(), 34);
        assert_eq!(table.place("96"), Some((1, 34)));
        assert_eq!((table.place("01"), table.place("04")), (Some((33, 34)), Some((33, 34))));
        assert_eq!(table.placed()[0].province.name, "Cà Mau");
        assert_eq!(table.place("99"), None);
    }

    #[test]
    fn a_table_without_a_province_is_refused_and_names_it() {
        let found =
            problems(|rows| rows.retain(|row| row.get(1).is_none_or(|name| name != "Lai Châu" && name != "Huế")));
        assert_eq!(found, [("/scores".to_owned(), "scores-province-missing", "Lai Châu, Huế".to_owned())]);
    }

    #[test]
    fn rows_that_can_not_be_are_named() {
        let found = problems(|rows| {
            rows[2][1] = "Hà Tây".into();
            rows[3][2] = "101".into();
            rows[4][1] = "Điện Biên".into();
        });
        let expected = [
            ("/rows/3", "scores-province-unknown", "Hà Tây"),
            ("/rows/4", "scores-malformed", "101"),
            ("/rows/6", "scores-province-twice", "Điện Biên"),
        ];
        assert_eq!(found, expected.map(|(at, code, value)| (at.to_owned(), code, value.to_owned())));
        assert_eq!(problems(Vec::clear)[0].1, "scores-no-heading");
    }

    #[test]
    fn names_and_codes_are_known_however_they_are_written() {
        for (text, code) in
            [("TỈNH LAI CHÂU", "12"), ("tp. Hồ Chí Minh", "79"), ("Thành phố Huế", "46"), ("1", "01"), ("04", "04")]
        {
            assert_eq!(province_of(text).map(|province| province.code.as_str()), Some(code), "{text}");
        }
        assert_eq!(province_of(""), None);
    }

    #[test]
    fn scores_have_two_decimals_and_lie_between_nothing_and_a_hundred() {
        for (text, expected) in [
            ("90,4", Some(9040)),
            ("86.97", Some(8697)),
            ("100", Some(10_000)),
            ("90.400000000000006", Some(9040)),
            ("90.40", Some(9040)),
            ("100,01", None),
            ("-1", None),
            ("90,405", None),
            ("", None),
            ("chín", None),
        ] {
            assert_eq!(hundredths(text), expected, "{text}");
        }
    }
}
