# SPDX-License-Identifier: MIT
"""The report's page in a browser, and what its tables and the command say, in the same words."""

import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cpginfra.command import native_command
from playwright.sync_api import Dialog, Page

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples" / "institute"

Row = tuple[str, str, str, str]

ACCESS_TABLE = """label => {
  const table = document.querySelector(`table[aria-label="${label}"]`);
  table.closest('.table').querySelector('.more button:last-child')?.click();
  return [...table.tBodies[0].rows].filter((row) => !row.querySelector('.empty')).map((row) => {
    const cell = (title) => {
      const found = row.querySelector(`[data-title="${title}"]`);
      return (found?.querySelector('.name > span') ?? found)?.innerText ?? '';
    };
    const path = [...row.querySelectorAll('.trail li')].map((step) => step.innerText).join(' > ');
    return [cell('Who') || cell('Reaches'), cell('Level'), cell('How').replace(' ', '-'), path];
  });
}"""
MATRIX = """() => {
  document.querySelector('.matrix').closest('.table').querySelector('.more button')?.click();
  const heads = [...document.querySelectorAll('.matrix thead th')].map((head) => head.title);
  return [...document.querySelectorAll('.matrix tbody tr')].flatMap((row) =>
    [...row.cells].flatMap((cell, column) => {
      const mark = cell.querySelector('button');
      return mark ? [[row.cells[0].innerText, heads[column], mark.title]] : [];
    }));
}"""


def of_table(page: Page, label: str) -> list[Row]:
    """The rows of a table of access, all of them: name, level, how, path."""
    return [tuple(row) for row in page.evaluate(ACCESS_TABLE, label)]


def of_matrix(page: Page) -> list[Row]:
    """Person, bucket, level and how of every mark, in the order of `cpginfra access matrix`."""
    return [
        (person, bucket, *told.replace("can ", "can-").split(", "))
        for person, bucket, marks in page.evaluate(MATRIX)
        for told in marks.split("; ")
    ]


def of_command(answers: list[dict[str, Any]], name: str) -> list[Row]:
    """The command's answers as of_table gives them; `name` is the key of the first column."""
    return [(row[name], row["level"], row["how"], " > ".join(row["path"])) for row in answers]


def address(key: str, value: str) -> str:
    return f"{key}={quote(value, safe='@:/')}"


class Command:
    """The command `cpginfra`."""

    def run(self, *arguments: str | Path) -> str:
        done = subprocess.run(
            [native_command(), *arguments], capture_output=True, text=True, check=False, timeout=120
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def access(self, configuration: Path, *question: str) -> list[dict[str, Any]]:
        text = self.run("access", configuration, "--format", "json", *question)
        rows: list[dict[str, Any]] = json.loads(text)
        return rows


class Report:
    """A page of a report, open in a browser."""

    def __init__(self, page: Page, file: Path) -> None:
        self.page = page
        self.file = file
        self.requests: list[str] = []
        self.trouble: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("console", lambda message: self.trouble.append(message.text))
        page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.trouble.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def open(self, address: str = "") -> Page:
        """Opens the file at an address in it, anew."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.file.as_uri()}#{address}")
        self.page.wait_for_selector("html[data-ready]", state="attached")
        return self.page

    def go(self, address: str) -> Page:
        """Follows a link inside of the page."""
        self.page.evaluate("address => { location.hash = address; }", address)
        # The change is told in a task of its own.
        self.page.evaluate("new Promise((done) => setTimeout(done))")
        return self.page
