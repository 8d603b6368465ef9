"""Screening measured on its labelled examples: recall of what matters, and how seldom it is seen where it is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.screening import Screener, decide, load_screener, load_status_rules
from assistant.screening.examples import (
    ORDINARY_FILE,
    ScreeningExample,
    load_example_vectors,
    load_examples,
    write_example_vectors,
)
from assistant.screening.reader import fit_reader

HERE = Path(__file__).parent
LAW_SUPPORT = 0.6


@pytest.fixture(scope="module")
def screener() -> Screener:
    return load_screener()


def find_statuses(screener: Screener, text: str) -> set[str]:
    return {label.status for label in decide(screener(text), load_status_rules(), LAW_SUPPORT).labels}


def measure_urgent_recall(screener: Screener, examples: Sequence[ScreeningExample]) -> float:
    urgent = [e for e in examples if any(label.startswith("urgent") for label in e.labels)]
    hits = sum(any(s.startswith("urgent") for s in find_statuses(screener, e.text)) for e in urgent)
    return hits / len(urgent)


def measure_over_trigger(screener: Screener, examples: Sequence[ScreeningExample]) -> float:
    near_misses = [e for e in examples if e.labels == ("none",)]
    return sum(bool(find_statuses(screener, e.text)) for e in near_misses) / len(near_misses)


def test_examples_are_many_of_every_status_and_both_languages() -> None:
    examples = load_examples()
    counts = Counter(label for example in examples for label in example.labels)

    assert len(examples) >= 1000
    assert counts["none"] >= 400
    assert set(counts) <= set(load_status_rules()) | {"none"}
    assert sum(example.lang == "es" for example in examples) / len(examples) > 0.25
    assert len({example.text for example in examples}) == len(examples)


def test_near_misses_are_hardly_ever_labelled(screener: Screener) -> None:
    assert measure_over_trigger(screener, load_examples()) <= 0.01


def test_patterns_alone_find_most_of_what_is_urgent(screener: Screener) -> None:
    assert measure_urgent_recall(screener, load_examples()) >= 0.9


@pytest.mark.parametrize("name", ["screening_fresh.jsonl", "screening_fresh_second.jsonl"])
def test_fresh_phrasings_are_not_over_labelled(screener: Screener, name: str) -> None:
    assert measure_over_trigger(screener, load_examples(HERE / name)) <= 0.03


def test_ordinary_questions_carry_no_label_of_patterns(screener: Screener) -> None:
    ordinary = load_examples(ORDINARY_FILE)

    assert measure_over_trigger(screener, ordinary) <= 0.015


def embed_by_letters(texts: Sequence[str]) -> np.ndarray:
    """A small encoder for tests: counts of letters, of length one."""
    rows = np.asarray([[text.lower().count(c) + 0.01 for c in "abcdefghijklmnop"] for text in texts])
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


EXAMPLES = (
    ScreeningExample(text="aaaa", lang="en", labels=("urgent_threat_inside",)),
    ScreeningExample(text="aaab", lang="en", labels=("urgent_threat_inside",)),
    ScreeningExample(text="cccc", lang="en", labels=("none",)),
    ScreeningExample(text="cccd", lang="en", labels=("none",)),
)
NO_TRAITS = np.zeros((4, 1), dtype=np.float32)


def test_a_message_is_read_like_the_examples_it_resembles() -> None:
    reader = fit_reader(EXAMPLES, embed_by_letters([e.text for e in EXAMPLES]), NO_TRAITS)

    danger = reader.read(embed_by_letters(["aabb"])[0], NO_TRAITS[0])
    ordinary = reader.read(embed_by_letters(["ccdd"])[0], NO_TRAITS[0])

    assert danger.margins["urgent_threat_inside"] > 0 > ordinary.margins["urgent_threat_inside"]
    assert danger.nearest["urgent_threat_inside"][1] in ("aaaa", "aaab")


def test_different_manners_keep_like_words_apart() -> None:
    traits = np.asarray([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]], dtype=np.float32) * 2
    alike = embed_by_letters(["aaab", "aaab", "aaab", "aaab"])
    reader = fit_reader(EXAMPLES, alike, traits)

    assert reader.read(alike[0], traits[0]).margins["urgent_threat_inside"] > 0
    assert reader.read(alike[0], traits[2]).margins["urgent_threat_inside"] < 0


def test_vectors_are_read_from_the_file_when_the_encoder_is_the_same(tmp_path: Path) -> None:
    texts = [example.text for example in EXAMPLES]
    file = tmp_path / "vectors.npz"
    write_example_vectors(file, texts, embed_by_letters(texts))
    asked: list[str] = []

    def embed(batch: Sequence[str]) -> np.ndarray:
        asked.extend(batch)
        return embed_by_letters(batch)

    vectors = load_example_vectors(EXAMPLES, embed, None, file)

    assert asked == [texts[0]], "only the probe is embedded"
    assert np.allclose(vectors, embed_by_letters(texts), atol=1e-2)


def test_vectors_of_another_encoder_are_embedded_anew_and_kept(tmp_path: Path) -> None:
    texts = [example.text for example in EXAMPLES]
    shipped, cache = tmp_path / "shipped.npz", tmp_path / "cache" / "vectors.npz"
    write_example_vectors(shipped, texts, embed_by_letters([text[::-1] + "zzk" for text in texts]))

    vectors = load_example_vectors(EXAMPLES, embed_by_letters, cache, shipped)

    assert np.allclose(vectors, embed_by_letters(texts), atol=1e-2)
    assert cache.exists()


def test_a_damaged_file_of_vectors_is_no_hindrance(tmp_path: Path) -> None:
    file = tmp_path / "vectors.npz"
    file.write_bytes(b"not a zip")

    vectors = load_example_vectors(EXAMPLES, embed_by_letters, None, file)

    assert vectors.shape == (4, 16)
