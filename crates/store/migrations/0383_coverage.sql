-- Projected from the journal: what is known of the coverage of villages, and every report of it.

CREATE TABLE village_coverage (
    village {{text}} PRIMARY KEY,
    commune {{text}} NOT NULL,
    -- How many reports wait for a second person, and whether they differ.
    waiting BIGINT NOT NULL,
    conflict BIGINT NOT NULL,
    -- The day by which something is to come.
    planned_by {{text}},
    -- The reports with where they stand, and the plan, as JSON.
    body TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX village_coverage_by_commune ON village_coverage (commune, village);
