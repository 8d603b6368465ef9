"""Replies to invented e-mails, drafted by the real assistant: what stands in the letter, and what never may."""

import re
import statistics
import tomllib
from pathlib import Path
from typing import Any

import pytest

from assistant.pipeline import load_assistant
from assistant.replies.drafting import ReplyDrafter, load_drafter
from assistant.replies.quotes import count_exact_quotes, find_blanks, find_changed_quotes
from assistant.replies.records import Reply
from assistant.runner import Assistant

pytestmark = pytest.mark.slow
EMAILS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "emails" / "emails.toml").read_text(encoding="utf-8")
)["email"]
BY_ID = {email["id"]: email for email in EMAILS}


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return load_assistant()


@pytest.fixture(scope="module")
def drafter(assistant: Assistant) -> ReplyDrafter:
    return load_drafter(assistant)


@pytest.fixture(scope="module")
def replies(drafter: ReplyDrafter) -> dict[str, Reply]:
    return {email["id"]: drafter.draft(email["text"]) for email in EMAILS}


@pytest.mark.parametrize("name", BY_ID)
def test_nothing_personal_is_left_anywhere(replies: dict[str, Reply], name: str) -> None:
    kept = replies[name].model_dump_json()
    left = [text for text in BY_ID[name]["personal"] if re.search(rf"\b{re.escape(text)}\b", kept)]
    assert left == []


@pytest.mark.parametrize("name", BY_ID)
def test_the_letter_is_in_the_emails_language(replies: dict[str, Reply], name: str) -> None:
    reply = replies[name]
    assert reply.language == BY_ID[name]["language"]
    assert reply.text.startswith("Hello," if reply.language == "en" else "Buen día:")


@pytest.mark.parametrize("name", BY_ID)
def test_every_quote_of_a_draft_is_exact_and_every_pinpoint_exists(
    replies: dict[str, Reply], assistant: Assistant, name: str
) -> None:
    reply = replies[name]
    assert find_changed_quotes(reply.text, reply.answers, assistant.searcher) == ()
    exact, every = count_exact_quotes(reply.text, reply.answers)
    assert exact == every


@pytest.mark.parametrize("name", BY_ID)
def test_the_office_does_not_write_as_the_assistant(replies: dict[str, Reply], name: str) -> None:
    words = re.sub(r"“[^”]*”|\[[^\]]*\]|(?:You asked|Usted preguntó):[^\n]*", "", replies[name].text)
    assert not re.search(r"this assistant|este asistente|\bI (?:can|do|hold|am)\b", words, re.I)
    assert "ask Constituent Services" not in words


@pytest.mark.parametrize("name", [n for n, email in BY_ID.items() if email.get("needs")])
def test_the_rule_that_is_needed_stands_in_the_letter(replies: dict[str, Reply], name: str) -> None:
    for pinpoint in BY_ID[name]["needs"]:
        assert pinpoint in replies[name].text


@pytest.mark.parametrize("name", BY_ID)
def test_the_questions_are_found_give_or_take_one(replies: dict[str, Reply], name: str) -> None:
    found = sum(len(finding.asked) for finding in replies[name].findings)
    assert abs(found - BY_ID[name]["asked"]) <= 1


@pytest.mark.parametrize("name", [n for n, email in BY_ID.items() if email.get("urgent")])
def test_what_is_urgent_is_flagged_and_said_first(replies: dict[str, Reply], name: str) -> None:
    reply = replies[name]
    first = reply.urgencies[0]
    assert first.is_sure
    assert first.status == BY_ID[name]["urgent"]
    assert BY_ID[name]["urgent_words"] in first.passage
    help_at = reply.text.index("shift commander")
    assert all(help_at < reply.text.index(f.heading) for f in reply.findings if f.heading)


@pytest.mark.parametrize("name", [n for n, email in BY_ID.items() if not email.get("urgent")])
def test_nothing_else_is_said_to_be_urgent_in_a_letter(replies: dict[str, Reply], name: str) -> None:
    assert not any(urgency.is_sure for urgency in replies[name].urgencies)
    assert "shift commander" not in replies[name].text


@pytest.mark.parametrize("name", [n for n, email in BY_ID.items() if email.get("officer")])
def test_one_persons_record_is_left_to_the_officer(replies: dict[str, Reply], name: str) -> None:
    left = " ".join(asked.text for finding in replies[name].for_officer for asked in finding.asked)
    assert all(word in left for word in BY_ID[name]["officer"])
    assert len(find_blanks(replies[name].text)) == len(replies[name].for_officer)


def test_another_answer_may_be_chosen_and_an_answer_left_to_the_officer(
    drafter: ReplyDrafter, replies: dict[str, Reply]
) -> None:
    reply = replies["seg-visit-copay"]
    number = next(n for n, f in enumerate(reply.findings) if f.answer.standard_answer == "visits-grievance")
    other = drafter.answer_from(reply, number, "visits-lawsuit")
    assert "private right of action" in other.text
    assert "visits-grievance" in other.findings[number].others
    left = drafter.leave_to_officer(reply, number)
    assert len(find_blanks(left.text)) == len(find_blanks(reply.text)) + 1


def test_any_bytes_get_a_letter(drafter: ReplyDrafter) -> None:
    for pasted in ("", "   ", "\x00\ud800", "?" * 5000, "a " * 30_000, "<script>alert(1)</script>", "مرحبا"):
        assert drafter.draft(pasted).text.strip()


def test_times_are_kept_with_each_draft(replies: dict[str, Reply]) -> None:
    median = statistics.median(reply.duration_ms for reply in replies.values())
    print(
        f"\nmedian from paste to draft {median:.0f} ms, longest {max(r.duration_ms for r in replies.values()):.0f} ms"
    )
    assert median > 0


def test_help_beside_a_crisis_does_not_keep_the_rest_from_its_answer(drafter: ReplyDrafter) -> None:
    told = "My sister in La Vista called me tonight crying and said she has saved up pills and she is going to end it."
    reply = drafter.draft(f"{told} I don't know who to call. Is there a dress code for visits?")
    assert reply.urgencies[0].is_sure
    assert [asked.text for finding in reply.findings for asked in finding.asked] == [
        "Is there a dress code for visits?"
    ]
    assert reply.text.index("shift commander") < reply.text.index("dress code")


def test_nobody_inside_is_to_be_told_of_the_death_of_the_one_who_was_inside(drafter: ReplyDrafter) -> None:
    reply = drafter.draft("My father passed away at the Territorial prison. How do we get his property?")
    assert not any(urgency.is_sure for urgency in reply.urgencies)
    assert "shift commander" not in reply.text


@pytest.mark.parametrize(
    ("email", "wrong"),
    [
        ("He works in the kitchen for 80 cents a day. Is there a minimum they have to pay him?", "17-24-122"),
        ("My son goes to Texas on parole. How long does the approval take?", "17-22.5-403.5"),
        ("He filed a grievance about his teeth. How does he file a grievance again?", "17-20-130"),
        (
            "My uncle is in the infirmary with cancer. Who decides if he gets special needs parole?",
            "Hospital Visits",
        ),
    ],
)
def test_a_neighbouring_rule_is_not_stated(drafter: ReplyDrafter, email: str, wrong: str) -> None:
    assert wrong not in drafter.draft(email).text


def test_more_questions_than_are_looked_up_have_a_place_each(drafter: ReplyDrafter) -> None:
    matters = "visits calls mail books money food school work property haircuts glasses clothes photos sports music tablets soap beds"
    reply = drafter.draft(" ".join(f"What is the rule about {m}?" for m in matters.split()))
    assert len(reply.unread) == 2
    assert "What is the rule about beds?" in reply.text


def test_what_is_told_stands_in_the_letter_of_an_email_that_asks_nothing(drafter: ReplyDrafter) -> None:
    reply = drafter.draft(
        "My nephew is at Limon. I was told that prison calls are free in Colorado now, and they bill me."
    )
    assert "17-42-103" in reply.text
    assert find_blanks(reply.text) == ()


def test_what_is_told_beside_a_question_waits_for_the_officer(drafter: ReplyDrafter) -> None:
    reply = drafter.draft(
        "I was told that prison calls are free in Colorado now. Can my mother bring her walker to the visit?"
    )
    offered = [n for n, finding in enumerate(reply.told) if finding.answer.standard_answer == "calls-cost"]
    assert "17-42-103" not in reply.text
    put = drafter.accept_told(reply, offered[0])
    assert "17-42-103" in put.text
    assert len(put.told) == len(reply.told) - 1
    assert drafter.leave_to_officer(put, len(put.findings) - 1).text == reply.text


def test_a_letter_about_a_daughter_says_she(drafter: ReplyDrafter) -> None:
    reply = drafter.draft(
        "My daughter is in an outside hospital and she is in pain. May we visit her in the hospital?"
    )
    assert "her doctor" in reply.text
    assert "his doctor" not in reply.text
