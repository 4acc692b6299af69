"""Debian's nginx in front of a real server, as README sets it up and as people get it wrong."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.conftest import browser_type_launch_args, patience, running_server
from tests.programs import Program

__all__ = ["browser_type_launch_args", "patience"]
"""Fixtures of tests with a browser, for those here."""

LOOPBACK = "127.0.0.1"
CONFIGURATION = """
pid {folder}/pid; error_log {folder}/error.log; worker_processes 1; {user}
events {{ }}
http {{
    access_log off; gzip on; gzip_types text/event-stream application/json; {more}
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{ listen {listen}; {tls} location {location} {{ {passing} }} }}
}}
"""


@dataclass(frozen=True)
class Proxied:
    """An app behind a proxy: how people reach it, and where it listens itself."""

    url: str
    server: str


@contextmanager
def proxied(  # noqa: PLR0913  # each is one line of a configuration
    program: Program,
    folder: Path,
    *,
    path: str = "",
    strips: bool = False,
    tls: bool = False,
    passing: str = "",
    more: str = "",
) -> Iterator[Proxied]:
    """Serve the app behind nginx, which sends its own Host header unless told not to; `path` is the public one."""
    at, server = free_port(), free_port()
    url = f"{'https' if tls else 'http'}://{LOOPBACK}:{at}{path}"
    to = f"proxy_pass http://{LOOPBACK}:{server}{'/' if strips else ''};"
    for needed in ("openssl", "nginx") if tls else ("nginx",):
        program(needed)  # without it nothing is started
    with (
        running_server(folder / "reuse.db", "--public-url", url, port=server) as said,
        behind_nginx(program, folder, at, path=path, tls=tls, passing=f"{to} {passing}", more=more),
    ):
        assert said == url
        yield Proxied(url, f"http://{LOOPBACK}:{server}")


@contextmanager
def behind_nginx(  # noqa: PLR0913  # as above
    program: Program, folder: Path, at: int, *, passing: str, path: str = "", tls: bool = False, more: str = ""
) -> Iterator[None]:
    """Run nginx at a port; `passing` says to whom it passes requests on."""
    files = {"folder": folder, "location": f"{path}/", "more": more, "user": "user root;" if is_root() else ""}
    listen = {
        "listen": f"{LOOPBACK}:{at} ssl" if tls else f"{LOOPBACK}:{at}",
        "tls": _certificate(program("openssl"), folder) if tls else "",
    }
    configuration = folder / "nginx.conf"
    configuration.write_text(CONFIGURATION.format(**files, **listen, passing=passing))
    with _running(program("nginx"), configuration):
        yield


def free_port() -> int:
    """A port at which nobody listens now."""
    with socket.create_server((LOOPBACK, 0)) as probe:
        return int(probe.getsockname()[1])


def is_root() -> bool:
    """Whether nginx could become somebody else, who may not write in a test's folder."""
    return os.geteuid() == 0


@contextmanager
def _running(nginx: str, configuration: Path) -> Iterator[None]:
    """Run nginx, which has begun to listen when its first process ends."""
    command = [nginx, "-c", str(configuration), "-e", str(configuration.with_name("error.log"))]
    subprocess.run(command, check=True, timeout=30)
    try:
        yield
    finally:
        subprocess.run([*command, "-s", "stop"], check=True, timeout=30)


def _certificate(openssl: str, folder: Path) -> str:
    """The lines that let nginx speak https with a certificate of its own."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={LOOPBACK}"]
    files = ["-keyout", str(key), "-out", str(certificate), "-addext", f"subjectAltName=IP:{LOOPBACK}"]
    command = [openssl, "req", *made, *files]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return f"ssl_certificate {certificate}; ssl_certificate_key {key};"
