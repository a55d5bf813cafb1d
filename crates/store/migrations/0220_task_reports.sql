-- Projected from the journal: when a task changed last, so that a month can be told as of its cut-off; monthly reports of tasks, and from
-- which month on figures are cut off on which day.

ALTER TABLE tasks ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX tasks_done_by_day ON tasks (submitted_on, lead) WHERE status = 'completed';

CREATE TABLE task_reports (
    agency {{text}} NOT NULL,
    month {{text}} NOT NULL,
    state {{text}} NOT NULL,
    -- As of the end of which day; nothing where none was sent.
    cut_off {{text}},
    sent_at BIGINT,
    approved_at BIGINT,
    -- How many tasks are in it, how many of them are late.
    tasks BIGINT NOT NULL,
    late BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (agency, month)
);
CREATE INDEX task_reports_of_month ON task_reports (month, agency);

CREATE TABLE task_cut_offs (
    from_month {{text}} PRIMARY KEY,
    day BIGINT NOT NULL,
    authority TEXT NOT NULL
);
