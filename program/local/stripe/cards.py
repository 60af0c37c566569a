"""Test cards and what becomes of them, as Stripe's own test numbers do."""

from dataclasses import dataclass

MESSAGES = {
    "card_declined": "Your card was declined.",
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "insufficient_funds": "Your card has insufficient funds.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
    "authentication_required": "Your card was declined. This transaction requires authentication.",
}


@dataclass(frozen=True)
class Card:
    """`asks` for 3-D Secure: never, once (when it is saved) or always. `attach`: it can be saved at all."""

    number: str
    brand: str = "visa"
    code: str = ""
    decline_code: str | None = None
    asks: str = "never"
    attach: bool = True
    disputed: bool = False

    @property
    def last4(self) -> str:
        return self.number[-4:]

    @property
    def message(self) -> str:
        return MESSAGES.get(self.decline_code or "", MESSAGES.get(self.code, MESSAGES["card_declined"]))


def _declined(number: str, decline_code: str | None, code: str = "card_declined", *, attach: bool = False) -> Card:
    return Card(number, code=code, decline_code=decline_code, attach=attach)


CARDS = {
    card.number: card
    for card in (
        Card("4242424242424242"),
        Card("4000056655665556"),
        Card("5555555555554444", "mastercard"),
        Card("378282246310005", "amex"),
        Card("4000000760000002"),  # issued in Brazil
        _declined("4000000000000002", "generic_decline"),
        _declined("4000000000009995", "insufficient_funds"),
        _declined("4000000000009987", "lost_card"),
        _declined("4000000000009979", "stolen_card"),
        _declined("4000000000000069", None, "expired_card"),
        _declined("4000000000000127", None, "incorrect_cvc"),
        _declined("4000000000000119", None, "processing_error"),
        _declined("4000000000000341", "generic_decline", attach=True),  # can be saved, cannot be charged
        Card("4000002500003155", asks="once"),
        Card("4000002760003184", asks="always"),
        Card("4000000000000259", disputed=True),
    )
}
TOKENS = {
    "pm_card_visa": "4242424242424242",
    "pm_card_visa_debit": "4000056655665556",
    "pm_card_mastercard": "5555555555554444",
    "pm_card_amex": "378282246310005",
    "pm_card_br": "4000000760000002",
    "pm_card_chargeDeclined": "4000000000000002",
    "pm_card_visa_chargeDeclined": "4000000000000002",
    "pm_card_chargeDeclinedInsufficientFunds": "4000000000009995",
    "pm_card_visa_chargeDeclinedInsufficientFunds": "4000000000009995",
    "pm_card_visa_chargeDeclinedLostCard": "4000000000009987",
    "pm_card_chargeDeclinedExpiredCard": "4000000000000069",
    "pm_card_chargeDeclinedIncorrectCvc": "4000000000000127",
    "pm_card_chargeDeclinedProcessingError": "4000000000000119",
    "pm_card_chargeCustomerFail": "4000000000000341",
    "pm_card_authenticationRequiredOnSetup": "4000002500003155",
    "pm_card_authenticationRequired": "4000002760003184",
    "pm_card_createDispute": "4000000000000259",
}
CARD_TOKENS = {token.replace("pm_card_", "tok_"): number for token, number in TOKENS.items()}


def known(number: str) -> Card | None:
    return CARDS.get("".join(number.split()))
