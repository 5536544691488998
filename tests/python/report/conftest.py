# SPDX-License-Identifier: MIT
"""The report in a real browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from support.report_page import EXAMPLE, Command, Report

# What runs a browser without a screen, as any user, and keeps it from calling home.
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def command() -> Command:
    return Command()


def browser_path() -> str | None:
    named = os.environ.get("CPGINFRA_TEST_BROWSER")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="module")  # it keeps an event loop running, and other tests need their own
def browser() -> Iterator[Browser]:
    path = browser_path()
    if path is None:
        pytest.skip(
            "NO BROWSER, so the report's page is NOT tested: install chromium, "
            "or name a browser in CPGINFRA_TEST_BROWSER"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture(scope="session")
def example_file(command: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("report") / "report.html"
    command.run("report", EXAMPLE, "-o", file)
    return file


@pytest.fixture
def example(context: BrowserContext, example_file: Path) -> Iterator[Report]:
    """The example's report; every test that uses it also shows that nothing goes wrong on it."""
    report = Report(context.new_page(), example_file)
    yield report
    assert report.trouble == []
