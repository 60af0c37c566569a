"""Words without their accents, letter for letter, so that “validacao” finds “validação”."""

import unicodedata


def without_accents(words: str) -> str:
    """As long as it was: each letter becomes its own base letter."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in unicodedata.normalize("NFC", words))
