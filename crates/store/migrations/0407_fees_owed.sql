-- What is asked for and not paid yet is listed by agency.
CREATE INDEX payments_owed ON payments (agency, requested_at, reference) WHERE state IN ('waiting', 'short');
CREATE INDEX dossier_fees_unpaid ON dossier_fees (agency, dossier) WHERE bears_fee = 1 AND paid IS NULL;
