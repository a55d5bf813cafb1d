-- Answers to requests that may be repeated.
CREATE TABLE idempotency (
    actor {{text}} NOT NULL,
    key {{text}} NOT NULL,
    request_hash {{bytes}} NOT NULL,
    status BIGINT NOT NULL,
    answer TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_recorded_at ON idempotency (recorded_at);

-- Effects that wait to be carried out, queued in the transaction of their event.
CREATE TABLE jobs (
    id {{text}} PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    state {{text}} NOT NULL,
    last_error TEXT
);
CREATE INDEX jobs_due ON jobs (run_at, id) WHERE state IN ('waiting', 'running');

-- Uploaded files: the bytes are in the folder under their hash.
CREATE TABLE files (
    id {{text}} PRIMARY KEY,
    sha256 {{text}} NOT NULL,
    size BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    name TEXT NOT NULL,
    owner {{text}} NOT NULL,
    uploaded_at BIGINT NOT NULL
);
CREATE INDEX files_sha256 ON files (sha256);
