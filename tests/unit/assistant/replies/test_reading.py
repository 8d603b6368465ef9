"""An e-mail is redacted first, and only its sender's own sentences are read."""

import pytest

from assistant.replies.reading import drop_marks, read_email, redact_email

THREAD = """From: Carla Jimenez <carla.j@example.net>
Sent: Friday, November 20, 2026 7:12 PM
Subject: RE: property

Hi again, his TV did not come with him. Who pays if staff lose it?

On Mon, Nov 9, 2026 at 9:03 AM CDOC <cdoc@state.co.us> wrote:
> Did you contact the facility first?
"""


def test_headers_and_earlier_messages_are_nobodys_questions() -> None:
    email = read_email(THREAD)
    assert email.sentences == ("his TV did not come with him.", "Who pays if staff lose it?")
    assert "Jimenez" not in email.redacted


@pytest.mark.parametrize(
    ("signed", "name"),
    [
        ("I want to see my son.\nEd Novotny\ned@example.org", "Novotny"),
        ("Someone needs to look into this.\nPam Kowalski\n", "Kowalski"),
        ("Quiero verlo.\n\nMuchas gracias,\nRosalba Medina\nSent from my iPhone", "Rosalba"),
    ],
)
def test_a_name_that_only_signs_is_redacted(signed: str, name: str) -> None:
    assert name not in redact_email(signed)


def test_a_name_told_once_is_redacted_wherever_it_comes_again() -> None:
    redacted = redact_email("My brother Anthony is in Limon. Anthony has no write ups.")
    assert "Anthony" not in redacted


def test_lines_that_the_mail_program_broke_are_one_sentence() -> None:
    email = read_email(
        "They cancelled our visit on Sunday after I had already drove up from\nPueblo. Can they do that?"
    )
    assert email.sentences[1] == "Can they do that?"


def test_list_items_are_sentences_of_their_own() -> None:
    email = read_email("Good morning,\n\n1. When can he see the board?\n2. Can we write letters?\n")
    assert email.sentences == ("When can he see the board?", "Can we write letters?")


def test_a_notice_at_the_foot_asks_nothing() -> None:
    email = read_email("How do I visit?\n\nCONFIDENTIALITY NOTICE: Are you sure you are the recipient?")
    assert email.sentences == ("How do I visit?",)


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("My son [name] DOC# [DOC number] was moved", "My son was moved"),
        ("My brother [name] (DOB [birth date], DOC [DOC number]) was denied", "My brother was denied"),
        ("Mr. [name] (DOC No. [DOC number]) asks", "asks"),
    ],
)
def test_marks_go_with_their_cues(marked: str, plain: str) -> None:
    assert drop_marks(marked) == plain


def test_too_long_an_email_is_said_to_be_cut() -> None:
    assert read_email("visit " * 10_000).is_cut
    assert not read_email("visit").is_cut


def test_no_at_the_end_of_a_sentence_is_no_abbreviation() -> None:
    email = read_email(
        "Pidió que lo acercaran y le dijeron que no. También le quitaron su trabajo. Cell No. 14 is his."
    )
    assert email.sentences[:2] == (
        "Pidió que lo acercaran y le dijeron que no.",
        "También le quitaron su trabajo.",
    )
    assert email.sentences[2] == "Cell No. 14 is his."


def test_courtesies_are_no_sentences() -> None:
    email = read_email(
        "Buen día, disculpe la molestia. Mi hijo está en Limon. Thanks for reading all of this!"
    )
    assert email.sentences == ("Mi hijo está en Limon.",)


def test_thanks_with_a_but_behind_them_tell_something() -> None:
    assert read_email("Thanks but he never got his mail.").sentences == ("Thanks but he never got his mail.",)
