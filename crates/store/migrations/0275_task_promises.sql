-- By which day the lead agency last promised to be done, in a report or as it asked for more time. Reports could not say so before.
ALTER TABLE tasks ADD COLUMN promised_on {{text}};
UPDATE tasks SET promised_on = extension_until WHERE extension_until IS NOT NULL;
CREATE INDEX tasks_done_counted ON tasks (submitted_late, lead) WHERE status = 'completed';
-- Periodic tasks are few; the calendar asks for their reports.
CREATE INDEX tasks_periodic ON tasks (due_on, code) WHERE open = 1 AND every IS NOT NULL;
CREATE INDEX tasks_open_waiting ON tasks (assigner, due_on, code) WHERE open = 1 AND status = 'submitted';
CREATE INDEX tasks_open_extensions ON tasks (assigner, due_on, code) WHERE open = 1 AND extension_until IS NOT NULL;
CREATE INDEX obstacles_raised_open ON obstacles (raiser, due_at, code) WHERE status = 'open';
CREATE INDEX visits_of_agency ON visits (agency, from_on);
CREATE INDEX committees_next ON committees (next_meeting, agency) WHERE next_meeting IS NOT NULL AND dissolved_on IS NULL;
CREATE INDEX committee_meetings_by_day ON committee_meetings (held_on, committee);
CREATE INDEX task_reports_waiting ON task_reports (agency, month) WHERE state = 'awaiting';
