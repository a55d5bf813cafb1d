-- Projected from the journal: how agencies were called when, how they ended, and what took their place; villages; the days of the
-- calendar, for the province and for single agencies.

CREATE TABLE agency_names (
    code {{text}} NOT NULL,
    -- The first day of the name; empty for the name that the agency always had.
    from_on {{text}} NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT,
    decision TEXT NOT NULL,
    PRIMARY KEY (code, from_on)
);

CREATE TABLE agency_ends (
    code {{text}} PRIMARY KEY,
    -- The first day on which it is no more.
    ended_on {{text}} NOT NULL,
    -- Who works on its dossiers; nobody for one that was dissolved.
    successor {{text}},
    body TEXT NOT NULL
);
CREATE INDEX agency_ends_by_successor ON agency_ends (successor);

CREATE TABLE villages (
    code {{text}} PRIMARY KEY,
    commune {{text}} NOT NULL,
    folded TEXT NOT NULL,
    body TEXT NOT NULL,
    ended_on {{text}},
    successors TEXT NOT NULL
);
CREATE INDEX villages_by_commune ON villages (commune, code);

CREATE TABLE calendar_days (
    -- The agency whose day it is; empty for a day of the province.
    agency {{text}} NOT NULL,
    day {{text}} NOT NULL,
    -- Nothing when a day that ships with the program was withdrawn.
    body TEXT,
    PRIMARY KEY (agency, day)
);
INSERT INTO calendar_days (agency, day, body) SELECT '', day, body FROM special_days;
DROP TABLE special_days;
