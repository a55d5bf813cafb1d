-- Opinions that agencies owe each other count among the late steps while they are awaited too long.
-- Rows of what is there already follow with `motcua journal rebuild`.

CREATE INDEX consultations_by_due ON consultations (due_at) WHERE is_open = 1;
