-- What is measured again and again. A subject is such as `wearable/d-1`, `wearable/d-1/lora-1`,
-- `modem/lora-1`, `destination/dispatch`, `gateway`; `span` is that of its older rows.
create table measured_subject (
  number integer primary key,
  name text not null unique check (length(name) between 1 and 200),
  span integer not null check (span in (12, 72))
) strict;

-- Sums over spans of time: `span` and `at` are in five minutes, `at` since 1970. In the order of time,
-- so that what is written together lies together: a card wears out by pages, not by bytes.
-- `low` and `high` are null where all values are the same; `spread` says how latencies are spread.
create table measurement (
  span integer not null check (span in (1, 12, 72)),
  at integer not null,
  subject integer not null,
  kind integer not null check (kind between 0 and 255),
  count integer not null check (count > 0),
  sum real not null,
  low real,
  high real,
  spread blob,
  primary key (span, at, subject, kind)
) strict, without rowid;

-- Destinations that a person has told to wait, with everything but critical events.
create table delivery_pause (
  destination integer primary key references destination (number),
  since_unix_ms integer not null,
  by text not null,
  reason text not null check (length(reason) between 1 and 200)
) strict;
