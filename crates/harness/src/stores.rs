//! Stores for tests, each with a folder and a database of its own.

use crate::postgres;
use store::{DatabaseUrl, Options, Store};
use tempfile::TempDir;

/// An empty store on one of the engines; its folder goes with it.
pub struct TestStore {
    /// The store.
    pub store: Store,
    /// Where it is.
    pub url: DatabaseUrl,
    /// Its folder.
    pub folder: TempDir,
}

impl TestStore {
    /// On the embedded engine.
    pub fn sqlite() -> Self {
        let folder = TempDir::new().expect("a folder");
        let url = DatabaseUrl::Sqlite(folder.path().join("test.db"));
        Self::open(url, folder)
    }

    /// On the server, in a schema of its own.
    pub fn postgres() -> Self {
        let url = postgres::fresh_schema().parse().expect("an address");
        Self::open(url, TempDir::new().expect("a folder"))
    }

    fn open(url: DatabaseUrl, folder: TempDir) -> Self {
        let store = Store::open(&url, folder.path(), &Options::default()).expect("a store");
        Self { store, url, folder }
    }

    /// A second store on the same database, as another process would have.
    pub fn another(&self) -> Store {
        Store::open(&self.url, self.folder.path(), &Options::default()).expect("another store")
    }
}

/// Runs each test body once on either engine: `fn name(given: TestStore) { … }`.
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$meta:meta])* fn $name:ident($given:ident: TestStore) $body:block)+) => {
        $(mod $name {
            use super::*;

            fn body($given: TestStore) $body

            $(#[$meta])*
            #[test]
            fn sqlite() { body(TestStore::sqlite()); }

            $(#[$meta])*
            #[test]
            fn postgres() { body(TestStore::postgres()); }
        })+
    };
}
