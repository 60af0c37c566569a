"""Whether a code makes a plan cheaper."""

from datetime import datetime

from django.utils.translation import gettext as _

from members.billing.giving.models import Coupon
from members.billing.plans.models import Price


class CouponRefused(Exception):
    """The message is for whoever typed the code."""


def coupon_for(code: str, price: Price, *, now: datetime) -> Coupon:
    coupon = Coupon.objects.filter(code=normal(code)).first()
    if coupon is None:
        raise CouponRefused(_("We do not know this code. Look whether it is written as you got it."))
    if coupon.expires_at and coupon.expires_at <= now:
        raise CouponRefused(_("This code was valid for a time that is over. The price without it stands above."))
    if not coupon.holds(now):
        raise CouponRefused(_("This code was used as often as it could be."))
    if coupon.plan_id and coupon.plan_id != price.version.plan_id:
        raise CouponRefused(_("This code is for another plan."))
    if coupon.currency and coupon.currency != price.currency:
        raise CouponRefused(_("This code is for prices in %(currency)s.") % {"currency": coupon.currency})
    return coupon


def normal(code: str) -> str:
    return code.strip().upper()[:24]
