-- What a destination has confirmed beyond its watermark, as ranges: however many events were confirmed
-- behind one that it refuses, they are one row. No two ranges of a lane overlap or touch, none touches
-- the watermark, and the sum of their lengths is `lane.beyond`.
create table confirmed_range (
  destination integer not null,
  lane integer not null,
  first integer not null, -- ordinal
  last integer not null check (last >= first), -- ordinal, included
  primary key (destination, lane, first)
) strict, without rowid;
insert into confirmed_range (destination, lane, first, last)
select destination, lane, min(ordinal), max(ordinal)
from (select c.destination, c.lane, c.ordinal,
             c.ordinal - row_number() over (partition by c.destination, c.lane order by c.ordinal)
               as island
      from lane_confirmed c join lane l on l.destination = c.destination and l.lane = c.lane
      where c.ordinal > l.watermark)
group by destination, lane, island;
drop table lane_confirmed;

-- After the end of a long hold-up the watermark went on in steps: it goes the rest of the way here.
update lane set beyond = beyond - (r.last - lane.watermark), watermark = r.last
from confirmed_range r
where r.destination = lane.destination and r.lane = lane.lane and r.first = lane.watermark + 1;
delete from confirmed_range
where exists (select 1 from lane l
              where l.destination = confirmed_range.destination and l.lane = confirmed_range.lane
                and l.watermark >= confirmed_range.first);
