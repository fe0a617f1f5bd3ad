"""The one place that calls calamine, with what was made safe for it."""

from __future__ import annotations

import io
from collections.abc import Sequence

from amdesk.domain.values import Cell


def given(content: bytes, names: Sequence[str]) -> dict[str, list[list[Cell]]]:
    """The cells of each sheet from A1 on, empty ones as empty text. Raises ValueError for whatever calamine says is wrong."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return {n: [list(r) for r in book.get_sheet_by_name(n).to_python(skip_empty_area=False)] for n in names}
    except CalamineError as error:
        raise ValueError(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what Rust gives up with is no Exception in Python
            raise
        raise ValueError(str(error)) from error
