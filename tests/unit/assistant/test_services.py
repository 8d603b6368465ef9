"""The right door: by what is asked, and by what the cited page names."""

from __future__ import annotations

from datetime import datetime

import pytest

from assistant.hours import OfficeHours
from assistant.services import ServiceDesk, choose_services, load_service_desk, load_service_facts


@pytest.fixture(scope="module")
def desk() -> ServiceDesk:
    return load_service_desk(office=OfficeHours())


def list_keys(desk: ServiceDesk, question: str, **given: object) -> list[str]:
    return [service.key for service in choose_services(desk, question, "en", **given)]


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("how do I get my son's medical records", "records-medical"),
        ("how do I order a pen pack", "records-inmate"),
        ("I want to file a CORA request", "records-cora"),
        ("I'm a reporter and want an interview", "media"),
        ("I'm a student doing research on reentry", "research"),
        ("the bank needs my employment verification, I used to work for DOC", "employment-verification"),
        ("what can I wear to a visit", "visitation-rules"),
        ("how many visitors can come at once", "visitation-rules"),
        ("how do I apply to visit my brother", "visiting-applications"),
        ("what time are visits at Sterling", "facility-pages"),
        ("where do I send the visiting application", "facility-pages"),
        ("where can I read AR 300-01", "policies"),
        ("my mother uses a wheelchair", "ada"),
        ("how do I set up a video visit account", "securus"),
        ("how do I write to him", "contact-an-inmate"),
        ("where is my brother", "inmate-locator"),
        ("when is his parole hearing", "parole-board"),
        ("who is in charge of halfway houses", "community-corrections"),
        ("how do I report a rape in prison", "prea"),
        ("does a county jail have to give pads", "county-jails"),
        ("where is the official text of the law", "statutes-official"),
        ("why was my visit cancelled", "constituent-services"),
        ("¿cómo pido el expediente médico?", "records-medical"),
        ("¿qué ropa puedo llevar a la visita?", "visitation-rules"),
        ("¿dónde está mi hijo?", "inmate-locator"),
        ("mi mamá es sorda y quiere visitarlo", "ada"),
        ("¿cuánto cuesta una llamada?", "securus"),
    ],
)
def test_what_is_asked_chooses_the_service(desk: ServiceDesk, question: str, key: str) -> None:
    assert key in list_keys(desk, question)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (
            "Visiting applications may be obtained on our Visiting Applications page and must be",
            "visiting-applications",
        ),
        ("may be found on our Visitation Rules and Procedures page].", "visitation-rules"),
        ("which may be found on our Department Policies page.", "policies"),
        ("as outlined in AR 550-01 and for legal documents", "policies"),
        (
            "must be submitted per the instructions specific to the facility you are applying to visit",
            "facility-pages",
        ),
        ("submitted in to the facility litigation coordinator writing", "facility-pages"),
        ("should contact the facility/office ADA coordinator as soon as possible", "ada"),
        ("Accounts may be set up through the Securus website.", "securus"),
        ("our online inmate locator may be accessed at", "inmate-locator"),
    ],
)
def test_a_page_named_in_the_cited_text_is_offered(desk: ServiceDesk, text: str, key: str) -> None:
    assert key in list_keys(desk, "tell me more", cited_texts=(text,), cited_locators=("",))


def test_a_heading_of_the_cited_passage_is_enough(desk: ServiceDesk) -> None:
    keys = list_keys(
        desk, "what about proof", cited_texts=("Email us",), cited_locators=("For Previous Employees",)
    )

    assert keys[0] == "employment-verification"


def test_the_last_resort_stands_last_and_once(desk: ServiceDesk) -> None:
    keys = list_keys(desk, "what can I wear to a visit, and why was the last one cancelled?")

    assert keys[-1] == "constituent-services"
    assert keys.count("constituent-services") == 1


def test_between_one_and_five_services_are_offered(desk: ServiceDesk) -> None:
    everything = (
        "visit application dress code AR 300-01 wheelchair securus locator parole board medical records"
    )

    assert len(list_keys(desk, everything)) == 5
    assert list_keys(desk, "zzz") == ["constituent-services"]


def test_a_redirect_offers_only_its_own_door(desk: ServiceDesk) -> None:
    keys = list_keys(
        desk, "how do I visit at FCI Florence", outcome="redirected", labelled=("federal-locator",)
    )

    assert keys == ["federal-locator"]


def test_an_urgent_answer_keeps_the_order_of_its_label(desk: ServiceDesk) -> None:
    labelled = ("facility-pages", "switchboard", "crisis-988", "emergency-911", "constituent-services")

    assert list_keys(desk, "he will kill himself", outcome="urgent", labelled=labelled) == list(labelled)


def test_unknown_keys_are_never_shown(desk: ServiceDesk) -> None:
    assert list_keys(desk, "x", outcome="redirected", labelled=("no-such-service",)) == []


def test_the_office_tells_its_hours_in_the_language_of_the_answer(desk: ServiceDesk) -> None:
    (service,) = desk.choose("zzz", language="es", now=datetime(2026, 3, 6, 21))

    assert service.hours == "Cerrada ahora, abre el lunes a las 8 a. m. (hora de Denver)"
    assert service.why.startswith("Responden")


def test_facts_come_from_the_register_alone(desk: ServiceDesk) -> None:
    facts = load_service_facts()
    for key in facts:
        shown = desk.describe(key, "en")
        assert (shown.url, shown.email, shown.phone) == (facts[key].url, facts[key].email, facts[key].phone)
        assert shown.why
