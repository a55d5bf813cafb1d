-- Projected from the journal: who may act for whom.
CREATE TABLE authorisations (
    id {{text}} PRIMARY KEY,
    principal {{text}} NOT NULL,
    principal_name TEXT NOT NULL,
    agent_id {{text}} NOT NULL,
    agent_name TEXT NOT NULL,
    -- The account that accepted it.
    agent {{text}},
    powers TEXT NOT NULL,
    procedures TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    accepted_at BIGINT,
    revoked_at BIGINT,
    revoked_by TEXT
);
CREATE INDEX authorisations_given ON authorisations (principal, granted_at);
CREATE INDEX authorisations_for ON authorisations (agent_id, granted_at);
CREATE INDEX authorisations_in_force ON authorisations (agent, valid_until) WHERE revoked_at IS NULL;
