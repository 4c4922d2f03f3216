"""Certificates are verified: a connection nobody vouches for brings no page, and says why."""

import datetime as dt
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.loopback import NO_ROBOTS, Reply, serve
from tests.test_plumbing import local, probe

PEM = serialization.Encoding.PEM
NOW = dt.datetime.now(dt.UTC)
DAY = dt.timedelta(days=1)


class Authority:
    """Signs certificates for a test."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        constraint = x509.BasicConstraints(ca=True, path_length=0)
        self._own = self._builder(self._name, self._key, NOW + DAY).add_extension(constraint, critical=True)
        self.certificate = self._own.sign(self._key, hashes.SHA256())

    def _builder(self, name: x509.Name, key: ec.EllipticCurvePrivateKey, until: dt.datetime) -> x509.CertificateBuilder:
        made = x509.CertificateBuilder().subject_name(name).issuer_name(self._name).public_key(key.public_key())
        return made.serial_number(x509.random_serial_number()).not_valid_before(NOW - 3 * DAY).not_valid_after(until)

    def context(self, folder: Path, host: str, until: dt.datetime = NOW + DAY) -> ssl.SSLContext:
        """Give a server's side of TLS for one host."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        names = x509.SubjectAlternativeName([x509.DNSName(host)])
        made = self._builder(name, key, until).add_extension(names, critical=False).sign(self._key, hashes.SHA256())
        plain = serialization.NoEncryption()
        file = folder / f"{host}.pem"
        file.write_bytes(made.public_bytes(PEM) + key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, plain))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    made = Authority()
    (tmp_path / "ca.pem").write_bytes(made.certificate.public_bytes(PEM))
    return made


def test_certificates_are_verified_and_a_named_authority_is_trusted(tmp_path: Path, authority: Authority) -> None:
    answers = {"/": Reply(), "/robots.txt": NO_ROBOTS}
    good, old = authority.context(tmp_path, "shop.example"), authority.context(tmp_path, "old.example", NOW - DAY)
    with serve(answers, tls=good) as shop, serve(answers, tls=old) as expired, serve(answers) as plain:
        urls = [
            [f"https://shop.example:{shop.port}/"],
            [f"https://other.example:{shop.port}/"],
            [f"https://old.example:{expired.port}/"],
            [f"https://plain.example:{plain.port}/"],
        ]
        names = local("shop.example", "other.example", "old.example", "plain.example")
        trusting = probe(urls, tmp_path, names=names, CA_FILE=str(tmp_path / "ca.pem"), DOWNLOAD_TIMEOUT=3)
        doubting = probe(urls[:1], tmp_path, names=names)
    assert [item[0]["reason"] for item in trusting] == [None, "tls", "tls", "tls"], trusting
    assert doubting[0][0]["reason"] == "tls"
    assert [item.host for item in shop.journal] == ["shop.example", "shop.example"]
