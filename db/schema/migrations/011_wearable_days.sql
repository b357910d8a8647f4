-- What was heard of a wearable on a day of the zone in which the box stands; nothing of whom it serves. It
-- is made of the events behind, up to the sequence that the tally `report` says, and stays while they go.
create table wearable_day (
  day text not null check (length(day) = 10), -- 2026-11-30
  device integer not null,
  heard integer not null check (heard >= 0), -- messages
  first_unix_ms integer, -- null: it was not heard
  last_unix_ms integer,
  longest_gap_ms integer not null, -- between two messages
  battery_low integer,
  battery_last integer,
  charging integer not null check (charging in (0, 1)), -- 1: a sign of it was seen
  tests integer not null,
  alarms integer not null,
  drills integer not null, -- begun
  silences integer not null, -- reported
  not_charged integer not null, -- reported
  primary key (day, device)
) strict, without rowid;

-- The events of which the rows of a day were made.
create table report_day (
  day text primary key check (length(day) = 10),
  first_sequence integer not null,
  last_sequence integer not null
) strict, without rowid;
