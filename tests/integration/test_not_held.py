"""What only other documents hold is said to be not held; what the law does say about the same things is answered."""

from datetime import date

import pytest

from assistant.pipeline import Assistant, load_assistant
from assistant.records import Question

pytestmark = pytest.mark.slow

NOT_HELD = [
    "are leather jackets fine for visiting",
    "does each cell have a television",
    "how much do ramen noodles go for on commissary",
    "how long until his money shows up after I deposit it",
    "which vendor do we order the quarterly package from",
    "are visits still on with the blizzard tomorrow",
    "how do I get his bunk changed to the lower one",
    "the prison lost my son's property",
    "how many points is medium custody",
    "what does AR 1350-02 require",
    "where do I pick him up when he gets out",
    "what is the phone number of the parole office in Greeley",
    "which prisons have welding",
    "how do I pay a traffic ticket",
    "my probation officer won't call me back",
    "¿puedo ir con chanclas?",
    "¿se cancelan las visitas por la nieve?",
    "¿cuánto tarda en llegar el dinero?",
    "¿pueden cambiarlo de celda?",
    "le perdieron sus cosas cuando lo movieron",
]

ANSWERED = [
    "what must the canteen money be used for",
    "how are canteen prices set by law",
    "how much money do they give someone on release",
    "do they give clothes when he gets out",
    "who decides if an inmate is moved to another prison",
    "how long does a visitor's special visit request need in advance",
    "when are attorney visits allowed",
    "does the prison have to provide tampons",
    "how much can they charge for a medical visit",
    "does a county jail have to give pads and tampons",
    "can service animals come into the prison",
    "¿cuánto dinero les dan cuando salen?",
    "¿qué hace la ley con el dinero de la cantina?",
    "¿con cuánta anticipación se pide una visita especial?",
]


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return load_assistant()


@pytest.mark.parametrize("text", NOT_HELD)
def test_what_is_not_held_is_said_so_with_a_place_to_ask(assistant: Assistant, text: str) -> None:
    answer = assistant.ask(Question(text=text, asked_on=date(2026, 11, 22)))

    assert answer.outcome == "unanswerable"
    assert answer.services


@pytest.mark.parametrize("text", ANSWERED)
def test_what_the_law_says_of_the_same_things_is_answered(assistant: Assistant, text: str) -> None:
    assert assistant.ask(Question(text=text, asked_on=date(2026, 11, 22))).outcome == "answered"
