//! The server engine: one connection of `tokio-postgres`, driven by the worker's own small runtime.
//!
//! Statements without an answer are sent at once and awaited together (pipelining): a command costs one round trip a query,
//! not one a statement.

use super::{Row, Value, pg_value::value_of, tx::DriverError};
use crate::{Fault, FaultKind};
use futures::{FutureExt, StreamExt, future::BoxFuture};
use std::{collections::HashMap, collections::VecDeque, ops::ControlFlow, sync::Arc, time::Duration};
use tokio::runtime::Runtime;
use tokio_postgres::{Client, Config, NoTls, Statement, error::SqlState};

/// Rows are fetched in blocks of this many when they are handed over one by one.
const BLOCK: u32 = 500;

type Pending = BoxFuture<'static, Result<u64, tokio_postgres::Error>>;

pub(super) struct Postgres {
    // Before the runtime: a client says goodbye when it is dropped.
    client: Arc<Client>,
    runtime: Runtime,
    statements: HashMap<Box<str>, Statement>,
    /// What was sent and not yet answered, with the count of changed rows that it must have.
    pending: VecDeque<(Pending, Option<u64>)>,
    /// Kept so that each cursor has its own name.
    cursors: u64,
    /// How often an answer was waited for.
    trips: u64,
}

impl Postgres {
    pub(super) fn connect(server: &str, schema: &str) -> Result<Self, DriverError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| DriverError { fault: Fault::because("no runtime", error), again: false, lost: false })?;
        let mut config: Config = server.parse()?;
        config.connect_timeout(Duration::from_secs(10)).application_name(format!("motcua {schema}"));
        let client = runtime.block_on(async {
            let (client, connection) = config.connect(NoTls).await?;
            tokio::spawn(async move {
                if let Err(error) = connection.await {
                    tracing::warn!(%error, "lost a connection to the database");
                }
            });
            // The schema's name was checked to be plain. `public` holds extensions.
            client.batch_execute(&format!("SET search_path TO \"{schema}\", public")).await?;
            Ok::<_, tokio_postgres::Error>(client)
        })?;
        let (statements, pending) = (HashMap::new(), VecDeque::new());
        Ok(Self { client: Arc::new(client), runtime, statements, pending, cursors: 0, trips: 0 })
    }

    /// Whether the connection is gone.
    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// How often an answer was waited for.
    pub(super) fn trips(&self) -> u64 {
        self.trips
    }

    /// Forgets what was sent and not awaited: after the answer to it no longer matters.
    pub(super) fn forget(&mut self) {
        while let Some((future, _)) = self.pending.pop_front() {
            let _unneeded = self.runtime.block_on(future);
        }
    }

    /// A text, prepared once. While that is awaited, answers to what was sent before are taken in too: the connection hands
    /// answers over in their order, and unread ones would hold it up for ever.
    fn statement(&mut self, sql: &str) -> Result<Statement, DriverError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        self.trips += 1;
        let (client, pending) = (&self.client, &mut self.pending);
        let statement = self.runtime.block_on(async {
            let take_in = async {
                for (future, _) in pending.iter_mut() {
                    let answer = (&mut *future).await;
                    *future = std::future::ready(answer).boxed();
                }
            };
            let (statement, ()) = futures::join!(client.prepare(sql), take_in);
            statement
        })?;
        // Texts are constants, but for a few that lists make.
        if self.statements.len() >= 512 {
            self.statements.clear();
        }
        self.statements.insert(sql.into(), statement.clone());
        Ok(statement)
    }

    /// Sends a statement without waiting for its answer.
    pub(super) fn defer(&mut self, sql: &str, values: Vec<Value>, count: Option<u64>) -> Result<(), DriverError> {
        let statement = self.statement(sql)?;
        let client = Arc::clone(&self.client);
        let mut future: Pending = async move { client.execute_raw(&statement, values).await }.boxed();
        // The first poll puts it into the connection's queue, in order; a later one gets the answer.
        let future = match (&mut future).now_or_never() {
            Some(answer) => std::future::ready(answer).boxed(),
            None => future,
        };
        self.pending.push_back((future, count));
        Ok(())
    }

    /// Awaits all that was sent; answers whether a count was not as it had to be.
    ///
    /// The first failure is told, the rest only follow from it.
    pub(super) fn settle(&mut self) -> Result<bool, DriverError> {
        if self.pending.is_empty() {
            return Ok(false);
        }
        self.trips += 1;
        let pending = &mut self.pending;
        let (failure, stale) = self.runtime.block_on(async {
            let (mut failure, mut stale) = (None, false);
            while let Some((future, expected)) = pending.pop_front() {
                match future.await {
                    Ok(count) => stale |= failure.is_none() && expected.is_some_and(|expected| expected != count),
                    Err(error) => {
                        stale |= failure.is_none()
                            && expected.is_some()
                            && error.code() == Some(&SqlState::UNIQUE_VIOLATION);
                        failure.get_or_insert(error);
                    }
                }
            }
            (failure, stale)
        });
        match failure {
            Some(error) if !stale => Err(error.into()),
            _ => Ok(stale),
        }
    }

    pub(super) fn execute(&mut self, sql: &str, values: Vec<Value>) -> Result<u64, DriverError> {
        let statement = self.statement(sql)?;
        self.trips += 1;
        Ok(self.runtime.block_on(self.client.execute_raw(&statement, values))?)
    }

    /// All rows of an answer, after the answers to all that was sent before: awaited together, in one round trip. Nothing when a
    /// count among these was not as it had to be.
    pub(super) fn query(&mut self, sql: &str, values: Vec<Value>) -> Result<Option<Vec<Row>>, DriverError> {
        // To prepare a text is to wait anyway.
        if !self.statements.contains_key(sql) && self.settle()? {
            return Ok(None);
        }
        let statement = self.statement(sql)?;
        let mut asked = fetch(Arc::clone(&self.client), statement, values).boxed();
        // The first poll sends it.
        let answered = (&mut asked).now_or_never();
        let waited = !self.pending.is_empty();
        let settled = self.settle();
        let rows = match answered {
            Some(rows) => rows,
            None => {
                self.trips += u64::from(!waited);
                self.runtime.block_on(asked)
            }
        };
        if settled? { Ok(None) } else { rows.map(Some) }
    }

    pub(super) fn for_each(
        &mut self,
        sql: &str,
        values: Vec<Value>,
        each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), DriverError> {
        self.cursors += 1;
        let name = format!("rows_{}", self.cursors);
        let declare = format!("DECLARE {name} NO SCROLL CURSOR FOR {sql}");
        self.runtime.block_on(async {
            let statement = self.client.prepare(&declare).await?;
            self.client.execute_raw(&statement, values).await
        })?;
        let next = self.runtime.block_on(self.client.prepare(&format!("FETCH {BLOCK} FROM {name}")))?;
        loop {
            let rows = self.runtime.block_on(fetch(Arc::clone(&self.client), next.clone(), Vec::new()))?;
            let last = rows.len() < BLOCK as usize;
            if rows.into_iter().any(|row| each(row).is_break()) || last {
                break;
            }
        }
        self.batch(&format!("CLOSE {name}"))
    }

    pub(super) fn batch(&mut self, sql: &str) -> Result<(), DriverError> {
        Ok(self.runtime.block_on(self.client.batch_execute(sql))?)
    }
}

async fn fetch(client: Arc<Client>, statement: Statement, values: Vec<Value>) -> Result<Vec<Row>, DriverError> {
    let rows = client.query_raw(&statement, values).await?;
    let mut rows = std::pin::pin!(rows);
    let mut all = Vec::new();
    while let Some(row) = rows.next().await {
        let row = row?;
        let mut values = Vec::with_capacity(row.len());
        for column in 0..row.len() {
            values.push(value_of(&row, column)?);
        }
        all.push(Row::new(values));
    }
    Ok(all)
}

impl From<tokio_postgres::Error> for DriverError {
    fn from(error: tokio_postgres::Error) -> Self {
        let code = error.code().cloned();
        let again = matches!(code, Some(SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED));
        // Without a code it did not come from the server: the way there is broken. Class 57P: the server is going down.
        let lost = error.is_closed()
            || code.as_ref().is_some_and(|code| code.code().starts_with("57P") || code.code().starts_with("08"))
            || (code.is_none()
                && std::error::Error::source(&error).is_some_and(<dyn std::error::Error>::is::<std::io::Error>));
        let kind = match code {
            Some(SqlState::UNIQUE_VIOLATION) => FaultKind::Duplicate,
            _ if lost => FaultKind::Unavailable,
            _ => FaultKind::Internal,
        };
        Self { fault: Fault::because("PostgreSQL refused", error).of(kind), again, lost }
    }
}
