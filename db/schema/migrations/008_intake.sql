-- Alarms that are safe and have not their places yet. An alarm is stored with one row here and one commit;
-- event, replay state, incident and counters follow at once, in the transaction that deletes the row. What
-- a crash leaves here gets its places before anything else is written.
create table intake (
  number integer primary key,
  version integer not null, -- of the form of `frame`
  -- The place that its event was promised.
  sequence integer not null,
  lane integer not null check (lane between 0 and 7),
  ordinal integer not null,
  frame text not null, -- what was accepted, as JSON
  checksum integer not null, -- CRC-32 of the columns before
  failure text -- why it cannot have its places; null: it waits for them
) strict;
