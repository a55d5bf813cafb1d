-- Projected from the journal: what each committee steers, since when and until when: one often steers what several did before.
CREATE TABLE committee_subjects (
    committee {{text}} NOT NULL,
    kind {{text}} NOT NULL,
    from_on {{text}} NOT NULL,
    until_on {{text}},
    PRIMARY KEY (committee, kind, from_on)
);
CREATE INDEX committee_subjects_of_kind ON committee_subjects (kind, committee);

INSERT INTO committee_subjects (committee, kind, from_on) SELECT code, kind, founded_on FROM committees;
