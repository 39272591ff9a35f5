"""A real headless Chromium for tests of the page; where there is none, the tests say so and are skipped."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

# Without a sandbox it also runs as root; the rest keeps it from looking for a network.
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser; the test is skipped where Chromium or playwright is absent."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("there is no Chromium on this machine (Debian: apt-get install chromium)")
    if find_spec("playwright") is None:
        pytest.skip("playwright is not installed (pip install playwright)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield browser
        browser.close()


class Visit:
    """One page opened in a window of its own; `said` collects what went to the console and what failed."""

    def __init__(self, browser: Any, path: Path, *, at: str = "", width: int = 1280, height: int = 800) -> None:
        self.said: list[str] = []
        self.context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.page.on("response", lambda response: self._asked(response.url))
        self.page.goto(path.resolve().as_uri() + at)

    def _asked(self, url: str) -> None:
        if not url.startswith(("file:", "blob:")):
            self.said.append(f"loaded {url}")

    def wait(self, holds: Callable[[], bool]) -> None:
        """Until the page is as told, five seconds at most. The page's policy forbids to let the browser wait."""
        end = time.monotonic() + 5
        while not holds():
            assert time.monotonic() < end, "the page did not become what was expected"
            self.page.wait_for_timeout(20)

    def text(self, selector: str) -> str:
        return str(self.page.inner_text(selector))

    def close(self) -> None:
        self.context.close()
