-- Projected from the journal: tasks, the agencies that support them, how many each agency ended, running numbers.

CREATE TABLE tasks (
    code {{text}} PRIMARY KEY,
    name TEXT NOT NULL,
    -- The same without marks, for searching.
    words TEXT NOT NULL,
    assigner {{text}} NOT NULL,
    lead {{text}} NOT NULL,
    responsible {{text}} NOT NULL,
    responsible_name TEXT NOT NULL,
    authority TEXT NOT NULL,
    deliverable TEXT NOT NULL,
    status {{text}} NOT NULL,
    -- Whether somebody still has to do something.
    open BIGINT NOT NULL,
    assigned_on {{text}} NOT NULL,
    due_on {{text}} NOT NULL,
    every {{text}},
    -- The day of the last handing in, and whether it was after the last day.
    submitted_on {{text}},
    submitted_late BIGINT NOT NULL,
    progress BIGINT NOT NULL,
    -- The mean of its parts, where it has any.
    rolled BIGINT,
    parent {{text}},
    extension_until {{text}},
    returned BIGINT NOT NULL,
    reported_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX tasks_open_of_lead ON tasks (lead, due_on, code) WHERE open = 1;
CREATE INDEX tasks_open_of_assigner ON tasks (assigner, due_on, code) WHERE open = 1;
CREATE INDEX tasks_open_by_day ON tasks (due_on, code) WHERE open = 1;
CREATE INDEX tasks_open_counted ON tasks (lead, status, due_on, submitted_late) WHERE open = 1;
CREATE INDEX tasks_by_day ON tasks (due_on, code);
CREATE INDEX tasks_of_lead ON tasks (lead, due_on, code);
CREATE INDEX tasks_of_assigner ON tasks (assigner, due_on, code);
CREATE INDEX tasks_parts ON tasks (parent) WHERE parent IS NOT NULL;

CREATE TABLE task_support (
    task {{text}} NOT NULL,
    agency {{text}} NOT NULL,
    PRIMARY KEY (task, agency)
);
CREATE INDEX task_support_of_agency ON task_support (agency, task);

CREATE TABLE task_links (
    task {{text}} NOT NULL,
    kind {{text}} NOT NULL,
    reference {{text}} NOT NULL,
    PRIMARY KEY (task, kind, reference)
);
CREATE INDEX task_links_to ON task_links (kind, reference);

-- Tasks that were completed, by lead agency and year of handing in.
CREATE TABLE task_years (
    lead {{text}} NOT NULL,
    year BIGINT NOT NULL,
    in_time BIGINT NOT NULL,
    late BIGINT NOT NULL,
    PRIMARY KEY (lead, year)
);

CREATE TABLE task_numbers (
    year BIGINT PRIMARY KEY,
    last BIGINT NOT NULL
);
