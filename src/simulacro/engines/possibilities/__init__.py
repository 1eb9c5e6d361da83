"""Everything possible, exhausted: factor models, covering arrays, and the proof that they cover."""
