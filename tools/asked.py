"""What a tool that writes files of the repository is asked for: to write them, or with `--check` to compare them."""

from __future__ import annotations

import argparse


def only_check(what: str | None) -> bool:
    """True for `--check`. Whatever else is said ends the program: where a misspelled `--check` wrote, the files would agree."""
    parser = argparse.ArgumentParser(
        description=what, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail where a file is not what it should be"
    )
    return bool(parser.parse_args().check)
