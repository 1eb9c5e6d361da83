"""Plain documents, as YAML or JSON, read with the place of every mistake."""
