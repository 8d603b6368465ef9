"""Published asks are known by meaning even where a start finds very many others that it must not embed."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from assistant.content import build_topics
from assistant.pipeline import Loaded
from assistant.publishing.live import keep_ask_vectors
from assistant.publishing.records import Published
from assistant.settings import AssistantSettings
from assistant.vectors import FEW
from index.projection import Projection
from tests.unit.assistant.law import embed_words
from tests.unit.assistant.test_standard_answers import make_answer


class WordEncoder:
    """Stands in for the encoder."""

    fingerprint = "words"

    def encode_queries(self, texts: list[str]) -> Any:
        return embed_words(list(texts))


def test_asks_of_published_answers_have_vectors_where_the_files_have_none(tmp_path: Path) -> None:
    searcher = SimpleNamespace(
        encoder=WordEncoder(),
        settings=SimpleNamespace(vectors_dir=tmp_path / "vectors"),
        version="v1",
        index=SimpleNamespace(projection=Projection()),
    )
    settings = AssistantSettings(data_dir=tmp_path / "data")
    files = make_answer(asks_en=[f"way number {n} of asking" for n in range(FEW + 1)])
    written = make_answer(id="written", asks_en=["may he see his dog"], asks_es=["¿puede ver a su perro?"])
    answers = {answer.id: answer for answer in (files, written)}
    assert not build_topics(answers, cast(Any, searcher), settings).asks
    loaded = Loaded(settings, cast(Any, searcher), cast(Any, None), cast(Any, None))
    keep_ask_vectors(loaded, Published(number=1, answers=(written,)))
    known = build_topics(answers, cast(Any, searcher), settings).asks
    assert {ask.text for ask in known if ask.owner == "written"} == {
        "may he see his dog",
        "¿puede ver a su perro?",
    }
