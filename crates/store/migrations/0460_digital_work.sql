-- Projected from the journal: how much each agency's people recorded in a week, by kind of work.

CREATE TABLE digital_work (
    agency {{text}} NOT NULL,
    -- The Monday of the week.
    week {{text}} NOT NULL,
    kind {{text}} NOT NULL,
    -- The stream of what was worked on; empty for kinds that are only counted.
    thing {{text}} NOT NULL,
    -- Entries, those that signed or issued a document, and of these those with a digital signature.
    acts BIGINT NOT NULL,
    signed BIGINT NOT NULL,
    certified BIGINT NOT NULL,
    PRIMARY KEY (agency, week, kind, thing)
);
CREATE INDEX digital_work_by_week ON digital_work (week, agency);
