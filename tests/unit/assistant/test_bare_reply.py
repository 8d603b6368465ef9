"""A "Yes" to another question than the one asked is left out; the condition it carried never is."""

import pytest

from assistant.stages.standard import drop_bare_reply, lead_with_asked
from assistant.state import Quote, Sentence


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


@pytest.mark.parametrize("leaning", ["Second, it ends.", "Then the board decides.", "Luego decide la junta."])
def test_a_sentence_that_leans_on_the_one_before_it_never_leads(leaning: str) -> None:
    quotes = [Quote("crs-title-17", locator, "text") for locator in ("17-1-101", "17-2-101")]
    sentences = [
        Sentence(text, (quote,)) for text, quote in zip(("There are two.", leaning), quotes, strict=True)
    ]
    led = lead_with_asked(sentences, lambda quote: float(quote.locator == "17-2-101"))
    assert [s.text for s in led] == ["There are two.", leaning]
    free = [sentences[0], Sentence("The board decides.", (quotes[1],))]
    assert (
        lead_with_asked(free, lambda quote: float(quote.locator == "17-2-101"))[0].text
        == "The board decides."
    )
