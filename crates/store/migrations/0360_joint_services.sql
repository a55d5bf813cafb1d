-- Which joint procedure was filed when these dossiers were opened: an online filing is a use of that service, though no dossier bears
-- its code. What was entered before this column follows with `motcua journal rebuild`.
ALTER TABLE joined_dossiers ADD COLUMN procedure {{text}};
CREATE INDEX joined_dossiers_procedure ON joined_dossiers (procedure);
