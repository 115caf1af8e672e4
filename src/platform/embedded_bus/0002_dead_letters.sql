-- What became of a dead letter: 'redriving' is to be delivered to its group again, 'redriven' was. `redriven_at` is when
-- an operator last asked for it.
ALTER TABLE dead_letters ADD COLUMN state TEXT NOT NULL DEFAULT 'dead'
  CHECK (state IN ('dead', 'redriving', 'redriven', 'discarded'));
ALTER TABLE dead_letters ADD COLUMN discarded_at INTEGER;
ALTER TABLE dead_letters ADD COLUMN discard_reason TEXT NOT NULL DEFAULT '';
CREATE INDEX dead_letters_redriving ON dead_letters (consumer_group, topic, offset) WHERE state = 'redriving';
-- An event is kept for as long as it is somebody's dead letter.
CREATE INDEX dead_letters_place ON dead_letters (topic, offset);
