-- PostgreSQL gathers new words in a list and works it into the index when it is full: at the usual 4 MB that is a stall of a
-- quarter of a second for whoever happens to write then, every ten thousand dossiers. A short list costs the same in all
-- (40,000 rows: 2.6 s either way) and nobody waits longer than 20 ms.
-- only postgres
ALTER INDEX dossier_words_found SET (gin_pending_list_limit = 128);
-- both
