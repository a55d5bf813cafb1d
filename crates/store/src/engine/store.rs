//! The store: one writer, a few readers, and the ways to ask them.

use super::{
    load::{Counters, Load},
    migrate,
    postgres::Postgres,
    reader::{self, Read},
    sqlite::{Access, Sqlite},
    tx::{Backend, DriverError, Tx},
    url::DatabaseUrl,
    writer::{self, Work, Write},
};
use crate::{Fault, FaultKind};
use crossbeam_channel::{Receiver, Sender, unbounded};
use futures::channel::oneshot;
use std::os::unix::fs::DirBuilderExt as _;
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    thread::JoinHandle,
};

/// How a store is opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many readers; by default one a core and at least two.
    pub readers: usize,
    /// Whether a write is on the disk before it is answered. `false` is for creating in bulk what can be created again;
    /// end that with [`Store::make_durable`].
    pub durable: bool,
}

impl Default for Options {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { readers: cores.max(2), durable: true }
    }
}

/// A province's records: its database and its folder. Cheap to clone; the last one to go closes the connections.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    place: Place,
    data_dir: PathBuf,
    writer: Option<Sender<Work>>,
    readers: Option<Sender<Box<dyn Read>>>,
    workers: Mutex<Vec<JoinHandle<()>>>,
    counters: Arc<Counters>,
}

/// Where the database is and how the writer treats it: enough to connect again.
#[derive(Debug, Clone)]
pub(super) struct Place {
    url: DatabaseUrl,
    durable: bool,
}

impl Place {
    /// A new connection for writing.
    pub(super) fn writer(&self) -> Result<Tx, Fault> {
        self.connect(Access::Write { durable: self.durable }).map_err(|error| error.fault)
    }

    /// A new connection for reading.
    pub(super) fn reader(&self) -> Result<Tx, Fault> {
        self.connect(Access::Read).map_err(|error| error.fault)
    }

    fn connect(&self, access: Access) -> Result<Tx, DriverError> {
        Ok(Tx::new(match &self.url {
            DatabaseUrl::Sqlite(path) => Backend::Sqlite(Box::new(Sqlite::open(path, access)?)),
            DatabaseUrl::Postgres { server, schema } => {
                let mut postgres = Postgres::connect(server, schema)?;
                if access == (Access::Write { durable: false }) {
                    postgres.batch("SET synchronous_commit = off")?;
                }
                Backend::Postgres(Box::new(postgres))
            }
        }))
    }
}

/// Rows (or whatever a stream hands over) on their way to a slow taker.
pub type Rows<T> = tokio::sync::mpsc::Receiver<Result<T, Fault>>;

impl Store {
    /// Opens the database, creates or migrates its tables, and starts the workers. `data_dir` holds the uploaded files.
    ///
    /// # Errors
    /// When the database can't be reached or its tables are from a newer program.
    pub fn open(url: &DatabaseUrl, data_dir: &Path, options: &Options) -> Result<Self, Fault> {
        // A thread of its own, since the caller's may belong to a runtime, which must not be blocked by another one.
        std::thread::scope(|scope| {
            let opening = scope.spawn(|| Self::open_here(url, data_dir, options));
            opening.join().unwrap_or_else(|_| Err(Fault::new("panic while opening the store")))
        })
    }

    fn open_here(url: &DatabaseUrl, data_dir: &Path, options: &Options) -> Result<Self, Fault> {
        // Records of citizens: other users of the machine read nothing of them.
        let folder = |path: &Path| {
            std::fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(path)
                .map_err(|error| Fault::because(format!("no folder {}", path.display()), error))
        };
        folder(data_dir)?;
        if let DatabaseUrl::Sqlite(path) = url {
            path.parent().map_or(Ok(()), folder)?;
        }
        let place = Place { url: url.clone(), durable: options.durable };
        let mut tx = place.writer()?;
        if let DatabaseUrl::Postgres { schema, .. } = url {
            migrate::create_schema(&mut tx, schema)?;
        }
        migrate::migrate(&mut tx)?;

        let counters = Arc::new(Counters::default());
        let (writer, work) = unbounded();
        let (readers, reads) = unbounded();
        let mut workers = vec![start("store-writer", {
            let (place, counters) = (place.clone(), Arc::clone(&counters));
            move || writer::run(&place, tx, &work, &counters)
        })?];
        for _ in 0..options.readers.max(1) {
            let (place, reads, tx): (_, Receiver<_>, _) = (place.clone(), reads.clone(), place.reader()?);
            workers.push(start("store-reader", move || reader::run(&place, tx, &reads))?);
        }
        let inner = Inner {
            place,
            data_dir: data_dir.to_owned(),
            writer: Some(writer),
            readers: Some(readers),
            workers: Mutex::new(workers),
            counters,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The folder of this province.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        &self.inner.data_dir
    }

    /// How busy the store is.
    #[must_use]
    pub fn load(&self) -> Load {
        let [groups, commands, waits] = self.inner.counters.read();
        Load {
            waiting_writes: self.inner.writer.as_ref().map_or(0, Sender::len),
            waiting_reads: self.inner.readers.as_ref().map_or(0, Sender::len),
            groups,
            commands,
            waits,
        }
    }

    /// Reads: the closure sees one moment of the database, however many questions it asks.
    ///
    /// # Errors
    /// What the closure answers; a [`Fault`] when the database can't be reached or the closure panics.
    pub async fn read<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        let answer = self.send_read(closure);
        answer.await.unwrap_or_else(|_| Err(stopped().into()))
    }

    /// [`Store::read`] for code that is not async. Blocks the thread.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub fn read_blocking<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        futures::executor::block_on(self.read(closure))
    }

    /// Writes: all that the closure does happens, or nothing. It is answered when it is durable.
    ///
    /// Commands that arrive together share a transaction, each behind its own savepoint: one that fails does not harm the
    /// others. **The closure may be run more than once** (another process was faster, a serialisation failure), so it
    /// must have no effect but through the [`Tx`]: it sends nothing, counts nothing, and clones what it would consume.
    ///
    /// # Errors
    /// What the closure answers (then nothing of it was written); a [`Fault`] when the database can't be reached, when the
    /// closure panics, or, with [`FaultKind::Unknown`], when the connection was lost during the commit.
    pub async fn write<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        let answer = self.send_write(closure);
        answer.await.unwrap_or_else(|_| Err(stopped().into()))
    }

    /// [`Store::write`] for code that is not async. Blocks the thread.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_blocking<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        futures::executor::block_on(self.write(closure))
    }

    fn send_read<T, E, F>(&self, closure: F) -> oneshot::Receiver<Result<T, E>>
    where
        F: FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        if let Some(readers) = &self.inner.readers {
            // A closed queue drops the reply, which the asker sees.
            let _closed = readers.send(Box::new(writer::Command::new(closure, reply)));
        }
        answer
    }

    fn send_write<T, E, F>(&self, closure: F) -> oneshot::Receiver<Result<T, E>>
    where
        F: FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let command: Box<dyn Write> = Box::new(writer::Command::new(closure, reply));
        self.send_work(Work::Grouped(command));
        answer
    }

    fn send_work(&self, work: Work) {
        if let Some(writer) = &self.inner.writer {
            // A closed queue drops the reply, which the asker sees.
            let _closed = writer.send(work);
        }
    }

    /// Streams what the closure hands over to a taker that may be slow: an export over HTTP. It has its own connection and
    /// thread, so that slow takers keep no reader busy; when the taker goes away, `hand_over` answers `false`.
    ///
    /// # Errors
    /// When the thread can't be started. Later faults come as the last item.
    pub fn stream<T, F>(&self, closure: F) -> Result<Rows<T>, Fault>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx, &mut dyn FnMut(T) -> bool) -> Result<(), Fault> + Send + 'static,
    {
        let (sender, rows) = tokio::sync::mpsc::channel(256);
        let place = self.inner.place.clone();
        start("store-stream", move || {
            let mut hand_over = |item| sender.blocking_send(Ok(item)).is_ok();
            let done = place.reader().and_then(|mut tx| reader::once(&mut tx, |tx| closure(tx, &mut hand_over)));
            if let Err(fault) = done {
                let _gone = sender.blocking_send(Err(fault));
            }
        })?;
        Ok(rows)
    }

    /// Ends creating in bulk: everything is on the disk when this returns, and from now on every write is before it is
    /// answered. Blocks the thread.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn make_durable(&self) -> Result<(), Fault> {
        self.outside(|tx| match &tx.backend {
            Backend::Sqlite(_) => {
                tx.batch("PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize;")
            }
            Backend::Postgres(_) => {
                // A durable commit takes all that went before it to the disk.
                tx.batch("SET synchronous_commit = on; BEGIN; UPDATE ledgers SET number = number; COMMIT")?;
                // Rows that were never vacuumed are looked up one by one even where an index alone would answer.
                // Only what is ours, and by itself: in one go with others it would lock every table until its end.
                let ours = "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = current_schema()";
                let tables = tx.query_one(ours, Vec::new())?;
                tx.batch(&format!("VACUUM (ANALYZE) {}", tables.text(0)?))
            }
        })
    }

    /// A consistent copy of the SQLite database, made while it is in use. Blocks the thread.
    ///
    /// # Errors
    /// When the file can't be written, and for PostgreSQL, which has its own tools.
    pub fn backup(&self, to: &Path) -> Result<(), Fault> {
        match &self.inner.place.url {
            DatabaseUrl::Sqlite(path) => {
                Sqlite::open(path, Access::Read).and_then(|sqlite| sqlite.backup(to)).map_err(|error| error.fault)
            }
            DatabaseUrl::Postgres { .. } => Err(Fault::new("PostgreSQL is backed up by pg_dump or by its own archive")),
        }
    }

    /// Runs something on the writer's connection outside of any transaction.
    fn outside(&self, job: impl FnOnce(&mut Tx) -> Result<(), Fault> + Send + 'static) -> Result<(), Fault> {
        let (reply, answer) = oneshot::channel();
        self.send_work(Work::Outside(Box::new(move |tx| {
            let _gone = reply.send(job(tx));
        })));
        futures::executor::block_on(answer).unwrap_or_else(|_| Err(stopped()))
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // Closed queues end the workers; a worker that holds the last store itself can't wait for itself.
        (self.writer, self.readers) = (None, None);
        let workers = std::mem::take(self.workers.get_mut().unwrap_or_else(PoisonError::into_inner));
        let me = std::thread::current().id();
        for worker in workers.into_iter().filter(|worker| worker.thread().id() != me) {
            let _panicked = worker.join();
        }
    }
}

fn start(name: &str, body: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, Fault> {
    std::thread::Builder::new().name(name.to_owned()).spawn(body).map_err(|error| Fault::because("no thread", error))
}

fn stopped() -> Fault {
    Fault::new("the store is closing").of(FaultKind::Unavailable)
}
