"""Which ideas of a brainstorm say nearly the same: laws, and pairs of ideas."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulacro.engines.possibilities.likeness import SAME, Shelf, likeness, near_duplicates

# Written by hand as people write on a phone; the threshold lies between the two lists.
THE_SAME = [
    ("¿Y si nos roban la cuenta de Instagram?", "Que roben el Instagram"),
    ("Se va la luz en la oficina", "¿Qué pasa si no hay luz en la oficina?"),
    ("un cliente se intoxica", "Clientes intoxicados"),
    ("El jefe publica borracho", "Que el jefe publique borracho desde la cuenta"),
    ("Filtran los datos de los clientes", "Filtración de datos de clientes"),
    ("perdemos el celular de la marca", "¿Y si pierden el celular de la marca?"),
    ("Un repartidor atropella a alguien", "Repartidor nuestro atropella a una persona"),
    ("Renuncia la community manager", "¿Y si renuncia el community manager?"),
    ("Huelga de empleados", "Los empleados hacen huelga"),
    ("Nos hackean el WhatsApp", "hackeo de whatsapp"),
    ("Se cae la app en quincena", "La app se cae el día de quincena"),
    ("Precio mal publicado en el Buen Fin", "Publicamos un precio mal en Buen Fin"),
    ("What if our account gets hacked?", "Somebody hacks our account"),
    ("A customer gets food poisoning", "Food poisoning of customers"),
    ("The scheduled post goes out after an earthquake", "Earthquake and a scheduled post goes out"),
    ("Meta nos suspende la cuenta", "Nos suspenden la cuenta de Meta"),
    ("Robo del celular con la sesión abierta", "Me roban el celular con sesión abierta"),
    ("Quiebra la agencia", "La agencia quebró"),
]
NOT_THE_SAME = [
    ("Nos roban la cuenta de Instagram", "Nos cierran la tienda de Instagram"),
    ("Se va la luz", "Se va el jefe"),
    ("Un cliente se intoxica", "Un cliente nos demanda"),
    ("Filtran los datos de los clientes", "Filtran un audio del director"),
    ("El jefe publica borracho", "El becario publica un meme"),
    ("Perdemos el celular de la marca", "Se cae la señal del celular"),
    ("Un video falso del director", "Un video de una rata en la cocina"),
    ("Huelga de empleados", "Despido masivo por TikTok"),
    ("Renuncia la community manager", "La community manager recibe amenazas"),
    ("A customer gets food poisoning", "A customer films a rat"),
    ("Our account gets suspended", "Our agency keeps the password"),
    ("Boicot por un anuncio machista", "Boicot de un sindicato"),
    ("Nos suspenden la cuenta de Meta", "Nos roban la cuenta de Meta"),
    ("El proveedor sube los precios", "El proveedor vende datos"),
]
WORD = st.sampled_from(["cuenta", "roban", "jefe", "luz", "vídeo", "falso", "hack", "rumour"])
WORDS = st.lists(WORD, min_size=1, max_size=6)


@pytest.mark.parametrize(("one", "other"), THE_SAME)
def test_two_ways_of_saying_it_are_suggested(one: str, other: str) -> None:
    assert likeness(one, other) >= SAME


@pytest.mark.parametrize(("one", "other"), NOT_THE_SAME)
def test_two_things_are_not_suggested(one: str, other: str) -> None:
    assert likeness(one, other) < SAME


@given(one=st.text(max_size=60), other=st.text(max_size=60))
@settings(max_examples=50)
def test_it_is_symmetric_and_lies_between_nothing_and_all(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0.0 <= likeness(one, other) <= 1.0


@given(words=WORDS, order=st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_case_accents_marks_and_order_do_not_count(words: list[str], order: random.Random) -> None:
    shuffled = list(words)
    order.shuffle(shuffled)
    said = f"¿{' '.join(shuffled).upper().replace('Í', 'I')}?"
    assert likeness(" ".join(words), said) == 1.0


def test_the_nearest_of_many_is_the_one_most_alike() -> None:
    shelf = Shelf([one for one, _other in THE_SAME])
    for _one, other in (*THE_SAME, *NOT_THE_SAME, ("", "…")):
        values = [likeness(one, other) for one, _other in THE_SAME]
        found, value = shelf.nearest(other)
        assert value == max(values)
        assert found == (values.index(value) if value else -1)


def test_what_says_nothing_is_like_nothing() -> None:
    assert likeness("…", "…") == likeness("", "cuenta") == 0.0
    assert likeness("no", "no") == 1.0


def test_no_chain_of_small_steps_ties_what_has_nothing_in_common() -> None:
    texts = {"a": "roban cuenta luz", "b": "roban cuenta jefe luz", "c": "jefe luz", "d": "jefe"}
    for found in near_duplicates(texts):
        members = [texts[name] for name in found.ids]
        assert min(likeness(x, y) for x in members for y in members) == found.likeness >= SAME


def test_the_order_of_the_ideas_changes_no_set() -> None:
    texts = {str(i): text for i, pair in enumerate(THE_SAME) for text in [pair[0]]}
    texts |= {f"{i}b": pair[1] for i, pair in enumerate(THE_SAME)}
    backwards = dict(reversed(texts.items()))
    found = {frozenset(alike.ids) for alike in near_duplicates(texts)}
    assert found == {frozenset(alike.ids) for alike in near_duplicates(backwards)}
    assert frozenset({"0", "0b"}) in found
