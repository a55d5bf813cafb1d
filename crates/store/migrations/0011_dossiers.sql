-- Projected from the journal: one row a dossier, a function of its present state.

CREATE TABLE dossiers (
    id {{identity}},
    code TEXT NOT NULL UNIQUE,
    procedure TEXT NOT NULL,
    competent_agency TEXT NOT NULL,
    counter TEXT NOT NULL,
    return_counter TEXT NOT NULL,
    channel TEXT NOT NULL,
    owner TEXT,
    applicant_name TEXT NOT NULL,
    applicant_id TEXT NOT NULL,
    phone TEXT NOT NULL,
    status BIGINT NOT NULL,
    version BIGINT NOT NULL,
    filed_at BIGINT NOT NULL,
    received_at BIGINT,
    due_at BIGINT,
    appointment_at BIGINT,
    first_due_at BIGINT,
    step BIGINT,
    task TEXT,
    role TEXT NOT NULL,
    holder TEXT NOT NULL,
    officer TEXT,
    officer_name TEXT,
    step_due_at BIGINT,
    paused BIGINT NOT NULL,
    supplements BIGINT NOT NULL,
    second_supplement_at BIGINT,
    apologised BIGINT NOT NULL,
    outcome TEXT,
    result_number TEXT,
    result_file TEXT,
    finished_at BIGINT,
    returned_at BIGINT,
    rating TEXT,
    paper_result BIGINT NOT NULL,
    reused BIGINT NOT NULL,
    digitised BIGINT NOT NULL,
    queue BIGINT NOT NULL,
    queue_due BIGINT NOT NULL
);
CREATE INDEX dossiers_by_competent_agency ON dossiers (competent_agency, id);
CREATE INDEX dossiers_by_counter ON dossiers (counter, id);
CREATE INDEX dossiers_by_status ON dossiers (status, id);
CREATE INDEX dossiers_by_owner ON dossiers (owner, id) WHERE owner IS NOT NULL;
CREATE INDEX dossiers_by_return_counter ON dossiers (return_counter, id) WHERE return_counter <> counter;
CREATE INDEX dossiers_in_queue ON dossiers (holder, role, queue_due, id) WHERE queue = 1;

CREATE TABLE dossier_numbers (
    agency TEXT NOT NULL,
    day TEXT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (agency, day)
);

{{#sqlite}}
CREATE VIRTUAL TABLE dossier_words USING fts5 (words, content = '', contentless_delete = 1, columnsize = 0, detail = none, prefix = '2 3', tokenize = 'unicode61');
{{/sqlite}}
{{#postgres}}
CREATE TABLE dossier_words (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);
CREATE INDEX dossier_words_found ON dossier_words USING gin (words);
{{/postgres}}

-- Kept beside the journal: what somebody is still writing.

CREATE TABLE drafts (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    procedure TEXT NOT NULL,
    body TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX drafts_by_owner ON drafts (owner, updated_at);
