-- Projected from the journal: what committees and groups reported of their work.
CREATE TABLE committee_activities (
    committee {{text}} NOT NULL,
    to_on {{text}} NOT NULL,
    helped BIGINT NOT NULL,
    PRIMARY KEY (committee, to_on)
);

-- Kept beside the journal, since they must be forgettable: where members are reached.
CREATE TABLE committee_phones (
    committee {{text}} NOT NULL,
    name {{text}} NOT NULL,
    phone TEXT NOT NULL,
    PRIMARY KEY (committee, name)
);
