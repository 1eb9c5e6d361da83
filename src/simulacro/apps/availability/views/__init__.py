"""Pages of who covers when and of the brand's calendar."""
