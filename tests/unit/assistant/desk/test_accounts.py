"""The password file: hashes only, whole or not at all, and the commands that change it."""

import io
import json
import stat
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.desk.accounts import PasswordFile
from assistant.desk.records import AccountError, DeskSettings, Person

PASSWORD = "correct horse battery"


def build_file(folder: Path) -> PasswordFile:
    file = PasswordFile(folder / "users.json")
    file.add_account("Ann", "editor", PASSWORD)
    return file


def test_a_password_is_kept_as_an_argon2_hash_in_a_file_of_the_owners(tmp_path: Path) -> None:
    file = build_file(tmp_path)
    assert json.loads(file.path.read_text())["ann"]["hash"].startswith("$argon2id$")
    assert PASSWORD not in file.path.read_text()
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_only_the_right_password_of_an_account_in_use_is_taken(tmp_path: Path) -> None:
    file = build_file(tmp_path)
    assert file.check_password("ANN", PASSWORD) is not None
    assert file.check_password("ann", PASSWORD + " ") is None
    assert file.check_password("ben", PASSWORD) is None
    file.change_account("ann", is_disabled=True)
    assert file.check_password("ann", PASSWORD) is None
    file.change_account("ann", is_disabled=False, role="admin")
    found = file.check_password("ann", PASSWORD)
    assert found is not None
    assert found[1].role == "admin"


def test_another_password_replaces_the_first_and_enables_nobody(tmp_path: Path) -> None:
    file = build_file(tmp_path)
    file.change_account("ann", is_disabled=True)
    file.change_account("ann", password="another long password")
    assert file.check_password("ann", "another long password") is None
    file.change_account("ann", is_disabled=False)
    assert file.check_password("ann", PASSWORD) is None
    assert file.check_password("ann", "another long password") is not None


@pytest.mark.parametrize(
    ("name", "password", "told"),
    [
        ("ann", PASSWORD, "exists"),
        ("ben", "short", "12"),
        ("a b", PASSWORD, "no name"),
        ("", PASSWORD, "no name"),
    ],
)
def test_what_cannot_be_an_account_is_refused(name: str, password: str, told: str, tmp_path: Path) -> None:
    file = build_file(tmp_path)
    before = file.path.read_bytes()
    with pytest.raises(AccountError, match=told):
        file.add_account(name, "reader", password)
    assert file.path.read_bytes() == before


@pytest.mark.parametrize("content", ["", "[]", '{"ann": {"role": "king"}}', "\x00"])
def test_a_file_that_cannot_be_read_lets_nobody_in_and_is_not_overwritten(
    content: str, tmp_path: Path
) -> None:
    file = PasswordFile(tmp_path / "users.json")
    file.path.write_text(content)
    with pytest.raises(AccountError):
        file.check_password("ann", PASSWORD)
    with pytest.raises(AccountError):
        file.add_account("ben", "reader", PASSWORD)
    assert file.path.read_text() == content


def test_roles_include_those_before_them() -> None:
    may = {
        role: [needed for needed in ("reader", "editor", "admin") if Person(name="a", role=role).may(needed)]
        for role in ("reader", "editor", "admin")
    }
    assert may == {
        "reader": ["reader"],
        "editor": ["reader", "editor"],
        "admin": ["reader", "editor", "admin"],
    }


def test_addresses_of_people_are_folded_and_other_roles_refused() -> None:
    assert DeskSettings(people={" Ann@Office.Example ": "admin"}).people == {"ann@office.example": "admin"}
    with pytest.raises(ValueError):
        DeskSettings(people={"ann@office.example": "owner"})


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings = tmp_path / "settings.toml"
    settings.write_text(
        f'[desk]\nsign_in = "password"\nusers_file = "users.json"\n'
        f'[log]\ndatabase_url = "sqlite:///{tmp_path / "log.sqlite"}"\n'
    )
    monkeypatch.setenv("CORRECTIONS_ASSISTANT_SETTINGS", str(settings))
    return tmp_path


def test_the_commands_make_and_change_accounts_and_every_change_is_recorded(
    commands: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    assert main(["users", "add", "ann", "editor", "--password-stdin"]) == 0
    assert main(["users", "role", "ann", "admin"]) == 0
    assert main(["users", "disable", "ann"]) == 0
    capsys.readouterr()
    assert main(["users", "list"]) == 0
    assert capsys.readouterr().out.split() == ["ann", "admin", "disabled"]
    assert main(["audit"]) == 0
    told = capsys.readouterr().out
    assert [" (command line) " in line for line in told.splitlines()] == [True] * 3
    assert [word for word in told.split() if word.startswith("users.")] == [
        "users.add",
        "users.role",
        "users.disable",
    ]
    assert PASSWORD not in told


def test_an_account_that_is_not_there_is_said(commands: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["users", "disable", "nobody"]) == 1
    assert "nobody is not in users.json" in capsys.readouterr().err


def test_the_store_is_brought_up_to_date_by_a_command(
    commands: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["store", "upgrade"]) == 0
    assert "revision" in capsys.readouterr().out
    assert (commands / "log.sqlite").exists()


def test_what_is_kept_is_exported_by_a_command_and_that_is_recorded(
    commands: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["store", "export", str(commands / "out.csv")]) == 0
    assert (commands / "out.csv").read_text(encoding="utf-8-sig").startswith("conversation,position,asked_at")
    capsys.readouterr()
    assert main(["audit"]) == 0
    assert "store.export" in capsys.readouterr().out
