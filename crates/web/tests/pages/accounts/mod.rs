//! How people prove who they are, attacked first.

mod authenticator;
mod factors;
mod guessing;
mod passkeys;
mod passwords;
mod recovery;
mod sessions;
mod strength;
mod tokens;

use crate::site::{Browser, Site};
use web::Settings;
use web::credentials::totp;

/// A real province, no demonstration: second factors are asked for.
fn real() -> Site {
    Site::with(Settings::default())
}

/// Adds an authenticator app in this browser and answers its secret.
fn add_app(site: &Site, browser: &Browser) -> Vec<u8> {
    let page = browser.get("/account/security/totp").is(200);
    let text = page.text.split("<code>").nth(1).and_then(|rest| rest.split("</code>").next()).expect("a secret");
    let secret = base32(text);
    browser.post("/account/security/totp", &[("code", &code(site, &secret))]).leads_to("/account/security");
    secret
}

/// The code that the app shows now.
fn code(site: &Site, secret: &[u8]) -> String {
    totp::code_at(secret, u64::try_from(site.clock.now().as_second()).expect("after 1970")).expect("a code")
}

fn base32(text: &str) -> Vec<u8> {
    let mut bits = String::new();
    for sign in text.chars().filter(|sign| *sign != ' ') {
        let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(sign).expect("base32");
        bits.push_str(&format!("{value:05b}"));
    }
    let whole = bits.len() / 8;
    (0..whole).map(|at| u8::from_str_radix(&bits[at * 8..at * 8 + 8], 2).expect("bits")).collect()
}
