"""What identifies a person is found; what the law, the office or the calendar says stays.

`python -m pytest -s -k 'measured or later' tests/unit/assistant/test_redaction.py` prints the figures of `docs/privacy.md`.
"""

import json
import random
import tomllib
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from assistant.redaction import SERVICES_FILE, find_personal, load_published, redact

EXAMPLES = Path(__file__).resolve().parents[3] / "assistant" / "data" / "redaction_examples.jsonl"


@dataclass(frozen=True)
class RedactionFigures:
    """Counts over labelled lines; a label counts as found when no letter or digit of it is left."""

    labels: Counter[str]
    found: Counter[str]
    near_misses: int
    near_misses_kept: int
    words: int
    words_lost: int
    """Words outside every label, and how many of them were taken out."""

    @property
    def recall(self) -> float:
        return self.found.total() / self.labels.total()


def load_examples(split: str) -> list[dict]:
    lines = EXAMPLES.read_text(encoding="utf-8").splitlines()
    return [line for line in map(json.loads, lines) if line["split"] == split]


def measure_redaction(examples: list[dict]) -> RedactionFigures:
    labels: Counter[str] = Counter()
    found: Counter[str] = Counter()
    near = kept = words = lost = 0
    for example in examples:
        text, spans = example["text"], example["spans"]
        taken = {i for span in find_personal(text) for i in range(span.start, span.end)}
        named = {i for start, end, _ in spans for i in range(start, end)}
        for start, end, kind in spans:
            labels[kind] += 1
            found[kind] += all(i in taken for i in range(start, end) if text[i].isalnum())
        if not spans:
            near += 1
            kept += not taken
        at = 0
        for word in text.split():
            at = text.index(word, at)
            if at not in named:
                words += 1
                lost += any(i in taken and i not in named for i in range(at, at + len(word)))
            at += len(word)
    return RedactionFigures(labels, found, near, kept, words, lost)


def test_there_are_enough_labelled_lines_in_both_halves() -> None:
    examples = [*load_examples("tune"), *load_examples("test")]
    assert sum(1 for e in examples if e["spans"]) >= 220
    assert sum(1 for e in examples if not e["spans"]) >= 80
    assert len({e["text"] for e in examples}) == len(examples)


def test_lines_written_later_stay_found_now_that_they_are_known() -> None:
    figures = measure_redaction(load_examples("later"))
    print(
        f"\nlater lines  {figures.found.total()} of {figures.labels.total()}, {figures.words_lost} words lost"
    )
    assert figures.recall >= 0.95
    assert figures.words_lost / figures.words <= 0.01


def test_redaction_as_measured_on_the_half_it_was_not_tuned_on() -> None:
    figures = measure_redaction(load_examples("test"))
    print()
    for kind, count in sorted(figures.labels.items()):
        print(f"{kind:12} found {figures.found[kind]} of {count}")
    print(f"recall       {figures.found.total()} of {figures.labels.total()} = {figures.recall:.3f}")
    print(f"near misses  {figures.near_misses_kept} of {figures.near_misses} left alone")
    print(f"other words  {figures.words_lost} of {figures.words} taken out")
    assert figures.recall >= 0.95
    assert figures.near_misses_kept / figures.near_misses >= 0.96
    assert figures.words_lost / figures.words <= 0.01


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("my son john smith is there", "my son [name] is there"),
        ("My son John Smith called. John is ill", "My son [name] called. [name] is ill"),
        ("John Smith, #123456", "[name], #[DOC number]"),
        ("DOB 04/12/1988, hearing 04/12/2026", "DOB [birth date], hearing 04/12/2026"),
        ("write cdoc@state.co.us or joe@state.co.us", "write cdoc@state.co.us or [e-mail]"),
        ("call (719) 579-9580 or 719-579-9581", "call (719) 579-9580 or [phone]"),
        ("at 2210 W 14th Ave Apt 6, Denver, CO 80204 now", "at [address] now"),
        ("su seguro social es 522-19-3345", "su seguro social es [SSN]"),
        ("Please somebody answer. Jasmine", "Please somebody answer. [name]"),
        ("Minh Tran is my brother", "[name] is my brother"),
        ("my boys Mateo and Ozias are inside", "my boys [name] and [name] are inside"),
        ("is there heat at Limon. Sterling", "is there heat at Limon. Sterling"),
        ("what of the Arkansas Valley prison", "what of the Arkansas Valley prison"),
    ],
)
def test_what_identifies_is_replaced_by_what_it_was(text: str, kept: str) -> None:
    assert redact(text) == kept


def test_every_published_address_and_number_stays() -> None:
    services = tomllib.loads(SERVICES_FILE.read_text(encoding="utf-8"))["services"]
    published = [s[key] for s in services for key in ("email", "phone") if key in s]
    assert len(published) >= 10
    for one in published:
        assert redact(f"I wrote to {one} twice") == f"I wrote to {one} twice"


def test_without_the_list_of_services_nothing_counts_as_published(tmp_path: Path) -> None:
    assert load_published(tmp_path / "absent.toml") == frozenset()


def test_redacting_twice_changes_nothing_more() -> None:
    for example in load_examples("test"):
        once = redact(example["text"])
        assert redact(once) == once


def test_spans_are_in_order_and_do_not_overlap() -> None:
    for example in load_examples("tune"):
        spans = find_personal(example["text"])
        assert all(a.end <= b.start for a, b in pairwise(spans))


HOSTILE = [
    "a.", "1 ", "1", "a@", "a-", "12 a b ", "my son John ", "John de ", "name is ", "born is ", "doc no no ",
    "calle a ", "(", " ", "\ud800", "303 ", "+1 23", "a at ", "\x00", "‮", "á́", "Ab ", "٣", "'", "\n", "<b>", "$",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_fifty_thousand_characters_of_anything_come_back(piece: str) -> None:
    text = (piece * 50_000)[:50_000]
    assert isinstance(redact(text), str)


def test_random_mixtures_never_fail() -> None:
    draw = random.Random(17)
    for _ in range(300):
        text = "".join(draw.choices([*HOSTILE, "officer ", "Smith", "@x.co", "-", "123", " St "], k=40))
        assert isinstance(redact(text), str)


def test_a_town_with_its_zip_code_is_an_address() -> None:
    assert redact("1450 Pine St Apt 3B\nPueblo, CO 81004").count("81004") == 0
    assert redact("Colorado Springs CO 80903-1234") == "[address]"
