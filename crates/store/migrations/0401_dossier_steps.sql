-- Projected from the journal: every step that a dossier came to, where, when, and when it was due then. Rows of what is there already follow
-- with `motcua journal rebuild`.

CREATE TABLE dossier_steps (
    dossier {{text}} NOT NULL,
    number BIGINT NOT NULL,
    step BIGINT NOT NULL,
    task {{text}} NOT NULL,
    agency {{text}} NOT NULL,
    began_at BIGINT NOT NULL,
    due_at BIGINT,
    PRIMARY KEY (dossier, number)
);
CREATE INDEX dossiers_by_end ON dossiers (finished_at) WHERE finished_at IS NOT NULL;
