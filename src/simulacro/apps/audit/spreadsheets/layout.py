"""The sheets and columns of a workbook, in English and in Spanish, and the words of its cells."""

from __future__ import annotations

from typing import Final

from simulacro.engines.access.inventory import Trait
from simulacro.kit.spreadsheets.layout import Column, Holds, Sheet, folded

BRAND: Final = Column("brand", "marca")
TRAITS_ES: Final[dict[Trait, str]] = {
    Trait.SECOND_FACTOR: "segundo factor",
    Trait.SECOND_EYES: "segundo par de ojos",
    Trait.OWNED: "es propio",
    Trait.QUEUE: "cola programada",
    Trait.KILL_SWITCH: "botón de parar",
    Trait.WEAK: "débil",
    Trait.REUSED: "repetida",
    Trait.BREACHED: "filtrada",
    Trait.LEFT: "se fue",
    Trait.OUTSIDE: "de fuera",
    Trait.PHISHED: "cayó en engaño",
    Trait.MIXED: "mezcla lo personal",
    Trait.POLICY_BOUND: "depende de una regla",
    Trait.TRAINED: "con entrenamiento",
    Trait.LOCKED: "con bloqueo",
    Trait.HARDWARE: "es llave física",
    Trait.ABSENT: "falta o falló",
}
ABOUT: Final = Sheet("about", "acerca", (Column("key", "dato"), Column("value", "valor")))
BRANDS: Final = Sheet(
    "brands",
    "marcas",
    (
        BRAND,
        Column("name", "nombre"),
        Column("region", "región"),
        Column("language", "idioma"),
        Column("timezone", "zona horaria"),
        Column("solo", "voy por mi cuenta", Holds.FLAG),
        Column("facts", "fecha de los datos", Holds.DATE),
        Column("hijack_h", "horas por robo", Holds.NUMBER),
        Column("lockout_h", "horas por bloqueo", Holds.NUMBER),
    ),
)
ASSETS: Final = Sheet(
    "assets",
    "recursos",
    (
        BRAND,
        Column("id", "id"),
        Column("kind", "tipo", Holds.WORD),
        Column("name", "nombre"),
        Column("network", "red"),
        Column("channel", "es canal", Holds.FLAG),
        Column("primary", "principal", Holds.FLAG),
        Column("weight", "peso", Holds.NUMBER),
        Column("opens", "quién entra", Holds.WORD),
        Column("holds", "tiene", Holds.LIST),
        Column("may_hold", "quizás tiene", Holds.LIST),
        Column("at_hand", "a mano", Holds.WORD),
        Column("zone", "zona horaria"),
        Column("charged_from", "se carga de"),
        Column("lasts_h", "dura horas", Holds.NUMBER),
        Column("affects", "afecta a", Holds.LIST),
        Column("beta", "beta", Holds.NUMBER),
        Column("strikes", "golpea", Holds.WORD),
        Column("loss", "se pierde", Holds.WORD),
        Column("theft", "se roba", Holds.WORD),
        *(Column(trait.value, TRAITS_ES.get(trait, trait.value), Holds.WORD) for trait in Trait),
        Column("note", "nota"),
    ),
    needs=("kind", "name"),
)
WAYS: Final = Sheet(
    "ways",
    "formas de entrar",
    (
        BRAND,
        Column("opens", "abre"),
        Column("requires", "necesita", Holds.LIST),
        Column("perhaps", "quizás también", Holds.LIST),
        Column("gives", "permite", Holds.WORD),
        Column("latency", "tarda", Holds.WORD),
        Column("for", "para", Holds.WORD),
        Column("route", "vía", Holds.WORD),
        Column("doubtful", "en duda", Holds.FLAG),
        Column("name", "nombre"),
    ),
    needs=("opens", "requires"),
)
SHIFTS: Final = Sheet(
    "shifts",
    "turnos",
    (
        BRAND,
        Column("person", "persona"),
        Column("days", "días", Holds.LIST),
        Column("from", "desde", Holds.TIME),
        Column("to", "hasta", Holds.TIME),
        Column("chance", "probabilidad", Holds.NUMBER),
    ),
    needs=("person", "from", "to"),
)
HOURS: Final = Sheet(
    "hours",
    "horas",
    (
        BRAND,
        Column("person", "persona"),
        Column("chances", "probabilidades", Holds.NUMBERS),
    ),
    needs=("person", "chances"),
)
RATES: Final = Sheet(
    "rates",
    "tasas",
    (
        BRAND,
        Column("asset", "recurso"),
        Column("what", "qué", Holds.WORD),
        Column("mode", "modo"),
        Column("per_year", "veces al año", Holds.NUMBER),
        Column("down_h", "horas sin", Holds.NUMBER),
        Column("weekday", "por día", Holds.NUMBERS),
        Column("hour", "por hora", Holds.NUMBERS),
        Column("source", "fuente"),
    ),
    needs=("asset", "what"),
)
# Each of them may be there once more for each client.
OF_A_CLIENT: Final = (ASSETS, WAYS, SHIFTS, HOURS, RATES)
SHEETS: Final = (ABOUT, BRANDS, ASSETS, WAYS, SHIFTS, HOURS, RATES)

# What a person may write in a cell of words; the first Spanish word of each is what we write.
WORDS_ES: Final[dict[str, tuple[str, ...]]] = {
    "yes": ("sí", "x", "true", "verdadero"),
    "no": ("no", "false", "falso"),
    "unknown": ("no sé", "?", "no lo sé", "desconocido"),
    "nobody": ("nadie",),
    "always": ("siempre",),
    "never": ("nunca",),
    "listed": ("en su hoja",),
    "publish": ("publicar",),
    "admin": ("administrar",),
    "both": ("ambos", "los dos"),
    "team": ("equipo",),
    "attacker": ("atacante",),
    "login": ("entrada",),
    "recovery": ("recuperación",),
    "delegate": ("delegado", "rol"),
    "tool": ("herramienta",),
    "session": ("sesión",),
    "loss": ("pérdida",),
    "theft": ("robo",),
    "account": ("cuenta",),
    "mailbox": ("correo", "buzón"),
    "vault": ("gestor de contraseñas", "gestor"),
    "person": ("persona",),
    "device": ("dispositivo", "teléfono", "celular", "móvil", "computadora", "ordenador"),
    "sim": ("línea", "chip"),
    "carrier": ("operadora", "compañía", "operador"),
    "connection": ("conexión", "internet"),
    "power": ("energía", "luz", "batería"),
    "place": ("lugar",),
    "authenticator": ("autenticador", "app de códigos", "llave"),
    "backup_codes": ("códigos de respaldo",),
    "credential": ("clave", "contraseña"),
    "platform": ("plataforma",),
    "organisation": ("organización", "empresa", "agencia"),
    "cause": ("causa común", "causa"),
}
_SPOKEN: Final = {
    **{folded(word): key for key, words in WORDS_ES.items() for word in words},
    **{folded(key): key for key in WORDS_ES},
}


def meaning(word: str) -> str:
    """The document's word for what a cell says, in either language; else the cell's own.

    >>> meaning("No sé"), meaning("Contraseña"), meaning("24 h")
    ('unknown', 'credential', '24 h')
    """
    return _SPOKEN.get(folded(word), word)


def spoken(word: str, language: str) -> str:
    """The word that a workbook in `language` has for the document's."""
    return WORDS_ES[word][0] if language == "es" and word in WORDS_ES else word
