"""The sign-in form's address: a cookie that no script reads for the right password, and the same words for every wrong one."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.desk.records import Person
from assistant.desk.tables import FAILURES
from tests.unit.ui.desk.conftest import PASSWORD, TestDesk, write_settings
from ui.desk.access import COOKIE, DOOR
from ui.desk.door import open_session


def knock(name: str, password: str, *, base: str = "", host: str = "10.0.0.1", **more: str) -> "Reply":
    return Reply(base=base, host=host).send(name, password, **more)


class Reply:
    """A browser at an address."""

    def __init__(self, *, base: str = "", host: str = "10.0.0.1", scheme: str = "http") -> None:
        app = Starlette(routes=[Route(f"{base}/{DOOR}", open_session, methods=["POST"])])
        self.client = TestClient(
            app, base_url=f"{scheme}://desk.example", client=(host, 1), follow_redirects=False
        )
        self.base = base

    def send(self, name: str, password: str, **more: str) -> "Reply":
        headers = {key.replace("_", "-"): value for key, value in more.items() if key != "page"}
        form = {"person": name, "password": password, "page": more.get("page", "desk")}
        answer = self.client.post(f"{self.base}/{DOOR}", data=form, headers=headers)
        self.status, self.to = answer.status_code, answer.headers.get("location", "")
        self.cookie = answer.headers.get("set-cookie", "")
        return self

    @property
    def key(self) -> str:
        return self.cookie.partition("=")[2].partition(";")[0]


def test_the_right_password_gives_a_cookie_that_no_script_and_no_other_site_reads(desk: TestDesk) -> None:
    desk.add("ann", "editor")
    reply = knock(" ANN ", PASSWORD, page="desk-reply")
    assert (reply.status, reply.to) == (303, "/desk-reply")
    for mark in (f"{COOKIE}=", "HttpOnly", "SameSite=strict", "Max-Age=36000", "Path=/"):
        assert mark in reply.cookie
    assert "Secure" not in reply.cookie
    assert desk.load().find_person(reply.key) == Person(name="ann", role="editor")


def test_over_https_the_cookie_never_goes_in_the_clear(desk: TestDesk) -> None:
    desk.add("ann", "editor")
    assert "Secure" in Reply(scheme="https").send("ann", PASSWORD).cookie


def test_an_application_below_a_path_keeps_its_cookie_there(desk: TestDesk) -> None:
    desk.add("ann", "editor")
    reply = knock("ann", PASSWORD, base="/families")
    assert reply.to == "/families/desk"
    assert "Path=/families/" in reply.cookie


@pytest.mark.parametrize(
    ("name", "password"), [("ann", "wrong"), ("nobody", PASSWORD), ("", ""), ("ann", "\x00\u202e" * 40)]
)
def test_a_wrong_name_or_password_is_told_alike(name: str, password: str, desk: TestDesk) -> None:
    desk.add("ann", "editor")
    reply = knock(name, password)
    assert (reply.status, reply.to, reply.cookie) == (303, "/desk?said=wrong", "")


@pytest.mark.parametrize(
    "page", ["//elsewhere.example", "https://x.example", "../x", "desk-reply\r\nx: y", ""]
)
def test_the_form_leads_to_pages_of_the_desk_only(page: str, desk: TestDesk) -> None:
    desk.add("ann", "editor")
    assert knock("ann", PASSWORD, page=page).to == "/desk"


@pytest.mark.parametrize(
    "headers", [{"sec_fetch_site": "cross-site"}, {"origin": "https://elsewhere.example"}]
)
def test_another_sites_form_is_refused(headers: dict[str, str], desk: TestDesk) -> None:
    desk.add("ann", "editor")
    reply = knock("ann", PASSWORD, **headers)
    assert (reply.status, reply.cookie) == (403, "")


def test_a_form_larger_than_any_is_not_read(desk: TestDesk) -> None:
    assert knock("ann", "x" * 9000).status == 413


def test_without_a_password_file_there_is_no_door(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    write_settings(tmp_path, monkeypatch, '[desk]\nsign_in = "oidc"\n')  # type: ignore[arg-type]
    assert knock("ann", PASSWORD).status == 404
    write_settings(tmp_path, monkeypatch, "")  # type: ignore[arg-type]
    assert knock("ann", PASSWORD).status == 404


def test_a_stranger_who_guesses_locks_out_themselves_and_not_the_colleague(desk: TestDesk) -> None:
    desk.add("ann", "editor")
    told = [knock("ann", "wrong password", host="10.9.9.9").to for _ in range(4)]
    assert told == ["/desk?said=wrong"] * 2 + ["/desk?said=locked"] * 2
    assert knock("ann", PASSWORD, host="10.9.9.9").to == "/desk?said=locked"
    assert knock("ann", PASSWORD, host="10.0.0.1").key


@pytest.mark.parametrize(("hours", "is_let_in"), [(-1, True), (0, False), (0.02, False), (24 * 400, True)])
def test_a_clock_that_was_set_back_by_months_keeps_nobody_locked_out_for_months(
    hours: float, is_let_in: bool, desk: TestDesk
) -> None:
    desk.add("ann", "editor")
    for _ in range(4):
        knock("ann", "wrong password", host="10.9.9.9")
    with desk.load().engine.begin() as connection:
        for row in connection.execute(sa.select(FAILURES)).all():
            moved = row.failed_at + timedelta(hours=hours)
            connection.execute(FAILURES.update().where(FAILURES.c.id == row.id).values(failed_at=moved))
    assert bool(knock("ann", PASSWORD, host="10.9.9.9").key) is is_let_in


def test_signing_in_again_ends_the_browsers_earlier_session(desk: TestDesk) -> None:
    desk.add("ann", "editor")
    browser = Reply()
    first = browser.send("ann", PASSWORD).key
    second = browser.send("ann", PASSWORD).key
    assert desk.load().find_person(first) is None
    assert desk.load().find_person(second) is not None
