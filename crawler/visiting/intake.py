"""What becomes of an answer: read as a page, passed through, or noted as lost."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from crawler import reading
from crawler.document import is_pdf, parse
from crawler.knowledge.countries import countries, country
from crawler.model.capture import Capture, Via
from crawler.model.certificate import Fate
from crawler.model.document import Document
from crawler.model.gate import Gate
from crawler.model.link import CONTACT_LIKE, MADE_FOR_CONTACT, PageKind
from crawler.model.page import Page
from crawler.model.placement import PLACED
from crawler.model.reason import Reason
from crawler.model.rendering import Rendered
from crawler.model.shop import Shop
from crawler.model.sighting import GateKind
from crawler.model.visit import Fetch
from crawler.visiting import addresses, choosing, consent, doors, recognise
from crawler.visiting.certificate import EMPTY, NEEDS_PERSON, SHELL
from crawler.visiting.echoes import Echoes
from crawler.visiting.likeness import digest, likeness
from crawler.visiting.link_sorting import LinkSorter, Sorted, contact_like, links_of, usable
from crawler.visiting.notebook import Notebook
from crawler.visiting.page_kinds import kinds_of_link, kinds_of_page
from crawler.visiting.page_language import codes_for, declared, spoken_on
from crawler.visiting.recognise import Trouble
from crawler.visiting.scope import help_desk, host_of, same_site, sister
from crawler.visiting.second_opinion import READ_TWICE, unlike
from crawler.visiting.sitemap import listed
from crawler.visiting.views import read_views
from crawler.visiting.want import Want
from crawler.visiting.words import NO_KINDS

_BEST_KINDS = frozenset({PageKind.HOME, PageKind.CONTACT, PageKind.SERVICE})
_MOST_FORWARDS = 3
_FRAMES = {False: (2, 4), True: (6, 12)}
"""Those of one page and of a visit; more where a page with little text is its frames: edges, a banner, the menu, what it shows."""
_LITTLE_TEXT = 400
_SHOWN_ALL_THE_SAME = frozenset({Reason.NOT_FOUND, Reason.SERVER_ERROR})
"""What a status may say of a page that comes all the same."""
_FATES = {
    Reason.NOT_FOUND: Fate.DEAD,
    Reason.ROBOTS: Fate.ROBOTS,
    Reason.NOT_HTML: Fate.UNREADABLE,
    Reason.REDIRECTED_AWAY: Fate.OUT_OF_SCOPE,
}


@dataclass(slots=True, kw_only=True)
class Intake:
    """Takes in the answers of one visit and writes them into its notebook.

    `first` are requests that come before any other: the home page, where a page sends its reader on, frames. `tried` are the
    keys of all addresses asked for. `named` is what the home page calls itself, `app` the digest of the home page as received.
    """

    book: Notebook
    sorter: LinkSorter
    first: list[Want] = field(default_factory=list)
    tried: set[str] = field(default_factory=set)
    echoes: Echoes = field(default_factory=Echoes)
    forwards: int = 0
    frames: int = 0
    named: frozenset[str] = frozenset()
    app: str = ""

    @property
    def home(self) -> str:
        """The address of the home page: where it was found, before that where it should be."""
        return self.book.pages[0].final_url if self.book.pages else self.book.shop.url

    def take(self, want: Want, capture: Capture, rendered: Rendered | None = None) -> None:
        """Take in an answer, whatever its status."""
        if want.sitemap:
            self._list(want, capture)
            return
        trouble = self._not_ours(want, capture.final_url) or recognise.not_a_page(capture)
        document = None if trouble else parse(capture)
        if document is not None:
            trouble = self._unreadable(want, document, capture, rendered) or self._sent_away(want, document)
        if document is None or trouble is not None:
            self.lost(want, trouble or Trouble(Reason.NOT_HTML, ""), capture.status, capture.fetched_at)
        elif target := self._onward(document, capture):
            self.forwards += 1
            self._note(Fetch(url=want.url, status=capture.status, detail=f"sends on to {target}", at=capture.fetched_at))
            passed = (addresses.key(want.url), addresses.key(capture.final_url))
            self.first.insert(0, replace(want, url=target, passed=(*want.passed, *passed)))
        else:
            self._keep(want, capture, document, rendered)

    def _list(self, want: Want, capture: Capture) -> None:
        trouble = recognise.by_status(capture)
        reason = trouble.reason if trouble else None
        self._note(Fetch(url=want.url, status=capture.status, reason=reason, detail="list of pages", at=capture.fetched_at))
        self.book.frontier.add(0, listed(capture, self.home, self.sorter, self.book.codes))

    def lost(self, want: Want, trouble: Trouble, status: int, at: str) -> None:
        """Note that an address gave no page; for home that ends the visit."""
        self._note(Fetch(url=want.url, status=status, reason=trouble.reason, detail=trouble.detail, at=at))
        if not self.book.pages:
            if not self._other_door(want, trouble):
                self.book.reason, self.book.detail = trouble.reason, trouble.detail
            return
        fate = _FATES.get(trouble.reason, Fate.FAILED)
        for key in (addresses.key(want.url), *want.passed):
            self.book.frontier.settle(key, fate, f"{trouble.reason}: {trouble.detail}"[:200])
        if want.frame:
            self.book.unwell(f"frame: {trouble.reason} {want.url}"[:200])

    def _note(self, fetch: Fetch) -> None:
        self.book.fetches.append(fetch)

    def _other_door(self, want: Want, trouble: Trouble) -> bool:
        """A home page whose host name is unknown is tried once with, or without, `www.`."""
        if trouble.reason is not Reason.DNS or self.forwards:
            return False
        host = host_of(want.url)
        other = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
        self.forwards += 1
        self.first.append(Want(url=want.url.replace(f"//{host}", f"//{other}", 1)))
        return True

    def _not_ours(self, want: Want, final: str) -> Trouble | None:
        """What a redirect to another domain is: the shop's own other name, a help desk behind a contact link, or away."""
        if same_site(want.url, final) or same_site(self.home, final) or sister(self.home, final):
            return None
        return None if contact_like(want.kinds) and help_desk(final) else Trouble(Reason.REDIRECTED_AWAY, host_of(final))

    def _sent_away(self, want: Want, document: Document) -> Trouble | None:
        target = addresses.clean(document.refresh)
        return self._not_ours(want, target) if target else None

    def _unreadable(self, want: Want, document: Document, capture: Capture, rendered: Rendered | None) -> Trouble | None:
        trouble = recognise.unavailable(document, capture)
        if trouble is not None and self._comes_all_the_same(trouble, want, document, rendered):
            trouble = None
        trouble = trouble or recognise.by_content(document)
        if trouble is None and self.book.pages and recognise.is_missing(document, self.named):
            return Trouble(Reason.NOT_FOUND, "the page says that it does not exist")
        if trouble is None and not self.book.pages and _abroad(self.book, document, capture):
            return Trouble(Reason.REDIRECTED_AWAY, capture.final_url)
        return trouble

    def _comes_all_the_same(self, trouble: Trouble, want: Want, document: Document, rendered: Rendered | None) -> bool:
        """Whether a customer meets the page whatever its status says."""
        drawn = self._is_drawn_by_the_app(document, rendered)
        shown = trouble.reason in _SHOWN_ALL_THE_SAME and (drawn or self._is_as_promised(want, document))
        return shown or (drawn and rendered is not None and rendered.through != "")

    def _is_drawn_by_the_app(self, document: Document, rendered: Rendered | None) -> bool:
        """Whether a server without pages of its own sent the home page once more, or none, and scripts drew another page of it."""
        same = rendered is not None and (rendered.through != "" or (self.app != "" and rendered.received == self.app))
        return same and self.book.looks_like.get(likeness(document)) != 0

    def _is_as_promised(self, want: Want, document: Document) -> bool:
        """Whether a page says by title or heading that it is what its link promised, or home is a shop: customers see no status."""
        if not self.book.pages:
            return recognise.is_whole_shop(document)
        own = kinds_of_page(document, "", NO_KINDS, self.book.codes, own=self.sorter.own, slogans=self.sorter.slogans)
        return contact_like(want.kinds & own)

    def _onward(self, document: Document, capture: Capture) -> str:
        """Where a page sends its reader on: a refresh, or for home the version for the row, or its one way in."""
        if self.forwards >= _MOST_FORWARDS:
            return ""
        met = {addresses.key(capture.final_url), *self.tried, *self.book.page_of}
        refresh = addresses.clean(document.refresh)
        if refresh and addresses.key(refresh) not in met and not addresses.why_never(refresh):
            return refresh
        chosen = doors.way_in(document, self.book.shop, self.sorter) if not self.book.pages else ""
        return chosen if addresses.key(chosen) not in met else ""

    def _keep(self, want: Want, capture: Capture, document: Document, rendered: Rendered | None) -> None:
        """Read a page, or find that it was read already: same address after a redirect, or all it shows is the same."""
        book = self.book
        if not book.pages:
            self._settle_in(document, capture)
            self.app = rendered.received if rendered is not None else ""
        look = likeness(document)
        known = book.page_of.get(addresses.key(capture.final_url), book.looks_like.get(look))
        if known is None:
            known = self._read(want, capture, document, rendered)
            if look:
                book.looks_like.setdefault(look, known)
        elif self.echoes.learn(book.pages[known].url, want.url, want.text, known):
            for waiting in book.frontier.waiting():
                self._already(waiting)
        book.widen(known, want.kinds)
        self._note(Fetch(url=want.url, status=capture.status, at=capture.fetched_at, page_id=known))
        for page in (addresses.key(want.url), addresses.key(capture.final_url), *want.passed):
            book.page_of.setdefault(page, known)
            book.frontier.settle(page, Fate.READ, f"page {known}")

    def _settle_in(self, document: Document, capture: Capture) -> None:
        """What the home page tells about the whole site: its address and its language."""
        book, own = self.book, declared(document)
        self.sorter = LinkSorter(book.shop, capture.final_url, document)
        self.named = recognise.called(document)
        spoken = spoken_on(document) if not book.shop.language or own not in {"", book.shop.language} else ""
        book.codes = codes_for(book.shop, own, spoken)
        book.spoken = spoken or own
        told = next((code for code in (book.shop.language, spoken, own) if code), "")
        book.known_language = not told or told in book.codes

    def _read(self, want: Want, capture: Capture, document: Document, rendered: Rendered | None) -> int:
        book, own = self.book, declared(document)
        codes = book.codes if own in {"", *book.codes} else codes_for(book.shop, own, book.codes[0])
        views = [document, *map(parse, rendered.further if rendered else ())]
        found_links = self._links(views, codes, rendered)
        page = replace(
            self._page(want, capture, document, self._kinds(want, capture, document, codes)),
            links=links_of(found_links),
            text_sha256=digest(document.text()),
        )
        book.contact_sections |= self.sorter.contact_sections
        if rendered is not None and page.rendered:
            seen = read_views(page, book.read_as, (capture, *rendered.further), views, rendered)
            page = _told_cut(page, seen.cut)
            book.take_views(page, seen)
            if page.kinds & READ_TWICE and consent.asked(seen.wall):
                book.unwell(f"{NEEDS_PERSON}: cookies must be accepted ({seen.wall[:40]} ...)")
        else:
            found = reading.read(page, document, book.read_as)
            page = _told_cut(page, found.cut)
            book.take(page, found)
        if rendered is not None:
            self._note_rendering(page.id, rendered, document)
        for fresh in book.frontier.add(page.id, found_links if page.own_site else _of_the_desk(page, found_links)):
            self._already(fresh)
        self._look_closer(want, page, document)
        if words := self._unsent(document):
            book.unwell(f"{NEEDS_PERSON}: a form has to be sent ({words[:60]})")
        return page.id

    def _links(self, views: Sequence[Document], codes: tuple[str, ...], rendered: Rendered | None) -> tuple[Sorted, ...]:
        """The links of all views, and where controls led; those that only a click shows are closed."""
        on_load = len(rendered.viewports) if rendered else 1
        best = {item.key: item for item in self.sorter.sort(views[0], codes)}
        for number, view in enumerate(views[1:], start=1):
            for item in self.sorter.sort(view, codes):
                if item.key not in best or (usable(item.link) and not usable(best[item.key].link)):
                    closed = item.link.closed or number >= on_load
                    best[item.key] = item._replace(link=item.link._replace(closed=closed))
        for led in rendered.led if rendered else ():
            if (way := self.sorter.sort_led(led, codes)) is not None:
                best.setdefault(way.key, way)
        return tuple(best.values())

    def _note_rendering(self, page_id: int, rendered: Rendered, document: Document) -> None:
        """Keep how a page was rendered, without the bodies."""
        book = self.book
        book.rendered[page_id] = replace(rendered, further=())
        book.gates += [replace(gate, page_id=page_id) for gate in rendered.gates]
        if book.pages[page_id].kinds & READ_TWICE:
            for problem in rendered.problems:
                book.unwell(f"rendering: {problem}, page {page_id}"[:200])
            if words := consent.shield(document.text()):
                book.unwell(f"{NEEDS_PERSON}: cookies must be accepted ({words} ...), page {page_id}")

    def _already(self, key: str) -> None:
        """Settle a link that leads to a page read or passed through before a link to it was met, or met under another address."""
        book, link = self.book, self.book.frontier.link_of(key)
        page = book.page_of.get(key)
        if page is None and link is not None and self.echoes and not book.frontier.tells_apart(key):
            page = self.echoes.page_of(link.target, link.text)
        if page is not None:
            book.page_of.setdefault(key, page)
            book.frontier.settle(key, Fate.READ, f"page {page}")
        elif key in self.tried:
            book.frontier.settle(key, Fate.READ, "passed through")

    def _page(self, want: Want, capture: Capture, document: Document, kinds: frozenset[PageKind]) -> Page:
        first = not self.book.pages
        return Page(
            id=len(self.book.pages),
            url=want.url,
            final_url=capture.final_url,
            status=capture.status,
            kinds=kinds,
            title=document.title[:300],
            h1=document.h1[:300],
            language=declared(document),
            clicks=0 if first else None,
            reached_by=want.text,
            from_page=want.from_page,
            via=capture.via,
            body_sha256=capture.sha256,
            text_chars=len(document.text()),
            warc_offset=capture.warc_offset,
            fetched_at=capture.fetched_at,
            own_site=first or same_site(capture.final_url, self.home),
            document=is_pdf(capture),
            rendered=capture.via is Via.BROWSER,
            problems=(*document.problems, *recognise.cut_off(capture, first=first)),
        )

    def _kinds(self, want: Want, capture: Capture, document: Document, codes: tuple[str, ...]) -> frozenset[PageKind]:
        if not self.book.pages:
            return frozenset({PageKind.HOME})
        if want.frame and want.from_page is not None:
            return self.book.pages[want.from_page].kinds
        promised = want.kinds | self.book.frontier.kinds_of(addresses.key(capture.final_url))
        url = self.sorter.within(capture.final_url)
        return kinds_of_page(document, url, promised, codes, own=self.sorter.own, slogans=self.sorter.slogans)

    def _look_closer(self, want: Want, page: Page, document: Document) -> None:
        """What keeps a page from being read to the end: scripts, frames, documents without text."""
        book = self.book
        if want.frame and want.from_page is not None:
            book.parts[page.id] = book.parts.get(want.from_page, want.from_page)
        if page.id == 0 and (question := recognise.asks_age(document)):
            book.gates.append(Gate(page_id=0, kind=GateKind.AGE, snippet=question))
        if not page.own_site and _for_another_country(page, book.shop):
            book.foreign.add(page.id)
        if page.document or (page.kinds & READ_TWICE and self._lacking() and not unlike(document)):
            book.alike.add(page.id)
        if page.document:
            book.documents_read += 1
            if not page.text_chars:
                book.unwell(f"{NEEDS_PERSON}: a document without text, page {page.id}")
        elif problem := _emptiness(page, document):
            told = f"{NEEDS_PERSON}: nothing but a picture," if page.id in book.wordless else f"{problem}:"
            book.unwell(f"{told} page {page.id}")
        if page.problems and (page.kinds & READ_TWICE or not page.kinds):
            book.unwell(f"cut: page {page.id} {', '.join(page.problems)}"[:200])
        if not page.rendered and (page.text_chars < _LITTLE_TEXT or page.kinds & CONTACT_LIKE):
            self._ask_frames(page, document)

    def _unsent(self, document: Document) -> str:
        """The words of a form that is but a button which promises contact, and that must be sent to get there."""
        return next(
            (
                button.value
                for form in document.forms
                if form.visible and form.method == "post" and (button := form.only_button) is not None
                if not MADE_FOR_CONTACT.isdisjoint(kinds_of_link(button.value, "", self.book.codes, self.sorter.own))
            ),
            "",
        )

    def _lacking(self) -> bool:
        """Whether a channel may end without a positive, so that the second opinion will be asked."""
        met = {
            item.channel
            for item in self.book.sightings
            if item.for_customers and item.on_load and self.book.pages[item.page_id].kinds & _BEST_KINDS
        }
        return not met.issuperset(PLACED)

    def _ask_frames(self, page: Page, document: Document) -> None:
        most, in_all = _FRAMES[page.text_chars < _LITTLE_TEXT]
        for frame in list(dict.fromkeys(document.frames))[:most]:
            target = addresses.clean(frame)
            fresh = addresses.key(target) not in {*self.tried, *self.book.page_of}
            if target and fresh and self.frames < in_all and same_site(target, self.home) and not addresses.why_never(target):
                self.frames += 1
                self.first.append(Want(url=target, from_page=page.id, frame=True))


def _of_the_desk(page: Page, items: Iterable[Sorted]) -> Iterator[Sorted]:
    """The links of another domain's page that are followed: where a help desk keeps its contact page."""
    host = host_of(page.final_url)
    return (item for item in items if PageKind.CONTACT in item.link.kinds and host_of(item.link.target) == host)


def _told_cut(page: Page, cut: Iterable[str]) -> Page:
    """The page with what was not read of it among its problems."""
    return replace(page, problems=tuple(dict.fromkeys((*page.problems, *cut))))


def _emptiness(page: Page, document: Document) -> str:
    """The problem of a page that shows next to nothing; rendered, that is one of the home page, and of what scripts should fill."""
    if page.rendered:
        return EMPTY if recognise.is_shell(document) or (page.id == 0 and recognise.is_empty(document)) else ""
    return SHELL if recognise.is_shell(document) and not document.frames else ""


def _for_another_country(page: Page, shop: Shop) -> bool:
    """Whether a page of another domain speaks another language under another country's top-level domain."""
    home = country(shop.country or "")
    ending = host_of(page.final_url).rsplit(".", 1)[-1]
    abroad = (
        home is not None
        and len(ending) == 2
        and ending not in home.tlds
        and any(ending in other.tlds for other in countries().values())
    )
    return abroad and page.language not in {"", shop.language}


def _abroad(book: Notebook, document: Document, capture: Capture) -> bool:
    """Whether home was redirected to the version for another country than the row's, and offers no way back."""
    redirected = choosing.elsewhere(capture.final_url, book.shop) and not choosing.elsewhere(book.shop.url, book.shop)
    return redirected and not choosing.choice(document, book.shop)
