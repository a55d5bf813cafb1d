-- Projected from the journal: which files each dossier names. Those of papers received and results issued are known; the rest of what was
-- filed before follows with `motcua journal rebuild`, or with the next thing that is done to a dossier.
CREATE TABLE dossier_files (
    file {{text}} NOT NULL,
    dossier {{text}} NOT NULL,
    PRIMARY KEY (file, dossier)
-- only sqlite
) WITHOUT ROWID;
-- only postgres
);
-- both
INSERT INTO dossier_files (file, dossier) SELECT file, dossier FROM documents;
