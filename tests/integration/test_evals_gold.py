"""Gold is where it says: every pinpoint and heading path of our own cases holds its quote in the sources as parsed."""

from collections import defaultdict

from evals.cases import find_datasets, load_cases
from ingest.settings import ROOT
from ingest.sources import load_sources
from ingest.statute import parse_statute


def test_every_gold_pinpoint_of_the_law_holds_its_quote() -> None:
    held: dict[str, list[str]] = defaultdict(list)
    corpus = ROOT / "corpus"
    law = next(d for d in load_sources(corpus) if d.kind == "statute")
    for section in parse_statute((corpus / law.file).read_text(encoding="utf-8"), law.id):
        held[section.number].append(fold(" ".join(part.text for part in section.subdivisions)))
        notes = fold(" ".join(note.text for note in section.notes))
        held[section.number] += [notes, f"{section.number}. {section.catchline}. (Repealed) {notes}"]
        for part in section.subdivisions:
            held[part.locator].append(fold(part.text))
    cases = [case for file in find_datasets(()) for case in load_cases(file)]
    gold = [(case.id, g) for case in cases for g in case.gold if g.source == law.id]
    assert len(gold) > 700
    assert not [(case, g.locator) for case, g in gold if not any(fold(g.quote) in t for t in held[g.locator])]


def fold(text: str) -> str:
    return " ".join(text.split())
