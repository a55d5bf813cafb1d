-- Projected from the journal: inspection, guidance and study visits.

CREATE TABLE visits (
    code {{text}} PRIMARY KEY,
    kind {{text}} NOT NULL,
    agency {{text}} NOT NULL,
    host {{text}},
    place TEXT NOT NULL,
    -- What is looked at, and the same without marks, for searching.
    plan TEXT NOT NULL,
    words TEXT NOT NULL,
    from_on {{text}} NOT NULL,
    to_on {{text}} NOT NULL,
    state {{text}} NOT NULL,
    findings BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX visits_by_day ON visits (from_on, code);
CREATE INDEX visits_of_host ON visits (host, from_on);
