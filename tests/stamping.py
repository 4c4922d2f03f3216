"""A time-stamping authority on loopback: OpenSSL's, with certificates made for the test."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
CONFIG = """[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = {digests}
accuracy = secs:1
ess_cert_id_alg = sha256
{chain}
"""
FOR_STAMPS = "extendedKeyUsage = critical, timeStamping\nkeyUsage = critical, digitalSignature\n"
FOR_A_CA = "basicConstraints = critical, CA:true\nkeyUsage = critical, keyCertSign\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """What OpenSSL needs to give stamps; `root` is the certificate to trust."""

    folder: Path
    root: Path

    def answer(self, query: bytes) -> bytes:
        """Answer a query as an authority does, with a stamp or a refusal."""
        (self.folder / "query").write_bytes(query)
        openssl(self.folder, "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query", "-out", "answer")
        return (self.folder / "answer").read_bytes()


def openssl(folder: Path, *words: str) -> str:
    """Run OpenSSL in a folder; give what it said."""
    done = subprocess.run(["openssl", *words], cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def authority(folder: Path, *, chain: bool = False, sent: bool = True, digests: str = "sha256") -> Authority:
    """Make an authority; with `chain` one between root and signer, and all certificates `sent` along, signer first."""
    folder.mkdir()
    name = f"/CN=Root of {folder.name}"
    openssl(folder, "req", "-x509", *new_key("root"), "-out", "root.pem", "-days", "30", "-subj", name)
    issuer = "root"
    if chain:
        certify(folder, "middle", "/CN=Middle", FOR_A_CA, issuer)
        issuer = "middle"
    certify(folder, "tsa", "/O=Stamps for tests/CN=Stamp 1", FOR_STAMPS, issuer)
    (folder / "chain.pem").write_text("".join((folder / f"{item}.pem").read_text() for item in dict.fromkeys((issuer, "root"))))
    along = f"certs = {folder}/chain.pem" if chain and sent else ""
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder, digests=digests, chain=along))
    (folder / "serial").write_text("01\n")
    return Authority(folder=folder, root=folder / "root.pem")


def new_key(name: str) -> tuple[str, ...]:
    """Words that have OpenSSL make a key; elliptic curves take no time."""
    return ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{name}.key")


def certify(folder: Path, name: str, subject: str, extensions: str, issuer: str) -> None:
    """Have an issuer make a certificate."""
    openssl(folder, "req", *new_key(name), "-out", f"{name}.csr", "-subj", subject)
    (folder / f"{name}.ext").write_text(extensions)
    ca = ("-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key", "-CAcreateserial", "-extfile", f"{name}.ext")
    openssl(folder, "x509", "-req", "-in", f"{name}.csr", *ca, "-days", "30", "-out", f"{name}.pem")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the server sends; `drip` seconds pass before each further byte when it is not 0."""

    body: bytes = b""
    status: int = 200
    kind: str = REPLY
    location: str = ""
    drip: float = 0.0


@dataclass(slots=True, kw_only=True)
class Served:
    """An authority that is served: its address, and the queries it was sent, with their types."""

    url: str
    queries: list[tuple[str, bytes]] = field(default_factory=list)


@contextmanager
def serve(reply: Callable[[bytes], Reply]) -> Iterator[Served]:
    """Serve replies to queries on a free port of loopback while the block runs."""
    gone = threading.Event()
    served = Served(url="")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            served.queries.append((self.headers["Content-Type"], query))
            made = reply(query)
            self.send_response(made.status)
            self.send_header("Content-Type", made.kind)
            if made.location:
                self.send_header("Location", made.location)
            self.end_headers()
            for at in range(len(made.body)) if made.drip else ():
                self.wfile.write(made.body[at : at + 1])
                if gone.wait(made.drip):
                    return
            if not made.drip:
                self.wfile.write(made.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name http.server gives it
            """Keep quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """Keep quiet about clients that went away."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    served.url = f"http://127.0.0.1:{server.server_address[1]}/tsr"
    try:
        yield served
    finally:
        gone.set()
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def serve_stamps(made: Authority) -> Iterator[Served]:
    """Serve an authority."""
    with serve(lambda query: Reply(body=made.answer(query))) as served:
        yield served
