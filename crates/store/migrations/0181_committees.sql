-- Projected from the journal: steering committees and working groups.

CREATE TABLE committees (
    code {{text}} PRIMARY KEY,
    kind {{text}} NOT NULL,
    agency {{text}} NOT NULL,
    village {{text}},
    name TEXT NOT NULL,
    head TEXT NOT NULL,
    members BIGINT NOT NULL,
    -- The founding decision's day; the last decision's number and day.
    founded_on {{text}} NOT NULL,
    decision TEXT NOT NULL,
    decided_on {{text}} NOT NULL,
    regulation {{text}} NOT NULL,
    regulated_on {{text}},
    last_met {{text}},
    next_meeting {{text}},
    dissolved_on {{text}},
    version BIGINT NOT NULL
);
CREATE INDEX committees_of_agency ON committees (agency, kind);
CREATE INDEX committees_of_kind ON committees (kind, code);

CREATE TABLE committee_meetings (
    committee {{text}} NOT NULL,
    held_on {{text}} NOT NULL,
    PRIMARY KEY (committee, held_on)
);
