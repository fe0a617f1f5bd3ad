"""The page on which anybody checks a certificate: one file that asks the network for nothing.

Everything stands in it: the city's keys, the words of the skills, the signed list of revoked certificates, the library
that reads codes from pictures and the one that knows Ed25519 where a browser does not (resources/site/vendor.js, made by
tools/site/build). Its policy lets nothing else run, and nothing be fetched or sent.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from html import escape

from amdesk import resources
from amdesk.domain.competence.statement import Wording
from amdesk.export.city import Issuer, fingerprint
from amdesk.export.seal import qr_of

PARTS = ("page.html", "page.css", "page.js", "vendor.js")
POLICY = "default-src 'none'; script-src {scripts}; style-src {styles}; img-src blob: data:; media-src blob: mediastream:; base-uri 'none'; form-action 'none'; connect-src 'none'"


def page(city: Issuer, revoked: str, words: Mapping[str, Wording], own: str = "") -> bytes:
    """The page for a city's keys and its list of revoked certificates (`revoked` as it is handed out).

    With the text of one code as `own` it is the participant's own page: it shows her certificate at once, and the code for
    others to scan; of revocation it says nothing, as she keeps it.
    """
    html, style, script, vendor = ((resources.folder() / "site" / name).read_text("utf-8") for name in PARTS)
    policy = POLICY.format(scripts=f"{_hash(vendor)} {_hash(script)}", styles=_hash(style))
    said = {
        "csp": policy,
        "style": style,
        "city": escape(city.name),
        "prints": " · ".join(fingerprint(k.public) for k in city.keys),
        "data": _data(city, revoked, words, own),
        "mine": _code(own) if own else "",
        "vendor": vendor,
        "script": script,
    }
    return re.sub(r"\{\{([a-z]+)\}\}", lambda found: said[found[1]], html).encode()


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _code(said: str) -> str:
    """The code as a drawing, with its quiet zone."""
    modules = qr_of(said)
    side = len(modules) + 8
    dark = "".join(f"M{x + 4} {y + 4}h1v1h-1z" for y, row in enumerate(modules) for x, on in enumerate(row) if on)
    return (
        f'<svg id="code" viewBox="0 0 {side} {side}" role="img" aria-label="QR"><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path d="{dark}"/></svg>'
    )


def _data(city: Issuer, revoked: str, words: Mapping[str, Wording], own: str) -> str:
    """What the page knows, as JSON in which nothing can end its element; areas that many profiles share stand once."""
    areas: dict[tuple[str, tuple[str, ...]], int] = {}
    levels: dict[tuple[str, ...], int] = {}
    named = {
        digest: [levels.setdefault(w.levels, len(levels)), *(areas.setdefault(a, len(areas)) for a in w.areas)]
        for digest, w in words.items()
    }
    keys = [
        {
            "public": k.public.public_bytes_raw().hex(),
            "name": k.name(),
            "from": str(k.since) if k.since else "",
            "to": str(k.until) if k.until else "",
        }
        for k in city.keys
    ]
    texts = json.loads((resources.folder() / "site" / "texts.json").read_text("utf-8"))
    data = {
        "city": city.name,
        "keys": keys,
        "revoked": revoked,
        "own": own,
        "levels": list(levels),
        "areas": list(areas),
        "words": named,
        "texts": texts,
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
