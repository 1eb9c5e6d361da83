"""Kinds of job for tests that kill, cancel and watch a real worker."""
