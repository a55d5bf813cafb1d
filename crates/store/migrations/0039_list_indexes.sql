-- What narrows a list of a million dossiers: the procedure within an agency's own, the officer in charge, what is open and
-- due, the day of reception.

DROP INDEX dossiers_by_competent_agency;
DROP INDEX dossiers_by_counter;
CREATE INDEX dossiers_by_competent_agency ON dossiers (competent_agency, id, procedure);
CREATE INDEX dossiers_by_counter ON dossiers (counter, id, procedure);
CREATE INDEX dossiers_by_officer ON dossiers (officer, id) WHERE officer IS NOT NULL;
CREATE INDEX dossiers_open_by_due ON dossiers (due_at) WHERE finished_at IS NULL;
CREATE INDEX dossiers_by_reception ON dossiers (received_at, id) WHERE received_at IS NOT NULL;
CREATE INDEX dossiers_of_agency_by_reception ON dossiers (competent_agency, received_at, id) WHERE received_at IS NOT NULL;
CREATE INDEX dossiers_of_counter_by_reception ON dossiers (counter, received_at, id) WHERE received_at IS NOT NULL;
