"""Finds a Chromium for the browser tests, or installs one: ``python tests/chromium.py`` prints its path.

First one that the machine has, then Debian's package where apt-get may install it, then Playwright's own download.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
MAC = "/Applications/{0}.app/Contents/MacOS/{0}"
# What Playwright switches off, which a second list would replace; then what every window would draw for its address
# bar, unseen, and a process in reserve: a third of the work of opening the app in a new window.
OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "SpareRendererForSitePerProcess",
)
FLAGS = (
    f"--disable-features={','.join(OFF)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str | None:
    """The path of a Chromium that starts, or None. ``CHROMIUM`` in the environment comes first."""
    named = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES), MAC.format("Google Chrome"), MAC.format("Chromium")]
    return next((path for path in filter(None, named) if _starts(path)), None) or _of_playwright()


def install() -> None:
    """Install a Chromium: Debian's where root or sudo may, Playwright's elsewhere or where that failed."""
    if "ID=debian" in _read("/etc/os-release") and _apt_get("update") and _apt_get("install", "chromium"):
        return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def _apt_get(*words: str) -> bool:
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if (prefix and not shutil.which("sudo")) or not shutil.which("apt-get"):
        return False
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y", "--no-install-recommends"]
    return _succeeds([*command, *words], limit=900)


def _of_playwright() -> str | None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if _starts(path) else None


def _starts(path: str) -> bool:
    return os.path.exists(path) and _succeeds([path, "--version"])


def _succeeds(command: Sequence[str], limit: float = 60) -> bool:
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, timeout=limit, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _read(path: str) -> str:
    return Path(path).read_text() if os.path.exists(path) else ""


def main() -> int:
    """Print the path of a Chromium, installing one if need be; 1 if there is none to be had."""
    path = find()
    if path is None:
        print("No Chromium found; installing one.", file=sys.stderr)
        install()
        path = find()
    print(path or "No Chromium found, and none could be installed: set CHROMIUM to the path of one.")
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
