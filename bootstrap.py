#!/usr/bin/env python3
"""Set Bereikbaar up on a machine that has only Python 3.11 or newer (standard library only).

    python3 bootstrap.py demo         set up, audit a street of fake shops on this machine, write the report
                                      (further arguments, such as --browser auto, go to the demo)
    python3 bootstrap.py setup        make .venv and install the program into it
    python3 bootstrap.py setup --dev  with what tests and linters need, and a browser
    python3 bootstrap.py test         set up for developers, then run the test suite (further arguments go to pytest)
    python3 bootstrap.py test --all   the slow tests too

A second run starts at once: what is there already is not installed again. What was left half done is mended.
"""

# An older Python must get as far as the message that it is too old: annotations with brackets stand in quotes, and what is younger
# than Python 3.6 is imported where it is used.
import argparse
import collections
import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UNFINISHED = VENV / "unfinished"
"""There while pip installs: a package of which half was written looks whole to pip."""
OLDEST = (3, 11)
TAIL = 15
"""Lines of a program's output that are shown when it failed."""
BROWSER_WAIT = 300
"""Seconds that fetching a browser may take."""
ADVICE = (
    ("No space left on device", "The disk is full. Make room (about 500 MB are needed)."),
    ("CERTIFICATE_VERIFY_FAILED", "Set PIP_CERT to the file with the certificates of your network's proxy."),
    ("ProxyError|Tunnel connection failed|Proxy Authentication", "The proxy does not let this through. Check HTTPS_PROXY."),
    (
        "name resolution|Name or service not known|getaddrinfo|NewConnection|Connection (refused|reset)|timed out|unreachable",
        "The package index cannot be reached. Check the network; behind a proxy set HTTPS_PROXY, for a mirror PIP_INDEX_URL.",
    ),
    ("No matching distribution|Could not find a version", "The package index lacks a package for this Python. Try Python 3.12."),
    ("Permission denied|Read-only file system", "The folder cannot be written to. Move the checkout to one that is yours."),
)
"""What to do about a failure, by what the failed program said."""


class FailedError(Exception):
    """Something could not be done; the message says what, where and what to do."""


def say(text: str) -> None:
    """Tell what is being done, at once."""
    print("[bereikbaar]", text, flush=True)


def advice(output: str) -> str:
    """Tell what to do about a failure."""
    known = (told for pattern, told in ADVICE if re.search(pattern, output))
    return next(known, "The lines above say why.") + " Then run this again: it goes on where it stopped."


def run(*command: "str | Path", wait: "float | None" = None, **more: str) -> "tuple[bool, str]":
    """Run a program in the project folder; give whether it ended well, and what it said. `more` is environment."""
    env = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore", "DEBIAN_FRONTEND": "noninteractive", **more}
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words, cwd=str(ROOT), env=env, check=False, timeout=wait, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return False, str(error)
    return done.returncode == 0, done.stdout


# --- .venv -----------------------------------------------------------------------------------------------------------------------


def has_pip(python: "str | Path") -> bool:
    """Tell whether an interpreter can run pip."""
    return run(python, "-m", "pip", "--version")[0]


def whole() -> bool:
    """Tell whether .venv is complete, works and was made for this folder: a moved checkout takes one along that is not."""
    activate = VENV / "bin" / "activate"
    if UNFINISHED.exists() or not activate.is_file() or str(VENV) not in activate.read_text(encoding="utf-8", errors="replace"):
        return False
    young = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    return run(PYTHON, "-c", young)[0]


def make_venv() -> None:
    """Make .venv, also where Debian's python3-venv package is missing and nobody is root. Raises FailedError."""
    told = []
    for way in (plain_venv, venv_with_outer_pip, venv_with_fetched_pip, venv_after_apt):
        clear()
        made, why = way()
        if made and whole():
            return
        told.append(f"  {way.__doc__.rstrip('.')}: {last_line(why) or 'made, but it does not work'}")
    ways = "\n".join(told)
    raise FailedError(
        f"could not make {VENV}. Tried:\n{ways}\n"
        "Install Python's venv module (Debian, Ubuntu: apt install python3-venv) or mend what is said above, and run this again."
    )


def clear() -> None:
    """Remove what is left of an earlier .venv. Raises FailedError."""
    try:
        if VENV.is_symlink() or VENV.is_file():
            VENV.unlink()
        elif VENV.exists():
            shutil.rmtree(str(VENV))
    except OSError as error:
        raise FailedError(
            f"{error.filename}: cannot be removed ({error.strerror}). Remove .venv by hand and run this again."
        ) from error


def last_line(text: str) -> str:
    """Give the last line that says something."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")


def plain_venv() -> "tuple[bool, str]":
    """With Python's own venv."""
    # Debian ships venv without ensurepip: it fails half-way there and tells so on its first line.
    made, said = run(sys.executable, "-m", "venv", VENV)
    return made, "ensurepip is missing" if "ensurepip" in said else said


def venv_with_outer_pip() -> "tuple[bool, str]":
    """With the pip of the system."""
    if not has_pip(sys.executable):
        return False, "there is none"
    made, said = bare_venv()
    return run(sys.executable, "-m", "pip", "--python", PYTHON, "install", "-q", "pip") if made else (made, said)


def venv_with_fetched_pip() -> "tuple[bool, str]":
    """With pip fetched from the package index."""
    say("    this Python cannot install packages: fetching pip")
    made, said = bare_venv()
    if not made:
        return made, said
    with tempfile.TemporaryDirectory() as folder:
        from installing.pip_wheel import fetch_pip  # noqa: PLC0415  # written for the Python that is asked for

        try:
            wheel = fetch_pip(Path(folder))
        except (OSError, ValueError) as error:
            return False, f"{error} ({advice(str(error))})"
        return run(PYTHON, wheel / "pip", "install", "-q", "--no-index", "--no-deps", wheel)


def venv_after_apt() -> "tuple[bool, str]":
    """With Debian's python3-venv, which only root can install."""
    made, said = apt("python3-venv")
    return plain_venv() if made else (made, said)


def bare_venv() -> "tuple[bool, str]":
    """Make a .venv that has no pip."""
    return run(sys.executable, "-m", "venv", "--without-pip", VENV)


def apt(*packages: str) -> "tuple[bool, str]":
    """Install packages with apt-get."""
    if not shutil.which("apt-get"):
        return False, "there is no apt-get"
    if os.geteuid() != 0:
        return False, "only root can"
    say(f"    apt-get install {' '.join(packages)}")
    with tempfile.TemporaryDirectory() as lists:
        command = ("apt-get", "-qq", "-o", f"Dir::State::lists={lists}", "-o", "APT::Sandbox::User=root")
        updated, said = run(*command, "update")
        return run(*command, "install", "-y", "--no-install-recommends", *packages) if updated else (updated, said)


# --- packages and browser --------------------------------------------------------------------------------------------------------


def install_packages(extra: str, *options: str) -> None:
    """Install the program as it stands in this folder, with the packages it needs. Raises FailedError."""
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "--progress-bar",
        "off",
        *options,
        "-e",
        extra,
    ]
    tail = collections.deque(maxlen=TAIL)
    env = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore"}
    UNFINISHED.touch()
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, cwd=str(ROOT), env=env, encoding="utf-8", errors="replace", **pipes) as pip:
        for line in pip.stdout:
            tail.append(line.rstrip())
            tell_package(line)
    if sys.stdout.isatty():
        print("\r\033[K", end="", flush=True)
    UNFINISHED.unlink()
    if pip.returncode:
        last = "\n".join(tail)
        raise FailedError(f"the packages could not be installed into {VENV}. pip's last lines:\n{last}\n{advice(last)}")


def tell_package(line: str) -> None:
    """Show on a terminal which package pip is at."""
    word, _, rest = line.strip().partition(" ")
    if sys.stdout.isatty() and word in {"Collecting", "Downloading", "Installing", "Building"}:
        print(f"\r\033[K    {word.lower()} {rest[:60]}", end="", flush=True)


def get_browser(*, fetch: bool) -> None:
    """Find a browser; where there is none fetch one if wanted, else say how to get one and go on without."""
    from crawler.browser.find import find_browser  # noqa: PLC0415  # written for the Python that is asked for

    for way in (None, playwright_browser, apt_browser) if fetch else (None,):
        if way:
            way()
        found = find_browser()
        if found:
            say(f"    {found.version}: {found.program}")
            if fetch:
                mend_driver()
            return
    say("    none: going on without; only tests of the report's pages need one, for now. To get one: apt install chromium,")
    say("    or python3 bootstrap.py setup --dev; BEREIKBAAR_BROWSER names one that stands elsewhere.")


def playwright_browser() -> None:
    """Let Playwright fetch its own, where its host can be reached."""
    if not run(PYTHON, "-c", "import playwright")[0]:
        return
    host = os.environ.get("PLAYWRIGHT_DOWNLOAD_HOST") or "https://cdn.playwright.dev"
    try:
        urllib.request.urlopen(host, timeout=10).close()  # noqa: S310  # asks only whether it is there
    except urllib.error.HTTPError:
        pass
    except (OSError, ValueError):
        return
    say("    fetching Chromium with Playwright (some minutes)")
    run(PYTHON, "-m", "playwright", "install", "chromium", wait=BROWSER_WAIT)


def apt_browser() -> None:
    """Let Debian install it, with letters to write with."""
    apt("chromium", "fonts-liberation")


def mend_driver() -> None:
    """See that Playwright's driver starts: the Node.js in it needs a library that a bare Debian lacks."""
    driver = (PYTHON, "-m", "playwright", "--version")
    if not run(*driver)[0]:
        apt("libatomic1")
        started, said = run(*driver)
        if not started:
            say(f"    Playwright's driver does not start, so tests of the report's pages are left out: {said.strip()[-200:]}")


# --- all of it -------------------------------------------------------------------------------------------------------------------


def fingerprint() -> str:
    """Digest of what decides which packages are installed, and for which Python and folder."""
    wanted = (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(wanted + os.path.realpath(str(PYTHON)).encode() + str(ROOT).encode()).hexdigest()


def stamp(name: str) -> Path:
    """Give the file that says what was installed."""
    return VENV / f"ready-{name}"


def ready(name: str) -> bool:
    """Tell whether all is there already; what tests need holds what the program needs."""
    stamps = [stamp(other) for other in {name, "dev"}]
    return PYTHON.exists() and any(file.is_file() and file.read_text(encoding="ascii") == fingerprint() for file in stamps)


@contextlib.contextmanager
def locked() -> "collections.abc.Iterator[None]":
    """Keep a second bootstrap in this folder waiting."""
    import fcntl  # noqa: PLC0415  # not on Windows, which is told so

    folder = os.open(str(ROOT), os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another bootstrap is at work here: waiting for it")
            fcntl.flock(folder, fcntl.LOCK_EX)
        except OSError:
            say("this file system knows no locks: do not start two at once")
        yield
    finally:
        os.close(folder)


def setup(*, dev: bool, browser: bool) -> None:
    """Make .venv and install the program, for developers with what tests need and a browser. Raises FailedError."""
    name = "dev" if dev else "program"
    if ready(name):
        return
    steps = 2 + browser
    with locked():
        if ready(name):
            return
        say(f"1/{steps} making .venv")
        if not whole():
            make_venv()
        say(f"2/{steps} installing packages into .venv (a minute or two)")
        # Of what developers need most modules are never imported; what is, is compiled then.
        install_packages(*([".[dev]", "--no-compile"] if dev else [".[browser]"]))
        if browser:
            say(f"3/{steps} looking for a browser")
            get_browser(fetch=dev)
        stamp(name).write_text(fingerprint(), encoding="ascii")
    say(f"ready: {VENV / 'bin' / 'bereikbaar'} --help")


def arguments() -> "tuple[argparse.Namespace, list[str]]":
    """Read the command line; what is not known goes to the demo or to pytest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    demo = commands.add_parser("demo", add_help=False, help="set up, then audit the demo street")
    only = commands.add_parser("setup", help="make .venv and install the program into it")
    only.add_argument("--dev", action="store_true", help="with what tests and linters need, and a browser")
    tests = commands.add_parser("test", help="set up for developers, then run the test suite")
    tests.add_argument("--all", action="store_true", dest="every", help="run the slow tests too")
    for command in (demo, only, tests):
        command.add_argument("--no-browser", action="store_true", help="do not look for a browser nor fetch one")
    options, further = parser.parse_known_args()
    if options.command is None:
        parser.error("say what to do: demo, setup or test. python3 bootstrap.py --help tells more")
    if further and options.command == "setup":
        parser.error(f"unknown: {' '.join(further)}")
    return options, further


def main() -> None:
    """Read the command line and do it."""
    if sys.version_info < OLDEST:
        raise FailedError(
            f"needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]} at {sys.executable}.\n"
            "Install a newer one beside it (Debian 12, Ubuntu 24.04 or later: apt install python3; macOS: Homebrew)\n"
            "and start this with it, for instance: python3.12 bootstrap.py demo"
        )
    if os.name == "nt":
        raise FailedError("runs on Linux and macOS. On Windows use it inside WSL (Windows Subsystem for Linux).")
    options, further = arguments()
    dev = options.command == "test" or getattr(options, "dev", False)
    setup(dev=dev, browser=not options.no_browser)
    if options.command == "demo":
        start(PYTHON, VENV / "bin" / "bereikbaar", "demo", *further)
    elif options.command == "test":
        os.chdir(str(ROOT))
        # Tests start the program a thousand times: where no bytecode may be written it is compiled each time.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        marks = [] if options.every else ["-m", "not slow"]
        start(PYTHON, "-m", "pytest", "-n", "auto", "--dist", "loadgroup", *marks, *further)


def start(*command: "str | Path") -> None:
    """Become another program: Ctrl-C and the exit status are then its own."""
    words = [str(word) for word in command]
    os.execv(words[0], words)  # noqa: S606  # no shell is wanted


if __name__ == "__main__":
    try:
        main()
    except FailedError as error:
        sys.exit(f"[bereikbaar] {error}")
    except KeyboardInterrupt:
        print("\n[bereikbaar] Stopped. Run the same command again: it goes on where it stopped.", file=sys.stderr)
        sys.exit(130)
