-- Remembered requests are deleted when they need not be recognised any more, oldest first. Where there are many millions of
-- them, build this index beforehand, by hand and `concurrently`: then nothing is left to do here.

create index if not exists inbound_by_time on handoff.inbound (at);
