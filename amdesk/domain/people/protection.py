"""Protection of personal data: what each level does. Levels as in the code list protection_levels: 1 secrecy marking
(sekretessmarkering), 2 protected population registration, 3 fictitious identity (lag (1991:483))."""

from __future__ import annotations

from amdesk.domain.texts import N_

HIDES = N_(
    "Name and workplace are hidden everywhere. Whoever opens the record gives a reason each time, and it is logged."
)
FOLLOWS = {
    0: (N_("Nothing is hidden any longer: the name is shown in lists and search, and nobody is asked for a reason."),),
    1: (HIDES,),
    2: (HIDES, N_("Write no address, phone or district here: letters go through the Swedish Tax Agency.")),
    3: (
        HIDES,
        N_("No earlier identity number leads to the person, and the record is not merged with one of another number."),
    ),
}
"""What follows from a level, sentence by sentence."""
