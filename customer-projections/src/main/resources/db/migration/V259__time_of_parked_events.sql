-- Events that are parked had their time to the millisecond only. What was written down by it is found by the self-check.
update dead_letter set occurred_at = (
    select e.occurred_at from domain_event e where e.event_identifier = cast(dead_letter.event_identifier as uuid)
)
where exists (
    select 1 from domain_event e where e.event_identifier = cast(dead_letter.event_identifier as uuid)
);
