-- Projected from the journal: the days of dossier_days summed by month (2025-03), so that a year costs twelve rows an agency
-- and a balance from the first day on does not grow with every day.

CREATE TABLE dossier_months (
    agency {{text}} NOT NULL,
    month {{text}} NOT NULL,
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
    PRIMARY KEY (agency, month)
-- only sqlite
) WITHOUT ROWID;
-- only postgres
);
-- both

INSERT INTO dossier_months (agency, month,
    received_online, received_counter, received_postal, reused, online_without_result, finished_early,
    finished_on_time, finished_late, processed, processed_paper, electronic, digitised, electronic_copies,
    dissatisfied, dissatisfied_in_time, processing_seconds, overdue)
SELECT agency, SUBSTR(day, 1, 7),
    SUM(received_online), SUM(received_counter), SUM(received_postal), SUM(reused), SUM(online_without_result),
    SUM(finished_early), SUM(finished_on_time), SUM(finished_late), SUM(processed), SUM(processed_paper),
    SUM(electronic), SUM(digitised), SUM(electronic_copies), SUM(dissatisfied), SUM(dissatisfied_in_time),
    SUM(processing_seconds), SUM(overdue)
FROM dossier_days GROUP BY agency, SUBSTR(day, 1, 7);

-- The dossiers that may be on the wrong side of a ratio of progress or satisfaction: open, late, or disliked. There are few,
-- and the list of what is late must not read through what is not.
CREATE INDEX dossiers_at_fault ON dossiers (id)
    WHERE received_at IS NOT NULL
        AND (finished_at IS NULL OR supplements > 1 OR finished_at / 1000000 > due_at / 1000000 OR rating = 'dissatisfied');
