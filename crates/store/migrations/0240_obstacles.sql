-- Projected from the journal: obstacles, and the agencies that raised, have or had each.

CREATE TABLE obstacles (
    code {{text}} PRIMARY KEY,
    kind {{text}} NOT NULL,
    title TEXT NOT NULL,
    -- Code, text and place without marks, for searching.
    words TEXT NOT NULL,
    raiser {{text}} NOT NULL,
    raiser_name TEXT NOT NULL,
    place TEXT NOT NULL,
    holder {{text}} NOT NULL,
    status {{text}} NOT NULL,
    raised_on {{text}} NOT NULL,
    raised_at BIGINT NOT NULL,
    -- Until when it is answered; nothing while nobody has to.
    due_at BIGINT,
    answered_at BIGINT,
    -- Whether a deadline was missed.
    missed BIGINT NOT NULL,
    escalated BIGINT NOT NULL,
    -- How many raised it: with those that were merged into it.
    raisers BIGINT NOT NULL,
    merged_into {{text}},
    task {{text}},
    version BIGINT NOT NULL
);
CREATE INDEX obstacles_held ON obstacles (holder, due_at, code) WHERE status = 'open';
CREATE INDEX obstacles_due ON obstacles (due_at, code) WHERE status = 'open';
CREATE INDEX obstacles_raised ON obstacles (raised_at, code);
CREATE INDEX obstacles_of_raiser ON obstacles (raiser, raised_at, code);
CREATE INDEX obstacles_counted ON obstacles (raised_on, kind);
CREATE INDEX obstacles_of_task ON obstacles (task) WHERE task IS NOT NULL;

CREATE TABLE obstacle_agencies (
    obstacle {{text}} NOT NULL,
    agency {{text}} NOT NULL,
    PRIMARY KEY (obstacle, agency)
);
CREATE INDEX obstacle_agencies_of ON obstacle_agencies (agency, obstacle);

-- The last number of each sequence in a year.
CREATE TABLE running_numbers (
    sequence {{text}} NOT NULL,
    year BIGINT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (sequence, year)
);
