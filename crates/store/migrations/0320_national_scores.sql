-- Projected from the journal: the scores of all provinces as published, every table that was taken in; of one day the newest counts.
CREATE TABLE national_scores (
    published_on {{text}} NOT NULL,
    version BIGINT NOT NULL,
    province {{text}} NOT NULL,
    hundredths BIGINT NOT NULL,
    source TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (published_on, version, province)
);
