-- Projected from the journal: which electronic identity opens which account.
CREATE TABLE identities (
    issuer {{text}} NOT NULL,
    subject {{text}} NOT NULL,
    login {{text}} NOT NULL,
    level BIGINT,
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX identities_by_login ON identities (login);

-- Projected from the journal: what accounts know about their owners, who said so, and when.
CREATE TABLE particulars (
    login {{text}} NOT NULL,
    what {{text}} NOT NULL,
    value TEXT NOT NULL,
    source TEXT NOT NULL,
    said_at BIGINT NOT NULL,
    PRIMARY KEY (login, what)
);
-- Whom an organisation names as its representative.
CREATE INDEX particulars_representatives ON particulars (value, login) WHERE what = 'representative_id';

CREATE INDEX people_by_personal_id ON people (personal_id) WHERE personal_id IS NOT NULL;
