-- Projected from the journal: who is in which committee or group now, by account; those named before follow with `motcua journal rebuild`, or
-- with the next thing that is recorded of theirs.
CREATE TABLE committee_members (
    login {{text}} NOT NULL,
    committee {{text}} NOT NULL,
    agency {{text}} NOT NULL,
    village {{text}},
    PRIMARY KEY (login, committee)
);
CREATE INDEX committee_members_of_committee ON committee_members (committee);

-- When somebody looked at how it works last.
ALTER TABLE committees ADD COLUMN reviewed_on {{text}};

-- What a committee steered ends with it, so that it can be founded again and past days still count what was there.
UPDATE committee_subjects SET until_on = (SELECT c.dissolved_on FROM committees c WHERE c.code = committee_subjects.committee)
    WHERE until_on IS NULL;

-- Who raised an obstacle, by account: members of groups see their own. Those raised before follow as above.
ALTER TABLE obstacles ADD COLUMN raiser_login {{text}} NOT NULL DEFAULT '';
CREATE INDEX obstacles_by_raiser ON obstacles (raiser_login, raised_at);
