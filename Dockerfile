# The chat in a container: not root, nothing writable but the data folder and a temporary one.
# Build on a machine with a container engine: docker build -t corrections-assistant .
FROM python:3.11-slim-bookworm AS built

WORKDIR /app
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
COPY requirements.lock ./
# The lock names torch by its plain version, and the plain index brings the graphics libraries with it:
# --build-arg PIP_EXTRA_INDEX_URL=… names an index that has the processor-only build.
ARG PIP_EXTRA_INDEX_URL
RUN python -m venv /app/.venv \
    && /app/.venv/bin/pip install -r requirements.lock
COPY . .
RUN /app/.venv/bin/pip install --no-deps --no-build-isolation -e . \
    && HF_HUB_OFFLINE=1 /app/.venv/bin/python -m ingest \
    && HF_HUB_OFFLINE=1 /app/.venv/bin/python -m index \
    && HF_HUB_OFFLINE=1 /app/.venv/bin/python -m assistant ask "who votes on parole" \
    && mv data data-built

FROM python:3.11-slim-bookworm

RUN useradd --create-home --uid 10001 assistant
COPY --from=built --chown=root:root /app /app
# A new data volume starts as a copy of this folder, so that the first question does not wait for an index.
RUN mv /app/data-built /app/data && chown -R assistant:assistant /app/data
WORKDIR /app
USER assistant
ENV HF_HUB_OFFLINE=1 TRANSFORMERS_OFFLINE=1 ANONYMIZED_TELEMETRY=False LANGSMITH_TRACING=false \
    TOKENIZERS_PARALLELISM=false PYTHONDONTWRITEBYTECODE=1 HOME=/tmp
VOLUME /app/data
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["/app/.venv/bin/python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8501/health', timeout=4)"]
CMD ["/app/.venv/bin/streamlit", "run", "ui/app.py", "--server.address", "0.0.0.0", "--server.port", "8501"]
