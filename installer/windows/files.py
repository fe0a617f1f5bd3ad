"""Turns the list of files to install into what NSIS reads: one list that installs and one that removes, file by file.

What an installer removes is what it has put there and nothing else: a folder is removed only where it is empty.
`python files.py LIST FOLDER` leaves install.nsh and remove.nsh.
"""

from __future__ import annotations

import sys
from pathlib import Path, PureWindowsPath


def main(names: list[str], folder: Path) -> None:
    install, remove, here = [], [], ""
    for name in names:
        place = str(PureWindowsPath(name).parent)
        if place != here:
            here = place
            install.append(f'SetOutPath "$INSTDIR\\{place}"' if place != "." else 'SetOutPath "$INSTDIR"')
        inside = name.replace("\\", "/")
        install.append(f'File "${{APP}}/{inside}"')
        remove.append(f'Delete "$INSTDIR\\{name}"')
    parents = {str(p) for name in names for p in PureWindowsPath(name).parents if str(p) != "."}
    remove += [f'RMDir /r "$INSTDIR\\{p}\\__pycache__"' for p in sorted(parents)]  # Python's own, made when installed
    remove += [f'RMDir "$INSTDIR\\{p}"' for p in sorted(parents, key=lambda p: -p.count("\\"))]
    (folder / "install.nsh").write_text("\n".join(install) + "\n", "utf-8-sig")
    (folder / "remove.nsh").write_text("\n".join(remove) + "\n", "utf-8-sig")


if __name__ == "__main__":
    main([line for line in Path(sys.argv[1]).read_text("utf-8").splitlines() if line], Path(sys.argv[2]))
