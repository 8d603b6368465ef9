"""What the audit of the dependencies says: a weakness fails, and what could not be looked up is not passed for sound."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BILL = """#!/bin/sh
while [ "$1" != --output-file ]; do shift; done
printf '{"bom-ref": 1}' > "$2"
"""
FOUND = """#!/bin/sh
while [ "$1" != --output ]; do shift; done
echo '{"dependencies": []}' > "$2"
echo "$SAID" >&2
exit $CODE
"""
AWAY = """#!/bin/sh
echo "ERROR:pip_audit._cli:no such host" >&2
exit 1
"""


def run_audit(folder: Path, audit: str, *, code: int = 0, said: str = "") -> tuple[int, str]:
    for name, text in (("cyclonedx-py", BILL), ("pip-audit", audit)):
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(0o755)
    done = subprocess.run(
        [ROOT / ".ci" / "audit"],
        env={
            "PATH": "/usr/bin:/bin",
            "AUDIT_OUT": str(folder / "out"),
            "AUDIT_TOOLS": str(folder),
            "CODE": str(code),
            "SAID": said,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_a_known_weakness_fails_and_is_named(tmp_path: Path) -> None:
    code, told = run_audit(tmp_path, FOUND, code=1, said="Found 1 known vulnerability in x")
    assert code == 1
    assert "Found 1 known vulnerability in x" in told


def test_no_known_weakness_is_said_only_after_a_look_up(tmp_path: Path) -> None:
    code, told = run_audit(tmp_path, FOUND)
    assert (code, told.splitlines()[-1]) == (0, "No known weakness in what requirements.lock pins.")


def test_a_database_that_cannot_be_reached_is_said_plainly_and_nothing_is_claimed(tmp_path: Path) -> None:
    code, told = run_audit(tmp_path, AWAY)
    assert code == 0
    assert "NOT CHECKED for known weaknesses: no such host" in told
    assert "No known weakness" not in told


@pytest.mark.parametrize("command", ["make test", "make audit"])
def test_every_change_is_tested_and_audited(command: str) -> None:
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_static_checks_of_security_are_part_of_lint_and_lint_of_test() -> None:
    rules = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("select = [", 1)[1].split("]", 1)[0]
    assert '"S"' in rules
    assert "\ntest: lint " in (ROOT / "Makefile").read_text(encoding="utf-8")
