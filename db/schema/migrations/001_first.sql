-- The first schema. Times are Unix milliseconds for people; order is `sequence` and `ordinal`.

create table meta (
  key text primary key,
  value text not null
) strict, without rowid;

-- Counters over the life of the store, moved in the transaction of what they count.
-- sequence · registry · lane/<n> · frames/received|accepted|repeated · frames/rejected/<reason>
-- stages/<stage>/due|sent|heard
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
  changed integer not null, -- value of tally 'registry' at the last change
  heartbeat_s integer not null default 0 check (heartbeat_s between 0 and 65535), -- 0: not supervised
  silent integer not null default 0 check (silent in (0, 1)) -- 1: its silence has been told
) strict;
create index device_changed on device (changed);
create index device_expires on device (expires_unix_ms)
  where expires_unix_ms is not null and assignment in ('active', 'suspended');

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

-- The life of a wearable, step by step: who took it, when, and what of, as JSON.
create table device_step (
  number integer primary key,
  device integer not null references device (number),
  at_unix_ms integer not null,
  by text not null,
  what text not null check (what in (
    'issued', 'assigned', 'extended', 'suspended', 'resumed', 'changed', 'rekeying', 'retired',
    'erased')),
  details text not null
) strict;
create index device_step_device on device_step (device, number);
create trigger device_step_stays before delete on device_step
begin select raise(abort, 'a step is never removed'); end;

-- `lane` is priority × 2, plus 1 for what is unverified; `ordinal` counts the events of a lane
-- from 1 without a gap, so what a destination still owes is a difference of two numbers.
-- `body` is the canonical JSON (RFC 8785) whose SHA-256 is `hash`: the row's own checksum. Mostly it
-- is packed, as a blob; otherwise text.
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
  body any not null check (typeof(body) in ('blob', 'text')),
  -- 1: retention has taken the position and the frame out, so `hash` is of the body before that.
  redacted integer not null default 0 check (redacted in (0, 1)),
  -- CRC-32 of the columns that `body` does not say; null: none was kept, so they prove nothing.
  checksum integer
) strict;
create unique index event_id on event (id);
create unique index event_lane on event (lane, ordinal);
-- `lane` tells its entries from those of event_id, where a damaged file is read page by page.
create index event_incident on event (incident, lane) where incident is not null;

-- Messages already taken. The tag stands for the bytes: whoever has not the key cannot make two.
-- `answers` holds the plaintexts of the answers, 6 bytes each, in the order of their index.
create table seen (
  device integer not null,
  kid integer not null,
  epoch integer not null,
  counter integer not null,
  tag blob not null check (length(tag) = 8),
  -- Its sequence. After damage 0: it may yet be salvaged; -1: it is lost, and a repeat brings it back.
  event integer not null,
  answers blob not null default x'' check (length(answers) % 6 = 0),
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
create index incident_opened on incident (opened);
create index incident_open on incident (device) where state not in ('rejected', 'closed');
create trigger incident_stays before delete on incident
begin select raise(abort, 'an incident is never removed'); end;

-- Who moved an incident on, why and which way: `way` and `via` say what brought it here.
create table incident_transition (
  number integer primary key,
  incident blob not null references incident (id),
  state text not null
    check (state in ('received', 'rejected', 'accepted', 'underway', 'on-scene', 'closed')),
  outcome text check (outcome in ('real', 'false', 'test')),
  by text not null,
  reason text,
  way text not null check (way in ('http', 'mqtt', 'receipt')),
  via text not null, -- name of the token, the stream or the destination
  at_unix_ms integer not null,
  check ((state = 'closed') = (outcome is not null))
) strict;
create index incident_transition_incident on incident_transition (incident);
create trigger incident_transition_stays before delete on incident_transition
begin select raise(abort, 'a transition is never removed'); end;

-- What a wearable is to be told of an incident, one row a stage (answers 10 to 12). `is_listening`:
-- the last sending went out while the wearable listened, so its next message says that it heard.
create table incident_stage (
  incident blob not null references incident (id),
  stage text not null check (stage in ('accepted', 'underway', 'closed')),
  device integer not null,
  transition integer not null, -- its number
  state text not null default 'due' check (state in ('due', 'heard', 'overtaken')),
  sent integer not null default 0,
  is_listening integer not null default 0 check (is_listening in (0, 1)),
  sent_unix_ms integer,
  heard_unix_ms integer,
  primary key (incident, stage)
) strict, without rowid;
create index incident_stage_due on incident_stage (device, transition) where state = 'due';

-- Who sends in foreign formats. What it sends is never mixed with frames of this product: a wearable
-- has either rows here or rows of device_key.
create table foreign_sender (
  kind text not null check (kind in ('sms', 'lorawan')),
  address text not null check (length(address) between 1 and 32), -- number, or DevAddr in hex
  device integer not null references device (number),
  codec text not null,
  key blob, -- LoRaWAN: of the network; else what the format's proof is checked by
  application_key blob, -- LoRaWAN
  counter integer not null default -1 check (counter between -1 and 4294967295), -- highest taken
  incident blob, -- the last that it opened
  heard_unix_ms integer,
  primary key (kind, address),
  check (kind <> 'lorawan' or (length(key) = 16 and length(application_key) = 16))
) strict, without rowid;
create index foreign_sender_device on foreign_sender (device);

-- A drill of a wearable, by uptime and boot: it ends by itself, and with the boot.
create table drill (
  device integer primary key references device (number),
  boot_id text not null,
  until_uptime_ms integer not null,
  by text not null
) strict;

-- Alarms of the last hour that were marked as drill.
create table drill_alarm (
  device integer not null,
  boot_id text not null,
  uptime_ms integer not null
) strict;
create index drill_alarm_device on drill_alarm (device, uptime_ms);

-- Results of guided tests: the steps that were reached, as JSON.
create table device_test (
  number integer primary key,
  device integer not null references device (number),
  at_unix_ms integer not null,
  passed integer not null check (passed in (0, 1)),
  by text not null,
  steps text not null
) strict;
create index device_test_device on device_test (device, number);

-- Evidence of how an event of an incident reached a destination: when it first went out, when it
-- was first confirmed, and what dispatch said then.
create table delivery (
  event integer not null, -- its sequence
  destination integer not null,
  offered_unix_ms integer,
  confirmed_unix_ms integer,
  receipt text,
  primary key (event, destination)
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

-- Short messages as a modem held them, kept before it erases them. `digest` is the SHA-256 of `pdu`,
-- which holds service centre, sender and time stamp: a message that is read again is the same row.
-- `place` is where it lay, as in ME/3; the same message in another place counts as `repeats`.
create table inbox (
  number integer primary key,
  digest blob not null unique check (length(digest) = 32),
  modem text not null,
  pdu text not null check (length(pdu) between 1 and 2048),
  announced integer, -- octets without the service centre's address, as the modem said
  place text not null,
  received_unix_ms integer not null,
  boot_id text not null,
  uptime_ms integer not null,
  repeats integer not null default 0,
  done integer not null default 0 check (done in (0, 1)) -- 1: an event, or rejected
) strict;
create index inbox_waiting on inbox (number) where done = 0;

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
-- owed = lane's last ordinal − since − skipped; pending = last − watermark − confirmed beyond it;
-- delivered and shed are counted apart, so that the three can be held against each other.
create table lane (
  destination integer not null references destination (number),
  lane integer not null check (lane between 0 and 7),
  subscribed integer not null default 1 check (subscribed in (0, 1)),
  since integer not null,
  until integer, -- last ordinal owed after the subscription ended; null while it lasts
  watermark integer not null,
  beyond integer not null default 0,
  skipped integer not null default 0, -- ordinals above `since` whose events were gone before it began
  offered integer not null,
  delivered integer not null default 0,
  shed integer not null default 0,
  -- Events owed one by one, through rows of `escalation`, and how many of these are confirmed.
  escalated integer not null default 0,
  escalated_delivered integer not null default 0,
  primary key (destination, lane)
) strict, without rowid;

create table lane_confirmed (
  destination integer not null,
  lane integer not null,
  ordinal integer not null,
  primary key (destination, lane, ordinal)
) strict, without rowid;

-- Steps that were taken because nobody had confirmed a critical event in time. With `owed` = 1 the
-- row itself is what the destination is owed: its lane has no claim on the event.
create table escalation (
  destination integer not null references destination (number),
  lane integer not null check (lane in (0, 1)),
  ordinal integer not null,
  event integer not null, -- its sequence
  owed integer not null check (owed in (0, 1)),
  due_unix_ms integer not null,
  sent_unix_ms integer,
  confirmed integer not null default 0 check (confirmed in (0, 1)),
  confirmed_unix_ms integer,
  primary key (destination, lane, ordinal)
) strict, without rowid;
create index escalation_event on escalation (event);
create index escalation_pending on escalation (destination, lane, ordinal)
  where owed = 1 and confirmed = 0;

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

-- Numbers of a stream whose events were shed, neighbours as one range.
create table stream_shed (
  destination integer not null,
  first integer not null,
  last integer not null,
  primary key (destination, first)
) strict, without rowid;

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

-- What a configured modem last said of itself, and the name it is found by, so that two that swap
-- their names are told apart. A row holds for the `port` of the configuration that it was made with.
create table modem (
  name text primary key,
  port text not null,
  place text not null,
  kind text not null,
  model text,
  firmware text,
  serial text,
  sim text,
  seen_unix_ms integer not null
) strict, without rowid;

-- Who had which settings written to which modem, and how they read afterwards, as JSON.
create table modem_change (
  number integer primary key,
  at_unix_ms integer not null,
  by text not null,
  modem text, -- null: one that is in no configuration
  port text not null,
  kind text not null,
  serial text,
  settings text not null,
  done integer not null check (done in (0, 1))
) strict;
create index modem_change_modem on modem_change (modem, number);

-- Transmissions of the last hour, for the duty cycle. Uptime and boot, since the wall clock steps.
create table airtime (
  band text not null,
  boot_id text not null,
  uptime_ms integer not null,
  us integer not null
) strict;
create index airtime_band on airtime (band, uptime_ms);
