//! How values look in the API: times with Vietnam's offset, pages with an opaque cursor, queries read with clear complaints.

use crate::errors::Failure;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use rules::calendar::{self, VIETNAM};
use rules::{Problem, Refusal};
use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};
use std::fmt::Display;
use utoipa::ToSchema;

/// An instant as RFC 3339 with the offset of Vietnam, to the microsecond: what the journal keeps of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToSchema)]
#[schema(value_type = String, format = DateTime, example = "2025-12-23T08:30:00+07:00")]
pub struct At(pub Timestamp);

impl Serialize for At {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let kept = Timestamp::from_microsecond(self.0.as_microsecond()).unwrap_or(self.0);
        out.collect_str(&kept.display_with_offset(VIETNAM))
    }
}

/// What a list answers: some items, and where the next ones begin.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// The `after` of the next page; nothing on the last one.
    #[schema(example = "MTIzNDU")]
    pub next: Option<String>,
}

/// A page of at most this many, the largest that may be asked for.
const MOST: u32 = 200;
const USUAL: u32 = 50;

/// Where a list goes on, from the opaque text that the last page gave.
///
/// # Errors
/// When the text is not one of ours.
pub fn read_after(after: Option<&str>) -> Result<Option<i64>, Problem> {
    let Some(after) = after.filter(|after| !after.is_empty()) else { return Ok(None) };
    let bytes = URL_SAFE_NO_PAD.decode(after).ok();
    let key = bytes.and_then(|bytes| std::str::from_utf8(&bytes).ok().and_then(|text| text.parse().ok()));
    key.map(Some).ok_or_else(|| Problem::new("/after", "cursor"))
}

/// The opaque text of a place in a list.
#[must_use]
pub fn cursor(key: i64) -> String {
    URL_SAFE_NO_PAD.encode(key.to_string())
}

/// The page of a list that is wholly in memory: places are counted from its beginning.
pub fn slice<T, U>(all: impl Iterator<Item = T>, after: Option<i64>, limit: u32, show: impl Fn(T) -> U) -> Page<U> {
    let skipped = after.and_then(|after| usize::try_from(after).ok()).unwrap_or(0);
    let mut rest = all.skip(skipped).peekable();
    let items: Vec<U> = rest.by_ref().take(limit as usize).map(show).collect();
    let end = i64::try_from(skipped + items.len()).unwrap_or(i64::MAX);
    Page { items, next: rest.peek().map(|_| cursor(end)) }
}

/// How many items a page has.
///
/// # Errors
/// When it is no number from 1 to 200.
pub fn read_limit(limit: Option<&str>) -> Result<u32, Problem> {
    let Some(typed) = limit.filter(|limit| !limit.is_empty()) else { return Ok(USUAL) };
    let number = typed.parse().ok().filter(|number| (1..=MOST).contains(number));
    number.ok_or_else(|| Problem::new("/limit", "limit").with("most", MOST))
}

/// Reads the parameters of a query one by one and keeps what is wrong with them, so that all of it is told at once.
#[derive(Debug, Default)]
pub struct Complaints(Vec<Problem>);

impl Complaints {
    /// The value, or its problem kept.
    pub fn keep<T>(&mut self, read: Result<T, Problem>) -> Option<T> {
        read.map_err(|problem| self.0.push(problem)).ok()
    }

    /// One more problem.
    pub fn add(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// Goes on only when nothing was wrong.
    ///
    /// # Errors
    /// Everything that was wrong.
    pub fn settle(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::input(self.0)) }
    }

    /// A code of this type, where one was given.
    pub fn code<T: std::str::FromStr>(&mut self, pointer: &str, typed: Option<&str>, wrong: &'static str) -> Option<T> {
        let typed = typed.map(str::trim).filter(|typed| !typed.is_empty())?;
        self.keep(typed.parse().map_err(|_| Problem::new(pointer, wrong).with("code", typed)))
    }

    /// One of the values that are allowed, where one was given.
    pub fn choice<T>(&mut self, pointer: &str, typed: Option<&str>, allowed: &[(&str, T)]) -> Option<T>
    where
        T: Copy,
    {
        let typed = typed.filter(|typed| !typed.is_empty())?;
        let found = allowed.iter().find(|(key, _)| *key == typed).map(|(_, value)| *value);
        self.keep(found.ok_or_else(|| unknown_value(pointer, typed, allowed.iter().map(|(key, _)| key))))
    }

    /// The beginning of a day, or an instant.
    pub fn from(&mut self, pointer: &str, typed: Option<&str>) -> Option<Timestamp> {
        self.moment(pointer, typed, |day| day)
    }

    /// The end of a day, or an instant.
    pub fn until(&mut self, pointer: &str, typed: Option<&str>) -> Option<Timestamp> {
        self.moment(pointer, typed, |day| day.tomorrow().unwrap_or(day))
    }

    fn moment(&mut self, pointer: &str, typed: Option<&str>, begins: impl Fn(Date) -> Date) -> Option<Timestamp> {
        let typed = typed.filter(|typed| !typed.is_empty())?;
        let day = typed.parse::<Date>().ok().filter(|_| typed.len() == 10);
        let midnight = day.map(|day| calendar::instant(begins(day).to_datetime(Time::midnight())));
        // A plus sign in a query is a space when nobody escaped it.
        let read = midnight.or_else(|| typed.replace(' ', "+").parse().ok());
        self.keep(read.ok_or_else(|| Problem::new(pointer, "instant")))
    }

    /// A day.
    pub fn day(&mut self, pointer: &str, typed: Option<&str>) -> Option<Date> {
        let typed = typed.filter(|typed| !typed.is_empty())?;
        self.keep(typed.parse().map_err(|_| Problem::new(pointer, "day")))
    }
}

/// A value that is none of those allowed, which the text names.
#[must_use]
pub fn unknown_value(pointer: &str, typed: &str, allowed: impl IntoIterator<Item = impl Display>) -> Problem {
    let allowed = allowed.into_iter().map(|key| key.to_string()).collect::<Vec<_>>().join(", ");
    Problem::new(pointer, "value-unknown").with("value", typed).with("allowed", allowed)
}

/// The parameters of a query.
#[derive(Debug)]
pub struct Asked<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Asked<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        match Query::from_request_parts(parts, state).await {
            Ok(Query(asked)) => Ok(Self(asked)),
            Err(wrong) => Err(Failure::Malformed(Refusal::rule("malformed-query").with("reason", wrong.body_text()))),
        }
    }
}

/// An answer in JSON.
#[derive(Debug)]
pub struct Answer<T>(pub T);

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(body) => json(body),
            Err(error) => Failure::fault(&error).into_response(),
        }
    }
}

/// An answer of JSON that is written already.
pub fn json(body: impl Into<axum::body::Body>) -> Response {
    let mut response = Response::new(body.into());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_anything_else_is_refused() {
        assert_eq!(read_after(Some(&cursor(12345))), Ok(Some(12345)));
        assert_eq!(read_after(Some("")), Ok(None));
        assert!(read_after(Some("not ours")).is_err());
        assert!(read_after(Some("YWJj")).is_err());
    }

    #[test]
    fn an_instant_is_told_as_finely_as_it_is_kept() {
        let at: Timestamp = "2025-12-23T01:30:00.123456789Z".parse().expect("an instant");
        let told = serde_json::to_string(&At(at)).expect("JSON");
        assert_eq!(told, "\"2025-12-23T08:30:00.123456+07:00\"");
    }

    #[test]
    fn a_page_has_one_to_two_hundred_items() {
        assert_eq!(read_limit(None), Ok(50));
        assert_eq!(read_limit(Some("200")), Ok(200));
        for wrong in ["0", "201", "-1", "many"] {
            assert!(read_limit(Some(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_day_begins_and_ends_in_vietnam_and_an_instant_is_itself() {
        let mut complaints = Complaints::default();
        let shown = |at: Option<Timestamp>| at.map(calendar::rfc3339);
        assert_eq!(shown(complaints.from("/x", Some("2025-12-23"))).as_deref(), Some("2025-12-23T00:00:00+07:00"));
        assert_eq!(shown(complaints.until("/x", Some("2025-12-23"))).as_deref(), Some("2025-12-24T00:00:00+07:00"));
        let instant = complaints.from("/x", Some("2025-12-23T08:30:00 07:00"));
        assert_eq!(shown(instant).as_deref(), Some("2025-12-23T08:30:00+07:00"));
        assert_eq!(complaints.from("/x", Some("23/12/2025")), None);
        assert!(complaints.settle().is_err());
    }
}
