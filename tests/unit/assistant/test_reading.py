"""Any bytes become a readable message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reading import clean_message, find_script


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("can he\x00 call\x1b[31m me", "can he call[31m me"),
        ("visit \u202ereversed\u202c hours", "visit reversed hours"),
        ("he\ud800llo", "hello"),
        ("<b>can</b> he <script>alert(1)</script>visit", "can he visit"),
        ("a < b and c > d", "a < b and c > d"),
        ("![visits](https://x.example/p.png) who votes?", "who votes?"),
        ("[the form](javascript:alert(1)) how do I send it?", "the form how do I send it?"),
        ("what does subsection [5](a) say", "what does subsection [5](a) say"),
        ("  two\n\nlines  ", "two lines"),
        ("", ""),
    ],
)
def test_what_nobody_can_see_is_taken_out(text: str, clean: str) -> None:
    assert clean_message(text) == (clean, False)


def test_a_long_message_keeps_its_beginning_and_its_end() -> None:
    text, is_cut = clean_message("first " + "x " * 30_000 + "last question?", 4000)
    assert is_cut
    assert text.startswith("first")
    assert text.endswith("last question?")
    assert len(text) < 4100


@given(st.text())
def test_whatever_is_typed_can_be_written_down(text: str) -> None:
    clean, _ = clean_message(text)
    clean.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "script"),
    [("hola", "latin"), ("Здравствуйте", "other"), ("你好 visit", "latin"), ("12 - ?", "none")],
)
def test_the_script_is_told(text: str, script: str) -> None:
    assert find_script(text) == script
