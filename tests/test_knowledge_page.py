"""`docs/knowledge.md` shows the facts as they are."""

from pathlib import Path

import pytest

from crawler.knowledge.tables import PAGE, PART, PARTS, PageError, main, up_to_date


def test_the_page_is_in_step_with_the_facts() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert up_to_date(text) == text, "run python -m crawler.knowledge.tables"


def test_every_table_stands_in_the_page_once() -> None:
    assert sorted(part["name"] for part in PART.finditer(PAGE.read_text(encoding="utf-8"))) == sorted(PARTS)


def test_a_table_out_of_step_is_made_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "knowledge.md"
    page.write_text("a\n<!-- made by crawler.knowledge.tables: chats -->\nout of date\n<!-- end -->\nb\n", encoding="utf-8")
    main(page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("a\n<!--")
    assert text.endswith("<!-- end -->\nb\n")
    assert "out of date" not in text
    assert "| Tidio | `code.tidio.co`" in text
    assert "brought up to date" in capsys.readouterr().out


def test_a_table_that_nobody_makes_is_told() -> None:
    with pytest.raises(PageError, match="no table 'weather' is made"):
        up_to_date("<!-- made by crawler.knowledge.tables: weather -->\n<!-- end -->")
