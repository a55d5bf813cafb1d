-- Projected from the journal: every personal identification number that an account had, the present one among them. Somebody
-- stays close to what was filed under a number that was theirs.
CREATE TABLE held_numbers (
    login {{text}} NOT NULL,
    number {{text}} NOT NULL,
    PRIMARY KEY (login, number)
);
CREATE INDEX held_numbers_by_number ON held_numbers (number);
INSERT INTO held_numbers (login, number) SELECT login, personal_id FROM people WHERE personal_id IS NOT NULL;
