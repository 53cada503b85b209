"""What cannot be run here is at least true to the code: addresses, variables, commands, and how little each part may do."""

import contextlib
import http.client
import json
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
import yaml
from django.urls import Resolver404, resolve

from cms.middleware import MACHINES

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
WEB = (
    ".venv/bin/python -m granian --interface wsgi --host {host} --port {port} --workers 2 --blocking-threads 2 "
    "--respawn-failed-workers --no-access-log --log-config deploy/granian.json cms.wsgi:application"
)
WORKER = ".venv/bin/python -m celery --quiet -A cms worker --concurrency 2 --without-mingle --without-gossip"
CLOCK = ".venv/bin/python -m celery --quiet -A cms beat --schedule {file} --pidfile="
OF_OTHERS = {
    "DJANGO_SETTINGS_MODULE",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONUNBUFFERED",
    "POSTGRES_USER",
    "POSTGRES_DB",
}
OF_OTHERS |= {"POSTGRES_PASSWORD", "CAMPUS_TLS", "CAMPUS_ENV"}


def documents() -> list[dict]:
    files = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    return [document for file in files for document in yaml.safe_load_all(file.read_text())]


def kind(name: str) -> list[dict]:
    return [document for document in documents() if document["kind"] == name]


def compose() -> dict:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def pods() -> dict[str, dict]:
    return {
        each["metadata"]["name"]: each["spec"]["template"]["spec"]
        for each in kind("Deployment") + kind("Job")
    }


def known_variables() -> set[str]:
    """What the settings read."""
    text = "".join(file.read_text() for file in (ROOT / "cms" / "settings").glob("*.py"))
    read = r"""(?:read(?:\.\w+)?|required)\(\s*"([A-Z0-9_]+)"""
    return set(re.findall(read, text))


def test_the_kinds_of_manifests_are_complete():
    found = {f"{each['kind']} {each['metadata']['name']}" for each in documents()}

    assert found == {
        "Namespace campus", "ConfigMap campus", "Secret campus", "PersistentVolumeClaim campus-data", "Job campus-migrate",
        "Deployment campus-web", "Deployment campus-worker", "Deployment campus-beat", "Service campus-web",
        "PodDisruptionBudget campus-web", "HorizontalPodAutoscaler campus-web", "Ingress campus",
    }  # fmt: skip
    assert {each["metadata"].get("namespace", "campus") for each in documents()} == {"campus"}


@pytest.mark.parametrize("name", ["campus-web", "campus-worker", "campus-beat", "campus-migrate"])
def test_a_pod_may_do_little(name):
    pod = pods()[name]
    [container] = pod["containers"]

    assert (pod["securityContext"]["runAsNonRoot"], pod["automountServiceAccountToken"]) == (True, False)
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert {mount["mountPath"] for mount in container["volumeMounts"]} == {"/data", "/run/campus", "/tmp"}
    assert {volume["name"] for volume in pod["volumes"]} == {
        mount["name"] for mount in container["volumeMounts"]
    }
    assert set(container["resources"]) == {"requests", "limits"}


def test_there_are_several_web_processes_and_one_clock():
    replicas = {each["metadata"]["name"]: each["spec"]["replicas"] for each in kind("Deployment")}
    [budget], [scaler] = kind("PodDisruptionBudget"), kind("HorizontalPodAutoscaler")
    [clock] = [each for each in kind("Deployment") if each["metadata"]["name"] == "campus-beat"]

    assert replicas == {"campus-web": 3, "campus-worker": 2, "campus-beat": 1}
    assert budget["spec"]["minAvailable"] < replicas["campus-web"] <= scaler["spec"]["minReplicas"]
    assert clock["spec"]["strategy"] == {"type": "Recreate"}


def test_probes_ask_addresses_that_exist():
    [container] = pods()["campus-web"]["containers"]
    asked = {
        name: container[name]["httpGet"]["path"]
        for name in ("startupProbe", "livenessProbe", "readinessProbe")
    }
    names = {name: resolve(path).url_name for name, path in asked.items()}

    assert names == {
        "startupProbe": "health_live",
        "livenessProbe": "health_live",
        "readinessProbe": "health_ready",
    }
    assert {container[name]["httpGet"]["port"] for name in asked} == {container["ports"][0]["name"]}
    with pytest.raises(Resolver404):
        resolve("health/live")  # the probe's own mistake would be found


def test_selectors_meet_their_pods():
    labels = {
        each["metadata"]["name"]: each["spec"]["template"]["metadata"]["labels"]
        for each in kind("Deployment")
    }

    assert {name: each["app"] for name, each in labels.items()} == {name: name for name in labels}
    for each in kind("Deployment"):
        assert each["spec"]["selector"]["matchLabels"] == labels[each["metadata"]["name"]]
    assert [each["spec"]["selector"] for each in kind("Service")] == [labels["campus-web"]]
    [ingress] = kind("Ingress")
    backend = ingress["spec"]["rules"][0]["http"]["paths"][0]["backend"]["service"]
    assert backend == {"name": "campus-web", "port": {"name": "http"}}


def named_variables() -> dict[str, set[str]]:
    environment = (DEPLOY / "campus.env.example").read_text()
    dockerfile = " ".join(re.findall(r"^ENV (.+)$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE))
    units = "".join(file.read_text() for file in (DEPLOY / "systemd").glob("campus-*.service"))
    services = compose()["services"].values()
    return {
        "kubernetes": {key for each in kind("ConfigMap") for key in each["data"]}
        | {key for each in kind("Secret") for key in each["stringData"]},
        "compose": {key for each in services for key in each.get("environment", {})}
        | set(re.findall(r"\$\{([A-Z0-9_]+)", (DEPLOY / "compose.yaml").read_text())),
        "example": set(re.findall(r"^([A-Z0-9_]+)=", environment, re.MULTILINE)),
        "Dockerfile": set(re.findall(r"([A-Z0-9_]+)=", dockerfile)) - {"PIP_NO_CACHE_DIR", "PIP_DISABLE_PIP_VERSION_CHECK"},
        "systemd": set(re.findall(r"\b([A-Z][A-Z0-9_]+)=", "\n".join(re.findall(r"^Environment=(.+)$", units, re.MULTILINE)))),
        "documentation": set(re.findall(r"`((?:CAMPUS|EMAIL|DATABASE|REDIS|SECRET|ALLOWED)_[A-Z0-9_]+)[`=]", (ROOT / "docs" / "operations.md").read_text())),
    }  # fmt: skip


@pytest.mark.parametrize(
    "place", ["kubernetes", "compose", "example", "Dockerfile", "systemd", "documentation"]
)
def test_every_named_variable_is_one_that_the_settings_read(place):
    assert named_variables()[place] - known_variables() - OF_OTHERS == set()
    assert named_variables()[place]


@pytest.mark.parametrize("place", ["kubernetes", "compose", "example"])
def test_what_production_cannot_do_without_is_named(place):
    needed = {
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "CAMPUS_ADDRESS",
        "CAMPUS_KEYS_SECRET",
        "DATABASE_URL",
        "REDIS_URL",
        "EMAIL_URL",
    }

    assert needed - named_variables()[place] == set()


def test_the_commands_are_the_same_everywhere():
    dockerfile = (DEPLOY / "Dockerfile").read_text()
    [start] = re.findall(r"^CMD (\[.+\])$", dockerfile, re.MULTILINE)
    services = compose()["services"]
    units = {
        file.name: re.search(r"^ExecStart=/srv/campus/(.+)$", file.read_text(), re.MULTILINE)[1]
        for file in (DEPLOY / "systemd").glob("campus-[wb][eo]*")
    }
    documented = (ROOT / "docs" / "operations.md").read_text()

    assert " ".join(json.loads(start)) == WEB.format(host="0.0.0.0", port=8000)
    assert units["campus-web@.service"] == WEB.format(host="127.0.0.1", port="%i")
    assert [units["campus-worker.service"], " ".join(services["worker"]["command"])] == [WORKER] * 2
    assert " ".join(pods()["campus-worker"]["containers"][0]["command"]) == WORKER
    assert units["campus-beat.service"] == CLOCK.format(file="/var/lib/campus/beat")
    for command in (services["beat"]["command"], pods()["campus-beat"]["containers"][0]["command"]):
        assert " ".join(command) == CLOCK.format(file="/data/beat")
    for command in (
        WEB.format(host="127.0.0.1", port=8000),
        WORKER,
        CLOCK.format(file="/var/lib/campus/beat"),
    ):
        assert command in documented


def test_the_image_is_small_and_has_no_root():
    stages = (DEPLOY / "Dockerfile").read_text().split("\nFROM ")[1:]

    assert len(stages) == 2
    assert re.findall(r"^USER (.+)$", stages[1], re.MULTILINE) == ["10001:10001"]
    assert "pip install" not in stages[1]
    assert "--require-hashes" in stages[0]
    for line in re.findall(r"^COPY (?!--from)(\S+)", stages[0], re.MULTILINE):
        assert (ROOT / line).exists()
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    assert ignored[0] == "*"
    assert all((ROOT / line[1:]).exists() for line in ignored if line.startswith("!"))


@pytest.mark.parametrize("name", ["web", "worker", "beat", "migrate"])
def test_a_container_knows_every_setting_of_the_file(name):
    assert compose()["services"][name]["env_file"] == ["${CAMPUS_ENV:-/etc/campus/campus.env}"]


@pytest.mark.parametrize("name", ["web", "worker", "beat", "migrate"])
def test_a_container_writes_only_its_data_and_what_ends_with_it(name):
    service = compose()["services"][name]

    assert (service["read_only"], service["user"], service["cap_drop"]) == (True, "10001:10001", ["ALL"])
    assert service["volumes"] == ["data:/data"]
    assert [place.partition(":")[0] for place in service["tmpfs"]] == ["/tmp", "/run/campus"]


@pytest.mark.parametrize("name", ["campus-web@.service", "campus-worker.service", "campus-beat.service"])
def test_a_unit_may_do_little(name):
    unit = (DEPLOY / "systemd" / name).read_text()

    for line in (
        "User=campus",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateTmp=yes",
    ):
        assert f"\n{line}\n" in unit
    for line in ("CapabilityBoundingSet=", "SystemCallFilter=@system-service", "Restart=always"):
        assert f"\n{line}\n" in unit


def test_every_unit_works_on_the_same_data():
    for file in (DEPLOY / "systemd").glob("*.service"):
        unit = file.read_text()
        writes = re.findall(r"^(?:ReadWritePaths|StateDirectory)=(.+)$", unit, re.MULTILINE)

        assert re.findall(r"CAMPUS_DATA=(\S+)", unit) == ["/var/lib/campus"], file.name
        assert writes[0] == "campus" or "/var/lib/campus" in writes[0].split(), file.name


def test_what_a_unit_writes_is_made_before():
    """A unit whose folder is not there does not start at all."""
    documented = (ROOT / "docs" / "operations.md").read_text()
    made = " ".join(re.findall(r"^install -d -o campus -m 700 (.+)$", documented, re.MULTILINE))
    units = "".join(file.read_text() for file in (DEPLOY / "systemd").glob("*.service"))
    written = " ".join(re.findall(r"^ReadWritePaths=(.+)$", units, re.MULTILINE)).split()

    assert set(written) == {*made.split(), "/var/lib/campus"}


def test_static_addresses_of_the_lessons_pictures_pass_the_proxy():
    site = (DEPLOY / "nginx" / "site.conf").read_text()

    assert "client_max_body_size 25m;" in site
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in site
    assert "access_log off;" in site
    for page in re.findall(r"error_page [0-9 ]+ /(\S+);", site):
        text = (DEPLOY / "nginx" / "pages" / page).read_text()
        assert ("<h1>" in text, "http" in text) == (True, False)


def with_nginx(tmp_path, **changes) -> Path:
    """The shipped site with a certificate of its own, and with other words where they are given."""
    tls = {"/etc/campus/tls/fullchain.pem": "cert.pem", "/etc/campus/tls/privkey.pem": "key.pem"}
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=demo",
         "-keyout", tmp_path / "key.pem", "-out", tmp_path / "cert.pem"], check=True, capture_output=True,
    )  # fmt: skip
    site = (DEPLOY / "nginx" / "campus.conf").read_text()
    for path, file in tls.items():
        site = site.replace(path, str(tmp_path / file))
    for old, new in changes.items():
        site = re.sub(rf"^ +listen .*{old}.*$", new, site, flags=re.MULTILINE)
    site = site.replace("/etc/nginx/campus/", f"{DEPLOY}/nginx/")
    file = tmp_path / "nginx.conf"
    file.write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ client_body_temp_path {tmp_path}; {site} }}"
    )
    return file


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_nginx_takes_the_site(tmp_path):
    file = with_nginx(tmp_path)

    done = subprocess.run(["nginx", "-t", "-c", file, "-p", tmp_path], capture_output=True, text=True)

    assert "test is successful" in done.stderr, done.stderr


def without_https() -> str:
    """What the shipped file says of port 80."""
    return (DEPLOY / "nginx" / "campus.conf").read_text().split("listen 80;")[1].split("server {")[0]


FOR_PROGRAMS = [
    "/oai", "/feed.atom", "/sitemap.xml", "/metrics", "/health/live", "/health/ready", "/calendar/abc.ics",
    "/.well-known/did.json", "/wallet/abc/", "/wallet/abc/exchange/", "/data/catalogue.jsonld", "/data/cohorts.csv",
    "/verify/status/1", "/verify/ABC/credential.json", "/verify/ABC/credential.jwt",
]  # fmt: skip
FOR_PEOPLE = [
    "/", "/account/login/", "/learn/", "/data/", "/verify/", "/verify/ABC/", "/wallet/for/ABC/", "/supervisor/abc/",
    "/staff/health/", "/oai-in-words/",
]  # fmt: skip


def test_port_80_knows_the_same_addresses_of_programs_as_the_site():
    [pattern] = re.findall(r'location ~ "(.+)" \{', without_https())

    assert pattern == MACHINES.pattern
    assert [path for path in FOR_PROGRAMS if not MACHINES.search(path)] == []
    assert [path for path in FOR_PEOPLE if MACHINES.search(path)] == []


@pytest.mark.parametrize(
    "path", [path for path in FOR_PROGRAMS if not path.startswith(("/health/", "/metrics"))]
)
def test_the_site_refuses_programs_without_https(client, settings, path):
    settings.SECURE_SSL_REDIRECT = True

    answer = client.get(path)

    assert (answer.status_code, answer.content, "Location" in answer) == (403, b"Use https.\n", False)


@pytest.mark.parametrize("path", FOR_PEOPLE)
def test_the_site_leads_people_to_https(client, settings, path):
    settings.SECURE_SSL_REDIRECT = True

    answer = client.get(path)

    assert (answer.status_code, answer["Location"]) == (301, f"https://testserver{path}")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def asked(port: int, path: str) -> tuple[int, str]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as line:
        line.request("GET", path, headers={"Host": "campus.example.org"})
        answer = line.getresponse()
        return answer.status, answer.getheader("Location", "")


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_without_https_nginx_refuses_programs_and_leads_people(tmp_path):
    plain, secret = free_port(), free_port()
    changes = {r"\[::\]": "", "80;": f"listen 127.0.0.1:{plain};", "443 ": f"listen 127.0.0.1:{secret} ssl;"}
    file = with_nginx(tmp_path, **changes)
    server = subprocess.Popen(
        ["nginx", "-c", file, "-p", tmp_path, "-g", "daemon off; master_process off;"],
        stderr=subprocess.DEVNULL,
    )
    try:
        for _try in range(100):
            with contextlib.suppress(OSError):
                asked(plain, "/")
                break
            time.sleep(0.05)
        met = {path: asked(plain, path) for path in FOR_PROGRAMS + FOR_PEOPLE}
    finally:
        server.terminate()
        server.wait(10)

    refused = dict.fromkeys(FOR_PROGRAMS, (403, ""))
    assert met == refused | {path: (301, f"https://campus.example.org{path}") for path in FOR_PEOPLE}


def test_the_rolling_restart_knows_the_processes_from_the_proxy(tmp_path):
    """However many there are; those of other machines are restarted there."""
    script = (DEPLOY / "rolling-restart").read_text()
    [ask] = re.findall(r"^ports=\$\((.+)\)$", script, re.MULTILINE)
    file = tmp_path / "upstream.conf"
    servers = (
        "127.0.0.1:8000 max_fails=1",
        "127.0.0.1:8001 max_fails=1 down",
        "127.0.0.1:8002",
        "10.0.0.2:8003",
    )
    file.write_text("upstream campus {\n" + "".join(f"    server {each};\n" for each in servers) + "}\n")

    done = subprocess.run(
        ["sh", "-c", ask],
        env={"upstream": str(file), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )

    assert done.stdout.split() == ["8000", "8001", "8002"]


def test_the_rolling_restart_takes_one_process_out_and_back(tmp_path):
    """Its two edits of the file of processes, done by the same sed."""
    script = (DEPLOY / "rolling-restart").read_text()
    edits = [edit.replace("$port", "8000") for edit in re.findall(r'sed -i "(.+)" "\$upstream"', script)]
    file = tmp_path / "upstream.conf"
    file.write_text((DEPLOY / "nginx" / "upstream.conf").read_text())
    texts = [file.read_text()]

    for edit in (edits[0], edits[0], edits[1]):
        subprocess.run(["sed", "-i", edit, file], check=True)
        texts.append(file.read_text())

    assert texts[1].count(" down;") == 1
    assert re.search(r"8000 .* down;", texts[1])
    assert (texts[2], texts[3]) == (texts[1], texts[0])
    subprocess.run(["sh", "-n", DEPLOY / "rolling-restart"], check=True)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_takes_the_units():
    units = [str(file) for file in sorted((DEPLOY / "systemd").glob("campus-*"))]

    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)

    # The site is not installed where the tests run; nothing else is to be said.
    said = [
        line
        for line in done.stderr.splitlines()
        if "/srv/campus/.venv/bin/python is not executable" not in line
    ]
    assert [line for line in said if "campus-" in line] == []


def test_a_recovery_forgets_the_second_of_the_one_before(tmp_path):
    base, target = tmp_path / "base", tmp_path / "main"
    base.mkdir()
    (base / "postgresql.auto.conf").write_text("recovery_target_time = '2026-03-01 12:00:00+00'\n")
    check = tmp_path / "bin" / "pg_verifybackup"
    check.parent.mkdir()
    check.write_text("#!/bin/sh\n")
    check.chmod(0o755)

    subprocess.run(
        [DEPLOY / "postgresql" / "recover", base, "/archive", target],
        check=True,
        env={"PATH": f"{check.parent}:/usr/bin:/bin"},
    )

    assert (target / "recovery.signal").exists()
    assert (target / "postgresql.auto.conf").read_text().splitlines()[-1] == "recovery_target_time = ''"
