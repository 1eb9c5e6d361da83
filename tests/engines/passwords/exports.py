"""Exports of the cast's vaults, made in memory as the programs write them."""

import base64
import hashlib
import hmac
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.padding import PKCS7

DATABASES = Path(__file__).parent / "databases"
KEY_FILE = b"any bytes will do"
INSTAGRAM = "Andariego2024"
MAILBOX = "nueve gatos leen a oscuras en Trujillo"
WORDS = "cuatro palabras bien largas"
SEED = "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP"


def kdbx(name: str = "argon2d") -> bytes:
    """A database that pykeepass 4.2 wrote, with a seed, a recycle bin and a past password."""
    return (DATABASES / f"{name}.kdbx").read_bytes()


def bitwarden() -> dict[str, Any]:
    return {
        "encrypted": False,
        "items": [
            {
                "type": 1,
                "name": "Instagram",
                "login": {
                    "password": INSTAGRAM,
                    "totp": None,
                    "uris": [{"uri": "https://www.instagram.com/accounts/login"}],
                },
            },
            {"type": 1, "name": "Buzón", "login": {"password": MAILBOX, "totp": SEED}},
            {"type": 2, "name": "Una nota", "login": None},
        ],
    }


def protected_bitwarden(kdf: int) -> bytes:
    """As Bitwarden protects an export: PBKDF2 (0) or Argon2id (1), then HKDF, AES and HMAC."""
    salt, rounds = "c2FsdA==", 2
    if kdf == 0:
        master = hashlib.pbkdf2_hmac("sha256", WORDS.encode(), salt.encode(), rounds)
    else:
        digest = hashlib.sha256(salt.encode()).digest()
        master = hash_secret_raw(WORDS.encode(), digest, rounds, 1024, 1, 32, Type.ID)
    key, mac_key = (
        HKDFExpand(algorithm=hashes.SHA256(), length=32, info=info).derive(master)
        for info in (b"enc", b"mac")
    )

    def locked(text: str) -> str:
        padder = PKCS7(128).padder()
        padded = padder.update(text.encode()) + padder.finalize()
        encryptor = Cipher(algorithms.AES(key), modes.CBC(b"i" * 16)).encryptor()
        data = encryptor.update(padded) + encryptor.finalize()
        mac = hmac.digest(mac_key, b"i" * 16 + data, "sha256")
        return "2." + "|".join(base64.b64encode(x).decode() for x in (b"i" * 16, data, mac))

    return json.dumps(
        {
            "encrypted": True,
            "passwordProtected": True,
            "salt": salt,
            "kdfType": kdf,
            "kdfIterations": rounds,
            "kdfMemory": 1,
            "kdfParallelism": 1,
            "encKeyValidation_DO_NOT_EDIT": locked("x"),
            "data": locked(json.dumps(bitwarden())),
        }
    ).encode()


def one_pux() -> bytes:
    def item(title: str, secret: str, sections: list[Any]) -> dict[str, Any]:
        fields = [
            {"designation": "username", "value": "ada"},
            {"designation": "password", "value": secret},
        ]
        return {
            "overview": {"title": title, "url": "https://instagram.com"},
            "details": {"loginFields": fields, "sections": sections},
        }

    seed = [{"fields": [{"title": "one-time password", "value": {"totp": SEED}}]}]
    items = [item("Instagram", INSTAGRAM, []), item("Buzón", MAILBOX, seed)]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("export.attributes", "{}")
        data = {"accounts": [{"vaults": [{"items": items}]}]}
        archive.writestr("export.data", json.dumps(data))
    return out.getvalue()


CHROME = f"""name,url,username,password,note
Instagram,https://instagram.com/,ada,{INSTAGRAM},
Buzón,https://mail.example/,ada,{MAILBOX},
Vacía,https://example.org/,ada,,
"""
FIREFOX = f'''"url","username","password","httpRealm","formActionOrigin","guid"
"https://instagram.com","ada","{INSTAGRAM}",,"","{{1}}"
"https://mail.example","ada","{MAILBOX}",,"","{{2}}"
'''
SAFARI = f"""Title,URL,Username,Password,Notes,OTPAuth
Instagram,https://instagram.com/,ada,{INSTAGRAM},,
Buzón,https://mail.example/,ada,{MAILBOX},,{SEED}
"""
