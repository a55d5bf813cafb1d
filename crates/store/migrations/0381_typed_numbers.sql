-- What came in from an account under a number for which nobody vouched stands in that account's store alone.
UPDATE documents SET subject = '' WHERE login IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM particulars r JOIN identities i ON i.login = r.login AND i.issuer = r.source
    WHERE r.login = documents.login AND r.value = documents.subject
        AND (r.what = 'personal_id' AND i.level >= 2 OR r.what = 'organisation_code'));
