-- Projected: the last day of a document's validity as it says itself; what an officer said stands beside.
ALTER TABLE documents ADD COLUMN ends_on TEXT;

-- Projected from the journal: requests for copies and corrections of results, as lists show them.
CREATE TABLE result_requests (
    id {{text}} PRIMARY KEY,
    kind {{text}} NOT NULL,
    dossier {{text}} NOT NULL,
    agency {{text}} NOT NULL,
    login {{text}},
    name TEXT NOT NULL,
    status {{text}} NOT NULL,
    asked_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    closed_at BIGINT
);
CREATE INDEX result_requests_of ON result_requests (login, asked_at) WHERE login IS NOT NULL;
CREATE INDEX result_requests_at ON result_requests (agency, status, due_at);
CREATE INDEX result_requests_about ON result_requests (dossier, asked_at);

-- Projected: what applicants said after the result, one row a dossier and criterion; an empty criterion is how it went in all.
CREATE TABLE dossier_ratings (
    dossier {{text}} NOT NULL,
    criterion {{text}} NOT NULL,
    rating {{text}} NOT NULL,
    agency {{text}} NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (dossier, criterion)
);
CREATE INDEX dossier_ratings_at ON dossier_ratings (at, agency);
