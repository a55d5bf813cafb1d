-- Kept beside the journal: who is signed in where. The key is a hash of the cookie's value, so that whoever reads this
-- table can't use a session.

CREATE TABLE sessions (
    key TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
