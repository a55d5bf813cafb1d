-- Few among the many of an agency or a counter: what stands at one status, among a million that are done.

CREATE INDEX dossiers_open_of_agency ON dossiers (competent_agency, status, id) WHERE status <> 10;
CREATE INDEX dossiers_open_of_counter ON dossiers (counter, status, id) WHERE status <> 10;

-- One procedure at a counter that takes in all of them.
CREATE INDEX dossiers_of_counter_by_procedure ON dossiers (counter, procedure, id);
