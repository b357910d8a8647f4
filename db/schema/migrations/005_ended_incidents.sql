-- Whether an incident has ended, beside its state: an index that names the state is written anew by
-- each change of it, and most changes, such as every receipt, end nothing. The triggers keep the two in
-- step, whoever writes, rows of a store without the column included.
drop index incident_open;
alter table incident add column ended integer check (ended in (1));
update incident set ended = 1 where state in ('rejected', 'closed');
create index incident_open on incident (device) where ended is null;
create trigger incident_ended_first after insert on incident
when (new.ended is not null) <> (new.state in ('rejected', 'closed'))
begin
  update incident set ended = iif(state in ('rejected', 'closed'), 1, null) where id = new.id;
end;
create trigger incident_ended after update of state on incident
when (new.ended is not null) <> (new.state in ('rejected', 'closed'))
begin
  update incident set ended = iif(state in ('rejected', 'closed'), 1, null) where id = new.id;
end;
