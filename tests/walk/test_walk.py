"""The walk in its short form, where a screen can be had."""

from __future__ import annotations

import faulthandler
import os
import re
from pathlib import Path

import pytest

from tests.walk.__main__ import walk
from tests.walk.pairs import LARGEST, SHORT, Setting, covering, pairs_of, possible
from tests.walk.screen import lacking


def test_every_pair_of_settings_that_fits_its_screen_is_walked() -> None:
    walked = set().union(*map(pairs_of, covering()))
    assert walked == set().union(*map(pairs_of, possible()))
    assert all(one.fits() for one in covering())
    assert {one.size for one in covering()} == set(LARGEST)


ASKED = "AMDESK_TEST_WALK"
"""Minutes each, and CI has a step of its own for them: `python -m tests.walk --short`, or AMDESK_TEST_WALK=1 ./start test -k walk."""


def test_the_walk_asks_for_nothing_that_the_program_says_otherwise_by_now() -> None:
    """A text that was changed stops the walk after minutes: this tells it in a moment."""
    here = Path(__file__).parent
    catalogue = (here.parent.parent / "resources" / "translations" / "sv.po").read_text("utf-8")
    asked = set(re.findall(r'\bt\("([^"]+)"', (here / "steps.py").read_text("utf-8")))
    assert len(asked) > 30
    assert sorted(one for one in asked if f'msgid "{one}"' not in catalogue) == []


@pytest.mark.skipif(ASKED not in os.environ, reason="a walk takes minutes: python -m tests.walk --short")
@pytest.mark.parametrize("setting", SHORT, ids=lambda one: one.name)
def test_somebody_with_a_keyboard_or_a_mouse_alone_walks_through_it_all(setting: Setting, tmp_path: Path) -> None:
    if missing := lacking():
        pytest.skip(f"no screen to walk on here: install {' '.join(missing)}")
    faulthandler.cancel_dump_traceback_later()  # a walk is longer than a test may take, and each of its waits has an end
    assert walk(setting, tmp_path / "pictures", tmp_path / "home") == []
