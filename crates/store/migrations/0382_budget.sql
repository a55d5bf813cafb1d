-- Projected from the journal: budget lines, and every amount that was entered in them.

CREATE TABLE budget_lines (
    code {{text}} PRIMARY KEY,
    year BIGINT NOT NULL,
    name TEXT NOT NULL,
    -- Its name and code without marks, for searching.
    words TEXT NOT NULL,
    source {{text}} NOT NULL,
    field {{text}} NOT NULL,
    agency {{text}} NOT NULL,
    -- What the line is, as JSON.
    body TEXT NOT NULL,
    -- In đồng, of everything that was entered.
    allocated BIGINT NOT NULL,
    committed BIGINT NOT NULL,
    disbursed BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX budget_lines_by_year ON budget_lines (year, code);

CREATE TABLE budget_entries (
    line {{text}} NOT NULL,
    number BIGINT NOT NULL,
    kind {{text}} NOT NULL,
    made_on {{text}} NOT NULL,
    -- In đồng.
    amount BIGINT NOT NULL,
    PRIMARY KEY (line, number)
);
