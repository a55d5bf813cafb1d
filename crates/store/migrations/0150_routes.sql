-- Projected from the journal: who else sees a dossier, which agencies were asked for their opinion, which steps ended late.
-- Rows of what is there already follow with `motcua journal rebuild`.

CREATE TABLE dossier_shares (
    agency TEXT NOT NULL,
    dossier TEXT NOT NULL,
    PRIMARY KEY (agency, dossier)
);

CREATE TABLE consultations (
    dossier TEXT NOT NULL,
    number BIGINT NOT NULL,
    agency TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    question TEXT NOT NULL,
    required BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    answered_at BIGINT,
    unanswered_at BIGINT,
    is_open BIGINT NOT NULL,
    PRIMARY KEY (dossier, number)
);
CREATE INDEX consultations_asked ON consultations (agency, due_at) WHERE is_open = 1;
CREATE INDEX consultations_awaited ON consultations (asked_by, due_at) WHERE is_open = 1;

CREATE TABLE late_steps (
    dossier TEXT NOT NULL,
    number BIGINT NOT NULL,
    procedure TEXT NOT NULL,
    step BIGINT NOT NULL,
    task TEXT NOT NULL,
    role TEXT NOT NULL,
    agency TEXT NOT NULL,
    officer TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    PRIMARY KEY (dossier, number)
);
CREATE INDEX late_steps_by_end ON late_steps (ended_at);
CREATE INDEX late_steps_of_agency ON late_steps (agency, ended_at);
CREATE INDEX dossiers_with_late_step ON dossiers (step_due_at) WHERE queue = 1 AND finished_at IS NULL AND step_due_at IS NOT NULL;
