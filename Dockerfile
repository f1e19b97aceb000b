# docker build --tag ocpplint .
# docker run --rm --volume "$PWD:/work:ro" ocpplint check

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY ocpplint ocpplint
COPY rules rules
COPY grammars grammars
RUN python -m pip wheel --quiet --no-deps --constraint constraints.txt --wheel-dir /wheels .
RUN python -m venv --without-pip /opt/ocpplint \
    && python -m pip --python /opt/ocpplint/bin/python install --quiet --no-compile --constraint constraints.txt /wheels/*.whl
# No container has a cache from the last run, so rules, profiles and dialects are compiled here, for all of them. What is
# compiled is good as long as its sources have the same time, of which an image keeps whole seconds.
ENV OCPPLINT_CACHE_DIR=/opt/ocpplint/cache
RUN find /opt/ocpplint/lib -type f -exec touch --date=@946684800 {} + \
    && /opt/ocpplint/bin/python -m compileall -q --invalidation-mode unchecked-hash /opt/ocpplint/lib \
    && echo '{"ConnectorPhaseRotation": "1.RST", "EVSE.Power": "11000"}' | /opt/ocpplint/bin/ocpplint check --profile generic - \
    && echo '2026-03-02T07:00:00Z CP1 -> [2,"1","Heartbeat",{}]' | /opt/ocpplint/bin/ocpplint audit --fail-on never - \
    && /opt/ocpplint/bin/ocpplint explain EVSE.Power

FROM python:3.13-slim
COPY --from=build /opt/ocpplint /opt/ocpplint
ENV PATH=/opt/ocpplint/bin:$PATH \
    OCPPLINT_CACHE_DIR=/opt/ocpplint/cache \
    PYTHONDONTWRITEBYTECODE=1
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["ocpplint"]
CMD ["--help"]
