-- Projected from the journal: which official report of which agency and period stands where, and what is due when.

CREATE TABLE official_reports (
    form {{text}} NOT NULL,
    agency {{text}} NOT NULL,
    -- As it is written: 2025-11, 2025-Q4, 2025-H2, 2025.
    period {{text}} NOT NULL,
    state {{text}} NOT NULL,
    sent_at BIGINT,
    approved_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (form, period, agency)
);

CREATE TABLE official_report_schedules (
    form {{text}} NOT NULL,
    -- For periods that end on this day or later.
    from_day {{text}} NOT NULL,
    cadence {{text}} NOT NULL,
    -- So many days after the period's end.
    days BIGINT NOT NULL,
    authority TEXT NOT NULL,
    PRIMARY KEY (form, from_day)
);
