-- Kept beside the journal, because addresses and words must be forgettable: what people are told. The identifier follows from what
-- happened, so that nothing is told twice.
CREATE TABLE messages (
    id {{text}} PRIMARY KEY,
    login {{text}},
    email TEXT,
    phone TEXT,
    dossier {{text}},
    petition {{text}},
    notice {{text}} NOT NULL,
    args TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    read_at BIGINT
);
CREATE INDEX messages_of ON messages (login, created_at, id) WHERE login IS NOT NULL;
CREATE INDEX messages_unread ON messages (login) WHERE read_at IS NULL AND login IS NOT NULL;
CREATE INDEX messages_about ON messages (dossier, created_at) WHERE dossier IS NOT NULL;

-- What became of each on each channel outside the application.
CREATE TABLE deliveries (
    message {{text}} NOT NULL,
    channel {{text}} NOT NULL,
    address TEXT NOT NULL,
    fate {{text}} NOT NULL,
    attempts BIGINT NOT NULL,
    leaves_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    detail TEXT,
    PRIMARY KEY (message, channel)
);

-- Where people with an account want to be reached, and in which language.
CREATE TABLE contacts (
    login {{text}} PRIMARY KEY,
    email TEXT,
    lang TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);
