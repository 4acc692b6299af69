"""Every label of every figure, as a browser sets it: on the paper, clear of the others, and crossed by no line."""

from contextlib import closing

import pytest
from playwright.sync_api import Browser

from reuse_app.narrative import figures
from reuse_app.narrative.templating import STATIC
from tests.report.conftest import NAMES, sample

STYLES = "".join(
    (STATIC / "css" / f"{name}.css").read_text(encoding="utf-8") for name in ("colours", "type", "figures")
)
DRAWN = figures.FIGURES.values()
FAULTS = """
() => [...document.querySelectorAll("svg.chart")].flatMap(svg => {
  const paper = svg.getBoundingClientRect()
  const inked = text => {
    const { left, right, top, bottom } = text.getBoundingClientRect()
    const isUpright = bottom - top > right - left && text.closest("[transform]")
    const [across, down] = isUpright ? [(right - left) * 0.16, 0] : [0, (bottom - top) * 0.16]
    const [said, isClear] = [text.firstChild.data, text.matches(".faint")]
    return { said, isClear, left: left + across, right: right - across, top: top + down, bottom: bottom - down }
  }
  const within = (one, other, least) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > least
    && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > least
  const isCut = one => one.left < paper.left - 1 || one.right > paper.right + 1
    || one.top < paper.top - 1 || one.bottom > paper.bottom + 1
  const texts = [...svg.querySelectorAll("text")].map(inked)
  const cut = texts.filter(isCut).map(one => `cut: ${one.said}`)
  const covered = texts.flatMap((one, index) => texts.slice(index + 1)
    .filter(other => within(one, other, 1)).map(other => `covered: ${one.said} by ${other.said}`))
  const lines = [...svg.querySelectorAll("path:is(.line, .spread, .stream, .leader, .dashed.strong)")]
  const crossed = lines.flatMap(line => {
    const near = texts.filter(one => !one.isClear && within(one, line.getBoundingClientRect(), -1))
    if (!near.length) return []
    const matrix = line.getScreenCTM()
    const places = Array.from({ length: line.getTotalLength() / 1.5 }, (_, index) => {
      const { x, y } = line.getPointAtLength(index * 1.5).matrixTransform(matrix)
      return { left: x, right: x, top: y, bottom: y }
    })
    return near.filter(one => places.some(place => within(one, place, -0.001) && !edges(one, place)))
      .map(one => `crossed: ${one.said} by ${line.getAttribute("class")}`)
  })
  function edges(one, { left: x, top: y }) {
    return x < one.left + 1 || x > one.right - 1 || y < one.top + 1 || y > one.bottom - 1
  }
  return [...cut, ...covered, ...crossed].map(fault => `${svg.querySelector("title").id} ${fault}`)
})
"""
"""What is wrong with labels: a word with a ground of its own hides the line that runs below it."""


@pytest.mark.parametrize("name", [*(name for name in NAMES if name != "empty"), "single", "crowded"])
def test_no_label_is_cut_covered_or_crossed(name: str, browser: Browser) -> None:
    found = sample(name)
    drawn = [figure for draw in DRAWN if (figure := draw(found.worksheet, found.findings))]
    drawings = "".join(f"<div>{svg}</div>" for figure in drawn for svg in (figure.svg, figure.broad) if svg)
    with closing(browser.new_page()) as page:
        page.set_content(f"<style>{STYLES} .chart {{ max-width: none !important }}</style>{drawings}")
        assert page.evaluate(FAULTS) == []
