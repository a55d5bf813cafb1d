//! Amounts in Vietnamese words, as receipts must say them: "Một trăm hai mươi nghìn đồng".

use crate::money::Dong;

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const SCALES: [&str; 3] = ["", " nghìn", " triệu"];

/// The amount in words, with a capital letter; an amount below zero begins with "Âm".
#[must_use]
pub fn in_words(amount: Dong) -> String {
    let number = amount.0.unsigned_abs();
    let mut words = if number == 0 { DIGITS[0].to_owned() } else { whole(number) };
    if amount.0 < 0 {
        words = format!("âm {words}");
    }
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(letters).chain(" đồng".chars()).collect()
}

/// Billions are counted in whole numbers of their own: "một nghìn hai trăm tỷ".
fn whole(number: u64) -> String {
    let (billions, rest) = (number / 1_000_000_000, number % 1_000_000_000);
    let mut parts = Vec::new();
    if billions > 0 {
        parts.push(format!("{} tỷ", whole(billions)));
    }
    let mut begun = billions > 0;
    for scale in (0..3_u32).rev() {
        let group = rest / 1000_u64.pow(scale) % 1000;
        if group > 0 {
            parts.push(format!("{}{}", three(group, begun), SCALES[scale as usize]));
            begun = true;
        }
    }
    parts.join(" ")
}

/// Three digits; `full` where something stands before them, so that zeros are said.
fn three(number: u64, full: bool) -> String {
    let (hundreds, tens, ones) = ((number / 100) as usize, (number / 10 % 10) as usize, (number % 10) as usize);
    let mut words: Vec<&str> = Vec::new();
    if full || hundreds > 0 {
        words.extend([DIGITS[hundreds], "trăm"]);
    }
    match tens {
        0 if ones > 0 && !words.is_empty() => words.push("linh"),
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([DIGITS[tens], "mươi"]),
    }
    match (tens, ones) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (1.., 5) => words.push("lăm"),
        _ => words.push(DIGITS[ones]),
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_said_as_people_say_them() {
        let cases = [
            (0, "Không đồng"),
            (5_000, "Năm nghìn đồng"),
            (15_000, "Mười lăm nghìn đồng"),
            (79_000, "Bảy mươi chín nghìn đồng"),
            (121_000, "Một trăm hai mươi mốt nghìn đồng"),
            (2_500_000, "Hai triệu năm trăm nghìn đồng"),
            (1_005_010, "Một triệu không trăm linh năm nghìn không trăm mười đồng"),
            (3_000_000_000, "Ba tỷ đồng"),
            (1_200_000_000_001, "Một nghìn hai trăm tỷ không trăm linh một đồng"),
            (-24_000, "Âm hai mươi bốn nghìn đồng"),
        ];
        for (amount, words) in cases {
            assert_eq!(in_words(Dong(amount)), words);
        }
    }
}
