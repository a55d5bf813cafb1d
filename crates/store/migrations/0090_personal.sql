-- Projected from the journal: the documents of personal stores. What a dossier says of them is rewritten with it; what officers
-- said of them since stands beside and stays.
CREATE TABLE documents (
    dossier {{text}} NOT NULL,
    file {{text}} NOT NULL,
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    procedure TEXT NOT NULL,
    agency TEXT NOT NULL,
    subject {{text}} NOT NULL,
    of_person BIGINT NOT NULL,
    login {{text}},
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    at BIGINT NOT NULL,
    superseded BIGINT NOT NULL,
    verified_at BIGINT,
    verified_by TEXT,
    valid_until TEXT,
    withdrawn_at BIGINT,
    withdrawn_reason TEXT,
    PRIMARY KEY (dossier, file)
);
CREATE INDEX documents_of_subject ON documents (subject, at);
CREATE INDEX documents_of_login ON documents (login, at) WHERE login IS NOT NULL;

-- Projected: dossiers that somebody opened outside their scope.
CREATE TABLE broken_glass (
    dossier {{text}} NOT NULL,
    login {{text}} NOT NULL,
    at BIGINT NOT NULL,
    until BIGINT NOT NULL,
    agency {{text}} NOT NULL,
    reason TEXT NOT NULL,
    by TEXT NOT NULL,
    PRIMARY KEY (dossier, login, at)
);
CREATE INDEX broken_glass_by_agency ON broken_glass (agency, at);

-- Projected: what people ask about their data.
CREATE TABLE data_requests (
    id {{text}} PRIMARY KEY,
    login {{text}} NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    field TEXT,
    status {{text}} NOT NULL,
    asked_at BIGINT NOT NULL,
    answer_due_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    answered_at BIGINT,
    ended_at BIGINT
);
CREATE INDEX data_requests_of ON data_requests (login, asked_at);
CREATE INDEX data_requests_by_status ON data_requests (status, due_at);

-- Projected: particulars that were corrected.
CREATE TABLE corrections (
    login {{text}} NOT NULL,
    field {{text}} NOT NULL,
    at BIGINT NOT NULL,
    was TEXT,
    became TEXT NOT NULL,
    request {{text}} NOT NULL,
    PRIMARY KEY (login, field, at)
);

-- Projected: what people agreed to.
CREATE TABLE consents (
    login {{text}} NOT NULL,
    purpose {{text}} NOT NULL,
    given_at BIGINT NOT NULL,
    version TEXT NOT NULL,
    channel TEXT NOT NULL,
    withdrawn_at BIGINT,
    PRIMARY KEY (login, purpose, given_at)
);

-- Kept beside the journal, because it must be forgettable: who looked at whose data. The journal holds a hash over the lines of
-- each seal (personal.reads_sealed).
CREATE TABLE reads (
    id {{text}} PRIMARY KEY,
    at BIGINT NOT NULL,
    login {{text}} NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    agency TEXT,
    title TEXT,
    subject {{text}} NOT NULL,
    owner {{text}},
    what TEXT NOT NULL,
    dossier TEXT,
    item TEXT,
    purpose TEXT NOT NULL,
    seal BIGINT
);
CREATE INDEX reads_of_subject ON reads (subject, id) WHERE subject <> '';
CREATE INDEX reads_of_owner ON reads (owner, id) WHERE owner IS NOT NULL;
CREATE INDEX reads_by_login ON reads (login, id);
CREATE INDEX reads_unsealed ON reads (id) WHERE seal IS NULL;
