"""A "Yes" to another question than the one asked is left out; the condition it carried never is."""

import pytest

from assistant.stages.standard import drop_bare_reply


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Yes. The board may do it.", "The board may do it."),
        ("No, not always. It may be waived.", "It may be waived."),
        ("Yes, with limits. He may write.", "He may write."),
        ("Yes, if he takes part. Then the department must.", "If he takes part: Then the department must."),
        ("Sí, si es elegible. El departamento debe.", "Si es elegible: El departamento debe."),
        ("Yes, in some cases. It takes 60 days.", "In some cases: It takes 60 days."),
        ("Yes, family may ask if he cannot. He may too.", "Family may ask if he cannot. He may too."),
        (
            "Yes, but the school is asked first. If college is required, it waits.",
            "The school is asked first. If college is required, it waits.",
        ),
        ("Not later than 48 hours after the move.", "Not later than 48 hours after the move."),
    ],
)
def test_only_what_would_say_the_opposite_is_left_out(text: str, kept: str) -> None:
    assert drop_bare_reply(text) == kept
