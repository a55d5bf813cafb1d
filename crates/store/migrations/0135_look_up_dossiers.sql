-- The dossier that the draft or form of a look-up became; empty while it is none.

ALTER TABLE registry_look_ups ADD COLUMN dossier {{text}} NOT NULL DEFAULT '';
CREATE INDEX registry_look_ups_of_reference ON registry_look_ups (reference, reference_kind);
