"""What somebody does on day 90, said in a sentence: "Studerar på komvux", "jobbar som undersköterska"."""

from __future__ import annotations

import re

SCHOOLS = r"komvux\w*|vuxenutbildning\w*|folkhögskol\w*|yrkeshögskol\w*|yh|yrkesvux|lärvux|högskol\w*|universitet\w*|gymnasi\w*|college|university"
STUDIES = re.compile(
    rf"(?:studerar|pluggar|studying)\b.+|(?:läser|går|börjat|studier|elev|antagen|in studies)\b.*\b(?:{SCHOOLS}|\w*utbildning\w*|\w*program\w*)\b.*"
    rf"|(?:{SCHOOLS})\b[ ,:(–-].*|studier (?:på|vid|med|i|till)\b.+"
)
WORK = re.compile(
    r"(?:(?:arbetar|jobbar)\b(?! med att\b)|(?:fast |tillsvidare|vikarie|visstids|tim|prov)?anställd\b|(?:har |har fått |fått |fick )(?:fast )?(?:jobb|arbete|anställning)\b"
    r"|börjat (?:jobba|arbeta)\b|(?:works|working) (?:as|at|in)\b).+"
)
TAKEN_BACK = re.compile(
    r"\b(?:ej|inte|ingen|inget|inga|avbr\w*|avslut\w*|slutat|slutade|slutar|slut|upphör\w*|tidigare|planer\w*|söker|sökt|ska|skulle|vill|ev|eventuellt|kanske|väntar|troligen|börjar"
    r"|not|no|ended|quit|left|former\w*|planned|maybe|until|wants)\b|\?"
)
"""What turns the words beside it into something else: "arbetar (ej längre)"."""
NEITHER = re.compile(
    r"\b(?:sfi|svenska för invandrare|praktik\w*|arbetsträn\w*|extratjänst\w*|arbetsmarknads?\w*|beredskap\w*|ama|bea|osa|åtgärd\w*|insats\w*|samhall|skyddat)\b"
)
"""Another labour-market employment is no work, and language training alone no studies: the words are kept and somebody decides."""


def told(word: str) -> str:
    """work or studies of a sentence that says one of them; empty for both, neither, or one that is taken back."""
    studies, work = STUDIES.fullmatch(word), WORK.fullmatch(word)
    both = (work and re.search(r"\b(?:studerar|pluggar|läser)\b", word)) or (
        studies and re.search(r"\b(?:arbetar|jobbar)\b", word)
    )
    if TAKEN_BACK.search(word) or NEITHER.search(word) or both:
        return ""
    return "studies" if studies else "work" if work else ""
