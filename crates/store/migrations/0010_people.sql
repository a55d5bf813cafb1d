-- Projected from the journal: agencies, people, positions, procedures.

CREATE TABLE agencies (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE people (
    login TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    personal_id TEXT,
    phone TEXT,
    address TEXT,
    commune TEXT
);

CREATE TABLE positions (
    login TEXT NOT NULL,
    agency TEXT NOT NULL,
    role TEXT NOT NULL,
    title TEXT NOT NULL,
    PRIMARY KEY (login, agency, role)
);
CREATE INDEX positions_by_agency ON positions (agency, role);

CREATE TABLE procedures (
    code TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    effective_on TEXT NOT NULL,
    withdrawn_on TEXT,
    body TEXT NOT NULL
);

CREATE TABLE special_days (
    day TEXT PRIMARY KEY,
    body TEXT NOT NULL
);

-- Kept beside the journal: secrets, which must be forgettable.

CREATE TABLE credentials (
    login TEXT PRIMARY KEY,
    password_hash TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE tokens (
    hash TEXT PRIMARY KEY,
    login TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
