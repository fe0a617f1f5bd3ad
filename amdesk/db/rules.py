"""The rules of the bank. A view says what is forbidden; triggers refuse what would make it non-empty.

The same views are what `bank check` reads and what the tests use as their oracle.

Capacity of a day is that of the latest capacity row that covers it, and none outside such rows or outside the
placement's own period. A booking takes its extent where the placement is shared by hours, else one place
(both in hundredths of a place). The most crowded day of a set of periods is always the first day of a booking
or of a capacity row, or the day after one.
"""

from __future__ import annotations

from amdesk.db.sql import LIVE, TAKING

NUMBER = 6
"""Raised with every change of what is made in a bank: views, guards, whatever triggers.py makes of them and of the tables'
columns. A bank keeps the number of the rules that stand in it; only a program whose number is higher makes them anew."""


VIEWS = {
    "capacity_point": f"""
create view capacity_point as
select placement_id, from_date as day from booking where {LIVE} and status in {TAKING}
union all select placement_id, from_date as day from capacity
union all select placement_id, next_date as day from capacity
union all select id as placement_id, open_from as day from placement
""",
    "overbooked": f"""
create view overbooked as
select d.placement_id, d.day, d.taken, d.capacity from (
  select q.placement_id, q.day,
    coalesce((select sum(case when p.shared = 1 then b.extent else 100 end) from booking b
      where b.placement_id = q.placement_id and b.{LIVE} and b.status in {TAKING}
        and q.day between b.from_date and b.to_date), 0) as taken,
    case when p.{LIVE} and q.day between p.open_from and p.open_to then 100 * coalesce((select c.places from capacity c
      where c.placement_id = q.placement_id and c.{LIVE} and q.day between c.from_date and c.to_date
      order by c.id desc limit 1), 0) else 0 end as capacity
  from capacity_point q join placement p on p.id = q.placement_id) d
where d.taken > d.capacity
""",
    "beyond_period": f"""
create view beyond_period as
select b.placement_id, b.id as booking_id, b.to_date as day from booking b join placement p on p.id = b.placement_id
where b.{LIVE} and b.status in {TAKING} and b.to_date > p.open_to
""",
    "double_booked": f"""
create view double_booked as
select a.participant_id, a.id as booking_id, b.id as other_id, b.from_date as day from booking a
join booking b on b.participant_id = a.participant_id and b.id <> a.id
  and b.{LIVE} and b.status in {TAKING}
  and b.from_date <= a.to_date and a.from_date <= b.to_date
where a.{LIVE} and a.status in {TAKING}
""",
    "orphaned": f"""
create view orphaned as
select b.id as booking_id, b.participant_id from booking b join employment e on e.id = b.employment_id
where b.{LIVE} and b.status in {TAKING} and (e.void = 1 or e.cancelled = 1 or e.participant_id <> b.participant_id)
""",
}

VIEWS["module_full"] = f"""
create view module_full as
select m.id as module_id, count(*) as taken, m.capacity from module m
join enrolment e on e.module_id = m.id and e.{LIVE} and e.status = 'enrolled'
where m.{LIVE} group by m.id, m.capacity having count(*) > m.capacity
"""

# (name, table, when it runs, SQL condition on OLD and NEW, rule code)
BOOKING_TAKES = f"new.{LIVE} and new.status in {TAKING}"
ALLOWED_STEPS = (
    "'proposed>reserved', 'proposed>booked', 'proposed>cancelled', 'reserved>booked', "
    "'reserved>cancelled', 'booked>started', 'booked>cancelled', 'started>ended'"
)
FULL = "exists (select 1 from overbooked o where o.placement_id = {row}.{key})"
STORED_ALONE = "erasing() = 0 and exists (select 1 from participant p where p.id = new.participant_id and p.restricted_on is not null)"
"""Nothing is put to the record of somebody whose data may be stored and no more (GDPR art. 18.2); what runs may end, and what was
given out may be revoked."""
RESTRICTED = {
    "booking": "new.status not in ('cancelled', 'ended')",
    "employment": "new.cancelled = 0 and new.ended_on is null",
    "certificate": "new.revoked_on is null",
    "introduction": "new.status not in ('not', 'not_relevant')",
    "queue_place": "new.left_on is null",
} | dict.fromkeys(
    (
        "note", "check_shown", "case_worker_change", "assessment", "enrolment", "followup", "contact_attempt", "payment", "measure", "agreed_hours", "workday",
        "subsidy", "subsidy_claim", "activity_demand",
    ),
    "1 = 1",
)  # fmt: skip
"""By table that says something of her: what may not be written while her processing is restricted."""
GUARDS: tuple[tuple[str, str, str, str, str], ...] = (
    ("booking_full", "booking", "insert or update", f"{BOOKING_TAKES} and {FULL.format(row='new', key='placement_id')}", "AM001"),
    ("booking_beyond", "booking", "insert or update",
     f"{BOOKING_TAKES} and exists (select 1 from beyond_period o where o.placement_id = new.placement_id)", "AM001"),
    ("booking_double", "booking", "insert or update",
     f"{BOOKING_TAKES} and exists (select 1 from double_booked d where d.booking_id = new.id)", "AM002"),
    ("booking_step", "booking", "update",
     f"undoing() = 0 and new.status <> old.status and (old.status || '>' || new.status) not in ({ALLOWED_STEPS})", "AM003"),
    ("capacity_low", "capacity", "insert or update", FULL.format(row="new", key="placement_id"), "AM006"),
    ("placement_low", "placement", "update", FULL.format(row="new", key="id"), "AM006"),
    ("placement_beyond", "placement", "update", "exists (select 1 from beyond_period o where o.placement_id = new.id)", "AM006"),
    ("module_full", "enrolment", "insert or update",
     f"new.{LIVE} and new.status = 'enrolled' and exists (select 1 from module_full f where f.module_id = new.module_id)", "AM012"),
    ("worker_kept", "participant", "update",
     ("undoing() = 0 and old.case_worker_id is not null and new.case_worker_id <> old.case_worker_id and not exists "
     f"(select 1 from case_worker_change c where c.{LIVE} and c.participant_id = new.id and c.to_id = new.case_worker_id "
     "and c.from_id = old.case_worker_id and c.reason <> '')"), "AM004"),
    *((f"{table}_restricted", table, "insert or update", f"{STORED_ALONE} and {said}", "AM014") for table, said in RESTRICTED.items()),
    ("attendance_restricted", "attendance", "insert or update",
     ("erasing() = 0 and exists (select 1 from enrolment e join participant p on p.id = e.participant_id "
      "where e.id = new.enrolment_id and p.restricted_on is not null)"), "AM014"),
)  # fmt: skip

FAULTS = {
    "overbooked": "AM001",
    "beyond_period": "AM001",
    "double_booked": "AM002",
    "orphaned": "AM013",
    "module_full": "AM012",
}
"""Views that `bank check` expects to be empty, with the rule each proves."""
