-- Projected from the journal: directives, and the agencies in whose register they are or that have them.

CREATE TABLE directives (
    code {{text}} PRIMARY KEY,
    agency {{text}} NOT NULL,
    direction {{text}} NOT NULL,
    number BIGINT NOT NULL,
    notation {{text}} NOT NULL,
    issued_on {{text}} NOT NULL,
    issuer TEXT NOT NULL,
    kind {{text}} NOT NULL,
    subject TEXT NOT NULL,
    -- Everything that is read in it, without marks, for searching.
    words TEXT NOT NULL,
    urgency {{text}} NOT NULL,
    -- Until when it wants to be done, where it says so.
    due_on {{text}},
    -- The identity that the sending system gave it; nothing for what was entered by hand.
    received_as {{text}},
    registered_at BIGINT NOT NULL,
    -- How many agencies have it, and in how many of them somebody opened it.
    assigned BIGINT NOT NULL,
    opened BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX directives_registered ON directives (registered_at, code);
CREATE INDEX directives_of_agency ON directives (agency, direction, registered_at, code);
CREATE INDEX directives_noted ON directives (notation, agency);
CREATE UNIQUE INDEX directives_received ON directives (agency, received_as) WHERE received_as IS NOT NULL;

CREATE TABLE directive_agencies (
    directive {{text}} NOT NULL,
    agency {{text}} NOT NULL,
    -- Whether it was assigned to it: else it is in its register.
    assigned BIGINT NOT NULL,
    -- Until when this agency does what is asked for.
    due_on {{text}},
    opened_at BIGINT,
    PRIMARY KEY (directive, agency)
);
CREATE INDEX directive_agencies_of ON directive_agencies (agency, directive);
CREATE INDEX directive_agencies_unread ON directive_agencies (agency) WHERE assigned = 1 AND opened_at IS NULL;
