"""The model's weights, checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.encoder import check_model
from index.records import EncoderError


def test_changed_weights_are_refused_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    with pytest.raises(EncoderError, match="pip install"):
        check_model(tmp_path)
