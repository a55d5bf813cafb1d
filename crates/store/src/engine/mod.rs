//! The engine: two databases behind one small interface. Workers own the connections; domain code is a closure that gets a
//! [`Tx`]. Knows SQL and threads, nothing of dossiers.

mod load;
mod migrate;
mod pg_value;
mod postgres;
mod reader;
mod sqlite;
mod store;
mod tx;
mod url;
mod value;
mod writer;

pub use load::Load;
pub use store::{Options, Rows, Store};
pub use tx::{Engine, Tx};
pub use url::{BadDatabaseUrl, DatabaseUrl};
pub use value::{Row, Value};
