"""The learned space: maps that fit their encoder, or none; and training that pulls askings of one rule together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.projection import Projection, load_projection, name_space, write_projection
from index.records import EncoderError
from index.settings import IndexSettings
from index.training.held_back import choose_half, is_held_back
from index.training.projection import Askings, measure_projection, measure_ranks, train_projection

WIDTH = 16


def make_rows(count: int, seed: int) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((count, WIDTH)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def make_projection(seed: int = 1) -> Projection:
    return Projection(make_rows(WIDTH, seed), make_rows(WIDTH, seed + 1))


def settings_for(file: Path, *, is_on: bool = True) -> IndexSettings:
    return IndexSettings(projection_file=file, use_projection=is_on)


def test_without_maps_vectors_stay_as_they_are() -> None:
    rows = make_rows(3, 5)
    assert Projection().project_questions(rows) is rows
    assert Projection().fingerprint == ""
    assert name_space("encoder", Projection()) == "encoder"


def test_mapped_rows_have_length_one() -> None:
    rows = make_projection().project_passages(make_rows(4, 5))
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
    assert make_projection().project_questions(np.zeros((0, WIDTH), dtype=np.float32)).shape == (0, WIDTH)


def test_maps_are_used_only_with_the_encoder_they_were_trained_for_and_when_switched_on(
    tmp_path: Path,
) -> None:
    file = tmp_path / "projection.npz"
    write_projection(file, make_projection(), "this encoder")
    read = load_projection(settings_for(file), "this encoder")
    assert read.fingerprint
    assert name_space("this encoder", read) == f"this encoder-{read.fingerprint}"
    assert not load_projection(settings_for(file), "another").fingerprint
    assert not load_projection(settings_for(file, is_on=False), "this encoder").fingerprint
    assert not load_projection(settings_for(tmp_path / "none.npz"), "this encoder").fingerprint


def test_other_maps_are_another_space(tmp_path: Path) -> None:
    assert make_projection(1).fingerprint != make_projection(3).fingerprint


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "projection.npz"
    write_projection(file, make_projection(), "this encoder")
    file.write_bytes(file.read_bytes()[:200])
    with pytest.raises(EncoderError, match=r"projection\.npz"):
        load_projection(settings_for(file), "this encoder")


def make_askings(rules: int = 24, each: int = 12) -> Askings:
    """Questions whose rule shows in the first half of the numbers, under louder noise in the second half."""
    draw = np.random.default_rng(3)
    signal = draw.standard_normal((rules, WIDTH // 2))
    numbers = np.repeat(np.arange(rules), each)
    noise = 3.0 * draw.standard_normal((len(numbers), WIDTH // 2))
    rows = np.hstack([signal[numbers] + 0.1 * draw.standard_normal(signal[numbers].shape), noise])
    passages = np.hstack([signal, 3.0 * draw.standard_normal((rules, WIDTH // 2))])
    return Askings(
        vectors=(rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32),
        rules=numbers,
        answers=tuple((int(n),) for n in numbers),
        languages=("en",) * len(numbers),
        is_held_back=np.arange(len(numbers)) % 4 == 0,
        passages=(passages / np.linalg.norm(passages, axis=1, keepdims=True)).astype(np.float32),
    )


def test_training_learns_to_look_past_what_is_incidental_and_a_seed_gives_the_same_maps() -> None:
    askings = make_askings()
    trained = train_projection(askings, epochs=250)
    before, after = (measure_projection(askings, p) for p in (Projection(), trained))
    assert after["questions en"]["recall@1"] > before["questions en"]["recall@1"] + 0.1
    assert trained.fingerprint == train_projection(askings, epochs=250).fingerprint


def test_ranks_count_the_first_passage_that_answers() -> None:
    scores = np.asarray([[0.1, 0.9, 0.5], [0.9, 0.1, 0.5]], dtype=np.float32)
    ranks = measure_ranks(scores, [(1,), (1, 2)])
    assert ranks == {"questions": 2, "recall@1": 0.5, "recall@5": 1.0, "mrr@10": 0.75}


def test_a_sixth_is_held_back_and_halved_whatever_the_case_of_the_letters() -> None:
    texts = [f"question {n}" for n in range(3000)]
    held = [text for text in texts if is_held_back(text)]
    assert 400 < len(held) < 600
    assert 0.4 < sum(choose_half(text) == "dev" for text in held) / len(held) < 0.6
    assert [is_held_back(text.upper()) for text in texts] == [is_held_back(text) for text in texts]
