"""extract-emails as its documentation shows it. Runs in an environment of its own, where nothing of this project is installed.

Started as `python emails.py PAGES CONCURRENCY URL...`; the first two words are not used, as it has no such limits.
"""

import sys


def main() -> None:
    """Look for addresses on each site."""
    from extract_emails import DefaultWorker  # type: ignore[import-not-found]  # noqa: PLC0415  # stands in no other environment
    from extract_emails.browsers import HttpxBrowser  # type: ignore[import-not-found]  # noqa: PLC0415

    for url in sys.argv[3:]:
        with HttpxBrowser() as browser:
            DefaultWorker(url, browser).get_data()


if __name__ == "__main__":
    main()
