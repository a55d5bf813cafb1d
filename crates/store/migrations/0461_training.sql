-- Projected from the journal: courses, who takes part in them, and what came of it.

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
