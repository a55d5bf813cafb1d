//! VietQR: a bank transfer as a QR code, read by every Vietnamese bank's application (NAPAS, on EMVCo's merchant-presented codes).
//!
//! A list of fields, each two digits of name, two digits of length, then the value; the last one is a checksum over all before
//! it. It asks for a transfer and proves nothing: what was paid shows in the bank's statement.

use crate::money::Dong;
use serde::{Deserialize, Serialize};

/// NAPAS's name in the directory of applications.
const NAPAS: &str = "A000000727";
/// A transfer to an account, not to a card.
const TO_ACCOUNT: &str = "QRIBFTTA";
/// Đồng in ISO 4217.
const CURRENCY: &str = "704";

/// Where the money is to go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The bank's six digits (BIN).
    pub bin: String,
    /// The account's number.
    pub number: String,
}

/// Why there is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoCode {
    /// The bank's number is not six digits.
    #[error("the bank's number is not six digits")]
    Bank,
    /// The account's number is empty, too long or holds other signs than letters and digits.
    #[error("the account's number is no number")]
    Account,
    /// The amount is not above zero, or longer than 13 digits.
    #[error("the amount can't be asked for")]
    Amount,
    /// The purpose is longer than 25 signs or not plain.
    #[error("the purpose is too long or not plain")]
    Purpose,
}

impl Account {
    /// An account of a bank.
    ///
    /// # Errors
    /// When a number can't be one.
    pub fn new(bin: &str, number: &str) -> Result<Self, NoCode> {
        if bin.len() != 6 || !bin.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(NoCode::Bank);
        }
        if number.is_empty() || number.len() > 19 || !number.bytes().all(|sign| sign.is_ascii_alphanumeric()) {
            return Err(NoCode::Account);
        }
        Ok(Self { bin: bin.to_owned(), number: number.to_owned() })
    }
}

/// The text of a code that asks for one transfer of this amount with this purpose.
///
/// # Errors
/// When the amount or the purpose can't be written in it.
pub fn transfer(to: &Account, amount: Dong, purpose: &str) -> Result<String, NoCode> {
    if amount.0 <= 0 || amount.0 > 9_999_999_999_999 {
        return Err(NoCode::Amount);
    }
    let plain = |sign: u8| sign.is_ascii_alphanumeric() || matches!(sign, b' ' | b'.' | b'-');
    if purpose.is_empty() || purpose.len() > 25 || !purpose.bytes().all(plain) {
        return Err(NoCode::Purpose);
    }
    let beneficiary = field("00", &to.bin) + &field("01", &to.number);
    let account = field("00", NAPAS) + &field("01", &beneficiary) + &field("02", TO_ACCOUNT);
    let mut text = field("00", "01") + &field("01", "12") + &field("38", &account);
    text += &(field("53", CURRENCY) + &field("54", &amount.0.to_string()) + &field("58", "VN"));
    text += &(field("62", &field("08", purpose)) + "6304");
    let checksum = crc(text.as_bytes());
    Ok(format!("{text}{checksum:04X}"))
}

/// One field; what is written here is never longer than 99 signs.
fn field(name: &str, value: &str) -> String {
    format!("{name}{:02}{value}", value.len())
}

/// CRC-16/CCITT-FALSE: polynomial 0x1021, begun with 0xFFFF.
#[must_use]
pub fn crc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |crc: u16, byte| {
        (0..8).fold(crc ^ u16::from(*byte) << 8, |crc, _| if crc & 0x8000 == 0 { crc << 1 } else { crc << 1 ^ 0x1021 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The fields of a text, read as a bank's application does.
    fn fields(mut text: &str) -> Vec<(String, String)> {
        let mut fields = Vec::new();
        while !text.is_empty() {
            let (name, rest) = text.split_at(2);
            let (length, rest) = rest.split_at(2);
            let (value, rest) = rest.split_at(length.parse().expect("a length"));
            fields.push((name.to_owned(), value.to_owned()));
            text = rest;
        }
        fields
    }

    fn value(text: &str, path: &[&str]) -> String {
        path.iter().fold(text.to_owned(), |text, name| {
            fields(&text).into_iter().find(|(found, _)| found == name).expect("a field").1
        })
    }

    #[test]
    fn the_published_example_comes_out_sign_for_sign() {
        let account = Account::new("970415", "113366668888").expect("an account");
        let made = transfer(&account, Dong(79_000), "H35.12-251223-0001").expect("a code");
        assert_eq!(
            made,
            "00020101021238560010A0000007270126000697041501121133666688880208QRIBFTTA5303704540579000\
             5802VN62220818H35.12-251223-00016304A5F1"
        );
    }

    #[test]
    fn the_checksum_is_the_one_of_the_standard() {
        assert_eq!(crc(b"123456789"), 0x29B1);
    }

    #[test]
    fn what_no_bank_could_read_is_refused() {
        let account = Account::new("970415", "113366668888").expect("an account");
        assert_eq!(Account::new("97041", "1"), Err(NoCode::Bank));
        assert_eq!(Account::new("970415", ""), Err(NoCode::Account));
        assert_eq!(Account::new("970415", "1 2"), Err(NoCode::Account));
        assert_eq!(transfer(&account, Dong(0), "MC1"), Err(NoCode::Amount));
        assert_eq!(transfer(&account, Dong(-5), "MC1"), Err(NoCode::Amount));
        assert_eq!(transfer(&account, Dong(1), "Lệ phí"), Err(NoCode::Purpose));
        assert_eq!(transfer(&account, Dong(1), &"A".repeat(26)), Err(NoCode::Purpose));
    }

    proptest! {
        #[test]
        fn every_code_reads_back_and_a_changed_sign_shows(
            bin in "[0-9]{6}", number in "[0-9A-Z]{1,19}", amount in 1_i64..9_999_999_999_999, purpose in "[0-9A-Z .-]{1,25}",
            at: prop::sample::Index,
        ) {
            let account = Account::new(&bin, &number).expect("an account");
            let text = transfer(&account, Dong(amount), &purpose).expect("a code");
            prop_assert_eq!(value(&text, &["38", "01", "00"]), bin);
            prop_assert_eq!(value(&text, &["38", "01", "01"]), number);
            prop_assert_eq!(value(&text, &["54"]), amount.to_string());
            prop_assert_eq!(value(&text, &["62", "08"]), purpose);
            let (before, told) = text.split_at(text.len() - 4);
            prop_assert_eq!(format!("{:04X}", crc(before.as_bytes())), told);
            let mut changed = before.as_bytes().to_vec();
            let at = at.index(changed.len());
            changed[at] ^= 1;
            prop_assert_ne!(crc(&changed), crc(before.as_bytes()));
        }
    }
}
