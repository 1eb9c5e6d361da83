"""Articles and lists, so that an alias reads well inside a sentence.

An alias stays as typed. A common noun at its start gets its article and, in the middle of a
sentence, a small initial: "Teléfono de la jefa" reads "el teléfono de la jefa". A name we do not
know ("Ada", "Hootsuite") is left alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

from simulacro.engines.access.inventory import Asset, Kind
from simulacro.kit.contractions import contracted


def _words(text: str) -> list[str]:
    return text.split()


_MASCULINE: Final = (
    "teléfono celular móvil chip correo buzón portátil computador ordenador gestor enlace usb "
    "router módem cargador wifi internet satélite banco navegador autenticador código sobre papel "
    "equipo dueño director gerente jefe becario practicante pasante grupo canal perfil sitio blog "
    "boletín edificio generador inversor número dispositivo iphone android servidor panel "
    "administrador editor asistente proveedor programador sms permiso token usuario propietario "
    "socio empleado encargado coordinador diseñador fotógrafo abogado contador vocero hermano "
    "marido esposo dominio hosting documento archivo cuaderno chat cable disco local taller"
)
_FEMININE: Final = (
    "tableta tablet línea sim esim batería luz electricidad corriente red clave contraseña llave "
    "cuenta página oficina casa agencia operadora compañía conexión señal fibra computadora laptop "
    "sesión aplicación app tienda bóveda herramienta jefa dueña directora gerenta becaria cm marca "
    "empresa plataforma caja notaría sede memoria impresora administradora editora tarjeta "
    "usuaria propietaria socia empleada encargada coordinadora diseñadora fotógrafa abogada "
    "contadora vocera hermana esposa caída copia carpeta libreta hoja nube casilla bandeja"
)
_MASCULINE_PLURAL: Final = "datos códigos permisos tokens teléfonos correos usuarios papeles"
_FEMININE_PLURAL: Final = "claves llaves contraseñas baterías redes cuentas sesiones copias"
_ARTICLE_OF: Final = {
    word: article
    for article, words in (
        ("el", _MASCULINE),
        ("la", _FEMININE),
        ("los", _MASCULINE_PLURAL),
        ("las", _FEMININE_PLURAL),
    )
    for word in _words(words)
}
# What somebody who works alone is called, unless they choose another alias.
_MYSELF: Final = frozenset(("yo", "me"))
_SPANISH_ARTICLES: Final = frozenset(_words("el la lo los las un una mi mis tu tus su sus"))
_ENGLISH_ARTICLES: Final = frozenset(_words("the a an what my our your his her their"))
_ENGLISH_NOUNS: Final = frozenset(
    _words(
        "phone mobile cellphone sim line carrier battery power electricity mains connection wifi "
        "signal network laptop computer tablet password key keys mailbox mail email vault manager "
        "app authenticator codes backup office house agency session token account page tool boss "
        "owner director intern freelancer contractor team platform router generator satellite data "
        "recovery shared work security publishing company old new second"
    )
)


def named(alias: str, language: str) -> str:
    """The alias as it reads in the middle of a sentence.

    >>> named("Teléfono de la jefa", "es"), named("El celular", "es"), named("Ada", "es")
    ('el teléfono de la jefa', 'el celular', 'Ada')
    >>> named("CM", "es"), named("Boss's phone", "en"), named("Password of X", "en")
    ('la CM', "Boss's phone", 'the password of X')
    >>> named("Lo que abre Bitwarden", "es"), named("What opens Bitwarden", "en")
    ('lo que abre Bitwarden', 'what opens Bitwarden')
    >>> named("Yo", "es"), named("Me", "en")
    ('yo', 'me')
    """
    alias = alias.strip()
    first, _, rest = alias.partition(" ")
    word = first.strip(".,:;()").casefold()
    if word in _MYSELF and not rest:
        return word
    if language.startswith("es"):
        if word in _SPANISH_ARTICLES and rest:
            return _small(alias)
        article = _ARTICLE_OF.get(word)
        return f"{article} {_small(alias)}" if article else alias
    if word in _ENGLISH_ARTICLES and rest:
        return _small(alias)
    return f"the {_small(alias)}" if word in _ENGLISH_NOUNS else alias


def called(asset: Asset, language: str) -> str:
    """A thing's alias as :func:`named` reads it; a mailbox known by its address alone is said to be
    one: "el buzón redes@cafe.pe"."""
    first = asset.name.split(" ", 1)[0]
    if asset.kind is Kind.MAILBOX and "@" in first:
        noun = "el buzón" if language.startswith("es") else "the mailbox"
        return f"{noun} {asset.name.strip()}"
    return named(asset.name, language)


def opening(text: str) -> str:
    """A text as it opens a sentence or a question. An address, a handle and a name such as "iPad"
    stay as they are written.

    >>> opening("el teléfono de Ben"), opening("¿la línea tiene PIN?"), opening("redes@cafe.pe")
    ('El teléfono de Ben', '¿La línea tiene PIN?', 'redes@cafe.pe')
    """
    marks = text[: len(text) - len(text.lstrip("¿¡«“\"'("))]
    words = text[len(marks) :]
    first = words.split(" ", 1)[0].rstrip(".,;:?!")
    if first[1:] != first[1:].lower() or "@" in first or "." in first:
        return text
    return marks + words[:1].upper() + words[1:]


def set_off(alias: str, following: str) -> str:
    """An alias with a comma inside, closed by another where the sentence goes on.

    >>> set_off("Ben, CM", " ha practicado"), set_off("Ben, CM", "?"), set_off("Ada", " entra")
    ('Ben, CM,', 'Ben, CM', 'Ada')
    """
    goes_on = following[:1] == " " and (following[1:2].isalnum() or following[1:2] == "{")
    return f"{alias}," if "," in alias and goes_on else alias


def with_names(template: str, language: str, **aliases: str) -> str:
    """`template` with its aliases as they read inside a sentence; Spanish contracts "de el".

    >>> with_names("Teléfono de %(person)s", "es", person="El jefe")
    'Teléfono del jefe'
    >>> with_names("Línea de %(phone)s", "es", phone="Mi teléfono")
    'Línea de mi teléfono'
    >>> with_names("Battery of %(phone)s", "en", phone="The boss’s phone")
    'Battery of the boss’s phone'
    """
    text = template % {key: named(alias, language) for key, alias in aliases.items()}
    return contracted(text, language)


def _small(text: str) -> str:
    """A small initial, except for what is written in capitals or camel case."""
    first = text.split(" ", 1)[0]
    return text if first[1:] != first[1:].lower() else text[:1].lower() + text[1:]


def all_of(items: Sequence[str], language: str) -> str:
    """A list joined by "and": "A, B y C"; "e" before the sound i. Where an item has a comma of
    its own, semicolons part them.

    >>> all_of(["Ada", "Ben", "Inés"], "es"), all_of(["tinta", "hielo"], "es")
    ('Ada, Ben e Inés', 'tinta y hielo')
    >>> all_of(["Ada", "Ben", "Cy"], "en"), all_of(["Ada, jefa", "Ben"], "es")
    ('Ada, Ben and Cy', 'Ada, jefa; y Ben')
    """
    if not language.startswith("es"):
        return _joined(items, "and")
    return _joined(items, "e" if items and _sounds_i(items[-1]) else "y")


def any_of(items: Sequence[str], language: str) -> str:
    """A list joined by "or": "A, B o C"; "u" before the sound o.

    >>> any_of(["Ada", "Olga"], "es"), any_of(["siete", "ocho"], "es"), any_of(["7", "8"], "es")
    ('Ada u Olga', 'siete u ocho', '7 u 8')
    """
    if not language.startswith("es"):
        return _joined(items, "or")
    return _joined(items, "u" if items and _sounds_o(items[-1]) else "o")


def has_or(text: str, language: str) -> bool:
    """Whether a text already has an "or" of its own.

    >>> has_or("pérdida o robo", "es"), has_or("sin carga", "es"), has_or("lost or stolen", "en")
    (True, False, True)
    """
    words = text.split()
    return bool({"o", "u"}.intersection(words) if language.startswith("es") else "or" in words)


def _joined(items: Sequence[str], word: str) -> str:
    if len(items) < 2:
        return "".join(items)
    if any("," in item for item in items):
        return f"{'; '.join(items[:-1])}; {word} {items[-1]}"
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def _sounds_i(item: str) -> bool:
    """Starts with the sound i, and not with a diphthong: "Inés", "hilo", but "hielo", "iOS"."""
    plain = _plain(item)
    plain = plain.removeprefix("h")
    return plain.startswith("i") and not plain.startswith(("ia", "ie", "io", "iu"))


def _sounds_o(item: str) -> bool:
    """Starts with the sound o: "Olga", "hotel", "8", "11", "80"."""
    plain = _plain(item)
    number = plain.split()[0] if plain.split() else ""
    if number.isdigit():
        return number.startswith("8") or (number.startswith("11") and len(number) % 3 == 2)
    return plain.removeprefix("h").startswith("o")


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold().lstrip(" «“\"'¡¿"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))
