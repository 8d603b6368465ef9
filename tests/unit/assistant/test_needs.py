"""Documents that are not held, and topics: what speaks for them."""

from pathlib import Path

import pytest

from assistant.errors import ContentError
from assistant.need_features import NEED_FEATURES, NeedReader
from assistant.not_held import NotHeld, load_not_held
from assistant.topics import Ask, AskIndex, TopicMatch, build_ask_index
from tests.unit.assistant.law import SmallLibrary, embed_words

HOURS = NotHeld(
    id="hours",
    document_en="the facility's page",
    document_es="la página",
    en="Not here.",
    es="Aquí no.",
    asks_en=("what time are visits",),
    cues=(r"\bwhat time\b",),
)
CLOTHES = HOURS.model_copy(update={"id": "clothes", "cues": (r"\bwear\b",)})
READER = NeedReader({"hours": HOURS, "clothes": CLOTHES})


def make_index(*asks: tuple[str, str]) -> AskIndex:
    rows = embed_words([text for text, _ in asks])
    vectors = {text: row for (text, _), row in zip(asks, rows, strict=True)}
    return build_ask_index([Ask(text, owner, "en") for text, owner in asks], vectors)


def test_a_cue_lifts_its_need_above_a_slightly_nearer_one() -> None:
    matches = (TopicMatch("hours", 0.60, ""), TopicMatch("clothes", 0.55, ""))
    nearest = READER.find_nearest("can I wear a hat", matches)
    assert nearest is not None
    assert nearest[0].id == "clothes"


def test_a_need_is_measured_against_what_is_answered() -> None:
    found = SmallLibrary().search("what time are visits").found
    row = dict(
        zip(
            NEED_FEATURES,
            READER.build_row(
                "what time are visits", HOURS, 0.8, (TopicMatch("t", 0.5, ""),), {"s l": 0.6}, found
            ),
            strict=True,
        )
    )
    assert row["over_topics"] == pytest.approx(0.3)
    assert row["over_pinpoints"] == pytest.approx(0.2)
    assert row["cue"] == 1.0


def test_no_need_is_near_when_there_is_none() -> None:
    assert READER.find_nearest("anything", ()) is None


def test_the_nearest_owner_comes_first() -> None:
    index = make_index(("what time are visits", "hours"), ("can I wear shorts", "clothes"))
    assert index.match(embed_words(["what time do visits start"]))[0].owner == "hours"


def test_a_hidden_ask_does_not_find_itself() -> None:
    index = make_index(("what time are visits", "hours"), ("are visits on sunday", "days"))
    assert index.match(embed_words(["what time are visits"]), leave_out=0)[0].owner == "days"


def test_an_ask_without_a_vector_is_left_out() -> None:
    assert build_ask_index([Ask("unknown", "x", "en")], {}).match(embed_words(["unknown"])) == ()


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "not_held.toml"
    file.write_text("[[needs]]\nid = 'x'", encoding="utf-8")
    with pytest.raises(ContentError, match=r"not_held\.toml"):
        load_not_held(file)


def test_a_corpus_without_the_file_has_no_needs(tmp_path: Path) -> None:
    assert load_not_held(tmp_path / "not_held.toml") == ()
