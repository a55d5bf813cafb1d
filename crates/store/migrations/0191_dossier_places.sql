-- Where dossiers come in: how many an agency's counter, another one or the pages received for it, by day of Vietnam, counted from
-- 1970.
CREATE TABLE dossier_places (
    agency TEXT NOT NULL,
    counter TEXT NOT NULL,
    online BIGINT NOT NULL,
    day BIGINT NOT NULL,
    dossiers BIGINT NOT NULL,
    PRIMARY KEY (agency, counter, online, day)
);
INSERT INTO dossier_places (agency, counter, online, day, dossiers)
    SELECT competent_agency, counter, CASE WHEN channel IN ('online', 'national_portal') THEN 1 ELSE 0 END,
        (received_at + 25200000000) / 86400000000, COUNT(*)
    FROM dossiers WHERE received_at IS NOT NULL
    GROUP BY competent_agency, counter, CASE WHEN channel IN ('online', 'national_portal') THEN 1 ELSE 0 END,
        (received_at + 25200000000) / 86400000000;
