-- The first schema. Times are Unix milliseconds for people; order is `sequence` and `ordinal`.

create table meta (
  key text primary key,
  value text not null
) strict, without rowid;

-- Counters over the life of the store, moved in the transaction of what they count.
-- sequence · registry · lane/<n> · frames/received|accepted|repeated · frames/rejected/<reason>
create table tally (
  name text primary key,
  value integer not null
) strict, without rowid;

create table device (
  number integer primary key,
  uid text not null unique check (length(uid) between 1 and 64),
  assignment text not null default 'none'
    check (assignment in ('none', 'active', 'suspended', 'retired')),
  reference text,
  expires_unix_ms integer,
  created_unix_ms integer not null,
  changed integer not null -- value of tally 'registry' at the last change
) strict;
create index device_changed on device (changed);

-- One row a key generation. The newest epoch and its highest counter are the replay state.
create table device_key (
  device integer not null references device (number),
  kid integer not null check (kid between 0 and 255),
  root_key blob not null check (length(root_key) = 16),
  state text not null check (state in ('current', 'next')),
  newest_epoch integer not null check (newest_epoch between 0 and 4294967295),
  newest_counter integer not null default -1 check (newest_counter between -1 and 16777215),
  heard_unix_ms integer,
  primary key (device, kid)
) strict, without rowid;

-- `lane` is priority × 2, plus 1 for what is unverified; `ordinal` counts the events of a lane
-- from 1 without a gap, so what a destination still owes is a difference of two numbers.
-- `body` is the canonical JSON (RFC 8785) whose SHA-256 is `hash`: the row's own checksum.
create table event (
  sequence integer primary key,
  id blob not null check (length(id) = 16),
  lane integer not null check (lane between 0 and 7),
  ordinal integer not null,
  type text not null,
  device integer,
  kid integer,
  epoch integer,
  counter integer,
  tag blob,
  answerable integer not null default 0 check (answerable in (0, 1)),
  incident blob,
  received_unix_ms integer not null,
  hash blob not null check (length(hash) = 32),
  body text not null
) strict;
create unique index event_id on event (id);
create unique index event_lane on event (lane, ordinal);
create index event_incident on event (incident) where incident is not null;

-- Messages already taken. The tag stands for the bytes: whoever has not the key cannot make two.
-- `answers` holds the stored answers, 26 bytes each, in the order of their index.
create table seen (
  device integer not null,
  kid integer not null,
  epoch integer not null,
  counter integer not null,
  tag blob not null check (length(tag) = 8),
  event integer not null, -- its sequence
  answers blob not null default x'' check (length(answers) % 26 = 0),
  primary key (device, kid, epoch, counter, tag)
) strict, without rowid;

-- Further hearings of a frame: by another modem, or because the device repeated it.
create table reception (
  event integer not null,
  at_unix_ms integer not null,
  modem text not null,
  rssi_dbm real,
  snr_db real
) strict;
create index reception_event on reception (event);

create table incident (
  id blob primary key check (length(id) = 16),
  device integer not null,
  kid integer not null,
  alarm integer not null,
  state text not null default 'new'
    check (state in ('new', 'received', 'accepted', 'rejected', 'underway', 'on-scene', 'closed')),
  opened integer not null, -- sequence of the event that opened it
  opened_unix_ms integer not null
) strict, without rowid;

create table rejected (
  number integer primary key,
  at_unix_ms integer not null,
  modem text not null,
  reason text not null,
  carrier text not null check (carrier in ('bytes', 'text')),
  payload blob not null,
  rssi_dbm real,
  snr_db real,
  -- An unknown frame whose sender became known later was taken then, as a reception of its own.
  retried integer not null default 0 check (retried in (0, 1))
) strict;
create index rejected_reason on rejected (reason, number);

-- A destination outlives its place in the configuration for as long as it is owed something.
create table destination (
  number integer primary key,
  name text not null unique,
  type text not null check (type in ('mqtt', 'webhook', 'sms', 'stream')),
  required integer not null check (required in (0, 1)),
  configured integer not null check (configured in (0, 1)),
  created_unix_ms integer not null
) strict;

-- What a destination owes of one lane: every ordinal above `watermark` that is not in
-- `lane_confirmed`. `since` is the last ordinal before the destination began.
-- owed = lane's last ordinal − since; pending = last − watermark − confirmed beyond it;
-- delivered and shed are counted apart, so that the three can be held against each other.
create table lane (
  destination integer not null references destination (number),
  lane integer not null check (lane between 0 and 7),
  subscribed integer not null default 1 check (subscribed in (0, 1)),
  since integer not null,
  until integer, -- last ordinal owed after the subscription ended; null while it lasts
  watermark integer not null,
  beyond integer not null default 0,
  offered integer not null,
  delivered integer not null default 0,
  shed integer not null default 0,
  primary key (destination, lane)
) strict, without rowid;

create table lane_confirmed (
  destination integer not null,
  lane integer not null,
  ordinal integer not null,
  primary key (destination, lane, ordinal)
) strict, without rowid;

-- Numbers of a stream: contiguous from 1 in the order of sequence. The row before gives
-- `previoushash`; the newest row of a stream is never removed.
create table stream_entry (
  destination integer not null,
  number integer not null,
  sequence integer not null,
  hash blob not null,
  primary key (destination, number)
) strict, without rowid;
create unique index stream_entry_sequence on stream_entry (destination, sequence);

create table token (
  id text primary key,
  name text not null,
  role text not null
    check (role in ('dispatch', 'technician', 'operator', 'auditor', 'admin', 'monitor')),
  stream text,
  hash blob not null unique check (length(hash) = 32),
  created_unix_ms integer not null,
  expires_unix_ms integer,
  revoked_unix_ms integer
) strict;

-- Transmissions of the last hour, for the duty cycle. Uptime and boot, since the wall clock steps.
create table airtime (
  band text not null,
  boot_id text not null,
  uptime_ms integer not null,
  us integer not null
) strict;
create index airtime_band on airtime (band, uptime_ms);
