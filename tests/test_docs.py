"""What the documentation shows works, and what it tells is what the program does."""

import ast
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from babel import Locale

from bereikbaar.__main__ import COMMANDS
from crawler.evidence.warc import record_path
from crawler.knowledge.languages import languages
from crawler.model import placement
from crawler.model.certificate import Certificate
from crawler.model.placement import PlaceClass
from crawler.model.reason import Reason
from crawler.plumbing import robots
from crawler.plumbing import settings as plumbing
from crawler.runs import desk, progress
from crawler.runs.needs import LARGE, needs
from crawler.store.errors import CURES
from crawler.visiting import paths
from crawler.visiting.budget import Budget
from reports import method
from reports.norms.norms import norms
from reports.outputs.html import ROWS_A_PAGE
from street.server import Street, open_street
from tests.stamping import authority, serve_stamps

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *sorted(DOCS.glob("*.md")))}
EVERY = {**PAGES, **{str(path): (ROOT / path).read_text(encoding="utf-8") for path in ("CHANGELOG.md", "seeds/README.md")}}
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
ELSEWHERE = (
    "python3 bootstrap.py",
    ".venv/bin/pytest",
    ".venv/bin/python -m",
    "HATCH_BUILD_HOOK_ENABLE_MYPYC=true .venv/bin/python -m",
)
"""What begins a line that sets up or tests the program itself; those are looked at, not run."""
LINK = re.compile(r"\[[^\]]*\]\((?!https?:)([^)\s]+)\)")
MARKED = re.compile(r"^\| `([a-z-]+)` \|", re.MULTILINE)
WIDEST = 132
A_FEW_SHOPS = frozenset({"teapot-lane.example", "sokken-drie.example", "alleen-script.example"})

WRAPPER = """#!/bin/sh
case "$1" in
  audit) shift; exec {python} -m bereikbaar audit --browser never "$@" --proxy {proxy} --rate 0 ;;
  doctor) exec {python} -m bereikbaar "$@" --offline ;;
  timestamp) exec {python} -m bereikbaar "$@" --tsa {tsa} ;;
  *) exec {python} -m bereikbaar "$@" ;;
esac
"""


def blocks(page: str) -> list[str]:
    return [match[1] for match in BLOCK.finditer(PAGES[page])]


def lines_of(page: str) -> list[str]:
    return [line for block in blocks(page) for line in block.splitlines()]


def section(page: str, title: str) -> str:
    """The text below a heading, up to the next of its level."""
    return PAGES[page].split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


@pytest.fixture(scope="module")
def street() -> Iterator[Street]:
    with open_street(hosts=A_FEW_SHOPS) as opened:
        yield opened


@pytest.fixture(scope="module")
def stamps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Give the address of an authority for time stamps, and its root certificate."""
    made = authority(tmp_path_factory.mktemp("authorities") / "one")
    with serve_stamps(made) as served:
        yield served.url, made.root


@pytest.fixture
def workplace(street: Street, stamps: tuple[str, Path], tmp_path: Path) -> Path:
    """A folder as a reader has it: the commands, a list, a run that is there already, a page."""
    commands = tmp_path / ".venv" / "bin"
    commands.mkdir(parents=True)
    (commands / "bereikbaar").write_text(WRAPPER.format(python=sys.executable, proxy=street.url, tsa=stamps[0]), encoding="ascii")
    (commands / "bereikbaar").chmod(0o755)
    for name in ("dask", "python", "sqlite-utils", "warcio"):
        (commands / name).symlink_to(Path(sys.executable).with_name(name))
    (tmp_path / "root.pem").write_bytes(stamps[1].read_bytes())
    (tmp_path / "shops.csv").write_text(street.list_csv(), encoding="utf-8")
    (tmp_path / "page.html").write_text("<p>Tel. 020 624 81 35</p>", encoding="utf-8")
    (tmp_path / "bereikbaar-demo").symlink_to(tmp_path / "results")
    shell("bereikbaar audit shops.csv --out results --no-report", tmp_path)
    return tmp_path


def shell(script: str, folder: Path) -> None:
    script = re.sub(r"^bereikbaar ", ".venv/bin/bereikbaar ", script, flags=re.MULTILINE)
    done = subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", script], cwd=folder, capture_output=True, text=True, check=False, timeout=200
    )
    assert done.returncode == 0, f"{script}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


LONG = dict.fromkeys(("cluster.md", "operations.md", "report.md", "evidence.md"), pytest.mark.slow)
"""Pages whose commands take a minute or more."""


@pytest.mark.parametrize("page", [pytest.param(page, marks=LONG.get(page, ())) for page in PAGES if blocks(page)])
def test_the_commands_of_a_page_work_in_their_order(page: str, workplace: Path) -> None:
    for block in blocks(page):
        script = "\n".join(line for line in block.splitlines() if not line.startswith(ELSEWHERE))
        if script:
            shell(script, workplace)
    if page == "README.md":
        assert (workplace / "results" / "report" / "index.html").exists()
        assert len((workplace / "results.jsonl").read_text(encoding="utf-8").splitlines()) == len(A_FEW_SHOPS)
        assert (workplace / "results.csv").read_bytes().startswith(b"\xef\xbb\xbf")
        assert record_path(workplace / "results" / "evidence", "teapot-lane.example", 1).exists()


def test_every_command_is_told_of() -> None:
    told = " ".join(PAGES.values())
    assert [name for name in COMMANDS if f"bereikbaar {name}" not in told and f"bootstrap.py {name}" not in told] == []


def test_the_bootstrap_knows_what_the_pages_show() -> None:
    shown = {
        word for page in PAGES for line in lines_of(page) if line.startswith("python3 bootstrap.py") for word in line.split()[2:]
    }
    help_text = subprocess.run([sys.executable, ROOT / "bootstrap.py", "--help"], capture_output=True, text=True, check=True).stdout
    assert shown >= {"demo", "test"}
    assert [word for word in shown if word not in help_text] == []


def test_the_tests_and_modules_that_the_pages_show_are_there() -> None:
    for page in PAGES:
        for line in lines_of(page):
            words = shlex.split(line) if line.startswith(ELSEWHERE[1:]) else []
            for word in words[1:]:
                assert "/" not in word or (ROOT / word).exists(), f"{page}: {line}"


@pytest.mark.parametrize("page", EVERY)
def test_links_lead_somewhere(page: str) -> None:
    folder = DOCS if (DOCS / page).exists() else (ROOT / page).parent
    for target in LINK.findall(EVERY[page]):
        path, _, anchor = target.partition("#")
        goal = (folder / path).resolve() if path else folder / page
        assert goal.exists(), f"{page}: {target}"
        assert not anchor or anchor in anchors(goal), f"{page}: {target}"


def anchors(path: Path) -> set[str]:
    """The names by which headings are linked to."""
    heads = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", EVERY)
def test_lines_are_not_too_long(page: str) -> None:
    long = [line for line in EVERY[page].splitlines() if len(line) > WIDEST and not line.lstrip().startswith("|")]
    assert long == []


@pytest.mark.parametrize("page", [path.name for path in sorted(DOCS.glob("*.md"))])
def test_the_parts_made_of_data_are_up_to_date(page: str) -> None:
    assert method.up_to_date(PAGES[page], page) == PAGES[page], "run: python -m reports.method"


def test_every_part_that_can_be_made_stands_in_a_page() -> None:
    shown = {match["name"] for page in PAGES.values() for match in method.PART.finditer(page)}
    assert shown == set(method.PARTS)


@pytest.mark.parametrize(
    ("page", "title", "known"),
    [
        ("README.md", "What the answers mean", PlaceClass),
        ("method.md", "Place classes", PlaceClass),
        ("method.md", "Reasons for undetermined", Reason),
    ],
)
def test_classes_and_reasons_are_those_of_the_program(page: str, title: str, known: type[PlaceClass | Reason]) -> None:
    text = section(page, title).split("\n### ", 1)[0]
    assert MARKED.findall(text) == [item.value for item in known]


def test_the_parts_of_the_certificate_are_those_of_the_program() -> None:
    lacking = Certificate(
        kinds=(), links=(), pages_read=0, failed_own_resources=("x",), documents_unread=("x",), budget_left=False, problems=("x",)
    )
    told = MARKED.findall(section("method.md", "The certificate"))
    assert set(lacking.missing) | {"links"} == set(told)


def test_notes_are_those_of_the_program() -> None:
    source = (ROOT / "crawler" / "visiting" / "placing.py").read_text(encoding="utf-8")
    told = MARKED.findall(PAGES["method.md"].split("### Notes", 1)[1].split("\n## ", 1)[0])
    assert told == re.findall(r'^ {8}"([a-z-]+)": ', source, re.MULTILINE)


def test_the_tables_of_the_store_are_all_described() -> None:
    made = re.findall(r"CREATE TABLE (\w+)", (ROOT / "crawler" / "store" / "tables.sql").read_text(encoding="utf-8"))
    assert set(MARKED.findall(section("report.md", "The store"))) == set(made)


class Figure(NamedTuple):
    """A figure that a page tells, written as the page has it, with the value of the program in it."""

    page: str
    text: str


FIGURES = (
    Figure("method.md", f"at most {Budget().pages} pages, sends at most {Budget().requests} requests"),
    Figure("method.md", f"at most {Budget().documents} PDF files, and takes at most {Budget().seconds} seconds"),
    Figure("method.md", f"take {plumbing.DOWNLOAD_TIMEOUT} seconds and have {plumbing.DOWNLOAD_MAXSIZE // 10**6} MB"),
    Figure("method.md", f"more than {robots.LONGEST_DELAY:g} seconds between pages"),
    Figure("method.md", f"at most {placement.MOST_CLICKS_TO_CONTACT} clicks from home"),
    Figure("method.md", f"at most {paths.MOST_STEPS} steps"),
    Figure("operations.md", f"| pages a shop | {Budget().pages} |"),
    Figure("operations.md", f"pages and {Budget().requests - Budget().pages} more"),
    Figure("operations.md", f"| time a shop | {Budget().seconds} seconds |"),
    Figure("operations.md", f"| time a document | {plumbing.DOWNLOAD_TIMEOUT} seconds, one further try; "),
    Figure("operations.md", f"| size of a document | {plumbing.DOWNLOAD_MAXSIZE // 10**6} MB |"),
    Figure("operations.md", f"| redirects | {plumbing.REDIRECT_MAX_TIMES} |"),
    Figure("operations.md", f"over {robots.LONGEST_DELAY:g} seconds the shop is `too-slow`"),
    Figure("operations.md", f"({desk.IN_COMPANY} times among others, {desk.ALONE} times alone)"),
    Figure("operations.md", f"a run over {LARGE} shops or more"),
    Figure("operations.md", f"soon | {needs().pages_a_shop} |"),
    Figure("operations.md", f"| evidence a page | {needs().bytes_a_page // 1000} kB |"),
    Figure("operations.md", f"looks at | {needs().rendered_bytes_a_page // 1000} kB more |"),
    Figure("operations.md", f"looks at | {needs().rendered_share:.0%} |".replace("%", " %")),
    Figure("operations.md", f"| store a page | {needs().store_bytes_a_page // 1000} kB |"),
    Figure("operations.md", f"| report a shop | {needs().report_bytes_a_shop // 1000} kB |"),
    Figure("operations.md", f"| time of one core a page | {needs().cpu_seconds_a_page:g} s |"),
    Figure("operations.md", f"takes {needs().bytes_a_shop / 1e6:.1f} MB with {needs().pages_a_shop} pages"),
    Figure("operations.md", f"{needs().disk(1, Budget().pages) / 1e6:.1f} MB with {Budget().pages}"),
    Figure("report.md", f"Above {ROWS_A_PAGE} rows"),
)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.text)
def test_a_figure_in_the_text_is_that_of_the_program(figure: Figure) -> None:
    assert figure.text in " ".join(PAGES[figure.page].split())


def test_the_known_errors_are_the_floors_that_are_held() -> None:
    floors = tomllib.loads((ROOT / "tests" / "corpus_floors.toml").read_text(encoding="utf-8"))
    held = min(floors[channel][rate] for channel in ("phone", "email") for rate in ("recall", "precision"))
    told = " ".join(section("method.md", "Known errors").split())
    assert told.count(f"at least {100 * held:g} of 100") == 2
    assert {floors[channel]["most_wrongly_accused"] for channel in ("phone", "email")} == {1}
    assert "at most one" in told.lower()


def test_the_limits_name_the_norms_and_languages_there_are() -> None:
    told = section("README.md", "Limits")
    assert set(re.findall(r"\b[A-Z]{2}\b", told)) == set(norms()) - {method.EU}
    named = re.search(r"Words for page kinds exist in (.*?);", " ".join(told.split()))[1]
    assert set(re.findall(r"[A-Z]\w+", named)) == {Locale(code).english_name for code in languages()}


def test_a_progress_line_has_the_keys_that_are_told() -> None:
    source = ast.parse(Path(progress.__file__).read_text(encoding="utf-8"))
    keys = {node.value for node in ast.walk(source) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    told = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\|([^|]*)\|", section("operations.md", "Progress"), re.MULTILINE))))
    assert told - keys - {"reason", "pages", "placements", "shop"} == set()


def messages() -> Iterator[str]:
    """What the errors that a user meets say, with `…` for what they name."""
    for path in sorted((ROOT / "crawler").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                told = node.args[0]
                if node.func.id in {"RunError", "StoreError", "ListError", "EvidenceError"} and isinstance(told, ast.JoinedStr):
                    yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in told.values)


def test_every_message_of_a_run_is_explained() -> None:
    told = section("operations.md", "Messages")
    general = {"…: … (…)"}  # the store's cures, some of which are told
    assert sorted(set(messages()) - general - {text for text in messages() if text in told}) == []
    assert all(
        f"`…: {cure}`" in told for name, cure in CURES.items() if name in {"SQLITE_FULL", "SQLITE_CORRUPT", "SQLITE_READONLY"}
    )


def test_each_dependency_is_told_once_and_none_besides() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(item for extra in project["optional-dependencies"].values() for item in extra)]
    names = sorted(re.match(r"[\w.-]+", item)[0] for item in asked if not item.startswith(project["name"]))  # type: ignore[index]
    assert sorted(re.findall(r"^\| ([\w.-]+) \|(?! what)", PAGES["dependencies.md"], re.MULTILINE)) == names
