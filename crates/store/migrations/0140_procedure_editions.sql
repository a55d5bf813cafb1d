-- Every version of a procedure with the day from which it counts: a dossier is judged, and its form read, by the one it names.
-- Earlier versions than the newest come back from the journal with `motcua journal rebuild`.
CREATE TABLE procedure_editions (
    code TEXT NOT NULL,
    number BIGINT NOT NULL,
    effective_on TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (code, number)
);
INSERT INTO procedure_editions (code, number, effective_on, published_at, body)
    SELECT code, version, effective_on, 0, body FROM procedures;

-- What administrators are writing: no facts yet, so beside the journal.
CREATE TABLE procedure_drafts (
    code TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    author TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    body TEXT NOT NULL
);
