"""Answers as the assistant gives them, small enough to read in a test."""

from datetime import date

from assistant.records import Answer, AnswerPart, Citation, Notice, Service

RULE = (
    "The department may limit visitation for a confined person who is in restrictive housing; except that the "
    "department shall not limit the person's contact visits for more than thirty consecutive calendar days and "
    "shall not limit the person's telephone calls to fewer than one telephone call every five calendar days; and"
)


def build_citation(number: int = 1, **changes: object) -> Citation:
    held = {
        "number": number,
        "source": "crs-title-17",
        "locator": "17-20-130(4)(a)(I)",
        "label": "C.R.S. § 17-20-130(4)(a)(I)",
        "quote": RULE,
        "url": "https://leg.colorado.gov/colorado-revised-statutes",
        "authority": "statute",
        "legal_status": "in_force",
        "effective_from": date(2025, 6, 4),
    }
    return Citation.model_validate(held | changes)


def build_answer(**changes: object) -> Answer:
    held = {
        "id": "q1",
        "question": "can they take his visits",
        "standalone_question": "can they take his visits",
        "language": "en",
        "outcome": "answered",
        "status": "answered",
        "completeness": "complete",
        "text": "They may limit his visits. [1]",
        "parts": (
            AnswerPart(kind="plain", text="They may limit his visits. [1]", citations=(1,)),
            AnswerPart(
                kind="plain", text="Calls may not drop below one every five days. [1]", citations=(1,)
            ),
            AnswerPart(kind="quote", text=f"“{RULE}” [1]", citations=(1,)),
            AnswerPart(kind="note", text="This is the text of the 2025 edition."),
            AnswerPart(kind="step", text="Ask the facility. [1]", citations=(1,)),
        ),
        "citations": (build_citation(),),
        "services": (
            Service(
                key="office",
                title="CDOC Constituent Services",
                email="cdoc@state.co.us",
                hours="Open now, until 5 pm (Denver time)",
            ),
        ),
        "notices": (Notice(kind="schedule", text="Amounts change each year."),),
        "asked_on": date(2026, 11, 21),
    }
    return Answer.model_validate(held | changes)
