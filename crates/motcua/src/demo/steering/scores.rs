//! The scores of all provinces as the national portal might have published them (simulated): of the ends of months, and of the day before
//! the last, when Lai Châu is tenth.

use super::Scene;
use jiff::Span;
use jiff::civil::{Date, time};
use rules::calendar::instant;
use rules::people::{Capacity, Role};
use rules::quality::{ProvinceScore, ScoreTable, provinces};
use store::{Failure, Store, desk};

/// The provinces best first, and how many hundredths of a point the first has; each after it has a little less.
const ORDER: [&str; 34] = [
    "19", "44", "38", "42", "75", "31", "22", "25", "24", "12", "46", "48", "40", "37", "33", "01", "79", "15", "68",
    "92", "82", "20", "08", "86", "56", "51", "91", "80", "14", "52", "66", "04", "11", "96",
];
/// What is published of Lai Châu: 90.40.
const OWN: i64 = 9_040;
/// How far two neighbours are apart.
const STEP: i64 = 33;
/// How much less everybody had a month before, and our own province besides: it climbed.
const MONTH: (i64, i64) = (60, 38);
/// Ends of months before the last day.
const MONTHS: i32 = 4;

pub(super) fn enter(store: &Store, scene: &Scene<'_>) -> Result<(), Failure> {
    let Ok(last) = rules::calendar::day_of(scene.ends_at).yesterday() else { return Ok(()) };
    let before =
        (1..=MONTHS).rev().map(|months| (months, last.saturating_sub(Span::new().months(months)).last_of_month()));
    let administrator = "H35".parse().ok().and_then(|province| scene.staff.holder(&province, Role::Clerk, 0).cloned());
    let by = administrator.map_or_else(
        || Capacity::system("demo"),
        |clerk| clerk.positions.first().map_or_else(|| Capacity::system("demo"), |held| clerk.as_officer(held)),
    );
    for (months, day) in before.chain([(0, last)]).filter(|(_, day)| scene.has(*day) && *day <= last) {
        let (table, by) = (table(day, i64::from(months)), by.clone());
        let at = instant(day.to_datetime(time(16, 0, 0, 0)));
        store.write_blocking(move |tx| desk::quality::import_scores(tx, table.clone(), &by, at).map(|_| ()))?;
    }
    Ok(())
}

fn table(on: Date, months: i64) -> ScoreTable {
    let own_place =
        ORDER.iter().position(|code| *code == "12").and_then(|place| i64::try_from(place).ok()).unwrap_or(0);
    let score = |code: &str| {
        let place =
            ORDER.iter().position(|known| *known == code).and_then(|place| i64::try_from(place).ok()).unwrap_or(0);
        let own = if code == "12" { months * MONTH.1 } else { 0 };
        OWN + (own_place - place) * STEP - months * MONTH.0 - own
    };
    let scores = provinces()
        .iter()
        .map(|province| ProvinceScore { province: province.code.clone(), hundredths: score(&province.code) })
        .collect();
    ScoreTable { on, source: "Cổng Dịch vụ công quốc gia (mô phỏng)".to_owned(), scores }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rules::quality::OWN_PROVINCE;

    #[test]
    fn our_province_is_tenth_in_the_end_and_climbed_to_it() {
        let places: Vec<_> =
            (0..=4).map(|months| table(date(2025, 12, 22), months).place(OWN_PROVINCE).expect("a place").0).collect();
        assert_eq!(places[0], 10);
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{places:?}");
        let last = table(date(2025, 12, 22), 0);
        assert_eq!(
            last.scores.iter().find(|score| score.province == OWN_PROVINCE).map(|own| own.hundredths),
            Some(9_040)
        );
        assert!(last.scores.iter().all(|score| (6_000..=10_000).contains(&score.hundredths)));
    }
}
