-- Projected from the journal: the register of indicators, and what agencies reported of them.

CREATE TABLE indicators (
    code {{text}} PRIMARY KEY,
    programme {{text}} NOT NULL,
    name TEXT NOT NULL,
    agency {{text}} NOT NULL,
    -- All that it says, as JSON.
    body TEXT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE indicator_reports (
    indicator {{text}} NOT NULL,
    agency {{text}} NOT NULL,
    period {{text}} NOT NULL,
    ends_on {{text}} NOT NULL,
    state {{text}} NOT NULL,
    -- In thousandths of the unit.
    value BIGINT NOT NULL,
    -- Whether it stands out.
    outlier BIGINT NOT NULL,
    reported_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (indicator, agency, period)
);
CREATE INDEX indicator_reports_by_day ON indicator_reports (indicator, ends_on, agency);
CREATE INDEX indicator_reports_waiting ON indicator_reports (state, agency, indicator) WHERE state = 'awaiting';
