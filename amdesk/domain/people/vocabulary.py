"""The words for needs and demands: what work may be like, each thing once, with its grades. This page is data; what compares it
stands in domain/booking/needs.py.

Every entry is about the work, never about a person: no reason, no health, no faith can be said in it. A need is the most that the
work may be of a thing (of an offer the least that the place has), a demand how much of it the work is. What no entry says is kept as
words, which somebody has to read.

Grounded in the risks that the rules of work environment name (AFS 2023:2 and 2023:10), with these limits: more than 15 kg is heavy
at many lifts (advice to AFS 2023:10 chapter 6), 80 and 85 dB are action values (AFS 2023:10 chapter 2). `minors` marks what
nobody under 18 may do (AFS 2023:2 chapter 8, the list of risks), `children` what nobody may who is under 16.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from amdesk.domain.texts import N_


class WorkWord(NamedTuple):
    """One thing that work may be like. With `numbers`, `needs` and `demands` are one sentence each with {value} in it; else
    `demands` has a sentence for each grade from 0, and `needs` one for each limit from 0 (of an offer for each grade from 1)."""

    id: str
    name: str
    needs: tuple[str, ...]
    demands: tuple[str, ...]
    numbers: tuple[int, ...] = ()
    offer: bool = False
    minors: int | None = None
    """From this grade on nobody under 18 does it."""
    children: int | None = None
    """From this grade on nobody under 16 does it."""


SHARES: Final = (0, 25, 50, 75, 100)

VOCABULARY: Final = (
    WorkWord("lift_max", N_("Lifting"), (N_("Lifts at most {value} kg"),), (N_("Lifts of up to {value} kg"),), (0, 3, 7, 10, 15, 25), children=16),
    WorkWord(
        "lift_often", N_("Number of lifts"), (N_("No lifts"), N_("Fewer than 10 lifts a day"), N_("At most 40 lifts a day")),
        (N_("No lifts"), N_("Fewer than 10 lifts a day"), N_("10 to 40 lifts a day"), N_("More than 40 lifts a day")),
    ),
    WorkWord("push", N_("Carts"), (N_("Pushes and pulls no carts"),), (N_("No carts"), N_("Pushes or pulls carts"))),
    WorkWord(
        "stand_share", N_("Standing and walking"), (N_("Stands or walks at most {value} % of the day"),),
        (N_("Stands or walks up to {value} % of the day"),), SHARES,
    ),
    WorkWord("sit_share", N_("Sitting"), (N_("Sits at most {value} % of the day"),), (N_("Sits up to {value} % of the day"),), SHARES),
    WorkWord("posture", N_("Change of posture"), (N_("Can change posture at any time"),), (N_("Fixed posture"), N_("Posture can be changed at any time")), offer=True),
    WorkWord("kneel", N_("Kneeling or bent work"), (N_("Not kneeling or bent"),), (N_("Not kneeling or bent"), N_("Kneeling or bent work"))),
    WorkWord("reach", N_("Above shoulder height"), (N_("Not above shoulder height"),), (N_("Not above shoulder height"), N_("Work above shoulder height"))),
    WorkWord("stairs", N_("Stairs"), (N_("No stairs"), N_("Few stairs")), (N_("No stairs"), N_("Few stairs"), N_("Many stairs a day"))),
    WorkWord("step_free", N_("Step-free way"), (N_("Step-free way in and to the toilet"),), (N_("Steps on the way in"), N_("Step-free way in and to the toilet")), offer=True),
    WorkWord(
        "height", N_("Height"), (N_("Not on ladders or at height"), N_("Ladders, but no work higher than 2 m")),
        (N_("No ladders or heights"), N_("Ladders"), N_("Work higher than 2 m")), minors=2, children=1,
    ),
    WorkWord("hand_fine", N_("Fine work by hand"), (N_("No fine work by hand"),), (N_("No fine work by hand"), N_("Fine work by hand"))),
    WorkWord(
        "noise", N_("Noise"), (N_("Quiet, below 55 dB"), N_("Below 80 dB"), N_("Below 85 dB")),
        (N_("Quiet, below 55 dB"), N_("55 to 80 dB"), N_("80 to 85 dB"), N_("85 dB or more")), minors=3, children=2,
    ),
    WorkWord("outdoors", N_("Outdoors"), (N_("Indoors"), N_("Outdoors part of the day at most")), (N_("Indoors"), N_("Outdoors part of the day"), N_("Outdoors in all weathers"))),
    WorkWord("cold", N_("Cold"), (N_("Not in cold rooms"),), (N_("No cold rooms"), N_("Cold rooms"))),
    WorkWord("heat", N_("Heat"), (N_("Not in heat or damp"),), (N_("No heat or damp"), N_("Hot or damp"))),
    WorkWord("wet_chem", N_("Wet work and chemicals"), (N_("No wet work or chemicals"),), (N_("No wet work or chemicals"), N_("Wet work or chemicals")), children=1),
    WorkWord("dangerous", N_("Dangerous substances"), (N_("No dangerous substances"),), (N_("No dangerous substances"), N_("Dangerous substances")), minors=1),
    WorkWord("dust", N_("Dust"), (N_("No dust"),), (N_("No dust"), N_("Dust"))),
    WorkWord("scent", N_("Scents"), (N_("No strong scents"),), (N_("No strong scents"), N_("Strong scents"))),
    WorkWord("machines", N_("Machines"), (N_("No machines"),), (N_("No machines"), N_("Dangerous machines or tools")), minors=1),
    WorkWord("trucks", N_("Trucks and tractors"), (N_("No trucks or tractors"),), (N_("No trucks or tractors"), N_("Trucks or tractors")), minors=1),
    WorkWord("drive", N_("Driving"), (N_("Does not drive at work"),), (N_("No driving"), N_("Drives at work"))),
    WorkWord("alone", N_("Lone work"), (N_("Never alone"), N_("Alone part of the day at most")), (N_("Never alone"), N_("Alone part of the day"), N_("Alone all day")), minors=2, children=1),
    WorkWord("violence", N_("Threats and violence"), (N_("No risk of threats"),), (N_("No risk of threats"), N_("Risk of threats or violence")), minors=1),
    WorkWord("money", N_("Transport of money"), (N_("No transport of money"),), (N_("No transport of money"), N_("Transport of money or valuables")), minors=1),
    WorkWord("emotional", N_("Emotionally demanding"), (N_("Not emotionally demanding"),), (N_("Not emotionally demanding"), N_("Emotionally demanding"))),
    WorkWord("children", N_("Children"), (N_("Not with children"), N_("With children now and then at most")), (N_("No children"), N_("Children now and then"), N_("With children every day"))),
    WorkWord("animals", N_("Animals"), (N_("Not with animals"), N_("Not with large animals")), (N_("No animals"), N_("Dogs or small animals"), N_("Large animals")), minors=2),
    WorkWord("food", N_("Food"), (N_("Not with food"), N_("Not with meat or alcohol")), (N_("No food"), N_("Food without meat or alcohol"), N_("Food with meat or alcohol"))),
    WorkWord("customers", N_("Customers"), (N_("No customers"), N_("Few customers")), (N_("No customers"), N_("Few customers"), N_("Many customers"))),
    WorkWord("team", N_("Size of the team"), (N_("At most {value} people in the team"),), (N_("Up to {value} people in the team"),), (1, 5, 10, 20)),
    WorkWord("pace", N_("Pace"), (N_("Own pace"), N_("Pace shared with others at most")), (N_("Own pace"), N_("Pace shared with others"), N_("Pace set by a machine or a queue"))),
    WorkWord("changes", N_("Changing tasks"), (N_("One task at a time"),), (N_("One task at a time"), N_("Changing tasks"))),
    WorkWord("phone", N_("Phone"), (N_("No phone"), N_("Phone now and then at most")), (N_("No phone"), N_("Phone now and then"), N_("Phone all day"))),
    WorkWord("computer", N_("Computer"), (N_("No computer"), N_("Simple use of a computer")), (N_("No computer"), N_("Simple use of a computer"), N_("Computer every day"))),
    WorkWord("reading", N_("Reading"), (N_("No reading"), N_("Signs and short texts")), (N_("No reading"), N_("Signs and short texts"), N_("Long texts"))),
    WorkWord("writing", N_("Writing"), (N_("No writing"), N_("Short texts to write")), (N_("No writing"), N_("Short texts to write"), N_("Long texts to write"))),
    WorkWord(
        "irregular", N_("Irregular hours"), (N_("Regular hours"),), (N_("Regular hours"), N_("Irregular hours")),
    ),
    WorkWord("night", N_("Night work"), (N_("No night work"),), (N_("No night work"), N_("Night work")), minors=1),
    WorkWord("days_week", N_("Days a week"), (N_("At most {value} days a week"),), (N_("{value} days a week"),), (1, 2, 3, 4, 5)),
    WorkWord("extent", N_("Extent"), (N_("At most {value} % of full time"),), (N_("At least {value} % of full time"),), (25, 50, 75, 100)),
    WorkWord("breaks", N_("Breaks"), (N_("Breaks can be moved"),), (N_("Fixed breaks"), N_("Breaks can be moved")), offer=True),
    WorkWord("quiet_room", N_("Quiet room"), (N_("A quiet room at breaks"),), (N_("No quiet room"), N_("A quiet room at breaks")), offer=True),
    WorkWord("changing", N_("Changing room"), (N_("A changing room of one's own"),), (N_("Shared changing room"), N_("A changing room of one's own")), offer=True),
    WorkWord("gear", N_("Protective gear"), (N_("No helmet or mask"),), (N_("No helmet or mask"), N_("Helmet or mask"))),
    WorkWord("mentor", N_("Mentor at the workplace"), (N_("A mentor or language guide"),), (N_("No mentor"), N_("A mentor or language guide")), offer=True),
    WorkWord("shown", N_("Instruction"), (N_("Is shown the work step by step"),), (N_("Written instructions"), N_("The work is shown step by step")), offer=True),
)  # fmt: skip
ENTRIES: Final = {e.id: e for e in VOCABULARY}

OLD_NEEDS: Final = {
    "lyft": ("lift_max", "15"), "gaende": ("stand_share", "50"), "utomhus": ("outdoors", "0"), "knastaende": ("kneel", "0"),
    "hojd": ("height", "0"), "buller": ("noise", "1"), "damm": ("dust", "0"), "vatarbete": ("wet_chem", "0"),
    "stillasittande": ("sit_share", "50"), "emotionellt": ("emotional", "0"), "oregelbunden": ("irregular", "0"),
}  # fmt: skip
"""What a need to avoid one of the eleven codes of earlier versions says in these words."""
OLD_DEMANDS: Final = {
    "lyft": ("lift_max=16-", "lift_max=0-15"), "gaende": ("stand_share=51-100", "stand_share=0-50"), "utomhus": ("outdoors=1-2", "outdoors=0"),
    "knastaende": ("kneel=1", "kneel=0"), "hojd": ("height=1-2", "height=0"), "buller": ("noise=2-3", "noise=0-1"), "damm": ("dust=1", "dust=0"),
    "vatarbete": ("wet_chem=1", "wet_chem=0"), "stillasittande": ("sit_share=51-100", "sit_share=0-50"),
    "emotionellt": ("emotional=1", "emotional=0"), "oregelbunden": ("irregular=1", "irregular=0"),
}  # fmt: skip
"""What a code of earlier versions says of the work, and what a list that was filled in without it says."""
