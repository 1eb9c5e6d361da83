"""The first five minutes of somebody new, on a phone of 360 px, timed, in both languages.

    .venv/bin/python -m benchmarks.first_five_minutes [--shots FOLDER] [--language es|en] [--dark]

A fresh installation is started by `simulacro serve`, and a real Chromium follows the link that it
prints: account and brand, three questions, one true sentence about this brand, one fix with the
network's own link. Two times are printed for each screen:

- `wait`: what the person waits for the machine, from the tap to the next screen at rest;
- `person`: how long an unhurried person needs, by published paces: every word down to what is
  tapped next, read at 238 words a minute (Brysbaert 2019, doi:10.1016/j.jml.2019.104047), each key
  typed at 36 words of five letters a minute (Palin and others 2019, doi:10.1145/3338286.3340120),
  and for each tap 1.35 s to decide and 1.1 s to point (Card, Moran and Newell 1980,
  doi:10.1145/358886.358895).

It ends with the sum, the sentence and the fix, and exits with 1 where a language takes longer than
five minutes, the last screen has no link, or a screen is wider than the phone. Who has to ask a
colleague needs longer; the questions take "don't know" for an answer.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page, sync_playwright
from tests import machine

WORDS_PER_MIN: Final = 238.0
LETTERS_PER_MIN: Final = 36.0 * 5
DECIDE_S: Final = 1.35
POINT_S: Final = 1.1
SAID: Final = {
    "es": {
        "brand": "Panadería Alba",
        "name": "Lea",
        "password": "el horno abre a las cinco",
        "people": "La dueña, Leo",
        "phone": "La dueña",
    },
    "en": {
        "brand": "Alba Bakery",
        "name": "Lea",
        "password": "the oven opens at five",
        "people": "The owner, Leo",
        "phone": "The owner",
    },
}
LIMIT_S: Final = 300.0
# The words of `main` that are seen above the bottom of what is tapped, which is read first.
WORDS_ABOVE: Final = """target => {
  const bottom = target.getBoundingClientRect().bottom;
  const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  let words = 0;
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const place = document.createRange();
    place.selectNodeContents(text);
    const box = place.getBoundingClientRect();
    if (box.width && box.top < bottom && text.parentElement.checkVisibility())
      words += text.data.split(/\\s+/).filter(Boolean).length;
  }
  return words;
}"""


@dataclass(slots=True)
class Screen:
    """One screen: the words that are read on it, and what the person does there."""

    name: str
    wait_s: float = 0.0
    words: int = 0
    letters: int = 0
    taps: int = 0

    @property
    def person_s(self) -> float:
        reading = 60 * self.words / WORDS_PER_MIN
        typing = 60 * self.letters / LETTERS_PER_MIN
        return reading + typing + self.taps * (DECIDE_S + POINT_S)


class Walk:
    """A person who goes from screen to screen with a phone."""

    def __init__(self, page: Page, language: str, shots: Path | None) -> None:
        self.page = page
        self.language = language
        self.shots = shots
        self.screens: list[Screen] = []
        self.too_wide: list[str] = []

    @property
    def here(self) -> Screen:
        return self.screens[-1]

    def arrive(self, name: str, wait_s: float) -> None:
        self.screens.append(Screen(name, wait_s))
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.too_wide.append(name)
        if self.shots is not None:
            name = f"{self.language}-{len(self.screens)}-{name}.png"
            self.page.screenshot(path=self.shots / name, full_page=True)

    def find(self, selector: str, text: str | None = None) -> Locator:
        return self.page.locator(selector, has_text=text).first

    def tap(self, target: Locator) -> None:
        """Read down to something and tap it."""
        self.here.words = max(self.here.words, target.evaluate(WORDS_ABOVE))
        self.here.taps += 1
        target.click()

    def type(self, selector: str, text: str) -> None:
        self.tap(self.find(selector))
        self.find(selector).fill(text)
        self.here.letters += len(text)

    def go(self, target: Locator, name: str, address: str) -> None:
        """Tap what leads to the next screen, and wait until that is at rest."""
        begun = time.perf_counter()
        self.tap(target)
        self.page.wait_for_url(re.compile(address))
        self.page.wait_for_load_state("load")
        self.arrive(name, time.perf_counter() - begun)


def walk(page: Page, link: str, language: str, shots: Path | None) -> tuple[Walk, Locator]:
    """The whole way from the printed link; returns also the link of the fix."""
    it = Walk(page, language, shots)
    said = SAID[language]
    begun = time.perf_counter()
    page.goto(link, wait_until="load")
    it.arrive("welcome", time.perf_counter() - begun)
    if language == "en":
        # Spanish is the product's first language; the switch stands on every page.
        it.tap(it.find("header details.menu summary"))
        it.go(it.find("header button[lang=en]"), "welcome-en", r"/welcome/")
    it.type("#id_brand_name", said["brand"])
    it.type("#id_name", said["name"])
    it.type("#id_email", "lea@example.org")
    it.type("#id_password", said["password"])
    it.go(it.find("main button.button-primary"), "home", r"/b/[^/]+/$")
    it.go(it.find("main a.button-primary"), "networks", r"/audit/start/")
    it.tap(it.find("label", "Instagram"))
    it.tap(it.find("label", "Facebook"))
    it.go(it.find("button[value=next]"), "who-gets-in", r"/audit/start/entrants/")
    it.type("#id_who", said["people"])
    it.go(it.find("button[value=next]"), "which-phone", r"/audit/start/codes/")
    it.tap(it.find("label", said["phone"]))
    it.go(it.find("button[value=next]"), "truth", r"/audit/first/")
    link_of_fix = it.find("main section.card a[rel~=external]")
    if link_of_fix.count():
        it.here.words = link_of_fix.evaluate(WORDS_ABOVE)
    return it, link_of_fix


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def fresh_installation(folder: Path, language: str) -> Iterator[str]:
    """A `simulacro serve` with nobody in it yet; gives the link that it prints."""
    environment = {
        **os.environ,
        "SIMULACRO_DATA_DIR": str(folder),
        "SIMULACRO_LANGUAGE": language,
    }
    environment.pop("DATABASE_URL", None)
    words = [sys.executable, "-m", "simulacro", "serve", "--no-browser", "--port", str(free_port())]
    server = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        for line in server.stdout:
            found = re.search(r"https?://\S+/welcome/\S*", line)
            if found:
                break
        else:
            raise SystemExit("simulacro serve printed no link")
        yield found[0]
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)


def told(it: Walk, link_of_fix: Locator) -> bool:
    """Print the walk; whether it is as it should be."""
    print(f"{it.language:14}{'words':>7}{'letters':>9}{'taps':>6}{'wait s':>9}{'person s':>10}")
    for screen in it.screens:
        print(
            f"  {screen.name:12}{screen.words:7}{screen.letters:9}{screen.taps:6}"
            f"{screen.wait_s:9.2f}{screen.person_s:10.1f}"
        )
    wait = sum(screen.wait_s for screen in it.screens)
    person = sum(screen.person_s for screen in it.screens)
    print(f"  {'all':12}{'':22}{wait:9.2f}{person:10.1f}   {(wait + person) / 60:.1f} minutes")
    print(f"  “{it.page.locator('main h1').inner_text()}”")
    if link_of_fix.count():
        print(f"  {it.page.locator('main section.card strong').first.inner_text()}")
        print(f"  {link_of_fix.inner_text()}: {link_of_fix.get_attribute('href')}")
    if it.too_wide:
        print(f"  wider than the phone: {', '.join(it.too_wide)}")
    return bool(link_of_fix.count()) and wait + person < LIMIT_S and not it.too_wide


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--language", choices=sorted(SAID), action="append")
    parser.add_argument("--shots", type=Path, help="a folder for a picture of each screen")
    parser.add_argument("--dark", action="store_true")
    args = parser.parse_args()
    browser_path = machine.chromium()
    if not browser_path:
        print(f"first five minutes: {machine.what_to_install([machine.HEADLESS])}")
        return 0
    good = True
    for language in args.language or ["es", "en"]:
        with (
            tempfile.TemporaryDirectory() as folder,
            fresh_installation(Path(folder), language) as link,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(
                executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(
                viewport={"width": 360, "height": 740},
                locale={"es": "es-MX", "en": "en-US"}[language],
                color_scheme="dark" if args.dark else "light",
                has_touch=True,
                reduced_motion="reduce",
            )
            good = told(*walk(page, link, language, args.shots)) and good
            browser.close()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
