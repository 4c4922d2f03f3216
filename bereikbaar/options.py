"""Options that several commands have."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import click
from phonenumbers import SUPPORTED_REGIONS

from crawler.knowledge.countries import SAME_REGION
from reports.studies.recipes import names
from reports.texts.languages import languages

language_option = click.option(
    "--language", "spoken", multiple=True, default=("en",), show_default=True, type=click.Choice(languages()),
    help="Language of the report; give it again for a report in several.",
)  # fmt: skip
"""`--language`, of a report."""

one_language_option = click.option(
    "--language", default="en", show_default=True, type=click.Choice(languages()), help="Language of what is written in words."
)
"""`--language`, of a file that stands alone."""

coverage_option = click.option(
    "--sample/--census", "sample", default=None,
    help="Whether the list is a random sample (shares get intervals) or all there is (shares are exact); kept with the run.  "
    "[default: what was last said of it, else census]",
)  # fmt: skip
"""`--sample` or `--census`, of a run and its report."""

study_option = click.option(
    "--study", "studies", multiple=True, type=click.Choice(names()),
    help="Fill the tables of a known study too, beside its own figures; may be given more than once.",
)  # fmt: skip
"""`--study`, of a report."""

public_option = click.option("--public", is_flag=True, help="Mask what is personal, for publication.")
"""`--public`, of what is written out."""


def proxy_option(told: str) -> Callable[[Any], Any]:
    """Give `--proxy URL`, checked."""
    return click.option("--proxy", default="", callback=_proxy, metavar="URL", help=told)


def country_code(_context: click.Context, _option: click.Parameter, given: str | None) -> str | None:
    """The country given, if its numbers are known; else a usage error."""
    code = (given or "").upper()
    if code and SAME_REGION.get(code, code) not in SUPPORTED_REGIONS:
        raise click.BadParameter(f"{given!r} is no country of ISO 3166, such as NL")
    return given


def _proxy(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if value and (urlsplit(value).scheme != "http" or not urlsplit(value).hostname):
        raise click.BadParameter(f"{value!r} is not an address such as http://127.0.0.1:3128")
    return value
