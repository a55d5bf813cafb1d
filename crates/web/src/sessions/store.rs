//! Where sessions are kept.

use async_trait::async_trait;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::Result;
use tower_sessions::{MemoryStore, SessionStore};

/// Where sessions are kept: the database, or memory for the gallery and tests of the frame.
#[derive(Debug, Clone)]
pub struct SessionBox {
    memory: MemoryStore,
}

impl SessionBox {
    /// Sessions that end with the program.
    #[must_use]
    pub fn in_memory() -> Self {
        Self { memory: MemoryStore::default() }
    }
}

#[async_trait]
impl SessionStore for SessionBox {
    async fn create(&self, record: &mut Record) -> Result<()> {
        self.memory.create(record).await
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.memory.save(record).await
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        self.memory.load(id).await
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.memory.delete(id).await
    }
}
