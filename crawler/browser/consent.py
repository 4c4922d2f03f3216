"""Cookie banners: rejected, never accepted.

The rules are DuckDuckGo's autoconsent (https://github.com/duckduckgo/autoconsent, MPL-2.0), used unmodified. It runs in a world of
its own, which the page's scripts cannot reach; only the questions that some rules put to a banner's own script are asked in the
page's world. Rules that merely cover a banner up are off, so that what a customer meets is not changed. Where a banner offers no
way to reject, nothing is clicked.
"""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any

from duckduckgo_autoconsent import bundle, rules_json
from playwright.async_api import CDPSession, Error

WORLD = "bereikbaar-consent"
_CALL = "bereikbaarConsent"
_CONFIG = {"autoAction": "optOut", "enablePrehide": False, "enableCosmeticRules": False, "heuristicMode": "reject"}
_MOST_FRAMES = 8
_FIRST_SIGN, _SHOWN, _REJECTED = 1.6, 2.0, 5.0
"""Seconds a page has to show the first sign of a banner, then the banner, then that it was rejected."""


class Consent:
    """The banner of one page, watched through a CDP session. `said` tells what was done, "" where no banner was met."""

    def __init__(self, session: CDPSession) -> None:
        self._session = session
        self._worlds: dict[int, str] = {}
        self._pages: dict[str, int] = {}
        self._answers: set[asyncio.Task[None]] = set()
        self._asked = 0
        self._step = asyncio.Event()
        self._sign = self._shown = self._ended = False
        self.said = ""

    async def install(self) -> None:
        """Have the rules run in every document that the page loads from now on."""
        send = self._session.send
        self._session.on("Runtime.executionContextCreated", self._world_made)
        self._session.on("Runtime.bindingCalled", self._called)
        await send("Runtime.enable")
        await send("Page.enable")
        await send("Runtime.addBinding", {"name": _CALL, "executionContextName": WORLD})
        await send("Page.addScriptToEvaluateOnNewDocument", {"source": _script(), "worldName": WORLD})

    async def settle(self) -> None:
        """Wait until a banner was rejected, or until it is plain that there is none to reject."""
        for seconds, reached in ((_FIRST_SIGN, "_sign"), (_SHOWN, "_shown"), (_REJECTED, "_ended")):
            if not await self._within(seconds, reached):
                return

    async def _within(self, seconds: float, reached: str) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not getattr(self, reached):
                    self._step.clear()
                    await self._step.wait()
        return bool(getattr(self, reached))

    def _world_made(self, event: Mapping[str, Any]) -> None:
        context = event["context"]
        about = context.get("auxData") or {}
        if about.get("isDefault"):
            self._pages[about.get("frameId", "")] = context["id"]
        elif context.get("name") == WORLD:
            self._worlds[context["id"]] = about.get("frameId", "")

    def _called(self, event: Mapping[str, Any]) -> None:
        if event["name"] != _CALL or event["executionContextId"] not in self._worlds:
            return
        task = asyncio.ensure_future(self._answer(json.loads(event["payload"]), event["executionContextId"]))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answer(self, message: Mapping[str, Any], world: int) -> None:
        kind, rule = message.get("type"), str(message.get("cmp", ""))[:60]
        if kind == "init" and self._asked < _MOST_FRAMES:
            self._asked += 1
            await self._tell(world, f"{{type:'initResp',config:{json.dumps(_CONFIG)},rules:{{autoconsent:{rules_json()}}}}}")
        elif kind == "eval":
            said = await self._in_page(world, str(message.get("code", "")))
            await self._tell(world, json.dumps({"type": "evalResp", "id": message.get("id"), "result": said}))
        elif kind == "cmpDetected":
            self._sign = True
        elif kind == "popupFound":
            self._sign = self._shown = True
            self.said = f"not rejected: {rule}"
        elif kind == "optOutResult":
            self.said = f"rejected: {rule}" if message.get("result") else f"not rejected: {rule}"
            self._ended = not message.get("result")
        elif kind == "autoconsentDone":
            self._ended = True
        self._step.set()

    async def _tell(self, world: int, message: str) -> None:
        await self._evaluate(world, f"void autoconsentReceiveMessage({message})")

    async def _in_page(self, world: int, code: str) -> bool:
        page = self._pages.get(self._worlds[world])
        return page is not None and bool(await self._evaluate(page, code))

    async def _evaluate(self, context: int, expression: str) -> Any:
        """Run an expression in one world; None where that is gone, as pages load others meanwhile."""
        asked = {"expression": expression, "contextId": context, "returnByValue": True, "awaitPromise": True, "timeout": 1000}
        with suppress(Error):
            told = await self._session.send("Runtime.evaluate", asked)
            return told.get("result", {}).get("value")
        return None


@cache
def _script() -> str:
    """The bundle, with its messages sent as text."""
    return f"window.autoconsentSendMessage = async (said) => {_CALL}(JSON.stringify(said));\n{bundle()}"
