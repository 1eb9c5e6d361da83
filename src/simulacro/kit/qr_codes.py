"""A link as a picture that a phone's camera reads."""


def qr_image(link: str) -> str:
    """The QR as an image inside the page: dark on light in any theme, as scanners want it."""
    # Slow to load, and needed only where phones are let in.
    import segno

    drawn = segno.make(link, error="m")
    return str(drawn.svg_data_uri(scale=8, border=4, dark="#000", light="#fff"))
