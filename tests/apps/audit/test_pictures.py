import datetime as dt
import re
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.utils import translation
from tests.apps.audit.inventories import cafe, renamed
from tests.apps.audit.readings import answer, reading, solved

from simulacro.apps.audit.pictures.drawing import draw, wrapped
from simulacro.apps.audit.pictures.icons import ICONS
from simulacro.apps.audit.pictures.layout import Layout, box_size, lay_out
from simulacro.apps.audit.pictures.line import Dot, risk_line
from simulacro.apps.audit.pictures.map import map_svg
from simulacro.apps.audit.pictures.standalone import standalone_svg
from simulacro.apps.audit.pictures.week import week_of
from simulacro.apps.audit.reading import Question
from simulacro.engines.access.inventory import Asset, CommonCause, Inventory, Kind, Method

SVG = "{http://www.w3.org/2000/svg}"


def large(count: int) -> Inventory:
    """So many phones, each enough with the password to open Instagram."""
    inventory = cafe()
    phones = [Asset(f"t{i}", Kind.DEVICE, f"Teléfono {i}") for i in range(count)]
    ways = [Method("ig", ("clave-ig", phone.id)) for phone in phones]
    return replace(
        inventory,
        assets=(*inventory.assets, *phones),
        methods=(*inventory.methods, *ways),
    )


def test_the_map_draws_who_opens_what_and_lights_single_points() -> None:
    inventory = cafe()
    drawing = draw(inventory, solved(inventory))
    assert {box.id for box in drawing.boxes} == {"ada", "ben", "telefono", "clave-ig", "ig"}
    assert {box.id for box in drawing.boxes if box.lit} == {"telefono", "clave-ig"}
    assert len(drawing.joints) == 2
    assert all(line.lit == (line.tail in {"telefono", "clave-ig"}) for line in drawing.lines)


def test_the_map_of_a_channel_lights_only_what_is_enough_for_that_channel() -> None:
    told = reading(answer(("telefono",)), answer(("ada",), channel="otro"))
    drawing = draw(cafe(), told, channel="ig")
    assert {box.id for box in drawing.boxes if box.lit} == {"telefono"}


def test_what_strikes_several_things_at_once_is_lit_beside_them() -> None:
    both = CommonCause(("red-a", "red-b"), 0.2)
    inventory = Inventory(
        cafe().brand,
        (
            Asset("red-a", Kind.CARRIER, "Operadora A"),
            Asset("red-b", Kind.CARRIER, "Operadora B"),
            Asset("caida", Kind.CAUSE, "Caída de las dos", cause=both),
            Asset("ig", Kind.ACCOUNT, "Instagram", channel=True, network="instagram"),
        ),
        (Method("ig", ("red-a",)), Method("ig", ("red-b",))),
    )
    drawing = draw(inventory, solved(inventory))
    assert {box.id for box in drawing.boxes if box.lit} == {"caida"}
    struck = {line.head for line in drawing.lines if line.tail == "caida"}
    assert struck == {"red-a", "red-b"}


def test_the_thiefs_map_has_what_people_hold_and_not_who_must_be_present() -> None:
    inventory = cafe()
    drawing = draw(inventory, solved(inventory), Question.HIJACK)
    held = {(line.tail, line.head) for line in drawing.lines if line.held}
    assert held == {("ada", "clave-ig"), ("ada", "telefono"), ("ben", "clave-ig")}
    assert not any(line.tail == "ben" and line.head.startswith("way") for line in drawing.lines)


def test_the_svg_is_well_formed_and_has_no_inline_style_or_script() -> None:
    inventory = renamed(cafe(), "telefono", 'A & B <"quoted">')
    drawing = draw(inventory, solved(inventory))
    svg = map_svg(drawing, lay_out(drawing), Question.SILENCE, title="Mapa", words="Dos cosas")
    root = ElementTree.fromstring(svg)
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=", svg)
    boxes = [g for g in root.iter(f"{SVG}g") if "map-box" in g.get("class", "")]
    assert len(boxes) == len(drawing.boxes)
    assert root.get("role") == "img"


def test_a_lit_box_says_it_by_class_by_mark_and_by_words() -> None:
    inventory = cafe()
    drawing = draw(inventory, solved(inventory))
    with translation.override("es"):
        svg = map_svg(drawing, lay_out(drawing), Question.SILENCE, title="Mapa", words="")
    (lit,) = [
        g
        for g in ElementTree.fromstring(svg).iter(f"{SVG}g")
        if (g.findtext(f"{SVG}title") or "").startswith("Teléfono")
    ]
    assert "is-lit" in lit.get("class", "")
    assert lit.find(f"{SVG}g[@class='map-mark']/{SVG}text").text == "1"
    assert lit.findtext(f"{SVG}title") == (
        "Teléfono de la jefa. Sin esto, 1 canal se queda sin voz"
    )


def test_boxes_do_not_lie_on_each_other() -> None:
    inventory = large(30)
    drawing = draw(inventory, solved(inventory))
    layout = lay_out(drawing)
    boxes = [(layout.places[box.id], box_size(box)) for box in drawing.boxes]
    for i, ((x, y), (w, h)) in enumerate(boxes):
        for (x2, y2), (w2, h2) in boxes[i + 1 :]:
            assert abs(x - x2) >= (w + w2) / 2 - 1 or abs(y - y2) >= (h + h2) / 2 - 1


def test_too_many_boxes_leave_only_what_matters_most() -> None:
    inventory = large(200)
    drawing = draw(inventory, solved(inventory), most=40)
    assert len(drawing.boxes) == 40
    assert drawing.left_out == len(inventory.assets) - 40
    kept = {box.id for box in drawing.boxes}
    assert {"ig", "clave-ig"} <= kept


def test_several_threads_may_ask_for_a_layout_at_once() -> None:
    drawing = draw(large(20), solved(large(20)))
    with ThreadPoolExecutor(4) as threads:
        layouts = list(threads.map(lay_out, [drawing] * 8))
    assert all(layout == layouts[0] for layout in layouts)


def test_a_layout_comes_back_whole_from_its_plain_form() -> None:
    drawing = draw(cafe(), solved(cafe()))
    layout = lay_out(drawing)
    assert Layout.from_plain(layout.as_plain()) == layout


def test_the_digest_knows_the_shape_and_not_the_lights() -> None:
    dark = draw(cafe(), reading(answer(("ada", "ben"))))
    lit = draw(cafe(), reading(answer(("telefono",))))
    assert dark.digest == lit.digest
    assert draw(renamed(cafe(), "ada", "Ana"), reading()).digest != dark.digest


def test_every_kind_of_asset_has_its_drawing() -> None:
    assert set(ICONS) == set(Kind)


def test_a_very_long_word_is_cut_and_the_whole_name_stays_in_the_title() -> None:
    assert all(len(line) <= 18 for line in wrapped("a" * 90))


def test_the_week_has_each_hour_once_both_ways() -> None:
    chances = [hour / 200 for hour in range(168)]
    with translation.override("es"):
        week = week_of(chances, "PE")
    assert [len(row.cells) for row in week.days] == [24] * 7
    assert [len(row.cells) for row in week.hours] == [7] * 24
    for day in range(7):
        for hour in range(24):
            assert week.days[day].cells[hour] == week.hours[hour].cells[day]
    assert [cell.worst for row in week.days for cell in row.cells].index(True) == 167
    assert week.day_names[0] == "lunes"


def test_a_week_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="168"):
        week_of([0.1] * 24, "PE")


def test_the_line_has_a_dot_an_audit_and_stays_inside() -> None:
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    dots = [Dot(i + 1, start + dt.timedelta(days=i), 90.0 - i, 80.0 - i) for i in range(30)]
    root = ElementTree.fromstring(risk_line(dots, "MX", title="Riesgo"))
    circles = list(root.iter(f"{SVG}circle"))
    assert len(circles) == 30
    _, _, width, height = (float(x) for x in root.get("viewBox", "").split())
    assert all(0 <= float(c.get("cx", "-1")) <= width for c in circles)
    assert all(0 <= float(c.get("cy", "-1")) <= height for c in circles)


def test_the_standalone_picture_says_the_sentence_and_needs_nothing_else() -> None:
    inventory = cafe()
    with translation.override("es"):
        svg = standalone_svg(inventory, solved(inventory))
    root = ElementTree.fromstring(svg)
    words = " ".join(text.text or "" for text in root.iter(f"{SVG}text"))
    assert "el teléfono de la jefa" in words
    assert "href" not in svg
    assert "url(" not in svg
    assert "prefers-color-scheme:dark" in svg


def test_the_standalone_picture_is_the_same_each_time_and_lights_what_it_is_about() -> None:
    inventory = cafe()
    found = solved(inventory)
    theft = standalone_svg(inventory, found, Question.HIJACK)
    assert theft == standalone_svg(inventory, found, Question.HIJACK)
    assert theft != standalone_svg(inventory, found, Question.SILENCE)
