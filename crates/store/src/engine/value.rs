//! Values of five kinds and the rows made of them: all that crosses the border to a database.
//!
//! Knows no driver. Times are microseconds since 1970 UTC, truth is 0 or 1, everything else is as it looks.

use crate::Fault;
use jiff::Timestamp;

/// One value on its way to or from the database.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number; also a time in microseconds, money in đồng, or a truth value.
    Int(i64),
    /// A real number.
    Real(f64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// The values of a statement, in the order of `$1`, `$2`, …; each may be anything that becomes a [`Value`].
#[macro_export]
macro_rules! values {
    () => { ::std::vec::Vec::<$crate::Value>::new() };
    ($($value:expr),+ $(,)?) => { ::std::vec![$($crate::Value::from($value)),+] };
}

macro_rules! from {
    ($($from:ty => |$value:ident| $into:expr),+ $(,)?) => {
        $(impl From<$from> for Value { fn from($value: $from) -> Self { $into } })+
    };
}
from! {
    i64 => |value| Self::Int(value),
    i32 => |value| Self::Int(value.into()),
    i16 => |value| Self::Int(value.into()),
    i8 => |value| Self::Int(value.into()),
    u32 => |value| Self::Int(value.into()),
    u16 => |value| Self::Int(value.into()),
    u8 => |value| Self::Int(value.into()),
    // Counters and sizes: none of ours comes near 2^63.
    u64 => |value| Self::Int(i64::try_from(value).unwrap_or(i64::MAX)),
    usize => |value| Self::Int(i64::try_from(value).unwrap_or(i64::MAX)),
    bool => |value| Self::Int(value.into()),
    f64 => |value| Self::Real(value),
    &str => |value| Self::Text(without_nul(value.to_owned())),
    String => |value| Self::Text(without_nul(value)),
    &String => |value| Self::Text(without_nul(value.clone())),
    Vec<u8> => |value| Self::Bytes(value),
    &[u8] => |value| Self::Bytes(value.to_vec()),
    Timestamp => |value| Self::Int(value.as_microsecond()),
    jiff::civil::Date => |value| Self::Text(value.to_string()),
}

/// PostgreSQL keeps no NUL in text, and nobody types one on purpose: it is dropped, on both engines alike.
fn without_nul(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "") } else { text }
}

impl<const N: usize> From<[u8; N]> for Value {
    fn from(value: [u8; N]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// One row of an answer; columns are counted from 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    values: Vec<Value>,
}

impl Row {
    pub(crate) fn new(values: Vec<Value>) -> Self {
        Self { values }
    }

    /// How many columns it has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.values.len()
    }

    /// The value of a column.
    ///
    /// # Errors
    /// When there is no such column; so with every other way to a column, and when it holds another kind of value.
    pub fn value(&self, column: usize) -> Result<&Value, Fault> {
        self.values.get(column).ok_or_else(|| Fault::new(format!("a row of {} has no column {column}", self.width())))
    }

    /// A whole number.
    ///
    /// # Errors
    /// See [`Row::value`].
    pub fn int(&self, column: usize) -> Result<i64, Fault> {
        self.opt_int(column)?.ok_or_else(|| unexpected(column, "a whole number", &Value::Null))
    }

    /// A whole number that may be absent.
    ///
    /// # Errors
    /// See [`Row::value`].
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>, Fault> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Int(value) => Ok(Some(*value)),
            other => Err(unexpected(column, "a whole number", other)),
        }
    }

    /// A whole number that can't be negative: a version, a count.
    ///
    /// # Errors
    /// See [`Row::value`].
    pub fn count(&self, column: usize) -> Result<u64, Fault> {
        u64::try_from(self.int(column)?).map_err(|error| Fault::because(format!("column {column}"), error))
    }

    /// A truth value, kept as 0 or 1.
    ///
    /// # Errors
    /// See [`Row::value`].
    pub fn bool(&self, column: usize) -> Result<bool, Fault> {
        Ok(self.int(column)? != 0)
    }

    /// A real number; a whole one will do.
    ///
    /// # Errors
    /// See [`Row::value`].
    pub fn real(&self, column: usize) -> Result<f64, Fault> {
        self.opt_real(column)?.ok_or_else(|| unexpected(column, "a real number", &Value::Null))
    }

    /// A real number that may be absent.
    ///
    /// # Errors
    /// See [`Row::value`].
    #[expect(clippy::cast_precision_loss, reason = "averages and sums shown to people")]
    pub fn opt_real(&self, column: usize) -> Result<Option<f64>, Fault> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Real(value) => Ok(Some(*value)),
            Value::Int(value) => Ok(Some(*value as f64)),
            other => Err(unexpected(column, "a real number", other)),
        }
    }

    /// Text.
    ///
    /// # Errors
    /// See [`Row::value`].
    pub fn text(&self, column: usize) -> Result<&str, Fault> {
        self.opt_text(column)?.ok_or_else(|| unexpected(column, "text", &Value::Null))
    }

    /// Text that may be absent.
    ///
    /// # Errors
    /// See [`Row::value`].
    pub fn opt_text(&self, column: usize) -> Result<Option<&str>, Fault> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Text(value) => Ok(Some(value)),
            other => Err(unexpected(column, "text", other)),
        }
    }

    /// Text, to keep.
    ///
    /// # Errors
    /// See [`Row::value`].
    pub fn string(&self, column: usize) -> Result<String, Fault> {
        self.text(column).map(str::to_owned)
    }

    /// Text that may be absent, to keep.
    ///
    /// # Errors
    /// See [`Row::value`].
    pub fn opt_string(&self, column: usize) -> Result<Option<String>, Fault> {
        Ok(self.opt_text(column)?.map(str::to_owned))
    }

    /// Text that is parsed: a code, a date, a name of an enum.
    ///
    /// # Errors
    /// See [`Row::value`]; and when it does not parse.
    pub fn parsed<T>(&self, column: usize) -> Result<T, Fault>
    where
        T: std::str::FromStr,
        T::Err: std::error::Error + Send + Sync + 'static,
    {
        self.text(column)?.parse().map_err(|error| Fault::because(format!("column {column} does not parse"), error))
    }

    /// JSON text, read into a type.
    ///
    /// # Errors
    /// See [`Row::value`]; and when it does not fit.
    pub fn json<T: serde::de::DeserializeOwned>(&self, column: usize) -> Result<T, Fault> {
        serde_json::from_str(self.text(column)?)
            .map_err(|error| Fault::because(format!("column {column} does not fit"), error))
    }

    /// Bytes.
    ///
    /// # Errors
    /// See [`Row::value`].
    pub fn bytes(&self, column: usize) -> Result<&[u8], Fault> {
        match self.value(column)? {
            Value::Bytes(value) => Ok(value),
            other => Err(unexpected(column, "bytes", other)),
        }
    }

    /// A time, kept as microseconds since 1970 UTC.
    ///
    /// # Errors
    /// See [`Row::value`].
    pub fn time(&self, column: usize) -> Result<Timestamp, Fault> {
        self.opt_time(column)?.ok_or_else(|| unexpected(column, "a time", &Value::Null))
    }

    /// A time that may be absent.
    ///
    /// # Errors
    /// See [`Row::value`].
    pub fn opt_time(&self, column: usize) -> Result<Option<Timestamp>, Fault> {
        self.opt_int(column)?
            .map(Timestamp::from_microsecond)
            .transpose()
            .map_err(|error| Fault::because(format!("column {column} is no time"), error))
    }
}

fn unexpected(column: usize, wanted: &str, found: &Value) -> Fault {
    let found = match found {
        Value::Null => "nothing",
        Value::Int(_) => "a whole number",
        Value::Real(_) => "a real number",
        Value::Text(_) => "text",
        Value::Bytes(_) => "bytes",
    };
    Fault::new(format!("column {column}: wanted {wanted}, found {found}"))
}
