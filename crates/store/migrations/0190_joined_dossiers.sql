-- Dossiers that one filing opened together (liên thông): the leading one, their order, and whose result one needs.
CREATE TABLE joined_dossiers (
    code TEXT PRIMARY KEY,
    lead TEXT NOT NULL,
    place BIGINT NOT NULL,
    after_code TEXT
);
CREATE INDEX joined_dossiers_lead ON joined_dossiers (lead, place);
CREATE INDEX joined_dossiers_after ON joined_dossiers (after_code) WHERE after_code IS NOT NULL;
