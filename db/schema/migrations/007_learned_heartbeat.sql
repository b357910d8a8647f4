-- How often a wearable sends a heartbeat, as it was learned: it counts while `heartbeat_s` is 0, unless a
-- person has said that its silence is to go unnoticed.
alter table device add column learned_heartbeat_s integer
  check (learned_heartbeat_s between 1 and 65535); -- null: not learned
alter table device add column exempt integer not null default 0 check (exempt in (0, 1));
update device set exempt = 1
where heartbeat_s = 0 and (
  select details ->> 'heartbeatS' from device_step
  where device_step.device = device.number and details ->> 'heartbeatS' is not null
  order by device_step.number desc limit 1
) = 0;
