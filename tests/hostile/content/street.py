"""A street of shops and a list whose content attacks whoever shows it: made of the cases in the files beside this one."""

import csv
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

HERE = Path(__file__).parent
LIST_NAME = "lijst <img src=x onerror=__ran=1> {{ 7*7 }}.csv"
HEADS = ("name", "url", "country", "language", "=1+1", "<img src=x onerror=__ran=1>")
PHONE, SHOWN = "+31206248135", "020 624 81 35"
MILLION = 1_000_000
HOME = """<!doctype html><html lang="{html}"><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1>
<nav><a href="{link}">Contact {text}</a> <a href="/stoelen">Stoelen {text}</a></nav>
<p>Welkom bij onze winkel. Wij verkopen stoelen en tafels voor iedereen, en bezorgen in het hele land.</p>{body}</body></html>"""
CONTACT = """<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Contact {title}</title></head><body><h1>Contact</h1>
<p>Klantenservice {text} telefoon <b>020 624 81 35</b> {text}</p>
<p>{text} e-mail: info@{host}</p>{body}</body></html>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A row of the list. `text` is what its pages hold ("" where they attack otherwise); `outcome` how the row must come out."""

    name: str
    text: str = ""
    listed: str = ""
    url: str = ""
    country: str = "NL"
    language: str = "nl"
    outcome: str = "measured"

    @property
    def host(self) -> str:
        """The host of the case's shop."""
        return f"{self.name}.example"


def read(name: str) -> dict[str, dict[str, str]]:
    """A file of cases."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def payloads() -> Iterator[Case]:
    """A shop for each text."""
    for group, texts in read("payloads").items():
        for name, text in texts.items():
            listed = f"Shop {name}" if group == "unlisted" else text
            yield Case(name=name, text=text, listed=listed, url=f"http://{name}.example/")


def pages() -> Iterator[Case]:
    """A shop for each page that attacks in a way of its own."""
    return (Case(name=name, listed=f"Shop {name}", url=f"http://{name}.example/") for name in read("pages"))


def rows() -> Iterator[Case]:
    """A row for each line that attacks."""
    lengths = {"MILLION": "<b>" * (MILLION // 3), "THOUSANDS": "{{x" * 1000}
    for name, row in read("rows").items():
        listed = row.pop("name", f"Row {name}")
        yield Case(name=name, listed=lengths.get(listed, listed), **row)


CASES = (*payloads(), *pages(), *rows())


def write_list(folder: Path, cases: Iterable[Case] = CASES) -> Path:
    """Write the list with a line for each case; its name and its heads attack too."""
    path = folder / LIST_NAME
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(HEADS)
        lines.writerows((case.listed, case.url, case.country, case.language, case.listed[:80], case.name) for case in cases)
    return path


def write_street(folder: Path) -> Path:
    """Write the shops of all cases that have one."""
    for case in payloads():
        text = escape(case.text)
        _shop(folder, case, HOME.format(**_told(case, text=text)), CONTACT.format(**_told(case, text=text)) + _json_ld(case))
    for case, attack in zip(pages(), read("pages").values(), strict=True):
        _attack(folder, case, attack)
    return folder


def _attack(folder: Path, case: Case, attack: Mapping[str, str]) -> None:
    long = {attack.get("million", ""): "{{7*7}} " * (MILLION // 8)}
    link = attack.get("link", "/contact")
    told = {
        "text": escape(long.get("text", "")),
        "title": escape(long.get("title", case.name)),
        "link": escape(link + "x" * 1000 if link.endswith("x=") else link),
        "html": escape(attack.get("html", "nl")),
    }
    home = {**told, "text": escape(long.get("link", "")), "body": attack.get("home", "")}
    odd = {"robots": attack["robots"]} if "robots" in attack else {}
    if "redirect" in attack:
        odd["redirect"] = attack["redirect"]
    _shop(
        folder, case, HOME.format(**_told(case, **home)), CONTACT.format(**_told(case, **told, body=attack.get("contact", ""))), odd
    )


def _told(case: Case, *, text: str = "", **more: str) -> dict[str, str]:
    return {"host": case.host, "html": "nl", "link": "/contact", "body": "", "title": text or case.name, "text": text, **more}


def _json_ld(case: Case) -> str:
    data = {
        "@type": "Store",
        "name": case.text,
        "telephone": case.text,
        "email": case.text,
        "url": case.text,
        "sameAs": [case.text],
    }
    text = json.dumps(data).replace("</", "<\\/")
    return f"<script type='application/ld+json'>{text}</script>"


def _shop(folder: Path, case: Case, home: str, contact: str, odd: Mapping[str, str] | None = None) -> None:
    """Write a shop whose pages are files, sent as they are."""
    place = folder / case.host
    place.mkdir(parents=True)
    answers = {"/": {"file": "home.htm"}, "/contact*": {"file": "contact.htm"}, "/stoelen": {"file": "contact.htm"}}
    odd = odd or {}
    if "robots" in odd:
        answers["/robots.txt"] = {"file": "robots.txt"}
        (place / "robots.txt").write_text(odd["robots"], encoding="utf-8", newline="")
    if "redirect" in odd:
        answers["/contact"] = {"redirect": odd["redirect"]}
    (place / "home.htm").write_text(home, encoding="utf-8", newline="")
    (place / "contact.htm").write_text(contact, encoding="utf-8", newline="")
    (place / "shop.toml").write_text(_toml(answers), encoding="utf-8")


def _toml(answers: Mapping[str, Mapping[str, str]]) -> str:
    lines = ['row = {name = "x", country = "NL", language = "nl"}', 'truth = {outcome = "measured"}']
    for path, answer in answers.items():
        lines.append(f"[answers.{json.dumps(path)}]")
        if "redirect" in answer:
            lines += ["status = 302", 'body = ""', f"headers = {{Location = {json.dumps(answer['redirect'])}}}"]
        else:
            lines.append(f'file = "{answer["file"]}"')
    return "\n".join(lines) + "\n"
