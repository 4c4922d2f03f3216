"""Check a time stamp (RFC 3161): that an authority saw a file, byte for byte, at a time.

The stamp of a file `manifest.json` stands beside it as `manifest.json.tsr`: the authority's answer as received, which
`openssl ts -verify` reads too. Its signature does not cover all of its own bytes, so `manifest.json.tsr.sha256` holds the digest of
the whole; a stamp from elsewhere may lack that. Needs the extra `timestamp`.
"""

import hashlib
import warnings
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.evidence.timestamp_der import in_order
from crawler.model.plain import plain

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

MISSING = "time stamps need the package rfc3161-client: install the extra `timestamp` (pip install 'bereikbaar[timestamp]')"
DIGESTS: Mapping[str, str] = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
"""Object identifiers of digests that may stand in a stamp; older ones are too weak."""


class StampError(Exception):
    """A time stamp cannot be had or does not hold; the message says which file, and what is wrong with it."""


class Stamp(NamedTuple):
    """What a time stamp says: `who` gave it (the subject of the certificate that signed), and `when`, in UTC."""

    who: str
    when: datetime


def stamp_path(path: Path) -> Path:
    """Give the place of a file's time stamp."""
    return path.with_name(f"{path.name}.tsr")


def digest_path(stamp: Path) -> Path:
    """Give the place of a stamp's own digest, written as `sha256sum` writes it."""
    return stamp.with_name(f"{stamp.name}.sha256")


def verified(path: Path, stamp: Path, roots: Path) -> Stamp:
    """Check the stamp of a file: its bytes, the file's digest in it, its signature, and the chain up to a root certificate.

    `roots` is a PEM file with one or more certificates. They and the signer's need be valid at the time of the stamp only.
    Raises StampError.
    """
    return checked(path, stamp, read_stamp(stamp), roots)


def claimed(path: Path, stamp: Path) -> Stamp:
    """Tell what a stamp says of a file where no root certificate is at hand: the signature is not checked. Raises StampError."""
    return checked(path, stamp, read_stamp(stamp), None)


def checked(path: Path, named: Path | str, answer: bytes, roots: Path | None, *, nonce: int | None = None) -> Stamp:
    """Check an authority's answer about a file, called `named` in errors; without roots as far as `claimed` does.

    `nonce` is the number that a request had, for the answer to that very request. Raises StampError.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of certificates that some day will be refused
            return _checked(path, named, answer, roots, nonce)
    except StampError:
        raise
    except Exception as error:  # damaged certificates make their parser raise many kinds
        raise StampError(f"{named}: is no time stamp, or a damaged one ({plain(str(error) or type(error).__name__)})") from error


def _checked(path: Path, named: Path | str, answer: bytes, roots: Path | None, nonce: int | None) -> Stamp:
    found = _opened(answer, named)
    _match(path, found, named)
    if nonce is not None and found.tst_info.nonce != nonce:
        raise StampError(f"{named}: gave an answer to another request")
    if roots is not None:
        _hold(found, named, roots)
    return Stamp(_signer(found, named), found.tst_info.gen_time)


def read_stamp(stamp: Path) -> bytes:
    """Read a stored stamp; where its digest stands beside it, the two must agree. Raises StampError."""
    kept = digest_path(stamp)
    try:
        answer = stamp.read_bytes()
        told = kept.read_bytes().split()[:1] if kept.exists() else None
    except OSError as error:
        raise StampError(f"{error.filename}: cannot be read ({error.strerror})") from error
    if told not in (None, [hashlib.sha256(answer).hexdigest().encode()]):
        raise StampError(f"{stamp}: is not what was stored: its digest is not the one in {kept.name}")
    return answer


def _opened(answer: bytes, named: Path | str) -> Any:
    """Parse an answer that grants a stamp."""
    try:
        from rfc3161_client import decode_timestamp_response  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise StampError(MISSING) from error
    found = decode_timestamp_response(in_order(answer))
    status, told = found.status, "; ".join(found.status_string)
    if status:
        raise StampError(f"{named}: the authority gave no stamp (status {status}{': ' if told else ''}{plain(told)})")
    return found


def _match(path: Path, found: Any, named: Path | str) -> None:
    """Demand that the stamp is of this file."""
    imprint = found.tst_info.message_imprint
    kind = DIGESTS.get(imprint.hash_algorithm.dotted_string)
    if kind is None:
        raise StampError(f"{named}: holds a digest of a kind that is not taken ({imprint.hash_algorithm.dotted_string})")
    try:
        with path.open("rb") as file:
            own = hashlib.file_digest(file, kind).digest()
    except OSError as error:
        raise StampError(f"{path}: cannot be read ({error.strerror})") from error
    if own != imprint.message:
        raise StampError(f"{path}: is not the file that was stamped: its digest is not the one in {named}")


def _hold(found: Any, named: Path | str, roots: Path) -> None:
    """Demand that the signature holds, by a certificate for time stamps that one of the roots vouches for."""
    from rfc3161_client import VerificationError, VerifierBuilder  # noqa: PLC0415

    verifier = VerifierBuilder(roots=_trusted(roots)).build()
    try:
        verifier.verify(found, found.tst_info.message_imprint.message)
    except (VerificationError, ValueError) as error:
        raise StampError(f"{named}: does not hold under the certificates in {roots} ({plain(str(error))})") from error


def _trusted(roots: Path) -> "list[Certificate]":
    from cryptography.x509 import load_pem_x509_certificates  # noqa: PLC0415  # loads slowly

    try:
        return load_pem_x509_certificates(roots.read_bytes())
    except OSError as error:
        raise StampError(f"{roots}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise StampError(f"{roots}: holds no certificate; give the authority's root certificate as PEM") from error


def _signer(found: Any, named: Path | str) -> str:
    """The subject of the certificate that signed; the authority sends it along."""
    from cryptography.x509 import load_der_x509_certificate  # noqa: PLC0415

    signers = {(item.issuer, item.serial_number) for item in found.signed_data.signer_infos}
    certificates = [load_der_x509_certificate(item) for item in found.signed_data.certificates]
    names = [item.subject.rfc4514_string() for item in certificates if (item.issuer, item.serial_number) in signers]
    if len(names) != 1:
        raise StampError(f"{named}: does not tell who signed it")
    return plain(names[0])
