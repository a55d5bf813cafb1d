-- Projected from the journal: what was counted a day and an agency (rules::quality::Measure tells what each column means).

CREATE TABLE dossier_days (
    agency {{text}} NOT NULL,
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
    PRIMARY KEY (agency, day)
-- only sqlite
) WITHOUT ROWID;
-- only postgres
);
-- both

-- Which online services were used (3.2): one probe a procedure, for an agency and for the province.
CREATE INDEX dossiers_online_of_agency ON dossiers (competent_agency, procedure, received_at)
    WHERE channel IN ('online', 'national_portal') AND received_at IS NOT NULL;
CREATE INDEX dossiers_online ON dossiers (procedure, received_at)
    WHERE channel IN ('online', 'national_portal') AND received_at IS NOT NULL;
