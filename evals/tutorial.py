"""The LangChain tutorial as a baseline: RecursiveCharacterTextSplitter 1000/200 over the raw sources, our model, top k."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from langchain_text_splitters import RecursiveCharacterTextSplitter
from numpy.typing import NDArray

from evals.cached_vectors import load_or_embed
from evals.records import RankedText
from evals.systems import TOP_K, RetrievalSystem
from index.search import Searcher

CHUNK_CHARACTERS = 1000
OVERLAP_CHARACTERS = 200
HEADER = re.compile(r"^(17-[\d.]+-[\d.]+)\. ", re.M)


@dataclass(frozen=True)
class TutorialIndex:
    """Character windows of the sources with their vectors, searched by cosine."""

    texts: tuple[RankedText, ...]
    vectors: NDArray[np.float32]
    searcher: Searcher

    def retrieve(self, query: str, asked_on: date | None) -> tuple[RankedText, ...]:
        """The k nearest windows; the tutorial knows no day."""
        scores = self.vectors @ self.searcher.embed([query])[0]
        return tuple(self.texts[n] for n in np.argsort(-scores)[:TOP_K])


def build_tutorial(searcher: Searcher, sources: Mapping[str, str], cache_dir: Path) -> TutorialIndex:
    """Split and embed the raw sources; vectors are kept in `cache_dir` under the hash of texts and model."""
    texts = split_sources(sources)
    vectors = load_or_embed(searcher.encoder, [t.text for t in texts], cache_dir, "tutorial")
    return TutorialIndex(texts, vectors, searcher)


def split_sources(sources: Mapping[str, str]) -> tuple[RankedText, ...]:
    """Windows of 1,000 characters with 200 shared; a window's locator is the last section header before its middle."""
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=CHUNK_CHARACTERS, chunk_overlap=OVERLAP_CHARACTERS, add_start_index=True
    )
    found = []
    for source, text in sources.items():
        headers = [(m.start(), m.group(1)) for m in HEADER.finditer(text)]
        for document in splitter.create_documents([text]):
            middle = int(document.metadata["start_index"]) + len(document.page_content) // 2
            locator = next((number for start, number in reversed(headers) if start <= middle), source)
            found.append(RankedText(source=source, locator=locator, text=document.page_content))
    return tuple(found)


def build_tutorial_system(searcher: Searcher, sources: Mapping[str, str], cache_dir: Path) -> RetrievalSystem:
    """The tutorial as a system to be measured."""
    return RetrievalSystem(
        "langchain_tutorial", "baseline", build_tutorial(searcher, sources, cache_dir).retrieve
    )
