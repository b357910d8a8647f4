-- What people write: on an incident, and for the shift after theirs. No note is ever changed or removed.
-- At the end of its retention its text and its link are erased; who wrote it and when stay, as does
-- `hash`, the SHA-256 of the note as it was, which the audit chain has as well.
create table incident_note (
  number integer primary key,
  incident blob not null references incident (id),
  at_unix_ms integer not null,
  by text not null,
  said text, -- whom a program names of its own people
  text text check (length(text) between 1 and 2000), -- null: erased
  link text check (length(link) between 1 and 1000), -- where a recording or a file is kept
  hash blob not null check (length(hash) = 32)
) strict;
-- `at_unix_ms` tells its entries from those of event_id, where a damaged file is read page by page.
create index incident_note_incident on incident_note (incident, at_unix_ms);
create index incident_note_kept on incident_note (at_unix_ms) where text is not null;
create trigger incident_note_stays before delete on incident_note
begin select raise(abort, 'a note is never removed'); end;
create trigger incident_note_is_as_written before update on incident_note
when new.text is not null or new.link is not null or new.incident is not old.incident
  or new.at_unix_ms is not old.at_unix_ms or new.by is not old.by or new.said is not old.said
  or new.hash is not old.hash or new.number is not old.number
begin select raise(abort, 'a note is never changed'); end;

create table shift_note (
  number integer primary key,
  at_unix_ms integer not null,
  by text not null,
  text text check (length(text) between 1 and 2000), -- null: erased
  hash blob not null check (length(hash) = 32)
) strict;
create index shift_note_kept on shift_note (at_unix_ms) where text is not null;
create trigger shift_note_stays before delete on shift_note
begin select raise(abort, 'a note is never removed'); end;
create trigger shift_note_is_as_written before update on shift_note
when new.text is not null or new.at_unix_ms is not old.at_unix_ms or new.by is not old.by
  or new.hash is not old.hash or new.number is not old.number
begin select raise(abort, 'a note is never changed'); end;
