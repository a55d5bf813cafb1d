-- The dossiers of one procedure at a counter that takes in a sixth of the province's: read in their order, not picked from all.

CREATE INDEX dossiers_of_counter_by_procedure ON dossiers (counter, procedure, id) WHERE procedure <> '';
