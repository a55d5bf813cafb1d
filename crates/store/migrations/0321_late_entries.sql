-- Projected from the journal: what was entered about a day after it was over. What was known at the end of a day is what dossier_days
-- says of the days up to it, less what stands here as known later. What was entered before this table follows with
-- `motcua journal rebuild`.
CREATE TABLE dossier_late (
    agency {{text}} NOT NULL,
    known_on {{text}} NOT NULL,
    day {{text}} NOT NULL,
    received_online BIGINT NOT NULL,
    received_counter BIGINT NOT NULL,
    received_postal BIGINT NOT NULL,
    reused BIGINT NOT NULL,
    online_without_result BIGINT NOT NULL,
    finished_early BIGINT NOT NULL,
    finished_on_time BIGINT NOT NULL,
    finished_late BIGINT NOT NULL,
    processed BIGINT NOT NULL,
    processed_paper BIGINT NOT NULL,
    electronic BIGINT NOT NULL,
    digitised BIGINT NOT NULL,
    electronic_copies BIGINT NOT NULL,
    dissatisfied BIGINT NOT NULL,
    dissatisfied_in_time BIGINT NOT NULL,
    processing_seconds BIGINT NOT NULL,
    overdue BIGINT NOT NULL,
    fee_owed BIGINT NOT NULL,
    fee_paid_online BIGINT NOT NULL,
    fee_paid BIGINT NOT NULL,
    fee_paid_cashless BIGINT NOT NULL,
    PRIMARY KEY (agency, known_on, day)
-- only sqlite
) WITHOUT ROWID;
-- only postgres
);
-- both

-- Since when a dossier has its price on record, and since when it counts as paid online.
ALTER TABLE dossier_fees ADD COLUMN priced_on {{text}};
ALTER TABLE dossier_fees ADD COLUMN online_on {{text}};
UPDATE dossier_fees SET priced_on = received WHERE priced = 1;
UPDATE dossier_fees SET online_on = received WHERE online = 1;

-- What was entered since a day.
CREATE INDEX events_by_time ON events (recorded_at);
