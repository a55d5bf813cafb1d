-- What stands at one status within an agency or a counter, among a million that are done.

CREATE INDEX dossiers_open_of_agency ON dossiers (competent_agency, status, id) WHERE status <> 10;
CREATE INDEX dossiers_open_of_counter ON dossiers (counter, status, id) WHERE status <> 10;
