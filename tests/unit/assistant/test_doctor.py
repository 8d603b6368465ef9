"""What `doctor` says of things that are damaged, check by check."""

from pathlib import Path

import pytest

from assistant.desk.desk import load_desk
from assistant.doctor import check_desk, check_log, check_services
from assistant.errors import ContentError
from assistant.settings import AssistantSettings


def use_log(monkeypatch: pytest.MonkeyPatch, folder: Path, line: str) -> None:
    file = folder / "assistant.toml"
    file.write_text(f"[log]\n{line}\n", encoding="utf-8")
    monkeypatch.setenv("CORRECTIONS_ASSISTANT_SETTINGS", str(file))


def test_a_log_that_is_garbage_is_named_with_its_cure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "log.sqlite").write_bytes(b"garbage" * 1000)
    use_log(monkeypatch, tmp_path, f'database_url = "sqlite:///{tmp_path}/log.sqlite"')
    check = check_log(AssistantSettings())
    assert check.result == "warn"
    assert "not kept" in check.found
    assert "log.sqlite" in check.cure


def test_a_database_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    use_log(monkeypatch, tmp_path, 'database_url = "postgresql://nobody@127.0.0.1:9/log"')
    assert check_log(AssistantSettings()).result == "warn"


def test_examining_makes_no_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    use_log(monkeypatch, tmp_path, f'database_url = "sqlite:///{tmp_path}/log.sqlite"')
    assert check_log(AssistantSettings()).result == "ok"
    assert not (tmp_path / "log.sqlite").exists()


def test_a_register_of_services_that_is_cut_is_named_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "services.toml").write_text('[[services]]\nkey = "x', encoding="utf-8")
    with pytest.raises(ContentError, match=r"services\.toml cannot be read"):
        check_services(AssistantSettings(corpus_dir=tmp_path))


def test_a_desk_whose_log_was_cut_or_that_nobody_can_enter_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "assistant.toml"
    file.write_text(
        f'[log]\ndatabase_url = "sqlite:///{tmp_path}/log.sqlite"\n[desk]\nsign_in = "password"\nusers_file = "users.json"\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("CORRECTIONS_ASSISTANT_SETTINGS", str(file))
    check = check_desk(AssistantSettings())
    assert (check.result, check.cure) == ("warn", "python -m assistant users add NAME admin")
    desk = load_desk()
    assert desk is not None
    desk.passwords.add_account("ann", "admin", "correct horse battery")
    desk.audit.record(None, "test.first")
    desk.audit.record(None, "test.last")
    assert check_desk(AssistantSettings()).result == "ok"
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_no_DELETE")
        connection.exec_driver_sql("DELETE FROM audit WHERE position = 1")
    assert "rows at its end" in check_desk(AssistantSettings()).found
