"""What is said of a list, sample or census, is kept with the run, sealed, and found again by `verify`."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bereikbaar.__main__ import main
from bereikbaar.audit import command as audit_command
from crawler.runs.settings import RunSettings
from crawler.store.read import Archive
from crawler.store.write import Store
from reports.run import coverage
from reports.shares import Coverage
from tests.handmade import street
from tests.handmade_run import store_run


def bereikbaar(*args: str) -> Result:
    return CliRunner().invoke(main, args)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A stored run of the hand-made street, of which no evidence was kept."""
    return store_run(tmp_path, seen=lambda visit: replace(visit, warc="", fetches=()))


def told(run: Path) -> tuple[str, str, bool]:
    """What the run says of itself, what its tables say, and whether they have intervals."""
    table = json.loads((run / "report" / "tables" / "p3.json").read_text(encoding="utf-8"))
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    return manifest["settings"].get("sample", ""), table["coverage"], "logical_share_low" in table["columns"]


def test_a_list_is_a_census_unless_it_is_said_to_be_a_sample(run: Path) -> None:
    assert bereikbaar("report", str(run)).exit_code == 0
    assert told(run) == ("", "census", False)
    assert "all there is: its shares are exact" in (run / "report" / "index.html").read_text(encoding="utf-8")


def test_a_sample_stays_one_until_a_census_is_said(run: Path) -> None:
    for args, expected in ((["--sample"], "yes"), ([], "yes"), (["--census"], "no"), ([], "no")):
        assert bereikbaar("report", str(run), *args).exit_code == 0
        assert told(run) == (expected, "sample" if expected == "yes" else "census", expected == "yes")


def test_a_report_of_a_sample_speaks_of_one_and_is_found_again(run: Path) -> None:
    assert bereikbaar("report", str(run), "--sample", "--language", "en", "--language", "nl").exit_code == 0
    for language, words in (("", "random sample"), ("nl", "aselecte steekproef")):
        assert words in (run / "report" / language / "index.html").read_text(encoding="utf-8")
        sentences = json.loads((run / "report" / language / "sentences.json").read_text(encoding="utf-8"))["sentences"]
        assert words in sentences[0]["text"]
        assert {"row": "both-logical", "column": "yes_share_low"} in sentences[1]["cells"]
    done = bereikbaar("verify", str(run))
    assert "The report follows from the evidence, page for page." in done.output
    assert done.exit_code == 0


def test_a_public_report_that_says_sample_leaves_a_run_that_is_sealed(run: Path) -> None:
    assert bereikbaar("report", str(run)).exit_code == 0
    assert bereikbaar("report", str(run), "--public", "--sample").exit_code == 0
    assert told(run)[0] == "yes"
    assert bereikbaar("verify", str(run)).exit_code == 0


def test_a_run_that_goes_on_keeps_what_was_said_before(run: Path) -> None:
    rows = [item.dossier.row for item in street()]
    for said, expected in ((True, Coverage.SAMPLE), (None, Coverage.SAMPLE), (False, Coverage.CENSUS)):
        settings = RunSettings(list_path=Path("winkels.csv"), out=run, sample=said)
        with Store.open(run / "bereikbaar.sqlite") as store:
            store.start_run(settings.list_path, rows, settings.told())
        with Archive(run) as archive:
            assert coverage(archive) is expected


def test_an_audit_takes_what_a_report_takes() -> None:
    assert {"--sample", "--census"} <= {name for it in audit_command.params for name in (*it.opts, *it.secondary_opts)}


def test_there_must_be_a_run(tmp_path: Path) -> None:
    done = bereikbaar("report", str(tmp_path), "--sample")
    assert done.exit_code == 2
    assert list(tmp_path.iterdir()) == []
