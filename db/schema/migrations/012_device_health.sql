-- What was seen last of a wearable, for those who look after it; no alarm depends on it. Times are Unix
-- ms. `not_charged_unix_ms`: since then it is known that it does not charge; null: it has charged since.
-- The signal is a moving average at the modem that hears it best.
create table device_health (
  device integer primary key references device (number),
  battery_percent integer check (battery_percent between 0 and 100),
  battery_unix_ms integer,
  charged_unix_ms integer,
  not_charged_unix_ms integer,
  rssi_dbm real,
  snr_db real,
  signal_unix_ms integer
) strict;

-- The alarms of one wearable, and how it was told of them.
create index incident_device on incident (device, opened);
create index incident_stage_device on incident_stage (device);
