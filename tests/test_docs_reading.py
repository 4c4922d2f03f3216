"""Every example of docs/reading.md is what the program says of its page."""

import re

import pytest

from tests.shown_pages import EXAMPLE, PAGE, Example, examples, said

TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = examples(TEXT)
QUESTIONS = (
    "Why is this number not ours?",
    "Why is the number in the terms not counted?",
    "Why was the fax not taken for a phone?",
    "Why do you say that nobody can call this number?",
    "How do you know that a customer can see it?",
    "Our address is written info [at]",
    "What of a number in an image?",
    "Why do you call this number foreign",
    "What does one page not tell?",
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.parts[0])
def test_an_example_shows_what_the_program_says(example: Example) -> None:
    assert example.shown == said(example), "read the difference; if it is right, run: python -m tests.shown_pages"


def test_every_block_of_the_page_is_run() -> None:
    assert TEXT.count("```text") == TEXT.count("```html") == len(EXAMPLES)
    assert EXAMPLE.sub("", TEXT).count("```") == 2, "the command that is shown, which test_docs runs"


def test_the_questions_of_a_shops_lawyer_are_answered() -> None:
    heads = "\n".join(re.findall(r"^#+ (.*)$", TEXT, re.MULTILINE))
    assert [question for question in QUESTIONS if question not in heads] == []


def test_what_is_shown_says_why() -> None:
    assert [example.url for example in EXAMPLES if "(" not in example.shown] == []
