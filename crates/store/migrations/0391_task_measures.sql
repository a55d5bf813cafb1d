-- What a task counts, how many of it in thousandths, and how many were reached, so that a whole can add up its parts. Tasks assigned
-- before these columns follow with `motcua journal rebuild`, or with the next thing that is done to them.
ALTER TABLE tasks ADD COLUMN unit TEXT NOT NULL DEFAULT '';
ALTER TABLE tasks ADD COLUMN target BIGINT;
ALTER TABLE tasks ADD COLUMN value BIGINT;
