-- Projected from the journal: which papers were asked to be supplemented. An empty document stands for a request that named none.
CREATE TABLE supplement_requests (
    dossier {{text}} NOT NULL,
    round BIGINT NOT NULL,
    document {{text}} NOT NULL,
    procedure {{text}} NOT NULL,
    agency {{text}} NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (dossier, round, document)
);
CREATE INDEX supplement_requests_of ON supplement_requests (procedure, document, at);
