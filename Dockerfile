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
# No container has a cache from the last run, so rules, profiles and dialects are compiled here, for all of them.
RUN /opt/ocpplint/bin/python -m compileall -q --invalidation-mode unchecked-hash /opt/ocpplint/lib \
    && /opt/ocpplint/bin/python -I -m ocpplint.analysis.precompile

FROM python:3.13-slim
COPY --from=build /opt/ocpplint /opt/ocpplint
ENV PATH=/opt/ocpplint/bin:$PATH \
    OCPPLINT_CACHE_DIR= \
    PYTHONDONTWRITEBYTECODE=1
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["ocpplint"]
CMD ["--help"]
