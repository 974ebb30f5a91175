# One image for every process of ours; docker-compose.yml says which command each of them runs.
# Neither a compiler nor PostgreSQL's client programs: the wheels bring what they need, and backups are our own command.
FROM python:3.11-slim-bookworm

RUN useradd --uid 10001 --no-create-home --home-dir /app --shell /usr/sbin/nologin liaison
WORKDIR /app

# Behind a mirror: docker compose build --build-arg PIP_INDEX_URL=(its address). The hashes hold wherever it comes from.
ARG PIP_INDEX_URL
COPY requirements.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

COPY . .
# Settings of production with values of no meaning, so that no key is made and left in the image.
RUN LIAISON_ENV=production SECRET_KEY=none ALLOWED_HOSTS=localhost DATABASE_URL=postgres://localhost/none \
    python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q . \
    && install -d -o liaison -g liaison -m 700 var var/files var/backups

ENV LIAISON_ENV=production PYTHONUNBUFFERED=1
USER liaison
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "deploy/healthy.py"]
CMD ["gunicorn", "liaison.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
