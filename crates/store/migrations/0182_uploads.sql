-- Uploads that are under way: kept beside the journal until the file is whole. How much of a file has come is the length of what lies
-- on the disk.
CREATE TABLE uploads (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    size BIGINT NOT NULL,
    begun_at BIGINT NOT NULL
);
CREATE INDEX uploads_by_owner ON uploads (owner, begun_at);
