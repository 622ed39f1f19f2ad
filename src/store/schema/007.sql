-- What the confidence of a relation is worked out from, so that a new claim can be added to it without reading those
-- that are there: -ln(1 - confidence) in units of 2^-32. NULL where an older release has worked it out; then all
-- claims are read once more.
ALTER TABLE relation ADD COLUMN weight INTEGER;
