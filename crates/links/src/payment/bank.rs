//! The bank's stand-in: books what the gateway passes on and what people transfer after reading a QR code, and writes statements as
//! banks do. It changes the words of a transfer as banks do too.

use super::wire;
use crate::breaker::Clock;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use rules::calendar::local;
use rules::payments::vietqr;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

/// Money for an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Credit {
    pub(super) account: String,
    pub(super) amount: i64,
    pub(super) content: String,
    /// Whoever sends it names it once.
    pub(super) number: String,
    pub(super) at: String,
}

/// A transfer by somebody who read a QR code.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Transfer {
    /// What the code says.
    pub qr: String,
    /// Another amount than the code asks for.
    pub amount: Option<i64>,
    /// Other words than the code asks for.
    pub content: Option<String>,
}

struct Booked {
    number: String,
    at: String,
    amount: i64,
    content: String,
}

/// The stand-in.
#[derive(Clone)]
pub struct Bank(Arc<Inside>);

struct Inside {
    clock: Clock,
    accounts: Mutex<HashMap<String, Vec<Booked>>>,
}

impl Bank {
    /// A bank without a booking.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self(Arc::new(Inside { clock, accounts: Mutex::default() }))
    }

    /// What it serves.
    pub fn router(self) -> Router {
        Router::new()
            .route("/", get(about))
            .route("/ghi-co", post(credit))
            .route("/chuyen-khoan", post(transfer))
            .route("/sao-ke/{account}", get(statement))
            .with_state(self)
    }

    /// Books money; what was booked before is not booked again.
    fn book(&self, account: &str, booked: Booked) {
        let mut accounts = self.0.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = accounts.entry(account.to_owned()).or_default();
        if !lines.iter().rev().take(2_000).any(|line| line.number == booked.number) {
            lines.push(booked);
        }
    }
}

async fn about() -> &'static str {
    "MÔ PHỎNG - ngân hàng này không có tiền. SIMULATED - there is no money in this bank.\n"
}

async fn credit(State(bank): State<Bank>, Json(credit): Json<Credit>) -> StatusCode {
    let Credit { account, amount, content, number, at } = credit;
    bank.book(&account, Booked { number: format!("FT{number}"), at, amount, content });
    StatusCode::NO_CONTENT
}

/// The fields of a QR code.
fn fields(text: &str) -> Option<HashMap<&str, &str>> {
    let (mut fields, mut rest) = (HashMap::new(), text);
    while !rest.is_empty() {
        let length: usize = rest.get(2..4)?.parse().ok()?;
        fields.insert(rest.get(..2)?, rest.get(4..4 + length)?);
        rest = rest.get(4 + length..)?;
    }
    Some(fields)
}

/// The account, the amount and the words that a code asks for; nothing when its checksum is wrong.
fn asked(qr: &str) -> Option<(String, i64, String)> {
    let (before, checksum) = qr.split_at_checked(qr.len().checked_sub(4)?)?;
    if format!("{:04X}", vietqr::crc(before.as_bytes())) != checksum {
        return None;
    }
    let whole = fields(qr)?;
    let beneficiary = fields(fields(whole.get("38")?)?.get("01")?)?;
    let account = (*beneficiary.get("01")?).to_owned();
    let words = (*fields(whole.get("62")?)?.get("08")?).to_owned();
    Some((account, whole.get("54")?.parse().ok()?, words))
}

async fn transfer(State(bank): State<Bank>, Json(transfer): Json<Transfer>) -> Response {
    let Some((account, amount, words)) = asked(&transfer.qr) else { return StatusCode::BAD_REQUEST.into_response() };
    let words = transfer.content.unwrap_or(words);
    let number = format!("FT{}", uuid());
    // As real ones do: a prefix of its own, everything small, signs gone.
    let content = match number.bytes().last().unwrap_or(0) % 3 {
        0 => format!("MBVCB.{}.{words}.CT tu 0123456789 toi {account}", &number[2..8]),
        1 => format!("ibft{}gd {}", words.to_lowercase(), &number[2..10]),
        _ => format!("{words}, nop le phi"),
    };
    let at = wire::moment((bank.0.clock)());
    let amount = transfer.amount.unwrap_or(amount);
    bank.book(&account, Booked { number: number.clone(), at, amount, content });
    Json(serde_json::json!({"number": number, "amount": amount})).into_response()
}

/// A random number.
fn uuid() -> String {
    let mut bytes = [0; 8];
    let _ = getrandom::fill(&mut bytes);
    hex::encode_upper(bytes)
}

async fn statement(State(bank): State<Bank>, Path(account): Path<String>) -> Response {
    let accounts = bank.0.accounts.lock().unwrap_or_else(PoisonError::into_inner);
    let lines = accounts.get(&account).map(Vec::as_slice).unwrap_or_default();
    let mut text = format!(
        "\u{feff}NGÂN HÀNG MÔ PHỎNG;;;;\nSố tài khoản;{account};;;\n\
         Ngày giao dịch;Số bút toán;Ghi nợ;Ghi có;Nội dung\n"
    );
    let mut sum = 0;
    for line in lines {
        let day = wire::read_moment(&line.at).map(|at| local(at).strftime("%d/%m/%Y %H:%M:%S").to_string());
        let content = line.content.replace('"', "'");
        sum += line.amount;
        let _ = writeln!(text, "{};{};;{};\"{content}\"", day.unwrap_or_default(), line.number, line.amount);
    }
    let _ = writeln!(text, "Tổng cộng;;;{sum};");
    ([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], text).into_response()
}
