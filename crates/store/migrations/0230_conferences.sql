-- Projected from the journal: conferences and their bridge points. What happens in one (its queue, minutes, votes, conclusions) is the fold
-- of its stream, and is read from there.

CREATE TABLE conferences (
    code {{text}} PRIMARY KEY,
    host {{text}} NOT NULL,
    -- The committee whose series it continues; empty for a series of the host's own.
    series {{text}} NOT NULL,
    name TEXT NOT NULL,
    -- The same without marks, for searching.
    words TEXT NOT NULL,
    kind {{text}} NOT NULL,
    place TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    -- planned, open or closed.
    stage {{text}} NOT NULL,
    points BIGINT NOT NULL,
    conclusions BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX conferences_by_time ON conferences (starts_at, code);
CREATE INDEX conferences_of_series ON conferences (host, series, starts_at);

CREATE TABLE conference_points (
    conference {{text}} NOT NULL,
    agency {{text}} NOT NULL,
    PRIMARY KEY (conference, agency)
);
CREATE INDEX conference_points_of_agency ON conference_points (agency, conference);

CREATE TABLE conference_numbers (
    year BIGINT PRIMARY KEY,
    last BIGINT NOT NULL
);
