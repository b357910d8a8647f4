-- Whose a rejected frame is: the number or device address that it bears, which may prove nothing, the
-- wearable that is linked with it, and the codec that would read it.
alter table rejected add column sender text;
alter table rejected add column device text;
alter table rejected add column codec text;
