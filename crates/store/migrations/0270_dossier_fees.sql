-- Projected from the journal: what a dossier's money counts for in the index, and its counts by day and month. What was paid
-- before follows with `motcua journal rebuild`.
CREATE TABLE dossier_fees (
    dossier {{text}} PRIMARY KEY,
    procedure {{text}} NOT NULL,
    agency {{text}} NOT NULL,
    -- The day of reception in Vietnam.
    received {{text}},
    bears_fee BIGINT NOT NULL,
    obliged BIGINT NOT NULL,
    priced BIGINT NOT NULL,
    online BIGINT NOT NULL,
    -- The day of the last payment, once nothing is left to pay, and whether none of it was cash.
    paid {{text}},
    cashless BIGINT NOT NULL
);
CREATE INDEX dossier_fees_priced ON dossier_fees (procedure, agency, received) WHERE priced = 1;
CREATE INDEX dossier_fees_online ON dossier_fees (procedure, agency, received) WHERE online = 1;

ALTER TABLE dossier_days ADD COLUMN fee_owed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE dossier_days ADD COLUMN fee_paid_online BIGINT NOT NULL DEFAULT 0;
ALTER TABLE dossier_days ADD COLUMN fee_paid BIGINT NOT NULL DEFAULT 0;
ALTER TABLE dossier_days ADD COLUMN fee_paid_cashless BIGINT NOT NULL DEFAULT 0;
ALTER TABLE dossier_months ADD COLUMN fee_owed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE dossier_months ADD COLUMN fee_paid_online BIGINT NOT NULL DEFAULT 0;
ALTER TABLE dossier_months ADD COLUMN fee_paid BIGINT NOT NULL DEFAULT 0;
ALTER TABLE dossier_months ADD COLUMN fee_paid_cashless BIGINT NOT NULL DEFAULT 0;
