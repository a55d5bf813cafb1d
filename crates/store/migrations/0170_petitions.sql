-- Projected from the journal: petitions, as lists show them.
CREATE TABLE petitions (
    id {{text}} PRIMARY KEY,
    login {{text}} NOT NULL,
    name TEXT NOT NULL,
    kind {{text}} NOT NULL,
    agency {{text}} NOT NULL,
    dossier {{text}},
    title TEXT NOT NULL,
    status {{text}} NOT NULL,
    filed_at BIGINT NOT NULL,
    due_at BIGINT,
    closed_at BIGINT,
    published_at BIGINT
);
CREATE INDEX petitions_of ON petitions (login, filed_at);
CREATE INDEX petitions_at ON petitions (agency, status, due_at);
CREATE INDEX petitions_about ON petitions (dossier) WHERE dossier IS NOT NULL;
CREATE INDEX petitions_published ON petitions (published_at, id) WHERE published_at IS NOT NULL;

-- Projected: a petition's time at each agency, which the index counts. It is late from the day after `missed_at` or `due_at` on.
CREATE TABLE petition_legs (
    petition {{text}} NOT NULL,
    leg BIGINT NOT NULL,
    agency {{text}} NOT NULL,
    kind {{text}} NOT NULL,
    began_at BIGINT NOT NULL,
    closed_at BIGINT,
    outcome {{text}},
    due_at BIGINT,
    missed_at BIGINT,
    disliked BIGINT NOT NULL,
    repeated BIGINT NOT NULL,
    PRIMARY KEY (petition, leg)
);
CREATE INDEX petition_legs_at ON petition_legs (agency, began_at);
