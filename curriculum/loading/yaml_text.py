"""YAML as writers and editors type it: plain values, and nothing that a few lines could blow up or break."""

import json
from typing import Any

import yaml
from django.utils.translation import gettext as _

DEEPEST = 12
OPENING = (
    yaml.BlockMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.FlowSequenceStartToken,
)
CLOSING = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)


def read_yaml(text: str) -> Any:
    """What it says, or a YAMLError, whatever is wrong with it."""
    try:
        refuse_more_than_values(text)
        found = yaml.safe_load(text)
        if b"\\u0000" in json.dumps(found, ensure_ascii=False, default=str, skipkeys=True).encode():
            raise ValueError  # The database keeps no such character, nor half of one, which cannot be encoded.
    except ValueError:
        raise yaml.YAMLError(_("This cannot be read.")) from None
    return found


def refuse_more_than_values(text: str) -> None:
    depth = 0
    for token in yaml.scan(text):
        depth += isinstance(token, OPENING) - isinstance(token, CLOSING)
        if depth > DEEPEST or isinstance(token, yaml.AliasToken | yaml.TagToken):
            raise ValueError  # A few aliases make a text of gigabytes; a tag promises what its value may not be.
