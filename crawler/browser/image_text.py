"""Text in pictures, read by tesseract where that is installed. What it reads may be wrong: it is never more than a hint.

https://tesseract-ocr.github.io/
"""

import shutil
from importlib.util import find_spec
from io import BytesIO

from PIL import Image, ImageOps

PROGRAM = "tesseract"
_LANGUAGE = "eng"
"""Letters, digits and signs of numbers and addresses are in every language's data; this one is always there."""
_ONE_BLOCK = "--psm 6"
_TALL = 80
"""Pixels up to which a picture is enlarged: tesseract asks for letters of about 30."""
_PATIENCE = 5
"""Seconds for one picture."""
_LONGEST = 400


def reader_there() -> bool:
    """Whether pictures can be read: the extra `ocr` and the program are installed."""
    return find_spec("pytesseract") is not None and shutil.which(PROGRAM) is not None


def text_in(shot: bytes, area: tuple[float, float, float, float]) -> str:
    """The text in an area (left, top, right, bottom in pixels) of a picture; "" where none is read, or nothing can read it."""
    if not reader_there():
        return ""
    import pytesseract  # noqa: PLC0415 - an extra

    with Image.open(BytesIO(shot)) as opened:
        left, top, right, bottom = area
        box = (max(0, int(left)), max(0, int(top)), min(opened.width, int(right) + 1), min(opened.height, int(bottom) + 1))
        picture = ImageOps.grayscale(opened.crop(box))
    if picture.height < _TALL:
        picture = picture.resize((picture.width * 2, picture.height * 2), Image.Resampling.LANCZOS)
    try:
        read = pytesseract.image_to_string(picture, lang=_LANGUAGE, config=_ONE_BLOCK, timeout=_PATIENCE)
    except (RuntimeError, OSError):
        return ""
    return "\n".join(" ".join(line.split()) for line in str(read).splitlines() if line.strip())[:_LONGEST]
