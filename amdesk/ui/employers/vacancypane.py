"""Vakanser: who is soon done, the vacancies that fit each and why the others do not, and the introduction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from amdesk.domain.employers.introduction import Introduction, next_step
from amdesk.domain.employers.matching import SOON_DAYS
from amdesk.domain.employers.vacancy import Vacancy
from amdesk.services.employers.employers import EmployerRow
from amdesk.services.employers.soon import DonePerson
from amdesk.services.employers.vacancies import OpenVacancies, ShutVacancy
from amdesk.ui.employers import panel
from amdesk.ui.employers.acts import IntroduceDialog, NotDialog, over_buttons, take_step
from amdesk.ui.employers.rows import SoonRow, VacancyLine, VacancyRow, certificate_state, said_of
from amdesk.ui.kit.basic import Panel, Segments, button, clear, label
from amdesk.ui.kit.menu import MenuAct, buttons_in, offer_acts
from amdesk.ui.kit.reason import closed, why_open
from amdesk.ui.kit.relay import in_columns
from amdesk.ui.kit.rows import Row, RowsModel, after_act, stand_on
from amdesk.ui.kit.scrolled import Scrolled
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.states import EmptyState

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

Line = VacancyLine | ShutVacancy | str


class SoonFound(NamedTuple):
    """Who is soon done, with the names of occupations, how many vacancies there are, and the employers by key."""

    people: Sequence[DonePerson]
    jobs: Mapping[str, str]
    counts: tuple[int, int]


class PersonFound(NamedTuple):
    """One person's vacancies, and the employers by key."""

    vacancies: OpenVacancies
    employers: Mapping[int, EmployerRow]


class VacancyList(QListView):
    """Enter opens the vacancy, N sets it aside; Ctrl+Enter is the page's."""

    def __init__(self, opened: Callable[[], None], aside: Callable[[], None], letters: Callable[[], bool]) -> None:
        super().__init__()
        self.opened, self.aside, self.letters = opened, aside, letters
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            self.opened()
        elif event.key() == Qt.Key.Key_N and plain and self.letters():
            self.aside()
        else:
            super().keyPressEvent(event)


class VacancyPane(QWidget):
    def __init__(
        self, shell: Shell, counted: Callable[[tuple[int, int], int], None], opened: Callable[[Vacancy], None]
    ) -> None:
        """`counted` is told of vacancies, their places and how many are soon done; `opened` shows a vacancy in its form."""
        super().__init__()
        self.shell, self.t, self.counted, self.opened = shell, shell.words, counted, opened
        self.days = "30"
        self.found: OpenVacancies | None = None
        self.employers: Mapping[int, EmployerRow] = {}
        self.shown_for: int | None = None
        """Whose vacancies the list shows."""
        self.wanted: int | None = None
        """Whom another page asked to see."""
        self.why: dict[int, str] = {}
        """Why the protected person who is shown was opened; it holds as long as she is the one chosen."""
        self.shut: Exception | None = None
        """What keeps the vacancies of the chosen person hidden: a reason opens them."""
        in_columns(self, (self._left(), 0), (self._middle(), 1), (self._right(), 0))

    def _left(self) -> QWidget:
        t, box = self.t, Panel(padding=0)
        box.setFixedWidth(self.shell.theme.px(252))
        box.body.setContentsMargins(0, 10, 0, 8)
        head = QVBoxLayout()
        head.setContentsMargins(14, 0, 14, 0)
        self.heading = label(t("Soon done"), "section")
        head.addWidget(self.heading)
        self.period = Segments(
            [(d, t.plural("{days} day", "{days} days", 30, days=30) if d == "30" else d) for d in map(str, SOON_DAYS)],
            "30",
        )
        self.period.chosen.connect(self._other_days)
        head.addWidget(self.period)
        box.body.addLayout(head)
        self.people: RowsModel[DonePerson] = RowsModel(self._spoken_person)
        self.soon = QListView()
        self.soon.setMouseTracking(True)
        self.soon.setModel(self.people)
        self.looks = SoonRow(self.shell, self.soon)
        self.soon.setItemDelegate(self.looks)
        self.soon.setAccessibleName(t("Soon done"))
        self.soon.selectionModel().currentChanged.connect(lambda *_: self._person_chosen())
        offer_acts(self.soon, self._person_acts, self.shell)
        self.soon.activated.connect(lambda _i: self._into())
        box.body.addWidget(self.soon, 1)
        self.empty = QVBoxLayout()
        box.body.addLayout(self.empty)
        return box

    def _person_acts(self) -> list[MenuAct]:
        ways = [MenuAct(self.t("Open the person"), self.open_person, act="people.open")]
        if self.shut is not None:
            ways.insert(0, MenuAct(self.t("Show what fits …"), self._into, act="people.open"))
        return ways

    def open_person(self) -> None:
        who = self.person()
        if who is not None:
            self.shell.go("participants", participant=who.participant)

    def _middle(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        head = Panel(padding=12)
        self.name, self.about, self.chips = (
            label("", "section"),
            label("", "small", wrap=True),
            label("", "label", wrap=True),
        )
        for one in (self.name, self.about, self.chips):
            head.body.addWidget(one)
        column.addWidget(head)
        box = Panel(padding=0)
        box.body.setContentsMargins(0, 10, 0, 8)
        self.count = label("", "section")
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(self.count)
        self.by = label(self.t("skills by the certificate"), "small")
        self.by.hide()
        row.addWidget(self.by)
        row.addStretch(1)
        box.body.addLayout(row)
        self.lines: RowsModel[Line] = RowsModel(self._spoken, lambda r: isinstance(r, str))
        self.list = VacancyList(self.open_vacancy, self.not_relevant, lambda: bool(self.shell.settings.letters))
        self.list.setModel(self.lines)
        self.list.setItemDelegate(VacancyRow(self.shell, self.list))
        self.list.setAccessibleName(self.t("Vacancies"))
        self.list.doubleClicked.connect(lambda _i: self.open_vacancy())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._vacancy_chosen())
        offer_acts(self.list, lambda: list(buttons_in(self.acts)), self.shell)
        box.body.addWidget(self.list, 1)
        self.closed = QVBoxLayout()
        box.body.addLayout(self.closed)
        column.addWidget(box, 1)
        return holder

    def _right(self) -> QWidget:
        box = Panel(padding=16)
        box.setFixedWidth(self.shell.theme.px(316))
        inner = QWidget()
        inner.setObjectName("scrolled")
        self.facts = QVBoxLayout(inner)
        self.facts.setContentsMargins(0, 0, 0, 0)
        self.facts.setSpacing(8)
        box.body.addWidget(Scrolled(inner), 1)
        self.acts = QVBoxLayout()
        self.acts.setSpacing(8)
        box.body.addLayout(self.acts)
        return box

    # reading

    def refresh(self) -> None:
        days, lang = int(self.days), self.t.lang

        def read(desk: Desk) -> SoonFound:
            jobs = {o.code: o.name(lang) for o in desk.placements.occupations()}
            return SoonFound(desk.vacancies.soon(days), jobs, desk.vacancies.counts())

        self.shell.tasks.run(read, self._show_people, key="soon")

    def _other_days(self, days: str) -> None:
        self.days = days
        self.refresh()

    def _show_people(self, found: SoonFound) -> None:
        here = self.person()
        stood = [p.participant for p in self.people.rows]
        self.looks.jobs = dict(found.jobs)
        self.people.set_rows(found.people)
        self.heading.setText(f"{self.t('Soon done')} {len(found.people)}")
        self.counted(found.counts, len(found.people))
        clear(self.empty)
        self.soon.setVisible(bool(found.people))
        if not found.people:
            said = self.t("Nobody's employment ends within {days} days.", days=self.days)
            self.empty.addWidget(EmptyState(self.shell, "people", self.t("Nobody is soon done"), said))
        now = [p.participant for p in found.people]
        wanted = self.wanted if self.wanted in now else after_act(stood, here.participant if here else None, now)
        self.wanted = None
        at = now.index(wanted) if wanted in now else -1
        stand_on(self.soon, self.people, at)
        self._person_chosen()

    def person(self) -> DonePerson | None:
        row = self.soon.currentIndex().data(Row)
        return row if isinstance(row, DonePerson) else None

    def _person_chosen(self) -> None:
        who = self.person()
        if who is None:
            self.found = self.shut = None
            self._show_vacancies()
            return
        self._read_person(who.participant)

    def _read_person(self, key: int, why: str = "") -> None:
        """What fits one person; a protected one is shown for a reason alone."""
        self.why = {key: why or self.why.get(key, "")}
        said = self.why[key]

        def read(desk: Desk) -> PersonFound:
            return PersonFound(desk.vacancies.match(key, said), {r.employer.id: r for r in desk.employers.listing()})

        self.shell.tasks.run(read, self._show_person, key="vacancies", failed=self._not_shown)

    def _show_person(self, found: PersonFound) -> None:
        self.shut = None
        self.found, self.employers = found.vacancies, found.employers
        self._show_vacancies()

    def _not_shown(self, error: Exception) -> None:
        self.found = None
        self.shut = error if closed(error) else None
        self._show_vacancies()
        if self.shut is None:
            self.shell.tasks.unknown.emit(error)

    def _into(self) -> None:
        """Enter on a person: to what fits her, which of a protected one is asked for with a reason."""
        who = self.person()
        if self.shut is None or who is None:
            self.list.setFocus()
        elif why := why_open(self, self.shell, self.shut):
            self._read_person(who.participant, why)

    def _show_vacancies(self) -> None:
        t, found = self.t, self.found
        before, stood = self.vacancy(), list(self.lines.rows)
        rows: list[Line] = []
        if found is not None:
            for i, (match, reasons) in enumerate(zip(found.ranked, found.reasons, strict=True), 1):
                v = match.vacancy
                rows.append(
                    VacancyLine(i, match, reasons, self.employers.get(v.employer_id), found.introduced.get(v.id))
                )
            if found.shut:
                rows.append(t("Does not fit: {count}. Why stands in the row.", count=len(found.shut)))
                rows += found.shut
        self.lines.set_rows(rows)
        count = len(found.ranked) if found else 0
        self.count.setText(t.plural("{count} vacancy fits", "{count} vacancies fit", count, count=count))
        self._show_shut()
        self._head()
        wanted = self._where_to_stand(before.id if before else None, stood, rows)
        at = next((i for i, r in enumerate(rows) if wanted is not None and _key_of(r) == wanted), -1)
        stand_on(self.list, self.lines, at)
        self._vacancy_chosen()

    def _show_shut(self) -> None:
        """In place of the vacancies of a protected person nobody has opened: what to do for them."""
        clear(self.closed)
        for one in (self.count, self.list):
            one.setVisible(self.shut is None)
        certified = self.found is not None and bool(self.found.person.candidate.levels)
        self.by.setVisible(certified and self.shut is None)  # of whoever has no certificate no skill is known
        if self.shut is None:
            return
        said = self.t("What fits is shown for a reason, which is logged. Enter on the person asks for it.")
        act = (self.t("Open with a reason"), self._into)
        title = self.t(closed(self.shut))
        self.closed.addWidget(EmptyState(self.shell, "shield_lock", title, said, [act], role="bad"))

    def _where_to_stand(self, before: int | None, stood: Sequence[Line], rows: Sequence[Line]) -> int | None:
        """The best of somebody else; of the same person where one was, or what came after one that does not fit any more."""
        whose = self.found.person.participant if self.found is not None else None
        same, self.shown_for = whose == self.shown_for, whose
        everything = [key for key in map(_key_of, rows) if key]
        if not same:
            return everything[0] if everything else None
        fitted = [_key_of(r) for r in stood if isinstance(r, VacancyLine)]
        fit = [_key_of(r) for r in rows if isinstance(r, VacancyLine)]
        if before in fitted and before not in fit and fit:
            return after_act(fitted, before, fit)
        return after_act([key for key in map(_key_of, stood) if key], before, everything)

    def _head(self) -> None:
        t, found = self.t, self.found
        if found is None:
            whom = self.person() if self.shut is not None else None
            self.name.setText(self.shell.name(whom.name) if whom is not None else "")
            for one in (self.about, self.chips):
                one.setText("")
            return
        done = found.person
        who = done.candidate.person
        self.name.setText(self.shell.name(done.name))
        job = self.looks.jobs.get(done.occupation, done.occupation)
        parts = (
            job,
            "" if done.name.hidden else t("ends {day}", day=t.day(done.last)),
            self.shell.shown(done.place),
            t("wants {extent}", extent=t.percent(who.extent)),
        )
        self.about.setText(" · ".join(p for p in parts if p))
        high = sum(level >= 3 for level in done.candidate.levels.values())
        chips = (
            t("Certificate {number}", number=done.certificate.seen)
            if done.certificate.seen
            else t("Certificate issued")
            if done.issued
            else t("No certificate yet"),
            t("{count} at level 3–4", count=high) if done.issued and not done.candidate.hidden else "",
            t("Swedish {level}", level=who.language) if who.language else "",
            t("Driving licence {licence}", licence=who.licence) if who.licence else "",
        )
        self.chips.setText(" · ".join(c for c in chips if c))

    def vacancy(self) -> Vacancy | None:
        """The one that the keys are on."""
        return _vacancy_of(self.list.currentIndex().data(Row))

    def introduction(self) -> Introduction | None:
        v = self.vacancy()
        return self.found.introduced.get(v.id) if v is not None and self.found is not None else None

    def fits(self) -> bool:
        return isinstance(self.list.currentIndex().data(Row), VacancyLine)

    def _vacancy_chosen(self) -> None:
        v = self.vacancy()
        if v is None or self.found is None:
            clear(self.facts)
            clear(self.acts)
            return
        whose = v.employer_id

        def read(desk: Desk) -> panel.VacancySeen:
            row = next(r for r in desk.employers.listing() if r.employer.id == whose)
            talk = next(iter(desk.employers.talks(whose)), None)
            return panel.VacancySeen(row, desk.employers.contacts(whose), talk, desk.vacancies.skills())

        self.shell.tasks.run(read, lambda seen: self._show_facts(v, seen), key="vacancy", failed=lambda _e: None)

    def _show_facts(self, vacancy: Vacancy, seen: panel.VacancySeen) -> None:
        found, now = self.found, self.vacancy()
        if found is None or now is None or now.id != vacancy.id:
            return
        clear(self.facts)
        clear(self.acts)
        one = self.introduction()
        panel.fill(self.facts, self.shell, vacancy, seen, found.person, one)
        self.facts.addStretch(1)
        said = panel.act_said(self.shell, one) if self.fits() or (one is not None and one.goes_on) else ""
        if said:
            self.acts.addWidget(
                button(
                    self.shell,
                    said,
                    self.next_step,
                    kind="primary",
                    icon="handshake",
                    key="Ctrl Enter",
                    writes=True,
                    act="employers.introduce",
                )
            )
        if self.fits() or (one is not None and one.goes_on):
            self.acts.addWidget(
                button(
                    self.shell,
                    self.t("Not relevant …"),
                    self.not_relevant,
                    key="N",
                    writes=True,
                    act="employers.introduce",
                )
            )
        if one is not None and one.introduced_on:
            self.acts.addWidget(
                button(
                    self.shell,
                    self.t("Notice to the participant"),
                    self.notice,
                    kind="link",
                    icon="document_pdf",
                    act="employers.introduce",
                )
            )
        self.acts.addWidget(
            button(self.shell, self.t("Open vacancy"), self.open_vacancy, kind="link", icon="briefcase")
        )
        self.acts.addLayout(over_buttons(self.shell, vacancy))

    # acts

    def open_vacancy(self) -> None:
        v = self.vacancy()
        if v is not None:
            self.opened(v)

    def _whom(self) -> tuple[int, str]:
        assert self.found is not None
        done = self.found.person
        return done.participant, " · ".join(s for s in (self.shell.name(done.name), done.number) if s)

    def next_step(self) -> None:
        """Ctrl+Enter: introduce, or the step after."""
        v, one = self.vacancy(), self.introduction()
        if v is None or self.found is None or self.shell.barred("employers.introduce") or self.shell.read_only:
            return
        if one is None or one.status == "not_relevant":
            if self.fits():
                IntroduceDialog(
                    self, self.shell, self._whom(), (v.id, f"{v.title}, {v.employer}"), self.found.person
                ).open()
            return
        step, key = next_step(one.status), one.id
        if step:
            take_step(self.shell, key, step)

    def not_relevant(self) -> None:
        v, one = self.vacancy(), self.introduction()
        if v is None or self.found is None or not (self.fits() or (one is not None and one.goes_on)):
            return
        going = one if one is not None and one.goes_on else None
        NotDialog(self, self.shell, self._whom(), (v.id, v.title), going).open()

    def notice(self) -> None:
        from amdesk.ui.employers.notice import print_introduction  # nothing is printed before the first paint

        one, v = self.introduction(), self.vacancy()
        if one is not None and v is not None and self.found is not None:
            print_introduction(self, self.shell, one.id, self._whom()[1])

    def _spoken_person(self, row: DonePerson) -> str:
        hits = self.t.plural("{count} hit", "{count} hits", row.hits, count=row.hits)
        job, paper = self.looks.jobs.get(row.occupation, row.occupation), certificate_state(self.shell, row)[0]
        day = "" if row.name.hidden else self.t.day(row.last)
        return ", ".join(p for p in (self.shell.name(row.name), job, day, paper, hits) if p)

    def _spoken(self, row: Line) -> str:
        say = self.t.say
        if isinstance(row, VacancyLine):
            return ", ".join(said_of(self.shell, row))
        if isinstance(row, ShutVacancy):
            return ", ".join((row.vacancy.title, row.vacancy.employer, say(row.why)))
        return row


def _vacancy_of(row: object) -> Vacancy | None:
    if isinstance(row, VacancyLine):
        return row.match.vacancy
    return row.vacancy if isinstance(row, ShutVacancy) else None


def _key_of(row: object) -> int:
    """The vacancy's key; 0 of a heading."""
    found = _vacancy_of(row)
    return found.id if found is not None else 0
