-- Who did what. Tables whose rules change are built anew: SQLite cannot change a `check`.

-- A drill is a step of a wearable's life: who began it and until when, and how it ended.
create table device_step_with_drills (
  number integer primary key,
  device integer not null references device (number),
  at_unix_ms integer not null,
  by text not null,
  what text not null check (what in (
    'issued', 'assigned', 'extended', 'suspended', 'resumed', 'changed', 'rekeying', 'retired',
    'erased', 'drill-started', 'drill-ended')),
  details text not null
) strict;
insert into device_step_with_drills select * from device_step;
drop table device_step;
alter table device_step_with_drills rename to device_step;
create index device_step_device on device_step (device, number);
create trigger device_step_stays before delete on device_step
begin select raise(abort, 'a step is never removed'); end;

-- The credential of a request, beside the name that dispatch gave and the stream that it acts for.
alter table incident_transition add column token text;
-- `state` tells its entries from those of event_id, where a damaged file is read page by page.
drop index incident_transition_incident;
create index incident_transition_incident on incident_transition (incident, state);

-- What was done that is no step of a wearable and no transition of an incident, and by whom.
-- `subject` is what it was done to, `details` is JSON, never with a key or a position.
create table act (
  number integer primary key,
  at_unix_ms integer not null,
  by text not null check (length(by) between 1 and 256),
  what text not null check (length(what) between 1 and 64),
  subject text not null,
  details text not null
) strict;
create trigger act_stays before update on act
begin select raise(abort, 'an act is never changed'); end;
