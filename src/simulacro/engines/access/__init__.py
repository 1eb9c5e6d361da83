"""Who can silence, lock out or hijack a brand: the access graph, solved exactly."""
