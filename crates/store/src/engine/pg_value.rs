//! Our five kinds of values in PostgreSQL's binary form, and back.
//!
//! Columns are BIGINT, DOUBLE PRECISION, TEXT and BYTEA; what expressions make of them (NUMERIC sums, INTEGER constants,
//! BOOLEAN comparisons) is read too, so that one SQL text serves both engines.

use super::{Value, tx::DriverError};
use crate::Fault;
use std::error::Error;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, private::BytesMut, to_sql_checked};

type Boxed = Box<dyn Error + Sync + Send>;

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Boxed> {
        match (self, ty) {
            (Self::Null, _) => Ok(IsNull::Yes),
            (Self::Int(value), &Type::INT4) => i32::try_from(*value)?.to_sql(ty, out),
            (Self::Int(value), &Type::INT2) => i16::try_from(*value)?.to_sql(ty, out),
            (Self::Int(value), &Type::BOOL) => (*value != 0).to_sql(ty, out),
            #[expect(clippy::cast_precision_loss, reason = "a whole number where a real one belongs")]
            (Self::Int(value), &Type::FLOAT8) => (*value as f64).to_sql(ty, out),
            (Self::Int(value), &Type::TEXT) => value.to_string().to_sql(ty, out),
            (Self::Int(value), &Type::NUMERIC) => numeric(*value, out),
            (Self::Int(value), &Type::INT8) => value.to_sql(ty, out),
            (Self::Real(value), &Type::FLOAT8) => value.to_sql(ty, out),
            (Self::Text(value), _) if <&str as ToSql>::accepts(ty) => value.to_sql(ty, out),
            (Self::Bytes(value), &Type::BYTEA) => value.to_sql(ty, out),
            (value, ty) => Err(format!("a value like {value:?} does not go into {ty}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// Reads one column.
pub(super) fn value_of(row: &tokio_postgres::Row, column: usize) -> Result<Value, DriverError> {
    Ok(row.try_get::<_, Option<Value>>(column)?.unwrap_or(Value::Null))
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Boxed> {
        match *ty {
            Type::INT8 => i64::from_sql(ty, raw).map(Self::Int),
            Type::INT4 => i32::from_sql(ty, raw).map(|value| Self::Int(value.into())),
            Type::INT2 => i16::from_sql(ty, raw).map(|value| Self::Int(value.into())),
            Type::BOOL => bool::from_sql(ty, raw).map(|value| Self::Int(value.into())),
            Type::FLOAT8 => f64::from_sql(ty, raw).map(Self::Real),
            Type::FLOAT4 => f32::from_sql(ty, raw).map(|value| Self::Real(value.into())),
            Type::BYTEA => Ok(Self::Bytes(raw.to_vec())),
            Type::NUMERIC => from_numeric(raw),
            _ if <&str as FromSql>::accepts(ty) => String::from_sql(ty, raw).map(Self::Text),
            _ => Err(Fault::new(format!("a column of type {ty} is not one of ours")).into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// NUMERIC is digits to the base 10,000: count, weight of the first, sign, scale, digits; all of 16 bits.
fn numeric(value: i64, out: &mut BytesMut) -> Result<IsNull, Boxed> {
    let mut digits = Vec::new();
    let mut rest = value.unsigned_abs();
    while rest > 0 {
        digits.insert(0, i16::try_from(rest % 10_000)?);
        rest /= 10_000;
    }
    let count = i16::try_from(digits.len())?;
    let sign: i16 = if value < 0 { 0x4000 } else { 0 };
    for part in [count, (count - 1).max(0), sign, 0].iter().chain(&digits) {
        out.extend_from_slice(&part.to_be_bytes());
    }
    Ok(IsNull::No)
}

fn from_numeric(raw: &[u8]) -> Result<Value, Boxed> {
    let mut parts = raw.chunks_exact(2).map(|part| i16::from_be_bytes([part[0], part[1]]));
    let mut head = || parts.next().ok_or("a number that is cut off");
    let (count, weight, sign, scale) = (head()?, head()?, head()?, head()?);
    let digits: Vec<i16> = parts.collect();
    if digits.len() != usize::try_from(count)? {
        return Err("a number that is cut off".into());
    }
    let places = (0..).zip(&digits).map(|(place, digit)| (i32::from(weight) - place, *digit));
    if scale == 0 {
        let mut whole: i64 = 0;
        for (power, digit) in places {
            let power = 10_000_i64.checked_pow(u32::try_from(power)?).ok_or("a number too large")?;
            let part = power.checked_mul(digit.into()).ok_or("a number too large")?;
            whole = whole.checked_add(part).ok_or("a number too large")?;
        }
        return Ok(Value::Int(if sign == 0x4000 { -whole } else { whole }));
    }
    let real: f64 = places.map(|(power, digit)| f64::from(digit) * 10_000_f64.powi(power)).sum();
    Ok(Value::Real(if sign == 0x4000 { -real } else { real }))
}
