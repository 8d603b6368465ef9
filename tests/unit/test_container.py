"""The container's files, as far as they can be checked without an engine."""

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]


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
