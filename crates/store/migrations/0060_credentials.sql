-- Kept beside the journal: how people prove who they are. Secrets must be forgettable, so none of it is in the journal.

-- The secret of an authenticator app, sealed under the installation's key.
CREATE TABLE totp (
    login {{text}} PRIMARY KEY,
    secret {{bytes}} NOT NULL,
    last_step BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE TABLE recovery_codes (
    login {{text}} NOT NULL,
    hash {{text}} NOT NULL,
    PRIMARY KEY (login, hash)
);

CREATE TABLE passkeys (
    id {{text}} PRIMARY KEY,
    login {{text}} NOT NULL,
    handle {{text}} NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    counter BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX passkeys_by_login ON passkeys (login);

-- Challenges that wait for their answer; each is taken once.
CREATE TABLE ceremonies (
    id {{text}} PRIMARY KEY,
    body TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- One-time codes with which a person sets a new password.
CREATE TABLE one_time_codes (
    login {{text}} PRIMARY KEY,
    hash {{text}} NOT NULL,
    expires_at BIGINT NOT NULL
);

-- Wrong tries by account, browser or address, shared by all processes. The subject of an account is a hash of what was typed.
CREATE TABLE attempts (
    subject {{text}} PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);

-- Who signed in and who failed to, for the person to see.
CREATE TABLE sign_ins (
    id {{text}} PRIMARY KEY,
    login {{text}} NOT NULL,
    at BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    method TEXT NOT NULL,
    address TEXT NOT NULL,
    device TEXT NOT NULL
);
CREATE INDEX sign_ins_by_login ON sign_ins (login, at);

ALTER TABLE sessions ADD COLUMN login {{text}};
ALTER TABLE sessions ADD COLUMN since BIGINT;
ALTER TABLE sessions ADD COLUMN seen BIGINT;
ALTER TABLE sessions ADD COLUMN method TEXT;
ALTER TABLE sessions ADD COLUMN address TEXT;
ALTER TABLE sessions ADD COLUMN device TEXT;
CREATE INDEX sessions_by_login ON sessions (login);

ALTER TABLE tokens ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN scope TEXT NOT NULL DEFAULT 'write';
ALTER TABLE tokens ADD COLUMN used_at BIGINT;
CREATE INDEX tokens_by_login ON tokens (login);
