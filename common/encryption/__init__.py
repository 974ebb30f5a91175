"""Text that lies encrypted in the database, found by the whole value only."""

from common.encryption.fields import EncryptedTextField, LookupField
from common.encryption.keys import WrongKey, decrypt, encrypt, fingerprint, fingerprints

__all__ = [
    "EncryptedTextField",
    "LookupField",
    "WrongKey",
    "decrypt",
    "encrypt",
    "fingerprint",
    "fingerprints",
]
