"""What `doctor` says of things that are damaged, check by check."""

from pathlib import Path

import pytest

from assistant.doctor import check_log, check_services
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
