"""Simulacro: prevent a social-media crisis, ride it and learn from it."""

from importlib.metadata import version

__version__ = version("simulacro")
