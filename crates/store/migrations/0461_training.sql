-- Projected from the journal: courses, who takes part in them, and what came of it; when accounts were disabled.

CREATE TABLE courses (
    code {{text}} PRIMARY KEY,
    agency {{text}} NOT NULL,
    skill {{text}} NOT NULL,
    -- Code and title, folded, for the search.
    words TEXT NOT NULL,
    first_on {{text}} NOT NULL,
    called_off BIGINT NOT NULL,
    -- As it was announced, as JSON.
    body TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX courses_by_day ON courses (first_on, code);

CREATE TABLE course_learners (
    course {{text}} NOT NULL,
    login {{text}} NOT NULL,
    skill {{text}} NOT NULL,
    name TEXT NOT NULL,
    agency {{text}} NOT NULL,
    role {{text}} NOT NULL,
    attended BIGINT NOT NULL,
    score BIGINT,
    certificate {{text}},
    certified_on {{text}},
    PRIMARY KEY (course, login)
);
CREATE INDEX course_learners_by_login ON course_learners (login, skill);
CREATE INDEX course_learners_by_certificate ON course_learners (certificate);

-- From when till when an account was disabled; open while it is.
CREATE TABLE account_pauses (
    login {{text}} NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT,
    PRIMARY KEY (login, from_at)
);

-- What happened before this was kept; the stream of an account is `people/` and its login.
INSERT INTO account_pauses (login, from_at, until_at)
SELECT substr(d.stream, 8), d.recorded_at,
    (SELECT MIN(e.recorded_at) FROM events e
     WHERE e.stream = d.stream AND e.kind = 'people.person_enabled' AND e.version > d.version)
FROM events d WHERE d.kind = 'people.person_disabled';
