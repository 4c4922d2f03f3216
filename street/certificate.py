"""A certificate that ran out, signed by nobody but itself, made when the street opens."""

import datetime as dt
import ssl
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

RAN_OUT = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)


def broken_tls(hosts: Sequence[str]) -> ssl.SSLContext:
    """Give a server's TLS context for these hosts; no client that checks certificates accepts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + _certificate(key, hosts)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "street.pem"
        file.write_bytes(pem)
        context.load_cert_chain(file)
    return context


def _certificate(key: ec.EllipticCurvePrivateKey, hosts: Sequence[str]) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "street.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(RAN_OUT - dt.timedelta(days=365))
        .not_valid_after(RAN_OUT)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False)
    )
    return made.sign(key, SHA256()).public_bytes(Encoding.PEM)
