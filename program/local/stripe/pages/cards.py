"""Choosing a card: by what it will do, or by its number."""

from html import escape

from program.local.stripe import cards
from program.local.stripe.cards import Card
from program.local.stripe.errors import invalid
from program.local.stripe.pages.routes import Form

CHOICES = (
    ("4242424242424242", "Pay"),
    ("4000000000000002", "Card is declined"),
    ("4000000000009995", "Insufficient funds"),
    ("4000002500003155", "Ask for 3-D Secure"),
    ("4000000000000341", "Can be saved, fails when charged"),
)
LATER = "later"


def fieldset(*, later: bool = False, chosen: str = "", typed: str = "", short: bool = False) -> str:
    offered = list(CHOICES if short else CHOICES[:4])
    marked = chosen or CHOICES[0][0]
    rows = [_row(number, label, number == marked, _spaced(number)) for number, label in offered]
    if later:
        rows.append(_row(LATER, "Bank debit, arrives later", marked == LATER, ""))
    return f"""<fieldset>
<legend>What the card does</legend>
{"".join(rows)}
<label class="field">Or type a test card number
<input type="text" name="number" inputmode="numeric" autocomplete="off" value="{escape(typed)}"></label>
</fieldset>"""


def _row(value: str, label: str, checked: bool, note: str) -> str:
    mark = " checked" if checked else ""
    code = f"<code>{note}</code>" if note else ""
    return f'<label class="choice"><input type="radio" name="card" value="{value}"{mark}>{label}{code}</label>'


def _spaced(number: str) -> str:
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def entered(sent: Form) -> Card:
    number = sent.get("number", "").strip() or sent.get("card", "")
    found = cards.known(number)
    if found is None:
        raise invalid("Your card number is incorrect. Only test cards work here.", "number", "incorrect_number")
    return found
