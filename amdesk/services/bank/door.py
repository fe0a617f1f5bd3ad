"""The one door to every field of work: a call is an act of the table of roles, and is refused before anything is done where
none of one's roles may do it. What the services ask of each other is behind the door."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar, cast

from amdesk.domain.errors import AmdeskError

F = TypeVar("F")
Saw = Callable[[str, Sequence[object], Mapping[str, object], object], None]
"""Hears which call was asked with what, and its answer."""
Refuses = Callable[[AmdeskError], None]
"""Hears with what a call was refused."""

CALLS = {
    "bank": (
        "desk.badges desk.standing desk.setting desk.user desk.roles desk.tried desk.case_worker desk.case_worker_named desk.changed desk.close "
        "keeping.info keeping.check keeping.copies keeping.rehearsed keeping.schedule keeping.search_anew keeping.tries keeping.unmet participants.case_workers participants.caseload participants.counts participants.flagged "
        "participants.protections participants.waiting_count matching.weights modules.every modules.kinds modules.occasions profiles.of profiles.rollout "
        "profiles.write rounds.policy competence.due_count competence.profile_of competence.profiles competence.public_key "
        "competence.revocations competence.site competence.check exports.words texts.check texts.check_file texts.held"
    ),
    "guidance.see": (
        "guidance.chapters guidance.compare guidance.every_choice guidance.manual_pdf guidance.markdown guidance.of guidance.paragraph guidance.pdf "
        "guidance.search guidance.version guidance.without"
    ),
    "guidance.change": "guidance.draft guidance.first guidance.read guidance.rewrite guidance.use",
    "places.see": (
        "placements.availability placements.blocking_filter placements.closed_periods placements.codes placements.districts "
        "placements.get placements.listing placements.occupations placements.places_now overviews.free_ahead"
    ),
    "places.change": (
        "placements.change placements.close_period placements.close_periods placements.create board.set_capacity board.settle board.withdraw"
    ),
    "people.see": (
        "desk.overview desk.person participants.find participants.listing board.read board.conflicts booking.every booking.get "
        "guidance.kept_with_booking booking.current booking.employments search.hits overviews.overview overviews.followups"
    ),
    "people.open": "participants.record participants.identity wish_forms.blank wish_forms.paper",
    "people.identity": "participants.reveal_identity",
    "people.change": (
        "participants.add_note participants.change participants.create participants.extract_shown "
        "participants.replace_identity"
    ),
    "people.worker": "deputies.away deputies.back deputies.listing participants.add_case_worker participants.change_case_worker",
    "people.protect": "participants.protect participants.restrict",
    "people.merge": "participants.merge",
    "day": "desk.set_case_worker overviews.mark",
    "matching": (
        "matching.changes matching.facts matching.findings matching.fitting matching.for_participant matching.for_placement matching.of_placement matching.opened "
        "matching.pair matching.reasons matching.why chains.find queues.of_person queues.of_placement queues.listing queues.turns holds.listing holds.of_placement booking.checks booking.forms booking.running_form booking.warnings"
    ),
    "booking": (
        "booking.book booking.cancel booking.confirm booking.end booking.end_employment booking.extend booking.interrupt "
        "booking.introduction_seen booking.move booking.no_show booking.receipt booking.set_decision booking.start "
        "booking.take_back booking.wanted booking.way_back chains.accept queues.add queues.no queues.remove holds.hold holds.release"
    ),
    "booking.notice": "booking.notice_made booking.noticed exports.notice exports.notice_page",
    "week.see": "week.days_of week.listing week.of week.payroll_columns week.payroll_first week.placed week.rhythm",
    "week.note": "week.agree week.clear week.note week.returned week.take week.talked week.told_before week.told_before_list",
    "activity": "activities.ask activities.demands_of activities.end activities.of activities.paper",
    "subsidy": (
        "subsidies.add subsidies.change subsidies.claim subsidies.due subsidies.forms subsidies.get subsidies.of subsidies.paid "
        "subsidies.rule subsidies.save subsidies.unclaim subsidies.withdraw"
    ),
    "round": (
        "rounds.accept rounds.keep rounds.latest rounds.period rounds.policy_of rounds.prices rounds.reasons rounds.solve "
        "rounds.unplaced"
    ),
    "competence.see": (
        "competence.archive competence.as_text competence.badge competence.own_page competence.content competence.credential competence.draft competence.due "
        "competence.employment_for competence.listed competence.look competence.pdf competence.scan competence.sheet "
        "modules.attendance modules.needing modules.of modules.register sheets.form sheets.leaving sheets.running"
    ),
    "competence.assess": (
        "competence.assess competence.assess_changes sheets.accept sheets.key sheets.read attendance.accept attendance.read "
        "attendance.store modules.attend modules.need modules.step"
    ),
    "certificate.issue": (
        "competence.attach_scan competence.attach_signed competence.issue competence.many competence.translation"
    ),
    "certificate.revoke": "competence.revoke competence.revoke_number",
    "certificate.key": "competence.new_key",
    "modules.change": "modules.create",
    "profiles.change": "profiles.draft profiles.read profiles.retire profiles.use",
    "followup": "results.attempt results.desk results.due results.follow_up",
    "figures": (
        "results.compared results.due_count results.followup results.hosts results.mix results.quarters results.reasons "
        "frozen.listed frozen.of cohorts.checked cohorts.cohort cohorts.notes cohorts.table cohorts.window cohorts.years savings.assumptions "
        "fairness.report savings.ledger management.departments management.management management.value"
    ),
    "figures.people": "results.behind results.people_behind cohorts.people",
    "figures.change": "cohorts.freeze frozen.freeze frozen.freeze_period savings.assume",
    "improving.see": "improving.listed improving.action improving.measurable improving.save reviews.listed reviews.of reviews.promised reviews.answer_paper",
    "improving.change": (
        "improving.add improving.add_step improving.add_workshop improving.change improving.set_state improving.tick"
    ),
    "reviews.change": "reviews.add reviews.change reviews.set_state reviews.show reviews.take_away reviews.tie reviews.untie",
    "reports": (
        "reports.cohort reports.committee reports.copied reports.copying reports.docx reports.followup reports.given_out reports.gone_out reports.making_outside reports.opened reports.outside reports.pdf "
        "reports.save reports.save_management reports.savings"
    ),
    "import": (
        "imports.answer imports.decide imports.log imports.mend imports.reading imports.rehearse imports.review "
        "imports.stage imports.store imports.storing worklist.counts worklist.kind_of worklist.rows worklist.strike "
        "worklist.take_up rereading.look rereading.reread rereading.reviewed"
    ),
    "export": (
        "week.form week.leaving week.lists week.payroll week.payroll_leaving vacancies.save introductions.save exports.bookings exports.placements exports.preview exports.prices exports.supervisors sheets.out attendance.leaving attendance.write day_papers.made "
        "day_papers.gone_out"
    ),
    "employers.see": (
        "employers.get employers.light employers.listing employers.rule employers.talks vacancies.advertisement vacancies.counts vacancies.get vacancies.listing "
        "vacancies.read_file vacancies.skills introductions.results introductions.report"
    ),
    "employers.change": (
        "employers.add_contact employers.add_talk employers.change employers.change_contact employers.create employers.forget_contact "
        "vacancies.change vacancies.close vacancies.create vacancies.crowded vacancies.store introductions.waiting"
    ),
    "employers.rule": "employers.set_rule",
    "employers.match": "employers.contacts introductions.listing introductions.of introductions.of_vacancy vacancies.match vacancies.people vacancies.soon",
    "employers.introduce": "introductions.crowded introductions.elsewhere introductions.introduce introductions.not_relevant introductions.notice introductions.stayed introductions.step",
    "history": "history.steps history.chosen",
    "undo": "history.undo history.undo_latest history.undo_making history.redo",
    "people.handover": "handovers.of handovers.of_caseload handovers.paper handovers.save",
    "people.extract": "extracts.told extracts.made",
    "log": "history.access exports.access_log log.found log.sample log.sample_pdf log.head log.follows",
    "settings": "desk.set_settings desk.set_weights rounds.set_policy week.set_payroll_columns",
    "retention": "retention.erase retention.erase_kinds retention.forget retention.holding retention.limit retention.overdue retention.periods retention.set_period retention.proposal retention.propose retention.proposed retention.protocol",
    "backup": "keeping.backup keeping.copy keeping.numbered keeping.rehearse keeping.restoring",
    "users": "users.add users.give users.listing users.remove users.shared",
}
"""By act of the table of roles: the calls of the desk that are it, each named once."""
ACT_OF = {call: act for act, calls in CALLS.items() for call in calls.split()}


class Door:
    """A field of work as the window and the command line have it."""

    def __init__(self, name: str, field: object, allow: Callable[[str], None], saw: Saw, refused: Refuses) -> None:
        self._name, self._field, self._allow, self._saw, self._refused = name, field, allow, saw, refused

    def __getattr__(self, name: str) -> object:
        found: object = getattr(self._field, name)
        if name.startswith("_") or not callable(found):
            return found
        call, allow, saw, refused = f"{self._name}.{name}", self._allow, self._saw, self._refused

        def asked(*given: object, **named: object) -> object:
            allow(call)
            try:
                answer = found(*given, **named)
            except AmdeskError as error:
                refused(error)
                raise
            saw(call, given, named, answer)
            return answer

        return asked


def behind(name: str, field: F, allow: Callable[[str], None], saw: Saw, refused: Refuses) -> F:
    """The field behind its door: it answers as the field does, or not at all; `saw` is told what was answered, `refused` with
    what it was not."""
    return cast("F", Door(name, field, allow, saw, refused))
