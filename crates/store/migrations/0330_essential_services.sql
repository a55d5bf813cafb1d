-- Projected from the journal: the register of essential services, and the day on which each reached its stages.

CREATE TABLE essential_services (
    code {{text}} PRIMARY KEY,
    name TEXT NOT NULL,
    -- Its name and code without marks, for searching.
    words TEXT NOT NULL,
    agency {{text}} NOT NULL,
    -- The number of the stage that it is at: 0 before the first one.
    stage BIGINT NOT NULL,
    -- The day of its restructuring, and the day from which it is on the national portal.
    restructured_on {{text}},
    integrated_on {{text}},
    -- The service with its stages, as JSON.
    body TEXT NOT NULL,
    version BIGINT NOT NULL
);
