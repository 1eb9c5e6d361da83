"""Judges passwords without keeping one: strength, length, reuse, leaks, and reading vaults.

Strings come in, verdicts and groups go out. Nothing here writes, logs or prints, and no exception
carries a secret or a part of one.
"""
