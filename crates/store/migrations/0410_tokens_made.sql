-- How surely the maker of a token was known, and whether they were an officer: a token opens no more than the session in which it was made.
ALTER TABLE tokens ADD COLUMN assurance BIGINT;
ALTER TABLE tokens ADD COLUMN of_officer BIGINT NOT NULL DEFAULT 0;
UPDATE tokens SET of_officer = 1 WHERE EXISTS (SELECT 1 FROM positions p WHERE p.login = tokens.login);

-- Which dossiers name a file.
CREATE INDEX documents_of_file ON documents (file);
