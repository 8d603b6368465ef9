"""A few sections and passages to index, and an encoder that needs no weights."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.lexical import split_terms
from ingest.records import LegalStatus, Passage, PassagePart, Section, Subdivision


def make_section(
    number: str,
    labels: Sequence[str],
    *,
    catchline: str = "Visits",
    status: LegalStatus = "in_force",
    text: str = "Text.",
) -> Section:
    """A section whose subdivisions are given as "4 a I"; "" is its own text."""
    paths = [tuple(label.split()) for label in labels]
    return Section(
        source="crs-title-17" if number[:1].isdigit() else "cdoc-visit",
        number=number,
        numbers=(number,),
        catchline=catchline,
        heading_path=("Title 17",),
        status=status,
        subdivisions=tuple(
            Subdivision(
                locator=number + "".join(f"({label})" for label in path),
                labels=path,
                text=f"{text} {' '.join(path)}".strip(),
                status=status,
                line=1,
            )
            for path in paths
        ),
        line_start=1,
        line_end=2,
    )


def make_passage(
    locator: str,
    text: str,
    *,
    catchline: str = "",
    lead_in: str = "",
    status: LegalStatus = "in_force",
    part: PassagePart = "text",
    locators: tuple[str, ...] = (),
    position: int = 0,
) -> Passage:
    """A passage of a statute."""
    return Passage(
        id=hashlib.sha256(f"{locator}{part}{text}".encode()).hexdigest()[:16],
        source="crs-title-17",
        kind="statute",
        authority=1,
        part=part,
        locator=locator,
        locators=locators or (locator,),
        section=locator.split("(")[0],
        catchline=catchline,
        heading_path=("Title 17",),
        lead_in=lead_in,
        text=text,
        status=status,
        position=position,
        line_start=1,
        line_end=2,
    )


class WordEncoder:
    """Vectors that are near when texts share stems: each stem is a fixed random direction."""

    fingerprint = "words"

    def __init__(self, dimensions: int = 384) -> None:
        self.dimensions = dimensions
        self.embedded: list[str] = []

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed passages, remembering which."""
        self.embedded += texts
        return self.encode_queries(texts)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed questions."""
        return np.stack([self._embed(text) for text in texts])

    def _embed(self, text: str) -> NDArray[np.float32]:
        total = np.full(self.dimensions, 1e-3, dtype=np.float32)
        for term in split_terms(text):
            seed = int.from_bytes(hashlib.sha256(term.encode()).digest()[:4], "big")
            total += np.random.default_rng(seed).standard_normal(self.dimensions).astype(np.float32)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)
