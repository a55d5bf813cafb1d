//! Reading a JSON body: what can't be read is answered with the line, or a pointer to the field of the wrong type.

use super::LARGEST;
use crate::app::App;
use crate::errors::{Failure, Sent};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use bytes::Bytes;
use rules::{Problem, Refusal};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde_json::error::Category;
use serde_path_to_error::{Path, Segment};
use std::fmt::{Formatter, Result as Formatted};
use std::marker::PhantomData;

/// A body of JSON, read, and as it came (for the idempotency key).
#[derive(Debug)]
pub struct Body<T> {
    /// What it says.
    pub value: T,
    /// Its bytes.
    pub bytes: Bytes,
}

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        if !is_json(request.headers()) {
            return Err(Failure::Status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let bytes = Bytes::from_request(request, app).await.map_err(|refused| match refused.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge(Sent::Json, LARGEST),
            status => Failure::Status(status),
        })?;
        let value = read(&bytes)?;
        Ok(Self { value, bytes })
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE) else { return true };
    let kind = kind.to_str().unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json") || essence.ends_with("+json")
}

/// Reads it the quick way; only what fails is read again to find where.
fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    let bytes = bytes.trim_ascii_end();
    if bytes.is_empty() {
        return read(b"{}");
    }
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        // Structs could be read from lists too, by place: nobody means that.
        let read: Result<serde_json::Value, _> = serde_json::from_slice(bytes);
        return Err(Failure::Malformed(read.map_or_else(|error| malformed(&error), |_| not_an_object())));
    }
    serde_json::from_slice(bytes).or_else(|_| {
        let mut reader = serde_json::Deserializer::from_slice(bytes);
        let read = serde_path_to_error::deserialize(&mut reader);
        let wrong = match read {
            // The value ended well, but something follows it.
            Ok(value) => reader.end().map(|()| value).map_err(|error| malformed(&error)),
            Err(error) => Err(match error.inner().classify() {
                Category::Data => unknown_field(error.path(), error.inner())
                    .unwrap_or_else(|| wrong_type(error.path(), error.inner())),
                Category::Syntax | Category::Eof | Category::Io => malformed(error.inner()),
            }),
        };
        wrong.map_err(Failure::Malformed)
    })
}

fn malformed(error: &serde_json::Error) -> Refusal {
    Refusal::rule("malformed-json").with("line", error.line()).with("column", error.column())
}

fn not_an_object() -> Refusal {
    let problem = Problem::new("", "wrong-type").with("reason", "expected an object");
    Refusal { problems: vec![problem], ..Refusal::rule("wrong-type") }
}

/// A field that there is not: nothing of it would be kept, so nothing is done. Serde names it and those that there are
/// between backquotes.
fn unknown_field(path: &Path, error: &serde_json::Error) -> Option<Refusal> {
    let text = error.to_string();
    let mut quoted = text.strip_prefix("unknown field `")?.split('`').step_by(2);
    let name = quoted.next()?.to_owned();
    let known: Vec<&str> = quoted.filter(|part| !part.contains(' ')).collect();
    let whole = pointer(path);
    // The path may or may not have the field itself at its end.
    let own = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
    let whole = if whole.ends_with(&own) { whole } else { format!("{whole}{own}") };
    Some(unknown(whole, &name, &known))
}

/// The refusal of a field that there is not.
pub fn unknown(pointer: impl Into<String>, name: &str, known: &[&str]) -> Refusal {
    let problem = Problem::new(pointer, "unknown-field").with("name", name).with("allowed", known.join(", "));
    Refusal { problems: vec![problem], ..Refusal::rule("unknown-field").with("name", name) }
}

fn wrong_type(path: &Path, error: &serde_json::Error) -> Refusal {
    let reason = error.to_string();
    let reason = reason.rsplit_once(" at line ").map_or(reason.as_str(), |(reason, _)| reason).to_owned();
    let problem = Problem::new(pointer(path), "wrong-type").with("reason", reason);
    Refusal { problems: vec![problem], ..Refusal::rule("wrong-type") }
}

/// The JSON pointer of a path (RFC 6901).
fn pointer(path: &Path) -> String {
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { .. } | Segment::Unknown => String::new(),
        })
        .collect()
}

/// Reads a text, or an object of this type. (Of an untagged enum no error says which field is at fault.)
///
/// # Errors
/// When it is neither, or the object can't be read.
pub fn text_or_object<'de, D, T, O>(from: D, text: fn(String) -> O, object: fn(T) -> O) -> Result<O, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    from.deserialize_any(TextOrObject { text, object, of: PhantomData })
}

struct TextOrObject<T, O> {
    text: fn(String) -> O,
    object: fn(T) -> O,
    of: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>, O> Visitor<'de> for TextOrObject<T, O> {
    type Value = O;

    fn expecting(&self, out: &mut Formatter<'_>) -> Formatted {
        out.write_str("a string or an object")
    }

    fn visit_str<E>(self, text: &str) -> Result<O, E> {
        Ok((self.text)(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<O, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(self.object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[serde(default)]
        #[expect(dead_code, reason = "only its reading is of interest")]
        documents: Vec<Part>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Part {
        #[expect(dead_code, reason = "only its reading is of interest")]
        code: String,
        #[serde(default)]
        #[expect(dead_code, reason = "only its reading is of interest")]
        name: String,
    }

    fn refusal(text: &str) -> Refusal {
        match read::<Sample>(text.as_bytes()) {
            Err(Failure::Malformed(refusal)) => refusal,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_field_of_the_wrong_type_is_pointed_at() {
        let refusal = refusal(r#"{"documents": [{"code": "01"}, {"code": 2}]}"#);
        assert_eq!(refusal.problems[0].pointer, "/documents/1/code");
        assert_eq!(refusal.problems[0].args[0].1, "invalid type: integer `2`, expected a string");
    }

    #[test]
    fn broken_json_is_answered_with_its_line() {
        assert_eq!(refusal("{\n  \"documents\": [,]\n}").args[0], ("line", "2".to_owned()));
        assert_eq!(refusal("{}\nmore").args[0], ("line", "2".to_owned()));
        assert_eq!(refusal("{\"documents\": [").code, "malformed-json");
    }

    #[test]
    fn a_field_that_there_is_not_is_named_with_those_that_there_are() {
        let refusal = refusal(r#"{"documents": [{"code": "01"}, {"code": "02", "fi/le": 2}]}"#);
        assert_eq!(refusal.code, "unknown-field");
        let problem = &refusal.problems[0];
        assert_eq!(problem.pointer, "/documents/1/fi~1le");
        assert_eq!(problem.args, [("name", "fi/le".to_owned()), ("allowed", "code, name".to_owned())]);
        let refusal = super::tests::refusal(r#"{"more": 1}"#);
        assert_eq!(refusal.problems[0].pointer, "/more");
        assert_eq!(refusal.problems[0].args[1].1, "documents");
    }

    #[test]
    fn nothing_at_all_is_an_empty_object() {
        assert!(read::<Sample>(b" \n").is_ok());
        assert_eq!(refusal("[[]]").code, "wrong-type");
        assert_eq!(refusal("[[").code, "malformed-json");
    }
}
