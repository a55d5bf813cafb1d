-- The journal: the only tables that hold what can't be made again.
CREATE TABLE ledgers (
    ledger {{text}} PRIMARY KEY,
    number BIGINT NOT NULL,
    hash {{bytes}} NOT NULL
);

CREATE TABLE events (
    ledger {{text}} NOT NULL,
    number BIGINT NOT NULL,
    stream {{text}} NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    by TEXT NOT NULL,
    body TEXT NOT NULL,
    hash {{bytes}} NOT NULL,
    PRIMARY KEY (ledger, number),
    UNIQUE (stream, version)
);

CREATE TABLE checkpoints (
    number BIGINT PRIMARY KEY,
    taken_at BIGINT NOT NULL,
    -- The heads that it covers, as JSON: [[ledger, number], …] sorted by ledger.
    heads TEXT NOT NULL,
    root {{bytes}} NOT NULL,
    previous {{bytes}} NOT NULL,
    key {{bytes}} NOT NULL,
    signature {{bytes}} NOT NULL
);
