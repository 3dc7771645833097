# The base is named by its version; for a build that nobody can change below you, give its digest:
#   docker buildx imagetools inspect python:3.12-slim-bookworm
#   docker build --build-arg BASE=python:3.12-slim-bookworm@sha256:… .
ARG BASE=python:3.12-slim-bookworm

FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /venv
WORKDIR /source
COPY requirements.lock ./
RUN /venv/bin/pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY migrations migrations
RUN /venv/bin/pip install --no-deps --no-build-isolation .

FROM ${BASE}
# Cleans voice notes and videos; without it they stay in the diary.
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends ffmpeg \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 hibi \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin hibi \
    && install -d -o 10001 -g 10001 -m 0700 /data
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HIBI_IN_IMAGE=1 \
    HIBI_DATA_DIR=/data \
    HIBI_HOST=0.0.0.0
USER 10001:10001
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD \
    ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ.get('HIBI_PORT', '8080') + '/health', timeout=4)"]
ENTRYPOINT ["hibi"]
CMD ["run"]
