"""Every command that the README shows does what it says, on the street."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

from street.server import Street

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
PROGRAM = ".venv/bin/bereikbaar"


def commands() -> list[list[str]]:
    blocks = BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    return [shlex.split(line) for block in blocks for line in block.splitlines() if line.startswith(PROGRAM)]


def test_the_commands_of_the_readme_work_in_their_order(street: Street, tmp_path: Path) -> None:
    (tmp_path / "shops.csv").write_text(street.list_csv(), encoding="utf-8")
    shown = commands()
    assert {words[1] for words in shown} >= {"check", "audit", "explain", "export", "report"}
    for words in shown:
        loopback = ["--proxy", street.url, "--rate", "0"] if words[1] == "audit" else []
        command = [sys.executable, "-m", "bereikbaar", *words[1:], *loopback]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, (words, done.stderr)
    assert (tmp_path / "results" / "report" / "index.html").exists()
    assert len((tmp_path / "results.jsonl").read_text(encoding="utf-8").splitlines()) == len(street.shops)


def test_the_bootstrap_knows_what_the_readme_shows() -> None:
    done = subprocess.run([sys.executable, ROOT / "bootstrap.py", "--help"], capture_output=True, text=True, check=True)
    assert all(word in done.stdout for word in ("setup", "test", "--all"))
