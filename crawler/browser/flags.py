"""How Chromium is started: nothing it does by itself, no way past the proxy, and all frames of a shop's pages in one renderer."""

import os

NOT_WANTED = (
    # One view of a page is one snapshot, which sees the frames of its own renderer only.
    "IsolateOrigins", "site-per-process", "SpareRendererForSitePerProcess",
    # A shop is visited as it was listed; what the network says of its address is part of what was seen.
    "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable",
    # Chromium's own requests and offers.
    "AimEnabled", "AutofillServerCommunication", "CertificateTransparencyComponentUpdater", "DialMediaRouteProvider",
    "InterestFeedContentSuggestions", "LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints",
    "PreconnectToSearch", "Translate",
    # Parts of Chromium's own window, each with a renderer for every page opened.
    "PreloadTopChromeWebUI", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxPopup",
    # As Playwright has them, which would lose its list to ours otherwise.
    "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "PaintHolding",
    "ThirdPartyStoragePartitioning",
)  # fmt: skip
"""Features switched off, by the names Chromium has for them."""

PLAYWRIGHTS_NOT_WANTED = ("--disable-popup-blocking",)
"""Playwright's own flag that is left out: a customer's browser blocks pop-ups that nobody clicked for."""

_BLINK = "primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4"
"""A mouse, as Playwright says when it starts a browser without a screen."""

HEAP = 1024
"""Megabytes that the scripts of one renderer may keep."""


def flags(*, pictures: bool) -> list[str]:
    """Give the flags besides Playwright's own. `pictures`: whether images are fetched and shown."""
    return [
        f"--disable-features={','.join(NOT_WANTED)}",
        "--disable-site-isolation-trials",
        "--renderer-process-limit=1",
        "--disable-quic",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
        "--disable-client-side-phishing-detection",
        "--disable-domain-reliability",
        "--no-pings",
        "--disable-gpu",
        f"--js-flags=--max-old-space-size={HEAP}",
        f"--blink-settings=imagesEnabled={str(pictures).lower()},{_BLINK}",
    ]


def sandboxed() -> bool:
    """Whether Chromium is started with its sandbox: always, but by root, for whom it does not start with one."""
    return os.geteuid() != 0


def sandbox_line() -> str:
    """Give the line to tell the user where Chromium runs without its sandbox, "" where it has one."""
    if sandboxed():
        return ""
    return (
        "The browser runs without its sandbox, because root started it. Start the program as an ordinary user to have the sandbox."
    )
