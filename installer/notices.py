"""Writes the licence texts that go with a build: the project's own folder, and those of every library in it.

`python installer/notices.py FOLDER [--target SITE]`: of the libraries in the environment it runs in, or in a folder.
"""

from __future__ import annotations

import re
import shutil
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXTS = re.compile(r"(licen[sc]e|copying|notice|authors)", re.IGNORECASE)


def locked(where: list[str]) -> list[metadata.Distribution]:
    """The libraries of the lock that are installed there, in the lock's order."""
    lines = (ROOT / "requirements" / "run.txt").read_text("utf-8").splitlines()
    names = [m[1] for line in lines if (m := re.match(r"([A-Za-z0-9._-]+)(\[[^\]]*\])?==", line))]
    installed = {plain(d.metadata["Name"]): d for d in metadata.distributions(path=where)}
    return [installed[plain(n)] for n in names if plain(n) in installed]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def notice(found: metadata.Distribution) -> str:
    """Name, version, licence, and every licence text that the library brings."""
    about = found.metadata.json
    said = str(about.get("license_expression") or about.get("license") or "see below").split("\n")[0]
    texts = [
        Path(str(f.locate())).read_text("utf-8", "replace").strip()
        for f in found.files or []
        if ".dist-info" in str(f) and TEXTS.search(Path(str(f)).name) and Path(str(f.locate())).is_file()
    ]
    return "\n\n".join([f"{found.metadata['Name']} {found.version}\nLicence: {said}", *texts])


def main(folder: Path, where: list[str]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "LICENSES", folder)
    rule = "\n\n" + "=" * 78 + "\n\n"
    (folder / "THIRD-PARTY.txt").write_text(rule.join(notice(d) for d in locked(where)) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[3:] or sys.path)
