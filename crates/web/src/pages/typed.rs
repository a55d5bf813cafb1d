//! What a form sent, field by field, kept as it was typed: so that it can come back with its errors, or wait out a sign-in.

use crate::app::App;
use crate::errors::{Failure, Sent};
use axum::extract::{Form, FromRequest, Request};
use jiff::civil::Date;
use rules::Problem;
use rules::tasks::dates::read_day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most text that one form may hold, in bytes.
const MOST: usize = 64 * 1024;

/// The fields of a form by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Typed(BTreeMap<String, String>);

impl Typed {
    /// What was typed into this field, without white space around it; empty when it was not sent.
    #[must_use]
    pub fn get(&self, field: &str) -> &str {
        self.0.get(field).map_or("", |typed| typed.trim())
    }

    /// What was typed into this field exactly as it came: for passwords.
    #[must_use]
    pub fn exact(&self, field: &str) -> String {
        self.0.get(field).cloned().unwrap_or_default()
    }

    /// The same as an owned text.
    #[must_use]
    pub fn text(&self, field: &str) -> String {
        self.get(field).to_owned()
    }

    /// The same where something was typed.
    #[must_use]
    pub fn some(&self, field: &str) -> Option<String> {
        Some(self.text(field)).filter(|typed| !typed.is_empty())
    }

    /// The day that was typed into this field, in any of the ways in which people write days.
    ///
    /// # Errors
    /// The problem at this field, when what was typed is no day.
    pub fn day(&self, field: &str) -> Result<Option<Date>, Problem> {
        let Some(typed) = self.some(field) else { return Ok(None) };
        let day = read_day(&typed);
        day.map(Some).ok_or_else(|| Problem::new(format!("/{field}"), "date-unreadable").with("typed", typed))
    }

    /// Whether the form had this field at all.
    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.0.contains_key(field)
    }

    /// Notes what was typed into a field.
    pub fn set(&mut self, field: impl Into<String>, typed: impl Into<String>) {
        self.0.insert(field.into(), typed.into());
    }

    /// Notes one more value of a field that may come several times: its values stand in lines.
    pub fn add(&mut self, field: impl Into<String>, typed: impl Into<String>) {
        let (field, typed) = (field.into(), typed.into());
        let whole = self.0.entry(field).or_default();
        if !whole.is_empty() {
            whole.push('\n');
        }
        whole.push_str(&typed);
    }

    /// What a form sent whose fields may come several times: their values stand in lines.
    ///
    /// # Errors
    /// "Too large".
    pub fn several(pairs: Vec<(String, String)>) -> Result<Self, Failure> {
        let mut typed = Self::default();
        pairs.into_iter().for_each(|(field, value)| typed.add(field, value));
        typed.without_token().bounded()
    }

    /// The fields whose names begin so: the rest of each name, and what was typed.
    pub fn beginning_with<'a>(&'a self, beginning: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(move |(field, typed)| Some((field.strip_prefix(beginning)?, typed.trim())))
    }

    /// Takes out the fields whose names end so: the rest of each name, and what was typed.
    pub fn take_ending_with(&mut self, end: &str) -> Vec<(String, String)> {
        let named: Vec<String> = self.0.keys().filter(|field| field.ends_with(end)).cloned().collect();
        let rest = |field: &str| field.strip_suffix(end).unwrap_or(field).to_owned();
        named.into_iter().filter_map(|field| Some((rest(&field), self.0.remove(&field)?))).collect()
    }

    /// Whether nothing was sent.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Everything but the token.
    #[must_use]
    pub fn without_token(mut self) -> Self {
        self.0.remove("csrf");
        self
    }

    /// How much text it is, in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.0.iter().map(|(field, typed)| field.len() + typed.len()).sum()
    }

    /// Refuses more text than a form can hold.
    ///
    /// # Errors
    /// "Too large".
    pub fn bounded(self) -> Result<Self, Failure> {
        if self.size() > MOST { Err(Failure::TooLarge(Sent::Typed, MOST)) } else { Ok(self) }
    }
}

impl FromRequest<App> for Typed {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let Form(typed) =
            Form::<Self>::from_request(request, app).await.map_err(|refused| Failure::Status(refused.status()))?;
        typed.without_token().bounded()
    }
}
