"""The report stands whole in each language asked for, and no text of it is written in a template."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from babel.dates import get_month_names
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser

from bereikbaar.__main__ import main
from crawler.model.placement import PlaceClass
from crawler.model.reason import Reason
from reports.norms.norms import norms
from reports.outputs import compare_page
from reports.outputs.account import account
from reports.outputs.compare_view import Side
from reports.outputs.html import write
from reports.outputs.summary import RunFacts
from reports.studies import recipes
from reports.texts.catalogue import catalogue
from reports.texts.languages import FILE, languages
from reports.texts.texts import Texts, texts
from reports.verdict import Verdict, judge
from tests import catalogues
from tests.handmade import failed, placed, street, unvisited
from tests.handmade_run import store_run
from tests.test_comparison import year_before
from tests.verdict_cases import cases

FACTS = RunFacts("winkels.csv", "0.1.0", studies=recipes.names())
SIDE = Side(Path("winkels"), "winkels.csv", 10, 9, ("2026-11-20T09:00:00Z", "2026-11-21T09:00:00Z"), {})
SIDES, COMPARED = compare_page.Sides(SIDE, SIDE, "0.1.0"), year_before()
FIRST = "nl"
OTHERS = tuple(language for language in languages() if language != FIRST)
OPEN, CLOSE = "⟦", "⟧"
ACCENTED = str.maketrans("aeiounyAEIOUNY", "áéíóúñýÁÉÍÓÚÑÝ")
SHOWN = ("aria-label", "alt", "title", "placeholder", "data-by", "data-of")
WORD = re.compile(r"[^\W\d_]{2,}")
NO_WORDS = frozenset({"CSV", "JSON", *get_month_names("abbreviated", locale="en_GB").values()})
"""What stands in every language as it is, and the months, which are no text of a catalogue."""

COUNTRIES = Locale("en").territories


def everything() -> list[Verdict]:
    """Verdicts of every kind: each place class for each channel, each reason, each case of the criteria."""
    classes = [*PlaceClass]
    both = [(one, classes[(at + step) % len(classes)]) for step in (0, 3, 7) for at, one in enumerate(classes)]
    pairs = [placed(number, *pair, (1, number % 7)) for number, pair in enumerate(both, 20)]
    reasons = [failed(200 + at, reason) for at, reason in enumerate(Reason) if reason not in {Reason.BAD_ROW, Reason.DUPLICATE_OF}]
    judged = [judge(case.dossier(), norms()) for case in cases().values()]
    return [*street(), *pairs, *reasons, unvisited(300, Reason.DUPLICATE_OF), *judged]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report in Dutch and, below it, in each other language."""
    spoken = [texts(language) for language in (FIRST, *OTHERS)]
    folder = write(everything(), tmp_path_factory.mktemp("report"), FACTS, spoken, rows_a_page=50).parent
    compare_page.write(COMPARED, folder, SIDES, spoken, rows_a_page=4)
    return folder


def pages(folder: Path) -> Iterator[tuple[str, LexborHTMLParser]]:
    for path in sorted(folder.rglob("*.html")):
        yield path.relative_to(folder).as_posix(), LexborHTMLParser(path.read_text(encoding="utf-8"))


def language_of(name: str) -> str:
    head = name.partition("/")[0]
    return head if head in OTHERS else FIRST


def test_each_page_stands_in_each_language_and_leads_to_the_others(report: Path) -> None:
    names = {name for name, _ in pages(report)}
    first = {name for name in names if language_of(name) == FIRST}
    assert len(first) > 50
    assert names == first | {f"{language}/{name}" for language in OTHERS for name in first}
    for name, tree in pages(report):
        ours, plain = language_of(name), name.removeprefix(f"{language_of(name)}/")
        assert tree.css_first("html").attributes["lang"] == ours
        links = tree.css("nav.languages a[hreflang]")
        assert {str(link.attributes["hreflang"]) for link in links} == {FIRST, *OTHERS} - {ours}, name
        for link in links:
            other = str(link.attributes["lang"])
            assert other == link.attributes["hreflang"]
            target = (report / name).parent / str(link.attributes["href"])
            assert target.resolve() == report / (plain if other == FIRST else f"{other}/{plain}")


def test_links_and_the_style_sheet_are_found_in_each_language(report: Path) -> None:
    for name, tree in pages(report):
        here = (report / name).parent
        for node in (*tree.css("a[href]"), *tree.css("link[rel=stylesheet]")):
            target = str(node.attributes["href"]).partition("#")[0]
            assert not target or target.startswith(("http://", "https://")) or (here / target).is_file(), (name, target)


def test_tables_as_data_are_written_once(report: Path) -> None:
    for language in OTHERS:
        assert not (report / language / "tables").exists()
        assert not (report / language / "style.css").exists()
    assert "rijen van de lijst" in (report / "tables" / "p1.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", OTHERS)
def test_the_same_numbers_stand_in_each_language(report: Path, language: str) -> None:
    def digits(name: str) -> list[str]:
        cells = LexborHTMLParser((report / name).read_text(encoding="utf-8")).css("table.figures td")
        return [cell.text().strip().replace(",", ".").replace("\u202f", "") for cell in cells]

    assert len(digits("index.html")) > 80
    assert digits("index.html") == digits(f"{language}/index.html")


@pytest.mark.parametrize("language", [language for language in (FIRST, *OTHERS) if language != "en"])
def test_no_english_text_is_left_in_another_language(report: Path, language: str) -> None:
    source, ours = catalogues.entries(catalogues.catalogue_of("en")), catalogues.entries(catalogues.catalogue_of(language))
    told = " ".join(form for entry in ours.values() for form in entry.forms)
    parts = {part.strip() for entry in source.values() for form in entry.forms for part in catalogues.PLACEHOLDER.split(form)}
    english = sorted(part for part in parts if len(part) > 10 and part not in told)
    assert len(english) > 300
    shown = {text for name, tree in pages(report) if language_of(name) == language for text in shown_on(tree)}
    assert len(shown) > 600
    assert re.findall("|".join(map(re.escape, english)), "\n".join(sorted(shown))) == []


def shown_on(tree: LexborHTMLParser) -> Iterator[str]:
    """What a page shows or reads out, piece by piece; not what it cites in a language that it names."""
    for node in tree.css("script, style, code, main [lang]"):
        node.decompose()
    for node in (tree.css_first("body"), tree.css_first("title")):
        yield from node.text(deep=True, separator="\n").split("\n")
    yield from (node.attributes[key] or "" for key in SHOWN for node in tree.css(f"[{key}]"))


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Texts:
    """English with every text in brackets and every vowel accented: what is neither was written in a template or module."""
    folder = tmp_path_factory.mktemp("locale")
    target = (folder / "xx" / FILE).parent
    target.mkdir(parents=True)
    for file in catalogues.files(catalogues.catalogue_of("en")):
        head, *blocks = file.read_text(encoding="utf-8").split("\n\n")
        marked = (re.sub(r'^(msgstr(?:\[\d\])?) "(.*)"$', _marked, block, flags=re.MULTILINE) for block in blocks)
        (target / file.name).write_text("\n\n".join([head, *marked]), encoding="utf-8")
    return Texts("xx", catalogue("xx", folder))


def _marked(line: re.Match[str]) -> str:
    parts = re.split(r"(\{\w+\})", line[2])
    return f'{line[1]} "{OPEN}{"".join(part if part[:1] == "{" else part.translate(ACCENTED) for part in parts)}{CLOSE}"'


def test_no_text_is_written_in_a_template(pseudo: Texts, tmp_path: Path) -> None:
    verdicts = everything()
    write(verdicts, tmp_path, FACTS, [pseudo], rows_a_page=50)
    compare_page.write(COMPARED, tmp_path, SIDES, [pseudo], rows_a_page=4)
    shops = of_shops([*verdicts, *COMPARED, SIDES, *map(recipes.study, FACTS.studies)])
    for name, tree in pages(tmp_path):
        left = [word for text in ["\n".join(shown_on(tree))] for word in unmarked(text, shops)]
        assert left == [], name


def test_no_text_is_written_in_the_account(pseudo: Texts) -> None:
    verdicts = everything()
    shops = of_shops(verdicts)
    codes = frozenset(word for code in (*Reason, *PlaceClass) for word in WORD.findall(code))
    for verdict in verdicts:
        assert [word for line in account(verdict, pseudo) for word in unmarked(line.text, shops | codes)] == []


def unmarked(text: str, shops: frozenset[str]) -> list[str]:
    """The words of a text that are neither of the catalogue nor of a shop."""
    before = ""
    while before != text:
        before, text = text, re.sub(rf"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", " ", text)
    return [word for word in WORD.findall(text) if word not in shops | NO_WORDS]


def of_shops(known: Sequence[object]) -> frozenset[str]:
    """Every word that came from a shop, its list, a norm or a study."""
    texts_of_shops = [*_strings(FACTS), *(text for item in known for text in _strings(item))]
    texts_of_shops += [COUNTRIES[text] for text in texts_of_shops if text in COUNTRIES]
    return frozenset(word for text in texts_of_shops for one in (text, text.upper()) for word in WORD.findall(one))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str) and not isinstance(value, Enum):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _strings(item)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A stored run."""
    return store_run(tmp_path)


def test_the_first_language_asked_for_is_the_first_page(run: Path) -> None:
    done = CliRunner().invoke(main, ["report", str(run), "--language", "nl", "--language", "en", "--language", "nl"])
    assert (done.exit_code, done.output) == (0, f"Report: {run / 'report' / 'index.html'}\n")
    starts = {
        name: tree.css_first("html").attributes["lang"] for name, tree in pages(run / "report") if name.endswith("index.html")
    }
    assert starts == {"index.html": "nl", "en/index.html": "en"}


def test_one_language_has_no_links_to_others(run: Path) -> None:
    CliRunner().invoke(main, ["report", str(run)])
    assert [name for name, tree in pages(run / "report") if tree.css("[hreflang], nav.languages")] == []


@pytest.mark.parametrize("command", ["report", "audit", "explain"])
def test_an_unknown_language_is_refused_with_those_that_are_known(run: Path, command: str) -> None:
    more = {"report": [], "audit": ["--out", str(run)], "explain": ["winkel3.example"]}[command]
    given = str(run / "bereikbaar.sqlite") if command == "audit" else str(run)
    done = CliRunner().invoke(main, [command, given, *more, "--language", "xx"])
    assert done.exit_code == 2
    assert all(f"'{language}'" in done.output for language in languages())


EXPLAINED = {
    "nl": (
        "Het telefoonnummer staat op de contactpagina, op hooguit 2 klikken van de homepage.",
        "voorwaarden: bestaat niet meer",
        "»Contact« https://winkel.example/contact: gelezen (1)",
    ),
    "de": (
        "Die Telefonnummer steht auf der Kontaktseite, höchstens 2 Klicks von der Startseite entfernt.",
        "AGB: nicht mehr vorhanden",
        "»Contact« https://winkel.example/contact: gelesen (1)",
    ),
    "fr": (
        "Le numéro de téléphone figure sur la page de contact, à 2 clics au plus de la page d’accueil.",
        "conditions générales\u00a0: n’existe plus",
        "«\u00a0Contact\u00a0» https://winkel.example/contact\u00a0: lu (1)",
    ),
}


@pytest.mark.parametrize("language", EXPLAINED)
def test_a_shop_is_explained_in_the_language_asked_for(run: Path, language: str) -> None:
    done = CliRunner().invoke(main, ["explain", str(run), "winkel3.example", "--language", language])
    assert done.exit_code == 0
    assert [line for line in EXPLAINED[language] if line not in done.output] == []
