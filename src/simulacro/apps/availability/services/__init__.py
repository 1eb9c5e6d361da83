"""Change who covers when, the holidays that count and the brand's calendar."""
