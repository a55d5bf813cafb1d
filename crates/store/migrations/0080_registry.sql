-- Projected from the journal: who was looked up in the population registry, by whom, why, with which result.

CREATE TABLE registry_look_ups (
    request {{text}} PRIMARY KEY,
    at BIGINT NOT NULL,
    day {{text}} NOT NULL,
    subject {{text}} NOT NULL,
    login {{text}} NOT NULL,
    name TEXT NOT NULL,
    role {{text}} NOT NULL,
    -- Empty for a citizen.
    agency {{text}} NOT NULL,
    title TEXT NOT NULL,
    purpose {{text}} NOT NULL,
    reference_kind {{text}} NOT NULL,
    reference {{text}} NOT NULL,
    procedure {{text}} NOT NULL,
    result {{text}} NOT NULL,
    -- Empty where an answer came.
    reason {{text}} NOT NULL,
    milliseconds BIGINT NOT NULL
-- only sqlite
) WITHOUT ROWID;
-- only postgres
);
-- both

CREATE INDEX registry_look_ups_of_subject ON registry_look_ups (subject, at);
CREATE INDEX registry_look_ups_of_officer ON registry_look_ups (login, at);
CREATE INDEX registry_look_ups_of_day ON registry_look_ups (day, agency, login);
CREATE INDEX registry_look_ups_by_time ON registry_look_ups (at, request);
