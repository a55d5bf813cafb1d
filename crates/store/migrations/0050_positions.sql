-- Projected from the journal: positions with their days, past ones included; accounts that are disabled; who acts in whose
-- place; agencies where the person who proposed may decide too.

ALTER TABLE people ADD COLUMN disabled BIGINT NOT NULL DEFAULT 0;

ALTER TABLE positions RENAME TO positions_before;
-- only postgres
ALTER TABLE positions_before DROP CONSTRAINT positions_pkey;
-- both
DROP INDEX positions_by_agency;

CREATE TABLE positions (
    login {{text}} NOT NULL,
    agency {{text}} NOT NULL,
    role {{text}} NOT NULL,
    -- First and last day, 2025-07-01; open while the last is not known.
    from_on {{text}} NOT NULL,
    until_on {{text}},
    title TEXT NOT NULL,
    decision TEXT,
    ended_by TEXT,
    PRIMARY KEY (login, agency, role, from_on)
);
CREATE INDEX positions_by_agency ON positions (agency, role);

-- What was granted before days were kept began on the day of its entry.
INSERT INTO positions (login, agency, role, from_on, title)
SELECT b.login, b.agency, b.role,
-- only sqlite
    COALESCE((SELECT date(MIN(e.recorded_at) / 1000000, 'unixepoch', '+7 hours') FROM events e
        WHERE e.stream = 'people/' || b.login AND e.kind = 'people.position_granted'), '2025-07-01'),
-- only postgres
    COALESCE((SELECT to_char(to_timestamp(MIN(e.recorded_at) / 1000000) AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD')
        FROM events e WHERE e.stream = 'people/' || b.login AND e.kind = 'people.position_granted'), '2025-07-01'),
-- both
    b.title
FROM positions_before b;
DROP TABLE positions_before;

CREATE TABLE delegations (
    login {{text}} NOT NULL,
    number BIGINT NOT NULL,
    delegate {{text}} NOT NULL,
    kind {{text}} NOT NULL,
    -- The fields that it is limited to, as JSON; all when empty.
    fields TEXT NOT NULL,
    from_on {{text}} NOT NULL,
    until_on {{text}} NOT NULL,
    reason TEXT NOT NULL,
    decision TEXT,
    revoked_at BIGINT,
    PRIMARY KEY (login, number)
);
CREATE INDEX delegations_to ON delegations (delegate);

CREATE TABLE delegated_positions (
    login {{text}} NOT NULL,
    number BIGINT NOT NULL,
    agency {{text}} NOT NULL,
    role {{text}} NOT NULL,
    PRIMARY KEY (login, number, agency, role)
);
CREATE INDEX delegated_positions_by_agency ON delegated_positions (agency, role);

CREATE TABLE separations (
    agency {{text}} PRIMARY KEY,
    until_on {{text}} NOT NULL,
    reason TEXT NOT NULL
);
