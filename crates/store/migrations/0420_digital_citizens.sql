-- Projected from the journal: what is known of the digital citizens of villages, and what communes and the province are to reach.

CREATE TABLE digital_citizens (
    village {{text}} PRIMARY KEY,
    commune {{text}} NOT NULL,
    -- How many reports wait for a second person.
    waiting BIGINT NOT NULL,
    -- The verified reports, each with the day of it, as JSON.
    body TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX digital_citizens_by_commune ON digital_citizens (commune, village);

CREATE TABLE digital_citizen_targets (
    agency {{text}} NOT NULL,
    year BIGINT NOT NULL,
    -- Whole percent a measure, and the document, as JSON.
    body TEXT NOT NULL,
    PRIMARY KEY (agency, year)
);
