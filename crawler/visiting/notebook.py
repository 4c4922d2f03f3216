"""What one visit has gathered so far: pages, what was read on them, requests, and which address is which page."""

from dataclasses import dataclass, field, replace

from crawler.model.fact import Fact
from crawler.model.gate import Gate
from crawler.model.link import PageKind
from crawler.model.look import Look
from crawler.model.page import Page
from crawler.model.reason import Reason
from crawler.model.rendering import Rendered
from crawler.model.shop import Shop
from crawler.model.sighting import GateKind, Sighting
from crawler.model.visit import Fetch
from crawler.reading import Reading
from crawler.visiting.addresses import key
from crawler.visiting.frontier import Frontier
from crawler.visiting.recognise import age_question
from crawler.visiting.second_opinion import READ_TWICE
from crawler.visiting.views import Seen


@dataclass(slots=True, kw_only=True)
class Notebook:
    """The state of a visit under way. It holds no bodies.

    `spoken` the language of the home page; `page_of` address key -> page number, `looks_like` likeness -> page number; `parts`
    framed page -> the page that shows it; `codes` the languages whose words were looked for; `known_language` whether the shop's
    own language is among them; `stopped` why nothing more is asked for; `foreign` pages meant for another country;
    `contact_sections` keys of pages that a "Contact" link leads into; `alike` pages whose source holds no contact data that the
    first parse did not give; `rendered` how pages were rendered, by number, without the further views; `notes` finding codes of
    single sightings, by number; `wordless` pages whose
    content has a picture that says nothing in words.
    """

    shop: Shop
    number: int
    started_at: str
    reason: Reason | None = None
    detail: str = ""
    pages: list[Page] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    fetches: list[Fetch] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    page_of: dict[str, int] = field(default_factory=dict)
    looks_like: dict[str, int] = field(default_factory=dict)
    parts: dict[int, int] = field(default_factory=dict)
    foreign: set[int] = field(default_factory=set)
    alike: set[int] = field(default_factory=set)
    contact_sections: set[str] = field(default_factory=set)
    frontier: Frontier = field(default_factory=Frontier)
    codes: tuple[str, ...] = ()
    spoken: str = ""
    known_language: bool = True
    budget_left: bool = True
    documents_read: int = 0
    documents_unread: list[str] = field(default_factory=list)
    rendered: dict[int, Rendered] = field(default_factory=dict)
    notes: dict[int, set[str]] = field(default_factory=dict)
    wordless: set[int] = field(default_factory=set)

    @property
    def read_as(self) -> Shop:
        """The shop as its pages are read: in the language of its home page where the list names none."""
        return replace(self.shop, language=self.spoken) if self.spoken and not self.shop.language else self.shop

    def take(self, page: Page, found: Reading | Seen) -> None:
        """Add a page that was read, and what was read on it."""
        self.pages.append(page)
        self.sightings.extend(found.sightings)
        self.facts.extend(found.facts)
        self.gates.extend(found.gates)
        self.page_of[key(page.final_url)] = page.id

    def take_views(self, page: Page, seen: Seen) -> None:
        """Add a page that was rendered, how each value looked in its views, and whether an age is asked before it."""
        first = len(self.sightings)
        self.take(page, seen)
        self.looks += [replace(look, sighting=first + look.sighting) for look in seen.looks]
        if page.kinds & READ_TWICE and (question := age_question(seen.wall)):
            self.gates.append(Gate(page_id=page.id, kind=GateKind.AGE, snippet=question))
        if seen.wordless:
            self.wordless.add(page.id)
        for number, code in seen.notes:
            self.notes.setdefault(first + number, set()).add(code)

    def widen(self, page_id: int, kinds: frozenset[PageKind]) -> None:
        """Add what further links promise to the kinds of a page; home stays home and a product a product."""
        page = self.pages[page_id]
        if not page.kinds & {PageKind.HOME, PageKind.PRODUCT} and not kinds <= page.kinds:
            self.pages[page_id] = replace(page, kinds=page.kinds | kinds)

    def unwell(self, problem: str) -> None:
        """Note, once, what stands in the way of a settled negative."""
        if problem not in self.problems:
            self.problems.append(problem)
