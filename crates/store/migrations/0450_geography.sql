-- Projected from the journal: where communes and villages lie, as the file said that named them last.

CREATE TABLE outlines (
    commune {{text}} PRIMARY KEY,
    -- Rings of points, longitude first, in hundred-thousandths of a degree, as JSON.
    rings {{text}} NOT NULL,
    source {{text}} NOT NULL
);

CREATE TABLE village_places (
    village {{text}} PRIMARY KEY,
    longitude BIGINT NOT NULL,
    latitude BIGINT NOT NULL
);
