"""Filters for words every page needs: instants, money, plurals are gettext's."""

from datetime import datetime
from decimal import Decimal

from django import template

from program import clock, money
from program import timecode as timecodes

register = template.Library()


@register.filter
def local_time(instant: datetime, zone: clock.ZoneInfo) -> str:
    """Thursday, November 26, 2026, 8:00 AM PST"""
    return clock.local_time(instant, zone)


@register.filter
def local_day(instant: datetime, zone: clock.ZoneInfo) -> str:
    return clock.local_time(instant, zone, style="day")


@register.filter
def local_date(instant: datetime, zone: clock.ZoneInfo) -> str:
    """With the year: November 26, 2026"""
    return clock.local_time(instant, zone, style="date")


@register.filter
def local_hour(instant: datetime, zone: clock.ZoneInfo) -> str:
    return clock.local_time(instant, zone, style="time")


@register.filter
def local_short(instant: datetime, zone: clock.ZoneInfo) -> str:
    return clock.local_time(instant, zone, style="short")


@register.filter
def round_money(amount: Decimal, currency: str) -> str:
    return money.round_money(amount, currency)


@register.filter(name="money")
def as_money(amount: Decimal | str, currency: str) -> str:
    """Also of an amount that was kept as text, as on receipts."""
    return money.money(Decimal(amount), currency)


@register.filter
def price(amount: Decimal, currency: str) -> str:
    """$99, and $99.50 where there are cents."""
    is_whole = amount == amount.to_integral_value()
    return money.round_money(amount, currency) if is_whole else money.money(amount, currency)


@register.filter
def timecode(second: int) -> str:
    """14:05"""
    return timecodes.timecode(second)
