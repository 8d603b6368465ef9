"""The container's files, as far as they can be checked without an engine."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")
MANY = ("chat-2", "index", "proxy", "chroma")


def test_the_image_runs_as_nobody_special_and_copies_only_what_is_there() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    last_user = [line for line in lines if line.startswith("USER ")][-1]
    assert last_user == "USER assistant"
    assert lines.index(last_user) < next(n for n, line in enumerate(lines) if line.startswith("CMD ["))
    for line in lines:
        if line.startswith("COPY ") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert (ROOT / source).exists()


def test_the_chat_can_write_its_data_folder_only_and_the_database_is_reached_from_inside_only() -> None:
    composed = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    chat, database = composed["services"]["chat"], composed["services"]["database"]
    assert chat["read_only"] is True
    assert chat["cap_drop"] == ["ALL"]
    assert [v for v in chat["volumes"] if not v.endswith(":ro")] == ["data:/app/data"]
    assert database["networks"] == ["inside"]
    assert composed["networks"]["inside"]["internal"] is True
    assert "ports" not in database
    assert "POSTGRES_PASSWORD" not in database["environment"]


def test_the_proxy_keeps_nobodys_words_believes_no_visitor_and_lets_nobody_search_without_the_token() -> None:
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    logged = text.split("log_format plain", 1)[1].split(";", 1)[0]
    assert not {"$request ", "$request_uri", "$args", "$remote_addr", "$http_referer"} & set(logged.split())
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text
    assert "$proxy_add_x_forwarded_for" not in text
    chroma = text.split("listen 127.0.0.1:8001", 1)[1]
    assert chroma.index("return 401") < chroma.index("proxy_pass")
    assert "limit_req zone=pages" in text
    assert "hash $remote_addr consistent;" in text


def test_one_office_needs_no_more_than_before_and_many_processes_are_a_profile() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    assert {name for name, held in services.items() if held.get("profiles") == ["many"]} == set(MANY)
    assert {name for name, held in services.items() if "profiles" not in held} == {"chat", "database"}
    published = [port for held in services.values() for port in held.get("ports", ())]
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_chroma_which_checks_nobody_is_reached_by_the_proxy_alone() -> None:
    composed = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    inside = {name for name, held in composed["services"].items() if "vectors" in held["networks"]}
    assert inside == {"proxy", "chroma"}
    assert set(composed["services"]["chroma"]["networks"]) == {"vectors"}
    assert composed["networks"]["vectors"]["internal"] is True
    version = re.search(r"^chromadb==(.+)$", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.M)
    assert version is not None
    assert composed["services"]["chroma"]["image"] == f"chromadb/chroma:{version[1]}"


def write_composed_proxy(folder: Path) -> str:
    """Run the proxy's own command, but for nginx, in a folder; returns the configuration it would start with."""
    composed = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    shell, flag, command = composed["services"]["proxy"]["command"]
    (folder / "chroma-token.conf").write_text(
        'map $http_authorization $may_search { default 0; "Bearer x" 1; }\n', encoding="utf-8"
    )
    named = command.replace("/deploy/", f"{ROOT}/deploy/").replace(
        "/run/secrets/chroma-token.conf", "/dev/null"
    )
    named = named.replace("/run/proxy/", f"{folder}/").replace("cp /dev/null", "test -d")
    subprocess.run([shell, flag, named.partition("&& exec")[0]], check=True)
    return (folder / "nginx.conf").read_text(encoding="utf-8")


def test_the_composed_proxy_names_the_addresses_of_its_neighbours_and_no_loopback(tmp_path: Path) -> None:
    composed = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    text = write_composed_proxy(tmp_path)
    places = {
        name: held["ipv4_address"]
        for service, network, name in (
            ("chat", "inside", "one"),
            ("chat-2", "inside", "two"),
            ("chroma", "vectors", "store"),
        )
        for held in [composed["services"][service]["networks"][network]]
    }
    assert "127.0.0.1" not in text
    assert f"server {places['one']}:8501" in text
    assert f"server {places['two']}:8501" in text
    assert f"proxy_pass http://{places['store']}:8000" in text
    assert f"set_real_ip_from {composed['networks']['outside']['ipam']['config'][0]['gateway']};" in text


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_nginx_takes_the_composed_configuration(tmp_path: Path) -> None:
    write_composed_proxy(tmp_path)
    command = [str(NGINX), "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"), "-t"]
    tested = subprocess.run(command, capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
