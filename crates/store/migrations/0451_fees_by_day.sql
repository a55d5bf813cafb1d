-- Which procedures had a price on record, or were paid for online, in some days: over the whole province a probe a procedure, however many
-- dossiers it has.
CREATE INDEX dossier_fees_priced_by_day ON dossier_fees (procedure, received) WHERE priced = 1;
CREATE INDEX dossier_fees_online_by_day ON dossier_fees (procedure, received) WHERE online = 1;
