"""The bank's tables as numbered migrations: one text for SQLite and PostgreSQL.

Dates are ISO text, stamps are UTC text, lists and levels are JSON text. Every table has an integer key and a
`uid`; what can be undone has `void`, since a row that was created is never deleted. catalogue.py says what each table is.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from amdesk.db import driver
from amdesk.domain.errors import BankUnusable
from amdesk.domain.texts import N_, text

if TYPE_CHECKING:
    from amdesk.db.port import Bank

MIGRATIONS: list[Callable[[Bank], None]] = []
"""Numbered steps in order. sqlite-utils' Migrations runs and records them on both engines."""


def step(work: Callable[[Bank], None]) -> Callable[[Bank], None]:
    MIGRATIONS.append(work)
    return work


OWN = "uid text not null unique, void integer not null default 0 check (void in (0, 1))"

FIRST = """
create table step (id {pk}, uid text not null unique, at text not null, actor text not null, account text not null,
  what text not null, params text not null default '{{}}', kind text not null check (kind in ('do', 'undo', 'redo', 'system')),
  of_step integer, undoable integer not null default 1, state text not null default 'done' check (state in ('done', 'undone'))){strict};
create table audit (id {pk}, step_id integer not null references step (id), tbl text not null, row_id integer not null,
  participant_id integer, action text not null check (action in ('insert', 'update'))){strict};
create index audit_step on audit (step_id);
create index audit_participant on audit (participant_id);
create table audit_value (audit_id integer primary key references audit (id), before text, after text){strict};
create table access_log (id {pk}, at text not null, actor text not null, account text not null, what text not null,
  participant_id integer, why text not null default ''){strict};
create index access_participant on access_log (participant_id);
create table setting (id {pk}, {own}, name text not null unique, value text not null){strict};
create table account (id {pk}, {own}, login text not null unique, name text not null, case_worker_id integer){strict};
create table code (id {pk}, {own}, list text not null, code text not null, sv text not null, en text not null,
  position integer not null, extra text not null default '{{}}', unique (list, code)){strict};
create table travel (id {pk}, {own}, from_district text not null, to_district text not null, walk integer not null,
  cycle integer not null, bus integer not null, changes integer not null, unique (from_district, to_district)){strict};
create table occupation (id {pk}, {own}, code text not null unique, ssyk text not null, sv text not null, en text not null,
  aliases text not null default '[]', position integer not null){strict};
create table profile (id {pk}, {own}, occupation_id integer not null references occupation (id), version integer not null,
  content text not null, in_use_from text, unique (occupation_id, version)){strict};
create table case_worker (id {pk}, {own}, name text not null, sort_name text not null, phone text not null default '',
  email text not null default '', source_id text not null default ''){strict};
create table placement (id {pk}, {own}, number text not null unique, source_id text not null default '',
  kind text not null check (kind in ('in_house', 'external')), name text not null, sort_name text not null,
  department text not null default '', district text not null default '', address text not null default '',
  postcode text not null default '', occupation_id integer not null references occupation (id),
  hours integer not null check (hours between 100 and 4000), schedule text not null default '', pay integer,
  language_min text not null default '', licence text not null default '', background_check text not null default 'none',
  min_age integer not null default 16, demands text not null default '[]', other text not null default '',
  supervisor text not null default '', supervisor_phone text not null default '', supervisor_email text not null default '',
  shared integer not null default 0, open_from text not null, open_to text not null default '9999-12-31',
  status text not null default 'open' check (status in ('open', 'closed')), comment text not null default '',
  flagged text not null default '', search text not null default '', check (open_to >= open_from)){strict};
create index placement_occupation on placement (occupation_id);
create table capacity (id {pk}, {own}, placement_id integer not null references placement (id), from_date text not null,
  to_date text not null, next_date text not null, places integer not null check (places >= 0),
  reason text not null default '', check (to_date >= from_date), check (next_date > to_date)){strict};
create index capacity_placement on capacity (placement_id, from_date, to_date) where void = 0;
create table participant (id {pk}, {own}, number text not null unique, name text not null, sort_name text not null,
  identity text check (identity is null or length(identity) = 12), born text, gender text not null default '',
  gender_source text not null default '', phone text not null default '', email text not null default '',
  case_number text not null default '', case_worker_id integer references case_worker (id),
  district text not null default '', wishes text not null default '[]', language text not null default '',
  languages text not null default '', licence text not null default '', extent integer not null default 100 check (extent between 1 and 100),
  available_from text, max_travel integer, needs text not null default '[]', protection integer not null default 0,
  registered_on text not null, merged_into integer references participant (id), search text not null default ''){strict};
create unique index participant_identity on participant (identity) where void = 0 and merged_into is null;
create index participant_worker on participant (case_worker_id);
create table identity_history (id {pk}, {own}, participant_id integer not null references participant (id),
  identity text not null, until text not null){strict};
create index identity_history_identity on identity_history (identity);
create table case_worker_change (id {pk}, {own}, participant_id integer not null references participant (id),
  from_id integer, to_id integer not null references case_worker (id), on_date text not null, reason text not null){strict};
create table note (id {pk}, {own}, participant_id integer not null references participant (id), on_date text not null,
  kind text not null, body text not null, author text not null){strict};
create index note_participant on note (participant_id);
create table check_shown (id {pk}, {own}, participant_id integer not null references participant (id), kind text not null,
  shown_on text not null, seen_by text not null){strict};
create table employment (id {pk}, {own}, ref text not null unique, participant_id integer not null references participant (id),
  form text not null, occupation_id integer references occupation (id), placement_id integer references placement (id),
  placement_text text not null default '', kind text not null default '', from_date text not null, to_date text,
  extent integer not null check (extent between 1 and 100), ended_on text, end_reason text not null default '',
  decision_from text, decision_to text, cancelled integer not null default 0,
  check (to_date is null or to_date >= from_date)){strict};
create index employment_participant on employment (participant_id);
create index employment_running on employment (to_date) where void = 0 and cancelled = 0;
create table booking (id {pk}, {own}, ref text not null unique, participant_id integer not null references participant (id),
  placement_id integer not null references placement (id), employment_id integer references employment (id),
  from_date text not null, to_date text not null, extent integer not null check (extent between 1 and 100),
  status text not null check (status in ('proposed', 'reserved', 'booked', 'started', 'ended', 'cancelled')),
  expires_on text, introduced_on text, reason text not null default '', made_on text not null,
  check (to_date >= from_date), check ((status = 'reserved') = (expires_on is not null))){strict};
create index booking_placement on booking (placement_id, from_date, to_date) where void = 0 and status in ('reserved', 'booked', 'started');
create index booking_participant on booking (participant_id, from_date, to_date) where void = 0 and status in ('reserved', 'booked', 'started');
create index booking_employment on booking (employment_id);
create index booking_expires on booking (expires_on) where void = 0 and status = 'reserved';
create table assessment (id {pk}, {own}, participant_id integer not null references participant (id),
  employment_id integer not null references employment (id), profile_id integer not null references profile (id),
  occasion text not null check (occasion in ('week4', 'week12', 'final', 'extra')), on_date text not null, assessor text not null,
  levels text not null default '{{}}', remark text not null default '', finished integer not null default 0){strict};
create unique index assessment_day on assessment (employment_id, on_date) where void = 0;
create table document (id {pk}, uid text not null unique, sha256 text not null, name text not null, content text not null){strict};
create table certificate (id {pk}, {own}, number text not null unique, participant_id integer not null references participant (id),
  employment_id integer not null references employment (id), issued_on text not null, content text not null,
  document_id integer not null references document (id), replaces text not null default '', revoked_on text,
  revoked_why text not null default ''){strict};
create index certificate_employment on certificate (employment_id);
create table followup (id {pk}, {own}, employment_id integer not null references employment (id),
  participant_id integer not null references participant (id), contact text not null default 'not_due', situation text not null default 'not_known',
  plan_city text not null default 'not_known', plan_pes text not null default 'not_known', on_date text, source text not null default '',
  note text not null default ''){strict};
create unique index followup_employment on followup (employment_id) where void = 0;
create table import_run (id {pk}, {own}, on_date text not null, file text not null, sha256 text not null, kind text not null,
  read_rows integer not null, accepted integer not null, rejected integer not null, stored integer not null){strict};
create table column_map (id {pk}, {own}, kind text not null, header text not null, field text not null, unique (kind, header)){strict};
create table task_mark (id {pk}, {own}, task text not null unique, until text, on_date text not null){strict};
"""


@step
def m0001_first(bank: Bank) -> None:
    run(bank, FIRST)


@step
def m0002_capacity_read_from_its_index(bank: Bank) -> None:
    """Matching and the overview read every capacity row; with all columns in the index they never touch the table."""
    run(
        bank,
        "drop index capacity_placement;\ncreate index capacity_placement on capacity "
        "(placement_id, from_date, to_date, next_date, places) where void = 0;\n",
    )


@step
def m0003_rounds(bank: Bank) -> None:
    """Matching rounds are kept, and a booking remembers the round that proposed it."""
    run(
        bank,
        "create table round (id {pk}, {own}, ref text not null unique, on_date text not null, from_date text not null, "
        "to_date text not null, policy text not null, asked text not null, result text not null, "
        "accepted integer not null default 0){strict};\n"
        "alter table booking add column round_id integer references round (id);\n",
    )


@step
def m0004_wanted_capacity(bank: Bank) -> None:
    """A capacity that a host wants but that does not fit the bookings yet: no rule reads it, the board shows it."""
    run(
        bank,
        "create table capacity_wish (id {pk}, {own}, placement_id integer not null references placement (id), "
        "from_date text not null, to_date text not null, places integer not null check (places >= 0), "
        "reason text not null default '', done integer not null default 0, check (to_date >= from_date)){strict};\n",
    )


@step
def m0005_when_bookings_close(bank: Bank) -> None:
    """When a booking ended or was cancelled, and when its notice was made: tasks are counted from both."""
    run(bank, "alter table booking add column closed_on text;\nalter table booking add column notice_on text;\n")


@step
def m0006_what_the_overview_looks_for(bank: Bank) -> None:
    """Ends that day 90 and certificates are counted from, starts to come, and bookings that were closed lately."""
    run(
        bank,
        "create index employment_ended on employment (coalesce(ended_on, to_date), participant_id) where void = 0 and cancelled = 0;\n"
        "create index booking_coming on booking (from_date) where void = 0 and status in ('reserved', 'booked');\n"
        "create index booking_closed on booking (closed_on) where void = 0 and status in ('ended', 'cancelled');\n",
    )


@step
def m0007_signed_paper(bank: Bank) -> None:
    """The scan of the signed paper, beside the certificate that was issued."""
    run(bank, "alter table certificate add column signed_document_id integer references document (id);\n")


@step
def m0008_modules(bank: Bank) -> None:
    """Teaching modules with meetings, who needs and takes them, and who was there."""
    run(
        bank,
        "create table module (id {pk}, {own}, kind text not null, name text not null, place text not null default '', hours integer not null "
        "check (hours > 0), capacity integer not null check (capacity > 0), occupation_id integer references occupation (id)){strict};\n"
        "create table module_occasion (id {pk}, {own}, module_id integer not null references module (id), on_date text not null, "
        "from_time text not null, to_time text not null, check (to_time > from_time)){strict};\n"
        "create index module_occasion_module on module_occasion (module_id, on_date);\n"
        "create table enrolment (id {pk}, {own}, participant_id integer not null references participant (id), kind text not null, "
        "module_id integer references module (id), status text not null check (status in ('need', 'offered', 'enrolled', 'completed', "
        "'interrupted', 'declined')), hours integer, level_before text not null default '', level_after text not null default '', "
        "on_date text not null, reason text not null default ''){strict};\n"
        "create index enrolment_participant on enrolment (participant_id);\n"
        "create index enrolment_module on enrolment (module_id) where void = 0 and status = 'enrolled';\n"
        "create table attendance (id {pk}, {own}, enrolment_id integer not null references enrolment (id), occasion_id integer not null "
        "references module_occasion (id), state text not null check (state in ('present', 'notified', 'absent')), "
        "unique (enrolment_id, occasion_id)){strict};\n",
    )


@step
def m0009_profile_states(bank: Bank) -> None:
    """Roll-out of profiles: a version is a draft until it is in use from a day, and may be retired."""
    run(
        bank,
        "alter table profile add column state text not null default 'in_use' check (state in ('draft', 'in_use', 'retired'));\n",
    )


@step
def m0010_own_words(bank: Bank) -> None:
    """What the participant says of an assessment, beside the supervisor's words."""
    run(bank, "alter table assessment add column comment text not null default '';\n")


@step
def m0011_results(bank: Bank) -> None:
    """Day 90 in depth, assistance paid, measures, frozen cohorts, reports that were given out, and erasures."""
    run(
        bank,
        "alter table followup add column started_on text;\nalter table followup add column detail text not null default '';\n"
        "create table contact_attempt (id {pk}, {own}, participant_id integer not null references participant (id), "
        "employment_id integer not null references employment (id), on_date text not null, how text not null, note text not null default ''){strict};\n"
        "create index contact_attempt_employment on contact_attempt (employment_id);\n"
        "create table payment (id {pk}, {own}, participant_id integer not null references participant (id), month text not null, "
        "amount integer not null, role text not null check (role in ('applicant', 'co_applicant')), "
        "counted integer not null default 1 check (counted in (0, 1))){strict};\n"
        "create index payment_participant on payment (participant_id, month, amount) where void = 0;\n"
        "create table measure (id {pk}, {own}, participant_id integer not null references participant (id), name text not null, "
        "from_date text not null, to_date text, check (to_date is null or to_date >= from_date)){strict};\n"
        "create index measure_participant on measure (participant_id) where void = 0;\n"
        "create table cohort (id {pk}, {own}, year integer not null, definition integer not null, frozen_on text not null, "
        "frozen_by text not null, sha256 text not null){strict};\n"
        "create unique index cohort_year on cohort (year) where void = 0;\n"
        "create table cohort_row (id {pk}, {own}, cohort_id integer not null references cohort (id), position integer not null, "
        "participant_id integer references participant (id), gender text not null, ended_month text not null, ended_on text){strict};\n"
        "create index cohort_row_cohort on cohort_row (cohort_id, position);\n"
        "create table cohort_window (id {pk}, {own}, cohort_id integer not null references cohort (id), name text not null, "
        "definition integer not null, frozen_on text not null, result text not null, sha256 text not null){strict};\n"
        "create unique index cohort_window_name on cohort_window (cohort_id, name) where void = 0;\n"
        "create table report (id {pk}, {own}, kind text not null, first text not null, last text not null, on_date text not null, "
        "audience text not null, figures text not null, sha256 text not null){strict};\n"
        "create table erasure (id {pk}, {own}, subject text not null unique, on_date text not null, why text not null, "
        "approved_by text not null){strict};\n",
    )
    unwatched(bank, "code")
    for position, (code, sv, en, group) in enumerate(UNDETAILED_REASONS):
        bank.execute(
            "insert into code (uid, list, code, sv, en, position, extra) select :uid, 'end_reasons', :code, :sv, :en, :position, :extra "
            "where exists (select 1 from code where list = 'end_reasons') and not exists "
            "(select 1 from code where list = 'end_reasons' and code = :code)",
            {
                "uid": bank.new_uid(),
                "code": code,
                "sv": sv,
                "en": en,
                "position": 100 + position,
                "extra": json.dumps({"group": group, "kolada": "unknown", "goal": group in {"arbete", "studier"}}),
            },
        )


@step
def m0012_the_first_screen_from_indexes(bank: Bank) -> None:
    """What the first screen counts stands in indexes with all their columns: each page of a table costs its decryption."""
    run(
        bank,
        "drop index booking_placement;\ndrop index booking_participant;\ndrop index booking_employment;\ndrop index employment_ended;\n"
        "create index employment_ended on employment (coalesce(ended_on, to_date), participant_id, kind, end_reason, placement_id, ended_on, to_date, "
        "void, cancelled) where void = 0 and cancelled = 0;\n"
        "create index booking_placement on booking (placement_id, from_date, to_date, status, extent) where void = 0 and status in ('reserved', 'booked', 'started');\n"
        "create index booking_participant on booking (participant_id, from_date, to_date, status) where void = 0 and status in ('reserved', 'booked', 'started');\n"
        "create index booking_employment on booking (employment_id, status) where void = 0;\n"
        "create index booking_unnoticed on booking (from_date, participant_id, placement_id, notice_on, status, void) where void = 0 and status = 'booked' and notice_on is null;\n"
        "create index employment_open on employment (coalesce(to_date, '9999-12-31'), from_date, participant_id, kind, decision_to, placement_id, to_date, ended_on, void, cancelled) "
        "where void = 0 and cancelled = 0 and ended_on is null;\n"
        "create index employment_of on employment (participant_id, to_date, ended_on, from_date, void, cancelled) where void = 0 and cancelled = 0;\n"
        "create index participant_waiting on participant (registered_on, case_worker_id, merged_into, void) where void = 0 and merged_into is null;\n"
        "create index placement_open on placement (status, shared, kind, open_from, open_to) where void = 0;\n"
        "create index assessment_done on assessment (employment_id, occasion, finished, void) where void = 0 and finished = 1;\n"
        "create index followup_known on followup (employment_id, contact) where void = 0;\n",
    )


@step
def m0013_rules_that_travel(bank: Bank) -> None:
    """Which rules stand in the bank: their number and hash, their names, and which of them the rows did not hold when they came."""
    run(
        bank,
        "create table rule_set (id {pk}, number integer not null, sha256 text not null, made text not null, "
        "unmet text not null default '[]', at text not null){strict};\n",
    )


@step
def m0014_names_and_numbers_are_found(bank: Bank) -> None:
    """Each row of a list read in asks who has its name and which number comes next: neither walks through everybody."""
    run(
        bank,
        "create index participant_named on participant (sort_name) where void = 0 and merged_into is null;\n"
        "create index participant_numbered on participant (length(number), number);\n"
        "create index placement_numbered on placement (length(number), number);\n",
    )


@step
def m0015_who_waits_from_narrow_indexes(bank: Bank) -> None:
    """The first screen asks who was taken back, what placements are called and until when people are employed: not by their own
    rows, nor by indexes wider than the question."""
    run(
        bank,
        "create index participant_taken_back on participant (id) where void = 1;\n"
        "create index placement_called on placement (id, name);\n"
        "create index employment_until on employment (participant_id, coalesce(ended_on, to_date, '9999-12-31'), void, cancelled) "
        "where void = 0 and cancelled = 0;\n",
    )


@step
def m0016_rows_left_for_later(bank: Bank) -> None:
    """Rows of lists that were refused, kept until somebody has mended them or struck them out."""
    run(
        bank,
        "create table import_row (id {pk}, {own}, kind text not null, file text not null, place text not null, cells text not null, "
        "reason text not null, field text not null default '', identity text not null default '', protected integer not null default 0, "
        "mark text not null, came_on text not null, left_on text, how text not null default ''){strict};\n"
        "create index import_row_waiting on import_row (kind) where void = 0 and left_on is null;\n"
        "create index import_row_mark on import_row (mark);\n",
    )


@step
def m0017_what_lists_said_last(bank: Bank) -> None:
    """What a sender's list said last of each person, employment, placement or measure, so that the next one tells what it changes
    from what somebody has changed here since; and since when it is no longer in the list."""
    run(
        bank,
        "create table list_row (id {pk}, {own}, kind text not null, sender text not null, "
        "participant_id integer references participant (id), record_id integer not null, said text not null default '{{}}', "
        "gone_on text){strict};\n"
        "create index list_row_kind on list_row (kind, sender) where void = 0;\n"
        "create index list_row_participant on list_row (participant_id);\n",
    )


@step
def m0018_roles_of_users(bank: Bank) -> None:
    """What each user may do; nobody has a role until somebody is named."""
    run(bank, "alter table account add column roles text not null default '';\n")


@step
def m0019_the_log_is_a_chain(bank: Bank) -> None:
    """Seals over the rows of the log, each with the head of the one before; a salted digest of what a row's values were; what a
    reader asked, which goes with an erasure."""
    run(
        bank,
        "create table seal (id {pk}, uid text not null unique, at text not null, actor text not null, account text not null, "
        "count integer not null, horizon text not null default '', prev text not null, head text not null){strict};\n"
        "create table seal_row (id {pk}, seal_id integer not null references seal (id), tbl text not null, row_id integer not null, "
        "salt text not null, digest text not null, hash text not null, unique (tbl, row_id)){strict};\n"
        "create index seal_row_seal on seal_row (seal_id, id);\n"
        "alter table access_log add column uid text not null default '';\n"
        "alter table access_log add column words text not null default '';\n",
    )


@step
def m0020_guidance_in_versions(bank: Bank) -> None:
    """The unit's own texts about the choices, in versions; and which version was in force when somebody decided."""
    run(
        bank,
        "create table guidance (id {pk}, {own}, chapter text not null, version integer not null, since text, sv text not null, "
        "en text not null default '', why text not null default '', made_by text not null default ''){strict};\n"
        "create unique index guidance_version on guidance (chapter, version) where void = 0;\n"
        "create table guidance_used (id {pk}, {own}, guidance_id integer not null references guidance (id), choice text not null, "
        "participant_id integer not null references participant (id), subject text not null, subject_id integer not null, "
        "on_date text not null){strict};\n"
        "create index guidance_used_subject on guidance_used (subject, subject_id) where void = 0;\n"
        "create index guidance_used_participant on guidance_used (participant_id);\n",
    )


@step
def m0021_booked_all_the_same(bank: Bank) -> None:
    """Why somebody was booked where a must is not met."""
    run(bank, "alter table booking add column despite text not null default '';\n")


@step
def m0022_reports_given_out(bank: Bank) -> None:
    """To whom a report was given out, of whom its figures were, which of them were shown, and what proves them; whose rows it
    counted stands apart, and goes when she is erased."""
    texts = ("recipient", "occupation", "department", "reference", "salt", "commitment", "shown", "counted")
    run(
        bank,
        "".join(f"alter table report add column {c} text not null default '';\n" for c in texts)
        + "create table report_row (id {pk}, {own}, report_id integer not null references report (id), counts text not null, "
        "row_key integer not null, participant_id integer not null references participant (id), ended text not null, "
        "facts text not null){strict};\n"
        "create index report_row_report on report_row (report_id);\n"
        "create index report_row_participant on report_row (participant_id);\n",
    )


@step
def m0023_the_week_of_a_placed_person(bank: Bank) -> None:
    """Hours agreed by weekday, what was noted of each day of an employment, and talks by the day they were had on."""
    run(
        bank,
        "create table agreed_hours (id {pk}, {own}, participant_id integer not null references participant (id), "
        "employment_id integer not null references employment (id), from_date text not null, week text not null){strict};\n"
        "create unique index agreed_hours_from on agreed_hours (employment_id, from_date) where void = 0;\n"
        "create index agreed_hours_participant on agreed_hours (participant_id);\n"
        "create table workday (id {pk}, {own}, participant_id integer not null references participant (id), "
        "employment_id integer not null references employment (id), on_date text not null, code text not null, "
        "present integer not null default 0 check (present between 0 and 1440), noted_by text not null default ''){strict};\n"
        "create unique index workday_day on workday (employment_id, on_date) where void = 0;\n"
        "create index workday_participant on workday (participant_id);\n"
        "create index workday_on on workday (on_date) where void = 0;\n"
        "create index note_talk on note (participant_id, on_date) where void = 0 and kind <> 'note';\n",
    )


@step
def m0024_employers_and_their_vacancies(bank: Bank) -> None:
    """Employers with contacts and talks, their vacancies, and who was introduced to which."""
    run(
        bank,
        "create table employer (id {pk}, {own}, number text not null unique, name text not null, sort_name text not null, "
        "org_number text not null default '', industry text not null default '', manager text not null default '', "
        "note text not null default ''){strict};\n"
        "create index employer_named on employer (sort_name) where void = 0;\n"
        "create index employer_org on employer (org_number) where void = 0 and org_number <> '';\n"
        "create table employer_contact (id {pk}, {own}, employer_id integer not null references employer (id), name text not null, "
        "title text not null default '', phone text not null default '', email text not null default ''){strict};\n"
        "create index employer_contact_employer on employer_contact (employer_id);\n"
        "create table employer_talk (id {pk}, {own}, employer_id integer not null references employer (id), on_date text not null, "
        "way text not null, words text not null default '', author text not null default ''){strict};\n"
        "create index employer_talk_employer on employer_talk (employer_id, on_date);\n"
        "create table vacancy (id {pk}, {own}, number text not null unique, employer_id integer not null references employer (id), "
        "title text not null, occupation_id integer references occupation (id), ssyk text not null default '', "
        "places integer not null default 1 check (places > 0), extent integer not null default 100 check (extent between 1 and 100), "
        "start text, apply_by text, district text not null default '', place text not null default '', schedule text not null default '', "
        "language_min text not null default '', licence text not null default '', demands text not null default '[]', "
        "skills text not null default '[]', body text not null default '', link text not null default '', source text not null default 'hand', "
        "source_id text not null default '', concept text not null default '', said text not null default '{{}}', "
        "status text not null default 'open' check (status in ('open', 'filled', 'closed'))){strict};\n"
        "create index vacancy_employer on vacancy (employer_id);\n"
        "create index vacancy_source on vacancy (source, source_id) where void = 0 and source_id <> '';\n"
        "create table introduction (id {pk}, {own}, participant_id integer not null references participant (id), "
        "vacancy_id integer not null references vacancy (id), status text not null check (status in ('introduced', 'interview', 'offered', "
        "'hired', 'not', 'not_relevant')), reason text not null default '', consent_on text, introduced_on text, interview_on text, "
        "offered_on text, closed_on text, stayed text not null default '' check (stayed in ('', 'yes', 'no', 'unknown')), stayed_on text, "
        "certificate text not null default '', check (status = 'not_relevant' or (consent_on is not null and introduced_on is not null)), "
        "check ((status in ('not', 'not_relevant')) = (reason <> ''))){strict};\n"
        "create index introduction_participant on introduction (participant_id);\n"
        "create index introduction_vacancy on introduction (vacancy_id, participant_id) where void = 0;\n",
    )


@step
def m0025_processing_restricted(bank: Bank) -> None:
    """Since when and why a person's data may be stored and no more (GDPR art. 18)."""
    run(
        bank,
        "alter table participant add column restricted_on text;\n"
        "alter table participant add column restricted_why text not null default '';\n",
    )


@step
def m0026_what_is_improved_and_promised(bank: Bank) -> None:
    """Frozen reports; workshops and the actions that came of them; recommendations, what answers them and what shows it."""
    run(
        bank,
        "create table frozen_report (id {pk}, {own}, number text not null unique, kind text not null, first text not null, last text not null, "
        "on_date text not null, made_by text not null, occupation text not null, department text not null, document text not null, "
        "counted text not null, salt text not null, commitment text not null){strict};\n"
        "create table workshop (id {pk}, {own}, ref text not null unique, on_date text not null, title text not null, roles text not null, "
        "words text not null){strict};\n"
        "create table improvement (id {pk}, {own}, ref text not null unique, title text not null, what text not null, owner text not null, "
        "begins text not null, due text not null, state text not null, report text not null, figure text not null, caution text not null, "
        "workshop_id integer references workshop (id), done_on text){strict};\n"
        "create table improvement_step (id {pk}, {own}, improvement_id integer not null references improvement (id), title text not null, "
        "who text not null, due text, done_on text){strict};\n"
        "create index improvement_step_of on improvement_step (improvement_id);\n"
        "create table recommendation (id {pk}, {own}, ref text not null unique, reviewer text not null, review text not null, "
        "position integer not null, title text not null, words text not null, record text not null, received text not null, due text not null, "
        "answer text not null, not_shown text not null, answered_on text, followed_on text){strict};\n"
        "create table recommendation_action (id {pk}, {own}, recommendation_id integer not null references recommendation (id), "
        "improvement_id integer not null references improvement (id)){strict};\n"
        "create index recommendation_action_of on recommendation_action (recommendation_id);\n"
        "create table evidence (id {pk}, {own}, recommendation_id integer not null references recommendation (id), kind text not null, "
        "reference text not null, said text not null, added_on text not null){strict};\n"
        "create index evidence_of on evidence (recommendation_id);\n",
    )


@step
def m0027_queues_to_placements(bank: Bank) -> None:
    """Who waits for a place where, why and since when; and when she said no last, to what."""
    run(
        bank,
        "create table queue_place (id {pk}, {own}, participant_id integer not null references participant (id), "
        "placement_id integer not null references placement (id), since text not null, reason text not null, no_on text, "
        "no_about text not null default '', left_on text, left_why text not null default ''){strict};\n"
        "create index queue_place_participant on queue_place (participant_id);\n"
        "create index queue_place_placement on queue_place (placement_id, since) where void = 0 and left_on is null;\n",
    )


@step
def m0028_subsidies_and_what_is_claimed(bank: Bank) -> None:
    """Decisions on subsidy of employments, and what was claimed and paid of each month."""
    run(
        bank,
        "create table subsidy (id {pk}, {own}, ref text not null unique, participant_id integer not null references participant (id), "
        "employment_id integer not null references employment (id), form text not null, decision text not null default '', "
        "from_date text not null, to_date text not null, rate integer not null, ceiling integer, claim_days integer not null, "
        "check (to_date >= from_date)){strict};\n"
        "create index subsidy_participant on subsidy (participant_id);\n"
        "create index subsidy_employment on subsidy (employment_id);\n"
        "create table subsidy_claim (id {pk}, {own}, participant_id integer not null references participant (id), "
        "subsidy_id integer not null references subsidy (id), month text not null, claimed_on text, amount integer, paid_on text, "
        "paid integer){strict};\n"
        "create unique index subsidy_claim_month on subsidy_claim (subsidy_id, month) where void = 0;\n"
        "create index subsidy_claim_participant on subsidy_claim (participant_id);\n",
    )


@step
def m0029_how_rounds_fall_out(bank: Bank) -> None:
    """How a round fell out by group; at which place of what was proposed a booking stood, why where it was not the first, and which
    rules it went on past."""
    run(
        bank,
        "alter table round add column followed text not null default '[]';\n"
        "alter table booking add column proposed_rank integer;\n"
        "alter table booking add column passed_why text not null default '';\n"
        "alter table booking add column overruled text not null default '';\n",
    )


@step
def m0030_what_decisions_ask_of_people(bank: Bank) -> None:
    """Hours of activity a week that a decision of the social committee asks for."""
    run(
        bank,
        "create table activity_demand (id {pk}, {own}, participant_id integer not null references participant (id), "
        "from_date text not null, to_date text, minutes integer not null check (minutes > 0), decided_on text not null, "
        "decided_by text not null, decision text not null default '', check (to_date is null or to_date >= from_date)){strict};\n"
        "create index activity_demand_participant on activity_demand (participant_id);\n",
    )


@step
def m0031_who_stands_in(bank: Bank) -> None:
    """Who stands in for a case worker who is away, from when and until when."""
    run(
        bank,
        "create table deputy (id {pk}, {own}, case_worker_id integer not null references case_worker (id), "
        "deputy_id integer not null references case_worker (id), from_date text not null, to_date text not null, "
        "check (from_date <= to_date)){strict};\n"
        "create index deputy_of on deputy (deputy_id, to_date) where void = 0;\n",
    )


@step
def m0032_who_waits_from_an_index(bank: Bank) -> None:
    """Whose processing is restricted stands in the index of those who wait: without it each who waits was read whole."""
    run(
        bank,
        "drop index participant_waiting;\n"
        "create index participant_waiting on participant (registered_on, case_worker_id, restricted_on, merged_into, void) "
        "where void = 0 and merged_into is null;\n"
        "create index participant_restricted on participant (id, restricted_on) where restricted_on is not null;\n",
    )


@step
def m0033_places_that_are_held(bank: Bank) -> None:
    """Which placement has a place that is held for those who are expected, since when and until when. It names nobody."""
    run(
        bank,
        "create table place_hold (id {pk}, {own}, placement_id integer not null references placement (id), held_on text not null, "
        "until text not null, released_on text, check (until > held_on)){strict};\n"
        "create index place_hold_placement on place_hold (placement_id) where void = 0 and released_on is null;\n",
    )


@step
def m0034_days_of_claims_from_an_index(bank: Bank) -> None:
    """What is summed of the days of a claim, and the code of each day, stand worked out in an index: without it a row of the table was read and worked out for
    each day. Of a shared bank nothing changes: its server has other ways. The words are those of db/booking/week.py, or the index is of no use;
    `void < 1`, since of two indexes of `void = 0` SQLite took now one and now the other."""
    if bank.engine == "sqlite":
        run(
            bank,
            "create index workday_sum on workday (employment_id, on_date, void, code, (present + case code when 'present' then 65536 "
            "when 'sick' then 4194304 when 'child' then 268435456 when 'leave' then 17179869184 when 'holiday' then 1099511627776 "
            "when 'unexcused' then 70368744177664 end), (1 << (cast(substr(on_date, 9, 2) as integer) - 1))) where void < 1;\n",
        )


@step
def m0035_names_and_ends_from_an_index(bank: Bank) -> None:
    """Whose a task is, and of what first day what ended: a row of a participant is several pages of a file, and the first screen
    names some hundred of them."""
    run(
        bank,
        "create index participant_called on participant (id, number, name, protection, case_worker_id, merged_into, void) "
        "where void = 0 and merged_into is null;\n"
        "drop index employment_ended;\n"
        "create index employment_ended on employment (coalesce(ended_on, to_date), participant_id, kind, end_reason, "
        "placement_id, from_date, ended_on, to_date, void, cancelled) where void = 0 and cancelled = 0;\n",
    )


UNDETAILED_REASONS = (
    ("A0", "Arbete, närmare uppgift saknas", "Work, no details known", "arbete"),
    ("S0", "Studier, närmare uppgift saknas", "Studies, no details known", "studier"),
    ("B0", "Avbruten planering, närmare uppgift saknas", "Interrupted planning, no details known", "avbruten"),
)
"""What a follow-up file that names only the group of an end reason gives. Kolada's ruler cannot tell what it was."""


def unwatched(bank: Bank, table: str) -> None:
    """Before a migration changes rows: it is no user's step, so the table's triggers go. All are made anew after migrating."""
    names = [n for n in bank.rule_names() if n in {f"audit_{table}", f"audit_{table}_insert", f"audit_{table}_update"}]
    for name in names:
        bank.execute(f"drop trigger {name}" if bank.engine == "sqlite" else f"drop trigger {name} on {table}")


def run(bank: Bank, script: str) -> None:
    """Run a script of several statements with this engine's words for key and strictness filled in."""
    for statement in script.format(own=OWN, **bank.words).split(";\n"):
        if statement.strip():
            bank.execute(statement)


def migrations(bank: Bank) -> Any:  # type: ignore[explicit-any]  # a class of sqlite-utils, which takes a bank of ours for a Database of its own
    """sqlite-utils' list of our steps, each bound to the bank that they change."""
    found = driver.utils().Migrations("amdesk")
    for work in MIGRATIONS:
        found(name=work.__name__)(lambda _database, work=work: work(bank))
    return found


def known_steps() -> set[str]:
    """Names of all steps that this program knows."""
    return {work.__name__ for work in MIGRATIONS}


def up_to_date(applied: set[str], address: str) -> bool:
    """True where every step was applied. Raises `BankUnusable` where one was that this program does not know."""
    known = known_steps()
    if applied - known:
        raise newer(address)
    return applied == known


def newer(address: str) -> BankUnusable:
    """Tables or rules of a program that knows more than this one: they are left as they are."""
    return BankUnusable(
        text(
            N_("The bank {path} was made by a newer version of AMDesk. Update AMDesk, then open it again."),
            path=address,
        ),
        "NEWER",
    )
