"""What is sealed for one purpose opens for that purpose only, and survives a new SECRET_KEY."""

import base64

import pytest
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from members.accounts.mfa import MFAAdapter
from program.sealed import box


def test_other_purpose_does_not_open_it() -> None:
    token = box("one").encrypt(b"hush")
    assert box("one").decrypt(token) == b"hush"
    with pytest.raises(InvalidToken):
        box("other").decrypt(token)


def test_former_key_still_opens_it(settings: object) -> None:
    token = box("one").encrypt(b"hush")
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 9  # type: ignore[attr-defined]
    with pytest.raises(InvalidToken):
        box("one").decrypt(token)
    settings.SECRET_KEY_FALLBACKS = [former]  # type: ignore[attr-defined]
    assert box("one").decrypt(token) == b"hush"


def test_second_factors_sealed_before_there_was_one_box_still_open() -> None:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"first-million second factor")
    key = base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode()))
    assert MFAAdapter().decrypt(Fernet(key).encrypt(b"JBSWY3DP").decode()) == "JBSWY3DP"
