-- Projected from the journal: what is owed, what came in, receipts, refunds, accounts and what the bank says.

CREATE TABLE payments (
    reference {{text}} PRIMARY KEY,
    dossier {{text}} NOT NULL,
    procedure {{text}} NOT NULL,
    agency {{text}} NOT NULL,
    online BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    state {{text}} NOT NULL,
    requested_at BIGINT NOT NULL,
    paid_at BIGINT,
    -- The day of paid_at, and the source that completed it.
    paid_day {{text}},
    paid_by {{text}},
    received BIGINT NOT NULL,
    surplus BIGINT NOT NULL,
    refunded BIGINT NOT NULL,
    promised BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX payments_of_dossier ON payments (dossier, requested_at);
CREATE INDEX payments_of_day ON payments (paid_day, agency) WHERE paid_day IS NOT NULL;
CREATE INDEX payments_by_agency ON payments (agency, requested_at, reference);
CREATE INDEX payments_owed_back ON payments (agency) WHERE surplus > 0;

CREATE TABLE payment_moneys (
    source {{text}} NOT NULL,
    number {{text}} NOT NULL,
    reference {{text}} NOT NULL,
    dossier {{text}} NOT NULL,
    agency {{text}} NOT NULL,
    attempt {{text}},
    amount BIGINT NOT NULL,
    paid_at BIGINT NOT NULL,
    day {{text}} NOT NULL,
    heard_at BIGINT NOT NULL,
    fit {{text}} NOT NULL,
    counter {{text}},
    PRIMARY KEY (source, number)
);
CREATE INDEX payment_moneys_of ON payment_moneys (reference);
CREATE INDEX payment_moneys_of_day ON payment_moneys (day, agency);
CREATE INDEX payment_moneys_of_attempt ON payment_moneys (attempt) WHERE attempt IS NOT NULL;

CREATE TABLE receipts (
    agency {{text}} NOT NULL,
    year BIGINT NOT NULL,
    kind {{text}} NOT NULL,
    number BIGINT NOT NULL,
    reference {{text}} NOT NULL,
    dossier {{text}} NOT NULL,
    amount BIGINT NOT NULL,
    issued_at BIGINT NOT NULL,
    PRIMARY KEY (agency, year, kind, number)
);
CREATE INDEX receipts_of ON receipts (reference);

CREATE TABLE receipt_numbers (
    agency {{text}} NOT NULL,
    year BIGINT NOT NULL,
    kind {{text}} NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (agency, year, kind)
);

CREATE TABLE refunds (
    reference {{text}} NOT NULL,
    number BIGINT NOT NULL,
    dossier {{text}} NOT NULL,
    agency {{text}} NOT NULL,
    amount BIGINT NOT NULL,
    state {{text}} NOT NULL,
    reason TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    PRIMARY KEY (reference, number)
);
CREATE INDEX refunds_to_do ON refunds (agency, asked_at) WHERE state IN ('asked', 'approved');

CREATE TABLE fee_accounts (
    agency {{text}} PRIMARY KEY,
    bin TEXT NOT NULL,
    number TEXT NOT NULL,
    bank TEXT NOT NULL,
    owner TEXT NOT NULL
);

CREATE TABLE statements (
    id {{text}} PRIMARY KEY,
    agency {{text}} NOT NULL,
    name TEXT NOT NULL,
    from_day {{text}} NOT NULL,
    to_day {{text}} NOT NULL,
    lines BIGINT NOT NULL,
    imported_at BIGINT NOT NULL,
    imported_by TEXT NOT NULL
);
CREATE INDEX statements_of_agency ON statements (agency, imported_at);

CREATE TABLE bank_lines (
    agency {{text}} NOT NULL,
    number {{text}} NOT NULL,
    statement {{text}} NOT NULL,
    line BIGINT NOT NULL,
    day {{text}} NOT NULL,
    credit BIGINT NOT NULL,
    debit BIGINT NOT NULL,
    content TEXT NOT NULL,
    -- The try at the gateway that its text names.
    attempt {{text}},
    PRIMARY KEY (agency, number)
);
CREATE INDEX bank_lines_of_statement ON bank_lines (statement, line);
CREATE INDEX bank_lines_of_attempt ON bank_lines (attempt) WHERE attempt IS NOT NULL;

-- Kept beside the journal: tries at the gateway of which the end is not known. Written before the browser is sent there.

CREATE TABLE payment_attempts (
    attempt {{text}} PRIMARY KEY,
    reference {{text}} NOT NULL,
    amount BIGINT NOT NULL,
    begun_at BIGINT NOT NULL,
    state {{text}} NOT NULL,
    asks BIGINT NOT NULL,
    ask_at BIGINT NOT NULL
);
CREATE INDEX payment_attempts_to_ask ON payment_attempts (ask_at) WHERE state = 'open';
CREATE INDEX payment_attempts_of ON payment_attempts (reference);
