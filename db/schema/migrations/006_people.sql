-- Accounts of people. `roles` and `transports` are JSON lists of words; `password` is its scrypt hash with
-- the parameters; `setup_hash` is the SHA-256 of a one-time code by which its owner chooses what proves him;
-- `generation` is raised by what ends all that proved him before: sessions of an older one hold no longer.
create table user (
  number integer primary key,
  id text not null unique check (length(id) = 16),
  name text not null unique collate nocase check (length(name) between 1 and 64),
  full_name text not null check (length(full_name) between 1 and 128),
  roles text not null,
  password text,
  totp_secret blob check (length(totp_secret) = 20),
  totp_step integer not null default 0, -- the newest time step of which a code was used
  setup_hash blob check (length(setup_hash) = 32),
  setup_expires_unix_ms integer,
  generation integer not null default 1,
  changed integer not null default 1, -- raised by every change: of two copies of a row the higher holds
  created_unix_ms integer not null,
  disabled_unix_ms integer
) strict;

create table passkey (
  id blob primary key,
  owner integer not null references user (number),
  public_key blob not null,
  sign_count integer not null,
  transports text not null,
  label text not null,
  created_unix_ms integer not null,
  used_unix_ms integer
) strict, without rowid;
create index passkey_owner on passkey (owner);

create table recovery_code (
  owner integer not null references user (number),
  hash blob not null check (length(hash) = 32),
  used_unix_ms integer,
  primary key (owner, hash)
) strict, without rowid;

-- A token of a person, whose number it is, may do what that person may at most; `read` only looks.
alter table token add column owner integer;
alter table token add column scope text check (scope in ('act', 'read'));

-- Whom a program names of its own people. `by` is the person or the credential that did it; in rows of
-- before, `by` is what was said.
alter table incident_transition add column said text;

-- The audit chain: who did or looked at what. `entry` is canonical JSON (RFC 8785); `hash` is the SHA-256
-- of the hash before it in hex, a line feed, and the entry; before the first come 64 zeros.
create table audit (
  number integer primary key, -- from 1, without a gap
  entry text not null,
  hash blob not null check (length(hash) = 32)
) strict;
create trigger audit_stays before update on audit
begin select raise(abort, 'an audit entry is never changed'); end;

-- Days whose entries were removed at the end of their retention, with the hash of the last of them.
create table audit_day (
  day text primary key check (length(day) = 10), -- 2026-11-30, UTC
  first integer not null,
  last integer not null,
  hash blob not null check (length(hash) = 32)
) strict, without rowid;
create trigger audit_ends_by_days before delete on audit
when old.number > coalesce((select max(last) from audit_day), 0)
begin select raise(abort, 'audit entries are removed by whole days, with their hash kept'); end;

-- By which names entries are found. It follows the chain wherever its entries come from or go to.
create table audit_subject (
  kind text not null,
  id text not null,
  number integer not null,
  primary key (kind, id, number)
) strict, without rowid;
create index audit_subject_number on audit_subject (number);
create trigger audit_is_found after insert on audit
begin
  insert or ignore into audit_subject (kind, id, number)
  select value ->> 'kind', value ->> 'id', new.number
  -- What a damaged store gives back may be no JSON.
  from json_each(iif(json_valid(new.entry), new.entry, '{}'), '$.subjects')
  where value ->> 'kind' in ('account', 'incident', 'wearable');
end;
create trigger audit_is_found_no_more after delete on audit
begin delete from audit_subject where number = old.number; end;
