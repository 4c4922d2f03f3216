"""The command line explains itself: help with examples that work, suggestions, completion, and quiet ends."""

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from bereikbaar.__main__ import COMMANDS, main

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = [sys.executable, "-m", "bereikbaar"]
EXAMPLE = re.compile(r"^ +bereikbaar (?P<words>.*)$", re.MULTILINE)


def run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *words], capture_output=True, text=True, check=False, timeout=60, env={**os.environ, **env})


def help_of(*words: str) -> str:
    done = run(*words, "--help", COLUMNS="80")
    assert done.returncode == 0
    return done.stdout


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_tells_its_exit_statuses_and_fits_eighty_columns(name: str) -> None:
    told = help_of(name)
    assert "Exit status: 0" in told
    assert [line for line in told.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize(
    ("closed", "status", "said"),
    [(">&-", 2, "standard output is closed."), ("2>&-", 0, ""), ("<&- 2>&-", 0, ""), (">&- 2>&-", 2, "")],
)
def test_a_closed_stream_is_told_where_somebody_hears_it(closed: str, status: int, said: str) -> None:
    line = f"'{sys.executable}' -m bereikbaar completion bash {closed}"
    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, "Traceback" in done.stderr, said in done.stderr) == (status, False, True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_below_standard_output_is_told(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("url\nhttps://shop.example/\n", encoding="utf-8")
    with Path("/dev/full").open("wb") as full:
        line = [*PROGRAM, "check", str(tmp_path / "list.csv")]
        done = subprocess.run(line, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    told = "bereikbaar: standard output cannot be written (No space left on device). Make room, then give the command again.\n"
    assert (done.returncode, done.stderr) == (2, told)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_examples_of_a_command_can_be_typed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "results").mkdir()
    for file in ("shops.csv", "shops.xlsx", "page.html", "root.pem", "edition.zip"):
        (tmp_path / file).touch()
    monkeypatch.chdir(tmp_path)
    examples = [re.split(r" [|<>]| 2>", found["words"])[0] for found in EXAMPLE.finditer(help_of(name))]
    own = [words[1:] for words in map(shlex.split, examples) if words[0] == name]
    assert own, "at least one example"
    command = main.get_command(click.Context(main), name)
    assert command
    for words in own:
        command.make_context(name, list(words))


def test_each_file_of_a_command_is_listed_and_each_listed_command_is_a_file() -> None:
    files = {path.stem for path in (ROOT / "bereikbaar").glob("*.py") if "@click.command(" in path.read_text(encoding="utf-8")}
    assert files == set(COMMANDS)


def test_without_a_command_the_help_is_shown() -> None:
    done = run()
    assert all(name in done.stdout + done.stderr for name in COMMANDS)


@pytest.mark.parametrize(("typed", "meant"), [("aduit", "audit"), ("exprot", "export"), ("docter", "doctor")])
def test_a_mistyped_command_is_answered_with_the_nearest(typed: str, meant: str) -> None:
    done = run(typed)
    assert (done.returncode, f"did you mean {meant}?" in done.stderr) == (2, True)


def test_a_word_like_no_command_is_answered_with_all() -> None:
    done = run("xyzzy")
    assert (done.returncode, all(name in done.stderr for name in COMMANDS)) == (2, True)


def test_the_version_is_told() -> None:
    assert re.fullmatch(r"bereikbaar, version \d+\.\d+\.\d+\n", run("--version").stdout)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_asks_the_program(shell: str) -> None:
    done = run("completion", shell)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"_BEREIKBAAR_COMPLETE={shell}_complete" in done.stdout


def test_the_program_completes_commands_and_options() -> None:
    first = run(COMP_WORDS="bereikbaar ex", COMP_CWORD="1", _BEREIKBAAR_COMPLETE="bash_complete").stdout
    assert first.split() == ["plain,explain", "plain,export"]
    option = run(COMP_WORDS="bereikbaar audit --thor", COMP_CWORD="2", _BEREIKBAAR_COMPLETE="bash_complete").stdout
    assert option.split() == ["plain,--thorough"]


def test_a_reader_that_goes_away_ends_it_without_a_word(tmp_path: Path) -> None:
    rows = "".join(f"shop {number},http://shop-{number}.example/\n" for number in range(20_000))
    (tmp_path / "list.csv").write_text(f"name,url\n{rows}", encoding="utf-8")
    with subprocess.Popen(
        [*PROGRAM, "check", str(tmp_path / "list.csv"), "--format", "plain"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def hear_ctrl_c() -> None:
    """Undo what a shell does to what it starts in the background: there Ctrl-C is not heard."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_says_how_to_start_again() -> None:
    with subprocess.Popen(
        [*PROGRAM, "read"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=hear_ctrl_c,  # noqa: PLW1509 - no thread of the child runs before the program does
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write('{"id": "1", "path": "nowhere", "url": "http://a.example/"}\n')
        process.stdin.flush()
        assert process.stderr
        assert "nowhere" in process.stderr.readline()
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
    assert process.returncode == 130
    assert re.search(r"Start again with:\n  \S*bereikbaar read\n", told)
    assert "Traceback" not in told
