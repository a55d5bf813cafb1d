-- When the clock stopped that stands, or that stood until the dossier was finished: the index judges by that moment (facts of
-- Decision 766: the clock's end while waiting is the request). The counts of days follow with `motcua journal rebuild`.

ALTER TABLE dossiers ADD COLUMN stopped_at BIGINT;

UPDATE dossiers SET stopped_at = COALESCE(
    (SELECT MAX(asked.recorded_at) FROM events asked
     WHERE asked.stream = 'dossiers/' || dossiers.code AND asked.kind = 'dossiers.supplement_requested'
         AND NOT EXISTS (SELECT 1 FROM events came WHERE came.stream = asked.stream
             AND came.kind = 'dossiers.supplemented' AND came.version > asked.version)),
    finished_at)
WHERE paused = 1;
