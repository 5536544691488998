# SPDX-License-Identifier: MIT
"""What people do with the page: look around, search, filter, share links, print."""

import json
import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from support.estate import write_estate
from support.report_page import EXAMPLE, Command, Report, address, of_matrix

VIEWS = (
    "",
    "dataset=cardiac",
    "person=chloe.tan@institute.example",
    "group=cardiac-analysis@groups.institute.example",
    "bucket=ieg-cardiac-main",
    "dataset=no-such",
)


def heading(page: Page) -> str:
    return page.inner_text("h1")


def expect_heading(page: Page, text: str) -> None:
    """Waits, since a page that is followed to shows a moment after the click."""
    expect(page.locator("h1")).to_have_text(text)


def test_the_page_loads_nothing(example: Report) -> None:
    for view in VIEWS:
        example.open(view)
    assert {url.partition("#")[0] for url in example.requests} == {
        "about:blank",
        example.file.as_uri(),
    } - {"about:blank"}


def test_the_estate_at_a_glance(example: Report) -> None:
    page = example.open()
    expect_heading(page, "institute")
    assert page.title() == "institute: who can reach what"
    tiles = page.locator(".tiles li").all_inner_texts()
    assert [tile.split("\n")[0] for tile in tiles] == ["5", "10", "55", "142", "60", "436", "1,642"]
    rows = page.locator("table[aria-label=datasets] tbody tr").all_inner_texts()
    assert re.split(r"\s+", rows[0]) == ["cardiac", "gcp", "4", "12", "28", "307"]
    page.click("table[aria-label=datasets] th button:text('People who reach it')")
    first = page.locator("table[aria-label=datasets] tbody tr").first
    assert first.inner_text().startswith("rare-disease")
    expect(page.locator("th[aria-sort=descending]")).to_have_text("People who reach it")
    page.get_by_role("link", name="cardiac", exact=True).click()
    expect_heading(page, "cardiac")


def test_search_by_mouse_and_keyboard(example: Report) -> None:
    page = example.open("dataset=common")
    page.keyboard.press("/")
    page.keyboard.type("chloe")
    options = page.get_by_role("option")
    expect(options).to_have_text([re.compile("chloe.tan@institute.example")])
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("chloe.tan@institute.example")
    assert page.evaluate("location.hash") == "#person=chloe.tan@institute.example"

    page.fill("#search-input", "CARDIAC main")
    expect(options.first).to_be_visible()
    found = options.all_inner_texts()
    assert any(text.startswith("ieg-cardiac-main\n") for text in found)
    assert all("cardiac" in text and "main" in text for text in found)
    page.keyboard.press("ArrowDown")
    expect(page.locator("#hit-1")).to_have_attribute("aria-selected", "true")
    options.filter(has_text=re.compile(r"^ieg-cardiac-main\s*Buckets$")).click()
    expect(page.locator("h1")).to_have_text("ieg-cardiac-main")

    page.fill("#search-input", "nobody-of-that-name")
    expect(page.locator("#hits")).to_contain_text("Nothing has this in its name.")
    page.keyboard.press("Escape")
    expect(page.locator("#hits")).to_be_hidden()


def test_a_persons_page(example: Report) -> None:
    page = example.open("person=Chloe.Tan@institute.example")
    expect_heading(page, "chloe.tan@institute.example")
    assert page.inner_text(".facts").startswith("reaches 45 buckets of 4 datasets")
    row = page.locator("tr", has=page.locator("a[href='#bucket=ieg-cardiac-main']")).first
    expect(row.locator("[data-title=How]")).to_have_text("can become")
    expect(row.locator(".trail")).to_have_text(
        "cardiac-analysis"
        "notebook-cardiac@ieg-notebooks.iam.gserviceaccount.com"
        "cardiac-tmp-main-read-access"
        "roles/storage.objectViewer"
    )
    row.locator("a:text('cardiac-analysis')").click()
    expect_heading(page, "cardiac-analysis")
    members = page.locator("table[aria-label=members]")
    expect(members).to_contain_text("chloe.tan@institute.example")
    page.go_back()
    expect(page.locator("h1")).to_have_text("chloe.tan@institute.example")


def test_switches_of_ways_and_kinds(example: Report) -> None:
    page = example.open("person=chloe.tan@institute.example")
    rows = page.locator("table[aria-label='what it reaches'] tbody tr")
    everything = rows.count()
    page.locator("label", has_text="has").first.click()
    ways = page.locator("table[aria-label='what it reaches'] .how").all_inner_texts()
    assert set(ways) == {"can become"}
    assert 0 < len(ways) < everything
    page.locator("label", has_text="project").click()
    kinds = page.locator("table[aria-label='what it reaches'] tbody th a").evaluate_all(
        "(links) => links.map((link) => link.title)"
    )
    assert set(kinds) == {"bucket"}


def test_filters_go_with_the_link(example: Report) -> None:
    page = example.open("person=ada.mori@institute.example")
    rows = page.locator("table[aria-label='what it reaches'] tbody tr")
    page.fill("input[aria-label='Filter what it reaches']", "rare-disease archive")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("ieg-rare-disease-archive")
    link = page.evaluate("location.hash")
    example.open(link.removeprefix("#"))
    expect(rows).to_have_count(1)
    expect(page.locator("input[aria-label='Filter what it reaches']")).to_have_value(
        "rare-disease archive"
    )


def test_the_way_behind_a_mark(example: Report) -> None:
    page = example.open("dataset=cardiac")
    page.locator(".matrix tbody button").first.focus()
    page.keyboard.press("ArrowDown")  # from one person's archive to the next one's
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    detail = page.locator(".detail")
    expect(detail).to_contain_text("chloe.tan@institute.example reaches ieg-cardiac-main")
    expect(detail.locator(".way")).to_have_count(1)
    expect(detail.locator(".trail li").last).to_have_text("roles/storage.objectViewer")
    page.keyboard.press("Escape")
    expect(detail).to_be_hidden()
    page.locator("label", has_text="Machine accounts").first.click()
    first = page.locator(".matrix tbody th").first
    expect(first).to_contain_text("cardiac-gcp-hail-batch-user-full")


def boxes(page: Page) -> list[str]:
    return page.locator(".box .box-label").all_inner_texts()


def test_the_diagram_is_followed_and_filtered(example: Report) -> None:
    page = example.open("dataset=cardiac")
    assert {"ieg-cardiac-main", "cardiac-analysis", "ada.mori@institute.example"} <= set(
        boxes(page)
    )

    box = page.locator(".box[aria-label='group cardiac-test-full']")
    box.hover()
    near = page.locator(".box.near .box-label").all_inner_texts()
    assert {"ieg-cardiac-test", "chloe.tan@institute.example"} <= set(near)
    assert "ieg-cardiac-main" not in near

    page.fill("input[aria-label='Filter the diagram']", "main-upload")
    expect(page.locator(".box-label:text-is('ieg-cardiac-test')")).to_have_count(0)
    assert {"ieg-cardiac-main-upload", "kim.duarte@harbour-university.example"} <= set(boxes(page))
    example.open(page.evaluate("location.hash").removeprefix("#"))
    expect(page.locator("input[aria-label='Filter the diagram']")).to_have_value("main-upload")

    page.locator(".diagram label", has_text="People").click()
    assert "kim.duarte@harbour-university.example" not in boxes(page)
    page.fill("input[aria-label='Filter the diagram']", "")
    expect(page.locator(".box-label:text-is('ieg-cardiac-test')")).to_have_count(1)
    page.locator(".box[tabindex='0']").focus()
    before = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowRight")
    after = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert before != after
    name = after.split(" ", 1)[1]
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)


def test_somebody_who_has_left_is_said_to_be_unknown(example: Report) -> None:
    page = example.open("person=gone@institute.example")
    expect_heading(page, "gone@institute.example")
    assert "This plan has no person of that name." in page.inner_text("main")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_is_cut_off_and_text_stands_out(
    browser: Browser, example_file: Path, scheme: Literal["light", "dark"], width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    report = Report(context.new_page(), example_file)
    for view in VIEWS:
        page = report.open(view)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, view
        assert page.evaluate(CONTRASTS) == [], view
    context.close()
    assert report.trouble == []


# Parts of names that are cut in two: each text between the places where a name may break, without
# those that hyphens break.
CUT_NAMES = """() => [...document.querySelectorAll('.matrix tbody th a span')]
  .flatMap((span) => [...span.childNodes])
  .filter((part) => part.nodeType === Node.TEXT_NODE && !part.textContent.includes('-'))
  .filter((part) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    return range.getClientRects().length > 1;
  })
  .map((part) => part.textContent)"""


def test_names_break_at_their_parts_on_a_phone(browser: Browser, example_file: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    report = Report(context.new_page(), example_file)
    page = report.open("dataset=cardiac")
    assert page.locator(".matrix tbody th a span").count() > 3
    assert page.evaluate(CUT_NAMES) == []
    context.close()


# Texts whose contrast with what is behind them is less than 4.5 (WCAG 2.2, AA).
CONTRASTS = """() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((value) => value / 255)
    .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, place) => sum + value * [0.2126, 0.7152, 0.0722][place], 0);
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = channels(getComputedStyle(each).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const texts = [...document.querySelectorAll('body *')].filter((element) =>
    element.checkVisibility() && [...element.childNodes].some((node) =>
      node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== ''));
  const faint = new Set();
  for (const element of texts) {
    const pair = [light(channels(getComputedStyle(element).color)), light(behind(element))];
    const contrast = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (contrast < 4.5) faint.add(`${element.className} ${element.textContent} ${contrast}`);
  }
  return [...faint];
}"""


def test_things_of_one_name_are_told_apart(example: Report) -> None:
    page = example.open("dataset=cardiac")
    keys = page.locator("table[aria-label='other things'] th", has_text="cardiac-cromwell-full-key")
    expect(keys.locator(".maker")).to_have_text(
        ["cardiac-gcp-cromwell-full-key", "cardiac-gcp-cromwell-full-key-2"]
    )
    registries = page.locator("table[aria-label='other things'] th", has_text="metamist-api")
    expect(registries.locator(".maker")).to_have_count(0)


def test_paper_has_all_rows_and_no_controls(example: Report) -> None:
    page = example.open("group=common-analysis@groups.institute.example")
    rows = page.locator("table[aria-label='what it reaches'] tbody tr")
    page.emulate_media(media="print")
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator("input[type=search]").first).to_be_hidden()
    for display in page.locator("thead button").evaluate_all(
        "(buttons) => buttons.map((button) => getComputedStyle(button).display)"
    ):
        assert display == "contents"  # it would be on the first page alone
    before = rows.count()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert rows.count() >= before
    assert "Printed on" in page.inner_text("footer")
    assert page.pdf(format="A4").startswith(b"%PDF")


HOSTILE = "<script>alert(1)</script>"
HOSTILE_PERSON = '"><img src=x onerror=alert(1)>@x.example'


def hostile_plan(command: Command) -> str:
    """The example's plan with a dataset and a person that configuration rules would refuse."""
    plan = json.loads(command.run("plan", EXAMPLE, "--format", "json"))
    for kind in ("resources", "groups", "grants", "memberships"):
        for record in plan[kind]:
            if record.get("dataset") == "cardiac":
                record["dataset"] = HOSTILE
    text = json.dumps(plan)
    person = json.dumps(HOSTILE_PERSON)[1:-1]
    return text.replace("chloe.tan@institute.example", person).replace(
        '"name": "cardiac-analysis"', f'"name": {json.dumps(HOSTILE)}'
    )


def test_hostile_names_show_as_text(
    context: BrowserContext, command: Command, tmp_path: Path
) -> None:
    saved = tmp_path / "plan.json"
    saved.write_text(hostile_plan(command), encoding="utf-8")
    file = tmp_path / "report.html"
    command.run("report", saved, "--title", HOSTILE, "-o", file)
    report = Report(context.new_page(), file)
    page = report.open()
    expect_heading(page, HOSTILE)
    assert page.title().startswith(HOSTILE)
    expect(page.locator("table[aria-label=datasets]")).to_contain_text(HOSTILE)
    page.locator("table[aria-label=datasets] a", has_text=HOSTILE).click()
    expect_heading(page, HOSTILE)
    expect(page.locator(".matrix")).to_contain_text(HOSTILE_PERSON)
    expect(page.locator(".box-label", has_text=HOSTILE).first).to_be_visible()
    page.locator(".matrix a", has_text=HOSTILE_PERSON).click()
    expect_heading(page, HOSTILE_PERSON)
    expect(page.locator(".trail").first).to_contain_text(HOSTILE)
    page.fill("#search-input", "<script>")
    expect(page.get_by_role("option").first).to_contain_text(HOSTILE)
    report.go(address("group", HOSTILE))
    assert page.inner_text(".what") == "Group"
    report.go(address("person", f"{HOSTILE}{HOSTILE}"))
    expect_heading(page, f"{HOSTILE}{HOSTILE}")
    assert "This plan has no person of that name." in page.inner_text("main")
    assert page.locator("img, main script").count() == 0
    assert report.trouble == []


# What opening the largest estate may take on a machine that is busy with other things; alone it
# takes about a second.
SECONDS = 6.0


def test_the_largest_estate(context: BrowserContext, command: Command, tmp_path: Path) -> None:
    configuration = write_estate(tmp_path / "estate.json", datasets=1000, people=3000)
    file = tmp_path / "report.html"
    command.run("report", configuration, "-o", file)
    assert file.stat().st_size < 10_000_000
    report = Report(context.new_page(), file)
    times = {}
    for view in (
        "",
        "dataset=data0500",
        "dataset=common",
        "person=person0007.x@institute.example",
        "bucket=cpg-common-main",
    ):
        page = report.open(view)
        times[view] = page.evaluate("performance.now()") / 1000
        assert heading(page) in ("estate.json", view.partition("=")[2])
    print("seconds to open:", times)  # shown where the test fails, or with -s
    assert max(times.values()) < SECONDS, times
    page.fill("#search-input", "data0123-analysis")
    expect(page.get_by_role("option").first).to_contain_text("data0123-analysis")
    page.fill("#search-input", "")
    answers = command.access(configuration, "matrix", "--dataset", "data0500")
    report.go("dataset=data0500")
    assert set(of_matrix(page)) == {
        (row["principal"], row["target"], row["level"], row["how"]) for row in answers
    }
    assert report.trouble == []
