"""Words without their accents, letter for letter, so that “validacao” finds “validação”."""

import unicodedata


def without_accents(words: str) -> str:
    """Each letter becomes its base letter. As long as the words are once a letter and its accent are one (NFC)."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in unicodedata.normalize("NFC", words))
