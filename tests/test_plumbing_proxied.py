"""A proxy that says why it could not reach a shop is believed; without a proxy nobody is."""

from pathlib import Path

import pytest

from crawler.model.reason import Reason
from crawler.plumbing.proxied import reason_told, squids_reason
from tests.loopback import NO_ROBOTS, Reply, serve
from tests.test_audit import run
from tests.test_plumbing import local, probe


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("squid.example; error=dns_timeout", Reason.DNS),
        ("squid.example; error=connection_refused, outer.example", Reason.REFUSED),
        ("inner.example; error=connection_timeout, outer.example; error=tls_certificate_error", Reason.TLS),
        ('squid.example; error=http_response_timeout; details="a \\" quote; error=dns_error"', Reason.TIMEOUT),
        ("squid.example; error=proxy_internal_error", None),
        ("squid.example; error=", None),
        ("", None),
    ],
)
def test_the_reason_is_the_last_error_told(header: str, reason: Reason | None) -> None:
    assert reason_told(header) is reason


def test_squid_tells_in_words_of_its_own() -> None:
    told = ("ERR_DNS_FAIL 0", "ERR_CONNECT_FAIL 111", "ERR_SECURE_CONNECT_FAIL", "ERR_ACCESS_DENIED 0", "")
    assert [squids_reason(header) for header in told] == [Reason.DNS, Reason.REFUSED, Reason.TLS, None, None]


def test_a_shop_behind_a_proxy_that_tells_has_the_proxys_reason(tmp_path: Path) -> None:
    said = Reply(status=503, headers=(("X-Squid-Error", "ERR_DNS_FAIL 0"),))
    with serve(lambda _host, _path: said) as proxy:
        (tmp_path / "list.csv").write_text("url,country\nhttp://gone.example/,NL\n", encoding="utf-8")
        done = run(tmp_path / "list.csv", tmp_path / "out", "--proxy", f"http://127.0.0.1:{proxy.port}")
    assert "undetermined, dns: 1" in done.stdout, done.stderr


def test_a_shop_that_sends_the_header_itself_is_a_server_in_trouble(tmp_path: Path) -> None:
    told = Reply(status=502, headers=(("Content-Type", "text/html"), ("Proxy-Status", "cdn; error=dns_error")))
    with serve({"/": told, "/robots.txt": NO_ROBOTS}) as site:
        [[page]] = probe([[f"http://shop.example:{site.port}/"]], tmp_path, names=local("shop.example"))
    assert (page["status"], page["reason"]) == (502, None)
