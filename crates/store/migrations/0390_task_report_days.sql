-- Until which day a periodic task must be reported on next. Tasks assigned before this column follow with `motcua journal rebuild`, or
-- with the next thing that is done to them.
ALTER TABLE tasks ADD COLUMN report_due_on {{text}};
CREATE INDEX tasks_reports_due ON tasks (report_due_on, code) WHERE open = 1 AND report_due_on IS NOT NULL;
-- The leader's page counts from an index alone.
DROP INDEX tasks_open_counted;
CREATE INDEX tasks_open_counted ON tasks (lead, status, due_on, submitted_late, report_due_on) WHERE open = 1;
