//! Dates as official documents write them (Nghị định 30/2020/NĐ-CP, Phụ lục I): days below ten and the first two months with a zero.

use jiff::Timestamp;
use rules::calendar::local;
use serde::{Serialize, Serializer};

/// An instant in the forms that templates choose from.
#[derive(Serialize)]
struct Written {
    /// ngày 05 tháng 02 năm 2026
    day: String,
    /// 08 giờ 30 phút, ngày 05 tháng 02 năm 2026
    moment: String,
    /// 05/02/2026 08:30
    short: String,
    /// 05/02/2026
    short_day: String,
    /// 08:30
    hour: String,
}

fn of(at: Timestamp) -> Written {
    let at = local(at);
    let month = if at.month() < 3 { format!("0{}", at.month()) } else { at.month().to_string() };
    let day = format!("ngày {:02} tháng {month} năm {}", at.day(), at.year());
    Written {
        moment: format!("{:02} giờ {:02} phút, {day}", at.hour(), at.minute()),
        day,
        short: at.strftime("%d/%m/%Y %H:%M").to_string(),
        short_day: at.strftime("%d/%m/%Y").to_string(),
        hour: at.strftime("%H:%M").to_string(),
    }
}

/// The day of an instant as the head of a document writes it.
pub fn day(at: Timestamp) -> String {
    of(at).day
}

/// Writes an instant.
pub fn written<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    of(*at).serialize(serializer)
}

/// Writes an instant, if there is one.
#[expect(clippy::ref_option, reason = "serde asks for it")]
pub fn maybe<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    at.map(of).serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_are_written_as_the_decree_says() {
        let at = |text: &str| of(text.parse().expect("an instant"));
        assert_eq!(at("2026-02-05T08:30:00+07:00").moment, "08 giờ 30 phút, ngày 05 tháng 02 năm 2026");
        assert_eq!(at("2026-03-15T23:30:00Z").day, "ngày 16 tháng 3 năm 2026");
    }
}
