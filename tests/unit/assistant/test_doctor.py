"""What `doctor` says of things that are damaged, check by check."""

import errno
import os
import tempfile
import time
from pathlib import Path

import pytest

from assistant.conflicts import load_conflicts
from assistant.deadlines import load_deadlines
from assistant.desk.desk import load_desk
from assistant.doctor import (
    WRITTEN,
    check_clock,
    check_desk,
    check_disk,
    check_log,
    check_services,
    run_checks,
)
from assistant.errors import ContentError
from assistant.not_held import load_not_held
from assistant.services import load_service_facts
from assistant.settings import AssistantSettings
from evals.reliability.forked import Conditions, run_forked
from ingest.errors import describe_os_error


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


LOADERS = {
    "services.toml": load_service_facts,
    "deadlines.toml": load_deadlines,
    "not_held.toml": load_not_held,
    "conflicts.toml": load_conflicts,
}


@pytest.mark.parametrize("content", [b"\xff", b"[", b"", b"services = deadline", b"[[deadline]]\nx = 1\n"])
@pytest.mark.parametrize("name", LOADERS)
def test_a_file_of_content_that_is_damaged_is_named_in_one_line(
    tmp_path: Path, name: str, content: bytes
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(ContentError) as told:
        LOADERS[name](file)
    assert str(file) in str(told.value)
    assert str(told.value).endswith("; restore the file")
    assert len(str(told.value).splitlines()) == 1


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


def test_a_folder_that_cannot_be_written_is_named_with_its_cure() -> None:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o555)  # nobody may enter it, and nobody may write it

        def look() -> int:
            print(check_disk(AssistantSettings(data_dir=Path(name))).model_dump_json())
            return 0

        done = run_forked(look, Conditions(is_nobody=os.geteuid() == 0))
        Path(name).chmod(0o755)
    assert '"result":"warn"' in done.out
    assert "cannot be written by this user: answers are given" in done.out
    assert "give this user the right to write" in done.out


@pytest.mark.parametrize(("ahead_s", "result"), [(-60, "ok"), (120, "ok"), (3600, "fail")])
@pytest.mark.parametrize("name", WRITTEN)
def test_a_clock_behind_what_was_written_here_is_named(
    name: str, ahead_s: int, result: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.touch()
    os.utime(file, (time.time() + ahead_s,) * 2)
    check = check_clock(AssistantSettings(data_dir=tmp_path))
    assert check.result == result
    assert (str(file) in check.found) is (result == "fail")


def test_what_answering_reads_is_tried_and_not_only_listed(tmp_path: Path) -> None:
    settings = AssistantSettings(corpus_dir=tmp_path, data_dir=tmp_path)
    check = next(c for c in run_checks(settings) if c.name == "answering")
    assert check.result != "ok"


def test_the_system_s_own_words_are_made_a_plain_line() -> None:
    full = describe_os_error(OSError(errno.ENOSPC, "No space left on device", "/data/index/x"))
    assert full == (
        "/data/index/x cannot be written (No space left on device); free space or choose another folder"
    )
    refused = describe_os_error(PermissionError(errno.EROFS, "Read-only file system"), "data")
    assert refused.startswith("data cannot be read or written (Read-only file system); give this user")
    assert "Errno" not in full + refused
