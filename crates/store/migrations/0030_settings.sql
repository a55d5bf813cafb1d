-- Kept beside the journal: what the program must know of this province itself, such as that it is simulated.
CREATE TABLE settings (
    key {{text}} PRIMARY KEY,
    value TEXT NOT NULL
);
