-- Projected from the journal: closed dossiers in the archives, and the lists by which they leave.
CREATE TABLE archived_dossiers (
    dossier {{text}} PRIMARY KEY,
    record {{text}} NOT NULL,
    agency {{text}} NOT NULL,
    place TEXT NOT NULL,
    archived_at BIGINT NOT NULL,
    archived_by TEXT NOT NULL,
    keep_until {{text}},
    list {{text}}
);
CREATE INDEX archived_dossiers_at ON archived_dossiers (agency, keep_until);
CREATE INDEX archived_dossiers_listed ON archived_dossiers (list) WHERE list IS NOT NULL;
CREATE TABLE disposal_lists (
    id {{text}} PRIMARY KEY,
    agency {{text}} NOT NULL,
    reason TEXT NOT NULL,
    status {{text}} NOT NULL,
    dossiers BIGINT NOT NULL,
    proposed_at BIGINT NOT NULL,
    proposed_by TEXT NOT NULL,
    decided_at BIGINT,
    decided_by TEXT,
    remark TEXT
);
CREATE INDEX disposal_lists_at ON disposal_lists (agency, proposed_at);
